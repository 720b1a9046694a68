# shellcheck shell=bash
# coppice cluster separate, which works on a node that is stopped and so is no call of the API; sourced by the script coppice.

separate() {
  local words=()
  while [ $# -gt 0 ]; do
    case $1 in
      --data)
        [ $# -ge 2 ] || fail "$1 needs a value"
        DATA=$(readlink -m "$2")
        shift 2
        ;;
      -h | --help) help separate; return ;;
      -*) help separate >&2; fail "unknown option $1" ;;
      *) words+=("$1"); shift ;;
    esac
  done
  [ ${#words[@]} -gt 0 ] || { help separate >&2; fail "type the names of the nodes that are lost for good"; }
  need_root 'cluster separate'
  [ -z "$(living)" ] || fail "Coppice is running in $DATA; 'coppice down' first"
  alone
  ensure_java
  build
  deploy
  CLASS_PATH=$(printf '%s:' "$LIB"/*.jar)
  local flags
  mapfile -t flags < <(jvm)
  "$JAVA_HOME/bin/java" -Xmx384m "${flags[@]}" io.coppice.standalone.SeparateMain "$DATA" "${words[@]}"
}
