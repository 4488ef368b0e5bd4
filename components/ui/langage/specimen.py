"""The visual language on one page, as HTML: each size at its size, each colour in its colour, with their figures."""

from collections.abc import Iterable
from html import escape

from components.core.francais import nombre
from components.ui.langage.echelle import (
    DISTANCES,
    ESPACES,
    ETIQUETTE,
    REPONSE,
    SALLE,
    SEUIL,
    SOURCE,
    TEXTE,
    TITRES,
)  # fmt: skip
from components.ui.langage.teintes import CLAIR, JAUGES, NUANCES, SENS, SOMBRE, Teintes, contraste

BUREAU = {
    "Titre de page": TITRES[0], "Titre de partie": TITRES[1], "Titre de détail": TITRES[2],
    "La réponse, en premier": REPONSE, "Texte et tableaux": TEXTE, "Étiquette": ETIQUETTE, "Source, légende": SOURCE,
}  # fmt: skip


def html() -> str:
    """All of it but what Streamlit draws: titles, answers, tables and messages are shown by the page itself."""
    return "".join((_tailles(), _salle(), _espaces(), _teintes(CLAIR), _teintes(SOMBRE), _nuances()))


def _tailles() -> str:
    rows = (
        f'<li style="font-size:{size}rem;line-height:1.5">{escape(name)} — {nombre(size, 2)} rem</li>'
        for name, size in BUREAU.items()
    )
    return _partie("Tailles, au bureau", f'<ul class="legende">{"".join(rows)}</ul>')


def _salle() -> str:
    rows = [
        (size.usage, str(size.points), f"{nombre(size.millimetres)} mm", f"{nombre(size.minutes / SEUIL, 1)} fois")
        for size in SALLE
    ]
    heads = ("Dans la salle", "Points, sur 1280", "Haut d'une capitale", "Le plus petit qu'un œil distingue")
    return _partie("Tailles, dans la salle", f"<p>{escape(DISTANCES)}</p>{_table(heads, rows)}")


def _espaces() -> str:
    rows = (
        f'<li><span style="display:inline-block;width:{size}rem;height:1rem;background:{CLAIR.accent}" '
        f'aria-hidden="true"></span>{nombre(size, 2)} rem : {escape(use)}</li>'
        for size, use in ESPACES.items()
    )
    return _partie("Espaces", f'<ul class="legende">{"".join(rows)}</ul>')


def _teintes(teintes: Teintes) -> str:
    """Paper, ink and accent, then meanings: each with its mark, and the contrast of its words."""
    inks = {"encre": teintes.encre, "mots seconds": teintes.doux, "accent": teintes.accent, "trait": teintes.trait}
    swatches = "".join(
        f'<p style="margin:.2rem 0;color:{colour}">{escape(name)} {colour}, contraste '
        f"{nombre(contraste(colour, teintes.fond), 1)}</p>"
        for name, colour in inks.items()
    )
    meanings = "".join(
        f'<p style="margin:.3rem 0;padding:.3rem .6rem;border-left:.4rem solid {edge};background:{paper}">'
        f'<strong style="color:{edge}">{one.marque}</strong> {escape(one.mots)}</p>'
        for one in SENS.values()
        for edge, paper in (one.clair if teintes is CLAIR else one.sombre,)
    )
    block = (
        f'<div style="background:{teintes.fond};color:{teintes.encre};border:1px solid {teintes.trait};'
        f'border-radius:.4rem;padding:.6rem 1rem">{swatches}{meanings}</div>'
    )
    return _partie(f"Teintes, en {teintes.nom}", block)


def _nuances() -> str:
    rows = "".join(
        f'<li><span class="pastille" style="background:{colour}" aria-hidden="true"></span>{escape(name)} {colour}</li>'
        for name, colour in (NUANCES | JAUGES).items()
    )
    return _partie("Nuances de ce qui se touche, et des jauges", f'<ul class="legende">{rows}</ul>')


def _partie(titre: str, corps: str) -> str:
    return f"<h2>{escape(titre)}</h2>{corps}"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table that scrolls by itself on a narrow screen."""
    pad = 'style="text-align:left;padding:.2rem .8rem .2rem 0"'
    head = "".join(f'<th scope="col" {pad}>{escape(one)}</th>' for one in heads)
    body = "".join("<tr>" + "".join(f"<td {pad}>{escape(one)}</td>" for one in row) + "</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div style="overflow-x:auto" tabindex="0">{table}</div>'
