"""What is sealed by what: rows that gestures may change again, and what the register says of each since.

One table for those who write (`sceller`, inside the gesture, once its rows are written) and for those who compare
(`ecarts`). What a file held before anything was sealed is kept by key (`non_scelles`), written in the register with
the first seal: whatever else the register does not know was written without a gesture.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from components.core.francais import exact, nombre
from components.core.textes import nets
from data.base import decisions
from data.base.acteurs import Acteur

OBJET = decisions.SCEAU
SANS_GESTE = "sans geste de la table"
Ligne = dict[str, Any]


@dataclass(frozen=True)
class Scelle:
    """A table whose rows are sealed: how the register and sentences call a row, its key, its columns in words.

    `cents`: columns that are amounts, in cents.
    """

    nature: str
    table: str
    cle: tuple[str, ...]
    colonnes: Mapping[str, str]
    cents: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Discordance:
    """A thing shown as decided that the register does not say: `phrase`; or that it never sealed (`ancien`)."""

    genre: str
    phrase: str
    ancien: bool = False


PARAMETRE, SERVICE, PROPOSITION, ORIGINE = "parametre", "service", "proposition", "origine"
ENVELOPPE, REGLE, DEMANDE, FINANCEMENT = "enveloppe", "regle", "demande", "financement"
ARGENT = (ENVELOPPE, REGLE, DEMANDE, FINANCEMENT)
TABLES = {
    PARAMETRE: Scelle(
        "paramètre de la table", "parametres_locaux", ("nom",),
        {"valeur": "valeur", "bas": "bas", "haut": "haut", "motif": "motif"},
    ),
    SERVICE: Scelle(
        "service du catalogue", "services", ("id",),
        {"nom": "nom", "pour_le_patient": "pour le patient", "qui": "qui peut le rendre",
         "alternatives": "autrement qu'une consultation", "usagers": "ce que disent les usagers",
         "indicateurs": "chiffres", "origine": "origine", "rang": "rang", "actif": "en usage"},
    ),
    PROPOSITION: Scelle(
        "proposition de service", "propositions_services", ("id",),
        {"genre": "genre", "service": "service", "nom": "nom", "pour_le_patient": "pour le patient",
         "qui": "qui peut le rendre", "alternatives": "autrement qu'une consultation",
         "usagers": "ce que disent les usagers", "college": "collège", "signataire": "signature", "seance": "séance",
         "signee_le": "signée le", "etat": "état", "raison": "raison", "version": "version"},
    ),
    ORIGINE: Scelle(
        "origine d'actions", "origines", ("id",),
        {"genre": "genre", "decision": "décision", "intitule": "intitulé", "territoire": "territoire",
         "service": "service"},
    ),
    ENVELOPPE: Scelle(
        "enveloppe", "enveloppes", ("id",),
        {"nom": "nom", "financeur": "financeur", "annee": "année", "montant": "montant"}, frozenset({"montant"}),
    ),
    REGLE: Scelle(
        "règle d'enveloppe", "regles_enveloppe", ("id",),
        {"enveloppe": "enveloppe", "genre": "genre", "porte_sur": "porte sur", "valeur": "valeur",
         "montant": "montant"}, frozenset({"montant"}),
    ),
    DEMANDE: Scelle(
        "demande de financement", "demandes", ("enveloppe", "action"), {"montant": "montant"}, frozenset({"montant"}),
    ),
    FINANCEMENT: Scelle(
        "financement d'une action", "financements", ("id",),
        {"action": "action", "financeur": "financeur", "prevu": "prévu", "engage": "engagé", "depense": "dépensé",
         "nature": "nature de l'acte", "autorite": "autorité", "numero": "numéro", "date_acte": "date"},
        frozenset({"prevu", "engage", "depense"}),
    ),
}  # fmt: skip


def sceller(db: Database, acteur: Acteur, genre: str, cles: Iterable[object], intitule: str) -> None:
    """Write in the register what rows say now (None: gone), inside the gesture that has just written them.

    A key of several columns is given as their values joined by « / ».
    """
    scelle = TABLES[genre]
    wanted = {str(cle) for cle in cles}
    rows = dict.fromkeys(sorted(wanted)) | {cle: row for cle, row in _lignes(db, scelle) if cle in wanted}
    before = {"non_scelles": _anciens(db)} if _premier(db) is None else {}
    decisions.sceller(db, acteur, scelle.nature, f"{OBJET}{genre}", intitule, {"lignes": rows}, before)


def ecarts(db: Database, genre: str, noms: Mapping[str, str]) -> Iterator[Discordance]:
    """How the rows of a kind differ from what the register says of them. Read only. `noms`: key → its name in words,
    for rows that hold none."""
    scelle, sealed = TABLES[genre], _scellees(db, genre)
    old = {cle for kind, cle in _anciens(db) if kind == genre}
    now = dict(_lignes(db, scelle))
    for cle in [*now, *(cle for cle in sealed if cle not in now), *sorted(old - set(now) - set(sealed))]:
        rang, sealed_row = sealed.get(cle, (0, None))
        if cle in now and sealed_row is not None:
            yield from _change(scelle, genre, noms.get(cle, cle), rang, sealed_row, now[cle])
            continue
        title = _titre(scelle, noms.get(cle, cle), now.get(cle) or sealed_row or {})
        if cle in now and not rang and cle in old:
            yield Discordance(genre, f"{title} : non scellé à l'époque.", ancien=True)
        elif cle in now:
            yield Discordance(genre, f"{title} : écrit dans le fichier {SANS_GESTE}. Le registre ne le dit pas.")
        elif sealed_row is not None:
            yield Discordance(genre, f"{title} : retiré du fichier {SANS_GESTE}, le registre (n° {rang}) le dit.")
        elif not rang:
            yield Discordance(genre, f"{title} : retiré du fichier {SANS_GESTE}.")


def verifier_anciens(db: Database, genre: str) -> Iterator[Discordance]:
    """Whether what was not sealed yet is still what the first seal says it was. Read only."""
    first = _premier(db)
    if first is not None and nets(first) != nets(_anciens(db)):
        yield Discordance(genre, "La liste de ce qui n'était pas scellé à l'époque n'est plus celle du registre.")


def _change(scelle: Scelle, genre: str, cle: str, rang: int, sealed_row: Ligne, now: Ligne) -> Iterator[Discordance]:
    """One sentence for a row that differs: the first columns that do, file then register. A column that came since the
    seal was empty then."""
    apart = [name for name, value in sealed_row.items() if nets(now.get(name)) != value]
    apart += [name for name in scelle.colonnes if name not in sealed_row and now.get(name)]
    if apart:
        words = " ; ".join(
            f"{scelle.colonnes.get(name, name)} : {_mots(scelle, name, now.get(name))} dans le fichier, "
            f"{_mots(scelle, name, sealed_row.get(name))} au registre"
            for name in apart[:3]
        )
        title = _titre(scelle, cle, sealed_row)
        yield Discordance(genre, f"{title} : changé {SANS_GESTE} depuis la ligne n° {rang} du registre ({words}).")


def _titre(scelle: Scelle, cle: str, row: Ligne) -> str:
    name = row.get("nom") or row.get("intitule") or row.get("financeur")
    return f"{scelle.nature.capitalize()} n° {cle} « {name} »" if name else f"{scelle.nature.capitalize()} « {cle} »"


def _mots(scelle: Scelle, name: str, value: object) -> str:
    if value is None or value == "":
        return "rien"
    if name in scelle.cents and isinstance(value, int):
        return f"{nombre(value / 100, 2)} €"
    return exact(value) if isinstance(value, int | float) else f"« {str(value)[:80]} »"


def _lignes(db: Database, scelle: Scelle) -> Iterator[tuple[str, Ligne]]:
    asked = ", ".join([*scelle.cle, *scelle.colonnes])
    rows = db.query(f"SELECT {asked} FROM {scelle.table} ORDER BY {', '.join(scelle.cle)}")  # noqa: S608 - our own names
    for row in rows:
        yield "/".join(str(row[name]) for name in scelle.cle), {name: row[name] for name in scelle.colonnes}


def _scellees(db: Database, genre: str) -> dict[str, tuple[int, Ligne | None]]:
    """The last seal of each row: its rank, and what it says."""
    sealed: dict[str, tuple[int, Ligne | None]] = {}
    for rang, contenu in decisions.contenus(db, f"{OBJET}{genre}"):
        sealed |= {cle: (rang, sealed_row) for cle, sealed_row in contenu["lignes"].items()}
    return sealed


def _premier(db: Database) -> list[list[str]] | None:
    """What the first seal of the file says was not sealed before it; None when nothing is sealed yet."""
    proof = decisions.premiere_preuve(db, OBJET)
    return None if proof is None else proof["non_scelles"]


def _anciens(db: Database) -> list[list[str]]:
    return [list(row) for row in db.conn.execute("SELECT genre, cle FROM non_scelles ORDER BY genre, cle")]
