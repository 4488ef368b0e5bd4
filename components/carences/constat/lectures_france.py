"""The signals on every territory that the loaded files cover beyond the département, and the thresholds they give.

Worked out once for the same files: a redraw, or a vote written meanwhile, asks for nothing again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

import pandas as pd
from sqlite_utils import Database

from components.carences.constat.lectures_calculs import BAISSE, PART, publiees
from components.carences.constat.lectures_minutes import LIEUX
from components.carences.regles.france import SignalEnFrance, champ_lu, seuil_defavorable
from components.carences.regles.hypotheses import baisse, bruits, en_pour_cent
from components.carences.regles.signaux import ProfessionLue, RegleDeProposition
from components.core.acces.aggregate import moyenne, part_sous_seuil
from components.core.francais import exact, pourcent
from data.base.parameters import EnVigueur, ValeurDatee
from data.territoire import france_lue, indicateurs, territoire
from data.territoire.france_lue import Cellule
from data.territoire.indicateurs import VALEUR, Serie

SANS_TEXTE = ("D", "M")  # reliability of a threshold that no text nor publication fixes
DECIMALES = {PART: 0, BAISSE: 1}  # of a threshold; as many as the series publishes otherwise


@dataclass(frozen=True)
class _Colonne:
    """A figure of the communes of France and what weights its mean (empty: residents), in a mesh."""

    valeurs: Cellule
    poids: Cellule
    maille: Cellule


@dataclass(frozen=True)
class _TableDemandee:
    """A table by territory to work out, known by the digests of what it is worked out of."""

    cle: tuple[object, ...]
    calcul: Callable[[], pd.DataFrame] = field(compare=False)


@lru_cache(maxsize=32)
def _gardee(demande: _TableDemandee) -> pd.DataFrame:
    return demande.calcul()


def lire(
    db: Database, profession: ProfessionLue, seuils: Mapping[str, ValeurDatee], valeurs: EnVigueur
) -> dict[str, SignalEnFrance]:
    """By signal, those that the loaded files let one read beyond the département; absent elsewhere."""
    mesh = france_lue.maille(db)
    if not mesh.texte:
        return {}
    read = {}
    for rule in profession.regles:
        table, serie = _table(db, profession, rule, mesh, seuils)
        if serie is not None and table is not None:
            read[rule.nom] = _signal(db, rule, table, serie, valeurs)
    return {name: one for name, one in read.items() if len(one.valeurs)}


def _signal(
    db: Database, rule: RegleDeProposition, table: pd.DataFrame, serie: Serie, valeurs: EnVigueur
) -> SignalEnFrance:
    least = valeurs.number("couverture_minimale"), valeurs.number("population_minimale")
    figures = champ_lu(table, *least)
    noise = pd.Series(0.0, index=figures.index)
    if rule.indicateur == BAISSE:
        noise = pd.Series(bruits(table.loc[figures.index, "population"], valeurs.number("bruit_baisse")))
    covered = france_lue.departements(france_lue.cellule(db, serie.id))
    mesh = str(territoire.maille(db)["nom"]).partition(" (")[0]
    decimals = DECIMALES.get(rule.indicateur, serie.decimales)
    return SignalEnFrance(figures, noise.reindex(figures.index), covered, mesh, serie.millesime, decimals)


def _table(
    db: Database, profession: ProfessionLue, rule: RegleDeProposition, mesh: Cellule, seuils: Mapping[str, ValeurDatee]
) -> tuple[pd.DataFrame | None, Serie | None]:
    """The figure by territory, and the series that it is read from."""
    if rule.indicateur in LIEUX:
        return None, None
    worked_out = rule.indicateur in (PART, BAISSE)
    series = [s for s in publiees(db, profession.acces if worked_out else rule.indicateur) if s.niveau == "commune"]
    if not series or series[0].agregation != "moyenne":
        return None, None
    first, column = series[0], _colonne(db, series[0], mesh)
    if not column.valeurs.texte:
        return None, None
    if rule.indicateur == PART:
        return _part(column, seuils[profession.seuil].value), first
    if rule.indicateur != BAISSE:
        return _niveau(column), first
    older = [s for s in series if s.serie == first.serie and s.millesime < first.millesime]
    before = _colonne(db, older[0], mesh) if older else column
    if not older or not before.valeurs.texte:
        return None, None
    now, then = _niveau(column), _niveau(before)
    return baisse(now, then).assign(population=now["population"]), first


def _colonne(db: Database, serie: Serie, mesh: Cellule) -> _Colonne:
    weight = indicateurs.poids(db, serie)
    weights = france_lue.VIDE if weight is None else france_lue.cellule(db, weight.id)
    return _Colonne(france_lue.cellule(db, serie.id), weights, mesh)


def _niveau(column: _Colonne) -> pd.DataFrame:
    def calcul() -> pd.DataFrame:
        communes = _communes(column)
        table = moyenne(communes["valeur"], communes["etat"], communes["poids"], communes["territoire"])
        return table.assign(population=communes.groupby("territoire")["population"].sum())

    return _gardee(_TableDemandee(("niveau", *_cles(column)), calcul))


def _part(column: _Colonne, limit: float) -> pd.DataFrame:
    def calcul() -> pd.DataFrame:
        communes = _communes(column)
        table = part_sous_seuil(
            communes["valeur"], communes["etat"], communes["population"], communes["territoire"], limit
        )
        return en_pour_cent(table).assign(population=communes.groupby("territoire")["population"].sum())

    return _gardee(_TableDemandee(("part", limit, *_cles(column)), calcul))


def _cles(column: _Colonne) -> tuple[str, ...]:
    return column.valeurs.empreinte, column.poids.empreinte, column.maille.empreinte


def _communes(column: _Colonne) -> pd.DataFrame:
    """Communes of the mesh that have residents: valeur, etat, poids, population, territoire."""
    mesh, people = france_lue.territoires(column.maille), france_lue.habitants()
    codes = mesh.index.intersection(people.index)
    values = france_lue.valeurs(column.valeurs).reindex(codes)
    residents = people.reindex(codes)
    weights = residents
    if column.poids.texte:
        weights = france_lue.valeurs(column.poids).reindex(codes).fillna(0.0)
    states = values.notna().map({True: VALEUR, False: indicateurs.MANQUANT})
    return pd.DataFrame(
        {"valeur": values, "etat": states, "poids": weights, "population": residents, "territoire": mesh.reindex(codes)}
    )


def seuils(
    lus: Mapping[str, SignalEnFrance], profession: ProfessionLue, valeurs: EnVigueur, dates: Mapping[str, ValeurDatee]
) -> dict[str, ValeurDatee]:
    """The thresholds in force: where no text fixes one, nor the table, that of the most unfavourable territories of a
    loaded national file, which its reference says."""
    share, thresholds = valeurs.number("part_defavorable"), dict(dates)
    for rule in profession.regles:
        shipped, read = dates[rule.seuil], lus.get(rule.nom)
        if read is None or not read.national or shipped.fiabilite not in SANS_TEXTE:
            continue
        limit = seuil_defavorable(read, rule, share)
        if limit is not None and limit > 0:
            thresholds[rule.seuil] = _date(shipped, limit, read, share)
    return thresholds


def _date(shipped: ValeurDatee, limit: float, read: SignalEnFrance, share: float) -> ValeurDatee:
    told = (
        f"Aucun texte ne fixe ce seuil : les {pourcent(share)} les plus défavorables {read.champ} "
        f"(valeur livrée avec l'outil : {exact(shipped.value)})"
    )
    return replace(
        shipped, since=date(read.annee, 1, 1), value=limit, low=None, high=None, reference=told, fiabilite="D"
    )
