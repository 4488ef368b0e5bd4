"""« Qui prête à qui »: the sentence, the map, each pair with what it gains and loses, and the way to a plan."""

import numpy as np
import streamlit as st
from sqlite_utils import Database

from components.core.acces.people import gagnants_perdants
from components.core.francais import nombre
from components.propositions.envoi import view_envoi
from components.propositions.envoi.pret import PlansPretes
from components.propositions.equite import view_equite
from components.propositions.lectures import PHRASE, Terrain, niveaux_apres
from components.propositions.preuves import suivi, view_preuve
from components.propositions.preuves.suivi import Preuve
from components.propositions.preuves.view_preuve import PreuveProposee
from components.propositions.solidarite import calcul, lectures, lectures_envoi, planches, view_declarations
from components.propositions.solidarite.lectures import PretLu, SolidariteLue
from components.propositions.solidarite.regles import phrases
from components.ui import menu, session, widgets
from components.ui.cartes import carte_effet

CHOIX, CARTE = "solidarite_lieu", "solidarite_carte"


def afficher(db: Database, lieu: Terrain, plans: PlansPretes) -> None:
    """Draw the tab. `plans`: what the room of plans lends, to write drafts there."""
    read = _lue(db, lieu)
    _reponse(lieu, read)
    if not read.proposes.prouve:
        view_preuve.afficher(lieu, _preuve(lieu, read))
    if read.effet is not None:
        carte_effet.afficher(db, planches.composer(db, lieu, read), CHOIX, CARTE, "")
        st.header("Paire par paire", anchor=False)
        for rank, one in enumerate(read.prets):
            _paire(lieu, one, rank)
        pret = lectures_envoi.preparer(lieu, read, lectures.phrase(lieu, read))
        view_envoi.afficher(db, lieu, pret, plans, "solidarite")
        view_equite.afficher(lieu, lieu.niveaux, niveaux_apres(lieu, read.effet), "solidarite")
    if read.sans_sens:
        st.info(widgets.phrase_inerte(read.sans_sens), icon=":material/info:")
    elif left := phrases.hors([one.nom for one in read.hors]):
        st.info(widgets.phrase_inerte(left), icon=":material/location_off:")
    _tableau(lieu, read)
    view_declarations.afficher(db, read)
    widgets.precautions([phrases.REGLE, _origine(lieu), *lieu.precautions()], "solidarite")


def _lue(db: Database, lieu: Terrain) -> SolidariteLue:
    """The loans at once, or those of the proof once they are better."""
    read = lectures.proposer(db, lieu.jour)
    proof = None if read.proposes.prouve else suivi.de(calcul.cle(read.probleme))
    return read if proof is None or proof.reponse is None else lectures.proposer(db, lieu.jour, proof.reponse)


def _preuve(lieu: Terrain, read: SolidariteLue) -> PreuveProposee:
    problem, key, start = read.probleme, calcul.cle(read.probleme), np.array(read.proposes.jours, dtype=float)

    def launch(seconds: float) -> Preuve:
        return suivi.lancer(key, calcul.MODULE, calcul.emballer(problem, start, seconds), seconds, calcul.lire)

    def progress(proof: Preuve) -> tuple[float, str]:
        if proof.reponse is None:
            return 0.0, "La preuve démarre…"
        return min(1.0, proof.reponse.secondes / proof.duree), "La preuve cherche de meilleurs prêts."

    return PreuveProposee(
        key, launch, lambda proof: phrases.preuve(proof.reponse.prouve, proof.reponse.ecart),
        lambda proof: bool(proof.reponse.prouve), progress, lieu.valeurs.number("secondes_solidarite"),
    )  # fmt: skip


def _reponse(lieu: Terrain, read: SolidariteLue) -> None:
    if not read.prets:
        words = phrases.SANS_RECEVEUR if not read.receveurs else phrases.RIEN
        widgets.reponse(phrases.SANS_PRETEUR if not read.preteurs else words)
        return
    widgets.reponse(lectures.phrase(lieu, read))
    st.caption(f"{PHRASE} {phrases.preuve(read.proposes.prouve, read.proposes.ecart)}")
    st.markdown(widgets.markdown_inerte(_perdants(lieu, read)))


def _perdants(lieu: Terrain, read: SolidariteLue) -> str:
    if read.effet is None:
        return ""
    _, losers = gagnants_perdants(read.effet, lieu.access.habitants, len(lieu.access.habitants))
    worst = float(losers["variation"].min()) if len(losers) else 0.0
    return phrases.perdants(
        sorted({one.preteur.nom for one in read.prets}), float(losers["population"].sum()), len(losers), worst
    )


def _paire(lieu: Terrain, one: PretLu, rank: int) -> None:
    left, right = st.columns([3.2, 1], vertical_alignment="center")
    words = phrases.paire(
        one.preteur.nom, one.receveur.nom, one.jours, one.minutes, (one.receveur.moyenne, one.gain),
        (one.preteur.moyenne, one.perte),
    )  # fmt: skip
    cost = lectures_envoi.cout(lieu, one)
    left.markdown(f"**{widgets.markdown_inerte(words)}**")
    left.caption(widgets.markdown_inerte(phrases.details(one.actes, cost, one.route, one.receveur.source, one.lien)))
    if right.button("Préparer l'action", key=f"solidarite_action_{rank}", icon=":material/add:", width="stretch"):
        _preparer(one)


def _preparer(one: PretLu) -> None:
    """The form of an action in the plan of the territory that receives, filled in with this pair."""
    move = one.mouvement
    session.put("plans_territoire", one.receveur.code)
    session.put("plans_section", "Actions")
    session.put(
        "plans_preparee",
        {
            "territoire": one.receveur.code, "modele": lectures_envoi.MODELE, "page": "Propositions",
            "titre": lectures_envoi.titre(one),
            "effet": {"commune": move.code_commune, "quantite": move.jours_par_mois, "donneur": move.donneur,
                      "route": move.route},
        },
    )  # fmt: skip
    st.switch_page(menu.page("plans"))


def _tableau(lieu: Terrain, read: SolidariteLue) -> None:
    table = lectures.tableau(read)
    with st.expander("Chaque territoire, avant et après", not read.prets, key="solidarite_chacun"):
        digits = {name: widgets.colonne_nombre(2, lieu.serie.unite) for name in table.columns[3:6]}
        st.dataframe(table, hide_index=True, column_config=digits)
        widgets.telecharger(table, "solidarite par territoire", lieu.precautions(), "solidarite_territoires")


def _origine(lieu: Terrain) -> str:
    """The conventions behind the days."""
    values = lieu.valeurs
    return (
        f"Jours prêtables tant qu'ils ne sont pas déclarés : {nombre(values.number('part_medecins_preteurs') * 100)} % "
        f"des médecins, {nombre(values.number('jours_par_medecin_pret'), 1)} jours par mois chacun ; trajet d'au plus "
        f"{nombre(values.number('trajet_maximum_pret'))} minutes. Conventions réglables à la page Méthode. Les jours "
        "sont pris et donnés dans la commune la plus peuplée de chaque territoire, ou là où des locaux sont déclarés."
    )
