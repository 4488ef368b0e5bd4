"""What happened since the last séance, told in sentences: what the table adopted, what was done meanwhile.

The journal and the register are read; nothing is written. A sentence says what a person did, never how it is kept.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.core.francais import jour
from components.core.mots import STATUTS
from data.base import decisions
from data.base.souvenir import partagee
from data.carences import contestations
from data.plans import plans
from data.releves.clotures import GESTE as CLOTURE_AU_JOURNAL
from data.releves.detail import texte
from data.seances.etat import CLOTURE
from data.territoire import territoire

TOUJOURS = "Depuis l'ouverture de ce fichier"


@dataclass(frozen=True)
class Fait:
    """Something that was done, in a sentence, and what it opens: a territory (its code), an action, a row of the
    register (0 and "" when it opens none)."""

    mots: str
    territoire: str = ""
    action: int = 0
    decision: int = 0


@dataclass(frozen=True)
class Recit:
    """Since when, and what was done since, newest first."""

    depuis: str
    faits: tuple[Fait, ...]

    def de(self, code: str) -> tuple[Fait, ...]:
        """What bears on one territory."""
        return tuple(one for one in self.faits if one.territoire == code)


@partagee
def depuis_la_seance(db: Database, publies: bool) -> Recit:
    """What was done since the last closing, or since the beginning. `publies`: only what the register says, as readers
    may see it."""
    closing = db.conn.execute(
        "SELECT rang, intitule FROM decisions WHERE nature = ? ORDER BY rang DESC LIMIT 1", (CLOTURE,)
    ).fetchone()
    mark = db.conn.execute("SELECT max(rang) FROM gestes WHERE geste = ?", (CLOTURE_AU_JOURNAL,)).fetchone()[0]
    since = f"Depuis la séance : {_sans_titre(closing[1])}" if closing else TOUJOURS
    adopted = list(_adoptes(db, int(closing[0]) if closing else 0))
    done = [] if publies else list(_gestes(db, int(mark or 0)))
    return Recit(since, (*adopted, *done))


def _sans_titre(intitule: str) -> str:
    return str(intitule).removeprefix("Clôture : ")


def _adoptes(db: Database, apres: int) -> Iterator[Fait]:
    """What the table adopted, newest first; seals and closings are not decisions of the table."""
    rows = db.conn.execute(
        "SELECT rang, objet, intitule FROM decisions WHERE rang > ? AND nature <> ? AND substr(objet, 1, ?) <> ? "
        "ORDER BY rang DESC",
        (apres, CLOTURE, len(decisions.SCEAU), decisions.SCEAU),
    )
    for rank, target, title in rows.fetchall():
        place = str(target).removeprefix("territoire:") if str(target).startswith("territoire:") else ""
        yield Fait(f"Au registre : {texte(str(title))}", place, decision=int(rank))


def _gestes(db: Database, apres: int) -> Iterator[Fait]:
    """What people did, newest first, the same thing once."""
    rows = db.conn.execute(
        f"SELECT geste, objet, detail FROM gestes WHERE rang > ? AND geste IN ({', '.join('?' * len(MOTS))}) "  # noqa: S608 - only question marks
        "ORDER BY rang DESC",
        (apres, *MOTS),
    ).fetchall()
    names = Noms(db)
    seen: set[Fait] = set()
    for gesture, target, detail in rows:
        for fact in MOTS[gesture](names, str(target), json.loads(detail)):
            if fact not in seen:
                seen.add(fact)
                yield fact


def nommer(db: Database) -> Callable[[str], str]:
    """How the journal's « sur quoi » is said: the name of what it bears on."""
    names = Noms(db)
    titles = {str(mark): str(title) for mark, title in db.conn.execute("SELECT empreinte, intitule FROM decisions")}
    about = {str(ident): str(name) for ident, name in db.conn.execute("SELECT id, nom FROM structures")}

    def one(target: str) -> str:
        kind, _, rest = target.partition(":")
        if kind == "territoire":
            return names.lieu(rest)
        if kind == "action":
            return names.action(target)[1]
        if kind == "structure":
            return about.get(rest, f"structure n° {rest}")
        if kind == "constat":
            return titles.get(rest, "un constat")
        return texte(f"{kind} n° {rest}" if rest.isdecimal() else f"n° {target}" if target.isdecimal() else target)

    return lambda target: ", ".join(one(part) for part in target.split(", "))


class Noms:
    """What things are called in the file, by what the journal says of them."""

    def __init__(self, db: Database) -> None:
        self.territoires = {str(code): str(name) for code, name in territoire.territoires(db)["nom"].items()}
        self.actions = plans.titles(db)
        self.contestes = {int(row.id): str(row.territoire) for row in contestations.contestations(db).itertuples()}

    def lieu(self, code: str) -> str:
        """A territory, or its code when the mesh in use has none of it."""
        return self.territoires.get(code, code)

    def action(self, objet: str) -> tuple[int, str, str]:
        """The number of an action, its title and its territory, from « action:3 »."""
        ident = int(objet.removeprefix("action:"))
        if ident not in self.actions.index:
            return 0, "une action retirée", ""
        return ident, str(self.actions.at[ident, "titre"]), str(self.actions.at[ident, "territoire"])


Raconter = Callable[[Noms, str, dict[str, Any]], Iterator[Fait]]


def _ajoutee(names: Noms, objet: str, _: dict[str, Any]) -> Iterator[Fait]:
    ident, title, place = names.action(objet)
    yield Fait(f"Action inscrite à {names.lieu(place)} : {title}", place, ident)


def _modifiee(names: Noms, objet: str, detail: dict[str, Any]) -> Iterator[Fait]:
    ident, title, place = names.action(objet)
    if isinstance(detail.get("statut"), list):
        before, after = (STATUTS.get(str(one), str(one)) for one in detail["statut"])
        yield Fait(f"« {title} » passe de « {before} » à « {after} »", place, ident)
    else:
        yield Fait(f"« {title} » est mise à jour", place, ident)


def _revue(names: Noms, objet: str, _: dict[str, Any]) -> Iterator[Fait]:
    ident, title, place = names.action(objet)
    yield Fait(f"« {title} » est revue en séance", place, ident)


def _jalon(names: Noms, objet: str, detail: dict[str, Any]) -> Iterator[Fait]:
    ident, title, place = names.action(objet)
    if detail.get("fait_le"):
        day = jour(date.fromisoformat(str(detail["fait_le"])))
        yield Fait(f"« {title} » : jalon « {detail['intitule']} » atteint le {day}", place, ident)


def _conteste(names: Noms, objet: str, detail: dict[str, Any]) -> Iterator[Fait]:
    code = objet.removeprefix("territoire:")
    yield Fait(f"Chiffre contesté à {names.lieu(code)}, par le collège « {detail.get('college', '')} »", code)


def _regle(names: Noms, objet: str, detail: dict[str, Any]) -> Iterator[Fait]:
    code = names.contestes.get(int(objet.removeprefix("contestation:")), "")
    where = f" à {names.lieu(code)}" if code else ""
    yield Fait(f"Contestation réglée{where} : {detail.get('suite', '')}", code)


def _examines(names: Noms, objet: str, _: dict[str, Any]) -> Iterator[Fait]:
    for one in objet.split(", "):
        code = one.removeprefix("territoire:")
        yield Fait(f"{names.lieu(code)} est examiné par la table", code)


def _sollicite(names: Noms, objet: str, detail: dict[str, Any]) -> Iterator[Fait]:
    code = objet.removeprefix("territoire:")
    yield Fait(f"{detail.get('nom', 'Un organisme')} est sollicité pour {names.lieu(code)}", code)


def _charge(_: Noms, objet: str, __: dict[str, Any]) -> Iterator[Fait]:
    yield Fait(f"Fichier chargé : {objet}")


def _contribution(_: Noms, objet: str, __: dict[str, Any]) -> Iterator[Fait]:
    yield Fait(f"Contribution écrite reçue : {objet}")


MOTS: dict[str, Raconter] = {
    "ajouter une action": _ajoutee, "modifier une action": _modifiee, "revue en séance": _revue,
    "dater un jalon": _jalon, "contester": _conteste, contestations.REGLER: _regle, "examiner": _examines,
    "solliciter": _sollicite, "charger un fichier": _charge, "ajouter une contribution": _contribution,
}  # fmt: skip
