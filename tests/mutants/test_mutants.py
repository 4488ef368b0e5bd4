"""The tool that tries the tests is tried: its files exist, its sample is the same twice, it tells dead from alive."""

import time
import tomllib
from pathlib import Path

import pytest

from tests.mutants import execution, mutation
from tests.mutants.execution import SANS_FIN, TUE, VIVANT, Copie, Essai
from tests.mutants.mutation import Mutant

ICI = Path(__file__).parent
RACINE = ICI.parents[1]
PAQUETS = tomllib.loads((ICI / "paquets.toml").read_text(encoding="utf-8"))["paquets"]
EXPLIQUES = tomllib.loads((ICI / "explications.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PAQUETS)
def test_a_package_names_files_that_exist(name: str) -> None:
    for path in (*PAQUETS[name]["code"], *PAQUETS[name]["tests"]):
        file, _, test = path.partition("::")
        assert (RACINE / file).is_file() and f"def {test}" in (RACINE / file).read_text(encoding="utf-8"), path


@pytest.mark.parametrize("name", EXPLIQUES)
def test_an_explanation_is_about_a_line_that_is_still_there(name: str) -> None:
    code = "\n".join((RACINE / path).read_text(encoding="utf-8") for path in PAQUETS[name]["code"])
    lines = {" ".join(line.split()) for line in code.splitlines()}
    for said in EXPLIQUES[name]:
        assert said["avant"] in lines and said["apres"] != said["avant"] and len(said["raison"]) > 20, said


REGLE = '''"""A rule."""


def retenu(valeurs: list[int] | None, seuil: int = 5) -> bool:
    """Whether all reach it."""
    if not valeurs or 0 in valeurs:
        return False
    return min(valeurs) >= seuil
'''


def test_the_faults_are_those_of_a_hand_and_none_changes_only_words(tmp_path: Path) -> None:
    (tmp_path / "regle.py").write_text(REGLE, encoding="utf-8")
    every, total = mutation.echantillon(tmp_path, ["regle.py"], 100, "1")
    said = {(m.ligne, m.apres) for m in every}
    assert total == len(every) == len(said)
    for fault in (
        (6, "if valeurs or 0 in valeurs:"), (6, "if not valeurs and 0 in valeurs:"),
        (6, "if not valeurs or 0 not in valeurs:"), (7, "return True"), (8, "return min(valeurs) > seuil"),
        (8, "return min(valeurs) < seuil"), (8, "return max(valeurs) >= seuil"),
    ):  # fmt: skip
        assert fault in said, fault
    assert not [m for m in every if "list[int] &" in m.apres], "an annotation computes nothing"
    again, _ = mutation.echantillon(tmp_path, ["regle.py"], 5, "1")
    assert len(again) == 5 and again == mutation.echantillon(tmp_path, ["regle.py"], 5, "1")[0]
    assert again != mutation.echantillon(tmp_path, ["regle.py"], 5, "2")[0]


ESSAI = """
from components.regle import retenu


def test_regle():
    assert retenu([5, 6]) and not retenu([5, 4]) and not retenu([])
"""


def test_a_mutant_is_killed_survives_or_never_ends(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "copie"):
        for name in execution.DOSSIERS:
            (place / name).mkdir(parents=True)
            (place / name / "__init__.py").touch()
        (place / "components" / "regle.py").write_text(REGLE, encoding="utf-8")
        (place / "tests" / "test_regle.py").write_text(ESSAI, encoding="utf-8")
    texts = [
        REGLE, REGLE.replace(">=", ">"), REGLE.replace(" or 0 in valeurs", ""),
        REGLE.replace("        return False", "        while True:\n            pass"),
        REGLE.replace("        return False", "        import time; time.sleep(200)"), REGLE,
    ]  # fmt: skip

    def bornes(text: str) -> tuple[int, int]:
        """What turns without end is stopped by the processor it takes, what waits by the clock."""
        return (60, 1) if "while" in text else (2, 60) if "sleep" in text else (60, 60)

    trials = (
        Essai(Mutant("components/regle.py", 1, "", "", text), ["tests/test_regle.py"], *bornes(text)) for text in texts
    )
    copy = Copie(tmp_path, tmp_path / "copie")
    found = [verdict.sort for verdict in execution.executer(trials, [copy], time.monotonic() + 300)]
    assert found == [VIVANT, TUE, VIVANT, SANS_FIN, SANS_FIN, VIVANT]
    assert (copy.dossier / "components" / "regle.py").read_text(encoding="utf-8") == REGLE
