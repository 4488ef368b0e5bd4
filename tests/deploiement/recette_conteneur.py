"""The container: built and run by podman, without rights, as its recipe says to.

Its base image is on a registry of images; here a Debian of the same release, with the same Python, stands for it
(debootstrap; `CONTENEUR_BASE=fichier.tar`: one already made). Without podman, what the recipe promises of the product
is tried on it all the same: where every file of the machine is read-only but the folder of the table and a temporary
one, and without any capability, the product starts, serves, records, tells its health, stops when asked.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.deploiement import machine, outils, visiteur

RECETTE = outils.ROOT / "deploiement" / "conteneur" / "Containerfile"
BASE = "docker.io/library/python:3.11-slim-bookworm"
COMPTE = "essai-conteneur"
SANS_DROITS = """set -e
mount --make-rshared /
mount -t proc proc /proc
mount -t tmpfs tmpfs /mnt
mkdir /mnt/cg
cp -a /etc /mnt/etc
mount --bind /mnt/etc /etc
mount -t cgroup2 none /sys/fs/cgroup
useradd --home-dir {d}/maison --create-home {compte}
chown -R {compte} {d}/xdg /sys/fs/cgroup
exec sleep infinity
"""
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
    return [*_lecture_seule(dossier), _lu(), *_image(dossier)]


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


def _lu() -> str:
    if not shutil.which("hadolint"):
        return "Containerfile : PAS LU, hadolint n'est pas sur cette machine"
    done = subprocess.run(["hadolint", str(RECETTE)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout
    return "Containerfile : lu par hadolint sans remarque"


def _image(dossier: Path) -> list[str]:
    missing = [name for name in ("podman", "debootstrap", "newuidmap", "slirp4netns") if shutil.which(name) is None]
    if missing or os.geteuid():
        return [f"image : NON CONSTRUITE ({f'il manque {missing[0]}' if missing else 'il faut être root'})"]
    place = dossier / "podman"
    (place / "xdg").mkdir(parents=True)
    for one in (dossier, place):
        one.chmod(0o755)
    base, port = machine.debian(place), outils.port_libre()
    with machine.a_part(place, SANS_DROITS.format(d=place, compte=COMPTE), "sleep") as pid:
        podman = Podman(pid, place)
        podman(f"import {base} {BASE}")
        start = time.monotonic()
        podman(_commande("build").removeprefix("podman "))
        built, size = time.monotonic() - start, int(podman("image inspect --format '{{.Size}}' concertation"))
        run = _commande("run").replace("podman run", "run -d --name table --init=false").replace(":8501:", f":{port}:")
        lines = _tourne(podman, run, port)
        podman("rm -f table")
    return [
        f"image construite par podman sans droits en {built:.0f} s, {size / 1e6:.0f} Mo (base Debian faite ici : "
        "celle de la recette ne peut pas être prise)",
        *lines,
    ]


class Podman:
    """podman, run by an account without rights, in the namespaces of `pid`."""

    def __init__(self, pid: int, place: Path) -> None:
        self.debut = [
            "nsenter", "-t", str(pid), "-m", "-p", "-u", "-i", "-C", "runuser", "-u", COMPTE, "--", "env",
            f"HOME={place}/maison", f"XDG_RUNTIME_DIR={place}/xdg", f"TMPDIR={place}/maison", "sh", "-c",
        ]  # fmt: skip

    def __call__(self, commande: str, juste: bool = True) -> str:
        done = subprocess.run(
            [*self.debut, f"cd {outils.ROOT} && podman --cgroup-manager=cgroupfs --storage-driver=overlay {commande}"],
            capture_output=True, text=True, check=False, timeout=600, cwd="/",
        )  # fmt: skip
        assert not juste or done.returncode == 0, f"podman {commande}\n{done.stdout[-2000:]}{done.stderr[-3000:]}"
        return done.stdout.strip() if done.returncode == 0 else f"refusé : {done.stderr.strip()}"


def _commande(quoi: str) -> str:
    """The command that the head of the recipe says to type."""
    text = "\n".join(line.removeprefix("#").strip() for line in RECETTE.read_text().splitlines())
    (line,) = re.findall(rf"^podman {quoi} (?:.*\\\n)*.*$", text, re.M)
    return str(line).replace("\\\n", " ")


def _tourne(podman: "Podman", run: str, port: int) -> list[str]:
    base, start = f"http://127.0.0.1:{port}", time.monotonic()
    podman(run)
    try:
        outils.attendre(lambda: outils.repond(f"{base}/sante"), "le conteneur", None, 90)
    except AssertionError as late:
        raise AssertionError(f"{late}{podman('logs table', False)}") from late
    served = time.monotonic() - start
    podman("healthcheck run table")
    assert podman("exec table id -u") == "10001"
    status = podman("exec table cat /proc/1/status")
    assert re.search(r"CapEff:\t0+\n", status) and re.search(r"NoNewPrivs:\t1\n", status), status
    for place in ("/opt/concertation/essai", "/essai"):
        assert podman(f"exec table touch {place}", False).startswith("refusé"), place
    podman("exec table python -m data demo --members 12 --codes /tmp/codes.csv")
    codes = [line.split(",")[0] for line in podman("exec table cat /tmp/codes.csv").splitlines()[1:]]
    with visiteur.client(base, None) as page:
        page.headers["Origin"] = "https://table.departement.fr"  # the address that the command declares
        visiteur.voter(page, codes[0])
        visiteur.servir_les_guides(page)
    assert len(visiteur.ecran(base, None, origine="https://table.departement.fr")) > 5
    start = time.monotonic()
    podman("stop table")
    stopped, code = time.monotonic() - start, podman("inspect --format '{{.State.ExitCode}}' table")
    assert code in ("0", "143"), code
    podman("rm table")
    podman(run)
    outils.attendre(lambda: outils.repond(f"{base}/sante"), "un autre conteneur", None, 90)
    with visiteur.client(base, None) as page:
        page.headers["Origin"] = "https://table.departement.fr"
        visiteur.voter(page, codes[0], encore=True)
    return [
        f"conteneur sans droits, racine en lecture seule, aucune capacité : ouvert en {served:.1f} s, santé bonne, "
        f"vote, écran, guides ; arrêté sur demande en {stopped:.1f} s ; un autre conteneur reprend le même volume",
    ]
