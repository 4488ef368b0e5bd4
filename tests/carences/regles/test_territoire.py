"""What a territory is and who answered there, worked by hand."""

import pytest

from components.carences.regles.territoire import (
    CONDITIONS,
    ORGANISMES,
    REPONSES,
    SECONDE_NUANCEE,
    Reponse,
    manques,
    nuances,
    seconde_condition,
    type_territoire,
)

ATTENTE, RIEN, PARTIELLE, DYNAMIQUE, ABSENT = REPONSES


@pytest.mark.parametrize(
    ("people", "kind"),
    [
        (19_999, "rural"), (20_000, "semi-rural ou péri-urbain"), (100_000, "semi-rural ou péri-urbain"),
        (100_001, "urbain"),
    ],
)  # fmt: skip
def test_the_bounds_of_a_type_are_semi_rural(people: int, kind: str) -> None:
    told = type_territoire(people, 20_000, 100_000)
    assert told.nom == kind and len(set(told.enjeux)) == len(told.enjeux) > 2 and told.acteurs


def test_every_kind_of_body_is_asked_or_said_absent_and_urps_never_is() -> None:
    assert [words.split(" :")[0] for words in manques([])] == list(ORGANISMES.values())
    asked = [Reponse("CPTS", "CPTS du Brionnais", ATTENTE), Reponse("MSP/CDS", "MSP de Marcigny", ABSENT)]
    assert manques([*asked, Reponse("URPS", "URPS", RIEN)]) == []
    (left,) = manques([*asked, Reponse("URPS", "URPS", ABSENT)])
    assert left.startswith("URPS : il en existe une dans chaque région")
    assert manques([*asked, Reponse("URPS", "URPS", ABSENT), Reponse("URPS", "URPS ML", ATTENTE)]) == []


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([RIEN], []), ([ABSENT], []),
        ([ATTENTE], ["Sans réponse ce jour-là : CPTS du Brionnais"]),
        ([ATTENTE, RIEN], []), ([ATTENTE, PARTIELLE], ["Solution partielle : CPTS du Brionnais"]),
        ([ATTENTE, DYNAMIQUE], ["Dynamique engagée : CPTS du Brionnais"]),
        ([PARTIELLE, DYNAMIQUE], ["Solution partielle : CPTS du Brionnais", "Dynamique engagée : CPTS du Brionnais"]),
        ([DYNAMIQUE, RIEN], ["Dynamique engagée : CPTS du Brionnais"]),
    ],
)  # fmt: skip
def test_who_has_not_answered_and_who_offers_something_is_named(answers: list[str], words: list[str]) -> None:
    noted = [Reponse("CPTS", " CPTS du Brionnais" if k else "cpts du brionnais", a) for k, a in enumerate(answers)]
    assert [said.replace("cpts du brionnais", "CPTS du Brionnais") for said in nuances(noted)] == words
    plain = seconde_condition(noted)
    assert plain == (f"{SECONDE_NUANCEE} {'. '.join(nuances(noted))}." if words else CONDITIONS[1])


def test_one_body_that_answered_does_not_answer_for_another() -> None:
    said = nuances([Reponse("CPTS", "Nord", RIEN), Reponse("CPTS", "Sud", ATTENTE), Reponse("URPS", "Nord", ATTENTE)])
    assert said == ["Sans réponse ce jour-là : CPTS « Sud » et URPS « Nord »"]
