"""What a mix answers, in sentences: what it takes, what it reaches, why it cannot do more. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from components.core.francais import accord, compte, exact, liste, nombre, pluriel, pourcent

NOMS_CITES = 6


@dataclass(frozen=True)
class MoyenDit:
    """A means in words: units used, most units, in how many places, one and several units."""

    unites: int
    plafond: int
    lieux: int
    un: str
    plusieurs: str


@dataclass(frozen=True)
class MelangeDit:
    """A mix in words. `un`, `plusieurs`: what is brought to the level; `demandees`: how many were asked and can be;
    `manque`: what all lack still; `sous`: names of those that stay under though they could be alone; `impossibles`:
    names of those that nothing brings, with the level they could reach at best; `isolees`: how many of these no
    possible place reaches at all."""

    annee: int
    repere: float
    un: str
    plusieurs: str
    demandees: int
    atteintes: int
    habitants: float
    cout: float
    manque: float
    moyens: tuple[MoyenDit, ...]
    sous: tuple[str, ...]
    impossibles: tuple[tuple[str, float], ...]
    isolees: int = 0


def reponse(dit: MelangeDit) -> str:
    """The answer: what it takes and what it reaches, or how far it stays when the level is out of reach of all."""
    means = liste([_moyen(one) for one in dit.moyens if one.unites], 4) if _utilises(dit) else ""
    if not dit.demandees and not dit.impossibles:
        return f"Rien à combler : les {dit.plusieurs} sont à {exact(dit.repere)} ou plus."
    if not means:
        return f"D'ici {dit.annee}, aucun moyen déclaré n'a d'effet sur les {dit.plusieurs} sous {exact(dit.repere)}."
    money = f"pour {nombre(dit.cout)} € par an"
    if not dit.sous:
        verb = "porterait" if sum(one.unites for one in dit.moyens) < 2 else "porteraient"
        return (
            f"D'ici {dit.annee}, {means} {verb} à {exact(dit.repere)} ou plus "
            f"{_toutes(dit)} ({compte(dit.habitants, 'habitant')}), {money}."
        )
    stay, others = ("reste", "restent")[len(dit.sous) > 1], pluriel(dit.atteintes, "autre")
    return (
        f"Même avec {means}, {accord(len(dit.sous), dit.un, dit.plusieurs)} {stay} sous {exact(dit.repere)} en "
        f"{dit.annee}. {others} y "
        f"{'arrive' if dit.atteintes < 2 else 'arrivent'}, {money}. Il manquerait encore "
        f"{compte(dit.manque, 'consultation')} par an."
    )


def raisons(dit: MelangeDit) -> list[str]:
    """Why some stay under the level: caps that are used up, places that nothing reaches; each one named."""
    said_why = []
    full = [one for one in dit.moyens if one.unites >= one.plafond]
    if dit.sous and full:
        caps = liste([f"{nombre(one.unites)} {one.plusieurs} sur {nombre(one.plafond)}" for one in full], 4)
        said_why.append(f"Tout ce que la table déclare possible est employé : {caps}.")
    if dit.sous:
        said_why.append(f"Restent sous le repère : {liste(list(dit.sous), NOMS_CITES)}.")
    if dit.impossibles:
        count, named = len(dit.impossibles), [f"{nom} ({nombre(level, 2)})" for nom, level in dit.impossibles]
        far = f", dont {nombre(dit.isolees)} qu'aucun lieu possible n'atteint" if dit.isolees else ""
        said_why.append(
            f"{accord(count, dit.un, dit.plusieurs)} hors d'atteinte, même si tout y allait{far} (entre parenthèses, "
            f"l'accès au mieux) : {liste(named, NOMS_CITES)}. Ailleurs, les plafonds ou l'effet à cette date ne "
            "suffisent pas."
        )
    return said_why


def avec_prets(jours: int, preteurs: int, un: str, plusieurs: str, restent: int, sans: int) -> str:
    """What stays under the level once the days that others can lend are added, beside what stays without them."""
    lent = f"les {pluriel(jours, 'jour')} par mois que {pluriel(preteurs, 'territoire peut', 'territoires peuvent')}"
    if not restent:
        return f"Avec {lent} prêter (onglet « Qui prête à qui »), plus {un_nul(un)} ne resterait sous le repère."
    still = f"{accord(restent, un, plusieurs)} {'resterait' if restent < 2 else 'resteraient'} sous le repère"
    beside = "comme sans eux" if restent >= sans else f"au lieu de {nombre(sans)}"
    return f"Même avec {lent} prêter (onglet « Qui prête à qui »), {still}, {beside}."


def un_nul(un: str) -> str:
    """« aucune commune », « aucun territoire »."""
    return f"{'aucune' if un == 'commune' else 'aucun'} {un}"


def preuve(ecart_cout: float, manque: float, borne: float, secondes: float, fini: bool) -> str:
    """How sure the mix is to be the cheapest that leaves least lacking."""
    time = f"{nombre(secondes, 1 if secondes < 10 else 0)} s"
    if fini:
        return f"Prouvé en {time} : aucun mélange ne laisse moins de manque, aucun aussi bon ne coûte moins."
    short = (
        f", et le manque peut baisser d'au plus {compte(manque - borne, 'consultation')}" if manque > borne + 1 else ""
    )
    return f"Après {time} : aucun mélange aussi bon ne coûterait plus de {pourcent(ecart_cout, 1)} de moins{short}."


def _utilises(dit: MelangeDit) -> bool:
    return any(one.unites for one in dit.moyens)


def _moyen(one: MoyenDit) -> str:
    unit = one.un if one.unites < 2 else one.plusieurs
    return f"{nombre(one.unites)} {unit} dans {pluriel(one.lieux, 'commune')}"


def _toutes(dit: MelangeDit) -> str:
    if dit.demandees == 1:
        return f"la seule {dit.un} qui manque et peut l'être" if dit.un == "commune" else f"le seul {dit.un} à combler"
    return f"les {nombre(dit.demandees)} {dit.plusieurs} qui peuvent l'être"


def noms(codes: Sequence[str], par_code: dict[str, str]) -> tuple[str, ...]:
    """The names of codes, in their alphabetical order."""
    return tuple(sorted(par_code.get(code, code) for code in codes))
