"""The map on screen: the sheet asked for once by the browser (`contours`), and what a redraw says of it."""

import gzip
import json
from typing import Any

import streamlit as st
from sqlite_utils import Database

from components.core.textes import nets
from components.ui import session, widgets
from components.ui.cartes import contours, fond
from components.ui.cartes.couleurs import encre_hexa, hexa
from components.ui.cartes.fond import Fond
from components.ui.cartes.planche import LegendeDeCarte, Panneau, Planche, classes
from components.ui.depot import manque

HAUTEUR, HAUTEUR_TELEPHONE = 470, 320
CHOISI, CLIC = "choix", "clic"
# Streamlit sends a component's script again at each redraw: this one asks for ours, that the browser keeps.
CHARGEUR = f"""const lu = import(location.origin + '{contours.ADRESSE_DU_SCRIPT}');
export default composant => {{ lu.then(module => module.default(composant)); }}"""
COMPOSANT = st.components.v2.component("concertation_carte", js=CHARGEUR)


def afficher(db: Database, planche: Planche, choix: str, key: str, hauteur: int = HAUTEUR, clic: str = "") -> None:
    """Draw a map, or say what is missing to draw it.

    `choix`: key of the list that holds the chosen code, set by a click. `hauteur`: pixels, on anything but a phone.
    `clic`: key that receives the code of each place pressed instead, when a press does something there.
    """
    drawn = fond.lire(db)
    if drawn is None:
        manque.debloquer(db, ("contours",), f"{key}_contours", "La carte attend les contours ; le tableau est là.")
        return
    height = HAUTEUR_TELEPHONE if widgets.telephone() else hauteur
    sent = message(drawn, planche.choisissant(session.get(choix)), height, bool(clic))
    COMPOSANT(
        key=key, data=sent, on_choix_change=lambda: _choose(key, choix, CHOISI),
        on_clic_change=lambda: _choose(key, clic, CLIC) if clic else None,
    )  # fmt: skip


def message(drawn: Fond, planche: Planche, hauteur: int, clic: bool = False) -> bytes:
    """What a redraw says, compressed: the sheet it is drawn on, and the colour and words of each cell."""
    codes = [cell.code for cell in drawn.cellules(planche.niveau)]
    overlay = {} if planche.territoires is None else planche.territoires[["trame", "marque"]].T.to_dict("list")
    sites = [] if planche.sites is None else planche.sites.itertuples()
    redraw = {
        "fond": contours.adresse_du_fond(drawn),
        "niveau": planche.niveau,
        "alt": planche.alt,
        "adresse": planche.adresse,
        "choisi": planche.choisi,
        "clic": clic,
        "hauteur": hauteur,
        "panneaux": [_panneau(panel, codes) for panel in planche.panneaux],
        "legendes": [_legende(legend) for legend in planche.legendes],
        "territoires": {str(code): pair for code, pair in overlay.items() if any(pair)},
        "sites": [[*drawn.repere.plan_de(s.lon, s.lat), s.lettres, f"{s.nom} ({s.type})", *_ecrit(s)] for s in sites],
    }
    return gzip.compress(json.dumps(nets(redraw), ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)


def _ecrit(site: Any) -> list[str]:
    """What is written beside a disc, of those that say it."""
    words = getattr(site, "ecrit", "")
    return [words] if words else []


def _panneau(panel: Panneau, codes: list[str]) -> dict[str, Any]:
    pairs, ranks = classes(panel, codes)
    words = panel.cellules["texte"].reindex(codes).fillna("").tolist()
    shown = [[hexa(colour), encre_hexa(colour), mark] for colour, mark in pairs]
    return {"titre": panel.titre, "classes": shown, "rangs": ranks, "textes": words}


def _legende(legend: LegendeDeCarte) -> dict[str, Any]:
    lines = [[line.fond, line.encre, line.marque, line.mots] for line in legend.lignes]
    return {"titre": legend.titre, "lignes": lines, "note": legend.note}


def _choose(key: str, choix: str, sent: str) -> None:
    session.put(choix, session.sent(key, sent) or None)
