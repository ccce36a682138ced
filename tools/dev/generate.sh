#!/bin/bash
# generate.sh: remakes what is committed and made from the program: the OpenAPI document, its
# reference, the types of the web client. Run it after a change of src/api, and after a merge.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tools/dev/setup.sh run
source tools/dev/path.sh
# The web application may already use an endpoint that its types do not have yet.
MG_WEB_TYPES=unchecked tools/dev/build.sh release makegood
python3 tools/generate_api.py --binary build/release/makegood
echo "The generated files are as the program has them."
