"""What the card of a territory says first: its access beside the département's, each family against its threshold."""

from typing import Any

from sqlite_utils import Database

from components.carences.constat.dossier import Dossier, nommee
from components.carences.indicateurs import lectures as lectures_indicateurs
from components.carences.regles.signaux import NIVEAU
from components.core.francais import exact, nombre
from components.core.mots import BarreDeSeuil

MANQUANTE = "aucun fichier chargé ne le dit ici : ni bon, ni mauvais"
SANS_A = ("CC ", "CA ", "CU ", "Communauté", "Métropole", "Le ", "La ", "Les ", "L'", "Bassin", "Territoire", "Pays")
MILIEU = 0.5  # of a bar: where the threshold stands, whatever its unit


def phrase(db: Database, dossier: Dossier, preuve: dict[str, Any]) -> str:
    """« À Louhans : 2,2 consultations par an et par habitant ; département 2,9. »; what is missing is said."""
    place = preuve["territoire"]["nom"]
    figure = next((s for f in preuve["familles"] for s in f["signaux"] if s["signal"] == NIVEAU), None)
    if figure is None or figure["valeur"] is None:
        return f"{lieu(place)} : aucun accès publié n'est chargé pour cette profession."
    serie = dossier.tableau.serie
    whole = None if serie is None else lectures_indicateurs.du_departement(db, nommee(dossier, serie))
    digits = figure["decimales"]
    beside = f" ; département {nombre(whole, digits)}" if whole is not None else ""
    return f"{lieu(place)} : {nombre(figure['valeur'], digits)} {unite(figure['unite'])}{beside}."


def lieu(nom: str) -> str:
    """« À Louhans »; the name alone of what one is not « à » (an intercommunalité, a bassin)."""
    return nom if nom.startswith(SANS_A) else f"À {nom}"


def unite(words: str) -> str:
    """A unit as people say it: the « standardisé » of the method is said with the source."""
    return words.replace(" standardisé", "")


def barres(preuve: dict[str, Any]) -> list[BarreDeSeuil]:
    """One bar by family: the figure that signals, else the first one known; a missing family has none."""
    return [_barre(family) for family in preuve["familles"]]


def _barre(family: dict[str, Any]) -> BarreDeSeuil:
    given = [s for s in family["signaux"] if s["valeur"] is not None]
    spoken = [s for s in given if s["signale"] is not None]
    figure = next((s for s in spoken if s["signale"]), None) or next(iter([*spoken, *given]), None)
    if figure is None:
        return BarreDeSeuil(family["nom"], MANQUANTE, None, None, None)
    threshold, value = float(figure["seuil_ici"]), float(figure["valeur"])
    part = MILIEU * value / threshold if threshold > 0 else None
    told = f"{figure['titre']} : {nombre(value, figure['decimales'])} {unite(figure['unite'])}"
    limit = f"seuil : {figure['sens']} {exact(round(threshold, 2))}"
    others = len(given) - 1
    more = f" ; {others} autre{'s' if others > 1 else ''} chiffre{'s' if others > 1 else ''} plus bas" if others else ""
    return BarreDeSeuil(
        family["nom"], f"{told} ({limit}){more}", part, None if part is None else MILIEU, figure["signale"]
    )
