"""A solidarity plan in sentences: the answer, each pair with what it gains and loses, who is left out and why."""

from components.core.francais import compte, ecart, liste, mot, nombre, pluriel, pourcent

SANS_PRETEUR = "Aucun territoire n'est au-dessus du repère : personne ne peut prêter sans passer dessous."
SANS_RECEVEUR = "Aucun territoire n'est sous le repère : personne n'a besoin qu'on lui prête des jours."
RIEN = (
    "Aucun jour ne peut être prêté : pas de territoire prêteur assez proche qui ait des jours et reste au-dessus du "
    "repère."
)
REGLE = (
    "Un jour prêté manque à qui le prête : sa moyenne baisse, et chaque paire dit de combien. Elle reste au-dessus du "
    "repère, même si la table ne garde qu'une partie des paires ; avec le plan entier, pas un habitant de plus n'y "
    "passe dessous, ni ailleurs, et aucun territoire sous le repère ne baisse. Des jours qui ne sont pris à personne "
    "(retraité, remplaçant) se disent « temps nouveau » dans Et si ? et dans une action : ils ne sont pas un prêt. "
    "D'abord le plus mal loti monte le plus possible, puis le plus de consultations manquantes sont comblées."
)
SENSIBLE = 0.005  # consultations a year and resident: half of the last digit shown
LIEN_INCONNU = "liens existants non déclarés"


def reponse(
    preteurs: int, receveurs: int, jours: int, pire: tuple[float, float], comble: float, manque: float, repere: float,
    nom_du_pire: str = "",
) -> str:  # fmt: skip
    """The answer first. `nom_du_pire`: the worst-off that can be reached, when it is the same before and after."""
    named = f" ({nom_du_pire})" if nom_du_pire else ""
    lend, take = pluriel(preteurs, "territoire prête", "territoires prêtent"), pluriel(receveurs, "autre", "autres")
    return (
        f"{lend} {pluriel(jours, 'jour')} par mois à {take} : le plus mal loti de ceux que l'on atteint{named} passe "
        f"de {nombre(pire[0], 2)} à {nombre(pire[1], 2)} {mot(round(pire[1], 2), 'consultation')} par habitant, et "
        f"{nombre(comble)} des {nombre(manque)} consultations qui manquent sous {nombre(repere, 2)} "
        f"{mot(round(comble), 'est comblée', 'sont comblées')}."
    )


def paire(
    preteur: str, receveur: str, jours: int, minutes: float, recoit: tuple[float, float], donne: tuple[float, float]
) -> str:
    """« Cluny prête 4 jours par mois à Autun… »; `recoit`, `donne`: access of each end before, and its change."""
    there = f"{preteur} prête {pluriel(jours, 'jour')} par mois à {receveur}, à {nombre(minutes)} minutes"
    return f"{there} : {_bout(receveur, *recoit)}, {_bout(preteur, *donne)}."


def _bout(name: str, before: float, change: float) -> str:
    """« Autun +0,12 (de 1,44 à 1,55) »; a digit more for a change that two would show as nothing."""
    digits = 2 if abs(change) >= SENSIBLE else 3
    return f"{name} {ecart(change, digits)} (de {nombre(before, digits)} à {nombre(before + change, digits)})"


def details(actes: float, cout: float, route: float, salles: str, lien: str | None) -> str:
    """What else is known of a pair, unknown said."""
    road = f", {pourcent(route, 0)} de chaque jour sur la route" if route else ", trajet hors des consultations"
    words = LIEN_INCONNU if lien is None else f"lien déclaré : {lien or 'oui'}"
    return f"{compte(actes, 'acte')} par an{road} ; {nombre(cout)} € par an d'indemnités ; {salles} ; {words}."


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


def perdants(preteurs: list[str], habitants: float, communes: int, pire: float) -> str:
    """Who lends, and who loses, always told."""
    lend = f"{liste(preteurs, 6)} {'prête' if len(preteurs) < 2 else 'prêtent'} des jours. " if preteurs else ""
    if not communes:
        return f"{lend}Aucune commune ne perd d'accès."
    many = pluriel(communes, "commune perd", "communes perdent")
    people = compte(habitants, "habitant")
    return f"{lend}{many} de l'accès ({people}), au plus {ecart(pire)} consultation par habitant."
