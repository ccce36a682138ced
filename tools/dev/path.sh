# shellcheck shell=bash
# Sourced: puts the Node.js that setup.sh installed, if it had to, before the system's.
node_modules=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../third_party/node/node_modules
for folder in "$node_modules"/node-linux-*/bin; do
  [ ! -x "$folder/node" ] || PATH=$(readlink -f "$folder"):$PATH
done
export PATH
