"""« Séances »: prepare a meeting, follow its running order, know at once whether the table may vote."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts, jour, liste, pluriel
from components.core.refus import EntreeInvalide, Refus
from components.seances import lectures, minutes, view_cartons, view_membres, view_points
from components.ui import identity, menu, saisies, sceau, session, widgets
from components.ui.sorties.telechargements import pour_qui_demande
from data.base import jours, store
from data.base.parameters import EnVigueur
from data.priorites import scrutins
from data.releves import clotures
from data.seances import seances

NOUVELLE = 0
QUORUM = "Quorum (part des membres votants, en %)"


def render(salle: Callable[[Database, int], None] = lambda db, seance: None) -> None:
    """Draw the page. `salle` draws what the room sent: it belongs to the companion, a door of its own."""
    with store.connect() as db:
        st.title("Séances")
        sceau.dire(db, sceau.RELEVE, sceau.VOTE, sceau.PARAMETRE)
        sceau.effacement(db)
        answer = st.container()
        chosen = _choose(db)
        if chosen == NOUVELLE:
            with answer:
                widgets.reponse("Préparez une séance : la date, le quorum, puis les membres et l'ordre du jour.")
            _create(db)
            return
        with answer:
            widgets.reponse(_answer(db, chosen))
        _next(db, chosen)
        _tabs(db, chosen, salle)


def gesture(act: Callable[[], object]) -> None:
    """Run a gesture; a refusal is shown and nothing else happens, else the page is drawn again."""
    try:
        saisies.exiger()
        act()
    except Refus as refusal:
        st.error(widgets.phrase_inerte(str(refusal)), icon=":material/block:")
        return
    st.rerun()


def _choose(db: Database) -> int:
    meetings = seances.read(db)
    names = distincts({int(i): f"{row.titre}, {jour(date.fromisoformat(row.jour))}" for i, row in meetings.iterrows()})
    names[NOUVELLE] = "Nouvelle séance"
    wanted = session.get("seances_ouvrir")
    if wanted in names:
        session.put("seances_choix", wanted)
        session.put("seances_ouvrir", None)
    session.keep("seances_choix")
    if session.get("seances_choix") not in names:
        session.put("seances_choix", next(iter(names)))
    chosen = st.selectbox("Séance", list(names), format_func=names.__getitem__, key="seances_choix")
    return int(chosen)


def _create(db: Database) -> None:
    part = EnVigueur.read(db, jours.aujourd_hui(db))["quorum_part"]
    with st.form("seances_creer"):
        titre = st.text_input("Titre", "Table de concertation", max_chars=120)
        left, middle, right = st.columns(3)
        quand = left.date_input("Jour", jours.aujourd_hui(db), format="DD/MM/YYYY")
        lieu = middle.text_input("Lieu", max_chars=120)
        quorum = saisies.champ_entier(right, QUORUM, 0, 100, int(part.value * 100))
        st.caption(f"Quorum proposé : {part.reference}.")
        if st.form_submit_button("Préparer cette séance", type="primary"):
            gesture(lambda: _made(db, titre, quand, lieu, _part(quorum)))


def _settings(db: Database, chosen: int) -> None:
    row = seances.seance(db, chosen)
    with st.form("seances_regler"):
        titre = st.text_input("Titre", row["titre"], max_chars=120)
        left, middle, right = st.columns(3)
        quand = left.date_input("Jour", date.fromisoformat(row["jour"]), format="DD/MM/YYYY")
        lieu = middle.text_input("Lieu", row["lieu"], max_chars=120)
        part = round(Fraction(row["quorum"]) * 100)
        quorum = saisies.champ_entier(right, QUORUM, 0, 100, part)
        if st.form_submit_button("Modifier"):
            gesture(lambda: seances.regler(db, identity.acteur(), chosen, titre, quand, lieu, _kept(row, part, quorum)))


def _kept(row: dict[str, Any], part: int, quorum: int | None) -> Fraction:
    """The quorum as it was declared, when its rounded percentage was not touched."""
    return Fraction(row["quorum"]) if quorum == part else Fraction(_part(quorum), 100)


def _part(quorum: int | None) -> int:
    if quorum is None:
        raise EntreeInvalide("Écrivez le quorum, en pour cent des membres votants. Rien n'a été enregistré.")
    return quorum


def _made(db: Database, titre: str, quand: date, lieu: str, quorum: int) -> None:
    made = seances.creer(db, identity.acteur(), titre, quand, lieu, Fraction(quorum, 100))
    session.put("seances_ouvrir", made)


def _answer(db: Database, chosen: int) -> str:
    row, here = seances.seance(db, chosen), lectures.assemblee(db, chosen)
    if not here.membres:
        return "Aucun membre pour l'instant : importez la liste, collège par collège."
    quorum = "le quorum est atteint" if here.atteint else f"le quorum n'est pas atteint (il en faut {here.requis})"
    people = pluriel(here.presents, "membre votant présent", "membres votants présents")
    users = pluriel(here.usagers, "représentant des usagers", "représentants des usagers")
    return f"Séance {seances.ETATS[row['etat']]} : {people} sur {here.membres}, dont {users} ; {quorum}."


def _next(db: Database, chosen: int) -> None:
    """The one thing to do now: the facilitator follows without thinking."""
    row, here = seances.seance(db, chosen), lectures.assemblee(db, chosen)
    with st.container(border=True):
        if row["etat"] == seances.CLOSE:
            st.markdown("**Séance close.** Les cartons ne valent plus rien ; les résultats publiés restent.")
            _minutes(chosen)
        elif not here.membres:
            st.markdown("**À faire maintenant** — onglet *Membres* : importer ou saisir les membres.")
        elif not here.presents:
            st.markdown("**À faire maintenant** — onglet *Présences* : faire émarger, puis cocher les présents.")
        elif row["etat"] == seances.PREPAREE:
            _step(db, chosen, "Ouvrir la séance", seances.OUVERTE)
        else:
            _during(db, chosen)


def _during(db: Database, chosen: int) -> None:
    """The next step of an open séance: slips before the first vote, the vote when its point comes, else the agenda."""
    step = lectures.etape(db, chosen)
    if step == lectures.CARTONS:
        st.markdown("**À faire maintenant** — tirer et imprimer les cartons de vote, une enveloppe par collège.")
        view_cartons.lien(chosen)
    elif step == lectures.VOTE:
        st.markdown("**À faire maintenant** — conduire le vote.")
        session.put("priorites_ouvrir", lectures.a_conduire(db, chosen))
        menu.link("priorites", "Aller au vote")
    else:
        _agenda_step(db, chosen)


def _minutes(chosen: int) -> None:
    """The minutes, made when asked for: an editable Word file, and its twin for the web."""
    left, right, _ = st.columns([1.2, 1.2, 1])
    left.download_button(
        "Relevé de décisions (Word)", pour_qui_demande(lambda: _made_minutes(minutes.docx, chosen)),
        f"releve-seance-{chosen}.docx",
        icon=":material/description:", type="primary", width="stretch",
        on_click="ignore",
    )  # fmt: skip
    right.download_button(
        "Relevé de décisions (page web)", pour_qui_demande(lambda: _made_minutes(minutes.html, chosen)),
        f"releve-seance-{chosen}.html",
        "text/html", icon=":material/language:", width="stretch",
        on_click="ignore",
    )  # fmt: skip


def _made_minutes(make: Callable[[Database, int], bytes | str], chosen: int) -> bytes | str:
    with store.connect() as db:
        return make(db, chosen)


def _agenda_step(db: Database, chosen: int) -> None:
    agenda = seances.points(db, chosen)
    waiting = agenda[agenda["etat"] == "à venir"]
    if waiting.empty:
        st.markdown("**À faire maintenant** — onglet *Clôture* : relire ce que la séance laisse, puis clore.")
        return
    point, title = int(waiting.index[0]), str(waiting["titre"].iloc[0])
    st.markdown(f"**À faire maintenant** — point suivant : {widgets.markdown_inerte(title)}")
    if st.button("Passer à ce point", type="primary"):
        gesture(lambda: seances.traiter(db, identity.acteur(), point, "en cours"))


def _step(db: Database, chosen: int, label: str, etat: str) -> None:
    st.markdown(f"**À faire maintenant** — {label.lower()}.")
    if st.button(label, type="primary"):
        gesture(lambda: _passed(db, chosen, etat))


def _passed(db: Database, chosen: int, etat: str) -> None:
    clotures.passer(db, identity.acteur(), chosen, etat)
    scrutins.effacer(db)


def _tabs(db: Database, chosen: int, salle: Callable[[Database, int], None]) -> None:
    names = ["Membres", "Présences", "Ordre du jour", "Intérêts et retraits", "Contributions", "La salle", "Cartons"]
    last = {seances.PREPAREE: ("Réglages", _settings), seances.OUVERTE: ("Clôture", _closing)}
    more = last.get(seances.seance(db, chosen)["etat"])
    tabs = st.tabs([*names, *([more[0]] if more else [])], key=f"seances_onglets_{chosen}")
    with tabs[0]:
        if seances.seance(db, chosen)["etat"] == seances.CLOSE:
            st.caption("La table d'aujourd'hui. Celle de cette séance close est dans l'onglet *Présences*.")
        view_membres.membres(db, chosen, gesture)
    with tabs[1]:
        view_membres.presences(db, chosen, gesture)
    with tabs[2]:
        view_points.agenda(db, chosen, gesture)
    with tabs[3]:
        view_points.interets(db, chosen, gesture)
    with tabs[4]:
        view_points.ecrits(db, chosen, gesture)
    with tabs[5]:
        salle(db, chosen)
    with tabs[6]:
        view_cartons.cartons(db, chosen, gesture)
    if more:
        with tabs[7]:
            more[1](db, chosen)


def _closing(db: Database, chosen: int) -> None:
    """Close whatever the agenda still holds: a séance may end early, or have no vote."""
    left = lectures.inacheve(db, chosen)
    with st.form("seances_clore"):
        st.markdown(
            "Les cartons ne vaudront plus rien. Présences, ordre du jour, intérêts et contributions ne changeront "
            "plus, et le relevé de décisions sera gardé tel qu'il est."
        )
        if not left:
            st.caption("Rien ne reste en suspens : points traités, votes publiés, contributions publiées.")
        for words in left:
            st.warning(widgets.markdown_inerte(f"{words}."), icon=":material/pending_actions:")
        despite = f", même si {liste([words.partition(' : ')[0] for words in left])}" if left else ""
        sure = st.checkbox(widgets.phrase_inerte(f"La séance est finie{despite}"))
        if st.form_submit_button("Clore maintenant"):
            gesture(lambda: _closed(db, chosen, sure))


def _closed(db: Database, chosen: int, sure: bool) -> None:
    if not sure:
        raise EntreeInvalide("Cochez d'abord la case : la clôture ne se reprend pas.")
    _passed(db, chosen, seances.CLOSE)
