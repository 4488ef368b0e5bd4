#!/bin/sh
# Double-click (« Lancer »), or run in a terminal. Nothing is installed.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 1
LD_LIBRARY_PATH="$here/python/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export LD_LIBRARY_PATH
exec "$here/python/bin/python3" "$here/demarrer.py" "$@"
