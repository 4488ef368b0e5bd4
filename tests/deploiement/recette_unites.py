"""The units of systemd, as they are written, run by a real systemd: the first process of a namespace of its own.

There, `/etc` is a copy, and the product, its libraries and its Python are where the guide puts them; the commands of
the guide are run as they are printed, but for those that fetch (clone, environment, libraries). Then: the table serves,
votes, is shut in as its unit says, starts again when killed, stops with its target; the replica's unit follows it.
"""

import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.deploiement import outils, visiteur
from tests.deploiement.machine import Machine, ouverte

GUIDE = outils.ROOT / "docs" / "guide-administration.md"
UNITES = outils.ROOT / "deploiement" / "systemd"
UNITE, REPLIQUE = "concertation@71", "concertation-replique@71"
VIENNENT_D_AILLEURS = ("apt-get", "git clone", "python3 -m venv", ".venv/bin/pip", "journalctl")
DEHORS = "import socket; socket.create_connection(('{ici}', {port}), 3)"


def jouer(dossier: Path) -> list[str]:
    """Have the units read by systemd, then run by it."""
    outils.exiger("systemd-analyze", "unshare", "nsenter", "adduser")
    return [*_lues(dossier), *_lancees(dossier)]


def _lues(dossier: Path) -> list[str]:
    place = dossier / "unites"
    shutil.copytree(UNITES, place)
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
        exposed = shown[-1].strip("→ ").strip() if shown else "exposition non lue"
        lines.append(f"{unit.name} : lu sans faute par systemd-analyze ; {exposed}")
    return lines


def _guide(port: int) -> str:
    """The commands of the guide, on this port, but for what they fetch."""
    block = re.search(r"## Un serveur\n.*?```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    assert block is not None
    lines = [line for line in block[1].splitlines() if not line.startswith(VIENNENT_D_AILLEURS)]
    text = "\n".join(["set -e", "cd /opt/concertation", *lines])
    assert "PORT=8501" in text and "systemctl enable --now" in text
    return text.replace("PORT=8501", f"PORT={port}")


def _lancees(dossier: Path) -> list[str]:
    port, file = outils.port_libre(), dossier / "etat" / "71" / "concertation.db"
    file.parent.mkdir(parents=True)
    room = visiteur.salle(file)
    with ouverte(dossier) as machine:
        start, base = time.monotonic(), f"http://127.0.0.1:{port}"
        machine.dans(_guide(port))
        _attendre(machine, base)
        served = time.monotonic() - start
        with visiteur.client(base, None) as page:
            # The guide declares a public name: pages of this name are believed, as behind a proxy.
            page.headers["Origin"] = "https://table.departement.fr"
            visiteur.voter(page, room.codes[0])
            visiteur.lire(page, room.lien)
        first = int(machine.montre("MainPID", UNITE))
        shut = _enfermee(machine)
        again = _tuee(machine, base, first)
        commands = _commandes(machine, base)
        stopped = _arretee(machine, base)
        copy = _copie(machine)
    return [
        f"commandes du guide jouées par un vrai systemd : ouverte en {served:.1f} s ; vote, dossier",
        shut, again, commands, stopped, copy,
        "journald : NON LANCÉ (le journal va dans un fichier) ; démarrage de la machine elle-même : NON JOUÉ",
    ]  # fmt: skip


def _attendre(machine: Machine, base: str) -> float:
    try:
        return outils.attendre(lambda: outils.repond(f"{base}/sante"), "la table", None, 60)
    except AssertionError as late:
        raise AssertionError(f"{late}{machine.dans(f'systemctl status {UNITE}', False)}{machine.journal()}") from late


def _enfermee(machine: Machine) -> str:
    """What its unit forbids is refused, by the kernel, to a process put beside it."""
    pid = next(one for one in outils.enfants(machine.pid) if b"streamlit" in Path(f"/proc/{one}/cmdline").read_bytes())
    status = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line
    )
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0, status
    assert status["NoNewPrivs"] == "1" and status["Seccomp"] == "2" and status["Uid"].split()[0] != "0", status
    main = machine.montre("MainPID", UNITE)
    for place in ("/opt/concertation/essai", "/etc/essai", "/var/lib/concertation/essai"):
        refused = machine.dans(f"nsenter -t {main} -m setpriv --reuid=concertation --clear-groups touch {place}", False)
        assert refused.startswith("refusé"), place
    with socket.create_server(("0.0.0.0", 0)) as server:
        here = subprocess.run(
            ["hostname", "-I"], capture_output=True, text=True, check=True, timeout=30
        ).stdout.split()[0]
        ask = DEHORS.format(ici=here, port=server.getsockname()[1])
        group = f"/sys/fs/cgroup{machine.montre('ControlGroup', UNITE)}/cgroup.procs"
        assert machine.dans(f'python3 -c "{ask}"') == ""
        refused = machine.dans(f'echo $$ > {group}; exec python3 -c "{ask}"', False)
        assert refused.startswith("refusé"), "an address of another machine is reached"
    return (
        "enfermée comme son unité le dit : aucune capacité, appels filtrés, écrit dans son seul dossier, ne joint que "
        "cette machine"
    )


def _tuee(machine: Machine, base: str, before: int) -> str:
    machine.dans(f"kill -9 {before}")
    seconds = outils.attendre(lambda: int(machine.montre("MainPID", UNITE)) not in (0, before), "la relance", None, 30)
    seconds += _attendre(machine, base)
    return f"tuée (SIGKILL) : relancée et ouverte en {seconds:.1f} s"


def _commandes(machine: Machine, base: str) -> str:
    """The commands of the guide, as it says to type them: under the account of the table, on its file."""
    block = re.search(r"```sh\n(cd /opt/concertation\ntable\(\).*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    assert block is not None
    lines = ["set -e", block[1]]
    assert "Tout est en ordre" in machine.dans("\n".join(lines))
    lines += ["table 71 backup /var/lib/concertation/71/avant-mise-a-jour.db", "systemctl restart concertation.target"]
    machine.dans("\n".join(lines))
    _attendre(machine, base)
    back = machine.dans("\n".join([*lines[:2], "table 71 restore /var/lib/concertation/71/avant-mise-a-jour.db --oui"]))
    assert outils.repond(f"{base}/sante") and back, back
    owners = machine.dans("stat -c %U:%a /var/lib/concertation/71/*.db").split()
    assert set(owners) == {"concertation:600"}, owners
    return (
        "check, backup, mise à jour (redémarrage), restore sous le compte de la table ; fichiers lus de lui seul (0600)"
    )


def _arretee(machine: Machine, base: str) -> str:
    start = time.monotonic()
    machine.dans("systemctl stop concertation.target")
    outils.attendre(lambda: machine.montre("ActiveState", UNITE) in ("inactive", "failed"), "l'arrêt", None, 30)
    seconds, result = time.monotonic() - start, machine.montre("Result", UNITE)
    assert result == "success", result
    machine.dans("systemctl start concertation.target")
    _attendre(machine, base)
    return f"arrêtée avec toutes les tables en {seconds:.1f} s, sans faute, puis repartie de même"


def _copie(machine: Machine) -> str:
    """The unit of the replica, while a vote is open: it lives, and copies nothing."""
    if "litestream" not in machine.dans("ls /opt/concertation/.venv/bin"):
        return "copie continue par son unité : PAS ESSAYÉE, il manque litestream"
    machine.dans(
        "install -d -o concertation -g concertation -m 0700 /srv/repliques/71; "
        "echo CONCERTATION_REPLIQUE=/srv/repliques/71 >> /etc/concertation/71.env; "
        f"systemctl enable --now {REPLIQUE}"
    )
    time.sleep(6)
    assert machine.montre("ActiveState", REPLIQUE) == "active", machine.journal()
    assert machine.montre("NRestarts", REPLIQUE) == "0", machine.journal()
    assert machine.dans("find /srv/repliques/71 -type f") == "", "something was copied while a vote is open"
    machine.dans(f"systemctl stop {REPLIQUE}")
    assert machine.montre("Result", REPLIQUE) == "success", machine.journal()
    return "copie continue par son unité : tourne, n'écrit rien pendant le vote ouvert, s'arrête sans faute"
