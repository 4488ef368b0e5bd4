"""The list of services has versions in the register, and a vote says which it ranked; acronyms explain themselves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.core.refus import Interdit, Refus
from components.reponses import view_imprimes
from data.base import decisions, identite
from data.base.acteurs import LECTEUR, TERMINAL
from data.carences import fiches
from data.priorites import services, versions
from data.reponses import fiche_citoyenne, lexique
from data.structures import structures
from data.structures.catalogue import types
from data.territoire import territoire
from tests import comptes

TARD = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")


def test_a_version_is_adopted_once_in_the_register_and_a_change_asks_for_the_next(db: Database) -> None:
    assert versions.en_vigueur(db) is None and versions.votee(db, TARD) is None
    for who, why, error in ((LECTEUR, "x", Interdit), (TERMINAL, "  ", Refus)):
        with pytest.raises(error):
            versions.adopter(db, who, why)
    assert versions.adopter(db, TERMINAL, "première liste") == 1
    with pytest.raises(Refus, match="déjà la version 1"):
        versions.adopter(db, TERMINAL, "encore")
    (first,) = versions.versions(db)
    assert versions.en_vigueur(db) == first and first.marque == versions.marque(first.services)
    assert set(services.SOCLE) <= set(first.services) and decisions.verify(db).intacte
    services.amender(db, TERMINAL, "prevention", "Prévenir près de chez soi", "Sans faire de route", "Pharmaciens", "")
    assert versions.en_vigueur(db) is None and not versions.lue(db)["conforme"]
    assert versions.adopter(db, TERMINAL, "une reformulation") == 2 and versions.lue(db)["conforme"]
    assert versions.votee(db, TARD) == {"version": 2, "marque": versions.versions(db)[1].marque}
    assert versions.votee(db, "2020-01-01T00:00:00+00:00") is None


def test_every_acronym_of_a_kind_of_structure_is_in_the_lexicon() -> None:
    known = {one.sigle for one in lexique.lexique()}
    named = {kind.nom.rpartition("(")[2].rstrip(")") for kind in types().values() if kind.nom.endswith(")")}
    assert named <= known and all(one.phrase.endswith(".") and one.source for one in lexique.lexique())


def test_the_lexicon_is_read_on_screen_and_found_by_any_of_its_words(page: Callable[..., AppTest]) -> None:
    test = page(reponses_section="Lexique")
    assert len(test.dataframe[0].value) == len(lexique.lexique())
    (wanted,) = (field for field in test.text_input if field.label.startswith("Chercher un sigle"))
    assert wanted.set_value("osys").run().dataframe[0].value["Sigle"].tolist() == ["OSyS"]
    assert not wanted.set_value("zzz").run().dataframe and any("Aucun sigle" in one.value for one in test.info)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La CPTS et le DAC", ["CPTS", "DAC"]),
        ("CPTSX, dac, l'HAD", ["HAD"]),
        ("", []),
        ("OSyS (Asalée)", ["Asalée", "OSyS"]),
    ],
)
def test_acronyms_are_whole_words(text: str, found: list[str]) -> None:
    assert [one.sigle for one in lexique.presents(text)] == found


def test_the_mission_map_explains_its_acronyms_and_no_other(db: Database) -> None:
    code = str(territoire.territoires(db).index[0])
    structures.noter(db, TERMINAL, code, {"type": "dac", "nom": "Appui 71"})
    client = TestClient(Starlette(routes=view_imprimes.ROUTES), cookies={identite.COOKIE: comptes.session(db)})
    page = client.get(f"/missions/{code}").text
    assert "dispositif d&#39;appui à la coordination" in page and "Sigles." in page and ">OSyS<" not in page


def test_the_citizen_sheet_gives_the_local_numbers_and_a_number_is_corrected(db: Database) -> None:
    code = str(territoire.territoires(db).index[0])
    before = {one.nom: one for one in fiche_citoyenne.rubriques(db, code)}
    structures.noter(db, TERMINAL, code, {"type": "dac", "nom": "DAC 71", "telephone": "03 85 11 11 11"})
    structures.noter(db, TERMINAL, code, {"type": "cpts", "nom": "CPTS sans numéro"})
    structures.noter(db, TERMINAL, code, {"type": "pmi", "nom": "PMI d'ici", "telephone": "03 85 22 22 22"})
    fiches.ecrire(db, TERMINAL, code, "nuit_week_end", "Appelez le 15.", "15")
    with pytest.raises(Refus, match="numéro"):
        fiches.ecrire(db, TERMINAL, code, "urgence", "Appelez.", "voir la mairie")
    after = {one.nom: one for one in fiche_citoyenne.rubriques(db, code)}
    assert after["domicile"].texte == f"{before['domicile'].texte} Ici : DAC 71, 03 85 11 11 11."
    assert after["grossesse_enfant"].texte.endswith(" Ici : PMI d'ici, 03 85 22 22 22.")
    assert after["medecin_traitant"] == before["medecin_traitant"] and after["urgence"] == before["urgence"]
    assert (after["nuit_week_end"].numero, after["nuit_week_end"].texte) == ("15", "Appelez le 15.")
    fiches.ecrire(db, TERMINAL, code, "nuit_week_end", "Appelez vite le 15.")
    assert {one.nom: one for one in fiches.rubriques(db, code)}["nuit_week_end"].numero == "15"
