"""The acronyms of a whole HTML page of ours: each says what it stands for on hover, then all of them at its foot."""

import json
import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path

from markupsafe import escape

from data.reponses import lexique
from data.reponses.lexique import Sigle

MARQUE = "<!--sigles-->"  # where a page wants its foot list
FEUILLE = '<main class="feuille'  # what is printed
BALISE = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
NOM = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
MUETTES = {"title", "style", "script", "option", "textarea", "svg", "abbr"}  # no mark there: read as it is, or drawn
SCRIPT = Path(__file__).with_name("sigles.js")


def expliquer(page: str) -> str:
    """A page whose acronyms are marked with what they stand for, and listed where it wants (`MARQUE`): read at once on
    what is printed, folded elsewhere."""
    parts, met = BALISE.split(page), set[str]()
    muted: list[str] = []
    for place, part in enumerate(parts):
        if place % 2:
            _suivre(part, muted)
        elif not muted and (present := lexique.presents(unescape(part))):
            met |= {one.sigle for one in present}
            parts[place] = lexique.MOT.sub(_marquer, part)
    words = liste(lexique.de(met), FEUILLE in page)
    return "".join(parts).replace(MARQUE, words)


def liste(sigles: Iterable[Sigle], ouverte: bool = False) -> str:
    """The foot list, in HTML: what each acronym stands for and its sentence; nothing without one. `ouverte`: in one
    paragraph, as on paper; else folded."""
    told = [f"<strong>{escape(one.sigle)}</strong> : {escape(dit(one))}" for one in sigles]
    if not told:
        return ""
    if ouverte:
        return f'<p class="doux sigles"><strong>Sigles.</strong> {" — ".join(told)}</p>'
    rows = "".join(f"<li>{words}</li>" for words in told)
    return f'<details class="sigles"><summary>Les sigles de cette page ({len(told)})</summary><ul>{rows}</ul></details>'


def dit(one: Sigle) -> str:
    """« communauté professionnelle territoriale de santé. Les professionnels d'un territoire… »."""
    return f"{one.nom[:1].lower()}{one.nom[1:]}. {one.phrase}"


def script() -> bytes:
    """The script of hovers, with the lexicon in it: no text of it can end the script."""
    words = {one.sigle: dit(one) for one in lexique.lexique()}
    told = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    return SCRIPT.read_text(encoding="utf-8").replace("__SIGLES__", told).encode()


def _suivre(balise: str, muettes: list[str]) -> None:
    """Follow the elements in which nothing is marked."""
    named = NOM.match(balise)
    if named is None or balise.endswith("/>"):
        return
    name = named[1].lower()
    if muettes:
        if name == muettes[-1]:
            muettes.pop() if balise.startswith("</") else muettes.append(name)
    elif name in MUETTES and not balise.startswith("</"):
        muettes.append(name)


def _marquer(mot: re.Match[str]) -> str:
    one = lexique.trouver(mot[0])
    return mot[0] if one is None else f'<abbr title="{escape(dit(one))}">{mot[0]}</abbr>'
