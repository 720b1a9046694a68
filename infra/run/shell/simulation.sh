# shellcheck shell=bash
# A simulated cluster: one process, which any user may run; sourced by the script coppice.

# Where it keeps what it keeps, where no folder is named: each user has one.
simulation_folder() { printf '%s/coppice-simulation-%s\n' "${TMPDIR:-/tmp}" "$(id -u)"; }

# Whether the folder is a simulation's, of whoever asks.
is_simulation() { [ -O "$DATA" ] && [ -f "$DATA/simulation" ]; }

# Where nothing else is said, a user who may not look after a node means the simulation.
choose_data() {
  [ -z "$DATA_GIVEN" ] || return 0
  if [ -n "$SIMULATE" ] || { [ "$(id -u)" != 0 ] && [ -f "$(simulation_folder)/simulation" ]; }; then DATA=$(simulation_folder); fi
}

# A folder below /tmp could be somebody else's trap; one that holds other things is none of ours to empty.
prepare_simulation_folder() {
  (umask 077 && mkdir -p "$DATA") || fail "cannot make $DATA"
  if [ ! -O "$DATA" ] || [ -L "$DATA" ]; then fail "$DATA is somebody else's; name another folder with --data"; fi
  is_simulation || [ -z "$(find "$DATA" -mindepth 1 -maxdepth 1 -print -quit)" ] ||
    fail "$DATA holds other things; name a folder with --data that is new, empty, or a simulation's"
  chmod 700 "$DATA"
  mkdir -p "$DATA/run" "$DATA/log"
  printf '%s\n' "$SIMULATE" >"$DATA/simulation"
}

simulate_up() {
  [ -z "$SPLIT" ] || fail "--split and --simulate do not go together: a simulation is one process"
  [ -n "$PORT" ] || PORT=8006
  check_port
  prepare_simulation_folder
  alone
  ! pid_of simulation >/dev/null || fail "a simulation runs already in $DATA, on port $(cat "$DATA/run/port"); 'coppice down --data $DATA' first"
  ! port_is_taken || fail "port $PORT is taken by another program; end it or choose another with --port"
  [ -z "$PASSWORD_FILE" ] || check_password_file
  ensure_java
  ensure_programs curl curl ps procps
  build
  LIB=$DIST
  simulation_password
  BUILD=$(revision)
  CLASS_PATH=$(printf '%s:' "$LIB"/*.jar)
  printf '%s\n' "$PORT" >"$DATA/run/port"
  say "Starting a simulated cluster (data in $DATA)"
  local flags
  mapfile -t flags < <(jvm "${CACHE:-$LIB}/node.aot")
  start simulation "$JAVA_HOME/bin/java" -Xmx1g "${flags[@]}" io.coppice.standalone.SimulationMain --data "$DATA" \
    --port "$PORT" --admin-password-file "$DATA/run/first-password" --simulate "$SIMULATE"
  FIRST=yes
  await_login
  say "The simulation is up: https://$(hostname):$PORT/"
  say "Log in as admin@pve with the password $(cat "$DATA/run/first-password"). Nothing of it outlasts 'coppice down --data $DATA'."
  rm -f "$DATA/run/first-password"
}

# Each start is a first one.
simulation_password() {
  (umask 077 && : >"$DATA/run/first-password")
  if [ -n "$PASSWORD_FILE" ]; then
    password_in_file >"$DATA/run/first-password"
  else
    random_password >"$DATA/run/first-password"
  fi
}

simulation_down() {
  alone
  pid_of simulation >/dev/null || { say "No simulation runs in $DATA"; return 0; }
  stop simulation
  local left
  for left in nodes hosts shared events secret gateway; do rm -rf "${DATA:?}/$left"; done
  say "The simulation is down."
}
