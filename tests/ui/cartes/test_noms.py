"""Names on a map never cover one another, a mark, or the edge; the first ones are served first."""

from hypothesis import given
from hypothesis import strategies as st

from components.ui.cartes import noms
from components.ui.cartes.noms import Boite, Nom

CADRE = (0.0, 0.0, 400.0, 300.0)
places = st.builds(
    Nom,
    texte=st.text("abcMWil' -é", min_size=1, max_size=18),
    x=st.floats(-20, 420),
    y=st.floats(-20, 320),
    taille=st.floats(8, 20),
    ecart=st.floats(0, 10),
    centre=st.booleans(),
)


def touchent(one: Boite, other: Boite) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(st.lists(places, max_size=25, unique=True), st.integers(0, 12))
def test_no_name_covers_anything(wanted: list[Nom], most: int) -> None:
    taken = [(100.0, 100.0, 140.0, 140.0)]
    found = noms.placer(wanted, CADRE, taken, most)
    boxes = [noms.boite(pose) for pose in found]
    assert len(found) <= most
    for rank, box in enumerate(boxes):
        assert box[0] >= 0 and box[1] >= 0 and box[2] <= 400 and box[3] <= 300
        assert not any(touchent(box, other) for other in (*taken, *boxes[:rank]))
    points = [noms.point(pose.nom) for pose in found]
    assert not any(touchent(box, spot) for i, box in enumerate(boxes) for j, spot in enumerate(points) if i != j)
    order = [wanted.index(pose.nom) for pose in found]
    assert order == sorted(order)


def test_the_first_that_finds_room_is_always_written() -> None:
    near = Nom("Mâcon", 200, 150, 14, 6), Nom("Charnay-lès-Mâcon", 202, 150, 14, 6)
    assert noms.placer(near, CADRE, au_plus=1)[0].nom.texte == "Mâcon"
    assert len(noms.placer(near, CADRE)) == 2


def test_a_name_leaves_the_point_of_the_next_one_free_where_it_can() -> None:
    """Sainte-Marie, right of which Sainte-Suzanne stands: it goes to its left, and both are written."""
    towns = Nom("Sainte-Marie", 200, 150, 14, 10), Nom("Sainte-Suzanne", 240, 152, 14, 10)
    first, second = noms.placer(towns, CADRE)
    assert first.ancre == "end" and second.ancre == "start"


@given(st.text("ab é", max_size=60), st.floats(20, 200))
def test_a_text_is_cut_between_words_and_nothing_is_lost(text: str, wide: float) -> None:
    lines = noms.lignes(text, 12, wide)
    assert " ".join(lines).split() == text.split()
    assert all(noms.largeur(line, 12) <= wide or " " not in line for line in lines)
