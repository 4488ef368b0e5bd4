"""Supply by place: who practises where, how much. Loaded from a file or corrected on screen.

The activity and the working time of fewer practitioners than the dated threshold never enter the file: their number
is public, what they do is not. Where a figure is explained, each of them counts as one full time.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import pandas as pd
from sqlite_utils import Database

from components.core.francais import accord
from components.core.refus import Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.parameters import EnVigueur
from data.base.store import writing
from data.imports.effectifs import ETP_MAX, PROFESSIONS_OFFRE, SECTEURS
from data.imports.grammaire.cellules import simple
from data.territoire import sources, territoire
from data.territoire.sources import CarteDIdentite

COLONNES = ["commune", "profession", "secteur", "nombre", "etp", "actes"]
SECRETES = ("etp", "actes")
SAISIE, TABLE, CORRIGE = "offre", "saisi par la table", ", corrigé par la table"
TROP = 1e7


def lire(db: Database, profession: str | None = None) -> pd.DataFrame:
    """Rows of supply. Columns `COLONNES`: nombre of people, etp, actes per year (NaN when not known or withheld)."""
    rows = db.query("SELECT * FROM offre ORDER BY commune, profession, secteur")
    frame = pd.DataFrame(rows, columns=[*COLONNES, "source"])[COLONNES]
    frame = frame.astype({"nombre": float, "etp": float, "actes": float})
    return frame if profession is None else frame[frame["profession"] == profession].reset_index(drop=True)


def masquer(lignes: Sequence[Mapping[str, object]], valeurs: EnVigueur) -> tuple[list[dict[str, object]], int]:
    """The same rows without the activity and working time of too few practitioners, and how many rows lost them."""
    least = valeurs.number("seuil_secret_praticiens")
    filled = [any(row[name] is not None for name in SECRETES) for row in lignes]
    hidden = [int(str(row["nombre"])) < least and gives for row, gives in zip(lignes, filled, strict=True)]
    masked = [
        {**row, **dict.fromkeys(SECRETES)} if hide else dict(row) for row, hide in zip(lignes, hidden, strict=True)
    ]
    return masked, sum(hidden)


def empreinte(db: Database) -> str:
    """A mark of the supply as it is now: it changes as soon as a row does."""
    return sha256(lire(db).to_csv(index=False).encode()).hexdigest()


def enregistrer(
    db: Database, acteur: Acteur, lignes: Sequence[Mapping[str, object]], valeurs: EnVigueur, vue: str | None = None
) -> str:
    """Replace the whole supply by the rows typed on screen. `vue`: mark of the supply they were typed over.

    Raises `Refus` on a row that makes no sense, or when someone else changed the supply meanwhile.
    """
    named = [{**row, "secteur": SECTEURS.get(simple(row["secteur"]), row["secteur"])} for row in lignes]
    masked, hidden = masquer(named, valeurs)
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        _check(masked, set(territoire.communes(db).index))
        if vue is not None and vue != empreinte(db):
            raise Refus(
                "L'offre a changé pendant votre saisie (autre onglet, autre personne, fichier chargé). Rien n'a été "
                "enregistré ; votre saisie est toujours à l'écran : exportez-la en CSV, puis reprenez l'offre actuelle."
            )
        acteurs.record(db, acteur, "corriger l'offre", f"{len(masked)} lignes")
        territoire.ajouter_source(db, acteur, _card(db, valeurs))
        db["offre"].delete_where()
        db["offre"].insert_all({**row, "source": SAISIE} for row in masked)
    tail = (
        f" Activité et ETP non gardés : {accord(hidden, 'ligne', 'lignes')} de trop peu de praticiens."
        if hidden
        else ""
    )
    return f"Offre enregistrée : {accord(len(masked), 'ligne', 'lignes')}.{tail}"


def _check(rows: Sequence[Mapping[str, object]], communes: set[str]) -> None:
    for number, row in enumerate(rows, 1):
        problem = _problem(row, communes)
        if problem:
            raise Refus(f"Ligne {number} : {problem}. Rien n'a été enregistré.")
    if len({(row["commune"], row["profession"], row["secteur"]) for row in rows}) < len(rows):
        raise Refus("Deux lignes ont la même commune, la même profession et le même secteur. Rien n'a été enregistré.")


def _problem(row: Mapping[str, object], communes: set[str]) -> str:
    """What is wrong with a row, or nothing."""
    if row["commune"] not in communes:
        return "il manque la commune, ou elle n'est pas de ce fichier"
    if row["profession"] not in PROFESSIONS_OFFRE or simple(row["secteur"]) not in SECTEURS:
        return "il manque la profession ou le secteur, ou ils ne sont pas dans la liste"
    for name in ("nombre", "etp", "actes"):
        value = row[name]
        if value is not None and not 0 <= float(str(value)) < TROP:
            return f"« {name} » doit être un nombre positif"
    if row["etp"] is not None and float(str(row["etp"])) > ETP_MAX * float(str(row["nombre"])):
        return "plus d'un temps plein et demi par praticien"
    return ""


def _card(db: Database, valeurs: EnVigueur) -> CarteDIdentite:
    """The card of a supply typed on screen; what was loaded from a file before keeps its producer's name."""
    before = db.conn.execute("SELECT producteur FROM sources WHERE id = ?", (SAISIE,)).fetchone()
    maker = str(before[0]).removesuffix(CORRIGE) if before else TABLE
    return CarteDIdentite(
        id=SAISIE, titre="Offre de soins par lieu", producteur=maker if maker == TABLE else f"{maker}{CORRIGE}",
        millesime=str(valeurs.day.year), licence="interne à la table", url="", consulte_le=valeurs.day,
        fichier="saisie à l'écran", sha256=sources.SANS, fiabilite="T",
        description="Praticiens par commune, profession et secteur.",
        mises_en_garde=("Sous trois praticiens, ni l'activité ni les ETP ne sont gardés.",), colonnes=(),
    )  # fmt: skip
