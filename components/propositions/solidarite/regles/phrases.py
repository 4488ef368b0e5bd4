"""A solidarity plan in sentences: the answer, each pair with what it gains and loses, who is left out and why."""

from components.core.francais import ecart, liste, nombre, pluriel, pourcent

SANS_PRETEUR = "Aucun territoire n'est au-dessus du repère : personne ne peut prêter sans passer dessous."
SANS_RECEVEUR = "Aucun territoire n'est sous le repère : personne n'a besoin qu'on lui prête des jours."
RIEN = (
    "Aucun jour ne peut être prêté : pas de territoire prêteur assez proche qui ait des jours et reste au-dessus du "
    "repère."
)
REGLE = (
    "Un jour prêté manque à qui le prête : sa moyenne baisse, et chaque paire dit de combien. Elle reste au-dessus du "
    "repère, pas un habitant de plus n'y passe dessous, ni ailleurs, et aucun territoire sous le repère ne baisse. Des "
    "jours qui ne sont pris à personne (retraité, remplaçant) se disent « temps nouveau » dans Et si ? et dans une "
    "action : ils ne sont pas un prêt. D'abord le plus mal loti monte le plus possible, puis le plus de "
    "consultations manquantes sont comblées."
)
LIEN_INCONNU = "liens existants non déclarés"


def reponse(
    preteurs: int, receveurs: int, jours: int, pire: tuple[float, float], comble: float, manque: float, repere: float
) -> str:
    """The answer first."""
    lend, take = pluriel(preteurs, "territoire prête", "territoires prêtent"), pluriel(receveurs, "autre", "autres")
    return (
        f"{lend} {pluriel(jours, 'jour')} par mois à {take} : le plus mal loti de ceux que l'on atteint passe de "
        f"{nombre(pire[0], 2)} à {nombre(pire[1], 2)} consultations par habitant, et {nombre(comble)} des "
        f"{nombre(manque)} consultations qui manquent sous {nombre(repere, 2)} sont comblées."
    )


def paire(
    preteur: str, receveur: str, jours: int, minutes: float, recoit: tuple[float, float], donne: tuple[float, float]
) -> str:
    """« Cluny prête 4 jours par mois à Autun… »; `recoit`, `donne`: access of each end before, and its change."""
    return (
        f"{preteur} prête {pluriel(jours, 'jour')} par mois à {receveur}, à {nombre(minutes)} minutes : {receveur} "
        f"{ecart(recoit[1])} (de {nombre(recoit[0], 2)} à {nombre(sum(recoit), 2)}), {preteur} {ecart(donne[1])} (de "
        f"{nombre(donne[0], 2)} à {nombre(sum(donne), 2)})."
    )


def details(actes: float, cout: float, route: float, salles: str, lien: str | None) -> str:
    """What else is known of a pair, unknown said."""
    road = f", {pourcent(route, 0)} de chaque jour sur la route" if route else ", trajet hors des consultations"
    words = LIEN_INCONNU if lien is None else f"lien déclaré : {lien or 'oui'}"
    return f"{nombre(actes)} actes par an{road} ; {nombre(cout)} € par an d'indemnités ; {salles} ; {words}."


def hors(noms: list[str]) -> str:
    """Territories under the repère that no loan raises."""
    if not noms:
        return ""
    verb = "restent hors d'atteinte" if len(noms) > 1 else "reste hors d'atteinte"
    return f"{liste(noms)} {verb} : aucun territoire prêteur à portée de route, ou plus aucun jour à y tenir."


def preuve(prouve: bool, ecart_possible: float) -> str:
    """Whether a better plan may exist."""
    if prouve:
        return "Plan prouvé le meilleur pour ces données."
    return f"Plan trouvé dans le temps donné, pas prouvé le meilleur : au plus {pourcent(ecart_possible, 1)} de mieux."


def perdants(habitants: float, communes: int, pire: float) -> str:
    """Who loses, always told."""
    if not communes:
        return "Aucune commune ne perd d'accès."
    many = pluriel(communes, "commune perd", "communes perdent")
    return f"{many} de l'accès ({nombre(habitants)} habitants), au plus {ecart(pire)} consultation par habitant."
