"""A vote drawn: names whole, inside the drawing, the middle free, the same figures whatever the width."""

import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.mots import MENTIONS
from components.ui.cartes import noms
from components.ui.dessins import votes
from components.ui.dessins.votes import DessinDeVote, Forme, LigneDeVote, VoletDeVote
from components.ui.langage.teintes import CLAIR, SOMBRE

FORMES = (Forme(1200, 17), Forme(340, 14), Forme(1224, 28, SOMBRE), Forme(1000, 17, cote_a_cote=True))
noms_libres = st.text(st.sampled_from("aAéW œ<&\"'i-\x0b"), min_size=1, max_size=90)
masses = st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any)


def _dessin(names: list[str], parts: list[list[int]], groups: int) -> DessinDeVote:
    lines = tuple(
        LigneDeVote(f"{k}.", f"{k} {name}", MENTIONS[k % 5], tuple(Fraction(one, sum(part)) for one in part))
        for k, (name, part) in enumerate(zip(names, parts, strict=False), start=1)
    )
    volets = tuple(VoletDeVote(f"Groupe {k} {names[0]}", lines) for k in range(groups))
    return DessinDeVote(MENTIONS, volets, Fraction(1), "En mots")


@pytest.mark.parametrize("forme", FORMES, ids=lambda one: f"{one.large}")
@given(st.lists(noms_libres, min_size=1, max_size=4), st.lists(masses, min_size=4, max_size=4), st.integers(1, 4))
def test_every_name_is_whole_and_inside(forme: Forme, names: list[str], parts: list[list[int]], groups: int) -> None:
    drawn = _dessin(names, parts, groups)
    root = ElementTree.fromstring(votes.svg(drawn, forme))  # a name never breaks the drawing
    texts = [one for one in root.iter() if one.tag.endswith("text")]
    told = re.sub(r"\s", "", "".join(one.text or "" for one in texts))
    for line in drawn.volets[0].lignes:
        assert re.sub(r"\s", "", f"{line.rang}{line.nom}") in told, "names are never cut"
        assert re.sub(r"\s", "", line.valeur) in told
    for one in texts:
        size, x = float(one.get("font-size", "0")), float(one.get("x", "0"))
        wide = noms.largeur(one.text or "", size) * (1 if one.get("font-weight") else votes.MOYENNE)
        left = x - wide / 2 if one.get("text-anchor") == "middle" else x
        assert left >= -1 and (left + wide <= forme.large + 1 or len(one.text or "") == 1)
        assert 0 < float(one.get("y", "0")) <= float(root.get("height", "0"))


@given(masses)
def test_no_figure_stands_on_the_middle(part: list[int]) -> None:
    forme = Forme(1200, 17)
    drawn = _dessin(["Une option"], [part], 1)
    root = ElementTree.fromstring(votes.svg(drawn, forme))
    bars = [one for one in root.iter() if one.tag.endswith("rect")][5:]
    assert sum(float(one.get("width", "0")) for one in bars) == pytest.approx(
        max(float(one.get("x", "0")) + float(one.get("width", "0")) for one in bars) - 0.43 * forme.large, abs=0.5
    )
    middle = (min(float(one.get("x", "0")) for one in bars) + float(bars[-1].get("x", "0"))
              + float(bars[-1].get("width", "0"))) / 2  # fmt: skip
    for one in root.iter():
        if one.tag.endswith("text") and one.get("text-anchor") == "middle":
            half = noms.largeur(one.text or "", float(one.get("font-size", "0"))) * votes.MOYENNE / 2
            assert abs(float(one.get("x", "0")) - middle) > half


def test_what_is_not_kept_is_hollow_and_a_long_list_gets_shorter() -> None:
    volet = VoletDeVote("", (LigneDeVote("1.", "A", "60 %", (Fraction(3, 5),)),
                             LigneDeVote("2.", "B", "40 %", (Fraction(2, 5),), pleine=False)))  # fmt: skip
    drawn = DessinDeVote(("",), (volet,), Fraction(1), "mots")
    shown = votes.svg(drawn, Forme(1200, 17))
    assert shown.count(f'fill="{CLAIR.fond}" stroke="{votes.UNIE}"') == 1
    shorter = drawn.de(votes.sans_la_derniere(volet))
    assert votes.hauteur(shorter, Forme(1200, 17)) < votes.hauteur(drawn, Forme(1200, 17))


def test_a_word_of_any_length_is_cut_at_once_and_loses_nothing() -> None:
    word = "a🩺é" * 20_000
    lines = votes._lignes(f"un {word} deux", 20, 400)
    assert "".join(lines).replace(" ", "") == f"un{word}deux"
    assert all(noms.largeur(line, 20) <= 400 for line in lines)
    assert votes._lignes("ab", 20, 1) == ["a", "b"]
