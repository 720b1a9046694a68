# shellcheck shell=bash
# A guest that counts on its first serial port, made and asked through the API: whoever has seen its pid, and its count grow,
# knows that it was not started again. Sourced by proofs, which say how the API is reached: `curl_there ARGUMENTS...`.

VMID=${VMID:-100}

# Of 512 bytes: four hexadecimal digits and a line's end at each tick of the timer, from 0000 on.
SECTOR=31c08ed88ed0bc007c31edfbbaf80389e8b90400c1c00450240f04303c397602
SECTOR+=0407ee58e2eeb00aee45f4ebdf

# call METHOD PATH [NAME=VALUE...]: the answer's text
call() {
  local method=$1 path=$2 pair args=()
  shift 2
  for pair in "$@"; do args+=(--data-urlencode "$pair"); done
  curl_there -sk --max-time 60 -X "$method" -b "PVEAuthCookie=${TICKET:-}" -H "CSRFPreventionToken: ${CSRF:-}" "${args[@]}" \
    "https://127.0.0.1:8006/api2/json/$path"
}

field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

# login PASSWORD, once the API answers
login() {
  local answer
  SECONDS=0
  until answer=$(call POST access/ticket username=admin@pve "password=$1") && [[ $answer == *'"ticket"'* ]]; do
    [ "$SECONDS" -lt 120 ] || proof_fail "no login works after two minutes: $answer"
    sleep 0.5
  done
  TICKET=$(field ticket <<<"$answer")
  CSRF=$(field CSRFPreventionToken <<<"$answer")
}

# work METHOD PATH [NAME=VALUE...]: starts a task and waits for its good end
work() {
  local answer upid
  answer=$(call "$@")
  upid=$(field data <<<"$answer")
  [[ $upid == UPID:* ]] || proof_fail "$2 answered: $answer"
  SECONDS=0
  until answer=$(call GET "nodes/$NODE/tasks/$upid/status") && [[ $answer == *'"stopped"'* ]]; do
    [ "$SECONDS" -lt 120 ] || proof_fail "$2 does not end: $answer"
    sleep 0.3
  done
  [[ $answer == *'"exitstatus":"OK"'* ]] || proof_fail "$2 ended badly: $answer"
}

guest_status() { call GET "nodes/$NODE/qemu/$VMID/status/current" | field status; }

# A disk of 1 GiB and a serial port; the sector is written to the disk by who can reach it.
make_guest() { work POST "nodes/$NODE/qemu" "vmid=$VMID" memory=32 serial0=socket ide0=local:1,format=raw boot=order=ide0; }

start_guest() { work POST "nodes/$NODE/qemu/$VMID/status/start"; }

# write_sector DISK
write_sector() {
  local i
  for ((i = 0; i < ${#SECTOR}; i += 2)); do printf '%b' "\\x${SECTOR:i:2}"; done | dd of="$1" conv=notrunc status=none
  printf '\x55\xaa' | dd of="$1" bs=1 seek=510 conv=notrunc status=none
}

# count SOCKET: what the guest counts at this moment
count() {
  python3 - "$1" <<'PYTHON'
import socket, sys, time
end = time.time() + 20
s = socket.socket(socket.AF_UNIX)
s.settimeout(20)
s.connect(sys.argv[1])
text = b""
while text.count(b"\n") < 2 and time.time() < end:
    text += s.recv(100)
print(int(text.split(b"\n")[1] if text.count(b"\n") > 1 else b"-1", 16))
PYTHON
}

proof_fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
