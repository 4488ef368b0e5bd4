"""The tables of this machine: one file by département, each served by its own process at its own address.

A process never changes file. It leaves its address beside the file while it serves it, so that others can lead there.
"""

import json
import os
import re
import socket
import sqlite3
import subprocess  # nosec B404
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from components.core.refus import Indisponible, Introuvable, Refus
from data.base import acteurs, demande, identite, store
from data.base.acteurs import TERMINAL, Acteur
from data.fichier import creation

ESSAIS = 40  # ports tried after our own
ATTENTE = 60.0  # seconds given to a process to answer
POIGNEE = 0.2  # seconds given to an address of this machine to answer
NOM = re.compile(r"concertation(-[0-9AB]{2,3})?\.db")
COMMANDE = ("-m", "streamlit", "run", "app.py")
DEMONSTRATION, EN_COURS = "concertation-demonstration.db", "concertation-demonstration-en-cours.db"
FABRIQUE = ("-m", "data", "demo", "--step", "plan")  # what fills a new file with a whole fictional table
DUREE = 300.0  # seconds given to it
ECHEC = (
    "La démonstration n'a pas pu être faite : votre table n'a pas changé. Recommencez ; sinon, lancez dans un terminal "
    "« make demo STEP=plan »."
)
SERVEUR = (
    "Cette table est servie à une adresse publique : la personne qui administre le serveur y ouvre les autres tables "
    "(guide d'administration). Rien n'a été fait."
)
_LANCES: list["subprocess.Popen[bytes]"] = []  # kept, so that one that ends is not left half dead


@dataclass(frozen=True)
class Table:
    """A file of this machine: its département, its name on screen, the port it is served at (None: it is not)."""

    fichier: Path
    departement: str
    nom: str
    port: int | None


def tables() -> list[Table]:
    """The file served here and those beside it that bear the usual names (a copy has another), by name."""
    folder = store.path().parent
    files = {store.path(), *(file for file in folder.glob("*.db") if NOM.fullmatch(file.name))}
    return [table for table in map(_lue, sorted(files)) if table is not None]


@contextmanager
def annoncer(port: int) -> Iterator[None]:
    """Say at which port this process serves its file, for as long as it does."""
    note = _note(store.path())
    with suppress(OSError):
        note.write_text(json.dumps({"port": port, "processus": os.getpid()}), encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            if _annonce(store.path()).get("processus") == os.getpid():
                note.unlink()


def ouvrir(db: Database, acteur: Acteur, code: str, port: int) -> tuple[Table, str | None]:
    """Serve the table of another département from its own file, made if needed, by a process of its own; and the link
    that opens its first account, None when it has one. `db`: the file served here; `port`: ours.

    Raises `Refus` when the visitor does not lead, `Introuvable` for an unknown code, `Indisponible` when the process
    does not answer.
    """
    acteurs.exiger(db, acteur, *acteurs.ANIMER)
    _exiger_un_poste()
    if code not in creation.noms():
        raise Introuvable(f"« {code} » n'est pas un département. Rien n'a été fait.")
    table = next((one for one in tables() if one.departement == code), None)
    file = table.fichier if table else fichier_de(code)
    if table is None:
        creation.nouveau(TERMINAL, code, file)
    served = table.port if table and table.port else _servir(file, port)
    with store.connect(file) as other:
        link = identite.inviter(other, TERMINAL, "facilitateur") if not other["comptes"].count else None
    return Table(file, code, creation.noms()[code], served), link


def demonstration(db: Database, acteur: Acteur, port: int) -> tuple[Table, str | None]:
    """Serve the whole demonstration from a file of its own, beside the one served here, which does not change; made the
    first time. `db`, `port`, what is returned and raised: as `ouvrir`."""
    acteurs.exiger(db, acteur, *acteurs.ANIMER)
    _exiger_un_poste()
    file = store.path().with_name(DEMONSTRATION)
    if not file.exists():
        _fabriquer(file)
    served = _port(file) or _servir(file, port)
    _retour(file).write_text(json.dumps({"port": port}), encoding="utf-8")
    with store.connect(file) as other:
        link = identite.inviter(other, TERMINAL, "facilitateur") if not other["comptes"].count else None
    return Table(file, "", "Démonstration (fictive)", served), link


def sur_un_serveur() -> bool:
    """Whether this table has a public address of its own: the others are opened by whoever runs the server."""
    return bool(os.environ.get(demande.ADRESSE, "").strip())


def _exiger_un_poste() -> None:
    if sur_un_serveur():
        raise Refus(SERVEUR)


def est_demonstration() -> bool:
    """Whether the file served here is the demonstration's."""
    return store.path().name == DEMONSTRATION


def retour() -> int | None:
    """From the demonstration, the port of the table that it was opened from, when it still answers."""
    port = _lus(_retour(store.path())).get("port") if est_demonstration() else None
    return port if port and _repond(port) else None


def _fabriquer(file: Path) -> None:
    """Make the demonstration in a file of another name, given its own once it is whole."""
    draft = file.with_name(EN_COURS)
    for rest in ("", "-wal", "-shm"):
        Path(f"{draft}{rest}").unlink(missing_ok=True)
    settings = {name: value for name, value in os.environ.items() if name != demande.DEPARTEMENT}
    try:
        made = subprocess.run(  # noqa: S603 - our own program, told a file of ours  # nosec B603
            [sys.executable, *FABRIQUE], cwd=store.ROOT, env=settings | {demande.FICHIER: str(draft)},
            stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=DUREE,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise Indisponible(ECHEC, "trop longue") from late
    if made.returncode or not draft.exists():
        raise Indisponible(ECHEC, "pas faite")
    draft.replace(file)


def _retour(file: Path) -> Path:
    return file.with_name(f".{file.name}.retour")


def fichier_de(code: str) -> Path:
    """Where the file of a département is made: beside the one served here."""
    return store.path().with_name(demande.nom_du_fichier(code))


def _lue(file: Path) -> Table | None:
    """Read without touching it: another process serves it, perhaps."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            settings = dict(connection.execute("SELECT cle, valeur FROM concertation").fetchall())
    except store.PanneSQLite:
        return None
    return Table(file, settings["departement"], settings["nom"], _port(file)) if "departement" in settings else None


def _port(file: Path) -> int | None:
    """The port at which a file says it is served, when someone answers there."""
    port = _annonce(file).get("port")
    return port if port and _repond(port) else None


def _annonce(file: Path) -> dict[str, int]:
    return _lus(_note(file))


def _lus(note: Path) -> dict[str, int]:
    try:
        note = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {key: value for key, value in note.items() if isinstance(value, int)} if isinstance(note, dict) else {}


def _note(file: Path) -> Path:
    return file.with_name(f".{file.name}.adresse")


def _repond(port: int) -> bool:
    with closing(socket.socket()) as one:
        one.settimeout(POIGNEE)
        return 0 < port < 65_536 and one.connect_ex(("127.0.0.1", port)) == 0


def _servir(file: Path, ours: int) -> int:
    """Start the process that serves a file, as `make run` does, and wait until it answers."""
    port = next((one for one in range(ours + 1, ours + ESSAIS) if _libre(one)), None)
    if port is None:
        raise Indisponible("Aucune adresse n'est libre sur ce poste : fermez une table, puis recommencez.", "occupé")
    settings = {name: value for name, value in os.environ.items() if name != demande.DEPARTEMENT}
    process = subprocess.Popen(  # noqa: S603 - our own program, told a port and a file of ours  # nosec B603
        [sys.executable, *COMMANDE, "--server.port", str(port)],
        cwd=store.ROOT, env=settings | {demande.FICHIER: str(file)}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    _LANCES.append(process)
    end = time.monotonic() + ATTENTE
    while _annonce(file).get("processus") != process.pid or not _repond(port):
        if process.poll() is not None or time.monotonic() > end:
            raise Indisponible(
                f"La table « {file.name} » est prête, mais elle ne s'ouvre pas : son terminal dit pourquoi. Lancez-la "
                f"par « make run CONCERTATION_DB={file} ».",
                "elle ne s'ouvre pas",
            )
        time.sleep(0.1)
    return port


def _libre(port: int) -> bool:
    with closing(socket.socket()) as one:
        return port < 65_536 and one.connect_ex(("127.0.0.1", port)) != 0
