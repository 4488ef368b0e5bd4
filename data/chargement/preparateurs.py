"""Which preparation turns each form of reading into pieces to write."""

from collections.abc import Callable, Mapping

from data.chargement import carte as preparation_carte
from data.chargement import lieux as preparation_lieux
from data.chargement import patients as preparation_patients
from data.chargement import preparation
from data.chargement.preparation import CadreDuDepartement, Preparation
from data.imports.grammaire.base import Fichier, FichierLu

PREPARATEURS: Mapping[str, Callable[[CadreDuDepartement, Fichier, FichierLu], Preparation]] = {
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
