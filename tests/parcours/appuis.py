"""How many buttons a run of the tests pressed, by role: said last."""

from collections import Counter

import pytest

APPUIS = "appuis"  # what a test records: a role, buttons pressed, buttons known


class Appuis:
    """Registered once, by the process that hears every worker."""

    def __init__(self) -> None:
        self.presses: Counter[str] = Counter()
        self.connus: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add what a test pressed."""
        for name, told in report.user_properties if report.when == "call" else ():
            if name == APPUIS:
                role, pressed, known = told
                self.presses[role] += pressed
                self.connus[role] += known

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say it."""
        if self.connus:
            words = ", ".join(f"{self.presses[role]} sur {known} ({role})" for role, known in self.connus.items())
            terminalreporter.write_line(f"boutons pressés : {words}.")
