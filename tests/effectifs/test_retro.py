"""The back-test: exact on made-up pasts, through the importer, and the page says what was found, whatever it is."""

from datetime import date
from pathlib import Path

import pytest

from components.core.refus import EntreeInvalide
from components.effectifs.moteur.departs import Lois, survie_melee
from components.effectifs.moteur.passe import retro as retro_moteur
from components.effectifs.moteur.passe.retro import DROITE, IDEM, LOCAL, MODELE, Prevision, Retro
from components.effectifs.regles import phrases
from components.effectifs.validation import lectures_retro
from data.base import store
from data.base.acteurs import TERMINAL
from data.chargement import chargement
from data.effectifs import retro
from data.imports.grammaire.base import Fiche, Fichier, FichierRefuse
from tests import fichiers

JOUR = date(2026, 11, 22)
LOIS = Lois(66, 2, 0.25, 4, 0.01)
YOUNG = {2012: [(35.0, 1.0)], 2016: [(35.0, 1.0)]}


def test_a_straight_past_is_predicted_by_a_straight_line() -> None:
    past = {year: {"71": 100.0 + 5 * (year - 2012), "58": 50.0} for year in range(2012, 2021)}
    found = retro_moteur.eprouver("medecin", past, YOUNG, LOIS, 34)
    assert (found.debut, found.ajuste, found.prevu, found.departements) == (2012, 2016, 2020, 2)
    assert found.de(DROITE).erreur == pytest.approx(0) and found.de(DROITE).couverture is None
    assert found.de(IDEM).erreur == pytest.approx((20 / 140 + 0) / 2)


def test_people_who_leave_as_the_laws_say_are_predicted_exactly() -> None:
    stay = survie_melee([(60.0, 1.0)], LOIS, 8)
    late = [(float(60 + 4), 1.0)]
    last = stay[4] * survie_melee(late, LOIS, 4)[4]
    past = {2012: {"71": 1e6}, 2016: {"71": 1e6 * stay[4]}, 2020: {"71": 1e6 * last}}
    found = retro_moteur.eprouver("medecin", past, {2012: [(60.0, 1.0)], 2016: late}, LOIS, 34)
    assert found.de(MODELE).erreur == pytest.approx(0, abs=1e-9) and found.de(LOCAL).couverture == 1


@pytest.mark.parametrize("past", [{}, {2019: {"71": 3.0}}, {2018: {"71": 3.0}, 2020: {"71": 3.0}}])
def test_too_little_past_is_refused(past: dict[int, dict[str, float]]) -> None:
    with pytest.raises(EntreeInvalide, match="quatre ans"):
        retro_moteur.eprouver("medecin", past, YOUNG, LOIS, 34)


@pytest.mark.parametrize(
    ("ours", "words"), [(0.01, "mieux que « rien ne change » et la ligne droite"), (0.5, "ni que")]
)
def test_the_sentence_follows_the_figures(ours: float, words: str) -> None:
    guesses = (Prevision(MODELE, ours, -0.02, 0.9, 0.3), Prevision(LOCAL, ours + 0.1, 0.1, 0.1, 0.1),
               Prevision(IDEM, 0.1, 0, None), Prevision(DROITE, 0.2, 0, None))  # fmt: skip
    said = phrases.retro("Médecins", Retro("medecin", 9, 2012, 2016, 2020, 0.8, 0.01, -0.32, guesses))
    assert words in said and "sous-estime le total de 2,0" in said and "a couvert 90" in said
    assert "le rythme national d'arrivées, retenu" in said and "30\u00a0% avec le seul hasard" in said
    assert "Pour les 65 ans et plus de 2020, la loi de départ sous-estime de 32" in said


def test_local_arrivals_serve_only_where_they_predict_better() -> None:
    for better in (MODELE, LOCAL):
        errors = {MODELE: 0.05, LOCAL: 0.05} | {better: 0.04}
        found = Retro("medecin", 9, 2012, 2016, 2020, 0.8, None, None,
                      tuple(Prevision(n, e, 0, 0.5, 0.5) for n, e in errors.items()))  # fmt: skip
        assert found.retenue.nom == better


def test_the_band_with_the_level_error_holds_what_chance_alone_holds() -> None:
    grown = {"71": 1.02, "58": 0.97, "01": 1.0}
    past = {y: {code: 900 * rate ** (y - 2012) for code, rate in grown.items()} for y in range(2012, 2021)}
    ages = {year: [(35.0, 1.0)] for year in range(2012, 2021)}
    found = retro_moteur.eprouver("medecin", past, ages, LOIS, 34)
    assert found.niveau is not None and found.niveau > 0
    for guess in found.previsions[:2]:
        assert guess.hasard is not None and guess.couverture is not None and guess.couverture >= guess.hasard


def test_the_page_computes_on_loaded_files_and_else_shows_the_stored_run(tmp_path: Path) -> None:
    counts = "profession,code_departement,departement,annee,effectif\nmedecin,,Ensemble,2012,9\n"
    counts += "".join(f"medecin,{c},x,{y},{n}\n" for c, n in (("01", 900), ("71", 1500)) for y in range(2012, 2021))
    ages = "profession,tranche_age,annee,effectif\nmedecin,Ensemble,2012,9\n"
    ages += "".join(f"medecin,1- Moins de 30 ans,{y},10\nmedecin,9- 65 ans et plus,{y},5\n" for y in range(2012, 2021))
    with store.connect(tmp_path / "t.db") as db:
        fichiers.remplir(db)
        stored, source = lectures_retro.montrees(db, JOUR)
        assert {one.profession for one in stored} == {
            "medecin",
            "infirmier",
            "dentiste",
        } and "check-reference" in source
        assert retro.lire().parametres == lectures_retro.parametres(db, JOUR), "run make check-reference GARDER=1 again"
        for text in (counts, ages):
            seen = chargement.apercu(db, "effectifs-passes", Fichier("p.csv", text.encode()), Fiche(), JOUR)
            chargement.charger(db, TERMINAL, seen, JOUR)
        live, source = lectures_retro.montrees(db, JOUR)
        assert [one.departements for one in live] == [2] and "à l'instant" in source
        with pytest.raises(FichierRefuse, match="profession inconnue"):
            bad = Fichier("p.csv", counts.replace("medecin,01", "druide,01").encode())
            chargement.apercu(db, "effectifs-passes", bad, Fiche(), JOUR)


def test_a_stored_result_comes_back_as_written() -> None:
    kept = retro.lire()
    assert retro.texte(kept) == retro.FICHIER.read_text(encoding="utf-8")
