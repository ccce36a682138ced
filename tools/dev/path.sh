# Sourced: puts the Node.js that setup.sh installed, if it had to, before the system's.
node_folder=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../third_party/node/node_modules/.bin
[ ! -x "$node_folder/node" ] || PATH=$(readlink -f "$node_folder"):$PATH
export PATH
