"""An approval vote beside other rules: what each would fund, and how much of the budget, before choosing and after."""

import pandas as pd
import streamlit as st

from components.core.francais import liste, nombre, pluriel
from components.core.parts_egales import Decision
from components.priorites.regles import comparaison
from components.priorites.regles.decompte import Decompte
from components.priorites.regles.vote import APPROBATION, Regle, pourcent
from components.ui import widgets
from components.ui.porte.tour import TOUR

RESTE = "le reste dépend des cases cochées ensemble sur un même bulletin, et dirait quelque chose de ces bulletins"

SEULES_APRES = (
    "Elle se lit sur les soutiens publiés. Ce que d'autres parts égales retiendraient n'est pas calculé : cela dépend "
    "des cases cochées ensemble sur un même bulletin."
)


def avant(rule: Regle, nominatif: bool = False, deplie: bool = False) -> None:
    """While the rule may still be changed: what each would fund at these costs, on simulated ballots."""
    if rule.genre != APPROBATION:
        return
    with TOUR.rendu():
        simulations = comparaison.simuler(tuple(option.cout for option in rule.options), rule.budget)
    draws = comparaison.tirages(len(rule.options))
    with st.expander(
        "Avant de figer : ce que chaque règle favorise, à ces coûts", deplie, key=f"priorites_avant_{deplie}"
    ):
        st.markdown(
            f"{draws} votes imaginaires de {comparaison.BULLETINS} bulletins, où chaque action a une "
            "chance sur deux d'être cochée : seuls les coûts diffèrent. Combien de fois chaque action serait retenue, "
            f"sur {draws} :"
        )
        st.dataframe(_simulee(rule, simulations), hide_index=True)
        st.markdown(widgets.markdown_inerte(constat(rule, simulations)))
        st.caption(
            f"Règle de ce vote : {comparaison.NOMS[rule.methode].lower()}. Parts égales : chaque voix a la même "
            "somme, une action chère demande de nombreux soutiens. Nombre de soutiens : la plus soutenue d'abord, "
            "tant qu'elle tient. Parts égales au coût, complétées : une action vaut ce qu'elle coûte, les bourses "
            "grossissent d'un centième tant que le budget tient, puis le reste va au nombre de soutiens (Add1U). "
            f"{'' if nominatif else _apres_le_vote(rule)}"
        )


def _apres_le_vote(rule: Regle) -> str:
    """What of this comparison will be shown of the real ballots, once counted."""
    shown = "seul le nombre de soutiens sera montré à côté" if rule.entiers else "aucune autre règle ne sera montrée"
    return f"Après le vote, {shown} : {RESTE}."


def _simulee(rule: Regle, simulations: dict[str, comparaison.Simulation]) -> pd.DataFrame:
    rows: list[dict[str, str]] = [
        {"Action": option.libelle, "Coût": f"{nombre(option.cout)} €"}
        | {name: str(one.retenues[str(k)]) for name, one in simulations.items()}
        for k, option in sorted(enumerate(rule.options), key=lambda pair: pair[1].cout)
    ]
    rows.append(
        {"Action": "Part du budget employée", "Coût": ""} | {n: pourcent(one.part) for n, one in simulations.items()}
    )
    return pd.DataFrame(rows)


def constat(rule: Regle, simulations: dict[str, comparaison.Simulation]) -> str:
    """What the simulation shows of cheap and dear actions, in a sentence that follows the figures."""
    means = {name: one.cout_moyen for name, one in simulations.items()}
    averages = [f"{name.lower()}, {nombre(float(mean))} €" for name, mean in means.items()]
    words = f"Coût moyen d'une action retenue\u00a0: {' ; '.join(averages)}."
    cheap, dear = means[comparaison.PARTS], means[comparaison.SOUTIENS]
    if cheap < dear:
        return f"{words} À soutien égal, les parts égales favorisent ici les actions les moins chères."
    return f"{words} À ces coûts, les parts égales ne favorisent pas les actions les moins chères."


def apres(tallies: Decompte) -> None:
    """Once counted: what other rules would fund, beside the one that was declared."""
    if tallies.decision is None:
        return
    rule, others = tallies.regle, comparaison.a_cote(tallies)
    mine = comparaison.NOMS[rule.methode]
    if not others:
        return
    st.header("À côté d'une autre règle")
    compared = {f"{mine}, la règle de ce vote": tallies.decision, **others}
    widgets.puces(widgets.markdown_inerte(_finance(rule, name, decision)) for name, decision in compared.items())
    words = "La règle était déclarée avant l'ouverture : cette comparaison ne change rien."
    st.caption(words if tallies.nominatif else f"{words} {SEULES_APRES}")


def _finance(rule: Regle, name: str, decision: Decision) -> str:
    retained = [option.libelle for option in rule.options if option.id in decision.retenues]
    tied = [option.libelle for option in rule.options if option.id in decision.a_departager]
    share = pourcent(comparaison.part_du_budget(rule, decision))
    count = pluriel(len(retained), "action retenue", "actions retenues")
    words = f"{name} : {count}, {share} du budget{f' ({liste(retained, 20)})' if retained else ''}"
    return f"{words} ; à départager : {liste(tied, 20)}." if tied else f"{words}."
