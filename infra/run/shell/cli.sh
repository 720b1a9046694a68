# shellcheck shell=bash
# Starts the command line; sourced by the script coppice.

# The programs that it has; each is a name of the script too, where it is installed.
is_cli() {
  case $1 in qm | pct | pvesm | pvesh | pveum | vzdump | qmrestore | pvenode | pvecm | task | cluster | completion) ;; *) return 1 ;; esac
}

# cli_flags [CACHE]: the flags of its JVM, which lives for a moment: nothing is compiled for long, and nothing but answers is
# printed. A cache that is older than what it was made of would bring the old classes.
cli_flags() {
  local jar jars=("$DIST"/coppice-{cli,contract,gateway}-[0-9]*.jar "$DIST"/jackson-core-[0-9]*.jar) fresh=${1:-}
  for jar in "${jars[@]}"; do
    [ -e "$fresh" ] && [ "$fresh" -nt "$jar" ] || fresh=
  done
  [ -z "$fresh" ] || printf '%s\n' "-XX:AOTCache=$fresh"
  printf '%s\n' -Xlog:disable -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xmx256m \
    -cp "$(printf '%s:' "${jars[@]}")"
}

# In the sources it runs what was built last: to look for what is newer would take longer than the command itself.
cli() {
  local flags
  ensure_java
  [ -n "$INSTALLED" ] || [ -e "$DIST/.built" ] || build >&2
  mapfile -t flags < <(cli_flags "${CACHE:-$DIST}/cli.aot")
  exec "$JAVA_HOME/bin/java" "${flags[@]}" io.coppice.cli.Main "$@"
}

# train_cli SCRATCH: makes its cache of classes, by a node in SCRATCH/data that answers.
train_cli() {
  local flags
  mapfile -t flags < <(cli_flags)
  timeout 60 "$JAVA_HOME/bin/java" "-XX:AOTCacheOutput=$1/cli.aot" "${flags[@]}" io.coppice.cli.Training "$1/data" \
    >>"${CACHE:-$DIST}/training.log" 2>&1 || rm -f "$1/cli.aot"
}
