"""The map of the Diagnostic as a screen reader is told it."""

import re

from playwright.sync_api import expect

from tests.browser.outils.ecran import Ouvreur

DITS = (  # in the order of the page
    r'heading "Diagnostic — [^"]+" \[level=1\]', r"paragraph: .+habitants sur", r"- figure:",
    r'img "Carte : APL aux médecins généralistes.+Le tableau sous la carte donne tout', r"La valeur du lieu pointé",
    r'paragraph: "Légende : ', r"listitem: moins de 1,25 .+ — \d+", r'button "Agrandir"', r'button "Réduire"',
    r'combobox "Trouver un lieu sur la carte"', r'link "Télécharger la carte en PNG"', r'combobox "Indicateur"',
    r'radio "Commune" \[checked\]', r'combobox "Commune à regarder"', r'heading "Le tableau" \[level=2\]',
    r'textbox "Filtrer par nom"', r'button "CSV"',
)  # fmt: skip


def test_the_map_is_told(ecran: Ouvreur) -> None:
    page = ecran().ouvrir("diagnostic")
    expect(page.locator(".cadre svg").first).to_be_visible()
    page.locator("[data-testid=stDataFrame]").first.scroll_into_view_if_needed()
    told = page.locator("main, [data-testid=stMain]").first.aria_snapshot()
    lines = told.splitlines()
    places = [next((k for k, line in enumerate(lines) if re.search(words, line)), -1) for words in DITS]
    assert -1 not in places and places == sorted(places), told
