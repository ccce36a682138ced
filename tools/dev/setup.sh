#!/bin/bash
# setup.sh [run]: installs what is missing, the Debian packages of tools/packages.txt and the npm
# packages of the lockfiles; with "run", only what building and running needs. Quick when nothing is
# missing. Starts no system service and changes none.
set -euo pipefail
purpose=${1:-all}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "setup: '$*' needs root, and there is no sudo. Install these as root: ${missing[*]}" >&2
    return 1
  fi
}

missing_packages() {
  local name installed
  installed=" $(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | awk '$1 == "ii" {print $2}' |
    tr '\n' ' ')"
  while read -r name; do
    [[ "$installed" == *" $name "* ]] || echo "$name"
  done < <(wanted_packages)
}

# The sections under "# == tests and checks" are for those who change the program.
wanted_packages() {
  sed "$([ "$purpose" = run ] && echo '/^# == /,$d;') s/#.*//; s/[[:space:]]*\$//; /^\$/d" \
    "$root/tools/packages.txt"
}

# Debian starts a server as soon as its package is installed. The tests start their own on free
# ports, so this keeps the packages' ones from ever running.
policy=/usr/sbin/policy-rc.d
ours=0
allow_services() { [ "$ours" = 0 ] || as_root rm -f "$policy"; }

install_packages() {
  echo "Installing: ${missing[*]}"
  if [ ! -e "$policy" ]; then
    ours=1
    trap allow_services EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
  fi
  local name
  as_root debconf-set-selections <<<'postfix postfix/main_mailer_type select No configuration'
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Dpkg::Use-Pty=0 "${missing[@]}"
  for name in "${missing[@]}"; do
    case $name in
      postfix) do_not_start postfix ;;
      dovecot-imapd) do_not_start dovecot ;;
      postgresql-15) do_not_start postgresql ;;
    esac
  done
}

# Not at the next start of the machine either.
do_not_start() {
  if command -v systemctl >/dev/null; then
    as_root systemctl disable --quiet "$1" || echo "setup: could not disable $1.service" >&2
  fi
}

# npm_ci FOLDER [command...]: when the lockfile is not the one that was installed last.
npm_ci() {
  local folder=$1 stamp sum
  stamp=$root/build/stamps/npm-${1//\//-}
  [ -f "$root/$folder/package-lock.json" ] || return 0
  sum=$(sha256sum "$root/$folder/package-lock.json" | cut -d' ' -f1)
  if [ -d "$root/$folder/node_modules" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ]; then
    return 0
  fi
  echo "npm ci in $folder/"
  (cd "$root/$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  mkdir -p "$(dirname "$stamp")"
  echo "$sum" >"$stamp"
}

# What vite asks of Node.js. Debian 12 has 18: there the npm registry's own build of it is used.
node_is_new() {
  command -v node >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number);
             process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)'
}

mapfile -t missing < <(missing_packages)
command -v npm >/dev/null || missing+=(nodejs npm)
[ "${#missing[@]}" = 0 ] || install_packages
node_is_new || npm_ci third_party/node
source "$root/tools/dev/path.sh"
node_is_new || {
  echo "setup: Node.js 20.19 or newer is needed, and it could not be had from the npm registry" >&2
  exit 1
}
folders=(third_party web)
[ "$purpose" = run ] || folders+=(tests/e2e)
for folder in "${folders[@]}"; do npm_ci "$folder"; done
