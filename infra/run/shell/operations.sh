# shellcheck shell=bash
# Commands of root's that work on a node's truth itself, not through the API; sourced by the script coppice.

# operate CLASS ARGV...: in a Java process of its own, with what was built last.
operate() {
  local class=$1
  shift
  ensure_java
  [ -n "$INSTALLED" ] || [ -e "$DIST/.built" ] || build >&2
  exec "$JAVA_HOME/bin/java" -Xlog:disable -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
    -Xmx512m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$(printf '%s:' "$DIST"/*.jar)" "io.coppice.standalone.$class" "$@"
}

import_original() {
  [ "$(id -u)" = 0 ] || fail "'import' must be run by root: it writes what any service owns"
  operate ImportMain "$@"
}

# whole_truth backup|restore ARGV...: the store as a file. Restored is only where nothing runs, and nothing starts meanwhile.
whole_truth() {
  local words=("$@") i
  for i in "$@"; do case $i in -h | --help) help cluster-backup; exit 0 ;; esac; done
  DATA=${COPPICE_DATA:-$DATA}
  for ((i = 0; i < $#; i++)); do
    [ "${words[i]}" != --data ] || DATA=$(readlink -m "${words[i + 1]:-}")
  done
  [ "$(id -u)" = 0 ] || fail "'cluster $1' must be run by root: it is about all that the node in $DATA knows"
  if [ "$1" = restore ]; then
    alone
    [ -z "$(living)" ] || fail "Coppice runs in $DATA; 'coppice down' first"
  fi
  operate TruthMain "$@"
}
