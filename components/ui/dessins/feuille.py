"""A view of the room as HTML: escaped words, drawings held in the page, no link, no button, no script."""

from functools import singledispatch
from html import escape
from pathlib import Path
from string import Template

from components.core.textes import nets
from components.ui.cartes import dessin_legende
from components.ui.cartes.planche import LegendeDeCarte
from components.ui.dessins.affiche import Affiche, ChiffreDeSalle, DessinDeSalle, Legendes, Lignes, OuVoter
from components.ui.dessins.images import adresse
from components.ui.dessins.salle import taille
from components.ui.langage.echelle import CHIFFRE, LISTE, PHRASE, PHRASE_LONGUE, PROVENANCE, SEULE
from components.ui.langage.teintes import CLAIR, SOMBRE, Teintes

STYLE = Template((Path(__file__).resolve().parent / "salle.css").read_text(encoding="utf-8"))
TAILLES = {
    "CHIFFRE": CHIFFRE, "LISTE": LISTE, "PHRASE": PHRASE, "PHRASE_LONGUE": PHRASE_LONGUE, "PROVENANCE": PROVENANCE,
    "SEULE": SEULE,
}  # fmt: skip


def html(affiche: Affiche, heure: str = "") -> str:
    """The whole view."""
    figures = "".join(_figure(one) for one in affiche.figures)
    parts = [
        f'<p class="salle-haut"><span>{_mots(affiche.surtitre)}</span><span>{_mots(heure)}</span></p>',
        f'<h1 class="{"salle-longue" if taille(affiche.phrase) is PHRASE_LONGUE else ""}">{_mots(affiche.phrase)}</h1>',
        f'<div class="salle-figures">{figures}</div>',
        f'<p class="salle-pourquoi">{_mots(affiche.pourquoi)}</p>' if affiche.pourquoi else "",
        f'<p class="salle-source">{_mots(affiche.source)}</p>' if affiche.source else "",
    ]
    seule = "" if affiche.figures else " salle-seule"
    return f'<div class="salle{seule}">{"".join(parts)}</div>'


def image(dessin: DessinDeSalle) -> str:
    """A drawing in the page, in the colours that the reader's machine asks for."""
    words = escape(nets(dessin.mots), quote=True)
    light = f'<img src="{adresse(dessin.clair)}" alt="{words}">'
    if not dessin.sombre:
        return f'<span class="dessin dessin-papier">{light}</span>'
    dark = f'<img src="{adresse(dessin.sombre)}" alt="{words}">'
    return f'<span class="dessin dessin-clair">{light}</span><span class="dessin dessin-sombre">{dark}</span>'


def style() -> str:
    """The rules of the room: the whole screen, the sizes of the scale, light or dark as asked; nothing moves."""
    sizes = {name: size.css for name, size in TAILLES.items()}
    return f"<style>{STYLE.substitute(sizes, CLAIR=_teintes(CLAIR), SOMBRE=_teintes(SOMBRE), NUIT=SOMBRE.fond)}</style>"


@singledispatch
def _figure(one: object) -> str:
    raise TypeError(f"no drawing of {type(one).__name__}")


@_figure.register
def _chiffre(one: ChiffreDeSalle) -> str:
    bar = ""
    if one.part is not None:
        wide = f"{100 * min(max(one.part, 0.0), 1.0):.1f}%"
        bar = f'<div class="salle-jauge" aria-hidden="true"><span style="width:{wide}"></span></div>'
    return f'<div class="salle-chiffre"><strong>{_mots(one.valeur)}</strong>{_mots(one.mots)}{bar}</div>'


@_figure.register
def _dessin(one: DessinDeSalle) -> str:
    return image(one)


@_figure.register
def _legendes(one: Legendes) -> str:
    return f'<div class="salle-legendes">{"".join(_legende(legend) for legend in one.cartes)}</div>'


def _legende(legend: LegendeDeCarte) -> str:
    rows = "".join(
        f'<li><img src="{adresse(dessin_legende.case(line))}" alt=""><span>{_mots(line.mots)}</span></li>'
        for line in legend.lignes
    )
    note = f"<p>{_mots(legend.note)}</p>" if legend.note else ""
    return f"<p><strong>{_mots(legend.titre)}</strong></p><ul>{rows}</ul>{note}"


@_figure.register
def _lignes(one: Lignes) -> str:
    rows = "".join(f"<li><span>{_mots(name)}</span><strong>{_mots(state)}</strong></li>" for name, state in one.lignes)
    return f'<ul class="salle-lignes">{rows}</ul>'


@_figure.register
def _invitation(one: OuVoter) -> str:
    return f'<div class="salle-invitation">{image(one.code)}<strong>{_mots(one.adresse)}</strong></div>'


def _teintes(teintes: Teintes) -> str:
    return (
        f"--fond: {teintes.fond}; --encre: {teintes.encre}; --doux: {teintes.doux}; --trait: {teintes.trait}; "
        f"--accent: {teintes.accent};"
    )


def _mots(texte: str) -> str:
    return escape(nets(texte))
