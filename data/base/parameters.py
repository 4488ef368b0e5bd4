"""Dated parameters: no threshold, weight or coefficient lives in the code.

Each TOML file of `data/parameters/` is one theme; a parameter has a label, a unit and dated values, each with
its range, its reference and its reliability tag (V official text, P press, V/P the first through the second, G
third-party repository, D derived here, M to verify). The table may set a value of its own in place of any that is not
official: it is kept with its author and reason, shown as such everywhere, and can be taken back. A floor (`plancher`:
secrecy, presence) may be raised by facilitation, and is never lowered, whichever door the value came through: one below
it, in a file of before, is read as the floor, and its reference says so.
"""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from sqlite_utils import Database

from components.core.francais import exact
from components.core.refus import Introuvable, Refus
from data.base import acteurs, jours, sceaux
from data.base.acteurs import Acteur
from data.base.store import writing

FOLDER = Path(__file__).resolve().parents[1] / "parameters"
FIABILITES = {
    "V": "lu dans un texte officiel",
    "V/P": "lu dans une publication officielle, par un relais",
    "P": "lu dans la presse ou un relais, à vérifier",
    "G": "lu dans un dépôt public tiers, à vérifier",
    "D": "déduit par un calcul documenté",
    "M": "connaissance générale, à vérifier",
    "T": "saisi par la table",
}


def sourcee(reference: str, fiabilite: str) -> str:
    """A reference with how it was read, in words: « DREES, 2024 (lu dans un texte officiel) »."""
    return f"{reference} ({FIABILITES[fiabilite]})" if fiabilite in FIABILITES else reference


Nombres = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class ValeurDatee:
    """A value in force from `since`: a number, or rows of numbers (`lignes`) for bands and curves."""

    immuable: ClassVar[bool] = True

    since: date
    value: float
    low: float | None
    high: float | None
    reference: str
    fiabilite: str
    lignes: Nombres = ()

    @property
    def bornes(self) -> tuple[float, float, float]:
        """Low, central, high; a bound that is not known equals the central value."""
        low = self.value if self.low is None else self.low
        return low, self.value, self.value if self.high is None else self.high


@dataclass(frozen=True)
class Parametre:
    """A named parameter of a theme, with its dated values in order. `positif`: zero makes no sense for it;
    `au_plus`: nor does anything above; `au_moins`: nor anything below; `plancher`: what nobody lowers it under."""

    nom: str
    theme: str
    label: str
    unit: str
    description: str
    checked_on: date
    valeurs: tuple[ValeurDatee, ...]
    positif: bool = False
    au_plus: float | None = None
    au_moins: float | None = None
    plancher: float | None = None

    def at(self, day: date) -> ValeurDatee:
        """The value in force that day. Raises `Introuvable` before the first date."""
        started = [valeur for valeur in self.valeurs if valeur.since <= day]
        if not started:
            first = self.valeurs[0].since.strftime("%d/%m/%Y")
            raise Introuvable(f"« {self.label} » n'a pas de valeur avant le {first}.")
        return started[-1]

    @property
    def minimum(self) -> float:
        """The least value the table may set: zero, unless the parameter says otherwise (a population may fall)."""
        return next((least for least in (self.plancher, self.au_moins) if least is not None), 0.0)

    @property
    def roles(self) -> tuple[str, ...]:
        """Who may set it: a floor is facilitation's."""
        return acteurs.PREPARER if self.plancher is None else acteurs.ANIMER

    def tenue(self, valeur: ValeurDatee) -> ValeurDatee:
        """A value as it is read: a floor where it lies below, and then its reference says so."""
        least = self.plancher
        if least is None or min(valeur.bornes) >= least:
            return valeur
        low, high = (None if bound is None else max(bound, least) for bound in (valeur.low, valeur.high))
        reference = f"{valeur.reference} ({_chiffre(valeur.value)} saisi, sous le plancher : lu {_chiffre(least)})"
        return replace(valeur, value=max(valeur.value, least), low=low, high=high, reference=reference)

    def editable(self, day: date) -> bool:
        """Whether the table may set its own value: any plain number that is not an official text's."""
        valeur = self.at(day)
        return not valeur.lignes and valeur.fiabilite != "V"


@cache
def catalogue() -> dict[str, Parametre]:
    """Every parameter by name. Raises ValueError on a malformed or duplicate entry (a fault of ours)."""
    parametres: dict[str, Parametre] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for nom, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if nom in parametres:
                raise ValueError(f"{nom}: declared twice ({parametres[nom].theme}, {file.stem})")
            parametres[nom] = _parse(nom, file.stem, entry)
    return parametres


class EnVigueur:
    """The parameters of one day, as this table uses them (local values first)."""

    def __init__(self, day: date, locales: dict[str, ValeurDatee] | None = None) -> None:
        self.day = day
        self.locales = locales or {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EnVigueur) and (self.day, self.locales) == (other.day, other.locales)

    def __hash__(self) -> int:
        return hash((self.day, *sorted(self.locales)))

    @classmethod
    def read(cls, db: Database, day: date) -> "EnVigueur":
        rows = db.query("SELECT * FROM parametres_locaux")
        own = {row["nom"]: _local(row, jours.jour_de(db, row["le"])) for row in rows}
        return cls(
            day, {nom: catalogue()[nom].tenue(value) if nom in catalogue() else value for nom, value in own.items()}
        )

    def __getitem__(self, nom: str) -> ValeurDatee:
        return self.locales.get(nom) or catalogue()[nom].at(self.day)

    def retenue(self, nom: str) -> ValeurDatee:
        """The value that a reading uses: the table's own, else the last one read in an official text, else the last."""
        if nom in self.locales:
            return self.locales[nom]
        official = [v for v in catalogue()[nom].valeurs if v.since <= self.day and v.fiabilite == "V"]
        return official[-1] if official else self[nom]

    def number(self, nom: str) -> float:
        return self[nom].value

    def with_value(self, nom: str, value: float) -> "EnVigueur":
        """The same day with one value changed, for trying a hypothesis; nothing is written."""
        return EnVigueur(self.day, self.locales | {nom: replace(self[nom], value=value)})


def fixer(
    db: Database, acteur: Acteur, nom: str, valeur: float, bas: float | None, haut: float | None, motif: str
) -> None:
    """Keep the table's own value of a parameter. Raises `Refus` when it may not be set, or makes no sense."""
    parametre = catalogue().get(nom)
    if parametre is None:
        raise Introuvable(f"Le paramètre « {nom} » n'existe pas.")
    _check_local(parametre, valeur, bas, haut, motif)
    with writing(db):
        acteurs.exiger(db, acteur, *parametre.roles)
        acteurs.record(
            db, acteur, "régler un paramètre", nom, {"valeur": valeur, "bas": bas, "haut": haut, "motif": motif}
        )
        db["parametres_locaux"].upsert(
            {
                "nom": nom,
                "bas": bas,
                "valeur": valeur,
                "haut": haut,
                "motif": motif,
                "acteur": acteur.id,
                "le": acteurs.now(),
            },
            pk="nom",
        )
        reglage = f"{parametre.label} : {exact(valeur)} {parametre.unit}"
        sceaux.sceller(db, acteur, sceaux.PARAMETRE, [nom], f"Réglé par la table : {reglage}")


def retablir(db: Database, acteur: Acteur, nom: str) -> None:
    """Go back to the dated value. Does nothing when the table had set none."""
    with writing(db):
        acteurs.exiger(db, acteur, *(catalogue()[nom].roles if nom in catalogue() else acteurs.PREPARER))
        if db.conn.execute("DELETE FROM parametres_locaux WHERE nom = ?", (nom,)).rowcount:
            acteurs.record(db, acteur, "rétablir un paramètre", nom)
            label = catalogue()[nom].label if nom in catalogue() else nom
            sceaux.sceller(db, acteur, sceaux.PARAMETRE, [nom], f"Rendu à sa valeur datée : {label}")


def _check_local(parametre: Parametre, valeur: float, bas: float | None, haut: float | None, motif: str) -> None:
    if parametre.at(date.today()).lignes:
        raise Refus(f"« {parametre.label} » est un barème à plusieurs lignes : il ne se règle pas ici.")
    if not parametre.editable(date.today()):
        raise Refus(f"« {parametre.label} » vient d'un texte officiel : sa valeur ne se règle pas ici.")
    if not motif.strip():
        raise Refus("Indiquez pourquoi la table retient cette valeur : le motif est affiché à côté du chiffre.")
    low, high = valeur if bas is None else bas, valeur if haut is None else haut
    if not low <= valeur <= high < 1e9:
        raise Refus("Il faut bas ≤ valeur ≤ haut. Rien n'a été modifié.")
    if parametre.positif and low == 0:
        raise Refus(f"« {parametre.label} » ne peut pas être nul. Rien n'a été modifié.")
    if low < parametre.minimum:
        limit, why = (
            _chiffre(parametre.minimum),
            "" if parametre.plancher is None else " : un plancher se relève seulement",
        )
        raise Refus(f"« {parametre.label} » ne descend pas sous {limit} ({parametre.unit}){why}. Rien n'a été modifié.")
    if parametre.au_plus is not None and high > parametre.au_plus:
        limit = f"{parametre.au_plus:g}".replace(".", ",")
        raise Refus(f"« {parametre.label} » ne dépasse pas {limit} ({parametre.unit}). Rien n'a été modifié.")


def _chiffre(value: float) -> str:
    return f"{value:g}".replace(".", ",").replace("-", "−")


def _local(row: dict[str, Any], since: date) -> ValeurDatee:
    return ValeurDatee(
        since=since,
        value=row["valeur"],
        low=row["bas"],
        high=row["haut"],
        reference=f"valeur de la table : {row['motif']}",
        fiabilite="T",
    )


def _parse(nom: str, theme: str, entry: dict[str, Any]) -> Parametre:
    expected = {"label", "unit", "description", "checked_on", "values"}
    if set(entry) - {"positif", "au_plus", "au_moins", "plancher"} != expected or not entry["values"]:
        raise ValueError(f"{theme}.{nom}: keys {sorted(set(entry) ^ expected)} missing or unknown, or no value")
    valeurs = tuple(sorted((_parse_value(row) for row in entry["values"]), key=lambda valeur: valeur.since))
    words = (entry["label"], entry["unit"], entry["description"], entry["checked_on"])
    limits = entry.get("positif", False), *(entry.get(limit) for limit in ("au_plus", "au_moins", "plancher"))
    parametre = Parametre(nom, theme, *words, valeurs, *limits)
    if any(parametre.tenue(valeur) != valeur for valeur in valeurs):
        raise ValueError(f"{theme}.{nom}: a dated value lies below its own floor")
    return parametre


def _parse_value(row: dict[str, Any]) -> ValeurDatee:
    if row["fiabilite"] not in FIABILITES:
        raise ValueError(f"unknown reliability tag {row['fiabilite']!r}")
    return ValeurDatee(
        since=row["since"],
        value=_number(row.get("value", 0)),
        low=_number(row["low"]) if "low" in row else None,
        high=_number(row["high"]) if "high" in row else None,
        reference=row["reference"],
        fiabilite=row["fiabilite"],
        lignes=tuple(tuple(_number(cell) for cell in line) for line in row.get("rows", [])),
    )


def _number(cell: float | str) -> float:
    """A TOML number, or an exact fraction written as text (`"2/3"`)."""
    return float(Fraction(cell)) if isinstance(cell, str) else float(cell)
