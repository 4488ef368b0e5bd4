"""Each layout beyond the APL workbooks, on a small file written exactly as it is published."""

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from components.core.refus import Refus
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.chargement import chargement, offre, retrait
from data.fichier import export
from data.imports.grammaire import cellules
from data.imports.grammaire.base import Fichier, Rejets
from data.territoire import indicateurs, territoire
from tests import fichiers
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separateur", [",", ";", "\t"])
def test_every_french_csv_is_read_alike(tmp_path: Path, encodage: str, separateur: str) -> None:
    value = '"1,5"' if separateur == "," else "1,5"
    text = separateur.join(["code", "libellé", "valeur"]) + f"\r\n58194{separateur}Nevers é{separateur}{value}\r\n"
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(
            db, "indicateur", csv(text, encodage=encodage),
            libelle="Délai", unite="jours", millesime=2024, producteur="CPTS", licence="interne", sens=-1,
        )  # fmt: skip
        assert indicateurs.values(db, "delai_2024")["valeur"]["58194"] == 1.5


def test_lost_zeros_corsica_merged_communes_and_arrondissements(tmp_path: Path) -> None:
    from data.chargement.communes_actuelles import correspondance
    from data.imports.grammaire.cellules import code_commune

    assert [code_commune(c) for c in (1001, 1001.0, "1001", " 2a004 ", "75101", "7501", "abc", None, True)] == [
        "01001", "01001", "01001", "2A004", "75101", "07501", None, None, None
    ]  # fmt: skip
    known = correspondance()
    assert known.actuel("71055") == "71134" and known.actuel("75056") is None and known.actuel("75101") == "75101"


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1 234,5", 1234.5), ("1\u202f234\u00a0567", 1234567), (" -3,5 ", None), ("12 345", 12345), ("-", None),
     ("—", None),      ("N/A", None), ("N/A - résultat non disponible", None), ("", None)],
)  # fmt: skip
def test_a_cell_is_a_number_as_the_french_write_it_or_a_known_gap(cell: str, value: float | None) -> None:
    rejets = Rejets()
    assert cellules.nombre(cell, rejets, 1, "x") == value and len(rejets) == (cell == " -3,5 ")


@pytest.mark.parametrize(
    "cell",
    [
        "3 25",
        "1 2345",
        "1234 567",
        "?",
        "***",
        "€",
        "!",
        "•",
        "--",
        "٣",
        "１２",
        "1.234,5",
        "12\n345",
        "12\t345",
        "#N/A",
        "#N/D",
        "#REF!",
        "#DIV/0!",
    ],
)
def test_a_cell_that_only_looks_like_a_number_or_a_gap_is_refused(cell: str) -> None:
    rejets = Rejets()
    assert cellules.nombre(cell, rejets, 7, "x") is None
    assert [(r.ligne, r.valeur) for r in rejets] == [(7, cell)] and rejets[0].que_faire


def test_two_former_communes_become_one_weighted_by_the_population_of_the_file(tmp_path: Path) -> None:
    from data.base import store

    text = "code_commune,apl_mg_2018,pop_std_mg_2016\n71134,2,300\n71055,4,100\n71304,,50\n71270,1,10\n"
    with store.connect(tmp_path / "71.db") as db:
        fichiers.remplir(db)
        said = fabrique.charger(db, "apl-extrait", csv(text))
        assert indicateurs.values(db, "apl_mg_2018_tous_ages")["valeur"]["71134"] == 2.5
        assert indicateurs.values(db, "population_standardisee_mg_2016")["valeur"]["71134"] == 450
        assert "pondérée par la population standardisée" in said[0]


def test_observatoire_csv_and_workbook(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Data"
    for row in (
        [],
        ["Observatoire"],
        [],
        [],
        ["codgeo", "libgeo", "an", "apl_infirmiers"],
        ["58194", "Nevers", 2021, 99.5],
    ):
        book.active.append(row)
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "observatoire", csv("codgeo;an;apl_mg_hmep\n58194;2022;2,1\n58194;2023;2,0\n"))
        fabrique.charger(db, "observatoire", Fichier("export.xlsx", fabrique.octets(book)))
        assert [s.millesime for s in indicateurs.series(db) if s.indicateur == "apl_mg"] == [2023, 2022]
        assert indicateurs.serie(db, "apl_mg").serie == "série d'âge à vérifier"
        assert indicateurs.values(db, indicateurs.serie(db, "apl_infirmiers").id)["valeur"]["58194"] == 99.5


def test_a_mesh_becomes_the_one_in_use_and_loses_its_padding(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        codes = territoire.communes(db).index
        lines = [
            f"{code},Nom,{'5819_' if k % 2 else '58086'},Territoire {k % 2},27,58,Nièvre,BFC"
            for k, code in enumerate(codes)
        ]
        text = "depcom,libcom,tv,libtv,code_reg,code_dep,libdep,libreg\n" + "\n".join(
            [*lines, "89001,X,58086,T,27,89,Y,B"]
        )
        said = fabrique.charger(db, "tvs", csv(text))
        assert set(territoire.territoires(db).index) == {"5819", "58086"}
        assert not territoire.maille(db)["de_repli"] and "1 déborde du département" in said[0]
        with pytest.raises(Refus, match="maille en usage"):
            retrait.retirer(db, TERMINAL, "tvs")
        chargement.choisir_maille(db, TERMINAL, "epci")
        retrait.retirer(db, TERMINAL, "tvs")
        assert list(chargement.mailles(db)) == ["epci"]


def test_a_mesh_that_forgets_a_commune_is_refused(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db, pytest.raises(Refus, match="sans territoire"):
        fabrique.charger(db, "tvs", csv("depcom,tv,libtv\n58194,1,Un\n"))


def test_zonings_keep_their_categories_apart_from_missing(tmp_path: Path) -> None:
    atlas = (
        '"com_code","niveau","tvs_lib","bvcv_lib","zmed_niveau","zmed_date_arrete","zide_niveau","zide_date_arrete"\n'
        '"58194","COM","Nevers","Nevers","ZAC","01/02/2023","Sous dotée","03/04/2020"\n'
        '"58086","COM","Cosne","Cosne","","",  "",""\n"27","REG","","","ZIP","","",""\n'
    )
    carto = "CartoSanté; ; \nRéférentiel géographique; ; \nCode;Libellé;Zonage infirmiers\n58194;Nevers;4_Tres_dotee\n58086;Cosne;N/A - résultat non disponible\n"  # noqa: E501
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "zonage-atlasante", csv(atlas))
        assert indicateurs.values(db, "zonage_medecin_2023").loc["58194", "valeur"] == 2
        assert indicateurs.values(db, "zonage_medecin_2023").loc["58086", "etat"] == "manquant"
        assert indicateurs.modalites(db, "zonage_medecin_2023")[2] == "ZAC"
        fabrique.charger(db, "cartosante", csv(carto, encodage="utf-8-sig"), millesime=2026)
        read = indicateurs.values(db, "cartosante_zonage_infirmiers_2026")
        assert read.loc["58194", "valeur"] == 4 and read.loc["58086", "etat"] == "manquant"


def test_minutes_sites_ages_and_headcounts(tmp_path: Path) -> None:
    ameli = "annee,profession_sante,region,libelle_region,departement,libelle_departement,classe_age,libelle_classe_age,libelle_sexe,effectif,densite\n"  # noqa: E501
    ameli += "2024,Infirmiers,27,BFC,58,Nièvre,tout_age,Tout âge,tout sexe,400,1\n2024,Infirmiers,27,BFC,999,Tout,tout_age,Tout âge,tout sexe,9,1\n"  # noqa: E501
    ages = "code_commune,tranche_age,population\n58194,0-74 ans,80\n58194,75 ans et plus,20\n"
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(
            db, "centres", csv("code_commune,lat,lon\n58194,46.99,3.16\n58086,47.41,2.93\n18033,47.08,2.4\n")
        )
        assert (territoire.communes(db)["role"] == "bordure").sum() == 0  # Bourges is over 45 km away
        fabrique.charger(db, "minutes", csv("origine,destination,minutes\n58194,58086,44,\n".replace("44,", "44")))
        assert territoire.minutes(db).to_dict("records") == [
            {"origine": "58194", "destination": "58086", "minutes": 44.0}
        ]
        text = (
            "identifiant,nom,type,lat,lon\n1,CH Nevers,service d'urgences,46.99,3.16\n2,Loin,service d'urgences,43,3\n"
        )
        fabrique.charger(db, "sites", csv(text))
        assert territoire.sites(db)["nom"].tolist() == ["CH Nevers"]
        fabrique.charger(db, "population-age", csv(ages), millesime=2022)
        assert indicateurs.values(db, "part_75_ans_2022")["valeur"]["58194"] == 20
        fabrique.charger(db, "ameli", csv(ameli))
        assert indicateurs.values(db, "liberaux_infirmiers_2024")["valeur"].to_dict() == {"58": 400}


def test_the_activity_of_too_few_practitioners_never_enters_the_file(tmp_path: Path) -> None:
    text = (
        "code_commune,profession,secteur,nombre,etp,actes\n58194,médecin généraliste,libéral,12,11.5,60000\n"
        "58086,Médecins généralistes,libéral,2,1.37,9876\n"
    )
    with fabrique.nievre(tmp_path) as db:
        seen = fabrique.voir(db, "offre", csv(text))
        assert "leurs ETP ne sont pas gardés" in seen.remarques[0]
        chargement.charger(db, TERMINAL, seen, fabrique.JOUR)
        read = offre.lire(db).set_index("commune")
        assert (
            read.at["58194", "actes"] == 60000
            and read.loc["58086", ["etp", "actes"]].isna().all()
            and read.at["58086", "nombre"] == 2
        )
        written = export.write(db, tmp_path / "export")
        assert not {"9876", "1.37"} & set(
            "".join(p.read_text(encoding="utf-8") for p in written).replace("\n", ",").split(",")
        )


def test_two_spellings_of_a_sector_are_one(tmp_path: Path) -> None:
    head = "code_commune,profession,secteur,nombre,etp,actes\n"
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "offre", csv(f"{head}58194,mg,LIBERAL,5,5,25000\n58194,mg,medico social,3,,\n"))
        assert offre.lire(db)["secteur"].tolist() == ["libéral", "médico-social"]
        with pytest.raises(Refus, match="déjà présent ligne 2"):
            fabrique.voir(db, "offre", csv(f"{head}58194,mg,libéral,5,5,25000\n58194,mg,liberal,5,5,25000\n"))
        row = {"commune": "58194", "profession": "médecin généraliste", "nombre": 5, "etp": 5, "actes": None}
        with pytest.raises(Refus, match="Deux lignes"):
            rows = [row | {"secteur": words} for words in ("libéral", "Liberal")]
            offre.enregistrer(db, TERMINAL, rows, EnVigueur(fabrique.JOUR))


def test_patients_under_eleven_never_enter_the_file(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        codes = territoire.communes(db).index[:40]
        lines = [f"{code},{137 + k},{7 if k == 3 else 31 + k}" for k, code in enumerate(codes)]
        text = "code_commune,patients,sans_medecin_traitant\n" + "\n".join(lines)
        fabrique.charger(db, "medecin-traitant", csv(text), millesime=2024)
        read = indicateurs.values(db, "sans_medecin_traitant_2024")
        assert read.loc[codes[3], "etat"] == "secret" and pd.isna(read.loc[codes[3], "valeur"])
        assert (read["etat"] == "secret").sum() >= 2
        assert indicateurs.values(db, "part_sans_mt_2024").loc[codes[3], "etat"] == "secret"
        assert (read["valeur"].dropna() >= 11).all()


def test_a_file_made_before_loses_the_working_time_of_one_or_two_practitioners(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        head = "code_commune,profession,secteur,nombre,etp,actes\n"
        fabrique.charger(db, "offre", csv(f"{head}58194,mg,libéral,4,3.5,21000\n58086,mg,libéral,2,,\n"))
        db.conn.execute("UPDATE offre SET etp = 0.37")
        db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'm005_secret_des_etp'")
        db.conn.commit()
    with fabrique.nievre(tmp_path) as db:
        assert offre.lire(db).set_index("commune")["etp"].dropna().to_dict() == {"58194": 0.37}
