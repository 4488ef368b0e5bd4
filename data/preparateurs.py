"""Which preparation turns each form of reading into pieces to write."""

from collections.abc import Callable, Mapping

from data import preparation, preparation_carte, preparation_lieux, preparation_patients
from data.imports.base import Fichier, Lecture
from data.preparation import Cadre, Preparation

PREPARATEURS: Mapping[str, Callable[[Cadre, Fichier, Lecture], Preparation]] = {
    "series": preparation.series,
    "centres": preparation_carte.centres,
    "contours": preparation_carte.contours,
    "departements": preparation_lieux.departements,
    "maille": preparation_lieux.maille,
    "minutes": preparation_lieux.minutes,
    "sites": preparation_lieux.sites,
    "offre": preparation_lieux.offre,
    "passe": preparation_lieux.passe,
    "patients": preparation_patients.patients,
    "projection": preparation_lieux.projection,
}
