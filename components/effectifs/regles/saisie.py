"""What a table enters: what makes no sense and is refused, and what the years that pass do to it."""

from collections.abc import Iterable
from dataclasses import replace

from components.core.francais import liste, nombre, pluriel
from components.core.refus import EntreeInvalide
from components.effectifs.moteur.effectif import (
    AGES,
    ANNEES_MAX,
    HEURES_MAX,
    LISTE_MAX,
    MODES,
    PEU,
    PROFESSIONS,
    SECTEURS,
    Ligne,
    effectifs,
)


def verifier(ligne: Ligne, annee: int) -> None:
    """Raise `EntreeInvalide`, in French, when a row makes no sense in the base year."""
    _require(ligne.profession in PROFESSIONS, f"Profession inconnue : {ligne.profession}.")
    _require(ligne.mode in MODES and ligne.secteur in SECTEURS, "Choisissez un mode d'exercice et un secteur connus.")
    _require(ligne.sexe in ("", "F", "H"), "Le sexe est F, H, ou non précisé.")
    _require(0 <= ligne.effectif <= 10_000, "Le nombre de personnes doit être entre 0 et 10 000.")
    told = ligne.effectif == 0 and ligne.individuelle
    _require(not told, "Une ligne de zéro personne n'a ni sexe, ni âge, ni heures, ni patientèle, ni date.")
    _ages(ligne)
    hours = ligne.heures
    _require(hours is None or 0 < hours <= HEURES_MAX, f"Les heures par semaine vont de 0 (exclu) à {HEURES_MAX:.0f}.")
    size = ligne.patientele
    _require(
        size is None or ligne.profession == "mg", "La patientèle de médecin traitant ne vaut que pour les médecins."
    )
    _require(size is None or 0 <= size <= LISTE_MAX, f"Une patientèle va de 0 à {nombre(LISTE_MAX)} adultes.")
    _dates(ligne, annee)


def _ages(ligne: Ligne) -> None:
    low, high = AGES
    both = (ligne.age_min is None) == (ligne.age_max is None)
    _require(both, "Donnez les deux âges de la tranche, ou aucun.")
    if ligne.age_min is None or ligne.age_max is None:
        return
    fits = low <= ligne.age_min <= ligne.age_max <= high
    _require(fits, f"L'âge doit être entre {low} et {high} ans, et le premier ne pas dépasser le second.")


def _dates(ligne: Ligne, annee: int) -> None:
    years = [year for year in (ligne.depart, ligne.arrivee) if year is not None]
    inside = all(annee <= year <= annee + ANNEES_MAX for year in years)
    _require(inside, f"Les départs et arrivées connus vont de {annee} à {annee + ANNEES_MAX}.")
    ordered = len(years) < 2 or (ligne.arrivee or 0) < (ligne.depart or 0)
    _require(ordered, "Le départ doit venir après l'arrivée.")


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise EntreeInvalide(f"{message} Rien n'a été enregistré.")


def vieillir(ligne: Ligne, saisie: int, annee: int) -> Ligne:
    """A row entered in a year as it is in another one: ages move on (99 at most), who was to come has come."""
    if annee <= saisie:
        return ligne
    come = None if ligne.arrivee is not None and ligne.arrivee <= annee else ligne.arrivee
    if ligne.age_min is None or ligne.age_max is None:
        return replace(ligne, arrivee=come)
    ages = (min(age + annee - saisie, AGES[1]) for age in (ligne.age_min, ligne.age_max))
    low, high = ages
    return replace(ligne, age_min=low, age_max=high, arrivee=come, saisi_en=saisie)


def restants(lignes: Iterable[Ligne], annee: int) -> list[Ligne]:
    """Rows whose people have not left. A team that everybody left keeps a row of nobody: it is known to be empty."""
    rows = list(lignes)
    staying = [row for row in rows if not row.partie(annee)]
    alive = {(row.territoire, row.profession) for row in staying}
    empty = {
        (row.territoire, row.profession): Ligne(row.cle, row.territoire, row.profession, 0)
        for row in rows
        if (row.territoire, row.profession) not in alive
    }
    return [*staying, *empty.values()]


def vieillis(lignes: Iterable[Ligne], annee: int) -> str:
    """« âges saisis en 2026, vieillis de 5 ans »; empty when no age has moved since its entry."""
    years = sorted({row.saisi_en for row in lignes if row.saisi_en is not None})
    if not years:
        return ""
    told = liste([pluriel(annee - year, "an") for year in years])
    return f"âges saisis en {liste([str(year) for year in years])}, vieillis de {told}"


def identifie(passees: Iterable[tuple[Ligne, str, str | None]], annee: int) -> bool:
    """Whether a team had fewer than five people present at some time of its entries: their rows then tell who they are.

    `passees`: rows ever entered, since when and until when (ISO 8601; None: still); `annee`: today's. Rows entered and
    withdrawn within one second cannot be told in order: they count as a team that does.
    """
    rows = list(passees)
    if any(since == until for _, since, until in rows):
        return True
    moments = {since for _, since, _ in rows} | {until for _, _, until in rows if until} | {f"{annee}-12-31"}
    for moment in moments:
        held = [row for row, since, until in rows if since <= moment and (until is None or moment < until)]
        here = sum(effectifs(held, int(moment[:4])).values())
        if here < PEU and any(row.effectif for row in held):
            return True
    return False
