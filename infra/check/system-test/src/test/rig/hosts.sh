#!/usr/bin/env bash
# hosts.sh up DIR COUNT [MIB] | exec DIR N CMD... | cut DIR N | heal DIR N | down DIR
# Several hosts on this one for tests of a cluster. A host is a network, mount and host-name namespace of a process that
# sleeps: its own /etc, /var/lib, /run and /dev/shm, address 10.86.0.N on a switch that the hosts share, and the name pveN. Pids,
# cgroups and devices are everybody's. Nothing of it can be reached from this host's own network. With a size in MiB each
# has a disk of its own for /var/lib/coppice, that can be filled.
set -euo pipefail

holder() { cat "$1/$2.pid"; }

inside() {
  local dir=$1 who=$2
  shift 2
  nsenter -t "$(holder "$dir" "$who")" -m -n -u -- "$@"
}

# hold DIR NAME COMMAND: a process with namespaces of its own, which runs the command and then sleeps
hold() {
  unshare --net --mount --uts setsid sh -c "$3; touch $1/$2.ready; exec sleep 86400" >"$1/$2.log" 2>&1 </dev/null &
  echo $! >"$1/$2.pid"
  for _ in $(seq 100); do
    [ ! -e "$1/$2.ready" ] || return 0
    sleep 0.1
  done
  echo "the namespaces of $2 did not come up:" >&2
  cat "$1/$2.log" >&2
  return 1
}

# What a host sees of the file system; names go to stand in for a name server.
prepare() {
  local d=$1/host$2 n=$2 count=$3 size=$4 names disk=
  mkdir -p "$d"/{etc,etcwork,lib,libwork}
  if [ -n "$size" ]; then
    truncate -s "${size}M" "$d/disk"
    mkfs.ext4 -q -F "$d/disk"
    disk="mkdir -p /var/lib/coppice; mount -o loop $d/disk /var/lib/coppice"
  fi
  names="127.0.0.1 localhost$(for i in $(seq "$count"); do printf '\\n10.86.0.%s pve%s' "$i" "$i"; done)"
  cat <<EOF
set -e
mount --make-rprivate /
mount -t overlay -o lowerdir=/etc,upperdir=$d/etc,workdir=$d/etcwork etc /etc
mount -t overlay -o lowerdir=/var/lib,upperdir=$d/lib,workdir=$d/libwork lib /var/lib
$disk
mkdir -p $d/cgroup
mount --rbind /sys/fs/cgroup $d/cgroup
mount -t sysfs sys /sys
mount --rbind $d/cgroup /sys/fs/cgroup
mount -t tmpfs run /run
mount -t tmpfs shm /dev/shm
mkdir -p /run/lock /etc/pve
hostname pve$n
echo pve$n >/etc/hostname
printf '$names\\n' >/etc/hosts
ip link set lo up
EOF
}

up() {
  local dir=$1 count=$2 size=$3 n
  mkdir -p "$dir"
  hold "$dir" switch 'ip link set lo up && ip link add br0 type bridge && ip link set br0 up'
  for n in $(seq "$count"); do
    hold "$dir" "host$n" "$(prepare "$dir" "$n" "$count" "$size")"
    inside "$dir" switch ip link add "port$n" type veth peer name eth0 netns "$(holder "$dir" "host$n")"
    inside "$dir" switch ip link set "port$n" master br0 up
    inside "$dir" "host$n" ip addr add "10.86.0.$n/24" dev eth0
    inside "$dir" "host$n" ip link set eth0 up
  done
}

down() {
  local file
  for file in "$1"/*.pid; do
    [ ! -e "$file" ] || kill "$(cat "$file")" 2>/dev/null || true
    rm -f "$file"
  done
}

case ${1:-} in
  up) up "$2" "$3" "${4:-}" ;;
  exec) inside "$2" "host$3" "${@:4}" ;;
  cut) inside "$2" switch ip link set "port$3" down ;;
  heal) inside "$2" switch ip link set "port$3" up ;;
  down) down "$2" ;;
  *)
    sed -n 2,6p "$0"
    exit 2
    ;;
esac
