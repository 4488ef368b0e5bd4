"""Embedded sources: complete cards, untouched files, and figures that hold together."""

import dataclasses
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.territoire import sources

FILES_OF_71 = ("centres_71", "apl_mg_2023_71", "fdep_2020_71", "populations_2023_71")
NIVEAUX = {"commune", "ancienne commune", "epci", "ept", "departement", "region", "site"}
TEXTS = ("id", "titre", "producteur", "millesime", "licence", "url", "fichier", "description")


def communes() -> pd.DataFrame:
    """The national list without the municipal arrondissements."""
    table = sources.read_csv("communes_france_2026")
    return table[table["type"] == "commune"]


@pytest.mark.parametrize("identifiant", sources.cartes())
def test_a_card_is_complete(identifiant: str) -> None:
    card = sources.carte(identifiant)
    assert all(getattr(card, name).strip() for name in TEXTS)
    assert card.url.startswith("https://")
    assert isinstance(card.consulte_le, date)
    assert card.mises_en_garde and all(sentence.endswith(".") for sentence in card.mises_en_garde)
    assert card.colonnes and all(colonne.label and colonne.niveau in NIVEAUX for colonne in card.colonnes)
    numbers = [colonne for colonne in card.colonnes if colonne.genre != "texte"]
    assert all(colonne.unite for colonne in numbers)


def test_every_file_is_the_one_its_card_describes() -> None:
    assert sources.verify() == []


def test_every_file_has_a_card_and_every_column_is_described() -> None:
    cards = sources.cartes().values()
    files = {path.name for path in sources.FOLDER.iterdir() if path.is_file()}
    assert {name for name in files if not name.endswith(".card.toml")} == {card.fichier for card in cards}
    for name in {card.fichier for card in cards}:
        if not name.endswith((".csv", ".csv.gz")):
            continue  # outlines: their own tests read them
        described = {colonne.nom for card in cards if card.fichier == name for colonne in card.colonnes}
        assert described == set(pd.read_csv(sources.FOLDER / name, nrows=0).columns)


def test_a_changed_or_missing_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    card = sources.carte("centres_71")
    changed = dataclasses.replace(card, sha256="0" * 64)
    absent = dataclasses.replace(card, fichier="absent.csv")
    monkeypatch.setattr(sources, "cartes", lambda: {"a": changed, "b": absent})
    assert [card.titre in sentence for sentence in sources.verify()] == [True, True]
    assert "absent.csv est absent" in sources.verify()[1]


def test_an_unknown_source_is_refused_with_what_exists() -> None:
    with pytest.raises(KeyError, match="centres_71"):
        sources.carte("inconnue")


def test_codes_are_texts_and_empty_cells_are_missing_numbers() -> None:
    table = sources.read_csv("communes_france_2026")
    assert table["code"].str.fullmatch(r"\d[0-9AB]\d{3}").all()
    assert "01001" in set(table["code"]) and not table["code"].duplicated().any()
    assert table.loc[table["type"] == "arrondissement", "population_totale"].isna().all()


def test_the_communes_of_71_are_those_of_the_national_list() -> None:
    listed = communes().query("departement == '71'").set_index("code")["nom"]
    embedded = sources.read_csv("centres_71").set_index("code_commune")["nom_commune"]
    assert listed.to_dict() == embedded.to_dict()
    assert len(embedded) == 563


def test_coordinates_of_71_are_inside_saone_et_loire() -> None:
    centres = sources.read_csv("centres_71")
    assert centres["lat"].between(46.1, 47.2).all() and centres["lon"].between(3.6, 5.5).all()


def test_the_two_published_zeros_are_values_and_nothing_is_missing() -> None:
    apl = sources.read_csv("apl_mg_2023_71").set_index("code_commune")["apl_mg_2023"]
    assert apl.notna().all()
    assert sorted(apl.index[apl == 0]) == ["71376", "71472"]
    assert apl.between(0, 10).all()


def test_the_weighted_mean_apl_is_the_checked_one() -> None:
    apl = sources.read_csv("apl_mg_2023_71")["apl_mg_2023"]
    people = sources.read_csv("populations_2023_71")["population_totale_2023"].astype(float)
    assert (apl * people).sum() / people.sum() == pytest.approx(2.86, abs=0.005)


def test_deprivation_is_present_everywhere() -> None:
    assert sources.read_csv("fdep_2020_71")["fdep_2020"].between(-6, 6).all()


def test_populations_of_the_country_are_plausible() -> None:
    table = communes()
    assert len(table) == 34969
    assert 68_000_000 < table["population_municipale"].sum() < 70_000_000
    assert (table["population_totale"].isna() == (table["epci"] == "")).all()


def test_an_arrondissement_belongs_to_its_commune_and_they_add_up_to_it() -> None:
    table = sources.read_csv("communes_france_2026")
    whole = table.set_index("code")["population_municipale"]
    parts = table[table["type"] == "arrondissement"].groupby("parent")["population_municipale"].sum()
    assert parts.to_dict() == whole[["13055", "69123", "75056"]].to_dict()


def test_total_population_vintages_differ_as_the_card_says() -> None:
    recent = sources.read_csv("populations_2023_71").set_index("code_commune")["population_totale_2023"]
    older = communes().set_index("code")["population_totale"].reindex(recent.index)
    assert (int(recent.sum()), int(older.sum())) == (564_938, 563_990)
    text = " ".join(sources.carte("communes_france_2026").mises_en_garde)
    assert "563 990" in text and "564 938" in text


def test_every_commune_of_71_has_a_listed_epci() -> None:
    groups = sources.read_csv("epci_france_2026").set_index("code")
    of_71 = communes().query("departement == '71'")["epci"]
    assert set(of_71) <= set(groups.index) and of_71.nunique() == 20


@pytest.mark.parametrize("column", ["epci", "ept"])
def test_a_group_is_the_sum_of_its_communes(column: str) -> None:
    groups = sources.read_csv("epci_france_2026").set_index("code")
    groups = groups[(groups["type"] == "EPT") == (column == "ept")]
    members = communes().query(f"{column} != ''").groupby(column)
    for name in ("population_municipale", "population_totale"):
        assert members[name].sum().to_dict() == groups[name].to_dict()
    assert members["code"].count().to_dict() == groups["nb_communes"].to_dict()


def test_seine_saint_denis_is_covered_by_ept() -> None:
    of_93 = communes().query("departement == '93'")
    assert len(of_93) == 39 and (of_93["ept"] != "").all() and of_93["epci"].nunique() == 1


def test_former_communes_lead_to_current_ones() -> None:
    mergers = sources.read_csv("communes_fusionnees_2026").set_index("code")
    current = set(communes()["code"])
    assert set(mergers["code_actuel"]) <= current
    renamed = mergers[mergers.index != mergers["code_actuel"]]
    assert not set(renamed.index) & current
    assert mergers.loc[["71131", "71055"], "code_actuel"].to_list() == ["71566", "71134"]


def test_departements_have_a_region_and_a_current_chef_lieu() -> None:
    table = sources.read_csv("departements_2026").set_index("code")
    assert set(communes()["departement"]) <= set(table.index)
    assert set(table["chef_lieu"]) <= set(communes()["code"])
    assert (table["nom"]["71"], table["region_nom"]["71"]) == ("Saône-et-Loire", "Bourgogne-Franche-Comté")


def test_facts_of_71() -> None:
    sites = sources.read_facts("urgences_71")["sites"]
    assert len(sites) == 6
    assert {site["commune"] for site in sites} <= set(sources.read_csv("centres_71")["code_commune"])
    assert sources.read_facts("centres_sante_departement_71")["operateur"]


def test_headcounts_are_those_of_every_departement() -> None:
    people = sources.read_csv("liberaux_departements_2024").set_index("code_departement")
    known = set(communes()["departement"]) - {"975", "977", "978", "984", "986", "987", "988", "989"}
    assert set(people.index) == known and len(known) == 101
    of_71 = people.loc["71", ["medecins_generalistes", "medecins_generalistes_hors_mep", "infirmiers"]]
    assert of_71.tolist() == [333, 305, 860]
    assert (people["medecins_generalistes_hors_mep"] <= people["medecins_generalistes"]).all()


def test_arrivals_are_told_for_doctors_nurses_and_dentists_against_the_national_rate() -> None:
    found = sources.read_csv("arrivees_departements_2012_2020")
    assert found.groupby("profession")["code_departement"].nunique().to_dict() == {
        "dentiste": 102, "infirmier": 101, "medecin": 101,
    }  # fmt: skip
    known = found.dropna(subset=["resserrees", "arrivees_relatives_2012_2020"])
    shrunk = (known["resserrees"] - 1).abs() <= (known["arrivees_relatives_2012_2020"] - 1).abs() + 0.05
    assert len(known) > 295 and shrunk.mean() > 0.95


def test_the_source_line_names_producer_relay_vintage_and_licence() -> None:
    line = sources.carte("apl_mg_2023_71").ligne_de_source
    assert line.startswith("Source : DREES, relayé par Observatoire des territoires")
    assert "2023" in line and "Licence Ouverte" in line


@pytest.mark.parametrize(("text", "reason"), [('id = "autre"\ncolonnes = {}', "illisible"), ("id = [", "illisible")])
def test_a_malformed_card_is_named(text: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fausse.card.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(sources, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=rf"fausse\.card\.toml.*{reason}"):
        sources.cartes.__wrapped__()
