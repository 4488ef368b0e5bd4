"""The server's log, kept to a size someone can read: what repeats is said a few times a minute, then counted."""

import logging
import time
from collections import Counter

from components.core.francais import accord

PAREILLES, EN_TOUT = 10, 100  # lines a minute: alike, and whatever they say
MINUTE = 60.0


class Borne(logging.Filter):
    """Lets the first lines of each minute pass, and says how many were left out when the next one begins."""

    def __init__(self) -> None:
        super().__init__()
        self._fin, self._vues, self._tues = 0.0, Counter[tuple[str, str]](), 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this line is written."""
        now = time.monotonic()
        if now >= self._fin:
            self._fin, left = now + MINUTE, self._tues
            self._vues.clear()
            self._tues = 0
            if left:
                record.msg, record.args = (
                    f"{record.getMessage()} ({accord(left, 'ligne tue', 'lignes tues')} auparavant)",
                    (),
                )
        alike = (record.name, str(record.msg)[:40])
        if self._vues[alike] >= PAREILLES or self._vues.total() >= EN_TOUT:
            self._tues += 1
            return False
        self._vues[alike] += 1
        return True


def borner() -> None:
    """Measure every logger that exists: a logger's filter sees only what is said to it directly."""
    measured = Borne()
    for logger in [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]:
        logger.addFilter(measured)
