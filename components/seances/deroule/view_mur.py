"""What the room looks at: one button for each view, the one on the wall in colour; the screen of the room itself."""

from functools import partial

import streamlit as st
from sqlite_utils import Database

from components.core.francais import jour
from components.ui import identity, menu, widgets
from components.ui.gestes import geste, renouvelee
from data.base import jours
from data.priorites import scrutins
from data.seances import projection, seances
from data.territoire import territoire

ADRESSE = f"/{menu.SALLE}"
LIBELLES = {
    projection.POINT: "Le point", projection.CARTE: "La carte", projection.FICHE: "La fiche",
    projection.SCRUTIN: "Le vote", projection.RESULTAT: "Le résultat", projection.PLAN: "Le plan",
    projection.RIEN: "Rien",
}  # fmt: skip
MONTRE = "Montré à la salle."
ICONES = {
    projection.POINT: ":material/format_list_numbered:", projection.CARTE: ":material/map:",
    projection.FICHE: ":material/flag:", projection.SCRUTIN: ":material/how_to_vote:",
    projection.RESULTAT: ":material/leaderboard:", projection.PLAN: ":material/checklist:",
    projection.RIEN: ":material/tv_off:",
}  # fmt: skip


def bandeau(db: Database, seance: int) -> None:
    """What is on the wall now, in words, and the door to the screen of the room."""
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.markdown(f"**La salle regarde** : {widgets.markdown_inerte(_mots(db, seance))}")
    right.link_button("Écran de la salle", ADRESSE, icon=":material/open_in_new:", width="stretch")


def choisir(db: Database, seance: int, point: int | None, code: str) -> None:
    """The views that may be shown now. `point`: the one on this screen; `code`: the territory spoken of, if any."""
    if not identity.anime():
        return
    shown = projection.de_la_seance(db, seance)
    st.markdown("**Montrer à la salle**")
    with st.container(horizontal=True, key="seances_mur"):
        for vue, cible in _vues(db, seance, point, code):
            there = shown is not None and (shown.vue, shown.cible) == (vue, cible)
            if st.button(
                LIBELLES[vue], key=f"seances_montrer_{vue}", icon=ICONES[vue], type="primary" if there else "secondary"
            ):
                geste(partial(projection.projeter, db, identity.acteur(), seance, vue, cible), dire=MONTRE)
        _phrase(db, seance)


def _vues(db: Database, seance: int, point: int | None, code: str) -> list[tuple[str, str]]:
    """Each view with its target, those without a target left out."""
    opened, counted = scrutins.ouvert_de(db, seance), scrutins.dernier_de(db, seance)
    mapped = not territoire.is_empty(db)
    targets = {
        projection.POINT: "" if point is None else str(point),
        projection.FICHE: code,
        projection.SCRUTIN: "" if opened is None else str(opened),
        projection.RESULTAT: "" if counted is None else str(counted),
    }
    offered: list[tuple[str, str]] = []
    for vue in LIBELLES:
        if vue in (projection.CARTE, projection.PLAN) and mapped:
            offered.append((vue, code if vue == projection.PLAN else ""))
        elif vue == projection.RIEN or targets.get(vue):
            offered.append((vue, targets.get(vue, "")))
    return offered


def _phrase(db: Database, seance: int) -> None:
    name = f"seances_phrase_{seance}"
    with st.popover("Une phrase", key=f"seances_boite_{seance}", icon=":material/chat:"), st.form(renouvelee(name)):
        words = st.text_input("Ce que la salle doit lire", max_chars=projection.LONGUEUR)
        if st.form_submit_button("Montrer cette phrase"):
            geste(lambda: projection.projeter(db, identity.acteur(), seance, projection.TEXTE, words), renouvelle=name)


def _mots(db: Database, seance: int) -> str:
    shown = projection.de_la_seance(db, seance)
    if shown is None or shown.vue == projection.RIEN:
        return "rien pour l'instant."
    names = {
        projection.POINT: lambda: _titre(db, seance, shown.cible),
        projection.FICHE: lambda: _lieu(db, shown.cible),
        projection.PLAN: lambda: _lieu(db, shown.cible) if shown.cible else "tout le département",
        projection.SCRUTIN: lambda: str(scrutins.liste(db, seance)["question"].get(int(shown.cible), "")),
        projection.RESULTAT: lambda: str(scrutins.liste(db, seance)["question"].get(int(shown.cible), "")),
        projection.TEXTE: lambda: shown.cible,
    }
    what = projection.VUES[shown.vue]
    return f"{what} — {names[shown.vue]()}" if shown.vue in names else f"{what}."


def _titre(db: Database, seance: int, point: str) -> str:
    return str(seances.points(db, seance)["titre"].get(int(point), ""))


def _lieu(db: Database, code: str) -> str:
    return str(territoire.territoires(db)["nom"].get(code, code))


def accueil(db: Database, seance: int) -> None:
    """Before the séance opens: a welcome on the wall, in one click."""
    if not identity.anime():
        return
    row = seances.seance(db, seance)
    words = f"{row['titre']}, {jour(jours.jour_de(db, row['jour']))}" + (f", {row['lieu']}" if row["lieu"] else "")
    if st.button("Montrer le titre de la séance à la salle", key="seances_accueil", icon=":material/tv:"):
        geste(lambda: projection.projeter(db, identity.acteur(), seance, projection.TEXTE, words))
