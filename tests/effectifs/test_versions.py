"""Runs frozen by the methods of before come out bit for bit, whatever the method of today has become."""

import json
from pathlib import Path

import pytest

from components.effectifs.moteur.scenario import VERSION, VERSIONS, calculer, canonique, lire
from tests.effectifs.cas import entrees, estimee

FIGES = json.loads(Path(__file__).with_name("figes.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("version", sorted(FIGES))
def test_a_run_of_before_is_the_same_bits(version: str) -> None:
    kept = FIGES[version]
    result = calculer(lire(json.dumps(kept["entrees"])))
    assert result.entrees.version == version in VERSIONS and version != VERSION
    assert (result.empreinte, result.empreinte_entrees) == (kept["empreinte"], kept["empreinte_entrees"])


def test_every_method_of_before_is_kept() -> None:
    assert set(VERSIONS) == {*FIGES, VERSION}


def test_a_year_of_count_is_part_of_the_inputs_only_when_told() -> None:
    row = estimee("A", 12)
    assert "compte" not in canonique(entrees(row))
    told = entrees(type(row)(**{**row.__dict__, "compte": 2024}))
    assert '"compte":2024' in canonique(told) and lire(canonique(told)).lignes[0].compte == 2024
