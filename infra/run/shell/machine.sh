# shellcheck shell=bash
# What the machine must have before anything is started; sourced by the script coppice.

need_root() { [ "$(id -u)" = 0 ] || fail "'$1' must be run by root: it starts and ends processes and writes below $DATA"; }

java_home() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*-25-*; do
    if [ -x "$candidate/bin/java" ] && { [ -n "$INSTALLED" ] || [ -x "$candidate/bin/javac" ]; } && grep -qs '^JAVA_VERSION="25' "$candidate/release"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

ensure_java() {
  if [ -n "$INSTALLED" ]; then
    JAVA_HOME=$(java_home) || fail "no Java run-time 25 found: install one below /usr/lib/jvm (such as temurin-25-jre), or name" \
      "one as JAVA_HOME in /etc/default/coppice"
    export JAVA_HOME
    return 0
  fi
  if ! JAVA_HOME=$(java_home); then
    [ "$(id -u)" != 0 ] || apt-get update -qq || true
    if [ "$(id -u)" = 0 ] && apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
      install_packages openjdk-25-jdk-headless
      JAVA_HOME=$(java_home) || fail "openjdk-25-jdk-headless is installed, but no JDK 25 is below /usr/lib/jvm"
    else
      fail "no JDK 25 found: install one below /usr/lib/jvm (such as temurin-25-jdk) or set JAVA_HOME"
    fi
  fi
  export JAVA_HOME
}

install_packages() {
  say "Installing $*"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    fail "could not install $*; install them by hand and try again"
}

# Pairs "program package".
ensure_programs() {
  local missing=() program package
  while [ $# -gt 0 ]; do
    program=$1 package=$2
    shift 2
    command -v "$program" >/dev/null 2>&1 || [ -e "$program" ] || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return 0
  [ "$(id -u)" = 0 ] || fail "missing packages: ${missing[*]} (as root, 'apt-get install ${missing[*]}')"
  install_packages "${missing[@]}"
}

# A mistyped --data must not open up the folder of somebody else: everything below it is Coppice's.
refuse_foreign_folder() {
  # the package has laid this one out
  [ -z "$INSTALLED" ] || [ "$DATA" != /var/lib/coppice ] || return 0
  [ -d "$DATA" ] && [ ! -f "$DATA/run/lock" ] && [ ! -e "$DATA/secret/first-start-done" ] || return 0
  [ -z "$(find "$DATA" -mindepth 1 -maxdepth 1 ! -name coppice.conf ! -name lost+found -print -quit)" ] ||
    fail "$DATA holds other things; name a folder with --data that is new, empty, or Coppice's already"
}

refuse_unfit_host() {
  [ ! -e /usr/bin/pveproxy ] || fail "another virtualization platform runs on this host (/usr/bin/pveproxy is there); use another machine"
  mkdir -p "$DATA" || fail "cannot make $DATA"
  local free
  free=$(df -Pm "$DATA" | awk 'NR==2 {print $4}')
  [ "$free" -ge "$NEEDED_MIB" ] || fail "only $free MiB are free below $DATA; $NEEDED_MIB are needed"
}

# The gateway runs as a user of its own, who must get at the JDK and at the copy of the programs.
refuse_closed_folders() {
  local folder
  for folder in "$JAVA_HOME/bin/java" "$DATA"; do
    setpriv --reuid="$GATEWAY_USER" --regid="$GATEWAY_USER" --init-groups test -x "$folder" ||
      fail "the user $GATEWAY_USER, whom the gateway runs as, cannot get at $folder; open the folders above it (chmod a+x) or use another"
  done
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; }

check_port() {
  if ! [[ $PORT =~ ^[0-9]{1,5}$ ]] || [ "$PORT" -lt 1 ] || [ "$PORT" -gt 65535 ]; then
    fail "--port takes a number from 1 to 65535, not '$PORT'"
  fi
}
