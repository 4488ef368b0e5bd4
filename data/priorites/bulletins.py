"""Slips and ballots: code → college, hash of a code → ballot; never a person, never a time.

A code is 60 random bits: the file keeps domain-separated fast hashes (BLAKE2b), one for the slip, another for
the ballot of each vote, so that neither tells the other without the code itself.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.priorites import attendus, signatures
from data.seances import seances

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
LONGUEUR = 12
SIGNES = re.compile(r"[^0-9A-Z]")
CONFUSIONS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
MOTS = Path(__file__).with_name("mots.txt")
CARTONS_MAX = 500
REPRISE = "reprendre un bulletin papier"
TIRAGE, RETARD = "tirer des cartons", "tirer un carton pour un retardataire"


class Clos(Refus):
    """The vote this ballot was for is not open."""


class Admis(NamedTuple):
    """A slip that may vote: its college, and whether its ballot carries a name."""

    college: str
    nominatif: bool


def normaliser(saisie: str) -> str:
    """A code as it is hashed: capitals, without dashes or spaces, look-alikes settled."""
    return SIGNES.sub("", saisie.upper()).translate(CONFUSIONS)


def affiche(code: str) -> str:
    """A code as it is printed: `ABCD-EFGH-JKMN`."""
    return "-".join(code[k : k + 4] for k in range(0, len(code), 4))


def csrf(code: str) -> str:
    """The token of a ballot form: only someone who holds the code can make it, and it survives a restart."""
    return _hash("csrf", normaliser(code)).hex()[:32]


def csrf_valide(code: str, token: str) -> bool:
    """Whether a posted token is the form's."""
    return hmac.compare_digest(csrf(code).encode(), token.encode())


def tirer(
    db: Database, acteur: Acteur, seance: int, nombres: Mapping[str, int], remplacer: bool
) -> list[tuple[str, str]]:
    """Make slips: (code, college), in random order inside each college. The codes are nowhere but in the answer.

    `remplacer`: void the slips made before; refused once a vote of the séance has been opened. While one is open, one
    slip at a time, for someone who came since. Raises `Refus` for a séance that is closed or does not exist.
    """
    if any(number < 0 for number in nombres.values()) or not 0 < sum(nombres.values()) <= CARTONS_MAX:
        raise Refus(f"Demandez entre 1 et {CARTONS_MAX} cartons. Rien n'a été tiré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        if seances.seance(db, seance)["etat"] == seances.CLOSE:
            raise Refus("La séance est close : ses cartons ne valent plus rien. Rien n'a été tiré.")
        if remplacer:
            if db.conn.execute(
                "SELECT 1 FROM scrutins WHERE seance = ? AND ouvert_le IS NOT NULL", (seance,)
            ).fetchone():
                raise Refus(
                    "Un vote de cette séance a déjà été ouvert : les cartons distribués restent valables. "
                    "Tirez des cartons supplémentaires. Rien n'a été modifié."
                )
            detruire(db, seance)
        late = attendus.exiger_un_retardataire(db, seance, nombres)
        drawn = [
            ("".join(secrets.choice(ALPHABET) for _ in range(LONGUEUR)), c)
            for c, n in nombres.items()
            for _ in range(n)
        ]
        db["jetons"].insert_all(
            {"empreinte": _hash("jeton", code), "seance": seance, "college": college} for code, college in drawn
        )
        if late is None:
            acteurs.record(db, acteur, TIRAGE, f"séance {seance}", dict(nombres) | {"remplacer": remplacer})
        else:
            acteurs.record(db, acteur, RETARD, f"séance {seance}", {"scrutin": late, "college": drawn[0][1]})
    return drawn


def cartons(db: Database, seance: int) -> dict[str, int]:
    """Slips in use, by college."""
    rows = db.conn.execute("SELECT college, count(*) FROM jetons WHERE seance = ? GROUP BY college", (seance,))
    return dict(rows.fetchall())


def annuler_carton(db: Database, code: str) -> None:
    """Void a slip, inside the caller's group of writes: its code opens nothing any more."""
    slip = carton(db, code)
    db.conn.execute("DELETE FROM jetons WHERE empreinte = ?", (_hash("jeton", normaliser(code)),))
    db.conn.execute("DELETE FROM droits_envoi WHERE cle = ?", (droit(slip[0] if slip else 0, code),))


def detruire(db: Database, seance: int) -> None:
    """Void every slip of a séance, with the count of what each sent, inside the caller's group of writes."""
    db.conn.execute("DELETE FROM jetons WHERE seance = ?", (seance,))
    db.conn.execute("DELETE FROM droits_envoi WHERE seance = ?", (seance,))


def droit(seance: int, code: str) -> bytes:
    """The mark under which what a slip sent is counted: it is not that of the slip, nor of any of its ballots."""
    return _hash("envoi", f"{seance}/{normaliser(code)}")


def carton(db: Database, code: str) -> tuple[int, str] | None:
    """The séance and the college of a slip; None for an unknown code."""
    row = db.conn.execute(
        "SELECT seance, college FROM jetons WHERE empreinte = ?", (_hash("jeton", normaliser(code)),)
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else None


def deposer(
    db: Database, scrutin: int, code: str, contenu: str, remplacer: bool = True, membre: int | None = None
) -> str:
    """Put or replace the ballot of a slip in an open vote, and return its phrase (kept when replaced).

    `membre`: whose name the ballot carries, asked in a nominative vote and refused in a secret one.

    Raises `Introuvable` on an unknown code, `Clos` when the vote is not open, `Refus` when the college of the slip
    does not vote here, or when a ballot is already there and must not be replaced. When it returns, the ballot is
    on disk.
    """
    with writing(db):
        slip, previous = _admettre(db, scrutin, code), relire(db, scrutin, code)
        if previous and not remplacer:
            raise Refus("Ce carton a déjà un bulletin dans ce vote. Rien n'a été modifié.")
        phrase = previous[0] if previous else _phrase(db, scrutin)
        db.conn.execute(
            "INSERT INTO bulletins (scrutin, cle, college, phrase, contenu) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (scrutin, cle) DO UPDATE SET contenu = excluded.contenu",
            (scrutin, _key(scrutin, code), slip.college, phrase, contenu),
        )
        if slip.nominatif:
            signatures.signer(db, scrutin, _key(scrutin, code), slip.college, membre)
        elif membre is not None:
            raise Refus("Ce vote est secret : un bulletin n'y porte pas de nom. Rien n'a été enregistré.")
    return phrase


def _admettre(db: Database, scrutin: int, code: str) -> Admis:
    """The college of a slip that may vote here now, and whether the vote is nominative."""
    slip = carton(db, code)
    row = db.conn.execute("SELECT etat, seance, definition FROM scrutins WHERE id = ?", (scrutin,)).fetchone()
    if slip is None or row is None or row[1] != slip[0]:
        raise Introuvable("Ce code n'existe pas pour ce vote. Vérifiez-le sur votre carton.")
    if row[0] != "ouvert":
        raise Clos("Ce vote est clos : ce bulletin n'a pas été enregistré.")
    colleges, named = _votants(row[2])
    if slip[1] not in colleges:
        raise Refus("Le collège de ce carton ne vote pas dans ce scrutin. Rien n'a été enregistré.")
    return Admis(slip[1], named)


@lru_cache(maxsize=8)
def _votants(definition: str) -> tuple[frozenset[str], bool]:
    """The colleges that vote under a declaration (its JSON text), and whether ballots carry a name."""
    declared = json.loads(definition)
    return frozenset(college["code"] for college in declared["colleges"]), bool(declared.get("nominatif"))


def signataire(db: Database, scrutin: int, code: str) -> int | None:
    """The member whose name the ballot of a slip carries, in a nominative vote."""
    return signatures.de_la_cle(db, scrutin, _key(scrutin, code))


def deposer_papier(
    db: Database, acteur: Acteur, scrutin: int, code: str, contenu: str, membre: int | None = None
) -> str:
    """Type in a paper ballot, with the code printed on it. Never replaces a ballot. No line in the journal: its
    time would tell the order; the tellers are named once, on the vote."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        if not db.conn.execute("SELECT 1 FROM scrutins WHERE id = ? AND scrutateurs <> ''", (scrutin,)).fetchone():
            raise Refus("Nommez d'abord deux scrutateurs de collèges différents. Rien n'a été enregistré.")
        return deposer(db, scrutin, code, contenu, remplacer=False, membre=membre)


def reprendre_papier(db: Database, acteur: Acteur, scrutin: int, code: str) -> None:
    """Take back the ballot just typed in by mistake, while the vote is open. Leaves a line in the journal, without
    the code nor what was voted: a ballot never disappears unseen."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        row = db.conn.execute(
            "SELECT etat, json_extract(definition, '$.question') FROM scrutins WHERE id = ?", (scrutin,)
        ).fetchone()
        if row is None or row[0] != "ouvert":
            raise Clos("Ce vote est clos : rien n'a été modifié.")
        if relire(db, scrutin, code) is None:
            raise Introuvable("Ce carton n'a pas de bulletin dans ce vote : rien n'a été modifié.")
        acteurs.record(db, acteur, REPRISE, str(row[1]), {"scrutin": scrutin})
        db.conn.execute("DELETE FROM bulletins WHERE scrutin = ? AND cle = ?", (scrutin, _key(scrutin, code)))


def reprises(db: Database, scrutin: int) -> int:
    """How many paper ballots were taken back in a vote."""
    row = db.conn.execute(
        "SELECT count(*) FROM gestes WHERE geste = ? AND json_extract(detail, '$.scrutin') = ?", (REPRISE, scrutin)
    ).fetchone()
    return int(row[0])


def relire(db: Database, scrutin: int, code: str) -> tuple[str, str] | None:
    """The phrase and the content of a slip's ballot while the vote is open; None without one."""
    row = db.conn.execute(
        "SELECT phrase, contenu FROM bulletins WHERE scrutin = ? AND cle = ?", (scrutin, _key(scrutin, code))
    ).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def participation(db: Database, scrutin: int) -> dict[str, int]:
    """Ballots of an open vote, by college."""
    rows = db.conn.execute("SELECT college, count(*) FROM bulletins WHERE scrutin = ? GROUP BY college", (scrutin,))
    return dict(rows.fetchall())


def contenus(db: Database, scrutin: int) -> list[tuple[str, str]]:
    """(college, content) of every ballot of an open vote, sorted: the order says nothing."""
    rows = db.conn.execute("SELECT college, contenu FROM bulletins WHERE scrutin = ?", (scrutin,))
    return sorted((str(college), str(content)) for college, content in rows)


def phrases(db: Database, scrutin: int) -> list[str]:
    """The phrases of an open vote, in alphabetical order."""
    rows = db.conn.execute("SELECT phrase FROM bulletins WHERE scrutin = ? ORDER BY phrase", (scrutin,))
    return [str(row[0]) for row in rows]


@cache
def mots() -> tuple[str, ...]:
    """The words of the phrases, in order."""
    return tuple(MOTS.read_text(encoding="utf-8").split())


def _phrase(db: Database, scrutin: int) -> str:
    while True:
        phrase = " ".join(secrets.choice(mots()) for _ in range(3))
        taken = db.conn.execute("SELECT 1 FROM bulletins WHERE scrutin = ? AND phrase = ?", (scrutin, phrase))
        if not taken.fetchone():
            return phrase


def _key(scrutin: int, code: str) -> bytes:
    return _hash("bulletin", f"{scrutin}/{normaliser(code)}")


def _hash(domain: str, text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=20, person=domain.encode()).digest()
