#!/usr/bin/env bash
# run.sh HOME JAVA FLAGS...: formats the folder of a broker that has never run, then becomes the broker.
set -euo pipefail
home=$1 java=$2
shift 2
if [ ! -e "$home/data/meta.properties" ]; then
  id=$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=')
  plain=()
  for flag in "$@"; do
    [[ $flag == -XX:AOTCache* ]] || plain+=("$flag")
  done
  "$java" "${plain[@]}" kafka.tools.StorageTool format --cluster-id "$id" --config "$home/server.properties" >/dev/null
fi
exec "$java" "$@" kafka.Kafka "$home/server.properties"
