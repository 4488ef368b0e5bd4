"""Structures of the département as screens and files show them: what each covers, for how many people, its warnings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.communes import interieures
from components.core.francais import pluriel
from components.core.saisie import simple
from components.reponses.regles import structures as regles
from components.reponses.regles.structures import Reperes
from components.reponses.regles.tableur import COLONNES
from data.base.parameters import EnVigueur
from data.carences import constats
from data.structures import catalogue, couverture, structures
from data.structures.catalogue import CPTS, ROLES
from data.structures.couverture import COMMUNE, Lieu
from data.territoire import indicateurs, territoire

SEPARATEUR = ";"
TOUT = "tout le département"


@dataclass(frozen=True, eq=False)
class Annuaire:
    """The open structures, indexed by number, with `habitants` (covered), `couvre` (words) and `avis` (warnings); and
    each commune that each covers (columns structure, commune)."""

    structures: pd.DataFrame
    communes: pd.DataFrame


def annuaire(db: Database, jour: date, fermees: bool = False) -> Annuaire:
    """Read the structures of the table, on a day. `fermees`: with those that closed."""
    structure_rows, covered = structures.read(db, fermees), couverture.communes(db)
    people, _ = indicateurs.habitants(db)
    totals = covered.assign(n=covered["commune"].map(people)).groupby("structure")["n"].sum()
    marks = reperes(db, jour)
    cpts = {
        int(str(i)): str(row["nom"])
        for i, row in structure_rows.iterrows()
        if row["type"] == CPTS and not row["fermee_le"]
    }
    rows = structure_rows.assign(
        habitants=[float(totals.get(ident, 0.0)) for ident in structure_rows.index],
        couvre=[couverture.mots(db, couverture.lieux(db, int(ident))) for ident in structure_rows.index],
    )
    notes = [
        regles.avertissements(
            row["habitants"], row["professionnels"], row["taille"], regles.voisines(covered, int(str(i)), cpts), marks
        )
        if i in cpts
        else []
        for i, row in rows.iterrows()
    ]
    return Annuaire(rows.assign(avis=pd.Series(notes, rows.index, dtype=object)), covered)


def phrase(directory: Annuaire) -> str:
    """The structures in a sentence: how many, by what they do, and how many ask to be looked at."""
    rows = directory.structures
    if rows.empty:
        return "Aucune structure n'est encore notée."
    counts = [f"{words.lower()} : {int((rows['role'] == role).sum())}" for role, words in ROLES.items()]
    watched = int(rows["avis"].map(bool).sum())
    tail = f" {pluriel(watched, 'CPTS à regarder', 'CPTS à regarder')}." if watched else ""
    return f"{pluriel(len(rows), 'structure notée', 'structures notées')} ({' ; '.join(counts)}).{tail}"


def reperes(db: Database, jour: date) -> Reperes:
    """The marks of a CPTS in force on a day."""
    read = EnVigueur.read(db, jour).number
    return Reperes(
        (read("cpts_habitants_min"), read("cpts_habitants_max")),
        (read("cpts_professionnels_min"), read("cpts_professionnels_max")),
        (read("aci_taille_1_max"), read("aci_taille_2_max"), read("aci_taille_3_max")),
    )


def visibles(db: Database, prepare: bool) -> list[str]:
    """Territories of the mesh in use whose answers this visitor may read: for a reader, those the table examined."""
    codes = [str(code) for code in territoire.territoires(db).index]
    return codes if prepare else [code for code in codes if constats.professions_examinees(db, code)]


def tableau(db: Database, rows: pd.DataFrame) -> pd.DataFrame:
    """Structures as a table that the import reads back, with the population covered."""
    kinds = catalogue.types()
    lines = [
        {
            **{title: row[name] for name, title in COLONNES.items() if name in row},
            COLONNES["type"]: kinds[row["type"]].nom if row["type"] in kinds else row["type"],
            COLONNES["role"]: ROLES[row["role"]],
            COLONNES["couverture"]: f" {SEPARATEUR} ".join(_mots(db, couverture.lieux(db, int(str(ident))))),
            COLONNES["maturite_le"]: _jma(row["maturite_le"]),
            "Habitants couverts": round(row["habitants"]),
        }
        for ident, row in rows.iterrows()
    ]
    return pd.DataFrame(lines, columns=[*COLONNES.values(), "Habitants couverts"]).astype({"Professionnels": "Int64"})


def _jma(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


def _mots(db: Database, places: Iterable[Lieu]) -> list[str]:
    """Each place in words that `lecteur_de_lieux` reads: a commune with its code, as a territory may bear its name."""
    words = {place: couverture.mots(db, [place]) for place in places}
    return sorted(f"{label} ({place.code})" if place.maille == COMMUNE else label for place, label in words.items())


def lecteur_de_lieux(db: Database) -> Callable[[str], set[Lieu]]:
    """What reads places written one after the other between « ; ». It raises ValueError with the first that cannot be
    read."""
    towns, whole = interieures(territoire.communes(db))["nom"], couverture.tout_le_departement(db)
    territories = _par_nom(territoire.territoires(db)["nom"])
    communes = _par_nom(towns)

    def lieu(part: str) -> Lieu:
        code = part.rpartition("(")[2].rstrip(")").strip()
        named, alike = territories.get(simple(part), []), communes.get(simple(part), [])
        if simple(part) == simple(TOUT):
            return whole
        if code in towns.index:
            return Lieu(COMMUNE, code)
        if len(named) + len(alike) == 1:
            return couverture.territoire_en_usage(db, named[0]) if named else Lieu(COMMUNE, alike[0])
        if named or alike:
            raise ValueError(f"« {part} » nomme plusieurs lieux : écrivez le code de la commune, « {part} (code) ».")
        raise ValueError(f"« {part} » n'est ni une commune, ni un territoire d'ici.")

    return lambda texte: {lieu(part) for part in filter(None, (one.strip() for one in texte.split(SEPARATEUR)))}


def _par_nom(noms: "pd.Series[str]") -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for code, name in noms.items():
        codes.setdefault(simple(str(name)), []).append(str(code))
    return codes


def completes(db: Database, jour: date, code: str | None = None) -> list[dict[str, Any]]:
    """Structures to print, of a territory or of all: the fields, `habitants`, `couvre`, `avis`, and where each mission
    noted stands."""
    structure_rows = annuaire(db, jour).structures
    if code is not None:
        structure_rows = structure_rows[structure_rows.index.isin(structures.par_territoire(db, code)["id"])]
    kinds = catalogue.types()
    here = []
    for ident, row in structure_rows.iterrows():
        stages = structures.etapes_de(db, int(str(ident))).drop_duplicates("mission")
        names = kinds[row["type"]].missions if row["type"] in kinds else {}
        missions = [
            f"{names[s.mission]} ({s.etape} depuis le {_jma(s.le)})" for s in stages.itertuples() if s.mission in names
        ]
        here.append(dict(row) | {"missions": missions})
    return here
