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
