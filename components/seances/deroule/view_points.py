"""The agenda, interests and withdrawals, written contributions."""

from functools import partial

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts
from components.ui import identity, widgets
from components.ui.gestes import choisi, geste, renouvelee
from data.base import store
from data.carences import contributions
from data.priorites import scrutins, services
from data.seances import notes, seances

MARQUES = {"à venir": "○", "en cours": "▶", "traité": "✓"}


def agenda(db: Database, seance: int) -> None:
    """The points in order and, for who leads, the forms that add one, correct, move or take off another."""
    points = seances.points(db, seance)
    shown = pd.DataFrame(
        {
            "": points["etat"].map(MARQUES), "Point": points["titre"], "Genre": points["genre"], "État": points["etat"],
            "Note": points["note"],
        }
    )  # fmt: skip
    if len(shown):
        st.dataframe(shown, hide_index=True)
    if seances.seance(db, seance)["etat"] == seances.CLOSE:
        _dit(db, seance, points)
    elif identity.anime():
        _new_point(db, seance)
        _amend(db, points[points["etat"] != "traité"])


def _dit(db: Database, seance: int, points: pd.DataFrame) -> None:
    """What was said, as the minutes have it."""
    for point, text in notes.notes(db, seance).items():
        st.markdown(f"**{widgets.markdown_inerte(str(points.at[point, 'titre']))}**")
        st.text(text)


def sans_debat(db: Database, points: pd.DataFrame) -> None:
    """Those « sans débat » are adopted together unless someone asks to discuss one."""
    quiet = points[(points["genre"] == "sans débat") & (points["etat"] == "à venir")]
    words = "le point inscrit" if len(quiet) == 1 else f"les {len(quiet)} points inscrits"
    if len(quiet) and identity.anime() and st.button(f"Adopter sans débat {words}", key="seances_adopter"):
        geste(lambda: _adopt(db, quiet))


def _new_point(db: Database, seance: int) -> None:
    with st.form(renouvelee("seances_point")):
        a, b = st.columns([3, 1])
        titre = a.text_input("Ajouter un point", max_chars=160)
        genre = b.selectbox("Genre", list(seances.GENRES))
        note = st.text_input("Note", max_chars=300)
        if st.form_submit_button("Ajouter"):
            geste(
                lambda: seances.ajouter_point(db, identity.acteur(), seance, titre, genre, note),
                renouvelle="seances_point",
            )


def _amend(db: Database, points: pd.DataFrame) -> None:
    if points.empty:
        return
    with st.expander("Corriger, déplacer ou retirer un point", key="seances_corriger"):
        st.caption("Quelqu'un demande à débattre d'un point « sans débat » : changez son genre. Un point traité reste.")
        names = distincts({int(str(i)): str(title) for i, title in points["titre"].items()})
        point = int(st.selectbox("Point à corriger", list(names), format_func=names.__getitem__))
        now = points.loc[point]
        with st.form(f"seances_point_{point}"):
            a, b = st.columns([3, 1])
            titre = a.text_input("Titre", now["titre"], max_chars=160, key=f"seances_point_titre_{point}")
            genre = b.selectbox("Genre", list(seances.GENRES), seances.GENRES.index(now["genre"]),
                                key=f"seances_point_genre_{point}")  # fmt: skip
            note = st.text_input("Note", now["note"], max_chars=300, key=f"seances_point_note_{point}")
            if st.form_submit_button("Corriger ce point"):
                geste(lambda: seances.modifier_point(db, identity.acteur(), point, titre, genre, note))
        up, down, off = st.columns(3)
        if up.button("Monter", icon=":material/arrow_upward:", width="stretch"):
            geste(lambda: seances.deplacer_point(db, identity.acteur(), point, -1))
        if down.button("Descendre", icon=":material/arrow_downward:", width="stretch"):
            geste(lambda: seances.deplacer_point(db, identity.acteur(), point, 1))
        if off.button("Retirer ce point", icon=":material/delete:", width="stretch"):
            geste(lambda: seances.supprimer_point(db, identity.acteur(), point))


def _adopt(db: Database, quiet: pd.DataFrame) -> None:
    with store.writing(db):
        for point in quiet.index:
            seances.traiter(db, identity.acteur(), int(point), "traité")


def interets(db: Database, seance: int) -> None:
    """Interests declared, and withdrawals from debate, vote and quorum."""
    table = seances.interets(db, seance)
    names = seances.colleges(db)["nom"]
    if len(table):
        shown = pd.DataFrame(
            {
                "Membre": table["nom"], "Collège": table["college"].map(names), "Sur": table["objet"],
                "Intérêt": table["lien"], "Retrait": table["retrait"].map({1: "oui", 0: "non"}),
            }
        )  # fmt: skip
        st.dataframe(shown, hide_index=True)
    if identity.anime() and seances.seance(db, seance)["etat"] != seances.CLOSE:
        _declare(db, seance)
        if len(table):
            _take_back(db, table)
    elif table.empty:
        st.caption("Aucun intérêt n'a été déclaré.")


def _declare(db: Database, seance: int) -> None:
    st.caption(
        "Un membre en retrait quitte le débat, le vote et le quorum pour cet objet : il ne dépose pas de bulletin "
        "dans ce scrutin. Déclarer de nouveau le même objet corrige ce qui était dit."
    )
    people = seances.membres(db)["nom"]
    objects = list(dict.fromkeys([*scrutins.objets(db, seance), *services.read(db)["nom"]]))
    with st.form(renouvelee("seances_interet")):
        a, b = st.columns(2)
        membre = a.selectbox("Membre", list(people.index), index=None, format_func=people.__getitem__,
                             placeholder="Choisir")  # fmt: skip
        objet = b.selectbox("Sur quoi", objects, index=None, placeholder="Choisir")
        lien = st.text_input("En quoi", max_chars=300)
        retrait = st.checkbox("Se retire du débat, du vote et du quorum", value=True)
        if st.form_submit_button("Déclarer"):
            geste(
                lambda: seances.declarer_interet(
                    db, identity.acteur(), seance, int(choisi(membre, "le membre concerné")), objet or "", lien, retrait
                ),
                renouvelle="seances_interet",
            )


def _take_back(db: Database, table: pd.DataFrame) -> None:
    words = {int(row.id): f"{row.nom} — {row.objet}" for row in table.itertuples()}
    with st.form("seances_interet_retirer", clear_on_submit=True):
        which = st.selectbox("Déclaration à retirer", list(words), index=None, format_func=words.__getitem__,
                             placeholder="Choisir")  # fmt: skip
        st.caption("Le membre revient dans le débat, le vote et le quorum. Le journal garde la trace.")
        if st.form_submit_button("Retirer cette déclaration"):
            geste(lambda: seances.retirer_interet(db, identity.acteur(), choisi(which, "la déclaration à retirer")))


def ecrits(db: Database, seance: int) -> None:
    """What members wrote before the séance."""
    names, service_names = seances.colleges(db)["nom"], services.read(db)["nom"]
    for row in contributions.contributions(db, seance).itertuples():
        with st.container(border=True):
            about = f" — sur « {service_names.get(row.service, row.service)} »" if row.service else ""
            st.markdown(
                f"**{widgets.markdown_inerte(row.auteur)}** ({widgets.markdown_inerte(names[row.college])})"
                f"{widgets.markdown_inerte(about)}"
            )
            st.text(row.texte)
            if row.publiee:
                st.caption("Publiée : les lecteurs la voient.")
            elif identity.anime() and st.button(
                "Publier (avec l'accord de son auteur)", key=f"seances_publier_{row.id}"
            ):
                geste(partial(contributions.publier_contribution, db, identity.acteur(), int(row.id)))
    if identity.anime() and seances.seance(db, seance)["etat"] != seances.CLOSE:
        _write(db, seance, seances.ouverts(db)["nom"], service_names)


def _write(db: Database, seance: int, names: "pd.Series[str]", service_names: "pd.Series[str]") -> None:
    with st.form(renouvelee("seances_contribution")):
        a, b, c = st.columns(3)
        auteur = a.text_input("De", max_chars=120)
        college = b.selectbox("Collège", list(names.index), format_func=names.__getitem__)
        service = c.selectbox("Sur le service", list(service_names.index), index=None,
                              format_func=service_names.__getitem__, placeholder="Aucun en particulier")  # fmt: skip
        texte = st.text_area("Contribution", max_chars=4000)
        if st.form_submit_button("Ajouter cette contribution"):
            geste(
                lambda: contributions.contribuer(db, identity.acteur(), seance, auteur, college, service, texte),
                renouvelle="seances_contribution",
            )
