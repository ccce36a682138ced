#!/bin/bash
# test.sh [--long] [--only SUITE...]: installs, builds, runs every test. The last line of the output
# is "N passed, N failed"; a build that fails counts as one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

began=$SECONDS
if ! tools/dev/setup.sh; then
  echo "The installation failed."
  echo "0 passed, 1 failed"
  exit 1
fi
source tools/dev/path.sh
echo "setup: $((SECONDS - began)) s"
began=$SECONDS
if ! tools/dev/build.sh release; then
  echo "The build failed."
  echo "0 passed, 1 failed"
  exit 1
fi
echo "build: $((SECONDS - began)) s"
exec python3 tools/dev/test.py --build build/release "$@"
