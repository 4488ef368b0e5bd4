"""« Priorités »: which services first, with whom it was decided, and how anyone can check; the same vote step by step,
lent to the screen of its séance."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts
from components.priorites import view_declarer, view_preuve, view_resultat, view_scrutin
from components.priorites.catalogue import view as view_catalogue
from components.priorites.papier import view as view_papier
from components.ui import identity, sceau, session, widgets
from data.base import store
from data.priorites import scrutins


def render() -> None:
    """Draw the page."""
    with store.connect() as db:
        st.title("Priorités")
        sceau.dire(db, sceau.VOTE, sceau.SERVICE, sceau.PROPOSITION, sceau.PARAMETRE)
        if identity.prepare():
            sceau.effacement(db)
            _working(db)
        else:
            _reading(db)


def en_seance(db: Database, seance: int, votes: Sequence[int], cartons: Callable[[], None]) -> None:
    """The vote of a point of the agenda, its next step first: declared there with its defaults, rules frozen, slips
    drawn by `cartons`, opened, its turnout alone while it is open, closed, read, published. `votes`: newest first."""
    if not votes:
        _marche(None)
        if identity.anime():
            view_declarer.declarer(db, seance)
        return
    chosen, state = _lequel(db, votes)
    _marche(state)
    widgets.reponse(_answer(db, chosen, state))
    if state in (scrutins.PREPARE, scrutins.FIGE):
        cartons()
    view_scrutin.conduire(db, chosen, state)
    if state == scrutins.OUVERT and identity.anime():
        with st.expander("Bulletins papier", key=f"priorites_papier_{seance}", icon=":material/edit_document:"):
            view_papier.saisir(db, chosen, state)
    elif state in (scrutins.CLOS, scrutins.PUBLIE):
        view_resultat.resultat(db, chosen)


def _lequel(db: Database, votes: Sequence[int]) -> tuple[int, str]:
    """The vote of a point and its state: the one that waits for something, unless another is asked for."""
    rows = scrutins.liste(db).loc[list(votes)]
    if len(votes) == 1:
        return votes[0], str(rows.at[votes[0], "etat"])
    names = distincts({int(i): f"{row.question} ({row.etat})" for i, row in rows.iterrows()})
    key = f"priorites_point_{votes[0]}"  # a vote declared since comes first
    session.start(key, _a_conduire(db, names), names)
    chosen = int(st.selectbox("Scrutin de ce point", list(names), format_func=names.__getitem__, key=key))
    return chosen, str(rows.at[chosen, "etat"])


def _marche(state: str | None) -> None:
    """Where a vote is, in the order of its steps."""
    steps = {None: "déclarer", scrutins.PREPARE: "figer", scrutins.FIGE: "cartons, puis ouvrir",
             scrutins.OUVERT: "clore", scrutins.CLOS: "publier", scrutins.PUBLIE: "publié"}  # fmt: skip
    words = [f"**{word}**" if step == state else word for step, word in steps.items()]
    st.markdown(f"Le vote : {' → '.join(words)}")


def _reading(db: Database) -> None:
    """What readers see: the published results, the catalogue, the recount."""
    votes = scrutins.liste(db)
    shown = votes[votes["etat"] == scrutins.PUBLIE]
    if shown.empty:
        widgets.reponse("Aucune priorité n'est encore publiée. Voici la liste des services soumise à la table.")
        view_catalogue.liste(db)
        return
    answer = st.container()
    chosen = _choose(db, distincts(shown["question"].to_dict()))
    with answer:
        widgets.reponse(view_resultat.phrase(db, chosen))
    tabs = st.tabs(["Résultat", "Preuve et recomptage", "Services"], key="priorites_lecture")
    with tabs[0]:
        view_resultat.resultat(db, chosen)
    with tabs[1]:
        view_preuve.preuve(db, chosen)
    with tabs[2]:
        view_catalogue.liste(db)


def _working(db: Database) -> None:
    votes = scrutins.liste(db)
    answer = st.container()
    if votes.empty:
        with answer:
            widgets.reponse(
                "Aucun scrutin : relisez la liste des services, puis déclarez le vote avant de l'ouvrir."
                if identity.anime()
                else "Aucun scrutin : relisez la liste des services."
            )
        screens = {"Déclarer un scrutin": view_declarer.declarer} if identity.anime() else {}
        _dessiner(
            {name: partial(draw, db) for name, draw in (screens | {"Services": view_catalogue.amender}).items()},
            "priorites_aucun",
        )
        return
    rounds = votes["premier_tour"].map(lambda first: "" if first != first or first is None else "second tour, ")
    names = distincts({int(i): f"{row.question} ({rounds[i]}{row.etat})" for i, row in votes.iterrows()})
    chosen = _choose(db, names)
    state = str(votes.at[chosen, "etat"])
    with answer:
        widgets.reponse(_answer(db, chosen, state))
    _tabs(db, chosen, state)


def _tabs(db: Database, chosen: int, state: str) -> None:
    counted = state in (scrutins.CLOS, scrutins.PUBLIE)
    screens: dict[str, Callable[[], None]] = {"Vote": lambda: view_scrutin.conduire(db, chosen, state)}
    if counted:
        first: dict[str, Callable[[], None]] = {"Résultat": lambda: view_resultat.resultat(db, chosen)}
        screens = first | screens | {"Preuve et recomptage": lambda: view_preuve.preuve(db, chosen)}
    elif identity.anime():
        screens["Bulletins papier"] = lambda: view_papier.saisir(db, chosen, state)
    # Streamlit may keep the tab of the same name open: this name changes at each declaration, so that the vote just
    # declared is what shows, and nobody declares it twice.
    if identity.anime():
        screens[f"Déclarer un {len(scrutins.liste(db)) + 1}e scrutin"] = lambda: view_declarer.declarer(db)
    screens["Services"] = lambda: view_catalogue.amender(db)
    _dessiner(screens, f"priorites_{chosen}_{state}")


def _dessiner(ecrans: Mapping[str, Callable[[], None]], key: str) -> None:
    """Each screen in a tab of its name."""
    for tab, draw in zip(st.tabs(list(ecrans), key=key), ecrans.values(), strict=True):
        with tab:
            draw()


def _a_conduire(db: Database, names: dict[int, str]) -> int:
    """The newest vote that waits for something, else the newest: never an old one of the same title."""
    states = scrutins.liste(db)["etat"]
    waiting = [i for i in names if states[i] not in (scrutins.PUBLIE, scrutins.ANNULE)]
    return max(waiting or names)


def _choose(db: Database, names: dict[int, str]) -> int:
    session.keep("priorites_scrutin")
    wanted = session.get("priorites_ouvrir")
    if wanted in names:
        session.put("priorites_scrutin", wanted)
        session.put("priorites_ouvrir", None)
    if session.get("priorites_scrutin") not in names:
        session.put("priorites_scrutin", _a_conduire(db, names))
    if len(names) == 1:
        return next(iter(names))
    return int(st.selectbox("Scrutin", list(names), format_func=names.__getitem__, key="priorites_scrutin"))


def _answer(db: Database, chosen: int, state: str) -> str:
    if state in (scrutins.CLOS, scrutins.PUBLIE):
        return view_resultat.phrase(db, chosen)
    if state == scrutins.OUVERT:
        # Without a figure: the turnout is said once, below, where it moves by itself.
        return "Le vote est ouvert : la participation se suit ci-dessous."
    words = {
        scrutins.PREPARE: "Ce scrutin est déclaré : relisez-le, puis figez ses règles.",
        scrutins.FIGE: "Les règles sont figées : lisez-les à voix haute, puis ouvrez le vote.",
        scrutins.ANNULE: "Ce scrutin a été annulé : ses bulletins sont détruits.",
    }
    return words[state]
