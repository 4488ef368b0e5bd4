"""One drawing at a time: a hundred screens that redraw leave the processor to the ballots, and each is drawn sooner.

Drawings that run together do not go faster, Python runs one at a time; they only make everyone wait, the event loop
that answers the phones first. Accounts come before readers: a crowd of strangers does not keep the facilitator waiting.
What is long and draws nothing (a computation, an import, a gesture) gives its turn back.
"""

import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Lock, get_ident
from typing import Any

from google.protobuf.message import Message
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequestType

from components.core.refus import Refus
from components.ui import identity
from data.base.acteurs import LECTEUR

COMPTE, LECTURE = 0, 1  # ranks
SUITE = 20  # questions of a screen that wait behind a gesture: beyond, they join as Streamlit joins them
GESTES = ("trigger_value", "string_trigger_value", "chat_input_value", "json_trigger_value")  # what is sent once
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

    A gesture (a press, a form sent) is never joined nor begun again: Streamlit would lose the one that it interrupts,
    and what a form held when the next is sent. Each is played, with what was typed for it, in the order of the hand.

    A browser says with each question what it holds, to receive it once only. What it said while a drawing was under way
    is not what it holds once that one has reached it: such a question is answered whole.
    """

    _repris = _arrete = _geste = _voulu = False
    _fil = 0  # the thread that draws

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._suite, self._verrou_suite = deque[RerunData](), Lock()
        super().__init__(*args, **kwargs)
        self._demander = self._requests.request_rerun
        self._requests.request_rerun = self._demande  # type: ignore[assignment, method-assign]

    def _demande(self, rerun_data: RerunData) -> bool:
        """What the page itself asks for (`st.rerun`) is done at once: nothing that it wrote below is to run."""
        self._voulu = self._voulu or get_ident() == self._fil
        return self._demander(rerun_data)

    def request_stop(self) -> None:
        """Stop at the next element drawn."""
        self._arrete = True
        super().request_stop()

    def request_rerun(self, rerun_data: RerunData) -> bool:
        """Ask for another drawing, while one is under way; behind a gesture that waits, in order."""
        rerun_data = replace(rerun_data, cached_message_hashes=frozenset())
        with self._verrou_suite:
            busy = self._geste or self._suite or self._attend_un_geste()
            if busy and len(self._suite) < SUITE and not self._arrete:
                if self._suite and not porte_un_geste(self._suite[-1]) and not rerun_data.fragment_id:
                    self._suite.pop()  # what a screen holds now says more than what it held
                self._suite.append(rerun_data)
                return True
            return super().request_rerun(rerun_data)

    def _attend_un_geste(self) -> bool:
        asked = self._requests
        return asked._state == ScriptRequestType.RERUN and porte_un_geste(asked._rerun_data)

    def _run_script_thread(self) -> None:
        self._fil = get_ident()
        with TOUR.pris(_rang(self._session_id)):
            super()._run_script_thread()

    def _run_script(self, rerun_data: RerunData) -> None:
        self._repris, self._voulu, self._geste = False, False, porte_un_geste(rerun_data)
        super()._run_script(rerun_data)
        with self._verrou_suite:
            self._geste = False
            if self._suite and not self._attend_un_geste():
                super().request_rerun(self._suite.popleft())
        TOUR.ceder()

    def _maybe_handle_execution_control_request(self) -> None:
        if (self._repris or self._geste) and not (self._voulu or self._arrete):
            return
        try:
            super()._maybe_handle_execution_control_request()
        except RerunException:
            self._repris, self._voulu = True, False
            raise


def _rang(session: str) -> int:
    """The rank of a screen. A file that does not answer gives none: the drawing takes place all the same, and says it;
    a thread that ended here would leave its screen waiting for good."""
    try:
        return LECTURE if identity.de_la_session(session) == LECTEUR else COMPTE
    except Refus:
        return LECTURE


def porte_un_geste(asked: RerunData) -> bool:
    """Whether what a screen asks is a gesture: a button, a form, a press on a map."""
    return asked.widget_states is not None and any(map(_est_un_geste, asked.widget_states.widgets))


def _est_un_geste(state: WidgetState) -> bool:
    kind = state.WhichOneof("value")
    value = getattr(state, kind) if kind in GESTES else None
    return bool(value.ListFields() if isinstance(value, Message) else value)


def un_a_la_fois() -> None:
    """Make every session of this process draw in turn."""
    sys.setswitchinterval(RELAIS)
    app_session.ScriptRunner = Dessin  # type: ignore[attr-defined]
