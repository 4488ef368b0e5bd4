"""What siting answers, in sentences. Pure: figures come in, French goes out."""

from collections.abc import Sequence

from components.core.francais import INSECABLE, compte, ecart, exact, liste, mot, nombre, pluriel, pourcent

PREUVE_ENTIERE = 1e-5  # below, a gap is proven


def reponse(
    un: str, plusieurs: str, capacite: str, lieux: Sequence[str], comble: float, manque: float, repere: float
) -> str:
    """« 3 centres de santé (3 ETP par site) à A, B et C combleraient 32 % de ce qui manque… »: the answer."""
    names = liste(list(lieux), len(lieux))
    what = pluriel(len(lieux), un, plusieurs)
    each = f"{capacite} par site" if len(lieux) > 1 else capacite
    if not manque:
        return f"Rien ne manque sous {exact(repere)} : {what} à {names} n'y changerait rien."
    verb = "comblerait" if len(lieux) < 2 else "combleraient"
    return (
        f"{what} ({each}) à {names} {verb} {pourcent(comble / manque)} de ce qui manque sous {exact(repere)} : "
        f"{nombre(comble)} des {nombre(manque)} consultations par an."
    )


def taille(capacite: float, unite: str) -> str:
    """The size of each site in words: « 3 ETP de médecin »."""
    return f"{exact(capacite)} {unite}"


def du_bas(un: str, plusieurs: str, lieux: Sequence[str], part: float, avant: float, apres: float) -> str:
    """The answer when the worst-off are to be raised."""
    verb = "porterait" if len(lieux) < 2 else "porteraient"
    return (
        f"{pluriel(len(lieux), un, plusieurs)} à {liste(list(lieux), len(lieux))} {verb} l'accès moyen des "
        f"{pourcent(part)} d'habitants les moins bien desservis de {nombre(avant, 2)} à {nombre(apres, 2)} "
        f"{mot(round(apres, 2), 'consultation')} par an."
    )


def perdants(communes: Sequence[str], habitants: float, plus: float) -> str:
    """Who loses, always said: nobody too."""
    if not communes:
        return "Personne ne perd : les médecins viennent d'ailleurs, et rien n'est retiré ici."
    return (
        f"{pluriel(round(habitants), 'habitant perd', 'habitants perdent')} de l'accès "
        f"({pluriel(len(communes), 'commune')} : {liste(list(communes), 6)}), jusqu'à {ecart(plus)}."
    )


def preuve(ecart_relatif: float, secondes: float, fini: bool) -> str:
    """How sure the answer is to be the best."""
    time = f"{nombre(secondes, 1 if secondes < 10 else 0)}{INSECABLE}s"
    if fini or ecart_relatif < PREUVE_ENTIERE:
        return f"Prouvé en {time} : aucune autre implantation ne fait mieux, selon ce calcul."
    return f"Après {time} : aucune autre implantation ne ferait mieux de plus de {pourcent(ecart_relatif, 1)}."


def recherche(ecart_relatif: float) -> str:
    """Where a search is."""
    return f"La preuve cherche : au plus {pourcent(ecart_relatif, 1)} du meilleur possible reste à trouver."


def difference(modele: float, noyau: float) -> str:
    """What is said when the solver's own figure is not that of the kernel; empty when they agree."""
    if abs(modele - noyau) <= 0.005 * max(1.0, abs(noyau)):
        return ""
    filled = compte(modele, "consultation comblée", "consultations comblées")
    return (
        f"Le calcul du meilleur choix compte {filled}, le noyau d'accès "
        f"{nombre(noyau)} : il laisse à 0 les communes dont la perte dépasse l'APL publiée. C'est le noyau qui est "
        "affiché."
    )
