# shellcheck shell=bash
# Builds what is older than its sources, and copies it to where it runs; sourced by the script coppice.

DIST=$HERE/infra/run/standalone/target/dist/lib

# What was built, for /version.
revision() {
  cat "$HERE/revision" 2>/dev/null || git -C "$HERE" rev-parse --short=16 HEAD 2>/dev/null || echo 0000000000000000
}

needs_build() {
  [ -z "$INSTALLED" ] || return 1
  [ -e "$DIST/.built" ] || return 0
  [ -n "$(find "$HERE" \( -name target -o -name node_modules -o -name .git -o -path '*/src/test' \) -prune -o \
    -newer "$DIST/.built" -type f \( -name '*.java' -o -name pom.xml -o -path '*/gateway/web/*' \) -print -quit)" ]
}

# The caches go by the times of the jars: after a build by Maven alone they are of no use.
needs_training() {
  [ -z "$INSTALLED" ] && [ "$(id -u)" = 0 ] &&
    [ -n "$(find "$DIST" "$KAFKA_DIST" -maxdepth 1 -name '*.jar' -newer "$DIST/.built" -print -quit)" ]
}

maven() { (cd "$HERE" && mvn -B -ntp "$@"); }

# build [ANALYSED]: for who only wants to run it, javac alone; what is tested is looked at by the compiler's analyses too
build() {
  local lock
  needs_build || needs_training || return 0
  # two builds in one folder break each other; who waited finds that nothing is left to do
  mkdir -p "$HERE/target"
  exec {lock}>"$HERE/target/build.lock"
  flock "$lock"
  if needs_build; then
    build_alone "$@"
  elif needs_training; then
    trained
  fi
  exec {lock}>&-
}

build_alone() {
  ensure_programs mvn maven node nodejs npm npm
  say "Building (a few minutes the first time)"
  local analysis=(-Danalysis=-Xlint:none)
  [ -z "${1:-}" ] || analysis=()
  maven -q -T 1C -Dmaven.test.skip=true "${analysis[@]}" package || fail "the build failed; its messages are above"
  trained
}

trained() {
  [ "$(id -u)" != 0 ] || train || say "No cache of classes could be made ($DIST/training.log says why); starts take longer without"
  touch "$DIST/.built"
}

# Runs a node and a gateway once for their caches of loaded and linked classes, which shorten each later start.
train() {
  local scratch port node gateway kafka flags
  scratch=$(mktemp -d)
  port=$((20000 + RANDOM % 20000))
  rm -f "${CACHE:-$DIST}"/*.aot "${CACHE:-$KAFKA_DIST}"/*.aot
  CLASS_PATH=$(printf '%s:' "$DIST"/*.jar)
  mapfile -t flags < <(jvm)
  echo only-For-This-1 >"$scratch/password"
  say "Training the cache of classes"
  "$JAVA_HOME/bin/java" -Xmx384m "-XX:AOTCacheOutput=$scratch/node.aot" "${flags[@]}" io.coppice.standalone.TrainingMain \
    --data "$scratch/data" --port "$port" --admin-password-file "$scratch/password" >"${CACHE:-$DIST}/training.log" 2>&1 &
  node=$!
  "$JAVA_HOME/bin/java" -Xmx256m "-XX:AOTCacheOutput=$scratch/gateway.aot" "${flags[@]}" \
    io.coppice.standalone.GatewayMain --data "$scratch/data" --port "$port" >>"${CACHE:-$DIST}/training.log" 2>&1 &
  gateway=$!
  train_kafka "$scratch"
  kafka=$!
  SECONDS=0
  until PORT=$port api access/ticket --max-time 30 -d username=admin@pve -d password=only-For-This-1 | grep -q '"ticket"'; do
    [ "$SECONDS" -lt 30 ] || break
    sleep 0.2
  done
  train_cli "$scratch"
  SECONDS=0
  until PORT=$KAFKA_PORT port_is_taken; do
    [ "$SECONDS" -lt 40 ] || break
    sleep 0.2
  done
  kill "$gateway" "$node" "$kafka" 2>/dev/null || true
  # the cache is written at the end of each; a start is not kept waiting for it without end
  while [ "$SECONDS" -lt 90 ] && { kill -0 "$gateway" || kill -0 "$node" || kill -0 "$kafka"; } 2>/dev/null; do sleep 0.2; done
  # what had to be killed has left half a cache
  ! kill -9 "$gateway" 2>/dev/null || rm -f "$scratch/gateway.aot"
  ! kill -9 "$node" 2>/dev/null || rm -f "$scratch/node.aot"
  ! kill -9 "$kafka" 2>/dev/null || rm -f "$scratch/kafka.aot"
  # the shell tells of killed children here, which nobody asked about
  wait "$gateway" "$node" "$kafka" 2>/dev/null || true
  mv "$scratch/kafka.aot" "${CACHE:-$KAFKA_DIST}/" 2>/dev/null || true
  mv "$scratch"/*.aot "${CACHE:-$DIST}/" 2>/dev/null || true
  rm -rf "$scratch"
  [ -e "${CACHE:-$DIST}/node.aot" ] && [ -e "${CACHE:-$DIST}/gateway.aot" ]
}

# share FROM TO: the caches, which are two thirds of all. A new one takes an old one's place and is never written into it, so
# that one file can be everybody's where it is one file system.
share() {
  local caches
  mapfile -t caches < <(find "$1" -maxdepth 1 -name '*.aot')
  [ ${#caches[@]} = 0 ] || cp -plf -t "$2" "${caches[@]}" 2>/dev/null || cp -p --remove-destination -t "$2" "${caches[@]}"
}

# The gateway's user cannot read a project in root's home, so what runs is a copy below the data folder; with the times
# of the originals, which the cache of classes goes by.
deploy() {
  local stamp
  if [ -n "$INSTALLED" ]; then
    LIB=$DIST
    return 0
  fi
  stamp=$(find "$DIST" "$KAFKA_DIST" \( -name '*.jar' -o -name '*.aot' \) -printf '%f %s %T@\n' | sort | sha256sum | cut -c1-16)
  LIB=$DATA/lib/$stamp
  if [ ! -e "$LIB/.complete" ]; then
    mkdir -p "$LIB/kafka"
    find "$DIST" -maxdepth 1 -name '*.jar' -exec cp -p -t "$LIB" {} +
    find "$KAFKA_DIST" -maxdepth 1 -type f ! -name '*.aot' -exec cp -p -t "$LIB/kafka" {} +
    share "$DIST" "$LIB"
    share "$KAFKA_DIST" "$LIB/kafka"
    chmod -R u=rwX,go=rX "$DATA/lib"
    # a loss of power must not leave the mark and half of what it stands for
    sync -f "$LIB"
    touch "$LIB/.complete"
  fi
  [ -n "$(living)" ] || find "$DATA/lib" -mindepth 1 -maxdepth 1 ! -path "$LIB" -exec rm -rf {} +
}
