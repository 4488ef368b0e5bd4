"""Thirteen tables on this machine: made, started by the recipe of supervisord, reached by name through one nginx.

Measured: seconds until each answers and draws its home page, memory that each holds alone, and in all. Then one is
killed: the recipe starts it again, and the others never noticed.
"""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from html import unescape
from pathlib import Path

import httpx2 as httpx

from data.fichier import creation
from deploiement.tables import __main__ as tables
from tests.deploiement import outils, visiteur

DEPARTEMENTS = ("01", "03", "07", "15", "21", "25", "26", "38", "39", "42", "43", "58", "71")


def jouer(dossier: Path) -> list[str]:
    """Run thirteen tables."""
    outils.exiger("supervisord", "nginx")
    server = _serveur(dossier)
    for table in server.tables:
        (dossier / table.code).mkdir()
    start = time.monotonic()
    tables.ecrire(server, dossier / "recettes")
    log, settings = dossier / "supervisord.log", str(dossier / "recettes" / "supervisord.conf")
    with outils.processus(["supervisord", "-c", settings], dossier / "sortie.log") as supervisor:
        _toutes_ouvertes(server, log)
        first = time.monotonic() - start
        for table in server.tables:
            assert len(visiteur.ecran(f"http://127.0.0.1:{table.port}", None)) > 5, table.code
        held = [outils.memoire(pid) / 1e6 for pid in _pids(settings)]
        named = _par_leur_nom(dossier, server)
        again = _tuee(server, settings, log)
        whole = outils.memoire(supervisor.pid) / 1e6
    start = time.monotonic()
    with outils.processus(["supervisord", "-c", settings], dossier / "sortie.log"):
        _toutes_ouvertes(server, log)
        second = time.monotonic() - start
    return [
        f"{len(server.tables)} tables sur {os.cpu_count()} cœurs : fichiers créés et toutes ouvertes en {first:.0f} s "
        f"; redémarrées en {second:.0f} s",
        f"mémoire, accueil dessiné : {min(held):.0f} à {max(held):.0f} Mo chacune, {whole:.0f} Mo en tout",
        named,
        again,
    ]


def _toutes_ouvertes(server: tables.Serveur, log: Path) -> None:
    for table in server.tables:
        outils.attendre(partial(outils.repond, f"http://127.0.0.1:{table.port}/sante"), table.code, log, 400)


def _serveur(dossier: Path) -> tables.Serveur:
    """The recipe as written, for this machine's folders, account and free ports."""
    text = (outils.ROOT / "deploiement" / "tables" / "tables.toml").read_text().partition("[tables]")[0]
    product = dossier / "produit"
    product.mkdir()
    for one in outils.ROOT.iterdir():
        if one.name not in (".venv", ".git"):
            (product / one.name).symlink_to(one)
    (product / ".venv" / "bin").mkdir(parents=True)
    python = product / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    for before, after in {
        "/opt/concertation": str(product), "/var/lib/concertation": str(dossier), '"concertation"': '"root"',
    }.items():  # fmt: skip
        assert before in text
        text = text.replace(before, after)
    ports = "".join(f'"{code}" = {outils.port_libre()}\n' for code in DEPARTEMENTS)
    (dossier / "tables.toml").write_text(f"{text}[tables]\n{ports}")
    return tables.lire(dossier / "tables.toml")


def _pids(settings: str) -> list[int]:
    shown = subprocess.run(
        ["supervisorctl", "-c", settings, "pid", "all"], capture_output=True, text=True, check=False, timeout=60
    )
    return [int(line) for line in shown.stdout.split()]


def _par_leur_nom(dossier: Path, server: tables.Serveur) -> str:
    """One proxy, thirteen names: each leads to its own département, and another name to nobody."""
    port = outils.port_libre()
    (dossier / "nginx.conf").write_text(
        f"pid {dossier}/nginx.pid; error_log {dossier}/nginx.log; events {{}} http {{ access_log off;\n"
        + "".join(f"{one}_temp_path {dossier}/{one};\n" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        + f"include {dossier}/recettes/nginx-tables.conf;\n"
        f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://$concertation_table; "
        "proxy_set_header Host $host; } }}\n"
    )
    with outils.processus(
        ["nginx", "-p", str(dossier), "-c", str(dossier / "nginx.conf"), "-g", "daemon off;"], dossier / "n.log"
    ):
        for table in server.tables:
            name = table.adresse.removeprefix("https://")
            outils.attendre(lambda: _table_de(port, name) == table.code, name, dossier / "nginx.log", 20)  # noqa: B023
        assert _table_de(port, "table-99.region.fr") == ""
    return "un seul nginx, treize noms : chacun mène à son département, un autre nom à personne"


def _table_de(port: int, name: str) -> str:
    """The département of the table that a name leads to, as its public page says; empty when nobody answers."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Host": name}, trust_env=False, timeout=30) as page:
        answer = page.get("/table")
    if answer.status_code != 200:
        return ""
    title = unescape(answer.text.partition("<h1>")[2].partition("</h1>")[0])
    return next((code for code in DEPARTEMENTS if title.endswith(f", {creation.noms()[code]}")), "?")


def _tuee(server: tables.Serveur, settings: str, log: Path) -> str:
    """One process killed: started again alone."""
    before = _pids(settings)
    os.kill(before[0], signal.SIGKILL)
    seconds = outils.attendre(
        lambda: len(_pids(settings)) == len(before) and before[0] not in _pids(settings), "relance", log
    )
    port = server.tables[0].port
    seconds += outils.attendre(lambda: outils.repond(f"http://127.0.0.1:{port}/sante"), "relancée", log)
    assert set(_pids(settings)) & set(before) == set(before[1:])
    return f"une table tuée (SIGKILL) : relancée et ouverte en {seconds:.1f} s, les douze autres n'ont pas bougé"
