"""A walk that was stopped goes on from what it kept, and a line that the stop cut is walked again."""

from collections import Counter
from pathlib import Path

from tests.parcours.avance import Avance, Tenu, somme
from tests.parcours.bilan import Bilan, Bouton
from tests.parcours.inventaire import Ecran

ICI, LA = ("facilitateur", "plans", "un"), ("lecteur", "plans", "un")


def _tenu(place: tuple[str, str, str], words: str) -> Tenu:
    role, page, etat = place
    buttons = {role: {Bouton(page, words)}}
    screens = (Ecran(role, page, etat, (("button", "Ouvrir", 0),), (words,)),)
    done, refused = Counter({(role, etat): 2}), Counter({(*place, words, "non"): 1})
    return Tenu(place, screens, Bilan(done, refused, [words], buttons, {}, buttons))


def test_what_was_walked_is_read_again_as_it_was(tmp_path: Path) -> None:
    avance = Avance(tmp_path)
    assert avance.lieux() == set() and somme(avance.tenus()) == Bilan()
    for place, words in ((ICI, "Ajouter"), (LA, "Ouvrir")):
        avance.noter(_tenu(place, words))
    assert avance.tenus() == [_tenu(ICI, "Ajouter"), _tenu(LA, "Ouvrir")]
    whole = somme(avance.tenus())
    assert whole.fautes == ["Ajouter", "Ouvrir"] and set(whole.vus) == {"facilitateur", "lecteur"}
    assert whole.refus.total() == 2 and whole.faits["lecteur", "un"] == 2


def test_a_line_cut_by_the_stop_is_not_kept_and_the_next_one_is_whole(tmp_path: Path) -> None:
    avance = Avance(tmp_path)
    avance.noter(_tenu(ICI, "Ajouter"))
    whole = avance.fichier.read_text()
    avance.fichier.write_text(whole + whole[: len(whole) // 2])
    assert avance.lieux() == {ICI}
    avance.noter(_tenu(LA, "Ouvrir"))
    assert avance.lieux() == {ICI, LA}
