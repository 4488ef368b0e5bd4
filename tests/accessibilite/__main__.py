"""`python -m tests.accessibilite`: plays the tests of the statement and writes it; 1 when one of them fails."""

import sys
from datetime import date

import pytest

from tests.accessibilite import declaration


class _Oreille:
    def __init__(self) -> None:
        self.said = declaration.Essais()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.said.ajouter(report)


ear = _Oreille()
names = list(dict.fromkeys(one["essai"] for one in declaration.essais().values()))
code = pytest.main(["-q", "-p", "no:cacheprovider", "-m", f"not {declaration.COMPLET}", *names], plugins=[ear])
declaration.DOC.write_text(declaration.page(ear.said, date.today()), encoding="utf-8")
sys.exit(code)
