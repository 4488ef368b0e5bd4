"""What proposals say, in French: one or several, all, some, none."""

import pytest

from components.propositions.ecart.regles import phrases as ecart
from components.propositions.ecart.regles.phrases import MelangeDit, MoyenDit
from components.propositions.implantation.regles import phrases as sites
from tests.langue.lecture import fautes


def _dit(**change: object) -> MelangeDit:
    told = {
        "annee": 2030, "repere": 2.5, "un": "commune", "plusieurs": "communes", "demandees": 12, "atteintes": 12,
        "habitants": 8_400.0, "cout": 363_000.0, "manque": 0.0,
        "moyens": (MoyenDit(11, 30, 4, "poste salarié", "postes salariés"), MoyenDit(0, 30, 0, "jour", "jours")),
        "sous": (), "impossibles": (),
    }  # fmt: skip
    return MelangeDit(**(told | change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dit", "words"),
    [
        (_dit(), "11 postes salariés dans 4 communes porteraient à 2,5 ou plus les 12 communes qui peuvent l'être"),
        (_dit(demandees=0, atteintes=0), "Rien à combler"),
        (_dit(moyens=()), "aucun moyen déclaré n'a d'effet"),
        (_dit(sous=("Anost",), atteintes=11, manque=320.0), "1 commune reste sous 2,5 en 2030"),
        (_dit(sous=("Anost", "Cluny"), atteintes=1, manque=320.0), "2 communes restent sous 2,5 en 2030"),
        (_dit(sous=("Anost",), atteintes=1), "1 autre y arrive"),
        (_dit(demandees=1, atteintes=1), "la seule commune qui manque et peut l'être"),
        (_dit(demandees=1, atteintes=1, un="territoire", plusieurs="territoires"), "le seul territoire à combler"),
    ],
)
def test_a_mix_in_one_sentence(dit: MelangeDit, words: str) -> None:
    told = ecart.reponse(dit).replace("\xa0", " ").replace("\u202f", " ")
    assert words in told and not fautes(told)


def test_why_some_stay_under() -> None:
    full = (MoyenDit(30, 30, 9, "poste salarié", "postes salariés"),)
    reasons = " ".join(ecart.raisons(_dit(sous=("Anost",), impossibles=(("Glux", 2.31),), isolees=1, moyens=full)))
    assert "30 postes salariés sur 30" in reasons and "Anost" in reasons and "Glux (2,31)" in reasons
    assert "dont 1 qu'aucun lieu possible n'atteint" in reasons
    assert ecart.raisons(_dit()) == []


@pytest.mark.parametrize(
    ("restent", "words"),
    [(0, "plus aucune commune ne resterait"), (1, "1 commune resterait sous le repère, au lieu de 9"),
     (3, "3 communes resteraient sous le repère, au lieu de 9"), (9, "comme sans eux")],
)  # fmt: skip
def test_what_lent_days_would_add(restent: int, words: str) -> None:
    told = ecart.avec_prets(12, 3, "commune", "communes", restent, 9).replace("\xa0", " ").replace("\u202f", " ")
    assert words in told and "12 jours par mois que 3 territoires peuvent prêter" in told and not fautes(told)


def test_the_proof_of_a_mix() -> None:
    assert ecart.preuve(0.0, 10, 10, 3.2, True).startswith("Prouvé en 3,2")
    assert "1 000 consultations" in ecart.preuve(0.05, 3_000, 2_000, 10, False).replace("\u202f", " ")
    assert "manque peut" not in ecart.preuve(0.05, 3_000, 3_000, 10, False)


def test_sites_in_sentences() -> None:
    one = sites.reponse("antenne", "antennes", "1 ETP", ["Anost"], 300.0, 1_000.0, 2.5).replace("\xa0", " ")
    assert one.startswith("1 antenne (1 ETP) à Anost comblerait 30 %")
    many = sites.reponse("antenne", "antennes", "1 ETP", ["A", "B", "C"], 300.0, 1_000.0, 2.5).replace("\xa0", " ")
    assert "3 antennes (1 ETP par site) à A, B et C combleraient" in many
    assert "n'y changerait rien" in sites.reponse("antenne", "antennes", "1 ETP", ["A"], 0.0, 0.0, 2.5)
    assert "de 0,80 à 1,04" in sites.du_bas("antenne", "antennes", ["A"], 0.1, 0.8, 1.04)
    assert "Personne ne perd" in sites.perdants([], 0, 0)
    assert "4 900 habitants perdent" in sites.perdants(["Cluny"], 4_900, -0.2).replace("\u202f", " ").replace(
        "\xa0", " "
    )
    assert "Prouvé" in sites.preuve(0.0, 4.0, True) and "1,3" in sites.preuve(0.013, 10, False)
    assert sites.difference(100.0, 100.0) == "" and "C'est le noyau" in sites.difference(120.0, 100.0)
