"""« Où ouvrir »: the answer as a sentence and a map, other answers beside it, and the proof."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.acces.people import gagnants_perdants
from components.core.francais import ecart, nombre
from components.core.refus import EntreeInvalide
from components.propositions.envoi import view_envoi
from components.propositions.envoi.pret import PlansPretes
from components.propositions.equite import view_equite
from components.propositions.equite.regles import mesures
from components.propositions.implantation import calcul, lectures, lectures_envoi, planches, view_demande
from components.propositions.implantation.lectures import SitesLus, SitesProposes
from components.propositions.implantation.regles import phrases
from components.propositions.implantation.regles.demande import GENRES, DemandeDeSites
from components.propositions.implantation.regles.question import valeur
from components.propositions.lectures import PHRASE, Terrain
from components.propositions.preuves import suivi, view_preuve
from components.propositions.preuves.suivi import Preuve
from components.propositions.preuves.view_preuve import PreuveProposee
from components.ui import session, widgets
from components.ui.cartes import carte_effet

CHOIX, CARTE, CLIC, MODE = "implantation_lieu", "implantation_carte", "implantation_clic", "implantation_mode"
RETENUE, MIENNE = "implantation_reponse", "implantation_mienne"
DEPLACER, IMPOSER, INTERDIRE, MONTRER = "Déplace un site", "Impose le lieu", "Interdit le lieu", "Montre la commune"
LISTES = {IMPOSER: view_demande.IMPOSES, INTERDIRE: view_demande.INTERDITS}
A_MOI, MEILLEURE = "Déplacée par la table", "La meilleure"


@dataclass(frozen=True, eq=False)
class ReponseDeSites:
    """An answer that may be shown: its name, its places, what they bring."""

    nom: str
    sites: tuple[str, ...]
    lue: SitesLus


def afficher(db: Database, lieu: Terrain, plans: PlansPretes) -> None:
    """Draw the tab."""
    answer = st.container()
    left, right = st.columns([1, 2.1])
    with left:
        mode = _mode()
        asked = view_demande.demander(db, lieu)
    try:
        proposed = lectures.proposer(db, lieu, asked)
        _cliquer(db, lieu, asked, proposed)
        answers = reponses(db, lieu, asked, proposed)
    except EntreeInvalide as refusal:
        answer.info(widgets.phrase_inerte(str(refusal)), icon=":material/info:")
        return
    shown = answers[_retenue(answers)]
    told = _dite(lieu, asked, shown.lue, proposed)
    with answer:
        _phrase(lieu, asked, shown.lue, told)
    with right:
        view_preuve.afficher(lieu, _preuve(proposed))
        drawn = planches.composer(db, lieu, asked, told, shown.lue)
        carte_effet.afficher(db, drawn, CHOIX, CARTE, CLIC if mode != MONTRER else "")
    _comparer(db, lieu, asked, answers)
    view_envoi.afficher(db, lieu, lectures_envoi.prete(lieu, asked, shown.lue, told, _sure(shown, proposed)), plans,
                        "implantation")  # fmt: skip
    view_equite.afficher(lieu, shown.lue.avant, shown.lue.apres, "implantation")
    _tableaux(lieu, shown)


def reponses(db: Database, lieu: Terrain, asked: DemandeDeSites, proposed: SitesProposes) -> list[ReponseDeSites]:
    """The answers in order: the best (the proof's own when it is better), the different ones, the table's own."""
    sets = list(proposed.reponses)
    proof = suivi.de(proposed.question.empreinte)
    if proof is not None and proof.reponse is not None:
        proven = proposed.codes(proof.reponse.sites)
        first = proposed.rangs(sets[0])
        if first is None or proof.reponse.valeur > valeur(proposed.question, first) * (1 + 1e-9):
            sets[0] = proven
    named = [(MEILLEURE if rank == 0 else f"Autre réponse {rank}", sites) for rank, sites in enumerate(sets)]
    mine = session.get(MIENNE)
    if mine is not None and mine[0] == asked:
        named.append((A_MOI, mine[1]))
    return [
        ReponseDeSites(name, sites, lectures.lire(db, lieu, asked, sites, proposed.question)) for name, sites in named
    ]


def _preuve(proposed: SitesProposes) -> PreuveProposee:
    """The proof of the best answer: where it starts from is the best one in hand."""
    asked, key = proposed.question, proposed.question.empreinte
    before = suivi.de(key)
    start = before.reponse.sites if before and before.reponse else proposed.rangs(proposed.reponses[0]) or ()

    def launch(seconds: float) -> Preuve:
        return suivi.lancer(key, calcul.MODULE, calcul.emballer(asked, start, seconds), seconds, calcul.lire)

    def told(proof: Preuve) -> str:
        return phrases.preuve(proof.reponse.ecart, proof.reponse.secondes, proof.reponse.fini)

    def progress(proof: Preuve) -> tuple[float, str]:
        if proof.reponse is None:
            return 0.0, "La preuve démarre…"
        return min(1.0, proof.reponse.secondes / proof.duree), phrases.recherche(proof.reponse.ecart)

    return PreuveProposee(key, launch, told, lambda proof: bool(proof.reponse.fini), progress)


def _mode() -> str:
    session.keep(MODE)
    modes = (DEPLACER, IMPOSER, INTERDIRE, MONTRER)
    session.start(MODE, DEPLACER, modes)
    return str(st.segmented_control("Un clic sur la carte", modes, key=MODE, required=True, wrap=True))


def _cliquer(db: Database, lieu: Terrain, asked: DemandeDeSites, proposed: SitesProposes) -> None:
    """What the click that has just come does: the nearest site moves there, or the place joins a list."""
    code, mode = session.get(CLIC), session.get(MODE, DEPLACER)
    if code is None:
        return
    session.put(CLIC, None)
    if code not in lieu.access.habitants.index:
        return
    if mode in LISTES:
        other = LISTES[INTERDIRE if mode == IMPOSER else IMPOSER]
        session.put(LISTES[mode], sorted({*session.get(LISTES[mode], []), code}))
        session.put(other, [one for one in session.get(other, []) if one != code])
        st.rerun()
    _deplacer(db, lieu, asked, proposed, code)


def _deplacer(db: Database, lieu: Terrain, asked: DemandeDeSites, proposed: SitesProposes, code: str) -> None:
    answers = reponses(db, lieu, asked, proposed)
    sites = list(answers[_retenue(answers)].sites)
    movable = [site for site in sites if site not in asked.imposes]
    if code in sites or not movable:
        return
    nearest = movable[lectures.plus_proche(lieu, tuple(movable), code, db)]
    sites[sites.index(nearest)] = code
    session.put(MIENNE, (asked, tuple(sites)))
    session.put(RETENUE, A_MOI)
    st.rerun()


def _retenue(answers: list[ReponseDeSites]) -> int:
    names = [one.nom for one in answers]
    wanted = session.get(RETENUE, names[0])
    return names.index(wanted) if wanted in names else 0


def _dite(lieu: Terrain, asked: DemandeDeSites, read: SitesLus, proposed: SitesProposes) -> str:
    """The answer in one sentence."""
    kind, names = GENRES[asked.genre], [lieu.noms[code] for code in read.sites]
    if asked.but == "bas":
        part = proposed.question.part
        before, after = (mesures.moyenne_du_bas(lieu.habitants, levels, part) for levels in (read.avant, read.apres))
        return phrases.du_bas(kind.un, kind.plusieurs, names, part, before, after)
    size = phrases.taille(asked.capacite, kind.unite)
    return phrases.reponse(kind.un, kind.plusieurs, size, names, read.comble, read.manque_avant, lieu.repere)


def _sure(shown: ReponseDeSites, proposed: SitesProposes) -> str:
    """How sure the answer shown is to be the best, in words."""
    proof = suivi.de(proposed.question.empreinte)
    if shown.nom != MEILLEURE or proof is None or proof.reponse is None:
        return f"{shown.nom}, non prouvée"
    return phrases.preuve(proof.reponse.ecart, proof.reponse.secondes, proof.reponse.fini)


def _phrase(lieu: Terrain, asked: DemandeDeSites, read: SitesLus, told: str) -> None:
    widgets.reponse(told)
    low, high = read.fourchette
    st.caption(
        f"{PHRASE} Selon les hypothèses de vitesse et d'activité, de {nombre(low)} à {nombre(high)} consultations "
        f"comblées par an. {_cout(asked, lieu)}"
    )
    st.markdown(widgets.markdown_inerte(_perdants(lieu, read)))
    gap = "" if read.modele is None else phrases.difference(read.modele, read.comble)
    if gap:
        st.caption(gap)


def _perdants(lieu: Terrain, read: SitesLus) -> str:
    _, losers = gagnants_perdants(read.effet, lieu.access.habitants, len(lieu.access.habitants))
    names = [lieu.noms[str(code)] for code in losers.index]
    most = float(losers["variation"].min()) if len(losers) else 0.0
    return phrases.perdants(names, float(losers["population"].sum()), most)


def _cout(asked: DemandeDeSites, lieu: Terrain) -> str:
    cost = lectures.cout_annuel(asked, lieu)
    if cost is None:
        return "Coût : non chiffré par les sources retenues."
    low, central, high = (asked.nombre * euros for euros in cost)
    spread = f" (de {nombre(low)} à {nombre(high)})" if low < high else ""
    return f"Coût d'une année pleine, d'après le catalogue : {nombre(central)} €{spread}."


def _comparer(db: Database, lieu: Terrain, asked: DemandeDeSites, answers: list[ReponseDeSites]) -> None:
    st.header("Les réponses côte à côte", anchor=False)
    if len(answers) == 1:
        st.caption("Aucune autre réponse vraiment différente n'approche celle-ci : ses lieux ne se remplacent pas.")
    session.keep(RETENUE)
    names = [one.nom for one in answers]
    session.start(RETENUE, names[0], names)
    st.segmented_control("Réponse montrée", names, key=RETENUE, required=True, wrap=True)
    table = pd.DataFrame([_ligne(lieu, one) for one in answers])
    st.dataframe(table, hide_index=True)
    widgets.telecharger(table, "implantations comparees", lieu.precautions(), "implantation_reponses")


def _ligne(lieu: Terrain, one: ReponseDeSites) -> dict[str, Any]:
    part = lieu.valeurs.number("part_moins_bien_desservis")
    before, after = (mesures.moyenne_du_bas(lieu.habitants, levels, part) for levels in (one.lue.avant, one.lue.apres))
    gains, losers = gagnants_perdants(one.lue.effet, lieu.access.habitants, len(lieu.access.habitants))
    low, high = one.lue.fourchette
    return {
        "Réponse": one.nom,
        "Lieux": ", ".join(lieu.noms[code] for code in one.sites),
        "Consultations comblées par an": nombre(one.lue.comble),
        "au moins et au plus": f"{nombre(low)} à {nombre(high)}",
        "Habitants qui gagnent": nombre(float(gains["population"].sum())),
        "Habitants qui perdent": nombre(float(losers["population"].sum())),
        "Accès des moins bien desservis": f"{nombre(before, 2)} → {nombre(after, 2)} ({ecart(after - before)})",
    }


def _tableaux(lieu: Terrain, shown: ReponseDeSites) -> None:
    gains, losses = gagnants_perdants(shown.lue.effet, lieu.access.habitants, len(lieu.access.habitants))
    table = pd.concat([losses, gains])
    rows = pd.DataFrame(
        {
            "Commune": [lieu.noms[str(code)] for code in table.index],
            "APL publiée": table["publie"],
            "Variation estimée": table["variation"],
            "Publiée + variation": table["estime"],
            "Habitants": table["population"].astype("Int64"),
        }
    )
    with st.expander("Qui gagne et qui perd, commune par commune", key="implantation_qui"):
        digits = {name: widgets.colonne_nombre(2, lieu.serie.unite) for name in rows.columns[1:4]}
        st.dataframe(rows, hide_index=True, height=300,
                     column_config=digits | {"Habitants": widgets.colonne_nombre(0, "habitants")})  # fmt: skip
        widgets.telecharger(rows, "implantation par commune", lieu.precautions(), "implantation_communes")
    widgets.precautions(lieu.precautions(), "implantation")
