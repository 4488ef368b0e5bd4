"""`python -m deploiement.tables tables.toml --sortie DOSSIER`: write what runs these tables, to be read before use.

`supervisord.conf` (supervisord.org) starts each table, and starts again one that ends; `nginx-tables.conf` leads each
name to its table; `NN.env` is what the systemd unit reads instead (`deploiement/systemd`).
"""

import argparse
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SUPERVISEUR = """; Written by python -m deploiement.tables: change tables.toml rather than this.
[supervisord]
nodaemon=true
user={compte}
directory={produit}
logfile={donnees}/supervisord.log
pidfile={donnees}/supervisord.pid
childlogdir={donnees}
umask=077

[unix_http_server]
file={donnees}/supervisord.sock
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl=unix://{donnees}/supervisord.sock
"""
PROGRAMME = """
[program:table-{code}]
command={produit}/.venv/bin/python -m streamlit run app.py --server.address 127.0.0.1 --server.port {port}
directory={produit}
environment={reglages}
autorestart=true
startsecs=5
startretries=5
stopwaitsecs=20
stopasgroup=true
killasgroup=true
stdout_logfile={donnees}/{code}/serveur.log
redirect_stderr=true
"""
MANDATAIRE = """# Written by python -m deploiement.tables; goes in http {{ }}. In the server of
# deploiement/mandataires/nginx.conf, these two lines in place of their own:
#   server_name {noms};
#   proxy_pass http://$concertation_table;
map $host $concertation_table {{
{lignes}
}}
"""


@dataclass(frozen=True)
class Table:
    """One table of a server."""

    code: str
    port: int
    adresse: str


@dataclass(frozen=True)
class Serveur:
    """What `tables.toml` says."""

    produit: str
    donnees: str
    compte: str
    mandataire: str
    tables: tuple[Table, ...]


def lire(fichier: Path) -> Serveur:
    """Read `tables.toml`. Raises `SystemExit`, in words, for a port or an address given twice."""
    values = tomllib.loads(fichier.read_text(encoding="utf-8"))
    tables = tuple(
        Table(code, int(port), str(values["adresse"]).format(code=code.lower()))
        for code, port in values["tables"].items()
    )
    for what in ("port", "adresse"):
        given = [getattr(table, what) for table in tables]
        if twice := sorted({str(one) for one in given if given.count(one) > 1}):
            raise SystemExit(f"{fichier} : {what} donné deux fois ({', '.join(twice)}). Rien n'a été écrit.")
    return Serveur(
        str(values["produit"]), str(values["donnees"]), str(values["compte"]), str(values["mandataire"]), tables
    )


def ecrire(serveur: Serveur, sortie: Path) -> list[Path]:
    """Write every recipe in a folder; returns the files."""
    sortie.mkdir(parents=True, exist_ok=True)
    common = {"produit": serveur.produit, "donnees": serveur.donnees, "compte": serveur.compte}
    programs = [
        PROGRAMME.format(code=table.code, port=table.port, reglages=_superviseur(serveur, table), **common)
        for table in serveur.tables
    ]
    lines = "\n".join(f"    {urlsplit(table.adresse).hostname} 127.0.0.1:{table.port};" for table in serveur.tables)
    names = " ".join(str(urlsplit(table.adresse).hostname) for table in serveur.tables)
    texts = {
        "supervisord.conf": SUPERVISEUR.format(**common) + "".join(programs),
        "nginx-tables.conf": MANDATAIRE.format(noms=names, lignes=lines),
    }
    for table in serveur.tables:
        settings = reglages(serveur, table) | {"PORT": str(table.port)}
        written = "".join(f"{name}={value}\n" for name, value in settings.items())
        texts[f"{table.code}.env"] = written + _ajoutes(sortie / f"{table.code}.env", settings)
    for name, text in texts.items():
        (sortie / name).write_text(text, encoding="utf-8")
    return [sortie / name for name in texts]


def _ajoutes(fichier: Path, settings: dict[str, str]) -> str:
    """What an earlier file of a table says besides (its replica, its provider of identity): that stays."""
    lines = fichier.read_text(encoding="utf-8").splitlines() if fichier.exists() else []
    return "".join(f"{line}\n" for line in lines if line.partition("=")[0] not in settings)


def reglages(serveur: Serveur, table: Table) -> dict[str, str]:
    """What a table is told: its file, its département, its address, its proxy."""
    return {
        "CONCERTATION_DB": f"{serveur.donnees}/{table.code}/concertation.db",
        "CONCERTATION_DEPARTEMENT": table.code,
        "CONCERTATION_ADRESSE": table.adresse,
        "FORWARDED_ALLOW_IPS": serveur.mandataire,
    }


def _superviseur(serveur: Serveur, table: Table) -> str:
    """The same for supervisord, which changes account without changing home: that of root, where nothing is read."""
    settings = reglages(serveur, table) | {"HOME": serveur.donnees}
    return ",".join(f'{name}="{value.replace("%", "%%")}"' for name, value in settings.items())


def main(argv: list[str] | None = None) -> int:
    """Write the recipes of a file; 0 when done."""
    parser = argparse.ArgumentParser(prog="python -m deploiement.tables", description=__doc__)
    parser.add_argument("fichier", type=Path, metavar="TABLES.toml")
    parser.add_argument("--sortie", type=Path, required=True, metavar="DOSSIER")
    asked = parser.parse_args(argv)
    for written in ecrire(lire(asked.fichier), asked.sortie):
        print(written)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
