"""The room, for facilitation: the link that members open, and every text received on one screen, to be answered."""

from typing import Any

import segno
import streamlit as st
from sqlite_utils import Database

from components.compagnon import gestes, view_papier
from components.core.francais import distincts
from components.seances.salle import lectures_envois
from components.ui import identity, widgets
from components.ui.gestes import annonce, geste
from components.ui.porte import reseau
from data.priorites import envois, scrutins
from data.seances import compagnons, seances

REFUSER, RETIRER = "Refuser, en disant pourquoi", "Retirer : il nomme ou blesse une personne"
MOTS = {
    gestes.AGENDA: "Titre du point, en vos mots",
    gestes.LISTE: "Nom du service, en vos mots",
    gestes.CONTESTATION: "Motif de la contestation, en vos mots",
    gestes.PUBLICATION: "Réponse (facultatif)",
    gestes.DEBAT: "Réponse (facultatif)",
}
PLUS = {gestes.LISTE: "Ce qu'il apporte au patient", gestes.CONTESTATION: "Suite demandée"}
RAISON = "Raison, imprimée au relevé"
CHAINE = (
    "Ce que la table adopte est gardé pour toujours : écrivez-le en vos mots. Le texte reçu reste à part, et peut "
    "encore être retiré."
)


def render(db: Database, chosen: int) -> None:
    """The link of a séance, then what it received."""
    annonce()
    left, right = st.columns([1, 2], gap="medium")
    with left:
        _link(db, chosen)
    with right:
        _received(db, chosen)


def _link(db: Database, chosen: int) -> None:
    st.header("Le lien des membres")
    link = compagnons.lien(db, chosen)
    if link:
        address = f"{reseau.joignable(st.context.url or '')}/seance/{link}"
        picture = segno.make(address, error="m").svg_inline(border=2, scale=6, title="Lien de la séance")
        st.image(picture, width=260)
        st.code(address, language=None, wrap_lines=True)
        st.link_button("Dossier à imprimer", f"/seance/{link}?imprimer=1", icon=":material/print:")
        st.caption(
            "Sans compte et sans mot de passe : qui a ce lien lit le dossier de la séance, documents de travail "
            "compris. Le renouveler ferme l'ancien aussitôt."
        )
    else:
        st.caption("Aucun lien n'est ouvert : les membres n'ont ni le dossier, ni de quoi écrire.")
    if not identity.anime():
        return
    words = "Renouveler le lien" if link else "Ouvrir le lien des membres"
    if st.button(words, key=f"salle_lien_{chosen}", type="secondary" if link else "primary"):
        geste(lambda: compagnons.renouveler(db, identity.acteur(), chosen), "Lien ouvert : montrez-le ou envoyez-le.")
    if link and st.button("Fermer le lien", key=f"salle_fermer_{chosen}"):
        geste(lambda: compagnons.revoquer(db, identity.acteur(), chosen), "Lien fermé : il n'ouvre plus rien.")


def _received(db: Database, chosen: int) -> None:
    st.header("Textes reçus sans compte")
    texts: list[tuple[int | None, dict[str, Any]]] = [(chosen, one) for one in lectures_envois.recus(db, chosen)]
    texts += [(None, one) for one in lectures_envois.recus(db, None)]
    waiting = [pair for pair in texts if pair[1]["etat"] == envois.A_EXAMINER]
    done = [pair for pair in texts if pair[1]["etat"] != envois.A_EXAMINER]
    st.markdown(lectures_envois.compte([one["etat"] for _, one in texts]) or "Aucun texte reçu pour le moment.")
    if identity.anime():
        view_papier.render(db, chosen)
    if waiting and identity.anime():
        st.caption(CHAINE)
    for seance, one in waiting:
        with st.container(border=True):
            _text(one)
            if identity.anime():
                _answer(db, seance, one, [*gestes.POSSIBLES[one["code"]], REFUSER, RETIRER])
    if done:
        with st.expander(f"Déjà répondus ({len(done)})", key=f"salle_repondus_{chosen}"):
            for seance, one in done:
                with st.container(border=True):
                    _text(one)
                    st.caption(widgets.phrase_inerte(lectures_envois.reponse(one)))
                    if identity.anime() and one["etat"] != envois.RETIRE:
                        _answer(db, seance, one, [RETIRER])


def _text(one: dict[str, Any]) -> None:
    about = f" : {one['sur']}" if one["sur"] else ""
    st.markdown(f"**{widgets.markdown_inerte(one['genre'] + about)}**")
    if one["entier"]:
        st.text(one["entier"])
    st.caption(widgets.phrase_inerte(f"{one['de']} · {one['reference']}"))


def _answer(db: Database, seance: int | None, one: dict[str, Any], choices: list[str]) -> None:
    """What becomes of a text, then the words it takes, in a form of its own."""
    key = f"salle_{one['reference']}"
    chosen = choices[0]
    if len(choices) > 1:
        chosen = st.selectbox(
            "Que faire de ce texte", choices, format_func=lambda c: gestes.SUITES.get(c, c), key=f"{key}_quoi"
        )
    with st.form(f"{key}_{chosen}", border=False):
        words = st.text_input(MOTS.get(chosen, RAISON), max_chars=envois.REPONSE_MAX, key=f"{key}_{chosen}_mots")
        more = ""
        if chosen in PLUS:
            more = st.text_input(PLUS[chosen], max_chars=envois.REPONSE_MAX, key=f"{key}_{chosen}_plus")
        member = _signataire(db, key) if chosen == gestes.LISTE else None
        if st.form_submit_button(gestes.SUITES.get(chosen, chosen)):
            geste(lambda: _done(db, seance, one["cle"], chosen, words, more, member), "Réponse enregistrée.")


def _signataire(db: Database, key: str) -> int | None:
    """Who signs a proposed service for their college."""
    people, names = seances.membres(db), seances.colleges(db)["nom"]
    who = distincts({int(i): f"{row.nom} ({names[row.college]})" for i, row in people.iterrows()})
    return st.selectbox("Signé pour son collège par", list(who), index=None, format_func=who.__getitem__,
                        placeholder="Choisir un membre", key=f"{key}_signataire")  # fmt: skip


def _done(db: Database, seance: int | None, key: bytes, chosen: str, words: str, more: str, member: int | None) -> None:
    if chosen == RETIRER:
        envois.repondre(db, identity.acteur(), key, envois.RETIRE, words)
        scrutins.effacer(db)
    elif chosen == REFUSER:
        envois.repondre(db, identity.acteur(), key, envois.REFUSE, words)
    else:
        gestes.accepter(db, identity.acteur(), seance, key, chosen, words, more, member)
