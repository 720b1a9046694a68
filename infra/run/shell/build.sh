# shellcheck shell=bash
# Builds what is older than its sources, and copies it to where it runs; sourced by the script coppice.

DIST=$HERE/infra/run/standalone/target/dist/lib

needs_build() {
  [ -e "$DIST/.built" ] || return 0
  [ -n "$(find "$HERE" -newer "$DIST/.built" \( -name '*.java' -o -name pom.xml \) -not -path '*/target/*' -print -quit)" ]
}

maven() { (cd "$HERE" && mvn -B -ntp "$@"); }

build() {
  needs_build || return 0
  ensure_programs mvn maven
  say "Building (a few minutes the first time)"
  maven -q -Dmaven.test.skip=true package || fail "the build failed; its messages are above"
  touch "$DIST/.built"
}

# The gateway's user cannot read a project in root's home, so what runs is a copy below the data folder.
deploy() {
  local stamp
  stamp=$(cd "$DIST" && find . -name '*.jar' -printf '%f %s %T@\n' | sort | sha256sum | cut -c1-16)
  LIB=$DATA/lib/$stamp
  if [ ! -e "$LIB/.complete" ]; then
    mkdir -p "$LIB"
    cp "$DIST"/*.jar "$LIB/"
    chmod -R u=rwX,go=rX "$DATA/lib"
    touch "$LIB/.complete"
  fi
  [ -n "$(living)" ] || find "$DATA/lib" -mindepth 1 -maxdepth 1 ! -path "$LIB" -exec rm -rf {} +
}
