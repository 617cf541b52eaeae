#!/usr/bin/env bash
# Build the wheel, install it away from its source from the lock file, and run the demo there.
# Usage: scripts/check_wheel.sh PYTHON   (a Python that has hatchling, as the one of `make check`)
set -euo pipefail
python=$1
root=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

cd "$root"
"$python" -m hatchling build --target wheel --directory "$place/dist" >/dev/null
"$python" -c 'import sys, venv; venv.create(sys.argv[1], with_pip=True)' "$place/venv"
"$place/venv/bin/python" -m pip install --quiet --require-hashes --requirement requirements.lock
"$place/venv/bin/python" -m pip install --quiet --no-deps "$place"/dist/*.whl

cd "$place"
"$place/venv/bin/python" -c 'import kg, pipeline, sys; sys.exit("venv" not in kg.__file__)'
"$place/venv/bin/tashan" demo --db "$place/demo.db"
