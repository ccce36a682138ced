#!/bin/bash
# run.sh [--fresh] [--port N] [--lmtp-port N]: the demo workspace of build/demo; made anew when it
# is not there. A mail port that is taken is replaced by a free one, unless it was asked for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
data=build/demo port=8080 lmtp_port=8025 lmtp_asked=no fresh=no

usage() {
  echo "usage: ./dev run [--fresh] [--port N] [--lmtp-port N]" >&2
  exit 2
}
is_port() { [[ $1 =~ ^[0-9]{1,5}$ ]] && [ "$1" -ge 1 ] && [ "$1" -le 65535 ]; }

while [ $# -gt 0 ]; do
  case $1 in
    --fresh) fresh=yes ;;
    --port) is_port "${2:-}" || usage && port=$2 && shift ;;
    --lmtp-port) is_port "${2:-}" || usage && lmtp_port=$2 lmtp_asked=yes && shift ;;
    *) usage ;;
  esac
  shift
done

is_taken() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

if is_taken "$port"; then
  echo "Port $port is taken. End what listens there, or: ./dev run --port N" >&2
  exit 1
fi
if is_taken "$lmtp_port"; then
  if [ "$lmtp_asked" = yes ]; then
    echo "Port $lmtp_port is taken. Name another: ./dev run --lmtp-port N" >&2
    exit 1
  fi
  taken=$lmtp_port
  for lmtp_port in {8026..8125}; do
    [ "$lmtp_port" = "$port" ] || is_taken "$lmtp_port" || break
  done
  echo "Port $taken is taken; the demo takes mail (LMTP) on 127.0.0.1:$lmtp_port."
fi
if [ "$fresh" = yes ] && [ -d "$data" ] && ! flock -n "$data/makegood.db.lock" rm -rf "$data"; then
  echo "The demo of $data runs on another port. End it first." >&2
  exit 1
fi

# The one place that knows how the demo starts. The program makes the workspace in an empty folder,
# prints the URL, the login and a customer's link, and serves until Ctrl-C.
demo() {
  exec build/release/makegood demo --data "$data" --listen "127.0.0.1:$port" \
    --lmtp "127.0.0.1:$lmtp_port"
}

mkdir -p "$data"
demo
