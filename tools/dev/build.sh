#!/bin/bash
# build.sh [PRESET] [TARGET...]: the web application first, when its sources have changed (it is
# packed into the program), then the program and its tests with at most two jobs. MG_TESTS=OFF
# leaves the unit tests out, and so needs no GoogleTest.
# MG_WEB_TYPES=unchecked: for generate.sh, before the types of the web application are right.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tools/dev/path.sh
preset=${1:-release}
[ $# = 0 ] || shift

build_web() {
  [ -f web/package.json ] || return 0
  local stamp=build/stamps/web sum
  sum=$(find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
  if [ -d web/dist ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ]; then
    return 0
  fi
  echo "Building web/"
  if [ "${MG_WEB_TYPES:-}" = unchecked ]; then
    (cd web && npx --no-install vite build --logLevel warn)
    return 0  # Without the stamp: the next build checks.
  fi
  if ! (cd web && npm run build --silent); then
    echo "Building web/ failed. If the types of the API are old, mend them: ./dev generate" >&2
    return 1
  fi
  mkdir -p "$(dirname "$stamp")"
  echo "$sum" >"$stamp"
}

if command -v ccache >/dev/null && [ -z "${CMAKE_CXX_COMPILER_LAUNCHER:-}" ]; then
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache CMAKE_C_COMPILER_LAUNCHER=ccache
fi
build_web
cmake --preset "$preset" -DMG_TESTS="${MG_TESTS:-ON}" --log-level=WARNING >/dev/null
targets=()
[ $# = 0 ] || targets=(--target "$@")
cmake --build "build/$preset" --parallel 2 "${targets[@]}"
