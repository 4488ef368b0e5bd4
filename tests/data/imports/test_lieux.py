"""Figures that a rule waits for, sites of every kind, tables of minutes: what reaches the rooms, under which name."""

from datetime import date
from pathlib import Path

import pytest

from components.carences.constat import lectures_calculs, lectures_minutes
from components.carences.regles.signaux import PROFESSIONS
from components.core.refus import Refus
from components.donnees import lectures as donnees
from components.ui.cartes import carte_sites
from data.base import parameters
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.imports import PROFESSIONS_IMPORTEES
from data.imports.grammaire.attendus import ATTENDUS
from data.imports.grammaire.base import FichierRefuse
from data.territoire import indicateurs, territoire
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv

FICHE = {"millesime": 2024, "producteur": "CPTS", "licence": "interne"}
ESTIMES = {*lectures_minutes.LIEUX, "part_sous_seuil", "baisse_acces"}


def test_every_figure_a_signal_waits_for_has_an_importer_that_writes_its_name() -> None:
    waited = {rule.indicateur for about in PROFESSIONS.values() for rule in about.regles}
    assert waited - ESTIMES <= {*ATTENDUS, *PROFESSIONS_IMPORTEES}
    assert {kind for kind, _ in lectures_minutes.LIEUX.values()} == {"service d'urgences", "pharmacie"}


@pytest.mark.parametrize("name", ATTENDUS)
def test_an_expected_figure_lands_where_the_signals_read_it(tmp_path: Path, name: str) -> None:
    with fabrique.nievre(tmp_path) as db:
        level = ATTENDUS[name].niveaux[-1]
        code = territoire.territoires(db).index[0] if level == "territoire" else "58194"
        fabrique.charger(db, "indicateur", csv(f"code,valeur\n{code},12\n"), attendu=name, niveau=level, **FICHE)
        found = lectures_calculs.publiees(db, name)
        assert [(s.libelle, s.unite, s.sens) for s in found] == [(ATTENDUS[name].libelle, ATTENDUS[name].unite, -1)]
        assert indicateurs.values(db, found[0].id)["valeur"][code] == 12


def test_the_age_of_doctors_is_given_by_territory_and_an_unknown_figure_is_refused(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        with pytest.raises(FichierRefuse, match="se donne par territoire"):
            fabrique.voir(db, "indicateur", csv("code,valeur\n58194,12\n"), attendu="part_mg_60_ans", **FICHE)
        with pytest.raises(FichierRefuse, match="n'est pas un chiffre attendu"):
            fabrique.voir(db, "indicateur", csv("code,valeur\n58194,12\n"), attendu="autre", **FICHE)


def test_shares_of_patients_by_territory_are_those_of_the_totals_that_may_be_published(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        inside = territoire.communes(db)["territoire"]
        rows = [f"{code},{1000 + 10 * k},{100 + k},{200 + k},{30 + k}" for k, code in enumerate(inside.index)]
        text = "code_commune,patients,sans_medecin_traitant,ald,ald_sans_medecin_traitant\n" + "\n".join(rows)
        fabrique.charger(db, "medecin-traitant", csv(text), millesime=2024)
        first = lectures_calculs.publiees(db, "part_sans_mt")[0]
        assert first.niveau == "territoire"
        read = indicateurs.values(db, first.id)["valeur"]
        code = inside.iloc[0]
        ranks = [k for k, target in enumerate(inside) if target == code]
        expected = 100 * sum(100 + k for k in ranks) / sum(1000 + 10 * k for k in ranks)
        assert read[code] == pytest.approx(expected)
        assert lectures_calculs.publiees(db, "part_ald_sans_mt")[0].niveau == "territoire"


def test_activities_without_a_position_take_that_of_their_establishment(tmp_path: Path) -> None:
    activities = csv(
        "nofinesset,rset,libmodalite\n580000001,CH,SU Structure des urgences\n580000001,CH,Gynécologie obstétrique\n"
        "890000009,X,Y\n"
    )
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "centres", csv("code_commune,lat,lon\n58194,46.99,3.16\n"))
        with pytest.raises(FichierRefuse, match="ne donne pas de positions"):
            fabrique.voir(db, "sites", activities)
        fabrique.charger(
            db, "sites", csv("finess_et,nom,categorie,lat,lon\n580000001,CH,Centre Hospitalier (C.H.),46.98,3.15\n")
        )
        seen = fabrique.voir(db, "sites", activities)
        assert seen.remarques == ("1 site sans position ni établissement déjà placé.",)
        fabrique.charger(db, "sites", activities)
        kinds = territoire.sites(db).set_index("type")["lat"]
        assert kinds.to_dict() == {"Centre Hospitalier (C.H.)": 46.98, "maternité": 46.98, "service d'urgences": 46.98}
        known = territoire.sites(db)
        drawn = carte_sites.par_lieu(known.assign(lettre=known["type"].map(carte_sites.lettre)), list("UMH"))
        assert drawn["lettres"].tolist() == ["UMH"]
        assert carte_sites.legende(drawn) == "U : service d'urgences · M : maternité · H : hôpital ou clinique"


@pytest.mark.parametrize(
    ("kind", "letter"),
    [("SMUR Structure mobile d'urgence et de réanimation", "S"), ("urgences pédiatriques", "U"), ("pharmacie", "P"),
     ("Centre de santé polyvalent", "C"), ("Maison de santé", "E"), ("Clinique du Val", "H"), ("Laboratoire", "S")],
)  # fmt: skip
def test_each_kind_of_site_has_its_letter(kind: str, letter: str) -> None:
    assert carte_sites.lettre(kind) == letter


def test_a_pharmacy_is_read_by_the_signal_however_the_file_spells_it(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "centres", csv("code_commune,lat,lon\n58194,46.99,3.16\n"))
        fabrique.charger(db, "sites", csv("identifiant,nom,type,lat,lon\n1,P,Pharmacie d'Officine,46.99,3.16\n"))
        found = lectures_minutes.minutes(db, "minutes_pharmacie", "commune", EnVigueur.read(db, fabrique.JOUR))
        assert found is not None and found.table.at["58194", "valeur"] < 1


def test_a_table_of_minutes_that_stops_before_the_kernels_says_so(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "centres", csv("code_commune,lat,lon\n58194,46.99,3.16\n58086,47.41,2.93\n"))
        head = "origine,destination,minutes\n58194,58086,"
        assert "s'arrête à 12 minutes" in " ".join(fabrique.voir(db, "minutes", csv(f"{head}12\n")).remarques)
        assert "s'arrête" not in " ".join(fabrique.voir(db, "minutes", csv(f"{head}44\n")).remarques)


def test_the_secrecy_thresholds_can_be_raised_never_lowered(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        with pytest.raises(Refus, match="ne descend pas sous 11"):
            parameters.fixer(db, TERMINAL, "seuil_secret_patients", 5, None, None, "essai")
        parameters.fixer(db, TERMINAL, "seuil_secret_patients", 50, None, None, "petit département")
        codes = territoire.communes(db).index[:40]
        lines = [f"{code},{500 + k},{40 + k}" for k, code in enumerate(codes)]
        text = "code_commune,patients,sans_medecin_traitant\n" + "\n".join(lines)
        seen = fabrique.voir(db, "medecin-traitant", csv(text), millesime=2024)
        assert "moins de 50 patients" in seen.remarques[0]


def test_a_source_takes_its_year_from_the_form_else_from_the_name_of_the_file_and_says_so(tmp_path: Path) -> None:
    text = "code_commune,lat,lon\n58194,46.99,3.16\n"
    with fabrique.nievre(tmp_path) as db:
        for name, form, expected in (
            ("centres_2025.csv", {}, "2025 (d'après le nom du fichier)"),
            ("centres_2025.csv", {"millesime": 2024}, "2024"),
            ("centres_2016_2018.csv", {}, "non précisé"),
        ):
            seen = fabrique.voir(db, "centres", csv(text, name), **form)
            assert seen.provenances[0].millesime == expected
        zones = csv("code_commune,zonage_medecin\n58194,1_ZIP\n", "zonage_2021.csv")
        seen = fabrique.voir(db, "zonage-medecins", zones)
        assert seen.provenances[0].millesime == "2021 (d'après le nom du fichier)"
        assert donnees.age("2025 (d'après le nom du fichier)", date(2026, 11, 22)) == "1\u00a0an"
        assert donnees.age("2016, 2018", date(2026, 11, 22)) == "8\u00a0ans : à renouveler si possible"
        assert donnees.age("non précisé", date(2026, 11, 22)) == "inconnu"
