"""One drawing at a time: a hundred screens that redraw leave the processor to the ballots, and each is drawn sooner.

Drawings that run together do not go faster, Python runs one at a time; they only make everyone wait, the event loop
that answers the phones first. Accounts come before readers: a crowd of strangers does not keep the facilitator waiting.
What is long and draws nothing (a computation, an import, a gesture) gives its turn back.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, get_ident

from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from components.ui import identity
from data.base.acteurs import LECTEUR

COMPTE, LECTURE = 0, 1  # ranks
RELAIS = 0.001  # seconds a drawing keeps the interpreter when the event loop wants it (Python's own: five times more)


class Place(Event):
    """A place in the queue, by rank then by order of arrival; set when its turn comes."""

    def __init__(self, rang: int) -> None:
        super().__init__()
        self.rang = rang


class Tour:
    """A turn, held by one thread, given in the order it was asked for, to accounts before readers."""

    def __init__(self) -> None:
        self._verrou = Lock()
        self._file: list[Place] = []  # the first one holds the turn, the others wait for theirs
        self._tenu_par: int | None = None

    @contextmanager
    def pris(self, rang: int = LECTURE) -> Iterator[None]:
        """Wait for one's turn and hold it."""
        self._prendre(Place(rang))
        try:
            yield
        finally:
            self._rendre()

    @contextmanager
    def rendu(self) -> Iterator[None]:
        """Let the others draw meanwhile, when this thread holds the turn; then be the next of its rank."""
        if self._tenu_par != get_ident():
            yield
            return
        mine = self._rendre()
        try:
            yield
        finally:
            self._prendre(Place(mine.rang), devant=True)

    def ceder(self) -> None:
        """Let everyone of the same rank who waits draw first."""
        self._prendre(Place(self._rendre().rang))

    def _prendre(self, mine: Place, devant: bool = False) -> None:
        with self._verrou:
            waiting = enumerate(self._file[1:], start=1)
            after = (k for k, other in waiting if other.rang > mine.rang or (devant and other.rang == mine.rang))
            self._file.insert(next(after, len(self._file)), mine)
            self._file[0].set()
        mine.wait()
        self._tenu_par = get_ident()

    def _rendre(self) -> Place:
        with self._verrou:
            self._tenu_par = None
            mine = self._file.pop(0)
            if self._file:
                self._file[0].set()
            return mine


TOUR = Tour()


class Dessin(ScriptRunner):
    """Streamlit's runner, waiting for its turn: callbacks, the whole page or a fragment of it, and what follows.

    What is asked of this screen meanwhile joins what it waits for: with `runner.fastReruns`, each question would start
    again at the end of the queue. And a drawing is begun again once at most: who asks without end would never finish.
    """

    _repris = _arrete = False

    def request_stop(self) -> None:
        """Stop at the next element drawn."""
        self._arrete = True
        super().request_stop()

    def _run_script_thread(self) -> None:
        anonymous = identity.de_la_session(self._session_id) == LECTEUR
        with TOUR.pris(LECTURE if anonymous else COMPTE):
            super()._run_script_thread()

    def _run_script(self, rerun_data: RerunData) -> None:
        self._repris = False
        super()._run_script(rerun_data)
        TOUR.ceder()

    def _maybe_handle_execution_control_request(self) -> None:
        if self._repris and not self._arrete:
            return
        try:
            super()._maybe_handle_execution_control_request()
        except RerunException:
            self._repris = True
            raise


def un_a_la_fois() -> None:
    """Make every session of this process draw in turn."""
    sys.setswitchinterval(RELAIS)
    app_session.ScriptRunner = Dessin  # type: ignore[attr-defined]
