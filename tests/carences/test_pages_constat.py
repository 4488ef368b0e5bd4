"""The page « Territoires » and its prints: what a facilitator and a reader see, on a real file."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.carences.constat import gestes, lectures, lectures_signaux
from components.carences.constat.dossier import empreinte, reserves
from components.carences.constat.gestes import Saisie
from components.carences.constat.preuve import preuve, signal
from components.carences.regles.territoire import PIED, REPONSES
from components.carences.territoires import view_imprimes
from components.core.refus import Refus
from data.base import decisions, identite, parameters, store
from data.base.acteurs import TERMINAL
from data.carences import constats, contestations, fiches
from data.carences.contestations import Sollicitation
from tests import comptes, essais, fichiers
from tests.carences.cas import MARCIGNY, MG

PAGE = Path(__file__).resolve().parents[2] / "pages" / "territoires.py"


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("pages") / "71.db"
    with store.connect(file) as db:
        fichiers.remplir(db)
    return file.read_bytes()


@pytest.fixture(autouse=True)
def fichier(modele: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh 71, and a browser without any cookie."""
    client = SimpleNamespace(cookies={}, headers={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)
    file = tmp_path / "71.db"
    file.write_bytes(modele)
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    return file


def page(**state: str) -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=60)
    for key, value in state.items():
        test.session_state[key] = value
    test.run()
    assert not test.exception
    return test


def test_a_reader_sees_nothing_before_the_discussion_then_what_was_examined() -> None:
    assert not page().dataframe
    assert page(territoires_choix=MARCIGNY).title[0].value.startswith("Territoires")
    with store.connect() as db:
        constats.marquer(db, TERMINAL, MG, [MARCIGNY], constats.DISCUTE)
    assert page().dataframe[0].value["Territoire"].tolist() == ["CC de Marcigny"]
    assert page(territoires_choix=MARCIGNY).title[0].value == "CC de Marcigny"


def test_the_facilitator_sees_those_with_signals_first(connectee: Callable[..., None]) -> None:
    connectee()
    loud, quiet = (frame.value for frame in page().dataframe[:2])
    assert len(loud) + len(quiet) == 20
    assert set(quiet["Proposition"]) == {"pas de signal"}
    assert all(words.startswith("aucune") for words in quiet["Familles qui signalent"])
    gravest_first = ["à examiner", "à surveiller", "pas de signal"]
    assert loud["Proposition"].tolist() == sorted(loud["Proposition"], key=gravest_first.index)


def test_the_card_carries_the_footer_and_every_tab(connectee: Callable[..., None]) -> None:
    connectee()
    test = page(territoires_choix=MARCIGNY)
    assert any("n'ouvre aucun droit" in caption.value for caption in test.caption)
    assert [tab.label for tab in test.tabs] == [
        "Signaux", "Pourquoi", "Contestations", "Structures", "Constat", "Fiche citoyenne",
    ]  # fmt: skip


def _print(path: str, cookies: dict[str, str]) -> tuple[int, str]:
    client = TestClient(Starlette(routes=view_imprimes.ROUTES), cookies=cookies)
    answer = client.get(path)
    return answer.status_code, essais.sans_marques(answer.text)


def test_prints_are_for_the_table_before_the_discussion_and_for_all_after() -> None:
    with store.connect() as db:
        token = {identite.COOKIE: comptes.session(db)}
        fiches.ecrire(db, TERMINAL, MARCIGNY, "medecin_traitant", "<script>alert(1)</script>")
    for path in (f"/fiche/{MARCIGNY}", f"/territoire/{MARCIGNY}"):
        assert _print(path, {})[0] == 404
        assert _print(path, token)[0] == 200
    assert _print("/fiche/000", token)[0] == 404 and _print("/constat/000", token)[0] == 404
    with store.connect() as db:
        constats.marquer(db, TERMINAL, MG, [MARCIGNY], constats.DISCUTE)
    status, sheet = _print(f"/fiche/{MARCIGNY}", {})
    assert status == 200 and "3114" in sheet
    assert "<script>" not in sheet and "&lt;script&gt;" in sheet
    status, card = _print(f"/territoire/{MARCIGNY}", {})
    assert status == 200 and PIED in unescape(card)


def _click(test: AppTest, label: str) -> AppTest:
    next(button for button in test.button if button.label == label).click().run()
    assert not test.exception
    return test


def test_the_home_page_adopts_without_debate_what_no_member_wants_to_discuss(connectee: Callable[..., None]) -> None:
    connectee()
    home = AppTest.from_file(str(PAGE.with_name("accueil.py")), default_timeout=60).run()
    assert not home.exception
    discussed = home.dataframe[0].value
    assert set(discussed["Proposition"]) == {"à examiner", "à surveiller", "pas de signal"}
    assert not any(words.startswith("aucune") for words in discussed["Familles qui signalent"]), "a need signals there"
    held = home.multiselect(key="accueil_bloc_sauf")
    kept_out = held.options[0]
    held.select(kept_out).run()
    _click(home, "Adopter sans débat")
    assert any("5\u00a0territoires adoptés sans débat" in said.value for said in home.success)
    with store.connect() as db:
        notice = decisions.read(db).iloc[0]
        assert len(constats.examines(db, MG)) == 5 and notice["nature"] == "avis sans débat"
    assert kept_out not in notice["contenu"]


def test_a_quiet_territory_with_a_contested_figure_is_discussed(connectee: Callable[..., None]) -> None:
    connectee()
    with store.connect() as db:
        tableau = lectures_signaux.tableau(db, MG, date.today())
        quiet = next(code for code, review in tableau.bilans.items() if review.calme)
        contestations.contester(db, TERMINAL, quiet, MG, "acces_moyen", {"valeur": 3}, "Usagers", "faux", "vérifier")
        with pytest.raises(Refus, match="contesté"):
            gestes.adopter_sans_debat(db, TERMINAL, MG, [quiet], date.today())
    loud = page().dataframe[0].value
    assert loud.loc[loud["Contesté"] == 1, "Proposition"].tolist() == ["pas de signal"]


def test_a_refused_request_keeps_its_words_and_a_kept_one_starts_blank(connectee: Callable[..., None]) -> None:
    connectee()
    test = page(territoires_choix=MARCIGNY)

    def field(label: str):
        """The field of the form of requests: the one of structures, above, has a name and a note too."""
        return [box for box in [*test.text_input, *test.selectbox, *test.date_input] if box.label == label][-1]

    field("Nom").set_value("CPTS du Brionnais")
    field("Précisions").set_value("par lettre")
    field("Réponse le").set_value(date.today())
    _click(test, "Noter")
    assert any("n'a pas de date de réponse" in said.value for said in test.error)
    assert field("Nom").value == "CPTS du Brionnais" and field("Précisions").value == "par lettre"
    field("Réponse").set_value(REPONSES[1])
    _click(test, "Noter")
    field("Nom").set_value("URPS sans réponse datée")
    _click(test, "Noter")
    assert not test.error and field("Nom").value == "" and field("Précisions").value == ""
    with store.connect() as db:
        assert contestations.sollicitations(db, MG)["reponse_le"].notna().tolist() == [True, False]


def test_the_projection_stands_beside_the_signals_for_who_prepares(connectee: Callable[..., None]) -> None:
    with store.connect() as db:
        constats.marquer(db, TERMINAL, MG, [MARCIGNY], constats.DISCUTE)
    assert not any("huit fois sur dix" in said.value for said in page(territoires_choix=MARCIGNY).markdown)
    connectee()
    beside = page(territoires_choix=MARCIGNY)
    assert any("huit fois sur dix" in said.value for said in beside.markdown)
    assert any("ne compte jamais comme un signal" in said.value for said in beside.caption)


def test_the_printed_constat_says_who_was_asked_who_contests_and_who_wrote_it() -> None:
    with store.connect() as db:
        who = comptes.compte(db, nom="Dominique <b>Martin</b>")
        dossier = lectures.rassembler(db, MG, date.today())
        for doubt in reserves(dossier):
            constats.declarer(db, who, doubt.objet, doubt.choix[0], "vérifié", doubt.empreinte)
        for kind, day in (("CPTS", None), ("URPS", date.today()), ("MSP/CDS", None)):
            contestations.solliciter(
                db, who, MARCIGNY, MG, Sollicitation(kind, kind, date.today(), REPONSES[1], day, ""), date.today()
            )
        figure = signal(dossier, dossier.tableau.bilans[MARCIGNY].familles[0].signaux[0])
        contestations.contester(db, who, MARCIGNY, MG, "acces_moyen", figure, "Usagers", "Le cabinet a fermé.", "voir")
        seen = empreinte(preuve(lectures.rassembler(db, MG, date.today()), MARCIGNY))
        said = Saisie("L'accès manque.", "", True, True, True, "", date.today() + timedelta(days=365))
        mark = gestes.adopter(db, who, MG, MARCIGNY, said, seen, date.today())
    status, text = _print(f"/constat/{mark}", {})
    assert status == 200 and "<b>Martin" not in text
    for words in ("Dominique", "MSP ou centre de santé", "Contesté, non réglé ce jour-là", "n'ouvre aucun droit"):
        assert words in unescape(text)


def test_a_declaration_is_taken_back(connectee: Callable[..., None]) -> None:
    connectee()
    with store.connect() as db:
        doubt = reserves(lectures.rassembler(db, MG, date.today()))[0]
        constats.declarer(db, TERMINAL, doubt.objet, doubt.choix[0], "lu dans la notice", doubt.empreinte)
    test = page()
    next(button for button in test.button if button.label == "Retirer cette déclaration").click().run()
    assert not test.exception
    with store.connect() as db:
        assert constats.declarations(db).empty
    assert any("Déclaration retirée" in said.value for said in test.success)


def test_the_rule_on_screen_is_the_one_that_proposes(connectee: Callable[..., None]) -> None:
    connectee()
    with store.connect() as db:
        used = lectures_signaux.tableau(db, MG, date.today()).seuils["seuil_sous_dense"]
    assert used.value == 2.5
    said = next(m.value for m in page().markdown if "Seuil d'accès faible aux médecins généralistes" in m.value)
    assert "**2,5** consultations" in said and used.reference in said


def test_half_a_family_is_never_read_as_none() -> None:
    with store.connect() as db:
        parameters.fixer(db, TERMINAL, "familles_a_examiner", 0.4, None, None, "essai")
        reviews = lectures_signaux.tableau(db, MG, date.today()).bilans.values()
    assert {b.proposition for b in reviews if not b.signalent} == {"pas_de_signal"}
