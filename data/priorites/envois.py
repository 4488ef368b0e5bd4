"""What the room sends without an account: proposals, disputes, contributions, points to debate; and what is answered.

A text is kept without a time, under a random key, in the order of these keys. A slip opens a right and is never kept
with a text: its mark counts, under another domain than ballots, and is destroyed with the slips. Only the SHA-256 of a
text and of a salt goes further (`empreinte`): a text withheld later leaves nothing to find.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from sqlite_utils import Database

from components.core.refus import EntreeInvalide, Introuvable, Refus
from components.core.textes import nets
from data.base import acteurs, effacement, jours
from data.base.acteurs import Acteur
from data.base.store import writing
from data.priorites import bulletins, scrutins
from data.seances import seances
from data.seances.etat import exiger_non_close

GENRES = SERVICE, CHIFFRE, CONTRIBUTION, DEBAT = "service", "chiffre", "contribution", "débat"
ORIGINES = LIEN, CARTON, LECTEUR, PAPIER = "lien", "carton", "lecteur", "papier"
SANS_COMPTE = (LIEN, CARTON, LECTEUR)
A_EXAMINER, ACCEPTE, REFUSE, RETIRE = "à examiner", "accepté", "refusé", "retiré"
TEXTE_MAX, REPONSE_MAX = 1_500, 500  # characters
PAR_CARTON, SANS_REPONSE_MAX = 10, 500  # texts of one slip; of one origin, that wait for an answer in one séance
COLONNES = [
    "cle", "seance", "genre", "objet", "sur", "par", "groupe", "signe", "texte", "sel", "etat", "reponse", "repondu_le",
]  # fmt: skip
TABLES = ("envois", "droits_envoi")
REPONDRE, TRANSCRIRE = "répondre à un envoi", "transcrire un texte remis sur papier"
_NUMERO = re.compile(r"[0-9a-f]{32}")
_SENS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # would turn what is written around a text


class TropDEnvois(Refus):
    """One text too many of a slip, or too many texts that nobody answered yet."""


@dataclass(frozen=True)
class Envoi:
    """A text to keep: what it is about (`objet`, and `sur` in words), how it came (`ORIGINES`), the colleges it is
    shown under (codes joined by « + », empty for the whole table), whether its author signs for the college."""

    genre: str
    objet: str
    sur: str
    par: str
    groupe: str
    signe: bool
    texte: str


def numero() -> str:
    """A number for one form: what is posted twice under it is kept once."""
    return secrets.token_hex(16)


def reference(cle: bytes) -> str:
    """What an author is given to follow an answer: it holds neither a time nor an order."""
    return bulletins.affiche("".join(bulletins.ALPHABET[octet % 32] for octet in cle[:8]))


def recevoir(db: Database, seance: int | None, numero_lu: str, envoi: Envoi, code: str = "") -> str:
    """Keep a text and return its reference. Posted again under the same number, it changes nothing.

    Raises `EntreeInvalide` when it is empty or too long, `TropDEnvois`, `Introuvable` for an unknown slip, `Refus` when
    the séance is closed.
    """
    words = _texte(envoi.texte)
    if envoi.genre not in GENRES or envoi.par not in SANS_COMPTE or not _NUMERO.fullmatch(numero_lu):
        raise EntreeInvalide("Cette page a été rouverte ou modifiée. Rouvrez-la et recommencez. Rien n'a été envoyé.")
    key = _cle(numero_lu)
    if db.conn.execute("SELECT 1 FROM envois WHERE cle = ?", (key,)).fetchone():
        return reference(key)
    if envoi.par == CARTON:
        _user_du_droit(db, seance or 0, code)
    with writing(db):
        _garder(db, seance, key, envoi, words)
    effacement.vider_le_journal(db)
    return reference(key)


def transcrire(db: Database, acteur: Acteur, seance: int, envoi: Envoi) -> str:
    """Keep a text handed in on paper, typed by facilitation, and return its reference: the journal says that one was
    typed, never which. Raises `EntreeInvalide`, `TropDEnvois`, and `Refus` for one that waits already."""
    words, key = _texte(envoi.texte), _cle(numero())
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        same = (seance, envoi.par, envoi.genre, envoi.objet, words, A_EXAMINER)
        if db.conn.execute(
            "SELECT 1 FROM envois WHERE (seance, par, genre, objet, texte, etat) = (?, ?, ?, ?, ?, ?)", same
        ).fetchone():
            raise Refus("Ce texte est déjà enregistré et attend sa réponse. Rien n'a été ajouté.")
        acteurs.record(db, acteur, TRANSCRIRE, envoi.genre)
        _garder(db, seance, key, envoi, words)
    effacement.vider_le_journal(db)
    return reference(key)


def _cle(numero_lu: str) -> bytes:
    return hashlib.blake2b(numero_lu.encode(), digest_size=20, person=b"texte envoye").digest()


def _garder(db: Database, seance: int | None, cle: bytes, envoi: Envoi, mots: str) -> None:
    """Write a text among the others, inside the caller's group of writes. Too many that wait from one origin never
    stop those of another: what readers send leaves the room free to write."""
    if seance is not None:
        exiger_non_close(db, seance, "elle ne reçoit plus de texte")
    waiting = db.conn.execute(
        "SELECT count(*) FROM envois WHERE seance IS ? AND par = ? AND etat = ?", (seance, envoi.par, A_EXAMINER)
    ).fetchone()[0]
    if waiting >= SANS_REPONSE_MAX:
        raise TropDEnvois(
            f"{waiting} textes attendent déjà une réponse de la facilitation. Le vôtre n'est pas enregistré : "
            "gardez-le, et réessayez plus tard."
        )
    db["envois"].insert(
        {"cle": cle, "seance": seance, "genre": envoi.genre, "objet": envoi.objet, "sur": envoi.sur,
         "par": envoi.par, "groupe": envoi.groupe, "signe": int(envoi.signe), "texte": mots,
         "sel": secrets.token_bytes(16), "etat": A_EXAMINER},
    )  # fmt: skip
    _ranger(db, "envois")


def _user_du_droit(db: Database, seance: int, code: str) -> None:
    """Count one more text of a slip, apart from the text: no group of writes holds both."""
    with writing(db):
        slip = bulletins.carton(db, code)
        if slip is None or slip[0] != seance:
            raise Introuvable("Ce code n'est pas celui d'un carton de cette séance. Rien n'a été envoyé.")
        mark = bulletins.droit(seance, code)
        row = db.conn.execute("SELECT nombre FROM droits_envoi WHERE cle = ?", (mark,)).fetchone()
        if row and row[0] >= PAR_CARTON:
            raise TropDEnvois(
                f"Ce carton a déjà envoyé {PAR_CARTON} textes, le plus qu'il puisse. Celui-ci n'est pas enregistré : "
                "dites-le en séance."
            )
        db.conn.execute(
            "INSERT INTO droits_envoi (cle, seance, nombre) VALUES (?, ?, 1) "
            "ON CONFLICT (cle) DO UPDATE SET nombre = nombre + 1",
            (mark, seance),
        )
        _ranger(db, "droits_envoi")
    effacement.vider_le_journal(db)


def _ranger(db: Database, table: str) -> None:
    """Write the rows of a table again in the order of their keys: their place on the disk tells no order of arrival."""
    if table not in TABLES:
        raise ValueError(table)
    rows = db.conn.execute(f"SELECT * FROM {table} ORDER BY cle").fetchall()  # noqa: S608 - one of our two names
    db.conn.execute(f"DELETE FROM {table}")  # noqa: S608 - one of our two names
    holes = ", ".join("?" for _ in rows[0])
    db.conn.executemany(f"INSERT INTO {table} VALUES ({holes})", rows)  # noqa: S608 - one of our two names


def lire(db: Database, seance: int | None) -> pd.DataFrame:
    """What a séance received (None: what readers sent outside any), in the order of random keys. Columns `COLONNES`."""
    rows = db.query("SELECT * FROM envois WHERE seance IS ? ORDER BY cle", [seance])
    return pd.DataFrame(rows, columns=COLONNES)


def repondre(db: Database, acteur: Acteur, cle: bytes, etat: str, reponse: str = "") -> None:
    """Accept, refuse or withhold a text; refusing and withholding need a reason, which is printed. A text withheld, at
    any time, loses its content and its salt; the fact, the reason and the date stay."""
    if etat not in (ACCEPTE, REFUSE, RETIRE):
        raise Refus(f"« {etat} » n'est pas une réponse. Rien n'a été modifié.")
    why = " ".join(nets(reponse).split())
    if etat != ACCEPTE and not why:
        raise EntreeInvalide("Dites pourquoi : la raison est gardée et imprimée au relevé. Rien n'a été modifié.")
    if len(why) > REPONSE_MAX:
        raise EntreeInvalide(f"La réponse dépasse {REPONSE_MAX} caractères. Rien n'a été modifié.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = db.conn.execute("SELECT genre, etat FROM envois WHERE cle = ?", (cle,)).fetchone()
        if row is None or row[1] == RETIRE or (etat != RETIRE and row[1] != A_EXAMINER):
            raise Introuvable("Ce texte a déjà reçu une réponse. Rechargez la page ; rien n'a été modifié.")
        acteurs.record(db, acteur, REPONDRE, f"{row[0]} {reference(cle)}", {"etat": etat})
        answer = {"cle": cle, "etat": etat, "reponse": why, "repondu_le": jours.aujourd_hui(db).isoformat()}
        if etat == RETIRE:
            retirer(db, answer)
            return
        db.conn.execute(
            "UPDATE envois SET etat = :etat, reponse = :reponse, repondu_le = :repondu_le WHERE cle = :cle", answer
        )
        _ranger(db, "envois")


def retirer(db: Database, reponse: Mapping[str, object]) -> None:
    """Erase the content of a text (`cle`), with the reason and the day (`reponse`, `repondu_le`), inside the caller's
    group of writes; what is left of it on the disk goes with the next erasure."""
    db.conn.execute(
        "UPDATE envois SET texte = '', sel = x'', etat = 'retiré', reponse = :reponse, repondu_le = :repondu_le "
        "WHERE cle = :cle",
        dict(reponse),
    )
    _ranger(db, "envois")
    scrutins.a_effacer(db, REPONDRE)


def empreinte(sel: bytes, texte: str) -> str:
    """What the minutes keep of a text; empty once it is withheld."""
    return hashlib.sha256(sel + texte.encode()).hexdigest() if sel else ""


def rattacher(db: Database, seance: int) -> None:
    """Give the séance that closes what readers sent while none was prepared, inside the caller's group of writes: it is
    counted in its minutes."""
    db.conn.execute("UPDATE envois SET seance = ? WHERE seance IS NULL", (seance,))


def prochaine(db: Database) -> int | None:
    """The séance that answers what readers send now: the one open, else the next one prepared; None without one."""
    meetings = seances.read(db)
    waiting = meetings[meetings["etat"] != seances.CLOSE].sort_values("jour", kind="stable")
    opened = waiting[waiting["etat"] == seances.OUVERTE]
    chosen = opened if len(opened) else waiting
    return int(chosen.index[0]) if len(chosen) else None


def _texte(texte: str) -> str:
    words = _SENS.sub("", nets(texte)).strip()
    if not words:
        raise EntreeInvalide("Le texte est vide. Écrivez-le, puis envoyez. Rien n'a été envoyé.")
    if len(words) > TEXTE_MAX:
        raise EntreeInvalide(f"Le texte dépasse {TEXTE_MAX} caractères. Raccourcissez-le. Rien n'a été envoyé.")
    return words
