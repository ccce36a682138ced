#!/bin/bash
# run.sh [--fresh] [--port N]: the demo workspace of build/demo; made anew when it is not there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
data=build/demo port=8080

while [ $# -gt 0 ]; do
  case $1 in
    --fresh) rm -rf "$data" ;;
    --port) port=$2 && shift ;;
    *) echo "usage: ./dev run [--fresh] [--port N]" >&2 && exit 2 ;;
  esac
  shift
done

# The one place that knows how the demo starts. The program makes the workspace in an empty folder,
# prints the URL, the login and a customer's link, and serves until Ctrl-C.
demo() {
  exec build/release/makegood demo --data "$data" --listen "127.0.0.1:$port" --lmtp 127.0.0.1:8025
}

mkdir -p "$data"
demo
