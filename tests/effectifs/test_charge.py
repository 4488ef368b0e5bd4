"""What loaded files change: who practises where, ages, lists, need ahead; and every profession has its levers."""

from datetime import date

import pytest
from sqlite_utils import Database

from components.core.acces.moves import Mouvement
from components.core.refus import EntreeInvalide
from components.effectifs import lectures, lectures_sources
from components.effectifs.carte import lectures as lectures_carte
from components.effectifs.moteur import besoin
from components.effectifs.moteur.effectif import CHARGE, ESTIME, PROFESSIONS, Ligne, estimes, exercices
from components.effectifs.moteur.scenario import calculer, canonique, lire, monde
from components.effectifs.regles import adultes, phrases
from components.effectifs.regles.adultes import ListeMoyenne
from components.effectifs.scenarios import gestes
from components.effectifs.scenarios import lectures as lectures_scenarios
from data.base.acteurs import TERMINAL
from data.effectifs import leviers, scenarios
from data.imports.grammaire.base import FichierRefuse
from data.territoire import territoire
from tests.effectifs.cas import charger, entrees, equipe, estimee

JOUR = date(2026, 11, 22)
GRANDE = "200070530"
AMELI = "annee,profession_sante,region,libelle_region,departement,libelle_departement,classe_age,libelle_classe_age,"
AMELI += "libelle_sexe,effectif,densite\n"
MEP = '"Médecins généralistes (hors médecins à expertise particulière - MEP)"'


def _commune(db: Database, place: str) -> str:
    return str(territoire.communes(db).query("territoire == @place").index[0])


def test_a_loaded_supply_stands_in_place_of_the_estimate(db: Database) -> None:
    here = _commune(db, GRANDE)
    charger(db, "offre", "code_commune,profession,secteur,nombre,etp,actes\n"
             f"{here},infirmier,libéral,6,5,\n{here},infirmier,public,4,,\n{here},pharmaciens,privé,3,,\n")  # fmt: skip
    assert [row.effectif for row in lectures.lignes(db, JOUR) if row.profession == "ph"] == [3]
    rows = [row for row in lectures.lignes(db, JOUR) if row.profession == "ide"]
    assert {(row.mode, row.secteur, row.effectif, row.statut) for row in rows} == {
        ("libéral", "privé", 6, CHARGE), ("salarié", "public", 4, CHARGE),
    }  # fmt: skip
    assert [row.heures for row in rows if row.mode == "libéral"] == [pytest.approx(45)]
    assert all(row.heures is None for row in rows if row.mode == "salarié")
    assert {row.statut for row in lectures.lignes(db, JOUR) if row.profession == "mk"} == {ESTIME}


def test_a_loaded_pyramid_replaces_the_template(db: Database) -> None:
    assert lectures_sources.ages(db)["mg"] == "pyramide nationale"
    bands = (("tout_age", "Tout âge", 100), ("30_34", "de 30 à 34 ans", 25), ("60_plus", "60 ans et plus", 75))
    charger(db, "ameli", AMELI + "".join(f"2024,{MEP},27,BFC,71,SL,{k},{w},tout sexe,{n},1\n" for k, w, n in bands))
    before = lectures.valeurs(db, JOUR)["gabarit_ages_mg"][1]
    assert before == ((30.0, 34.0, 0.25), (60.0, 64.0, 0.75))
    assert lectures_sources.ages(db)["mg"].endswith("CNAM 2024") and lectures_sources.ages(db)["sf"] != "x"


def test_observed_lists_come_first_then_the_mean(db: Database) -> None:
    known = equipe(69, 69)
    here = [Ligne(row.cle, "A", "mg", 1, age_min=69, age_max=69, patientele=1_000.0) for row in known]
    result = calculer(entrees(*here, *equipe(69)[:1], annees=10))
    assert result.adultes[0, 10] > 0 and result.departs_sans_liste[0, 10] < 1
    gone = float(result.departs[0, 10])
    assert result.adultes[0, 10] / 1_000 + result.departs_sans_liste[0, 10] == pytest.approx(gone)
    _, mean, _ = adultes.arretes(monde(result.entrees), 0, 10, 960.0)
    assert mean == pytest.approx(float(result.adultes[0, 10] + 960 * result.departs_sans_liste[0, 10]))
    told = phrases.patients(2036, (0.0, 1_510.0, 2_960.0), ListeMoyenne(96_000.0, 0.89, 100), 960.0)
    assert "environ 1\u202f500, de 0 à 3\u202f000 huit fois sur dix" in told and "pour 100 généralistes connus" in told
    assert "960 adultes par médecin en moyenne" in told
    codes = territoire.communes(db).query("territoire == @GRANDE").index
    text = "code_commune,patients,sans_medecin_traitant\n" + "".join(f"{code},1000,50\n" for code in codes)
    charger(db, "medecin-traitant", text, 2025)
    rows = {row.territoire: row.patientele for row in lectures.lignes(db, JOUR) if row.profession == "mg"}
    assert rows[GRANDE] == pytest.approx(950 * len(codes) / 19)  # 19 doctors by estimate
    assert rows["200040293"] is None


def test_need_follows_the_loaded_projection_and_says_so(db: Database) -> None:
    flat = lectures_scenarios.calculer(db, JOUR, 10, 0, profession="mg")
    assert (flat.besoin == 1).all() and "constante" in phrases.besoin(flat, 0, 2036)
    text = "code,annee,tranche_age,population\n"
    for year, young, old in ((2024, 400_000, 60_000), (2044, 380_000, 100_000)):
        text += f"71,{year},0-59 ans,{young}\n71,{year},75 ans et plus,{old}\n"
    charger(db, "projection-population", text)
    result = lectures_scenarios.calculer(db, JOUR, 10, 0, profession="mg")
    start, end = 400 + 2 * 60, 380 + 2 * 100
    now, then = (start + (end - start) * (year - 2024) / 20 for year in (2026, 2036))
    assert result.besoin[0, 10] == pytest.approx(then / now)
    assert "projection de population par âge chargée" in phrases.besoin(result, 0, 2036)
    assert canonique(lire(canonique(result.entrees))) == canonique(result.entrees)
    drawn = lectures_carte.carte(db, JOUR, lectures_carte.acces(db, JOUR), result, 2036)
    still = lectures_carte.carte(db, JOUR, lectures_carte.acces(db, JOUR), flat, 2036)
    inside = drawn.communes["estime"].dropna()
    assert drawn.besoin and not still.besoin
    assert inside.to_numpy() == pytest.approx(still.communes["estime"][inside.index].to_numpy() * now / then)
    merged = lectures.fondre(result.entrees, "departement", "mg")
    assert calculer(merged).besoin[0, 10] == pytest.approx(then / now)


@pytest.mark.parametrize("row", ["75,2030,0-59 ans,3", "71,3000,0-59 ans,3", "71,2030,tous,3", "71,2030,0-59 ans,-3"])
def test_a_bad_projection_is_refused_whole(db: Database, row: str) -> None:
    with pytest.raises(FichierRefuse, match="refusé en entier"):
        charger(db, "projection-population", f"code,annee,tranche_age,population\n71,2024,0-59 ans,3\n{row}\n")
    assert lectures_sources.besoins(db, JOUR) == {}


@pytest.mark.parametrize(
    ("words", "bounds"),
    [("0-14 ans", (0, 14)), ("de 60 à 74 ans", (60, 74)), ("moins de 20 ans", (0, 19)), ("75 ans et plus", (75, None))],
)
def test_age_classes_are_read_in_french(words: str, bounds: tuple[int, int | None]) -> None:
    assert besoin.tranche(words) == bounds


def test_every_profession_has_levers_and_moves(db: Database) -> None:
    scenario = scenarios.creer(db, TERMINAL, "Toutes")
    for code in PROFESSIONS:
        assert [lever for lever in leviers.catalogue().values() if code in lever.professions], code
    gestes.ajouter_levier(db, TERMINAL, scenario, "poste_salarie", GRANDE, "ide", 2027, 3)
    with pytest.raises(EntreeInvalide, match="pas un levier de cette profession"):
        gestes.ajouter_levier(db, TERMINAL, scenario, "docteurs_juniors", GRANDE, "ide", 2027, 3)
    move = Mouvement("arrivee", _commune(db, GRANDE), "Arrivée", etp=1.0)
    gestes.ajouter_mouvement(db, TERMINAL, scenario, 2028, move, JOUR, "ide")
    trend, changed = (lectures_scenarios.calculer(db, JOUR, 10, k, profession="ide") for k in (0, scenario))
    rank = changed.rang((GRANDE, "ide"))
    heads = changed.tetes_moyennes[rank] - trend.tetes_moyennes[rank]
    assert heads[1] == 0 and 0.8 < heads[2] <= 1
    assert changed.temps_moyens[rank, 10] - trend.temps_moyens[rank, 10] > 3
    doctors = [lectures_scenarios.calculer(db, JOUR, 10, k, profession="mg").empreinte for k in (0, scenario)]
    assert doctors[0] == doctors[1]


def test_a_row_says_which_cells_are_estimated() -> None:
    guessed = estimes(estimee("A", 3), "gabarit")
    assert list(guessed) == ["nombre", "âge", "heures", "patientèle"] and guessed["âge"] == "gabarit"
    whole = Ligne("x", "A", "mg", 1, age_min=50, age_max=50, heures=40, patientele=900)
    assert estimes(whole, "gabarit") == {}
    assert exercices([estimee("A", 3)]) == "Exercice : libéral ; salarié et mixte inconnus."
