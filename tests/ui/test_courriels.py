"""The page « Comptes », where addresses are declared: with a provider, without, or with one that cannot be read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.ui.porte import federation, fournisseur
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.federes import courriels

PAGE = Path(__file__).resolve().parents[2] / "pages" / "comptes.py"
ADRESSE = "camille@departement.example"
REGLAGES = 'nom = "ProConnect"\nemetteur = "{}"\nclient = "c"\nsecret = "s"\n'


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]) -> Callable[[str], AppTest]:
    """`page(settings)`: the page, with these settings of a provider (none when empty)."""
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    monkeypatch.delenv(fournisseur.REGLAGES, raising=False)
    connectee()

    def drawn(settings: str = "") -> AppTest:
        if settings:
            place = tmp_path / f"oidc-{abs(hash(settings))}.toml"
            place.write_text(settings)
            monkeypatch.setenv(fournisseur.REGLAGES, str(place))
        shown = AppTest.from_file(str(PAGE), default_timeout=60).run()
        assert not shown.exception
        return shown

    return drawn


def _bouton(page: AppTest, label: str) -> AppTest:
    next(one for one in page.button if one.label == label).click()
    page.run()
    assert not page.exception
    return page


def test_without_a_provider_nothing_is_asked(page: Callable[..., AppTest]) -> None:
    shown = page()
    assert not [one for one in shown.text_input if one.label == "Adresse de courriel"] and not federation.nom()


def test_an_address_is_declared_listed_refused_twice_then_removed(page: Callable[..., AppTest]) -> None:
    shown = page(REGLAGES.format("https://idp.example"))
    assert "Entrer avec ProConnect" in [one.value for one in shown.header] and federation.nom() == "ProConnect"
    for words in ("", "pas une adresse", ADRESSE):
        next(one for one in shown.text_input if one.label == "Adresse de courriel").set_value(words)
        shown = _bouton(shown, "Déclarer cette adresse")
        assert bool(shown.error) == (words != ADRESSE)
    assert "Cette adresse peut entrer." in [one.value for one in shown.success]
    with store.connect() as db:
        assert list(courriels.liste(db)["courriel"]) == [ADRESSE]
    next(one for one in shown.text_input if one.label == "Adresse de courriel").set_value(ADRESSE.upper())
    shown = _bouton(shown, "Déclarer cette adresse")
    assert "déjà déclarée" in shown.error[0].value
    shown = _bouton(shown, "Retirer cette adresse")  # nothing chosen: nothing happens
    next(one for one in shown.selectbox if one.label == "Retirer une adresse").set_value(ADRESSE)
    shown = _bouton(shown, "Retirer cette adresse")
    with store.connect() as db:
        assert courriels.liste(db).empty


@pytest.mark.parametrize(
    "settings",
    ["ceci n'est pas du TOML", 'emetteur = "https://idp.example"', REGLAGES.format("http://idp.example")],
)
def test_settings_that_cannot_be_used_are_said_and_passwords_go_on(page: Callable[..., AppTest], settings: str) -> None:
    shown = page(settings)
    assert "mots de passe continuent" in shown.warning[0].value and not federation.nom()


def test_addresses_of_before_stay_removable_without_a_provider(page: Callable[..., AppTest]) -> None:
    with store.connect() as db:
        courriels.declarer(db, TERMINAL, ADRESSE, "analyste")
    assert "Adresses déclarées" in [one.value for one in page().header]
