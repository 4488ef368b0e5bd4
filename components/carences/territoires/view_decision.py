"""The shared constat of a territory: who was asked, adoption, the frozen evidence, lifting."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.carences.constat import gestes, lectures
from components.carences.constat.dossier import Dossier, empreinte, obstacles
from components.carences.constat.gestes import Saisie
from components.carences.regles.territoire import (
    CONDITIONS,
    ORGANISMES,
    PIED,
    REPONSES,
    TITRE,
    nuances,
    seconde_condition,
)
from components.core.francais import jour
from components.ui import identity, menu, session, widgets
from components.ui.gestes import geste
from data.base import jours
from data.carences import contestations
from data.carences.constats import Constat
from data.carences.contestations import Sollicitation
from data.reponses import suites
from data.territoire import territoire

VUE = "constat_vue"
POURQUOI = "Pourquoi la table retient quand même la seconde condition"
AN = timedelta(days=365)


def render(db: Database, dossier: Dossier, code: str, evidence: dict[str, Any]) -> None:
    """The constat in force, or what is needed to adopt one; then the past ones."""
    st.markdown(f"**{TITRE}** — {dossier.tableau.profession.libelle}")
    for old in dossier.constats:
        if (old.territoire, old.profession) == (code, dossier.profession) and not old.en_vigueur:
            _past(db, old)
    current = dossier.en_vigueur(code)
    if current is not None:
        _in_force(db, current)
    else:
        _asked(db, dossier, code)
        if identity.anime():
            _adopt(db, dossier, code, evidence)
    st.caption(PIED)


def hors_maille(db: Database, constats: Sequence[Constat]) -> None:
    """The constats in force on territories of a mesh that is not in use any more: they are lifted here."""
    if not constats:
        return
    st.header(f"Constats en vigueur hors de la maille en usage : {len(constats)}")
    st.markdown("Adoptés sur des territoires que la table n'utilise plus, ils restent en vigueur jusqu'à leur levée.")
    for constat in constats:
        contenu = constat.contenu
        name = f"{contenu['nom']}, {contenu['profession_libelle']}, par {contenu['maille']}"
        st.markdown(f"**{widgets.markdown_inerte(name)}**")
        _in_force(db, constat)
    st.caption(PIED)


def _asked(db: Database, dossier: Dossier, code: str) -> None:
    st.markdown("**Seconde condition du HCAAM : les dynamiques professionnelles locales, sollicitées**")
    asked = dossier.sollicitations(code)
    plain = widgets.markdown_inerte
    for row in asked.itertuples():
        left, right = st.columns([5, 1], vertical_alignment="center")
        answered = f", réponse le {_day(db, row.reponse_le)}" if row.reponse_le else ""
        more = f" — {plain(row.precisions)}" if row.precisions else ""
        left.markdown(
            f"- {plain(_body(row.organisme))} : {plain(row.nom)}, sollicité le {_day(db, row.demande_le)}{answered} : "
            f"**{plain(row.reponse)}**{more}"
        )
        if identity.prepare() and right.button("Retirer", key=f"solliciter_{row.id}"):
            identifiant = int(row.id)
            geste(partial(contestations.retirer_sollicitation, db, identity.acteur(), identifiant))
    if asked.empty:
        st.caption("Personne n'a encore été sollicité : CPTS, URPS, maisons et centres de santé.")
    if identity.prepare():
        _ask(db, dossier.profession, code, f"solliciter_{code}_{dossier.profession}_{asked['id'].max()}", _reste(asked))


def _reste(asked: pd.DataFrame) -> int:
    """The rank of the first kind of body that nobody has asked yet; the first of all once each was."""
    return next((rank for rank, kind in enumerate(ORGANISMES) if kind not in set(asked["organisme"])), 0)


def _ask(db: Database, profession: str, code: str, key: str, premier: int) -> None:
    """The form, from the kind of body of rank `premier`; its `key` changes when a line is kept, so that it starts
    blank, and not when one is refused."""
    place = territoire.territoires(db)["nom"].get(code, code)
    begun = premier > 0  # some were asked, others not yet: the form stays unfolded
    with (
        st.expander("Noter une sollicitation et sa réponse", begun, key=f"solliciter_{code}_{profession}"),
        st.form(key),
    ):
        a, b, c = st.columns([1, 2, 1])
        kind = a.selectbox("Qui", list(ORGANISMES), premier, format_func=ORGANISMES.__getitem__)
        name = b.text_input("Nom", max_chars=200, placeholder=f"par exemple : CPTS, {place}")
        day = c.date_input("Sollicité le", jours.aujourd_hui(db), format="DD/MM/YYYY", max_value=jours.aujourd_hui(db))
        answer = a.selectbox("Réponse", REPONSES)
        more = b.text_input("Précisions", max_chars=500)
        back = c.date_input("Réponse le", None, format="DD/MM/YYYY", max_value=jours.aujourd_hui(db))
        if st.form_submit_button("Noter"):
            geste(
                lambda: gestes.solliciter(
                    db,
                    identity.acteur(),
                    code,
                    profession,
                    Sollicitation(kind, name, day, answer, back, more),
                    jours.aujourd_hui(db),
                ),
                "Sollicitation notée.",
            )


def _adopt(db: Database, dossier: Dossier, code: str, evidence: dict[str, Any]) -> None:
    missing = obstacles(dossier, code)
    if missing:
        st.warning("Avant d'adopter un constat :\n" + "\n".join(f"- {widgets.markdown_inerte(m)}" for m in missing))
        return
    st.markdown(f"La règle propose : **{evidence['proposition']}**. La table décide.")
    with st.form("constat_adopter"):
        reason = st.text_area("Ce que la table constate", max_chars=2_000, height=80)
        first = st.checkbox(CONDITIONS[0])
        answers = dossier.reponses(code)
        second = st.checkbox(widgets.markdown_inerte(seconde_condition(answers)))
        despite = st.text_input(POURQUOI, max_chars=500) if nuances(answers) else ""
        words, none, review = _debate(jours.aujourd_hui(db))
        if st.form_submit_button("Adopter le constat", type="primary"):
            saisie = Saisie(reason, words, none, first, second, despite, review)
            who, seen = dossier.profession, session.get(VUE, "")
            geste(
                lambda: gestes.adopter(db, identity.acteur(), who, code, saisie, seen, jours.aujourd_hui(db)),
                "Constat adopté : il est au registre, avec les chiffres figés.",
            )
    session.put(VUE, empreinte(evidence))


def _debate(today: date) -> tuple[str, bool, date | None]:
    words = st.text_area("Désaccords exprimés, par collège", max_chars=2_000, height=68)
    none = st.checkbox("Aucun désaccord n'a été exprimé.")
    review = st.date_input("À revoir le", today + AN, format="DD/MM/YYYY", min_value=today)
    return words, none, review if isinstance(review, date) else None


def _in_force(db: Database, constat: Constat) -> None:
    content = constat.contenu
    with st.container(border=True):
        late = date.fromisoformat(content["revue_le"]) <= jours.aujourd_hui(db)
        due = (
            f"**revue attendue depuis le {_day(db, content['revue_le'])}**"
            if late
            else (f"à revoir le {_day(db, content['revue_le'])}")
        )
        who = widgets.markdown_inerte(constat.par)
        st.markdown(f"**En vigueur**, adopté le {_day(db, constat.le)}, {due}. Inscrit au registre par {who}.")
        _content(db, constat)
        _answered(db, constat)
        menu.link("chaine", "Ce qui en découle : la chaîne", objet=f"decision:{constat.rang}")
    if identity.anime():
        _lift(db, constat)


def _answered(db: Database, constat: Constat) -> None:
    """Who answers, and by when; or that nobody does."""
    suite = next(one for one in suites.etats(db, jours.aujourd_hui(db)) if one.constat.rang == constat.rang)
    words = widgets.markdown_inerte(suite.mots(not identity.prepare()))
    (st.warning if suite.etat == suites.ATTENTE else st.info)(words, icon=":material/handshake:")
    menu.link("reponses", "Qui répond à ce constat, pour quand")


def _content(db: Database, constat: Constat) -> None:
    content, plain = constat.contenu, widgets.markdown_inerte
    st.markdown(plain(content["motif"]))
    st.markdown("\n".join(f"- {plain(words)}" for words in content["conditions"]))
    if content["malgre"]:
        st.markdown(f"Pourquoi la seconde condition est retenue : {plain(content['malgre'])}")
    asked = (
        f"{_body(row['organisme'])} : {row['nom']}, sollicité le {_day(db, row['demande_le'])} : {row['reponse']}."
        for row in content["sollicitations"]
    )
    st.markdown("\n".join(f"- {plain(words)}" for words in asked))
    st.markdown(f"Désaccords : {plain(content['desaccords'])}")
    proof = constat.preuve
    st.caption(
        plain(
            f"Règle le jour de l'adoption : {proof['proposition']}. {proof['phrase']} {proof['robustesse']['phrase']} "
            f"Registre, ligne {constat.rang}, empreinte {constat.empreinte[:16]}…"
        )
    )
    st.link_button("Constat et preuve figée, à imprimer", f"/constat/{constat.empreinte}", icon=":material/print:")


def _lift(db: Database, constat: Constat) -> None:
    evidence, footprint = lectures.preuve_du_jour(db, constat, jours.aujourd_hui(db))
    vue = f"{VUE}_{constat.rang}"
    with st.expander("Lever ce constat", key=f"constat_volet_lever_{constat.rang}"):
        st.markdown(
            f"Aujourd'hui, la règle propose : **{evidence['proposition']}**."
            if "proposition" in evidence
            else "La règle ne lit plus ce territoire : il n'est pas dans la maille en usage."
        )
        with st.form(f"constat_lever_{constat.rang}"):
            reason = st.text_area("Pourquoi la table lève le constat", max_chars=2_000, height=80)
            words = st.text_area("Désaccords exprimés, par collège", max_chars=2_000, height=68)
            none = st.checkbox("Aucun désaccord n'a été exprimé.")
            if st.form_submit_button("Lever le constat", type="primary"):
                saisie, seen = Saisie(reason, words, none), session.get(vue, "")
                geste(
                    lambda: gestes.lever(db, identity.acteur(), constat.empreinte, saisie, seen, jours.aujourd_hui(db)),
                    "Constat levé : la levée est au registre, à côté du constat.",
                )
    session.put(vue, footprint)


def _past(db: Database, constat: Constat) -> None:
    end = constat.levee or {}
    with st.expander(
        f"Constat du {_day(db, constat.le)}, levé le {_day(db, end['le'])}", key=f"constat_passe_{constat.rang}"
    ):
        _content(db, constat)
        st.markdown(f"**Levé** : {widgets.markdown_inerte(end['motif'])}")
        st.markdown(f"Désaccords : {widgets.markdown_inerte(end['desaccords'])}")


def _body(kind: str) -> str:
    return ORGANISMES.get(kind, kind)


def _day(db: Database, iso: str) -> str:
    return jour(jours.jour_de(db, iso))
