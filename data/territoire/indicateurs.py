"""Indicators: every figure is a series (what, unit, level, vintage, age series, status, source) and its values.

A value is present (zero included), missing, or withheld: three different things, in the column `etat`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

import pandas as pd
from sqlite_utils import Database

from components.core.communes import interieures
from components.core.refus import Introuvable
from data.base.souvenir import partagee
from data.territoire import territoire

POPULATION = "population_totale"
APL_MG = "apl_mg"
STANDARDISEE = "population_standardisee_mg"
DITE = "dite"
DECALAGE_APL = 2  # an APL of year n is published with the populations of year n − 2 (DREES)
# A single max() makes SQLite take the other columns from the row that has it; missing values count only when alone.
NEWEST_RESIDENTS = """
    SELECT code, valeur, nullif(max(CASE WHEN etat = 'valeur' THEN millesime ELSE 0 END), 0) FROM valeurs
    JOIN series ON series.id = valeurs.serie WHERE indicateur = ? GROUP BY code ORDER BY code"""
VALEUR, MANQUANT, SECRET = "valeur", "manquant", "secret"


@dataclass(frozen=True)
class Serie:
    """What a column of figures is. `sens`: +1 when more is better, -1 when less is, 0 when neither.

    `decimales`: decimals the source publishes. `statut`: officiel, estimé, or saisi par la table. `agregation`:
    how communes make a territory (moyenne, somme, aucune). `poids`: indicator that officially weights the
    mean; when no series of it is loaded the total population stands in, and the reading says so.
    """

    immuable: ClassVar[bool] = True

    id: str
    indicateur: str
    libelle: str
    unite: str
    niveau: str
    profession: str
    serie: str
    millesime: int
    sens: int
    decimales: int
    statut: str
    agregation: str
    poids: str | None
    source: str
    dite: str = ""  # what the table declared its age series to be

    @property
    def titre(self) -> str:
        """Label, age series (as the table declared it, where it did) and year, as every screen and export names it."""
        named = f"{self.dite} (déclaré par la table)" if self.dite else self.serie
        precision = f", {named}" if named else ""
        return f"{self.libelle}{precision}, {self.millesime}"


@partagee
def series(db: Database, niveau: str | None = None) -> list[Serie]:
    """Every series, newest vintage first inside each indicator; by territory, those of the mesh in use."""
    rows = db.query(
        "SELECT * FROM series WHERE maille IS NULL OR maille = (SELECT valeur FROM concertation WHERE cle = 'maille') "
        "ORDER BY indicateur, millesime DESC, serie"
    )
    names, declared = [field.name for field in fields(Serie) if field.name != DITE], _declarees(db)
    loaded = [Serie(**{name: row[name] for name in names}, dite=declared.get(_publiee(row), "")) for row in rows]
    return [serie for serie in loaded if niveau in (None, serie.niveau)]


def _declarees(db: Database) -> dict[tuple[Any, ...], str]:
    """What the table declared a publication to be, as long as its file is the one the declaration was made on."""
    rows = db.query(
        "SELECT series.*, declaration FROM declarations JOIN series ON objet = 'serie:' || series.id "
        "JOIN sources ON sources.id = series.source AND sources.sha256 = declarations.empreinte"
    )
    return {_publiee(row): str(row["declaration"]) for row in rows}


def _publiee(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What one publication gives by commune and by territory alike."""
    return tuple(row[name] for name in ("indicateur", "millesime", "serie", "source"))


def serie(db: Database, identifiant: str) -> Serie:
    """One series by id, or the newest of an indicator by its name. Raises `Introuvable` with what exists."""
    loaded = series(db)
    for candidate in loaded:
        if identifiant in (candidate.id, candidate.indicateur):
            return candidate
    names = ", ".join(sorted({candidate.indicateur for candidate in loaded})) or "aucun"
    raise Introuvable(f"L'indicateur « {identifiant} » n'est pas dans ce fichier. Disponibles : {names}.")


def apl_generalistes(db: Database) -> list[Serie]:
    """Published access to general practitioners by commune, newest vintage first; empty when none is loaded."""
    return [candidate for candidate in series(db, "commune") if candidate.indicateur == APL_MG]


def par_territoire(db: Database, communale: Serie) -> Serie | None:
    """The same figures published by territory of the mesh in use; None when the file has none."""
    asked = (communale.indicateur, communale.millesime, communale.serie)
    published = series(db, "territoire")
    return next(
        (candidate for candidate in published if (candidate.indicateur, candidate.millesime, candidate.serie) == asked),
        None,
    )


@partagee
def values(db: Database, identifiant: str) -> pd.DataFrame:
    """Values of a series, indexed by code. Columns: valeur (float, NaN unless etat is « valeur »), etat."""
    rows = db.conn.execute("SELECT code, valeur, etat FROM valeurs WHERE serie = ? ORDER BY code", [identifiant])
    frame = pd.DataFrame(rows.fetchall(), columns=["code", "valeur", "etat"]).set_index("code")
    return frame.astype({"valeur": float})


@partagee
def au_dela(db: Database, identifiant: str) -> pd.DataFrame:
    """Values of a series across the border, indexed by code, as the file that brought it gave them. Columns: valeur
    (float, NaN unless etat is « valeur »), etat."""
    rows = db.conn.execute(
        "SELECT code, valeur, etat FROM valeurs_au_dela WHERE serie = ? ORDER BY code", [identifiant]
    )
    frame = pd.DataFrame(rows.fetchall(), columns=["code", "valeur", "etat"]).set_index("code")
    return frame.astype({"valeur": float})


@partagee
def habitants(db: Database) -> tuple["pd.Series[float]", str]:
    """Residents by commune code, border places included, and what they are in words.

    The newest total population of each commune: vintages may differ across the border, and the words say so.
    """
    rows = db.conn.execute(NEWEST_RESIDENTS, [POPULATION]).fetchall()
    if not rows:
        raise Introuvable("Aucune population n'est chargée.")
    frame = pd.DataFrame(rows, columns=["code", "valeur", "millesime"]).set_index("code")
    newest, *older = sorted(set(frame["millesime"].dropna().astype(int)), reverse=True) or [0]
    tail = f" ({', '.join(map(str, older))} hors du département)" if older else ""
    return frame["valeur"].astype(float), f"population totale {newest}{tail}"


def plus_peuplee(db: Database) -> str:
    """The name of the commune of most residents, the first by name when none is known: an example that people know."""
    names = interieures(territoire.communes(db))["nom"]
    try:
        people = habitants(db)[0].reindex(names.index).fillna(0.0)
    except Introuvable:
        return str(names.min())
    return str(names[people.idxmax()])


@partagee
def modalites(db: Database, identifiant: str) -> dict[int, str]:
    """Words of the categories of a series, by rank; empty when its values are numbers."""
    rows = db.conn.execute("SELECT rang, mots FROM modalites WHERE serie = ? ORDER BY rang", (identifiant,))
    return {int(rang): str(mots) for rang, mots in rows.fetchall()}


def poids(db: Database, lue: Serie) -> Serie | None:
    """The loaded series that weights this one: its `poids`, of the vintage published with it (two years before
    for an APL), else the nearest; None when none is loaded."""
    loaded = [candidate for candidate in series(db, "commune") if lue.poids and candidate.indicateur == lue.poids]
    wanted = lue.millesime - DECALAGE_APL
    return min(loaded, key=lambda candidate: (abs(candidate.millesime - wanted), -candidate.millesime), default=None)


def store(db: Database, nouvelle: Serie, valeurs: Iterable[tuple[str, float | None, str]]) -> None:
    """Write a series and its values, replacing the same vintage; call it inside a group of writes.

    A series by territory is kept with the mesh in use: under another mesh its codes name other places.
    """
    db["series"].delete_where("id = ?", [nouvelle.id])
    db["series"].insert({name: value for name, value in asdict(nouvelle).items() if name != DITE})
    db.conn.execute(
        "UPDATE series SET maille = (SELECT valeur FROM concertation WHERE cle = 'maille') "
        "WHERE id = ? AND niveau = 'territoire'",
        [nouvelle.id],
    )
    db.conn.executemany(
        "INSERT INTO valeurs (serie, code, valeur, etat) VALUES (?, ?, ?, ?)",
        [(nouvelle.id, code, valeur, etat) for code, valeur, etat in valeurs],
    )


def garder_au_dela(db: Database, serie: Serie, valeurs: Iterable[tuple[str, float | None, str]]) -> None:
    """Write the values of a series across the border, once it is stored."""
    db.conn.executemany(
        "INSERT INTO valeurs_au_dela (serie, code, valeur, etat) VALUES (?, ?, ?, ?)",
        [(serie.id, code, valeur, etat) for code, valeur, etat in valeurs],
    )


def population(millesime: int, source: str) -> Serie:
    """The series of total legal populations of a vintage."""
    return Serie(
        id=f"population_totale_{millesime}",
        indicateur=POPULATION,
        libelle="Population totale",
        unite="habitants",
        niveau="commune",
        profession="",
        serie="",
        millesime=millesime,
        sens=0,
        decimales=0,
        statut="officiel",
        agregation="somme",
        poids=None,
        source=source,
    )


def states(pairs: Iterable[tuple[object, object]]) -> list[tuple[str, float | None, str]]:
    """Pairs (code, value or missing) as the triples that `store` takes: a missing value stays missing."""
    return [
        (str(code), None, MANQUANT) if pd.isna(value) else (str(code), float(str(value)), VALEUR)
        for code, value in pairs
    ]
