# shellcheck shell=bash
# What is different where Coppice is a package: nothing is built, and systemd, where it is, starts the processes; sourced by
# the script coppice.

INSTALLED=
CACHE=
if [ ! -e "$HERE/pom.xml" ]; then
  INSTALLED=yes
  DIST=$HERE/lib
  KAFKA_DIST=$HERE/lib/kafka
  # the cache is made here, with the Java run-time of this machine
  CACHE=/var/cache/coppice
  # shellcheck source=infra/run/deb/default
  [ ! -r /etc/default/coppice ] || . /etc/default/coppice
fi

# Whether systemd starts and ends the processes: those of the one data folder that the units are for.
managed() { [ -n "$INSTALLED" ] && [ -d /run/systemd/system ] && [ "$DATA" = /var/lib/coppice ]; }

# Runs one process in the foreground, until it ends: for systemd's units, and as a container's command.
run_process() {
  local name=$1
  shift
  PORT=${PORT:-8006}
  ensure_java
  build
  deploy
  BUILD=$(revision)
  CLASS_PATH=$(printf '%s:' "$LIB"/*.jar)
  FOREGROUND=yes
  case $name in
    gateway) start_gateway ;;
    kafka) start_kafka ;;
    guests) run_guests "$@" ;;
    cache) train ;;
    node | auth | storage | network | compute | backup | metrics)
      [ "$name" = node ] || SPLIT=yes
      # one makes it: two at once, in containers of their own, would show one and take the other
      case $name$SPLIT in node | authyes) first_password ;; esac
      [ ! -d "$DATA/run" ] || printf '%s\n' "$PORT" >"$DATA/run/port"
      start_node "$name" "$@"
      ;;
    *) fail "there is no process '$name'; there are gateway, node, auth, storage, network, compute, backup, metrics, kafka and guests" ;;
  esac
}

# Guests are children of the first process of their container: what starts them may end and is started again.
run_guests() {
  local flags
  mapfile -t flags < <(jvm)
  while :; do
    "$JAVA_HOME/bin/java" -Xmx32m -Xss512k "${flags[@]}" io.coppice.standalone.GuestsMain "$@" || say "started again"
    sleep 0.5
  done
}

units() { systemctl "$@" coppice-node.service coppice-gateway.service coppice-kafka.service; }

managed_up() {
  ensure_java
  FIRST=
  units start || fail "systemd could not start Coppice; see: journalctl -u 'coppice-*'"
  await_login
  [ ! -s "$DATA/run/first-password" ] || FIRST=yes
  announce
}

managed_logs() {
  local args=(--no-pager -n 200 -o short-iso)
  [ -z "$FOLLOW" ] || args+=(-f)
  if [ $# -gt 0 ]; then journalctl "${args[@]}" -u "coppice-$1"; else journalctl "${args[@]}" -u 'coppice-*'; fi
}
