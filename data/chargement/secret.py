"""Secrecy of any figure that counts patients, whatever the kind of file it came by: what is withheld never enters.

A layout that says it counts patients (médecin traitant) has its own preparation; this one watches the others. Where a
layout says nothing of what it counts, whole numbers are people unless whoever loads the file declares otherwise.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from components.core import secret
from components.core.francais import accord
from data.chargement.ecritures import EcritureSerie, Triple
from data.imports.grammaire.cellules import simple
from data.territoire.indicateurs import SECRET, VALEUR, Serie

SUPPOSE = "est en nombres entiers, tenus pour des personnes"
PATIENTS = re.compile(
    r"\b(patient|malade|assure|beneficiaire|usager|hospitalise|diabeti|affections? de longue duree|ald\b"
    r"|sans medecin traitant|personnes? soignee)"
)
RAPPORT = re.compile(r"\b(par|pour|sur|part|taux|proportion|pourcentage|indice|ratio|densite|delai|score)\b")
MESURE = re.compile(r"%|€|km|kilomètres?|mètres?|euros?|minutes?|min|heures?|h|jours?|semaines?|mois|ans?|années?")
AUTRE_MESURE = re.compile(  # units that count or measure something else than the patients of the label
    r"\b(jour|heure|minute|semaine|mois|ans?|annee|km|kilometre|euro|consultation|visite|acte|etp|categorie|medecin"
    r"|praticien|professionnel|infirmier|structure|site|place|lit)s?\b"
)


def compte_des_patients(serie: Serie) -> bool:
    """Whether a series is a number of patients (and not a share, a delay, doctors who see them…), from its words.

    A unit that says nothing leaves the label to decide, on the side of secrecy.
    """
    unit, label = simple(serie.unite).removesuffix("par l export"), simple(serie.libelle)
    if "%" in serie.unite or RAPPORT.search(unit):
        return False
    if PATIENTS.search(unit):
        return True
    return bool(PATIENTS.search(label)) and not RAPPORT.match(label) and not AUTRE_MESURE.search(unit)


def entiers(valeurs: Iterable[float | None]) -> bool:
    """Whether values may be a number of people each: whole, none negative, one at least."""
    numbers = [value for value in valeurs if value is not None]
    return bool(numbers) and all(value >= 0 and float(value).is_integer() for value in numbers)


def retenir(
    piece: EcritureSerie, groupes: Mapping[str, str], seuil: float, libre: bool = False
) -> tuple[EcritureSerie, str]:
    """The piece without the counts that may not be kept, and what to say of it; the same piece, and nothing, when it
    does not count people. `groupes`: code -> what it may be added up into. `libre`: nothing says what is counted,
    whole numbers are people whatever the words, but for a unit that is a time, a distance, money or a share."""
    measured = MESURE.fullmatch(piece.serie.unite.strip().casefold()) is not None
    supposed = libre and not measured and not piece.modalites and entiers(value for _, value, _ in piece.valeurs)
    if not supposed and not compte_des_patients(piece.serie):
        return piece, ""
    counts = {code: (float(value),) for code, value, _ in piece.valeurs if value is not None and code in groupes}
    shown = secret.proteger(counts, groupes, seuil).lignes
    masked: list[Triple] = [
        (code, None, SECRET) if state == VALEUR and code not in shown else (code, value, state)
        for code, value, state in piece.valeurs
    ]
    hidden = sum(state == SECRET for _, _, state in masked)
    what = accord(hidden, "valeur retenue", "valeurs retenues")
    who = "compte des patients" if compte_des_patients(piece.serie) else SUPPOSE
    sentence = f"{piece.serie.titre} {who} : {what} (secret : moins de {seuil:g}, ou déduction possible)."
    if supposed and hidden:
        sentence += " Si elle compte autre chose (lits, kilomètres…), dites-le dans la fiche : le journal le gardera."
    return replace(piece, valeurs=masked), sentence
