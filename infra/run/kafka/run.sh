#!/usr/bin/env bash
# run.sh HOME JAVA FLAGS...: formats the folder of a broker that has never run, then becomes the broker.
set -euo pipefail
home=$1 java=$2
shift 2
rm -rf "$home"/format.*
if [ ! -e "$home/data/meta.properties" ]; then
  id=$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')
  plain=()
  for flag in "$@"; do
    [[ $flag == -XX:AOTCache* ]] || plain+=("$flag")
  done
  # aside, and what says that it is done comes last: of half of it, or of two at once, no broker starts
  new=$(mktemp -d "$home/format.XXXXXX")
  (umask 077 && sed "s,^log\.dirs=.*,log.dirs=$new/data," "$home/server.properties" >"$new/server.properties")
  mkdir "$new/data"
  "$java" "${plain[@]}" kafka.tools.StorageTool format --cluster-id "$id" --config "$new/server.properties" >/dev/null
  find "$new/data" -mindepth 1 -maxdepth 1 ! -name meta.properties -exec mv -f -t "$home/data" {} +
  mv -f -t "$home/data" "$new/data/meta.properties"
  rm -rf "$new"
fi
exec "$java" "$@" kafka.Kafka "$home/server.properties"
