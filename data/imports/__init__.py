"""Importers of official files: one reader per layout, all pure (bytes in, rows or refusals out), one registry.

A new layout is one module: its reader, what recognises it and where it is published (`GENRES`), and its name here.
"""

from collections.abc import Mapping

from data.imports import (
    apl_drees,
    apl_extrait,
    contours,
    effectifs,
    equipes,
    generique,
    lieux,
    observatoire,
    passe,
    population,
    projection,
    territoires,
    zonages,
)
from data.imports.grammaire.allure import Allure, allure
from data.imports.grammaire.base import Fichier, FichierInconnu, FichierRefuse
from data.imports.grammaire.genres import Genre
from data.imports.grammaire.professions import PROFESSIONS

PROFESSIONS_IMPORTEES = tuple(f"apl_{who.fin}" for who in PROFESSIONS)  # indicators of published access
LECTEURS = (
    apl_drees, apl_extrait, observatoire, territoires, lieux, contours, zonages, effectifs, passe, population,
    projection, generique,
)  # fmt: skip
GENRES: Mapping[str, Genre] = {kind.cle: kind for reader in LECTEURS for kind in reader.GENRES}


def reconnaitre(fichier: Fichier) -> tuple[str, ...]:
    """The kinds that a file may be, from what it holds; more than one must be asked.

    Raises `FichierRefuse` when it is none, saying what was read and what was looked for.
    """
    look = allure(fichier)
    kinds = _genres(look)
    if not kinds:
        raise _inconnu(look)
    return kinds


def _genres(look: Allure) -> tuple[str, ...]:
    return tuple(cle for cle, kind in GENRES.items() if kind.reconnait(look))


def _inconnu(look: Allure) -> FichierRefuse:
    nom = look.fichier.nom
    if look.titres(equipes.reconnait):
        return FichierRefuse(f"« {nom} » est une équipe de professionnels : importez-la page Effectifs, onglet Équipe.")
    for sheet, alone in look.feuilles():
        if kinds := _genres(alone):
            return FichierRefuse(
                f"« {nom} » : l'onglet « {sheet} » a les titres de « {GENRES[kinds[0]].libelle} », qui se lit en CSV. "
                "Dans le tableur, enregistrez cet onglet en « CSV UTF-8 », puis déposez-le."
            )
    return FichierInconnu(
        f"« {nom} » n'est reconnu comme aucun des {len(GENRES)} types de fichiers. {look.mots}",
        [f"{kind.libelle} : {kind.cherche}" for kind in GENRES.values()],
    )
