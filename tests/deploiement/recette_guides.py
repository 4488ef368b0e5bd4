"""The guides, typed to the letter on a fresh machine: a Debian 12 that has nothing else (debootstrap, chroot).

Every line of every block of the administrator's guide, in the order of the page; then `make run` in a fresh clone, and
what replaces it, as the README says; then every `python -m data …` that a document names. There is no systemd there:
a line of `systemctl` starts or stops what its unit starts, under its account, with its settings (`recette_unites` runs
systemd itself). A few words stand for what the reader has: the address of the repository, free ports, files.
"""

import re
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from websockets.exceptions import WebSocketException

from tests.deploiement import machine, outils, visiteur
from tests.deploiement.machine import DEPOT, Neuve

DOCS = outils.ROOT / "docs"
ADMINISTRATION = DOCS / "guide-administration.md"
LISEZMOI = outils.ROOT / "README.md"
PUBLIQUE = "https://table.departement.fr"  # the address that the guide declares: pages of this name are believed
AILLEURS = {  # lines of the guides that another recipe plays
    "make archive": "archive", "cp deploiement/systemd": "unites", "journalctl": "unites",
}  # fmt: skip
BLOC, COMMANDE = re.compile(r"```sh\n(.*?)```", re.S), re.compile(r"`python -m data ([a-zé][^`…]*…?)`")
# What stands for the words of the guides, before those that a command has of its own.
MOTS = {"DOSSIER/71.json": "71.json", "FICHIER…": "zonage_2024.csv", "FICHIER.json": "nombres.json",
        "DOSSIER": "sortie", "FICHIER": "copie.db", "COPIE": "copie.db", "ADRESSE": "camille@departement.fr",
        "SCENARIO": "1"}  # fmt: skip
PROPRES = {
    "recount": {"FICHIER.json": "decompte.json"},
    "verify": {"EMPREINTE": "$(python -m data check | sed 's/.*tête //;s/[.]$//')"},
}
NON_TAPEES = {"minutes": "make routes", "replique": "le bloc de la copie continue"}  # what needs more than a table
AVANT = {"init": "CONCERTATION_DB=neuve.db", "restore": "echo oui |", "rerun": "CONCERTATION_DB=chaine.db"}
LA = "cd /root/essai && . .venv/bin/activate\n"
PREPARER = (
    LA
    + r"""printf 'code_commune,zonage_medecin\n71270,1_ZIP\n71014,2_ZAC\n' > zonage_2024.csv
export CONCERTATION_DB=chaine.db
python -m data demo --step plan
python - <<'FIN'
import json
from components.effectifs.scenarios import gestes
from data.base import jours, store
from data.base.acteurs import TERMINAL
from data.priorites import scrutins
with store.connect() as db:
    gestes.figer(db, TERMINAL, 1, jours.aujourd_hui(db))
    published = int(scrutins.liste(db).query("etat == 'publié'").index[0])
    kept = scrutins.scrutin(db, published)["decompte"]
open("decompte.json", "w", encoding="utf-8").write(json.dumps(kept))
FIN
"""
)


def commandes() -> list[str]:
    """Every `python -m data …` that a document names, once, in the order of the documents."""
    pages = [path for path in sorted(DOCS.glob("*.md")) if path.name not in ("changelog.md", "developpement.md")]
    return list(dict.fromkeys(words for path in pages for words in COMMANDE.findall(path.read_text(encoding="utf-8"))))


def tapee(words: str) -> str:
    """A command as it is typed, its words filled."""
    name = words.split()[0]
    for asked, given in (*PROPRES.get(name, {}).items(), *MOTS.items()):
        words = words.replace(asked, given)
    return f"{AVANT.get(name, '')} python -m data {words}".strip()


def jouer(dossier: Path) -> list[str]:
    """Type all of it."""
    outils.exiger("git", "nsenter", "unshare")
    with machine.neuve(dossier) as fresh:
        return [*_administration(fresh), *_clone(fresh), _terminal(fresh)]


def _administration(fresh: Neuve) -> list[str]:
    """Every block of the administrator's guide: a table served, sign-in's libraries, the copy, back to it, another
    version, then several tables."""
    port, start, played = outils.port_libre(), time.monotonic(), 0
    copies = fresh.racine / "srv" / "repliques" / "71"
    for block in BLOC.findall(ADMINISTRATION.read_text(encoding="utf-8")):
        if "--reprendre" in block:
            outils.attendre(lambda: any(copies.rglob("*.ltx")), "la copie", fresh.journal("concertation-replique@71"))
        if "git pull" in block:
            newer = _autre_version(fresh)
        if "deploiement.tables" in block:
            fresh.arreter()
            ports = _ports(fresh)
        played += _bloc(fresh, block.replace("PORT=8501", f"PORT={port}"))
        if "71.env <<FIN" in block:
            _servie(fresh, port, "concertation@71", PUBLIQUE)
            served = time.monotonic() - start
            assert "/lien/" in fresh.journal("concertation@71").read_text(), "the link of the first account"
        if "--reprendre" in block:
            _suit_encore(fresh)
        if "git pull" in block:
            _servie(fresh, port, "concertation@71", PUBLIQUE)
    assert fresh.dans("git -C /opt/concertation rev-parse HEAD").strip() == newer
    for code, one in ports.items():
        _servie(fresh, one, "supervisord", f"https://table-{code}.region.fr")
    fresh.arreter()
    return [
        f"guide d'administration : {played} lignes tapées telles quelles sur une Debian 12 neuve, du premier paquet à "
        f"{len(ports)} tables sous supervisord ; première table servie {served:.0f} s après la première ligne",
        "de ce guide, tapé par une autre recette : " + ", ".join(f"« {a} » ({b})" for a, b in AILLEURS.items())
        + " ; systemctl : la commande de l'unité, son compte, ses réglages ; systemd lui-même par « unites »",
    ]  # fmt: skip


def _la(commandes: str) -> str:
    """Commands where the reader is by then: in the product's folder, `table` defined."""
    (table,) = re.findall(r"^table\(\).*$", ADMINISTRATION.read_text(encoding="utf-8"), re.M)
    return f"cd /opt/concertation\n{table}\n{commandes}"


def _suit_encore(fresh: Neuve) -> None:
    """After going back to the copy of a table that is served and followed, what is written is in the copy again."""
    fresh.dans(_la("table 71 courriel apres@departement.fr"))
    look = "f=/var/lib/concertation/71/relue.db; rm -f $f; table 71 replique /srv/repliques/71 --reprendre $f"
    script = _la(f"({look}) > /dev/null 2>&1; grep -c apres@departement.fr /var/lib/concertation/71/relue.db || true")
    outils.attendre(lambda: int(fresh.dans(script) or 0) > 0, "la copie d'après le retour", None, 60)


def _bloc(fresh: Neuve, block: str) -> int:
    """Type a block, after what the reader typed before it; returns how many lines it has."""
    pending: list[str] = []

    def type_all() -> None:
        if pending:
            typed = "\n".join(pending)
            fresh.dans(typed if "cd /opt/concertation" in typed else _la(typed), "oui\n")
        pending.clear()

    lines = [line for line in block.splitlines() if line.strip() and not line.startswith(tuple(AILLEURS))]
    for line in lines:
        if line.startswith("systemctl"):
            type_all()
            _systemctl(fresh, line.partition("#")[0].split())
        elif "supervisord -c" in line:
            type_all()
            fresh.demarrer("supervisord", f"cd /opt/concertation; exec {line.partition('#')[0]}")
        else:
            pending.append(line.replace("ADRESSE-DU-DEPOT", DEPOT))
    type_all()
    return len(lines)


def _systemctl(fresh: Neuve, words: list[str]) -> None:
    """`enable --now UNITS`, `restart concertation.target`: what the guide asks, and nothing else."""
    targets = [word for word in words[1:] if not word.startswith("-") and word not in ("enable", "restart")]
    if words[1] == "restart":
        assert targets == ["concertation.target"], words
        again = [name for name in fresh.services if "@" in name]
        fresh.arreter(*again)
        targets = again
    for name in targets:
        if "@" in name:
            fresh.unite(name)


def _servie(fresh: Neuve, port: int, service: str, origine: str = "") -> None:
    """Wait until it answers, for as long as its libraries take to come, and draw its home page."""
    base = f"http://127.0.0.1:{port}"
    outils.attendre(lambda: outils.repond(f"{base}/sante"), service, fresh.journal(service), 600)

    def drawn() -> bool:
        with suppress(WebSocketException):  # the one before, still ending, may have answered
            return len(visiteur.ecran(base, None, origine=origine)) > 5
        return False

    outils.attendre(drawn, f"l'accueil de {service}", fresh.journal(service), 60)


def _autre_version(fresh: Neuve) -> str:
    """One more commit in the repository, for what the guide calls an update; returns it."""
    git = ["git", "-C", f"{fresh.racine}{DEPOT}", "-c", "user.name=Essai", "-c", "user.email=essai@example.org"]

    def say(*words: str) -> str:
        return subprocess.run([*git, *words], check=True, capture_output=True, text=True, timeout=60).stdout.strip()

    newer = say("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "Une version de plus")
    say("update-ref", "HEAD", newer)
    return newer


def _ports(fresh: Neuve) -> dict[str, int]:
    """Free ports in place of those of tables.toml."""
    file = fresh.racine / "opt/concertation/deploiement/tables/tables.toml"
    head, _, listed = file.read_text(encoding="utf-8").partition("[tables]")
    ports = {code: outils.port_libre() for code in re.findall(r'^"(\w+)" = \d+', listed, re.M)}
    lines = "\n".join(f'"{code}" = {port}' for code, port in ports.items())
    file.write_text(f"{head}[tables]\n{lines}\n", encoding="utf-8")
    return ports


def _clone(fresh: Neuve) -> list[str]:
    """The README: what it says to install, `make run` in a fresh clone, then without make."""
    text, port = LISEZMOI.read_text(encoding="utf-8"), outils.port_libre()
    (packages,) = re.findall(r"`(apt-get install [^`]*)`", text)
    (alone,) = re.findall(r"`(python3 -m venv [^`]*streamlit run app\.py)`", text)
    fresh.dans(f"{packages} -y -qq; git clone --quiet {DEPOT} /root/essai")
    lines = []
    for what, command in {
        "make run dans un clone neuf": f"make run PORT={port}",
        "make run, ensuite": f"make run PORT={port}",
        "sans make": f"{alone} --server.port {port}",
    }.items():
        start = time.monotonic()
        fresh.demarrer("clone", f"cd /root/essai && {command}")
        _servie(fresh, port, "clone")
        lines.append(f"{what} : accueil dessiné en {time.monotonic() - start:.0f} s")
        fresh.arreter("clone")
    assert fresh.dans("cd /root/essai && git status --porcelain") == "", "a start leaves nothing behind"
    return [" ; ".join(lines)]


def _terminal(fresh: Neuve) -> str:
    """Every command of the documents, on the table of that clone."""
    fresh.dans(PREPARER)
    typed = []
    for words in commandes():
        name = words.split()[0]
        if name not in NON_TAPEES:
            fresh.dans(LA + tapee(words))
            typed.append(words)
    left = ", ".join(f"{name} ({where})" for name, where in NON_TAPEES.items())
    return f"{len(typed)} commandes « python -m data … » des documents, tapées sur ce clone ; par d'autres : {left}"
