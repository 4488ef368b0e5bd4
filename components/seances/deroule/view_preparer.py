"""« À préparer »: the members, the agenda, the vote declared, who is there, in that order; then the séance opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import streamlit as st
from sqlite_utils import Database

from components.core.francais import jour, pluriel
from components.core.refus import EntreeInvalide
from components.seances import gestes as gestes_seances
from components.seances import lectures
from components.seances.deroule import view_clore, view_conduire, view_membres, view_mur, view_point, view_points
from components.seances.deroule.pretes import Pretes
from components.seances.regles import ordre_du_jour
from components.ui import identity, saisies, session, widgets
from components.ui.gestes import annonce, geste, renouvelee
from data.base import jours
from data.base.parameters import EnVigueur
from data.carences import contributions
from data.priorites import scrutins
from data.seances import seances

QUORUM = "Quorum (part des membres votants, en %)"
ORDRE = "Proposer l'ordre du jour : les points habituels, avec ce qui attend la table (page d'accueil)"


@dataclass(frozen=True)
class Preparatif:
    """A step before the séance opens: its name, what is done of it, whether it is, whether it can wait, its screen."""

    nom: str
    etat: str
    fait: bool
    facultatif: bool
    dessiner: Callable[[], None]


def creer(db: Database, pretes: Pretes, faite: Callable[[int], None]) -> None:
    """The form of a new séance, its agenda proposed unless one would rather write it; `faite` is told its number. Who
    leads prepares one."""
    if not identity.anime():
        return
    today = jours.aujourd_hui(db)
    part = EnVigueur.read(db, today)["quorum_part"]
    with st.form(renouvelee("seances_creer")):
        titre, quand, lieu, quorum = _champs("Table de concertation", today, "", int(part.value * 100))
        st.caption(f"Quorum proposé : {part.reference}.")
        proposed = st.checkbox(ORDRE, value=True)
        if st.form_submit_button("Préparer cette séance", type="primary"):
            geste(
                lambda: faite(
                    gestes_seances.preparer(
                        db,
                        identity.acteur(),
                        (titre, quand, lieu, Fraction(_pour_cent(quorum), 100)),
                        today,
                        pretes.a_porter(db, today) if proposed else None,
                    )
                ),
                renouvelle="seances_creer",
            )


def afficher(db: Database, seance: int, pretes: Pretes) -> None:
    """Draw a séance that is not open yet: the first step that is not done is unfolded."""
    annonce()
    steps = _preparatifs(db, seance, pretes)
    following = next((step for step in steps if not step.fait and not step.facultatif), None)
    _deplier(seance, steps, following)
    for rank, step in enumerate(steps, start=1):
        icon = ":material/check_circle:" if step.fait else ":material/radio_button_unchecked:"
        label = widgets.markdown_inerte(f"{rank}. {step.nom} — {step.etat}")
        with st.expander(label, key=_cle(seance, step), icon=icon, on_change="rerun"):
            step.dessiner()
    if identity.anime():
        _ouvrir(db, seance, following)


def _cle(seance: int, step: Preparatif) -> str:
    return f"seances_pas_{seance}_{step.nom}"


def _deplier(seance: int, steps: list[Preparatif], following: Preparatif | None) -> None:
    """Unfold the next step when another one is done; what was folded or unfolded by hand meanwhile stays so."""
    key, name = f"seances_suite_{seance}", following.nom if following else ""
    if session.get(key) != name:
        for step in steps:
            session.put(_cle(seance, step), step is following)
        session.put(key, name)
    session.keep(*(_cle(seance, step) for step in steps))


def _ouvrir(db: Database, seance: int, following: Preparatif | None) -> None:
    left, right = st.columns([1, 2], vertical_alignment="center")
    ready = following is None
    if left.button("Ouvrir la séance", type="primary" if ready else "secondary", width="stretch"):
        geste(lambda: view_clore.passer(db, seance, seances.OUVERTE))
    if following is not None:
        right.caption(widgets.markdown_inerte(f"Reste à faire : {following.nom.lower()}."))
    view_mur.accueil(db, seance)


def _preparatifs(db: Database, seance: int, pretes: Pretes) -> list[Preparatif]:
    here, agenda = lectures.assemblee(db, seance), seances.points(db, seance)
    led = [int(point) for point in agenda.index[agenda["genre"] == ordre_du_jour.VOTE]]
    written, declared = len(contributions.contributions(db, seance)), len(seances.interets(db, seance))
    points = pluriel(len(agenda), "point") if len(agenda) else "aucun point"
    there = f"{here.presents} sur {here.membres}" if here.membres else "personne"
    step = Preparatif
    return [
        step("Membres", _membres(db), bool(here.membres), False, lambda: view_membres.membres(db, seance)),
        step("Ordre du jour", points, bool(len(agenda)), False, lambda: _ordre(db, seance, pretes)),
        step("Présences", there, bool(here.presents), False, lambda: view_membres.presences(db, seance)),
        *([_scrutin(db, seance, led, pretes)] if led else []),
        step("Contributions écrites", pluriel(written, "reçue"), written > 0, True,
             lambda: view_points.ecrits(db, seance)),
        step("Intérêts et retraits", pluriel(declared, "déclaré"), declared > 0, True,
             lambda: view_points.interets(db, seance)),
        step("La salle", "le lien des membres, ce qu'ils ont envoyé", False, True, lambda: pretes.salle(db, seance)),
        step("Réglages", "titre, jour, lieu, quorum", False, True, lambda: _regler(db, seance)),
    ]  # fmt: skip


def _scrutin(db: Database, seance: int, led: list[int], pretes: Pretes) -> Preparatif:
    """The vote of the first point that has none yet, else of the first one: declared, frozen, its slips drawn."""
    count = len(scrutins.liste(db, seance))
    words = pluriel(count, "scrutin déclaré", "scrutins déclarés") if count else "aucun scrutin déclaré"
    return Preparatif("Vote", words, count > 0, False, lambda: _vote(db, seance, led, pretes))


def _membres(db: Database) -> str:
    table = seances.membres(db)
    if table.empty:
        return "aucun : importez la liste"
    voices = pluriel(int((table["vote"] == 1).sum()), "voix", "voix")
    return f"{pluriel(len(table), 'membre')}, {voices}"


def _ordre(db: Database, seance: int, pretes: Pretes) -> None:
    if seances.points(db, seance).empty:
        view_conduire.proposer(db, seance, pretes)
    view_points.agenda(db, seance)


def _vote(db: Database, seance: int, led: list[int], pretes: Pretes) -> None:
    of_each = {point: lectures.scrutins_du_point(db, seance, point) for point in led}
    point = next((one for one, votes in of_each.items() if not votes), led[0])
    pretes.vote(db, seance, of_each[point], lambda: view_point.cartons(db, seance))


def _champs(titre: str, quand: date, lieu: str, quorum: int) -> tuple[str, date, str, int | None]:
    words = st.text_input("Titre", titre, max_chars=120)
    left, middle, right = st.columns(3)
    day = left.date_input("Jour", quand, format="DD/MM/YYYY")
    place = middle.text_input("Lieu", lieu, max_chars=120)
    return words, day, place, saisies.champ_entier(right, QUORUM, 0, 100, quorum)


def _regler(db: Database, seance: int) -> None:
    row = seances.seance(db, seance)
    part = round(Fraction(row["quorum"]) * 100)
    if not identity.anime():
        place = row["lieu"] or "lieu à dire"
        words = f"{row['titre']}, {jour(date.fromisoformat(row['jour']))}, {place} ; quorum : {part} %."
        st.markdown(widgets.markdown_inerte(words))
        return
    with st.form("seances_regler", border=False):
        titre, quand, lieu, quorum = _champs(row["titre"], date.fromisoformat(row["jour"]), row["lieu"], part)
        if st.form_submit_button("Modifier"):
            geste(lambda: seances.regler(db, identity.acteur(), seance, titre, quand, lieu, _quorum(row, part, quorum)))


def _quorum(row: dict[str, Any], part: int, quorum: int | None) -> Fraction:
    """The quorum as it was declared, when its rounded percentage was not touched."""
    return Fraction(row["quorum"]) if quorum == part else Fraction(_pour_cent(quorum), 100)


def _pour_cent(quorum: int | None) -> int:
    if quorum is None:
        raise EntreeInvalide("Écrivez le quorum, en pour cent des membres votants. Rien n'a été enregistré.")
    return quorum
