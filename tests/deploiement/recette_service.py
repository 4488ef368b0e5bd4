"""The unit and the container, as far as this machine can: no systemd runs here as the first process, and no image can
be fetched; what both promise of the product is tried on it.

Where every file of the machine is read-only but the folder of the table and a temporary one, and without any
capability, the product starts, serves, records, tells its health, stops when asked. Units and recipe are read by
their own checkers.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.deploiement import outils, visiteur

DEPLOIEMENT = outils.ROOT / "deploiement"
LECTURE_SEULE = """set -e
mount --make-rprivate /
mkdir -p {d}/tmp
mount --bind {d} {d}
mount -t tmpfs tmpfs {d}/tmp
while read -r _ place kind _; do
    case "$place" in {d}*|/proc*|/sys*|/dev*) continue ;; esac
    mount -o remount,bind,ro "$place" 2>/dev/null || echo "reste inscriptible : $place ($kind)" >&2
done < /proc/self/mounts
! touch {root}/essai /tmp/essai /var/tmp/essai 2>/dev/null
cd {root}
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs {python} -m streamlit run app.py \
    --server.address 127.0.0.1 --server.port {port}
"""


def jouer(dossier: Path) -> list[str]:
    """Run what can be, and say what was not."""
    return [*_lecture_seule(dossier), *_unites(dossier), *_conteneur()]


def _lecture_seule(dossier: Path) -> list[str]:
    outils.exiger("unshare", "setpriv")
    port, file, log = outils.port_libre(), dossier / "concertation.db", dossier / "table.log"
    script = LECTURE_SEULE.format(d=dossier, root=outils.ROOT, python=sys.executable, port=port)
    settings = {"CONCERTATION_DB": str(file), "TMPDIR": str(dossier / "tmp"), "HOME": str(dossier / "tmp")}
    start = time.monotonic()
    with outils.processus(["unshare", "--mount", "sh", "-c", script], log, settings) as process:
        base = f"http://127.0.0.1:{port}"
        outils.attendre(lambda: outils.repond(f"{base}/sante"), "la table", log)
        served = time.monotonic() - start
        caps = _capacites(process.pid)
        assert caps == 0, hex(caps)
        room = visiteur.salle(file)
        with visiteur.client(base, None) as page:
            token = visiteur.entrer(page, room.nom)
            visiteur.voter(page, room.codes[0])
            aside = file.rename(dossier / "ailleurs.db")
            assert page.get("/sante").status_code == 503
            aside.rename(file)
            assert page.get("/sante").status_code == 200
        assert len(visiteur.ecran(base, None, token, "seances")) > 5
        held, asked = outils.memoire(process.pid), time.monotonic()
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        stopped = time.monotonic() - asked
    left = [line for line in log.read_text().splitlines() if "reste inscriptible" in line]
    return [
        f"racine en lecture seule, aucune capacité : ouverte en {served:.1f} s, {held / 1e6:.0f} Mo, arrêtée sur "
        f"demande en {stopped:.1f} s ; entrée, vote, écran, santé 200 puis 503 puis 200",
        *left,
    ]


def _capacites(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1], 16) for line in status if line.startswith("CapEff:"))


def _unites(dossier: Path) -> list[str]:
    if not shutil.which("systemd-analyze"):
        return ["unités systemd : PAS LUES, systemd-analyze n'est pas sur cette machine"]
    place = dossier / "unites"
    shutil.copytree(DEPLOIEMENT / "systemd", place)
    lines = []
    for unit in sorted(place.glob("*@.service")):
        text = unit.read_text().replace("/opt/concertation/.venv/bin/python", sys.executable)
        one = unit.with_name(unit.name.replace("@.", "@71."))
        one.write_text(text.replace("User=concertation\nGroup=concertation\n", "User=daemon\n"))
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(one)], capture_output=True, text=True, check=False, timeout=60
        )
        faults = [line for line in done.stderr.splitlines() if "concertation" in line]
        assert not faults, faults
        shown = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--no-pager", str(one)], capture_output=True, text=True,
            check=False, timeout=60,
        ).stdout.splitlines()  # fmt: skip
        lines.append(
            f"{unit.name} : lu sans faute ; {shown[-1].strip('→ ').strip() if shown else 'exposition non lue'}"
        )
    return [*lines, "unités systemd : NON LANCÉES, systemd n'est pas le premier processus de cette machine"]


def _conteneur() -> list[str]:
    recipe = DEPLOIEMENT / "conteneur" / "Containerfile"
    if shutil.which("hadolint"):
        done = subprocess.run(["hadolint", str(recipe)], capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stdout
        line = "Containerfile : lu par hadolint sans remarque"
    else:
        line = "Containerfile : PAS LU, hadolint n'est pas sur cette machine"
    engines = [name for name in ("podman", "buildah", "docker") if shutil.which(name)]
    return [
        line,
        f"image : NON CONSTRUITE ICI ({', '.join(engines) or 'aucun moteur'} ; l'image de base ne peut pas être prise)",
    ]
