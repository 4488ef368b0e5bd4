"""Machines of our own, in namespaces: a systemd of this machine's, where the product is as the guide puts it; a Debian
that has nothing else (`debian`: debootstrap, or the file that CONTENEUR_BASE names)."""

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.deploiement import outils

SYSTEMD = "/lib/systemd/systemd"
UNITES, DEPOT = outils.ROOT / "deploiement" / "systemd", "/depot.git"
CIBLES = ("sysinit", "basic", "network", "shutdown", "multi-user")
DEBIAN, PAQUETS = "http://deb.debian.org/debian", ("python3", "python3-pip", "python-is-python3", "ca-certificates")
AUTORITES = "/etc/ssl/certs/ca-certificates.crt"
NEUVE = """set -e
mount --make-rprivate /
mount -t proc proc {d}/neuve/proc
mount --bind /dev {d}/neuve/dev
exec sleep infinity
"""
MAISON = """set -e
mount --make-rprivate /
mount -t proc proc /proc
mount -t tmpfs tmpfs /mnt
mkdir /mnt/essai /mnt/produit /mnt/python /mnt/venv /mnt/cg
mount --bind {d} /mnt/essai
mount --bind {root} /mnt/produit
mount --bind {python} /mnt/python
mount --bind {venv} /mnt/venv
mount -t cgroup2 none /mnt/cg
cp -a /etc /mnt/etc
rm -rf /mnt/etc/systemd/system/*
mount --bind /mnt/etc /etc
for one in /run /tmp /opt /var/lib /srv /usr/lib/systemd/system /usr/lib/systemd/system-generators; do
    mount -t tmpfs -o mode=755 tmpfs $one
done
for one in {cibles}; do
    printf '[Unit]\\nDescription=%s\\nDefaultDependencies=no\\n' $one > /usr/lib/systemd/system/$one.target
done
for unit in concertation@ concertation-replique@; do
    mkdir -p /etc/systemd/system/$unit.service.d
    printf '[Service]\\nStandardOutput=append:/mnt/essai/journal.log\\nStandardError=inherit\\n' \\
        > /etc/systemd/system/$unit.service.d/journal.conf
done
mkdir -p /var/lib/concertation /opt/python /opt/concertation
mount --bind /mnt/essai/etat /var/lib/concertation
mount --bind /mnt/python /opt/python
echo /opt/python/lib > /etc/ld.so.conf.d/python.conf
ldconfig
for one in app.py components data pages docs deploiement .streamlit requirements-oidc.txt; do
    if [ -d /mnt/produit/$one ]; then mkdir /opt/concertation/$one; else touch /opt/concertation/$one; fi
    mount --bind /mnt/produit/$one /opt/concertation/$one
done
mkdir -p /opt/concertation/.venv/bin /opt/concertation/.venv/lib/python{version}
mkdir /opt/concertation/.venv/lib/python{version}/site-packages
mount --bind /mnt/venv/lib/python{version}/site-packages /opt/concertation/.venv/lib/python{version}/site-packages
printf 'home = /opt/python/bin\\nversion = {version}\\n' > /opt/concertation/.venv/pyvenv.cfg
ln -s /opt/python/bin/python{version} /opt/concertation/.venv/bin/python
for one in litestream; do
    if [ -f /mnt/venv/bin/$one ]; then cp /mnt/venv/bin/$one /opt/concertation/.venv/bin/; fi
done
umount -l /sys/fs/cgroup
mount --move /mnt/cg /sys/fs/cgroup
exec env -i container=essai PATH=/usr/bin:/bin:/usr/sbin:/sbin {systemd} --system --unit=basic.target --log-target=null
"""


class Machine:
    """A systemd at work: `pid` is its first process, as this machine sees it."""

    def __init__(self, pid: int, dossier: Path) -> None:
        self.pid = pid
        self.dossier = dossier

    def dans(self, commande: str, juste: bool = True) -> str:
        """What a shell prints there, as root; raises when it fails, unless it may (`juste=False`)."""
        done = subprocess.run(
            ["nsenter", "-t", str(self.pid), "-m", "-p", "-u", "-i", "-C", "sh", "-c", commande], cwd="/",
            capture_output=True, text=True, check=False, timeout=120, env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin"},
        )  # fmt: skip
        assert not juste or done.returncode == 0, f"{commande}\n{done.stdout}{done.stderr}{self.journal()}"
        return done.stdout.strip() if done.returncode == 0 else f"refusé : {done.stdout}{done.stderr.strip()}"

    def montre(self, quoi: str, unite: str) -> str:
        return self.dans(f"systemctl show --value -p {quoi} {unite}")

    def journal(self) -> str:
        log = self.dossier / "journal.log"
        return log.read_text()[-3000:] if log.exists() else ""


@contextmanager
def a_part(dossier: Path, script: str, premier: str) -> Iterator[int]:
    """A script as the first process of namespaces of its own, in a group of its own, until the end of the block; yields
    its number once it has become the program `premier`."""
    if os.geteuid():
        raise outils.Absent("il faut être root")
    group = Path("/sys/fs/cgroup/unified" if Path("/sys/fs/cgroup/unified").is_dir() else "/sys/fs/cgroup")
    group = group / f"concertation-{os.getpid()}"
    try:
        group.mkdir()
    except OSError as refused:
        raise outils.Absent(f"pas de groupe de processus à soi ({refused.strerror})") from refused
    enter = f"echo $$ > {group}/cgroup.procs && exec unshare --mount --pid --fork --uts --ipc --cgroup --kill-child sh"
    (dossier / "a_part.sh").write_text(script)
    log = dossier / "a_part.log"
    try:
        with outils.processus(["sh", "-c", f"{enter} {dossier}/a_part.sh"], log) as process:
            outils.attendre(lambda: bool(_devenu(process.pid, premier)), premier, log, 60)
            yield _devenu(process.pid, premier)
    finally:
        time.sleep(0.5)
        for one in sorted(group.rglob("*"), reverse=True):
            if one.is_dir():
                one.rmdir()
        group.rmdir()


@contextmanager
def ouverte(dossier: Path) -> Iterator[Machine]:
    """A systemd at work there."""
    if not Path(SYSTEMD).exists():
        raise outils.Absent("il manque systemd")
    script = MAISON.format(
        d=dossier, root=outils.ROOT, python=sys.base_prefix, venv=sys.prefix, cibles=" ".join(CIBLES),
        version=sysconfig.get_python_version(), systemd=SYSTEMD,
    )  # fmt: skip
    with a_part(dossier, script, "systemd") as pid:
        machine = Machine(pid, dossier)
        outils.attendre(lambda: "basic.target" in machine.dans("systemctl list-units", False), "systemd", None, 30)
        yield machine


def _devenu(pid: int, programme: str) -> int:
    """The child of a process that has become this program; 0 before."""
    for one in outils.enfants(pid):
        with suppress(OSError):
            if Path(f"/proc/{one}/comm").read_text().strip() == programme:
                return one
    return 0


def debian(dossier: Path) -> Path:
    """A Debian 12 as a tar: its Python and pip, which may install beside Debian's own, as those of Python's image."""
    if made := os.environ.get("CONTENEUR_BASE"):
        return Path(made)
    outils.exiger("debootstrap")
    root, packed = dossier / "debian", dossier / "debian.tar"
    subprocess.run(
        ["debootstrap", "--variant=minbase", f"--include={','.join(PAQUETS)}", "bookworm", str(root), DEBIAN],
        check=True, capture_output=True, timeout=900,
    )  # fmt: skip
    for marked in root.glob("usr/lib/python3*/EXTERNALLY-MANAGED"):
        marked.unlink()
    shutil.copy(AUTORITES, root / AUTORITES.lstrip("/"))
    (root / "etc" / "pip.conf").write_text(f"[global]\ncert = {AUTORITES}\n")
    subprocess.run(["tar", "-C", str(root), "-cf", str(packed), "."], check=True, timeout=300)
    shutil.rmtree(root)
    return packed


class Neuve:
    """The fresh machine: `pid`, in its namespaces; what `systemctl` has started there, by unit."""

    def __init__(self, pid: int, place: Path) -> None:
        self.pid, self.place = pid, place
        self.racine = place / "neuve"
        self.services: dict[str, ExitStack] = {}

    def commande(self, script: str) -> list[str]:
        return ["nsenter", "-t", str(self.pid), "-m", "-p", "-u", "-i", "-C", "chroot", str(self.racine), "env", "-i",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LANG=C.UTF-8",
                "DEBIAN_FRONTEND=noninteractive", "sh", "-c", script]  # fmt: skip

    def dans(self, script: str, reponse: str = "") -> str:
        """What a shell prints there, as root; raises with all it said when it fails."""
        done = subprocess.run(
            self.commande(f"set -e\n{script}"), input=reponse, capture_output=True, text=True, check=False, timeout=900,
            cwd="/",
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout

    def demarrer(self, nom: str, script: str) -> None:
        self.services[nom] = ExitStack()
        self.services[nom].enter_context(outils.processus(self.commande(script), self.journal(nom), ou=Path("/")))

    def arreter(self, *noms: str) -> None:
        for nom in noms or list(self.services):
            self.services.pop(nom).close()

    def journal(self, nom: str) -> Path:
        return self.place / f"{nom.replace('/', '-')}.log"

    def unite(self, nom: str) -> None:
        """Start what a unit starts: its command, under its account, with its file of settings, in its folder."""
        kind, _, instance = nom.partition("@")
        text = (UNITES / f"{kind}@.service").read_text(encoding="utf-8").replace("%i", instance)
        values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
        account = f"runuser -u {values['User']} -- sh -c"
        if folder := values.get("StateDirectory"):
            self.dans(f"install -d -o {values['User']} -g {values['Group']} -m 0700 /var/lib/{folder}")
        home = f"HOME=$(getent passwd {values['User']} | cut -d: -f6)"
        command = f"set -a; {home}; . {values['EnvironmentFile']}; exec {values['ExecStart']}"
        self.demarrer(nom, f"umask 0077; cd {values['WorkingDirectory']}; exec {account} '{command}'")


@contextmanager
def neuve(dossier: Path) -> Iterator[Neuve]:
    """A Debian that has nothing else, beside the repository of the product."""
    root = dossier / "neuve"
    root.mkdir()
    subprocess.run(["tar", "-C", str(root), "-xf", str(debian(dossier))], check=True, timeout=300)
    subprocess.run(["git", "clone", "--quiet", "--bare", str(outils.ROOT), f"{root}{DEPOT}"], check=True, timeout=120)
    with a_part(dossier, NEUVE.format(d=dossier), "sleep") as pid:
        fresh = Neuve(pid, dossier)
        try:
            yield fresh
        finally:
            fresh.arreter()
