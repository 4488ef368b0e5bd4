"""Leading a vote: read, freeze, open, watch the turnout, close, publish, second round."""

from collections.abc import Callable

import streamlit as st
from sqlite_utils import Database

from components.core import poids
from components.core.francais import liste, pluriel
from components.core.poids import Pesee
from components.core.refus import EntreeInvalide
from components.priorites import gestes, lectures, view_comparaison, view_scelle
from components.priorites.regles import scrutin
from components.ui import identity, menu, session, widgets
from components.ui.gestes import geste
from data.base import store
from data.base.copies import replique
from data.priorites import bulletins, scrutins, services

EN_PAUSE = (
    "La copie continue de cette table est en pause jusqu'à la clôture : aucun bulletin ne quitte ce serveur. Si son "
    "disque tombe en panne d'ici là, les bulletins déjà déposés sont perdus : votez à nouveau, ou sur le papier."
)


def conduire(db: Database, chosen: int, state: str) -> None:
    """The screen of a vote in its present state; for who leads, with the one gesture that comes next."""
    steps: dict[str, Callable[[Database, int], None]] = {
        scrutins.PREPARE: _freeze,
        scrutins.FIGE: _open,
        scrutins.OUVERT: _live,
        scrutins.CLOS: _publish,
        scrutins.PUBLIE: _after,
    }
    if state in steps and identity.anime():
        steps[state](db, chosen)
    elif state == scrutins.OUVERT:
        turnout(chosen)
    if state in (scrutins.PREPARE, scrutins.FIGE):
        declared = lectures.definition(db, chosen)
        view_comparaison.avant(declared.regle, declared.nominatif)
    _rules(db, chosen)


def _rules(db: Database, chosen: int) -> None:
    row = scrutins.scrutin(db, chosen)
    st.header("Les règles, à lire à voix haute")
    sentences = scrutin.resume(lectures.definition(db, chosen))
    if row["etat"] in (scrutins.PREPARE, scrutins.FIGE, scrutins.OUVERT):
        weights = lectures.pesee(db, chosen)
        sentences += poids.annonce(weights) if any(group.votants for group in weights.annonces) else []
    widgets.puces(map(widgets.markdown_inerte, sentences))
    _lines(db, chosen)
    raised = lectures.releve_au_plancher(db, chosen)
    if raised:
        st.info(raised, icon=":material/shield:")
    if row["empreinte"]:
        widgets.ligne_source(
            [f"Règles figées, empreinte SHA-256 {row['empreinte'][:16]}…", "toute modification est refusée"]
        )


def _lines(db: Database, chosen: int) -> None:
    """What each option brings, as the ballots say it under its name; those that say nothing stand out."""
    options, lines = lectures.definition(db, chosen).options, services.lignes(db)
    missing = [option.libelle for option in options if not lines.get(option.id)]
    if missing:
        words = f"Sans ligne d'explication au bulletin : {liste([f'« {name} »' for name in missing])}."
        st.warning(widgets.phrase_inerte(words), icon=":material/short_text:")
    with st.expander("Ce que dit le bulletin sous chaque option", key=f"priorites_lignes_{chosen}"):
        spoken = [f"{option.libelle} : {lines.get(option.id) or 'rien'}" for option in options]
        widgets.puces(map(widgets.markdown_inerte, spoken))


def _freeze(db: Database, chosen: int) -> None:
    left, right, _ = st.columns([1, 1, 2])
    if left.button("Figer les règles", type="primary", width="stretch"):
        geste(lambda: scrutins.figer(db, identity.acteur(), chosen))
    _remove(db, chosen, right)


def _remove(db: Database, chosen: int, place: object) -> None:
    """Folded, beside the gesture that comes next: it says what it erases and what it leaves."""
    with place.popover("Supprimer", key=f"priorites_boite_{chosen}", width="stretch"):  # type: ignore[attr-defined]
        st.markdown(
            "La question, les options et les règles de ce scrutin seront effacées, sans retour. Personne n'a encore "
            "voté ; les cartons déjà tirés restent bons pour un autre vote de la séance."
        )
        if st.button("Supprimer ce scrutin", key=f"priorites_supprimer_{chosen}"):
            geste(lambda: scrutins.supprimer(db, identity.acteur(), chosen))


def _open(db: Database, chosen: int) -> None:
    problems = lectures.obstacles(db, chosen)
    for problem in problems:
        st.warning(widgets.phrase_inerte(problem), icon=":material/front_hand:")
    few = lectures.ecarts_de_tour(db, chosen)
    if few:
        st.warning(
            f"{widgets.markdown_inerte(' '.join(few))} Si tous les autres votaient exactement de même, la différence "
            "des deux tours laisserait deviner leur vote : dites-le à la table avant d'ouvrir.",
            icon=":material/visibility:",
        )
    weights = lectures.pesee(db, chosen)
    under = weights.sous_la_part and not problems
    going_on = under and _stop(db, chosen, weights)
    stopped = bool(problems) or (under and not going_on)
    left, right, _ = st.columns([1, 1, 2])
    if left.button("Ouvrir le vote", type="primary", disabled=stopped, width="stretch"):
        geste(lambda: gestes.ouvrir(db, identity.acteur(), chosen, going_on))
    _remove(db, chosen, right)


def _stop(db: Database, chosen: int, weights: Pesee) -> bool:
    """The users' ballots would weigh less than declared: widen, go on (True), or vote by name."""
    now, declared = poids.pour_cent(poids.usagers(weights.applique)), poids.pour_cent(weights.declare)
    with st.container(border=True):
        st.error(
            f"Arrêt : annoncés avec d'autres pour le secret, les bulletins des usagers pèseraient {now} de l'ensemble, "
            f"pour {declared} déclarés. La table choisit.",
            icon=":material/balance:",
        )
        widen, go_on, named = st.columns(3)
        widen.markdown("**Élargir**")
        widen.caption(f"Un collège n'est réuni pour être trop petit qu'en dessous de {weights.minimum} voix.")
        with widen:
            menu.link("seances", "Pointer d'autres présents")
        go_on.markdown("**Poursuivre**")
        # A tick is for these weights: others come with another box, not ticked.
        sure = go_on.checkbox(f"La table accepte {now} pour les usagers", key=f"priorites_poursuivre_{chosen}_{now}")
        go_on.caption("Le résultat et le relevé le diront.")
        named.markdown("**Voter par nom**")
        if scrutins.scrutin(db, chosen)["premier_tour"] is not None:
            named.caption("Sans objet : un second tour suit les règles du premier.")
        elif named.button("Déclarer le même vote, nominatif", width="stretch"):
            geste(lambda: session.put("priorites_ouvrir", gestes.voter_par_nom(db, identity.acteur(), chosen)))
        else:
            named.caption("Chaque collège pèse alors sa part ; les règles se relisent et se figent à nouveau.")
    return sure


def _live(db: Database, chosen: int) -> None:
    turnout(chosen)
    if replique.etat(store.path()) is not None:
        st.info(EN_PAUSE, icon=":material/pause_circle:")
    for words in lectures.anomalies(db, chosen):
        st.warning(
            f"Plus de bulletins que de votants. {widgets.markdown_inerte(words)} À mentionner au relevé.",
            icon=":material/warning:",
        )
    widgets.puces(map(widgets.markdown_inerte, lectures.cartons_en_cours(db, chosen)))
    taken_back(db, chosen)
    view_scelle.codes(db, chosen)
    with st.form("priorites_clore", border=True):
        untold = _closing_weights(db, chosen)
        sure = st.checkbox("Tout le monde a voté : plus aucun bulletin ne pourra changer")
        typed = view_scelle.taper(db, chosen)
        if st.form_submit_button("Clore le vote", type="primary", width="stretch"):
            geste(lambda: _close(db, chosen, sure, untold, typed))
    _cancelling(db, chosen)


def _cancelling(db: Database, chosen: int) -> None:
    """Folded: what cannot be undone says first what it destroys."""
    with (
        st.expander("Annuler ce vote", key=f"priorites_annuler_{chosen}", icon=":material/delete_forever:"),
        st.form("priorites_annuler", border=False),
    ):
        st.markdown("Les bulletins déjà déposés seront détruits, sans retour ; la table pourra déclarer un autre vote.")
        motif = st.text_input("Motif d'annulation (il ira au relevé)", max_chars=200)
        if st.form_submit_button("Annuler le vote et détruire les bulletins"):
            geste(lambda: _cancel(db, chosen, motif))


def _closing_weights(db: Database, chosen: int) -> list[str]:
    """The new weights and why, when closing now would merge groups further; nothing once they were told."""
    weights = lectures.a_la_cloture(db, chosen)
    if not weights.reunis_encore:
        return []
    # A tick is for these groups: others come with another box, not ticked.
    groups = "_".join(group.id for group in weights.applique)
    told = st.checkbox("Les nouveaux poids ont été dits à la table", key=f"priorites_poids_dits_{chosen}_{groups}")
    return [] if told else poids.annonce(weights)


def _new_weights(db: Database, chosen: int) -> None:
    """Once half of the voters have voted, and while it is so: closing now would change the weights announced."""
    weights = lectures.a_la_cloture(db, chosen)
    if weights.reunis_encore:
        st.warning(
            "Clos maintenant, le vote n'aurait plus les poids annoncés : trop peu ont voté. À dire à la table :",
            icon=":material/balance:",
        )
        widgets.puces(map(widgets.markdown_inerte, poids.annonce(weights)))


def taken_back(db: Database, chosen: int) -> None:
    """Paper ballots taken back by the tellers: never unseen."""
    count = bulletins.reprises(db, chosen)
    if count:
        st.caption(
            f"{pluriel(count, 'bulletin papier repris', 'bulletins papier repris')} par les scrutateurs (au journal)."
        )


def _close(db: Database, chosen: int, sure: bool, untold: list[str], typed: tuple[str, ...]) -> None:
    if not sure:
        raise EntreeInvalide("Cochez d'abord la case : la clôture ne se reprend pas. Le vote reste ouvert.")
    if untold:
        words = "Le vote reste ouvert : les poids ne sont plus ceux annoncés. Dites-le, cochez la case, puis clôturez."
        raise EntreeInvalide(" ".join([words, *untold]))
    gestes.clore(db, identity.acteur(), chosen, view_scelle.lire(typed))
    view_scelle.oublier(chosen)


def _cancel(db: Database, chosen: int, motif: str) -> None:
    scrutins.annuler(db, identity.acteur(), chosen, motif)
    scrutins.effacer(db)


@st.fragment(run_every=2.0)
def turnout(chosen: int) -> None:
    """Live turnout by college; nothing about the results."""
    with store.connect() as db:
        if scrutins.scrutin(db, chosen)["etat"] != scrutins.OUVERT:
            return
        table = lectures.participation(db, chosen)
        total, expected = int(table["Bulletins"].sum()), int(table["Votants"].sum())
        words = f"{pluriel(total, 'bulletin')} sur {pluriel(expected, 'votant')}"
        st.progress(min(1.0, total / expected) if expected else 0.0, words)
        for column, row in zip(st.columns(len(table)), table.itertuples(), strict=True):
            # The label of a metric is cut on one line, and a college is known by its whole name: written below.
            name = widgets.markdown_inerte(str(row.Collège))
            column.metric(name, f"{row.Bulletins} / {row.Votants}", label_visibility="collapsed")
            column.markdown(name)
        if 2 * total >= expected:
            _new_weights(db, chosen)
    st.caption(
        "Pour voter : l'adresse imprimée sur les cartons, ou /vote puis le code. Résultats cachés jusqu'à la clôture."
    )


def _publish(db: Database, chosen: int) -> None:
    left, right, _ = st.columns([1, 1, 1])
    if left.button("Publier le résultat", type="primary", width="stretch"):
        geste(lambda: gestes.publier(db, identity.acteur(), chosen))
    left.caption("Les lecteurs le verront ; il entre au registre comme avis de la table.")
    _second(db, chosen, right)


def _after(db: Database, chosen: int) -> None:
    st.success("Résultat publié et inscrit au registre.", icon=":material/verified:")
    _second(db, chosen, st.columns([1, 2])[0])


def _second(db: Database, chosen: int, place: object) -> None:
    declared = lectures.definition(db, chosen)
    waiting = not (scrutins.liste(db)["premier_tour"] == chosen).any()
    if declared.tours == 2 and waiting and place.button("Préparer le second tour", width="stretch"):  # type: ignore[attr-defined]
        geste(lambda: session.put("priorites_ouvrir", gestes.second_tour(db, identity.acteur(), chosen)))
