#!/bin/bash
# bench.sh [NAME...]: runs bench/NAME.py, or all of them. Each says in its first comment which
# question it answers, and prints ratios from one run; its figures are in build/bench/NAME.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tools/dev/setup.sh
tools/dev/build.sh release makegood bare_beast http_load lmtp_load
names=("$@")
if [ ${#names[@]} = 0 ]; then
  mapfile -t names < <(find bench -maxdepth 1 -name '*.py' ! -name '_*' -printf '%f\n' 2>/dev/null |
    sed 's/\.py$//' | sort)
fi
if [ ${#names[@]} = 0 ]; then
  echo "bench: there is nothing in bench/ yet" >&2
  exit 1
fi
mkdir -p build/bench
for name in "${names[@]}"; do
  echo "== $name"
  MG_TEST_BINARY=$PWD/build/release/makegood \
    python3 "bench/$name.py" --json "build/bench/$name.json"
done
