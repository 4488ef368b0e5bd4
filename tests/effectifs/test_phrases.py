"""Sentences about people: true of every age entered, in a French that agrees."""

import pytest

from components.effectifs.moteur.effectif import Ligne
from components.effectifs.moteur.scenario import calculer
from components.effectifs.regles.phrases import EquipeComptee, departs, objectif, projection
from tests.effectifs.cas import entrees, equipe, estimee


def _departs(*rows: Ligne, annee: int = 2036) -> str:
    group = (rows[0].territoire, rows[0].profession)
    result = calculer(entrees(*rows, annees=10, tirages=20))
    return departs(rows, result, result.rang(group), annee, 66.0, "pyramide nationale")


def _groupe(people: int, low: int, high: int, profession: str = "mg") -> Ligne:
    return Ligne("g", "A", profession, people, age_min=low, age_max=high)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (equipe(56, 56, 56, 56, 56), "Les 5 médecins généralistes auront 66 ans ou plus d'ici fin 2036"),
        (equipe(56, 56, 40, 40, 40), "2 des 5 médecins généralistes auront 66 ans ou plus d'ici fin 2036"),
        (equipe(56, 40, 40, 40, 40), "1 des 5 médecins généralistes aura 66 ans ou plus d'ici fin 2036"),
        (equipe(55, 40, 40, 40, 40), "Aucun des 5 médecins généralistes n'aura 66 ans ou plus d'ici fin 2036"),
        ([_groupe(5, 50, 64)], "Au plus 5 des 5 médecins généralistes auront 66 ans ou plus d'ici fin 2036"),
        ([_groupe(5, 50, 64), *equipe(60)], "Au moins 1 et au plus 6 des 6 médecins généralistes auront 66 ans"),
        ([_groupe(5, 57, 64)], "Les 5 médecins généralistes auront 66 ans"),
        (equipe(56), "Le médecin généraliste aura 66 ans ou plus d'ici fin 2036"),
        (equipe(40), "Le médecin généraliste n'aura pas 66 ans d'ici fin 2036"),
        ([_groupe(1, 50, 60, "sf")], "La sage-femme aura peut-être 66 ans ou plus d'ici fin 2036"),
        ([_groupe(6, 40, 40, "sf")], "Aucune des 6 sages-femmes n'aura 66 ans"),
        ([_groupe(1, 60, 60, "ide")], "L'infirmier aura 66 ans ou plus"),
        ([estimee("A", 5)], "Part attendue de l'équipe d'aujourd'hui qui aurait cessé d'ici 2036"),
        ([*equipe(60, 60), Ligne("x", "A", "mg", 1)], "(pyramide nationale). Estimation, des âges manquent."),
        ([Ligne("z", "A", "mg", 0)], "Personne n'exerce aujourd'hui dans cette équipe."),
    ],
)
def test_who_reaches_the_age_is_said_as_far_as_ages_tell(rows: list[Ligne], words: str) -> None:
    assert words in _departs(*rows)


def test_ages_that_moved_on_are_said_so() -> None:
    aged = [Ligne(row.cle, "A", "mg", 1, age_min=61, age_max=61, saisi_en=2024) for row in equipe(1, 2)]
    assert _departs(*aged).endswith("(âges saisis en 2024, vieillis de 2\u00a0ans).")


def test_numbers_and_genders_agree() -> None:
    midwives = calculer(entrees(*[_groupe(6, 40, 40, "sf")], annees=10, tirages=20))
    told = projection("Ici", midwives, midwives.rang(("A", "sf")), 2036, (5, 7), EquipeComptee(6, 2026))
    assert "6 sages-femmes aujourd'hui" in told and " attendues en moyenne" in told
    few = calculer(
        entrees(*equipe(64), annees=10, tirages=20, parametres=entrees().parametres | {"attractivite_mg": 0.0})
    )
    assert " attendu en moyenne" in projection("Ici", few, 0, 2036, (0, 1), EquipeComptee(1, 2026))
    assert "au moins 1\u00a0médecin généraliste en 2031" in objectif(2, 1, 2031, 2028, 0.8, "mg")
    assert objectif(0, 6, 2031, 2028, 0.8, "sf").startswith("6\u00a0sages-femmes en 2031 :")
