"""What `make test` hears of the tests of the statement: after a whole run, what they write must be the statement of
the house, but for its day and its durations. `GARDER=1` writes it instead."""

import os
from datetime import date

import pytest

from tests.accessibilite import declaration


class Ecoute:
    """Registered once, by the process that hears every worker."""

    def __init__(self) -> None:
        self.said = declaration.Essais()
        self.words = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember what a test said."""
        self.said.ajouter(report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Compare, or write; a part of the tests says nothing of the whole."""
        if not declaration.tous_joues(self.said):
            return
        written, place = declaration.page(self.said, date.today()), declaration.DOC
        name = place.relative_to(declaration.ROOT)
        if os.environ.get("GARDER") == "1":
            place.write_text(written, encoding="utf-8")
            self.words = f"{name} : écrite par ces essais."
        elif declaration.comparable(written) == declaration.comparable(place.read_text(encoding="utf-8")):
            self.words = f"{name} : ces essais écrivent la même, hors date et durées."
        else:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            self.words = f"{name} ne dit plus ce que ces essais ont dit : GARDER=1 make suite, ou make accessibilite."

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say it last."""
        if self.words:
            terminalreporter.write_line(self.words)
