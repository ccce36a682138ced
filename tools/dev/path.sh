# Sourced: puts the Node.js that setup.sh installed, if it had to, before the system's.
for node in "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"/../../third_party/node/node_modules/node-linux-*/bin; do
  [ ! -x "$node/node" ] || PATH=$(readlink -f "$node"):$PATH
done
export PATH
