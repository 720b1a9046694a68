# shellcheck shell=bash
# coppice witness: a process that votes and does nothing else; sourced by the script coppice. It stays in the foreground, as
# whoever starts it: it needs neither root nor anything that a node needs.

witness() {
  local word
  for word in "$@"; do case $word in -h | --help) help witness; exit 0 ;; esac; done
  ensure_java
  [ -n "$INSTALLED" ] || [ -e "$DIST/.built" ] || build >&2
  CLASS_PATH=$(printf '%s:' "$DIST"/*.jar)
  local flags
  mapfile -t flags < <(jvm)
  exec "$JAVA_HOME/bin/java" -Xms24m -Xmx256m -XX:TieredStopAtLevel=1 "${flags[@]}" io.coppice.standalone.WitnessMain "$@"
}
