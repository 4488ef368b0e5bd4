"""A map as a drawing of its own, offline: for a slide (with its title, legend and source) or for the projected page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import vl_convert

from components.core.textes import nets
from components.ui.cartes import dessin_legende, hachures, noms
from components.ui.cartes.couleurs import encre_hexa, hexa, trait_hexa
from components.ui.cartes.fond import AUTOUR, COTE, Fond
from components.ui.cartes.noms import Boite, Nom, Pose
from components.ui.cartes.planche import Panneau, Planche, classes
from components.ui.cartes.traces import Trace

LARGEUR, HAUTEUR = 1280, 720
FINESSE = 2  # pixels per point of a PNG: 2560 × 1440, crisp on any projector
MARGE, TITRE, TEXTE, SOURCE = 28, 27, 19, 13
COTE_LEGENDE, ETROIT = 316, 500
VOISIN, NOM_DE_VOISIN, LIMITE, CONTOUR, ENCRE = "#e2e6eb", "#566173", "#5a6678", "#2b3646", "#1a2433"
VILLES = 16  # names of towns at most on a map: beyond, one reads none
PLEIN = 640  # points of width that carry them all; fewer on a smaller map
POLICE = "Source Sans Pro, Liberation Sans, Arial, sans-serif"


@dataclass(frozen=True)
class Emplacement:
    """Where a map is drawn on the page (points), and what it shows of the sheet."""

    gauche: float
    haut: float
    large: float
    haute: float
    taille: float = TEXTE  # of the names, in points

    def vue(self, fond: Fond) -> Boite:
        """What is seen, in units of the sheet: the whole département, and its neighbours as far as there is room."""
        margin = AUTOUR * COTE
        wide, high = fond.largeur + margin, fond.hauteur + margin
        unit = max(wide / self.large, high / self.haute)
        wide, high = unit * self.large, unit * self.haute
        x, y = (fond.largeur - wide) / 2, (fond.hauteur - high) / 2
        return x, y, x + wide, y + high


def png(fond: Fond, planche: Planche) -> bytes:
    """The slide as an image."""
    return bytes(vl_convert.svg_to_png(svg(fond, planche), scale=FINESSE))


def svg(fond: Fond, planche: Planche) -> str:
    """The slide: title, map or maps, legend, source, in one drawing of 1280 × 720 points."""
    title = noms.lignes(planche.titre, TITRE, LARGEUR - 2 * MARGE)[:2]
    source = noms.lignes(planche.source, SOURCE, LARGEUR - 2 * MARGE)[:3]
    top = MARGE + len(title) * 1.2 * TITRE + 8
    bottom = HAUTEUR - MARGE / 2 - len(source) * 1.3 * SOURCE - 6
    parts = [f'<rect width="{LARGEUR}" height="{HAUTEUR}" fill="#ffffff"/>', _texte(title, MARGE, MARGE + TITRE, TITRE)]
    parts += [panneaux(fond, planche, Emplacement(MARGE, top, LARGEUR - 3 * MARGE - COTE_LEGENDE, bottom - top))]
    parts += [dessin_legende.colonne(planche.legendes, LARGEUR - MARGE - COTE_LEGENDE, top + 4, COTE_LEGENDE)]
    parts += [_texte(source, MARGE, bottom + 6 + SOURCE, SOURCE, gras=False)]
    words = escape(nets(planche.alt), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LARGEUR}" height="{HAUTEUR}" '
        f'viewBox="0 0 {LARGEUR} {HAUTEUR}" role="img" aria-label="{words}" font-family="{POLICE}">'
        f"{''.join(parts)}</svg>"
    )


def pour_la_page(fond: Fond, planche: Planche) -> list[str]:
    """The maps alone, without title nor legend: for a wide screen, then for a phone."""
    count = len(planche.panneaux)
    rows = 1 if count == 1 else count if count == 2 else -(-count // 2)
    return [
        seule(fond, planche, "large", Emplacement(0, 0, 940, 610, 20)),
        seule(fond, planche, "etroite", Emplacement(0, 0, 340, 300 * rows if count < 3 else 200 * rows, 12.5)),
    ]


def seule(fond: Fond, planche: Planche, classe: str, place: Emplacement) -> str:
    """The maps alone in a place of a given size; `classe` tells two drawings of a page apart."""
    words = escape(nets(planche.alt), quote=True)
    return (
        f'<svg class="{classe}" viewBox="0 0 {place.large:g} {place.haute:g}" role="img" aria-label="{words}" '
        f'font-family="{POLICE}">{panneaux(fond, planche, place, classe)}</svg>'
    )


def panneaux(fond: Fond, planche: Planche, place: Emplacement, prefixe: str = "p") -> str:
    """The maps of a sheet, in rows, each under its own title when there are several."""
    count = len(planche.panneaux)
    across = 1 if count == 1 else 2 if count in (2, 4) else 3
    if place.large < ETROIT:
        across = 1 if count < 3 else 2
    down = -(-count // across)
    head = 0 if count == 1 and not planche.panneaux[0].titre else 26
    wide, high = place.large / across, place.haute / down
    drawn = []
    for rank, panel in enumerate(planche.panneaux):
        left, top = place.gauche + rank % across * wide, place.haut + rank // across * high
        size = place.taille * (1, 1, 0.85, 0.7)[across]
        window = Emplacement(
            left, top + head, wide - (8 if across > 1 else 0), high - head - (6 if down > 1 else 0), size
        )
        if head:
            drawn.append(_texte([panel.titre], left + 2, top + 18, 17))
        drawn.append(_carte(fond, planche, panel, window, f"{prefixe}{rank}-"))
    return "".join(drawn)


def _carte(fond: Fond, planche: Planche, panel: Panneau, place: Emplacement, prefixe: str) -> str:
    left, top, right, bottom = place.vue(fond)
    unit = (right - left) / place.large  # units of the sheet in a point
    layers = [
        hachures.motifs(unit, prefixe),
        *(_chemin([one], f'fill="{VOISIN}" stroke="#ffffff" stroke-width="{1.5 * unit:.1f}"') for one in fond.voisins),
        *_remplissage(fond, planche, panel, unit, prefixe),
        *_trames(fond, planche, prefixe),
        _chemin(fond.territoires, f'fill="none" stroke="{LIMITE}" stroke-width="{1.2 * unit:.1f}"'),
        f'<path d="{fond.contour}" fill="none" stroke="{CONTOUR}" stroke-width="{2 * unit:.1f}"/>',
        _chemin(
            [one for one in fond.cellules(planche.niveau) if one.code == planche.choisi],
            f'fill="none" stroke="#000000" stroke-width="{4 * unit:.1f}"',
        ),
        _ecrits(fond, planche, panel, (left, top, right, bottom), place.taille * unit, unit),
    ]
    return (
        f'<svg x="{place.gauche:.1f}" y="{place.haut:.1f}" width="{place.large:.1f}" height="{place.haute:.1f}" '
        f'viewBox="{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}" stroke-linejoin="round">'
        f'<rect x="{left:.0f}" y="{top:.0f}" width="100%" height="100%" fill="#f7f9fb"/>{"".join(layers)}</svg>'
    )


def _chemin(traces: Sequence[Trace], attributs: str) -> str:
    path = "".join(one.trace for one in traces)
    return f'<path d="{path}" {attributs}/>' if path else ""


def _remplissage(fond: Fond, planche: Planche, panel: Panneau, unit: float, prefixe: str) -> list[str]:
    """The cells by class, with their own thin lines; what is missing or withheld has its pattern."""
    cells = fond.cellules(planche.niveau)
    pairs, ranks = classes(panel, [one.code for one in cells])
    drawn = []
    for rank, (colour, mark) in enumerate(pairs):
        inside = [one for one, own in zip(cells, ranks, strict=True) if own == rank]
        line = f'stroke="{trait_hexa(colour)}" stroke-width="{0.7 * unit:.1f}"'
        drawn.append(_chemin(inside, f'fill="{hexa(colour)}" {line}'))
        if mark in hachures.CASES:
            drawn.append(_chemin(inside, f'fill="url(#{prefixe}{hachures.CASES[mark]})"'))
    if planche.niveau != "commune":
        drawn.append(_chemin(fond.communes, f'fill="none" stroke="#ffffff" stroke-width="{0.5 * unit:.1f}"'))
    return drawn


def _trames(fond: Fond, planche: Planche, prefixe: str) -> list[str]:
    if planche.territoires is None:
        return []
    hatchings = planche.territoires["trame"]
    return [
        _chemin(
            [one for one in fond.territoires if hatchings.get(one.code, "") == name], f'fill="url(#{prefixe}{name})"'
        )
        for name in hachures.PAS
    ]


def _ecrits(fond: Fond, planche: Planche, panel: Panneau, view: Boite, size: float, unit: float) -> str:
    """Marks, sites, then the names that find room among them."""
    marks, taken = _marques(fond, planche, panel, unit)
    places = [] if planche.sites is None else list(planche.sites.itertuples())
    discs, told_already = list[str](), set[str]()
    for place in places:
        (x, y), radius = fond.repere.plan_de(place.lon, place.lat), (5 + 3 * len(place.lettres)) * unit
        taken.append((x - radius, y - radius, x + radius, y + radius))
        discs.append(
            f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="#ffffff" stroke="{ENCRE}" '
            f'stroke-width="{1.6 * unit:.1f}"/>{_mot(place.lettres, x, y + 4 * unit, 11 * unit, ENCRE)}'
        )
        if words := getattr(place, "ecrit", ""):
            above, half = y - radius - 3 * unit, noms.largeur(words, 12 * unit) / 2
            taken.append((x - half, above - 11 * unit, x + half, above + 4 * unit))
            told_already.add(words)
            discs.append(_pose(Pose(Nom(words, x, y, 12 * unit), x, above, "middle"), ENCRE))
    discs_taken, inset = list(taken), 4 * unit
    frame = (view[0] + inset, view[1] + inset, view[2] - inset, view[3] - inset)
    shown = [one for one in fond.bourgs if one.principale and one.nom not in told_already]
    towns = [Nom(one.nom, one.x, one.y, size, 10 * unit) for one in shown]
    most = round(VILLES * min(1.0, ((view[2] - view[0]) / unit / PLEIN) ** 1.8))
    named = noms.placer(towns[: 2 * VILLES], frame, taken, most)
    taken += [box for pose in named for box in (noms.boite(pose), noms.point(pose.nom))]
    others = [Nom(one.nom, one.x, one.y, 0.9 * size, centre=True) for one in fond.voisins if one.nom]
    around = noms.placer(others, frame, taken)
    dots = "".join(
        f'<circle cx="{pose.nom.x}" cy="{pose.nom.y}" r="{2.6 * unit:.1f}" fill="{ENCRE}" '
        f'stroke="#ffffff" stroke-width="{1.2 * unit:.1f}"/>'
        for pose in named
        if not any(box[0] < pose.nom.x < box[2] and box[1] < pose.nom.y < box[3] for box in discs_taken)
    )
    told = "".join(_pose(pose, ENCRE) for pose in named) + "".join(_pose(pose, NOM_DE_VOISIN) for pose in around)
    return f"{marks}{''.join(discs)}{told}{dots}"


def _marques(fond: Fond, planche: Planche, panel: Panneau, unit: float) -> tuple[str, list[Boite]]:
    cells = fond.cellules(planche.niveau)
    pairs, ranks = classes(panel, [one.code for one in cells])
    drawn, taken = [], []
    for one, rank in zip(cells, ranks, strict=True):
        colour, mark = pairs[rank] if rank >= 0 else ((0, 0, 0), "")
        if mark and mark not in hachures.CASES:
            drawn.append(_mot(mark, one.x, one.y + 4 * unit, 11 * unit, encre_hexa(colour)))
    overlay = {} if planche.territoires is None else planche.territoires["marque"].to_dict()
    for one in fond.territoires:
        if overlay.get(one.code):
            radius = 11 * unit
            taken.append((one.x - radius, one.y - radius, one.x + radius, one.y + radius))
            drawn.append(
                f'<circle cx="{one.x}" cy="{one.y}" r="{radius:.1f}" fill="#ffffff" stroke="{ENCRE}" '
                f'stroke-width="{2 * unit:.1f}"/>{_mot(overlay[one.code], one.x, one.y + 5 * unit, 14 * unit, ENCRE)}'
            )
    return "".join(drawn), taken


def _pose(pose: Pose, couleur: str) -> str:
    name = pose.nom
    return (
        f'<text x="{pose.x:.0f}" y="{pose.y:.0f}" font-size="{name.taille:.1f}" font-weight="700" fill="{couleur}" '
        f'text-anchor="{pose.ancre}" stroke="#ffffff" stroke-width="{0.24 * name.taille:.1f}" '
        f'paint-order="stroke" stroke-linejoin="round">{escape(nets(name.texte))}</text>'
    )


def _mot(texte: str, x: float, y: float, size: float, couleur: str) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size:.1f}" font-weight="700" fill="{couleur}" '
        f'text-anchor="middle">{escape(nets(texte))}</text>'
    )


def _texte(lignes: Sequence[str], x: float, y: float, size: float, *, gras: bool = True) -> str:
    weight = ' font-weight="700"' if gras else ""
    return "".join(
        f'<text x="{x:.0f}" y="{y + rank * 1.25 * size:.1f}" font-size="{size}" fill="{ENCRE}"{weight}>'
        f"{escape(nets(line))}</text>"
        for rank, line in enumerate(lignes)
    )
