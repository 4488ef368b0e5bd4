"""The steps of a table de concertation, from what has been counted: which are done, what each holds, which is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.core.francais import pluriel


@dataclass(frozen=True)
class Etape:
    """One step of the backbone: done or not, what there is, and the page that goes on."""

    titre: str
    faite: bool
    etat: str
    suite: str
    page: str


def etapes(n: Mapping[str, int], apl: bool) -> list[Etape]:
    """The steps in their order. `n`: the counts of `data.fichier.avancement`; `apl`: a published access is loaded."""
    return [
        _diagnostic(n, apl),
        _constats(n),
        _et_si(n),
        _effectifs(n),
        _seances(n),
        _priorites(n),
        _plans(n),
        _argent(n),
    ]


def suivante(steps: Sequence[Etape]) -> Etape | None:
    """The first step not done, or None when all are."""
    return next((step for step in steps if not step.faite), None)


def _diagnostic(n: Mapping[str, int], apl: bool) -> Etape:
    words = f"{pluriel(n['series'], 'série chargée', 'séries chargées')}, {pluriel(n['territoires'], 'territoire')}."
    if apl:
        return Etape("Diagnostic", True, words, "Regarder la carte", "carences")
    return Etape(
        "Diagnostic", False, "Aucun indicateur d'accès n'est chargé.", "Charger les fichiers officiels", "donnees"
    )


def _constats(n: Mapping[str, int]) -> Etape:
    standing = n["constats"] - n["levees"]
    words = (
        f"{pluriel(n['examines'], 'territoire examiné', 'territoires examinés')} sur {n['territoires']}, "
        f"{pluriel(standing, 'constat partagé en vigueur', 'constats partagés en vigueur')}."
        if n["examines"] or standing
        else "Aucun territoire examiné."
    )
    return Etape("Constats", n["examines"] > 0 or standing > 0, words, "Examiner les territoires", "territoires")


def _et_si(n: Mapping[str, int]) -> Etape:
    words = (
        f"{pluriel(n['hypotheses'], 'hypothèse gardée', 'hypothèses gardées')}, "
        f"{pluriel(n['mouvements'], 'mouvement')}."
        if n["mouvements"]
        else "Aucun mouvement essayé."
    )
    return Etape("Et si ?", n["mouvements"] > 0, words, "Essayer un départ, une arrivée", "et_si")


def _effectifs(n: Mapping[str, int]) -> Etape:
    words = f"{pluriel(n['scenarios'], 'scénario gardé', 'scénarios gardés')}." if n["scenarios"] else "Aucun scénario."
    return Etape("5 et 10 ans", n["scenarios"] > 0, words, "Projeter les effectifs", "effectifs")


def _seances(n: Mapping[str, int]) -> Etape:
    if n["seances_ouvertes"]:
        return Etape("Séances", True, "Une séance est ouverte.", "Rejoindre la séance", "seances")
    words = (
        f"{pluriel(n['seances'], 'séance préparée', 'séances préparées')}, "
        f"dont {pluriel(n['seances_closes'], 'close')}."
        if n["seances"]
        else "Aucune séance préparée."
    )
    return Etape("Séances", n["seances_closes"] > 0, words, "Préparer une séance", "seances")


def _priorites(n: Mapping[str, int]) -> Etape:
    if n["scrutins_ouverts"]:
        return Etape("Priorités", False, "Un scrutin est ouvert.", "Voir la participation", "priorites")
    words = (
        f"{pluriel(n['scrutins_publies'], 'scrutin publié', 'scrutins publiés')}."
        if n["scrutins_publies"]
        else "Aucun scrutin publié."
    )
    return Etape("Priorités", n["scrutins_publies"] > 0, words, "Voir les services à rendre", "priorites")


def _plans(n: Mapping[str, int]) -> Etape:
    words = f"{pluriel(n['actions'], 'action')} dans les plans." if n["actions"] else "Aucune action."
    return Etape("Plans d'action", n["actions"] > 0, words, "Ouvrir les plans", "plans")


def _argent(n: Mapping[str, int]) -> Etape:
    words = (
        f"{pluriel(n['actions_financees'], 'action financée', 'actions financées')}, "
        f"{pluriel(n['enveloppes'], 'enveloppe')}."
        if n["actions_financees"] or n["enveloppes"]
        else "Aucune action financée."
    )
    return Etape("Financement", n["actions_financees"] > 0, words, "Répartir une enveloppe", "financement")
