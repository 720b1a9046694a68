# shellcheck shell=bash
# The Kafka beside the node: one broker on loopback, run by a user of its own; sourced by the script coppice.
# Nothing waits for it: without it the platform works, and events follow later.

KAFKA_USER=coppice-kafka
KAFKA_DIST=$HERE/infra/run/kafka/target/dist/lib

# kafka_is_elsewhere: whether the administrator has named a Kafka of their own
kafka_is_elsewhere() { grep -Eqs '^[[:space:]]*kafka\.bootstrap[[:space:]]*[=:]' "$DATA/coppice.conf"; }

start_kafka() {
  if kafka_is_elsewhere; then
    rm -f "$DATA/gateway/kafka.properties" "$DATA/secret/kafka.properties"
    return 0
  fi
  [ -n "${FOREGROUND:-}" ] || ! pid_of kafka >/dev/null || return 0
  getent passwd "$KAFKA_USER" >/dev/null ||
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$KAFKA_USER"
  configure_kafka
  local flags
  mapfile -t flags < <(kafka_jvm "${CACHE:-$LIB/kafka}/kafka.aot")
  start kafka setpriv --reuid="$KAFKA_USER" --regid="$KAFKA_USER" --init-groups \
    --bounding-set=-all --inh-caps=-all --no-new-privs nice -n 5 \
    bash "$LIB/kafka/run.sh" "$DATA/kafka" "$JAVA_HOME/bin/java" "${flags[@]}"
}

# kafka_jvm [CACHE]: the flags of its JVM; the cache was trained with the same
kafka_jvm() {
  [ ! -e "${1:-/none}" ] || printf '%s\n' "-XX:AOTCache=$1"
  printf '%s\n' -Xmx256m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=30 \
    --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
    "-Djava.util.logging.config.file=${KAFKA_LIB:-$LIB/kafka}/logging.properties" \
    -cp "$(printf '%s:' "${KAFKA_LIB:-$LIB/kafka}"/*.jar)"
}

# Where others reach it: on loopback, or in a container of its own by the name KAFKA_NAME that its network knows it by.
kafka_ports_of() {
  if [ -n "${KAFKA_NAME:-}" ]; then printf '9092 9093\n'; else kafka_ports; fi
}

# Two ports that are free, kept for later starts: several nodes can share a machine.
kafka_ports() {
  local port taken=
  if [ -r "$DATA/kafka/ports" ]; then
    local -a kept
    read -ra kept <"$DATA/kafka/ports"
    for port in "${kept[@]}"; do
      ! PORT=$port port_is_taken || taken=yes
    done
    [ -n "$taken" ] || { cat "$DATA/kafka/ports"; return 0; }
  fi
  local found=()
  while [ ${#found[@]} -lt 2 ]; do
    port=$((20000 + RANDOM % 12000))
    PORT=$port port_is_taken || [ "$port" = "${found[0]:-}" ] || found+=("$port")
  done
  printf '%s\n' "${found[*]}" | tee "$DATA/kafka/ports"
}

random_word() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }

# kafka_login USER PASSWORD FILE OWNER: how a process of ours reaches it
kafka_login() {
  (umask 077 && cat >"$3" <<TEXT
bootstrap.servers=${KAFKA_NAME:-127.0.0.1}:$KAFKA_PORT
security.protocol=SASL_PLAINTEXT
sasl.mechanism=PLAIN
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="$1" password="$2";
TEXT
  )
  chown "$4" "$3"
}

# Any user of the host can reach loopback, so who connects must know a password: the node may do all, the gateway what it
# is granted. They are made anew at each start of the broker.
configure_kafka() {
  local home=$DATA/kafka broker node gateway module
  mkdir -p "$home/data"
  read -r KAFKA_PORT KAFKA_CONTROLLER < <(kafka_ports_of)
  broker=$(random_word) node=$(random_word) gateway=$(random_word)
  module=org.apache.kafka.common.security.plain.PlainLoginModule
  (umask 077 && cat >"$home/server.properties" <<TEXT
process.roles=broker,controller
node.id=1
listeners=LOCAL://${KAFKA_NAME:-127.0.0.1}:$KAFKA_PORT,CONTROLLER://127.0.0.1:$KAFKA_CONTROLLER
advertised.listeners=LOCAL://${KAFKA_NAME:-127.0.0.1}:$KAFKA_PORT
listener.security.protocol.map=LOCAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=LOCAL
controller.quorum.voters=1@127.0.0.1:$KAFKA_CONTROLLER
sasl.enabled.mechanisms=PLAIN
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.mechanism.controller.protocol=PLAIN
listener.name.local.plain.sasl.jaas.config=$module required username="broker" password="$broker" user_broker="$broker" user_node="$node" user_gateway="$gateway";
listener.name.controller.plain.sasl.jaas.config=$module required username="broker" password="$broker" user_broker="$broker";
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:broker;User:node
auto.create.topics.enable=false
log.dirs=$home/data
log.retention.hours=168
log.segment.bytes=16777216
log.index.size.max.bytes=65536
# sized for a node's events, not for a data centre's: the default compaction buffer alone is 128 MiB
log.cleaner.dedupe.buffer.size=4194304
num.network.threads=2
num.io.threads=2
background.threads=2
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
# after a kill a broker waits for its own old session; nobody else is there to be waited for
broker.session.timeout.ms=1000
broker.heartbeat.interval.ms=250
controller.quorum.election.timeout.ms=200
controller.quorum.fetch.timeout.ms=400
TEXT
  )
  chown -R "$KAFKA_USER:$KAFKA_USER" "$home"
  chmod 700 "$home"
  kafka_login node "$node" "$DATA/secret/kafka.properties" root:root
  kafka_login gateway "$gateway" "$DATA/gateway/kafka.properties" "$GATEWAY_USER:$GATEWAY_USER"
}

# train_kafka SCRATCH: starts a broker for its cache of loaded classes, and leaves its pid in $!
train_kafka() {
  local flags KAFKA_LIB=$KAFKA_DIST DATA=$1 KAFKA_USER=root GATEWAY_USER=root
  mkdir -p "$DATA/kafka" "$DATA/secret" "$DATA/gateway"
  configure_kafka
  mapfile -t flags < <(kafka_jvm)
  bash "$KAFKA_DIST/run.sh" "$DATA/kafka" "$JAVA_HOME/bin/java" "-XX:AOTCacheOutput=$1/kafka.aot" "${flags[@]}" \
    >>"${CACHE:-$DIST}/training.log" 2>&1 &
}
