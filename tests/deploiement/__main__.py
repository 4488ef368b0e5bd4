"""`make deploiement`: every recipe of `deploiement/`, run on this machine; `RECETTES="archive oidc"` runs some.

Prints what was measured, what failed, and what was not run, in so many words. Exit 1 when one failed.
"""

import importlib
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.deploiement.outils import Absent

RECETTES = {
    "archive": "the laptop: built, unpacked without a network, started",
    "mandataires": "nginx and Caddy",
    "oidc": "sign-in with the account of an administration",
    "replique": "the copy that follows a table",
    "salle": "the room: small router, guest Wi-Fi, the delegation's proxy",
    "unites": "the units, run by systemd",
    "conteneur": "the container: built, run without rights",
    "guides": "the guides, typed to the letter on a fresh machine",
    "versions": "the files of every earlier version of the product",
    "tables": "thirteen tables behind one supervisor",
}


def main(asked: list[str]) -> int:
    failed = []
    for name in asked or RECETTES:
        start = time.monotonic()
        try:
            with tempfile.TemporaryDirectory(prefix=f"deploiement-{name}-") as folder:
                lines = importlib.import_module(f"tests.deploiement.recette_{name}").jouer(Path(folder))
        except Absent as absent:
            print(f"{name} : PAS ESSAYÉ, {absent}", flush=True)
            continue
        except Exception:
            failed.append(name)
            print(f"{name} : ÉCHEC\n{traceback.format_exc()}", flush=True)
            continue
        print(
            "\n".join([f"{name} : bon, en {time.monotonic() - start:.0f} s", *(f"  {line}" for line in lines)]),
            flush=True,
        )
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
