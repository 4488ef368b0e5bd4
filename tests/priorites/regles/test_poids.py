"""Weights: those announced are those applied; turnout's changes are said first; no users' share is lost unseen."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from components.core import poids
from components.core.refus import EntreeInvalide, Refus
from components.priorites import gestes, lectures
from components.priorites.regles import decompte
from components.priorites.regles.poids import peser, reunir
from components.priorites.regles.scrutin import College, Definition, depouiller, regrouper
from components.priorites.regles.vote import POINTS, REFUSER, USAGERS, Option, poids_normes
from components.seances import gestes as gestes_seances
from components.seances import minutes_votes
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins, signatures
from data.releves import clotures, releves
from data.seances import seances
from tests.priorites.test_ecrans import button, page, text

JOUR = date(2026, 11, 22)
OPTIONS = (Option("a", "Bus"), Option("b", "Maison"))
Table = Callable[..., tuple[Database, int, int]]


def _declared(weights: dict[str, int], minimum: int = 5, departage: str = REFUSER) -> Definition:
    colleges = tuple(College(code, code.upper(), str(weight), code == "u") for code, weight in weights.items())
    return Definition("Q", POINTS, OPTIONS, colleges, departage, "1/2", 3, minimum, points=10)


cases = st.dictionaries(
    st.sampled_from("upefq"), st.tuples(st.integers(1, 6), st.integers(0, 12), st.integers(0, 12)), min_size=2
).filter(lambda known: "u" in known)


@given(cases, st.integers(1, 6))
def test_effective_weights_make_one_and_are_those_announced_unless_closing_merged_further(
    known: dict[str, tuple[int, int, int]], minimum: int
) -> None:
    declared = _declared({code: weight for code, (weight, _, _) in known.items()}, minimum)
    there = {code: voters for code, (_, voters, _) in known.items()}
    cast = {code: min(voters, ballots) for code, (_, voters, ballots) in known.items()}
    if sum(cast.values()) < minimum:
        return
    opened = peser(declared, regrouper([(code,) for code in there], there, minimum), there)
    closed = reunir(opened, declared, there, cast)
    total = sum(weight for weight, _, _ in known.values())
    for groups in (opened.applique, closed.applique):
        assert sum(group.part for group in groups) == 1
        assert {g.id: g.part for g in groups} == {
            g.id: sum(Fraction(known[code][0], total) for code in g.id.split("+")) for g in groups
        }
    ballots = [(code, "10,0") for code, count in cast.items() for _ in range(count)]
    tallies = depouiller(declared, [tuple(g.id.split("+")) for g in closed.applique], ballots)
    applied = {group.id: share for group, share in zip(tallies, poids_normes(tallies), strict=True)}
    same = {group.id for group in closed.applique} == {group.id for group in opened.annonces}
    assert ({group.id: group.part for group in opened.annonces} == applied) == same
    said = poids.compte(closed, {group.id: group.bulletins for group in tallies})
    assert any(words.startswith("Poids changés") for words in said) == (not same)
    assert poids.de_dict(poids.en_dict(closed)) == closed
    for group in tallies:
        assert any(poids.pour_cent(applied[group.id] / group.bulletins) in words for words in said)


@given(cases, st.integers(0, 12), st.integers(0, 12))
def test_what_is_said_of_weights_is_the_same_whoever_of_a_merged_college_voted(
    known: dict[str, tuple[int, int, int]], some: int, others: int
) -> None:
    """Weights are told from those present, who are public, never from the ballots of a college inside a group."""
    declared = _declared({code: weight for code, (weight, _, _) in known.items()})
    there = {code: voters for code, (_, voters, _) in known.items()}
    opened = peser(declared, regrouper([(code,) for code in there], there, 5), there)
    casts = [{code: min(n, k) for code, n in there.items()} for k in (some, others)]
    first, second = (reunir(opened, declared, there, cast) for cast in casts)
    if {group.id for group in first.applique} == {group.id for group in second.applique}:
        assert poids.en_dict(first) == poids.en_dict(second)
        assert poids.annonce(first) == poids.annonce(second)


@given(cases)
def test_the_share_of_users_is_what_their_ballots_really_move(known: dict[str, tuple[int, int, int]]) -> None:
    """Everyone there votes; users give all to one option, the others to the other: its mean is what users weigh."""
    declared = _declared({code: weight for code, (weight, _, _) in known.items()})
    there = {code: voters for code, (_, voters, _) in known.items()}
    groups = regrouper([(code,) for code in there], there, 5)
    if sum(there.values()) < 5:
        return
    weights = peser(declared, groups, there)
    ballots = [(code, "10,0" if code == "u" else "0,10") for code, n in there.items() for _ in range(n)]
    tallies = depouiller(declared, groups, ballots)
    mean = sum(
        w * Fraction(g.valeurs["a"][0], 10 * g.bulletins) for w, g in zip(poids_normes(tallies), tallies, strict=True)
    )
    assert poids.usagers(weights.applique) == mean
    assert weights.sous_la_part == (mean < weights.declare)


@pytest.fixture
def table(fichier: Path) -> Iterator[Table]:
    """A frozen vote of a séance where some are there: (file, séance, vote)."""
    with store.connect(fichier) as db:

        def made(pros: int, users: int, **more: object) -> tuple[Database, int, int]:
            return _frozen(db, pros, users, more)

        yield made


def _frozen(db: Database, pros: int, users: int, more: dict[str, object]) -> tuple[Database, int, int]:
    rows = [f"Pro {k};professionnels;;oui" for k in range(pros)] + [f"Us {k};usagers;;oui" for k in range(8)]
    members = "\n".join(["nom;college;organisation;vote", *rows])
    gestes_seances.importer_membres(db, TERMINAL, "m.csv", members.encode())
    seance = seances.creer(db, TERMINAL, "S", JOUR, "", Fraction(1, 2))
    clotures.passer(db, TERMINAL, seance, seances.OUVERTE)
    bulletins.tirer(db, TERMINAL, seance, {"usagers": 8, "professionnels": pros}, False)
    _there(db, seance, pros, users)
    weights = lectures.poids_egaux(db)
    declared = lectures.definir(db, seance, "Quoi ?", POINTS, OPTIONS, weights, JOUR, points=10, **more)
    scrutin = gestes.declarer(db, TERMINAL, seance, declared)
    scrutins.figer(db, TERMINAL, scrutin)
    return db, seance, scrutin


def _there(db: Database, seance: int, pros: int, users: int) -> None:
    people = seances.membres(db)["nom"]
    here = {f"Pro {k}" for k in range(pros)} | {f"Us {k}" for k in range(users)}
    seances.pointer(
        db, TERMINAL, seance, {int(i): ("présent" if nom in here else "absent", None) for i, nom in people.items()}
    )


def _cast(db: Database, scrutin: int, slips: list[tuple[str, str]], counts: dict[str, int]) -> None:
    left = dict(counts)
    people = signatures.electeurs(db, scrutin)
    names = {college: list(group.index) for college, group in people.groupby("college")}
    named = lectures.definition(db, scrutin).nominatif
    for code, college in slips:
        if left.get(college, 0):
            left[college] -= 1
            bulletins.deposer(db, scrutin, code, "10,0", membre=int(names[college].pop()) if named else None)


def _slips(db: Database, seance: int) -> list[tuple[str, str]]:
    """Fresh slips, whose codes are known: drawn before anything opens."""
    return bulletins.tirer(db, TERMINAL, seance, {"usagers": 8, "professionnels": 12}, True)


def test_users_announced_with_others_under_their_share_stop_the_opening_until_the_table_chooses(table: Table) -> None:
    db, seance, scrutin = table(9, 3)
    slips = _slips(db, seance)
    with pytest.raises(Refus, match=r"25,00\s%.*50,00\s% déclarés.*Élargissez"):
        gestes.ouvrir(db, TERMINAL, scrutin)
    assert scrutins.scrutin(db, scrutin)["etat"] == scrutins.FIGE
    gestes.ouvrir(db, TERMINAL, scrutin, poursuivre=True)
    _cast(db, scrutin, slips, {"usagers": 3, "professionnels": 9})
    gestes.clore(db, TERMINAL, scrutin)
    gestes.publier(db, TERMINAL, scrutin)
    said = " ".join(lectures.resultat(db, scrutin)[1].poids)
    assert "8,33\u00a0% par bulletin" in said and "la table l'a accepté avant d'ouvrir" in said
    (fait,) = releves.votes(db, seance)
    assert said in minutes_votes.vote(fait)["phrase"], "the minutes say it as the screen does"
    assert said.split(". ")[0] in " ".join(decompte.en_lignes(*decompte.recompter(fait["decompte"])))


def test_widened_users_are_alone_again_and_nothing_stops(table: Table) -> None:
    db, seance, scrutin = table(9, 4)
    _there(db, seance, 9, 5)
    gestes.ouvrir(db, TERMINAL, scrutin)
    weights = lectures.pesee(db, scrutin)
    assert {group.id: group.part for group in weights.annonces} == dict.fromkeys(
        ("professionnels", "usagers"), Fraction(1, 2)
    )
    assert not weights.poursuivi and "poursuivi" not in scrutins.scrutin(db, scrutin)["ouverture"]


def test_the_same_vote_by_name_gives_each_college_its_share(table: Table) -> None:
    db, seance, scrutin = table(9, 3)
    slips = _slips(db, seance)
    named = gestes.voter_par_nom(db, TERMINAL, scrutin)
    assert list(scrutins.liste(db).index) == [named]
    scrutins.figer(db, TERMINAL, named)
    gestes.ouvrir(db, TERMINAL, named)
    _cast(db, named, slips, {"usagers": 3, "professionnels": 9})
    gestes.clore(db, TERMINAL, named)
    (users,) = (g for g in lectures.resultat(db, named)[1].groupes if g.usagers)
    assert (users.id, users.bulletins) == ("usagers", 3)
    with pytest.raises(Refus):
        gestes.voter_par_nom(db, TERMINAL, named)


def test_turnout_that_merges_further_is_said_with_the_new_weights(table: Table) -> None:
    db, seance, scrutin = table(9, 6, departage=USAGERS)
    slips = _slips(db, seance)
    gestes.ouvrir(db, TERMINAL, scrutin)
    _cast(db, scrutin, slips, {"usagers": 4, "professionnels": 9})
    before = lectures.a_la_cloture(db, scrutin)
    gestes.clore(db, TERMINAL, scrutin)
    tallies = lectures.resultat(db, scrutin)[1]
    said = " ".join(tallies.poids).replace("\u00a0", " ")
    assert tallies.pesee == before and before.reunis_encore
    assert "Poids changés" in said and "100,00 %, et non plus 50,00 % et 50,00 %" in said
    assert "départage" in said, "the users' tie-break is never the merged group's silently"
    assert "4 bulletins" not in said, "no figure on fewer than five ballots"


@pytest.mark.parametrize("change", [
    lambda p: p["applique"][0].update(part="2/5"), lambda p: p["applique"].pop(), lambda p: p["annonces"].pop(),
    lambda p: p["annonces"][0].update(part="1e99999999"), lambda p: p.pop("usagers"),
    lambda p: p["applique"][0].update(id="autre"),
])  # fmt: skip
def test_weights_that_are_not_those_of_the_count_are_refused(change: Callable[[dict], object]) -> None:
    declared, there = _declared({"u": 1, "p": 2}), {"u": 6, "p": 9}
    ballots = [(code, "10,0") for code, count in there.items() for _ in range(count)]
    tallies = depouiller(declared, [("u",), ("p",)], ballots)
    document = decompte.ecrire(
        declared, "0" * 64, tallies, [f"a b {k}" for k in range(len(ballots))], {"bulletins": 15}
    )
    assert not decompte.lire(document).poids, "a count of before says nothing"
    document["poids"] = poids.en_dict(peser(declared, [("u",), ("p",)], there))
    assert decompte.lire(document).poids
    change(document["poids"])
    with pytest.raises(EntreeInvalide):
        decompte.lire(document)


def test_the_screen_stops_and_offers_three_ways(table: Table, connectee: Callable[..., None]) -> None:
    db, seance, _ = table(9, 3)
    connectee("facilitateur")
    shown = page()
    assert button(shown, "Ouvrir le vote").disabled  # type: ignore[attr-defined]
    assert "Arrêt" in shown.error[0].value and "25,00" in text(shown)
    box = next(one for one in shown.checkbox if "La table accepte" in one.label)
    box.check().run()
    assert not button(shown, "Ouvrir le vote").disabled  # type: ignore[attr-defined]
    _there(db, seance, 9, 4)
    shown.run()
    assert button(shown, "Ouvrir le vote").disabled, "other weights, another question"  # type: ignore[attr-defined]
    button(shown, "Déclarer le même vote, nominatif").click().run()  # type: ignore[attr-defined]
    assert not shown.exception
    (again,) = scrutins.liste(db).index
    assert (
        lectures.definition(db, int(again)).nominatif and scrutins.scrutin(db, int(again))["etat"] == scrutins.PREPARE
    )


@pytest.mark.parametrize(("users", "pros", "shown"), [(4, 9, True), (1, 5, False)])
def test_closing_waits_until_the_new_weights_were_told(
    table: Table, connectee: Callable[..., None], users: int, pros: int, shown: bool
) -> None:
    """Early turnout is no news: the screen warns from half of the voters on, and closing asks whatever the turnout."""
    db, seance, scrutin = table(9, 6)
    slips = _slips(db, seance)
    gestes.ouvrir(db, TERMINAL, scrutin)
    _cast(db, scrutin, slips, {"usagers": users, "professionnels": pros})
    connectee("facilitateur")
    desk = page()
    next(box for box in desk.checkbox if "Tout le monde" in box.label).check()
    button(desk, "Clore le vote").click().run()  # type: ignore[attr-defined]
    assert scrutins.scrutin(db, scrutin)["etat"] == scrutins.OUVERT
    assert any("n'aurait plus les poids annoncés" in one.value for one in desk.warning) == shown
    assert any("Poids changés" in one.value for one in desk.error)
    next(box for box in desk.checkbox if "ont été dits" in box.label).check()
    button(desk, "Clore le vote").click().run()  # type: ignore[attr-defined]
    assert not desk.exception and scrutins.scrutin(db, scrutin)["etat"] == scrutins.CLOS
