"""Amounts and numbers are French in a browser that is not: typed, kept and shown."""

from data.base import store
from data.plans import financements
from tests.browser.outils.ecran import Ouvreur
from tests.browser.outils.gestes import cliquer, saisir
from tests.browser.outils.serveur import Serveur

NOM = "FIR lu en anglais"


def test_numbers_are_french_in_an_english_browser(ecran: Ouvreur, serveur: Serveur) -> None:
    desk = ecran(serveur=serveur, langue="en-US")
    page = desk.ouvrir("financement")
    saisir(desk, "Nom de l'enveloppe", NOM)
    saisir(desk, "Financeur", "ARS")
    saisir(desk, "Montant (€)", "17600,50")
    cliquer(desk, "Ouvrir cette enveloppe")
    with store.connect(serveur.fichier) as db:
        assert financements.envelopes(db).set_index("nom")["montant"][NOM] == 1_760_050
    # What Streamlit reads to write the numbers and dates that it paints.
    assert page.evaluate("[navigator.language, ...navigator.languages]") == ["fr-FR", "fr-FR", "fr"]
    assert page.evaluate("new Intl.NumberFormat(navigator.languages).format(1234.5)") == "1\u202f234,5"
