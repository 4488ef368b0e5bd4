"""What loaded files say of the workforce and of need: who practises where, ages, patients' lists, population ahead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import pandas as pd
from sqlite_utils import Database

from components.effectifs.moteur import besoin, effectif
from components.effectifs.moteur.cadre import MG, attractivite
from components.effectifs.moteur.effectif import CHARGE, PROFESSIONS, Ligne
from components.effectifs.moteur.passe.resserrement import resserrer
from components.effectifs.moteur.passe.retro import LOCAL, MODELE, Z80
from components.effectifs.moteur.scenario import Courbes
from data.base.parameters import EnVigueur
from data.base.souvenir import partagee
from data.chargement import offre
from data.effectifs import arrivees as passees
from data.effectifs import effectifs, retro
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import Serie

REPLIS = PYRAMIDE, A_PLAT = "pyramide nationale", "âges supposés, autant à chacun"  # what stands in for unknown ages
PAR_OFFRE = "Nombre de l'offre chargée (page Données), par commune ; âges inconnus."
SECTEURS = {  # what a file of supply calls « secteur »: how one practises, and for whom
    "libéral": ("libéral", "privé"), "mixte": ("mixte", "privé"), "salarié": ("salarié", "privé"),
    "centre de santé": ("salarié", "privé"), "public": ("salarié", "public"), "privé": ("salarié", "privé"),
    "médico-social": ("salarié", "médico-social"),
}  # fmt: skip
PROXYS = {  # whose past arrivals stand for those of a profession: name in the past files, and in words
    "mg": ("medecin", "tous les médecins"), "ide": ("infirmier", "tous les infirmiers"),
    "cd": ("dentiste", "tous les dentistes"),
}  # fmt: skip
OUVERTE = 5  # years of an age class without an end: nobody is placed further
DEBUT = 22  # first age of a class without a beginning
PREVUE, DE_LA_POPULATION = "population_projetee", "population_age"
Bandes = tuple[tuple[float, ...], ...]


def chargees(db: Database, jour: date) -> list[Ligne]:
    """Teams counted by a loaded file of supply: professions, sectors and hours as it gives them, ages unknown."""
    full_time = EnVigueur.read(db, jour).number("heures_reference")
    places = territoire.communes(db)["territoire"].dropna().to_dict()
    codes = {words[0]: code for code, words in PROFESSIONS.items()}
    counts: dict[tuple[str, ...], list[float]] = {}
    for row in offre.lire(db).to_dict("records"):
        place, profession = places.get(row["commune"]), codes.get(str(row["profession"]))
        if place is None or profession is None or not row["nombre"]:
            continue
        key = (place, profession, *SECTEURS.get(str(row["secteur"]), ("libéral", "privé")))
        people, times = counts.get(key, [0.0, 0.0])
        counts[key] = [people + row["nombre"], times + row["etp"]]  # not a number as soon as one is not known
    return [
        Ligne(
            f"offre|{'|'.join(key)}", key[0], key[1], int(people), mode=key[2], secteur=key[3],
            heures=None if pd.isna(times) or not times else min(full_time * times / people, effectif.HEURES_MAX),
            statut=CHARGE, pourquoi=PAR_OFFRE,
        )
        for key, (people, times) in sorted(counts.items())
    ]  # fmt: skip


def pyramides(db: Database) -> dict[str, tuple[Bandes, str]]:
    """Ages by profession (first age, last age, share) from the newest headcounts by age class of the département."""
    department = territoire.setting(db, "departement")
    series = indicateurs.series(db, "departement")
    pyramids = {}
    for code, name in effectifs.TOTAUX.items():
        headcounts = [s for s in series if s.indicateur == f"liberaux_{name}" and s.serie]
        bands = _bandes(db, [s for s in headcounts if s.millesime == headcounts[0].millesime], department)
        if bands:
            pyramids[code] = bands, f"pyramide des libéraux du département, CNAM {headcounts[0].millesime}"
    return pyramids


def _bandes(db: Database, classes: list[Serie], department: str) -> Bandes:
    rows = []
    for serie in classes:
        values = indicateurs.values(db, serie.id)["valeur"]
        people = float(values.get(department, 0.0))
        first, last = besoin.tranche(serie.serie)
        if people > 0:
            low = max(first, DEBUT)
            rows.append((float(low), float(max(low + OUVERTE - 1 if last is None else last, low)), people))
    whole = sum(row[2] for row in rows)
    return tuple((low, high, people / whole) for low, high, people in sorted(rows))


@dataclass(frozen=True)
class ArriveesLocales:
    """Arrivals of a département relative to France: raw, drawn towards 1 (`centre`), low and high of what they may be
    eight times in ten, and whose arrivals they are, in words."""

    brut: float
    centre: float
    bas: float
    haut: float
    mots: str


@cache
def arrivees_locales(departement: str) -> dict[str, ArriveesLocales]:
    """Arrivals by profession, where the département has a published past and where they predict better than the
    national rhythm in the stored back-test; absent elsewhere."""
    arrivals = {}
    for test in retro.lire().epreuves:
        errors = {guess["nom"]: guess["erreur"] for guess in test["previsions"]}
        code, words = next((c, w) for c, (name, w) in PROXYS.items() if name == test["profession"])
        past = passees.passe(test["profession"])
        if departement not in past.index or errors[LOCAL] >= errors[MODELE]:
            continue
        ratios = resserrer(past["debut"].to_numpy(), past["fin"].to_numpy(), test["reste"])
        rank = past.index.get_loc(departement)
        raw, middle, off = (float(part[rank]) for part in (ratios.bruts, ratios.resserres, ratios.ecarts))
        arrivals[code] = ArriveesLocales(
            raw, middle, max(middle - Z80 * off, 0.0), middle + Z80 * off,
            f"arrivées de {words} du département, {passees.DEBUT}-{passees.FIN}",
        )  # fmt: skip
    return arrivals


def attractivites(db: Database, jour: date) -> dict[str, tuple[float, float, float]]:
    """Low, central, high arrivals relative to France by parameter: the table's own for a profession, else its own for
    all, else what the département's past tells, else the dated value."""
    in_force, local = EnVigueur.read(db, jour), arrivees_locales(territoire.setting(db, "departement"))
    bounds = {}
    for code in PROXYS:
        name = attractivite(code)
        set_here = next((n for n in (name, "attractivite") if n in in_force.locales), None)
        if set_here is None and code in local:
            bounds[name] = local[code].bas, local[code].centre, local[code].haut
        else:
            bounds[name] = in_force[set_here or name].bornes
    return bounds


def ages(db: Database) -> dict[str, str]:
    """What stands in for unknown ages, in words, by profession."""
    loaded = pyramides(db)
    return {code: loaded[code][1] if code in loaded else PYRAMIDE if code == MG else A_PLAT for code in PROFESSIONS}


def listes(db: Database, presents: Mapping[tuple[str, str], int], jour: date) -> dict[str, float]:
    """Mean list observed by territory: residents of 17 and over with a médecin traitant, per doctor present.

    Not where too few doctors practise: the mean would be someone's.
    """
    series = {s.indicateur: s for s in reversed(indicateurs.series(db, "territoire"))}
    if "patients" not in series or "sans_medecin_traitant" not in series:
        return {}
    people, without = (indicateurs.values(db, series[n].id)["valeur"] for n in ("patients", "sans_medecin_traitant"))
    followed = (people - without).dropna()
    least = EnVigueur.read(db, jour).number("seuil_secret_praticiens")
    return {
        str(place): min(float(adults) / presents[str(place), "mg"], float(effectif.LISTE_MAX))
        for place, adults in followed.items()
        if presents.get((str(place), "mg"), 0) >= least
    }


@partagee
def besoins(db: Database, jour: date) -> Courbes:
    """Need by territory from a loaded population by age that reaches beyond this year; empty: constant population.

    The projection of a territory comes first, then that of the département for all, then vintages by commune.
    """
    places = list(territoire.territoires(db).index)
    own = _peuplements(db, PREVUE, "territoire", {place: place for place in places})
    whole = _peuplements(db, PREVUE, "departement", {territoire.setting(db, "departement"): "departement"})
    communes = _peuplements(db, DE_LA_POPULATION, "commune", territoire.communes(db)["territoire"].dropna().to_dict())
    in_force = EnVigueur.read(db, jour)
    steps = [(0, 1.0), (60, in_force.number("recours_60_74")), (75, in_force.number("recours_75"))]
    end = int(in_force.number("age_fin_pyramide"))
    curves = {}
    for place in places:
        chosen = next((p for p in (own.get(place), whole.get("departement"), communes.get(place)) if p), None)
        if chosen and len(chosen) > 1 and min(chosen) <= jour.year < max(chosen):
            curves[place] = besoin.courbe(chosen, steps, end)
    return curves


def _peuplements(
    db: Database, indicateur: str, niveau: str, groupes: Mapping[str, str]
) -> dict[str, dict[int, dict[str, float]]]:
    """Population by group, year and age class, from the series of an indicator at one level."""
    populations: dict[str, dict[int, dict[str, float]]] = {}
    series = {s: indicateurs.values(db, s.id)["valeur"].dropna() for s in indicateurs.series(db, niveau)
              if s.indicateur == indicateur}  # fmt: skip
    everywhere = set(groupes).intersection(*(values.index for values in series.values()))
    for serie, values in series.items():
        comparable = values[values.index.isin(everywhere)]  # places that one vintage lacks would pass for growth
        for group, people in comparable.groupby(comparable.index.map(groupes.get)).sum().items():
            populations.setdefault(str(group), {}).setdefault(serie.millesime, {})[serie.serie] = float(people)
    return populations
