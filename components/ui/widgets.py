"""Widgets shared by the rooms: source lines, exports, legends, lists that name places."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from components.core.francais import jour
from components.core.mots import BarreDeSeuil
from components.ui.sigles import pages
from components.ui.sorties import exports
from components.ui.sorties.telechargements import pour_qui_demande
from data.base import jours, store
from data.reponses import lexique

VIVANT = re.compile(r"https?\\?:(?=/)|www(?=\.)|(?=@)|:(?=material)", re.IGNORECASE)  # alive even when escaped
ETATS_DE_BARRE = {True: "▲ signale", False: "ne signale pas", None: "chiffre manquant"}
RIEN = "—"  # in a cell that holds nothing: Streamlit would write « None »
JOINT = "\N{WORD JOINER}"  # seen by nobody, and no line breaks there


def ligne_source(parts: list[str]) -> None:
    """One caption under a figure: what it is, its year, level, source and status. The words are inert: a label or a
    question that someone typed never becomes a link or an image."""
    st.caption(markdown_inerte(" · ".join(part for part in parts if part)))


def nom_entier(choisi: str, tient: int) -> None:
    """The whole of what was chosen in a list too narrow to show it (so many characters), under the list."""
    if len(choisi) > tient:
        st.caption(markdown_inerte(choisi))


def precautions(sentences: tuple[str, ...] | list[str], cle: str) -> None:
    """The cautions of the figures on screen, folded; `cle` begins the key of the fold."""
    if sentences:
        with st.expander(f"À savoir avant de conclure ({len(sentences)})", key=f"{cle}_a_savoir"):
            puces(map(markdown_inerte, sentences))


def puces(lignes: Iterable[str]) -> None:
    """One list of these lines of Markdown: a screen reader says how many they are, not as many lists of one."""
    if text := "\n".join(f"- {line}" for line in lignes):
        st.markdown(text)


def telecharger(table: pd.DataFrame, nom: str, source_lines: list[str], key: str) -> None:
    """The two export buttons of a table, CSV and XLSX, with its source lines.

    A click runs nothing else: a page drawn again would withdraw the file of the next click.
    """
    stem = nom_de_fichier(nom)
    left, right, _ = st.columns([1, 1, 3])
    left.download_button(
        "CSV",
        pour_qui_demande(lambda: exports.to_csv(table, _dated(source_lines))),
        f"{stem}.csv",
        "text/csv",
        key=f"{key}_csv",
        width="stretch",
        on_click="ignore",
    )
    right.download_button(
        "XLSX",
        pour_qui_demande(lambda: exports.to_xlsx(table, _dated(source_lines))),
        f"{stem}.xlsx",
        key=f"{key}_xlsx",
        width="stretch",
        on_click="ignore",
    )


def _dated(source_lines: list[str]) -> list[str]:
    """With the day of the export, where the table is."""
    with store.connect() as db:
        return [*source_lines, f"Export du {jour(jours.aujourd_hui(db))}"]


def colonne_nombre(decimales: int, unite: str) -> Any:
    """A numeric column, in French whatever the browser (`francais.js`), with its decimals and its unit as help."""
    return st.column_config.NumberColumn(format="localized", step=10.0**-decimales, help=unite)


def contient(names: "pd.Series[str]", wanted: str) -> "pd.Series[bool]":
    """Which names contain a text, whatever the case and the accents."""
    return names.map(_plain).str.contains(_plain(wanted), regex=False)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().strip()


def nom_de_fichier(text: str) -> str:
    """ASCII file name from a title."""
    return re.sub(r"[^a-z0-9]+", "-", _plain(text)).strip("-") or "table"


def markdown_inerte(text: str) -> str:
    """User or file text made inert in Markdown: no link, image, HTML, emphasis, list, icon or formula.

    Bare addresses and icons are looked for after the escapes are undone: only a character inside them stops that.
    """
    escaped = re.sub(r"([\\`*_{}\[\]()#+!|<>$:~^&-])", r"\\\1", text)
    return _inerte(re.sub(r"(?m)^(\s*\d+)\.", r"\1\\.", escaped))


def phrase_inerte(text: str) -> str:
    """A sentence of ours that quotes what someone typed: as it is written, without link, image, HTML or icon."""
    return _inerte(re.sub(r"([\\`*_\[\]<$~])", r"\\\1", text))


def _inerte(text: str) -> str:
    return VIVANT.sub(lambda live: live[0] + JOINT, text)


def barres(rows: Sequence[BarreDeSeuil], alt: str, etats: Mapping[bool | None, str] = ETATS_DE_BARRE) -> None:
    """Figures against their thresholds, one bar each; a word and a pattern say what the colour says. Words are
    escaped. `etats`: what a bar says after its name, by what it signals."""
    kinds = {True: "signale", False: "calme", None: "inconnue"}
    items = []
    for row in rows:
        kind, words = kinds[row.signale], etats[row.signale]
        fill = f'<span class="plein" style="width:{100 * min(max(row.part or 0.0, 0.0), 1.0):.1f}%"></span>'
        mark = "" if row.repere is None else f'<span class="repere" style="left:{100 * row.repere:.1f}%"></span>'
        items.append(
            f'<li class="{kind}"><span class="nom">{escape(row.nom)} <em>{words}</em></span>'
            f'<span class="barre" aria-hidden="true">{fill}{mark}</span>'
            f'<span class="mots">{escape(row.mots)}</span></li>'
        )
    st.html(f'<ul class="barres" aria-label="{escape(alt)}">{"".join(items)}</ul>')


def legende(rows: list[tuple[str, str, str, str]], titre: str) -> None:
    """A legend in words: rows of (fill colour, ink colour, mark, words). Colours are ours; words are escaped."""
    items = "".join(
        f'<li><span class="pastille" style="background:{fill};color:{ink}" aria-hidden="true">{mark}</span>'
        f"<span>{escape(words)}</span></li>"
        for fill, ink, mark, words in rows
    )
    st.html(f'<p class="legende-titre">{escape(titre)}</p><ul class="legende">{items}</ul>')


def sigles(met: set[str]) -> None:
    """The acronyms among the words of the page, in a folded list at its foot; nothing without one."""
    if present := lexique.de(met):
        st.html(pages.liste(present))


def reponse(sentence: str) -> None:
    """The answer of a screen, first and large. The sentence is escaped."""
    st.html(f'<p class="reponse">{escape(sentence)}</p>')


def telephone() -> bool:
    """Whether the visitor holds a phone, as far as the browser says."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")
