"""« En séance »: the agenda on the left and its next point by one key; the card of a point on the right."""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.seances import gestes as gestes_seances
from components.seances.deroule import view_cartons, view_clore, view_membres, view_mur, view_point, view_points
from components.seances.deroule.pretes import Pretes
from components.ui import identity, session, widgets
from components.ui.gestes import annonce, geste
from data.base import jours
from data.seances import seances
from data.seances.points import A_VENIR, EN_COURS

TOUCHE = "F8"  # typed in no field and in no grid; a presenter's remote may be told to send it
MARQUES = {"à venir": ":material/radio_button_unchecked:", "en cours": ":material/play_circle:",
           "traité": ":material/check_circle:"}  # fmt: skip


def afficher(db: Database, seance: int, pretes: Pretes) -> None:
    """Draw an open séance."""
    annonce()
    view_mur.bandeau(db, seance)
    view_point.vote_ailleurs(db, seance)
    agenda, over = seances.points(db, seance), view_clore.finie(db, seance)
    if over:
        view_clore.clore(db, seance)
    if agenda.empty:
        sans_ordre_du_jour(db, seance, pretes)
    else:
        left, right = st.columns([1, 2.6], gap="medium")
        with left:
            shown = _agenda(db, seance, agenda)
        with right:
            view_point.afficher(db, seance, shown, pretes)
    if not over:
        view_clore.clore(db, seance)
    a_portee(db, seance, pretes)


def sans_ordre_du_jour(db: Database, seance: int, pretes: Pretes) -> None:
    """Nothing on the agenda yet: the usual points in one click."""
    st.info("L'ordre du jour est vide : proposez les points habituels, ou écrivez-les (plus bas, *Ordre du jour*).")
    proposer(db, seance, pretes)


def proposer(db: Database, seance: int, pretes: Pretes) -> None:
    """The usual points, with what the file says that each must bring."""
    if identity.anime() and st.button("Proposer l'ordre du jour", type="primary", icon=":material/playlist_add:"):
        day = jours.aujourd_hui(db)
        plan = pretes.a_porter(db, day)
        geste(lambda: gestes_seances.proposer_ordre_du_jour(db, identity.acteur(), seance, day, plan))


def _agenda(db: Database, seance: int, agenda: pd.DataFrame) -> int:
    """The points, each a button that shows its card, and the one key that goes on. Returns the point shown."""
    current = next((int(point) for point in agenda.index[agenda["etat"] == EN_COURS]), None)
    shown = _montre(seance, agenda, current)
    _suivant(db, seance, agenda, current)
    for rank, (point, row) in enumerate(agenda.iterrows(), start=1):
        label = widgets.markdown_inerte(f"{rank}. {row['titre']}")
        if st.button(
            f"**{label}**" if point == current else label, key=f"seances_point_{point}", icon=MARQUES[row["etat"]],
            type="secondary" if point == shown else "tertiary", width="stretch", wrap=True,
        ):  # fmt: skip
            session.put(_cle(seance), (point, current))
            st.rerun()
    view_points.sans_debat(db, agenda)
    return shown


def _cle(seance: int) -> str:
    return f"seances_montre_{seance}"


def _montre(seance: int, agenda: pd.DataFrame, current: int | None) -> int:
    """The point that was asked for, until the agenda moves; else the one under way, the next one, the last one."""
    asked, since = session.get(_cle(seance)) or (None, None)
    if asked is not None and asked in agenda.index and since == current:
        return int(asked)
    if current is not None:
        return current
    waiting = agenda.index[agenda["etat"] == A_VENIR]
    return int(waiting[0] if len(waiting) else agenda.index[-1])


def _suivant(db: Database, seance: int, agenda: pd.DataFrame, current: int | None) -> None:
    waiting = bool((agenda["etat"] == A_VENIR).any())
    if not identity.anime() or (current is None and not waiting):
        return
    words = "Point suivant" if waiting and current is not None else "Commencer" if waiting else "Terminer ce point"
    # The key names the point under way: pressed twice, the second press is for a button that is gone.
    if st.button(
        words, key=f"seances_suivant_{current}", type="primary", icon=":material/skip_next:", shortcut=TOUCHE,
        width="stretch",
    ):  # fmt: skip
        geste(lambda: gestes_seances.point_suivant(db, identity.acteur(), seance, current))


def a_portee(db: Database, seance: int, pretes: Pretes) -> None:
    """What a séance keeps at hand: drawn when asked for."""
    tabs: dict[str, Callable[[], None]] = {
        "Présences": lambda: view_membres.presences(db, seance),
        "Ordre du jour": lambda: view_points.agenda(db, seance),
        "Intérêts et retraits": lambda: view_points.interets(db, seance),
        "Contributions": lambda: view_points.ecrits(db, seance),
        "La salle": lambda: pretes.salle(db, seance),
        "Cartons": lambda: view_cartons.cartons(db, seance),
        "Membres": lambda: view_membres.membres(db, seance),
    }
    wanted = st.segmented_control("À portée de main", list(tabs), key=f"seances_portee_{seance}", wrap=True)
    if wanted:
        tabs[wanted]()
