"""A vote as a drawing: the whole first, then each group; names whole, mentions and shares written, the middle marked.

One drawing for the screen, the room and the minutes: only its width, its letters and its colours change.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape
from string import ascii_uppercase

from components.core.francais import pourcent
from components.core.textes import nets
from components.ui.cartes import noms
from components.ui.cartes.dessin_svg import POLICE
from components.ui.langage.teintes import CLAIR, MENTIONS, UNIE, Teintes, encre_sur

MOYENNE = 0.86  # of the width of bold letters: what a text not bold takes
ETROIT = 600  # points: under it, the name is above its bar
TITRE_LIGNES = 3  # of a title over a narrow column


@dataclass(frozen=True)
class LigneDeVote:
    """An option: its name, what is counted in words, and its bar: parts of a whole, or one length (of `echelle`).

    `pleine`: filled; what a budget does not keep is hollow.
    """

    rang: str
    nom: str
    valeur: str
    parts: tuple[Fraction, ...]
    pleine: bool = True


@dataclass(frozen=True)
class VoletDeVote:
    """The options as the whole, or a group, ranks them."""

    titre: str
    lignes: tuple[LigneDeVote, ...]


@dataclass(frozen=True)
class DessinDeVote:
    """A vote to draw. `mentions`: what the parts of a bar are, in order; one thing only for points and support.

    `echelle`: what a full bar is worth; `mots`: the same in words, for who does not see it.
    """

    mentions: tuple[str, ...]
    volets: tuple[VoletDeVote, ...]
    echelle: Fraction
    mots: str

    @property
    def grades(self) -> bool:
        return len(self.mentions) > 1

    def de(self, *volets: VoletDeVote) -> "DessinDeVote":
        """The same, with these only."""
        return replace(self, volets=volets)


@dataclass(frozen=True)
class Forme:
    """How a drawing is made: its width and its letters in points, its colours.

    `cote_a_cote`: one row per option, the whole then each group beside it; else one under the other.
    """

    large: float
    texte: float
    teintes: Teintes = CLAIR
    cote_a_cote: bool = False


def sans_la_derniere(volet: VoletDeVote) -> VoletDeVote:
    """The same without its last line."""
    return replace(volet, lignes=volet.lignes[:-1])


def svg(dessin: DessinDeVote, forme: Forme) -> str:
    """The drawing as a text that any browser shows."""
    inside, height = _corps(dessin, forme)
    words = escape(nets(dessin.mots), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{forme.large:g}" height="{height:.0f}" '
        f'viewBox="0 0 {forme.large:g} {height:.0f}" role="img" aria-label="{words}" font-family="{POLICE}">'
        f"{''.join(inside)}</svg>"
    )


def hauteur(dessin: DessinDeVote, forme: Forme) -> float:
    """The height it takes, in points."""
    return _corps(dessin, forme)[1]


def _corps(dessin: DessinDeVote, forme: Forme) -> tuple[list[str], float]:
    drawn: list[str] = []
    down = _legende(drawn, dessin, forme) if dessin.grades else 0.0
    if forme.cote_a_cote:
        return drawn, _tableau(drawn, dessin, forme, down) + 2
    for rank, volet in enumerate(dessin.volets):
        down += forme.texte * (0.7 if rank else 0)
        if volet.titre:
            down = _mots(drawn, _lignes(volet.titre, forme.texte, forme.large), 0, down, forme, gras=True) + 4
        for line in volet.lignes:
            down = _ligne(drawn, dessin, line, forme, down)
    return drawn, down + 2


def _tableau(drawn: list[str], dessin: DessinDeVote, forme: Forme, down: float) -> float:
    """Names once, in the order of the first; its bars wide, the others' beside; says where it ends."""
    size, places = forme.texte, _places(len(dessin.volets), forme)
    heads, notes = _entetes(dessin, forme, [room for _, room in places])
    ends = [_mots(drawn, head, x, down, forme, gras=True) for head, (x, _) in zip(heads, places, strict=True)]
    down, left = max(ends) + 0.3 * size, places[0][0] - 0.8 * size
    by_name = [{line.nom: line for line in volet.lignes} for volet in dessin.volets]
    for line in dessin.volets[0].lignes:
        name = _lignes(f"{line.rang} {line.nom}", size * MOYENNE, left)
        value = _lignes(line.valeur, size, left)
        end = _mots(drawn, value, 0, _mots(drawn, name, 0, down, forme), forme, gras=True)
        for lines, (x, room) in zip(by_name, places, strict=True):
            _barre(drawn, dessin, lines[line.nom], forme, (x, (down + end) / 2 - 0.65 * size, room, 1.3 * size))
        down = end + 0.5 * size
    for note in notes:
        down = _mots(drawn, _lignes(note, size * MOYENNE, forme.large), 0, down, forme)
    return down


def _places(count: int, forme: Forme) -> list[tuple[float, float]]:
    """Where the bars of each start, and their width: the first wide, the others sharing what is left."""
    gap, left = 0.8 * forme.texte, 0.34 * forme.large
    wide = 0.66 * forme.large if count == 1 else 0.3 * forme.large
    narrow = (forme.large - left - wide) / max(1, count - 1)
    others = [(left + wide + k * narrow + gap, narrow - gap) for k in range(count - 1)]
    return [(left, wide), *others]


def _entetes(dessin: DessinDeVote, forme: Forme, rooms: list[float]) -> tuple[list[list[str]], list[str]]:
    """The title of each in its width; where one does not fit, letters above, and the titles whole under the rows."""
    heads = [_lignes(volet.titre, forme.texte, room) for volet, room in zip(dessin.volets, rooms, strict=True)]
    wide = [noms.largeur(line, forme.texte) > room for head, room in zip(heads, rooms, strict=True) for line in head]
    if not any(wide) and max(map(len, heads)) <= TITRE_LIGNES:
        return heads, []
    letters = ascii_uppercase[: len(dessin.volets) - 1]
    notes = [f"{letter} : {volet.titre}" for letter, volet in zip(letters, dessin.volets[1:], strict=True)]
    return [heads[0], *([letter] for letter in letters)], notes


def _legende(drawn: list[str], dessin: DessinDeVote, forme: Forme) -> float:
    """Mentions in their order, each beside its colour, on as many lines as they need."""
    size, x, y = 0.85 * forme.texte, 0.0, 0.0
    for colour, word in zip(MENTIONS, dessin.mentions, strict=True):
        wide = 1.6 * size + noms.largeur(word, size) * MOYENNE + size
        if x and x + wide > forme.large:
            x, y = 0.0, y + 1.4 * size
        drawn.append(
            f'<rect x="{x:.1f}" y="{y + 0.15 * size:.1f}" width="{1.2 * size:.1f}" height="{size:.1f}" rx="2" '
            f'fill="{colour}" stroke="{forme.teintes.trait}"/>'
            f"{_mot(word, x + 1.6 * size, y + size, size, forme.teintes.encre)}"
        )
        x += wide
    word = "milieu des voix"
    if x and x + 1.6 * size + noms.largeur(word, size) * MOYENNE > forme.large:
        x, y = 0.0, y + 1.4 * size
    drawn.append(_trait(x + 0.5 * size, y + 0.05 * size, y + 1.25 * size))
    drawn.append(_mot(word, x + 1.1 * size, y + size, size, forme.teintes.encre))
    return y + 1.9 * size


def _ligne(drawn: list[str], dessin: DessinDeVote, line: LigneDeVote, forme: Forme, down: float) -> float:
    """One option: its name, its bar, its value; says where it ends."""
    size, narrow = forme.texte, forme.large < ETROIT
    aside = max((noms.largeur(one.valeur, size) for v in dessin.volets for one in v.lignes), default=0) + size
    aside = 0.0 if narrow else min(aside, 0.3 * forme.large)
    left = 0.0 if narrow else 0.43 * forme.large
    name = _lignes(f"{line.rang} {line.nom}", size * MOYENNE, (forme.large if narrow else left) - size)
    value = _lignes(line.valeur, size, forme.large if narrow else aside - 0.5 * size)
    tall, high = 1.15 * size * len(name), 1.25 * size
    if narrow:
        top = _mots(drawn, name, 0, down, forme) + 3
        _barre(drawn, dessin, line, forme, (0, top, forme.large, high))
        return _mots(drawn, value, 0, top + high + 2, forme, gras=True) + 0.5 * size
    row = max(tall, high, 1.15 * size * len(value))
    _mots(drawn, name, 0, down + (row - tall) / 2, forme)
    _barre(drawn, dessin, line, forme, (left, down + (row - high) / 2, forme.large - left - aside, high))
    _mots(drawn, value, forme.large - aside + 0.5 * size, down + (row - 1.15 * size * len(value)) / 2, forme, gras=True)
    return down + row + 0.42 * size


def _barre(drawn: list[str], dessin: DessinDeVote, line: LigneDeVote, forme: Forme,
           place: tuple[float, float, float, float]) -> None:  # fmt: skip
    x, y, wide, high = place
    for colour, start, length in _morceaux(dessin, line):
        fill = colour if line.pleine else forme.teintes.fond
        drawn.append(
            f'<rect x="{x + start * wide:.1f}" y="{y:.1f}" width="{length * wide:.1f}" height="{high:.1f}" '
            f'fill="{fill}" stroke="{forme.teintes.trait if line.pleine else colour}" '
            f'stroke-width="{1 if line.pleine else 2}"/>'
        )
        size, words = 0.8 * forme.texte, pourcent(length)
        middle = _place(start, start + length, (noms.largeur(words, size) + 4) / wide) if dessin.grades else None
        if middle is not None:
            at = x + middle * wide, y + high / 2 + 0.35 * size
            drawn.append(_mot(words, *at, size, encre_sur(colour), ancre="middle"))
        if not dessin.grades and forme.cote_a_cote:
            _au_bout(drawn, line.valeur, forme, (x, y, wide, high), length)
    if dessin.grades:
        drawn.append(_trait(x + wide / 2, y - 3, y + high + 3))


def _au_bout(drawn: list[str], words: str, forme: Forme, place: tuple[float, float, float, float],
             length: float) -> None:  # fmt: skip
    """A value at the end of its bar, when there is room after it."""
    x, y, wide, high = place
    size = 0.8 * forme.texte
    if noms.largeur(words, size) + 6 < (1 - length) * wide:
        drawn.append(_mot(words, x + length * wide + 5, y + high / 2 + 0.35 * size, size, forme.teintes.encre))


def _trait(x: float, top: float, bottom: float) -> str:
    """The mark of the middle, that shows on any colour."""
    trace, inks = f"M{x:.1f} {top:.1f}V{bottom:.1f}", (("#ffffff", 5), ("#000000", 2.5))
    return "".join(f'<path d="{trace}" stroke="{ink}" stroke-width="{wide}"/>' for ink, wide in inks)


def _place(start: float, end: float, room: float) -> float | None:
    """Where words of a width are centred in a piece of the bar, off its middle line; None when they find no room."""
    around = ((start, end),) if end <= 0.5 or start >= 0.5 else ((start, 0.49), (0.51, end))
    if around[0] == (start, end) or abs((start + end) / 2 - 0.5) > room / 2:
        return (start + end) / 2 if end - start > room else None
    low, high = max(around, key=lambda side: side[1] - side[0])
    return (low + high) / 2 if high - low > room else None


def _morceaux(dessin: DessinDeVote, line: LigneDeVote) -> Iterator[tuple[str, float, float]]:
    """The pieces of a bar: colour, where it starts and how long it is, in parts of the full bar."""
    start = 0.0
    for colour, part in zip(MENTIONS if dessin.grades else (UNIE,), line.parts, strict=True):
        length = float(part / dessin.echelle) if dessin.echelle else 0.0
        if length > 0:
            yield colour, start, min(length, 1.0)
        start += length


def _lignes(texte: str, size: float, large: float) -> list[str]:
    """A text in lines of at most a width, between words; a word longer than a line goes on at the next."""
    return noms.lignes(" ".join(part for word in texte.split() for part in _troncons(word, size, large)), size, large)


def _troncons(word: str, size: float, large: float) -> Iterator[str]:
    """A word in pieces of at most a width, of a letter at least; each letter is measured once, however long it is."""
    start, wide = 0, 0.0
    for place, letter in enumerate(word):
        more = noms.largeur(letter, size)
        if place > start and wide + more > large:
            yield word[start:place]
            start, wide = place, 0.0
        wide += more
    yield word[start:]


def _mots(drawn: list[str], lines: list[str], x: float, y: float, forme: Forme, *, gras: bool = False) -> float:
    """Write lines from the top `y`; says where they end."""
    size = forme.texte
    for rank, line in enumerate(lines):
        drawn.append(_mot(line, x, y + (0.9 + 1.15 * rank) * size, size, forme.teintes.encre, gras=gras))
    return y + 1.15 * size * len(lines)


def _mot(texte: str, x: float, y: float, size: float, couleur: str, *, gras: bool = False, ancre: str = "") -> str:
    weight = ' font-weight="700"' if gras else ""
    anchor = f' text-anchor="{ancre}"' if ancre else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{couleur}"{weight}{anchor}>'
        f"{escape(nets(texte))}</text>"
    )
