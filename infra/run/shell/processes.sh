# shellcheck shell=bash
# Starts processes and finds them again; sourced by the script coppice.

# Of a process that has ended and only waits to be collected nothing is said.
start_time() { awk '{sub(/.*\) /, ""); if ($1 != "Z") print $20}' "/proc/$1/stat" 2>/dev/null; }

# A pid file holds the pid and when it started: a number that another process has got meanwhile is not ours.
pid_of() {
  local file=$DATA/run/$1.pid pid started
  if managed; then
    pid=$(systemctl show -p MainPID --value "coppice-$1.service" 2>/dev/null) && [ "${pid:-0}" -gt 0 ] && printf '%s\n' "$pid"
    return
  fi
  [ -r "$file" ] || return 1
  read -r pid started <"$file" || return 1
  [ -n "$pid" ] && [ -n "$started" ] && [ "$(start_time "$pid")" = "$started" ] || return 1
  printf '%s\n' "$pid"
}

living() {
  local name
  for name in $(names); do
    pid_of "$name" >/dev/null && printf '%s\n' "$name"
  done
  return 0
}

names() {
  if managed; then printf '%s\n' node gateway kafka; else names_in_run; fi
}

names_in_run() { find "$DATA/run" -maxdepth 1 -name '*.pid' -printf '%f\n' 2>/dev/null | sed 's,\.pid$,,' | sort || true; }

# jvm [CACHE]: the flags of every JVM; the cache was trained with the same.
jvm() {
  [ ! -e "${1:-/none}" ] || printf '%s\n' "-XX:AOTCache=$1"
  # Vert.x holds each key in such a store, in memory alone and under a password that all know
  printf '%s\n' -Dkeystore.pkcs12.keyPbeIterationCount=1
  printf '%s\n' -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Djava.awt.headless=true \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    "-Dcoppice.build=${BUILD:-}" -cp "$CLASS_PATH"
  local more
  read -ra more <<<"${COPPICE_JVM_OPTIONS:-}"
  [ ${#more[@]} = 0 ] || printf '%s\n' "${more[@]}"
}

# start NAME ARGV...
start() {
  local name=$1 log=$DATA/log/$1.log
  shift
  [ -z "${FOREGROUND:-}" ] || exec "$@"
  pid_of "$name" >/dev/null && return 0
  # the node cuts what grows too long while it runs
  [ ! -e "$log" ] || [ "$(stat -c %s "$log")" -lt 10000000 ] || mv -f "$log" "$log.1"
  setsid "$@" >>"$log" 2>&1 </dev/null 9>&- &
  local pid=$!
  printf '%s %s\n' "$pid" "$(start_time "$pid")" >"$DATA/run/$name.pid"
}

# heap FIRST NEW LEAST: in MiB. Heaps begin small and grow: of a machine's memory the JVM would take a sixty-fourth at once,
# and a third of that for what is new, all of which is touched soon. Where there is memory for thousands of guests a heap may
# grow to a sixteenth of it, up to four times the least.
heap() {
  local most
  most=$(($(awk '/^MemTotal:/ {print $2}' /proc/meminfo) / 16384))
  [ "$most" -gt "$3" ] || most=$3
  [ "$most" -lt $((4 * $3)) ] || most=$((4 * $3))
  printf '%s\n' "-Xms$1m" "-XX:NewSize=$2m" "-Xmx${most}m"
}

# start_node [SERVICE [OPTIONS]]: all of them where none is named
start_node() {
  local args=(--data "$DATA" --port "$PORT" --admin-password-file "$DATA/run/first-password")
  if [ -n "$SPLIT" ]; then
    mapfile -t flags < <(heap 48 16 256; jvm "${CACHE:-$LIB}/node.aot")
    local service
    for service in ${1:-node auth storage network compute backup metrics}; do
      start "$service" "$JAVA_HOME/bin/java" "${flags[@]}" \
        io.coppice.standalone.NodeMain "${args[@]}" --service "$service" "${@:2}"
    done
  else
    mapfile -t flags < <(heap 96 32 384; jvm "${CACHE:-$LIB}/node.aot")
    start node "$JAVA_HOME/bin/java" "${flags[@]}" io.coppice.standalone.NodeMain "${args[@]}"
  fi
}

start_gateway() {
  local as=()
  mapfile -t flags < <(heap 64 24 256; jvm "${CACHE:-$LIB}/gateway.aot")
  # one that systemd or a container starts is that user already
  [ "$(id -u)" != 0 ] || as=(setpriv --reuid="$GATEWAY_USER" --regid="$GATEWAY_USER" --init-groups
    --bounding-set=-all --inh-caps=-all --no-new-privs)
  start gateway "${as[@]}" "$JAVA_HOME/bin/java" "${flags[@]}" io.coppice.standalone.GatewayMain --data "$DATA" --port "$PORT"
}

ensure_gateway_user() {
  getent passwd "$GATEWAY_USER" >/dev/null ||
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$GATEWAY_USER"
}

all_alive() {
  local name
  for name in $(names); do
    pid_of "$name" >/dev/null || { DEAD=$name; return 1; }
  done
}

api() { curl -sk --max-time 5 "https://127.0.0.1:$PORT/api2/json/$1" "${@:2}"; }

answers() { api access/domains 2>/dev/null | grep -q '"realm"'; }

await_login() {
  # longer than a node waits for the cluster that it joins, so that it says itself why it does not come
  local round rounds=1200
  # its guests are made before it answers: seconds of a processor, which others may be using
  [ -z "${SIMULATE:-}" ] || rounds=3000
  # what is asked takes its time from what starts
  for ((round = 1; round <= rounds; round++)); do
    [ $((round % 5)) != 0 ] || all_alive || fail "the $DEAD process ended; the end of $DATA/log/$DEAD.log:
$(tail -n 15 "$DATA/log/$DEAD.log")"
    if ! port_is_taken; then
      :
    elif [ -n "$FIRST" ]; then
      # hashing a password takes seconds on a busy machine: who gives up early is hashed for nevertheless, and is waited for
      api access/ticket --max-time 60 --data-urlencode username=admin@pve \
        --data-urlencode "password@$DATA/run/first-password" 2>/dev/null | grep -q '"ticket"' && return 0
    else
      answers && return 0
    fi
    sleep 0.1
  done
  fail "no login works after $((rounds / 600)) min; what runs may still be starting: look at './coppice status --data $DATA'
and at './coppice logs --data $DATA'"
}

# One 'up' or 'down' at a time.
alone() {
  mkdir -p "$DATA/run"
  exec 9>"$DATA/run/lock"
  flock -w 120 9 || fail "another 'up' or 'down' is at work in $DATA"
}
