#!/bin/bash
# check.sh [--format] [--all]: what can be known in a minute or two before a commit. --format only
# formats; --all runs clang-tidy on every file and not on the changed ones alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

mapfile -t sources < <(git ls-files -co --exclude-standard -- 'src/*.h' 'src/*.cc' 'bench/*.cc' |
  while read -r file; do [ ! -f "$file" ] || echo "$file"; done)
if [ "${1:-}" = --format ]; then
  printf '%s\0' "${sources[@]}" | xargs -0 -r clang-format -i
  exit 0
fi

failed=()
step() {
  local name=$1 began=$SECONDS
  shift
  if "$@"; then
    echo "ok   $name ($((SECONDS - began)) s)"
  else
    echo "FAIL $name ($((SECONDS - began)) s)"
    failed+=("$name")
  fi
}

format() {
  printf '%s\0' "${sources[@]}" | xargs -0 -r clang-format --dry-run -Werror
}

changed_sources() {
  local upstream base
  upstream=$(git rev-parse --verify -q '@{upstream}' || echo HEAD)
  base=$(git merge-base HEAD "$upstream" 2>/dev/null) || base=HEAD
  {
    git diff --name-only --diff-filter=d "$base" -- 'src/*.cc' 2>/dev/null || true
    git ls-files -o --exclude-standard -- 'src/*.cc'
  } | sort -u
}

clang_tidy() {
  local files
  if [ "${1:-}" = --all ]; then
    mapfile -t files < <(printf '%s\n' "${sources[@]}" | grep '\.cc$')
  else
    mapfile -t files < <(changed_sources)
  fi
  [ ${#files[@]} -gt 0 ] || return 0
  printf '%s\0' "${files[@]}" |
    xargs -0 -n 4 -P 2 clang-tidy-19 --quiet -p build/release \
      --extra-arg=-Wno-unknown-warning-option 2>/dev/null
}

tools/dev/setup.sh
step format format
step layers python3 tools/check_layers.py
step tidy python3 tools/tidy.py
step build tools/dev/build.sh release
step clang-tidy clang_tidy "$@"
step "unit tests" python3 tools/dev/test.py --build build/release --unit

if [ ${#failed[@]} -gt 0 ]; then
  printf 'failed: %s\n' "${failed[@]}"
  exit 1
fi
