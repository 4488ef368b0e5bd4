"""Supply by place: who practises where, how much. Loaded from a file or corrected on screen.

The activity of fewer practitioners than the dated threshold never enters the file: their number is public, what
they do is not.
"""

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlite_utils import Database

from data import acteurs, sources, territoire
from data.acteurs import Acteur
from data.erreurs import Refus
from data.parameters import EnVigueur
from data.sources import Carte
from data.store import writing

COLONNES = ["commune", "profession", "secteur", "nombre", "etp", "actes"]
SAISIE = "offre"


def lire(db: Database, profession: str | None = None) -> pd.DataFrame:
    """Rows of supply. Columns `COLONNES`: nombre of people, etp, actes per year (NaN when not known or withheld)."""
    rows = db.query("SELECT * FROM offre ORDER BY commune, profession, secteur")
    frame = pd.DataFrame(rows, columns=[*COLONNES, "source"])[COLONNES]
    frame = frame.astype({"nombre": float, "etp": float, "actes": float})
    return frame if profession is None else frame[frame["profession"] == profession].reset_index(drop=True)


def masquer(lignes: Sequence[Mapping[str, object]], valeurs: EnVigueur) -> tuple[list[dict[str, object]], int]:
    """The same rows without the activity of too few practitioners, and how many rows lost it."""
    least = valeurs.number("seuil_secret_praticiens")
    hidden = [int(str(row["nombre"])) < least and row["actes"] is not None for row in lignes]
    return [{**row, "actes": None} if hide else dict(row) for row, hide in zip(lignes, hidden, strict=True)], sum(
        hidden
    )


def enregistrer(db: Database, acteur: Acteur, lignes: Sequence[Mapping[str, object]], valeurs: EnVigueur) -> str:
    """Replace the whole supply by the rows typed on screen. Raises `Refus` on a row that makes no sense."""
    kept, hidden = masquer(lignes, valeurs)
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        _check(kept, set(territoire.communes(db).index))
        acteurs.record(db, acteur, "corriger l'offre", f"{len(kept)} lignes")
        if not db.conn.execute("SELECT 1 FROM sources WHERE id = ?", (SAISIE,)).fetchone():
            territoire.add_source(db, acteur, _card(valeurs))
        db["offre"].delete_where()
        db["offre"].insert_all({**row, "source": SAISIE} for row in kept)
    tail = f" Activité non gardée pour {hidden} lignes de moins de trois praticiens." if hidden else ""
    return f"Offre enregistrée : {len(kept)} lignes.{tail}"


def _check(rows: Sequence[Mapping[str, object]], communes: set[str]) -> None:
    keys = [(row["commune"], row["profession"], row["secteur"]) for row in rows]
    for place, number, row in zip((k[0] for k in keys), range(1, len(keys) + 1), rows, strict=True):
        if place not in communes:
            raise Refus(f"Ligne {number} : « {place} » n'est pas une commune de ce fichier. Rien n'a été enregistré.")
        if not row["profession"] or not row["secteur"]:
            raise Refus(f"Ligne {number} : il manque la profession ou le secteur. Rien n'a été enregistré.")
        for name in ("nombre", "etp", "actes"):
            value = row[name]
            if value is not None and not 0 <= float(str(value)) < 1e7:
                raise Refus(f"Ligne {number} : « {name} » doit être positif. Rien n'a été enregistré.")
    if len(set(keys)) < len(keys):
        raise Refus("Deux lignes ont la même commune, la même profession et le même secteur. Rien n'a été enregistré.")


def _card(valeurs: EnVigueur) -> Carte:
    return Carte(
        id=SAISIE, titre="Offre de soins par lieu", producteur="saisi par la table", millesime=str(valeurs.day.year),
        licence="interne à la table", url="", consulte_le=valeurs.day, fichier="saisie à l'écran", sha256=sources.SANS,
        fiabilite="T", description="Praticiens par commune, profession et secteur.",
        mises_en_garde=("Sous trois praticiens, l'activité n'est pas gardée.",), colonnes=(),
    )  # fmt: skip
