"""A download that fails says so in French, where it was asked."""

from pathlib import Path

from tests.browser.outils.ecran import Ouvreur
from tests.browser.outils.serveur import lance

PAGE = """
import streamlit as st
def fails():
    raise ValueError("Pane d'essai")
st.title("Essai")
st.download_button("Fichier", fails, "essai.csv", on_click="ignore")
"""
APPLICATION = """
import streamlit as st
from starlette.middleware import Middleware
from components.ui.porte.middleware import FrenchPage
app = st.App({page!r}, middleware=[Middleware(FrenchPage)])
"""


def test_a_download_that_fails_says_so_in_french(ecran: Ouvreur, tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text(PAGE, encoding="utf-8")
    script = tmp_path / "application.py"
    script.write_text(APPLICATION.format(page=str(tmp_path / "page.py")), encoding="utf-8")
    with lance(tmp_path, None, str(script)) as running:
        page = ecran(serveur=running, role=None).ouvrir()
        page.get_by_role("button", name="Fichier").click()
        said = page.get_by_test_id("stDownloadButtonError")
        said.wait_for()
        assert "Ce fichier n'a pas pu être fait. Rien n'a été modifié." in said.inner_text()
