"""Gestures made faster than a page is drawn: each is played once, with what was typed for it, in order."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench.outils.session import Session
from tests.browser.outils.serveur import Serveur, lance

# A page that is long to draw, with a form at its end that writes what it is sent, then draws again, as ours do.
PAGE = """
import time
from pathlib import Path
import streamlit as st
from components.ui.porte import tour
tour.un_a_la_fois()
st.text("Une longue liste. " * 2_000)
for rank in range(15):
    st.write(rank)
    time.sleep(0.02)
with st.form("lettre", clear_on_submit=True):
    text = st.text_input("Mots")
    sent = st.form_submit_button("Envoyer")
pressed = st.button("Compter")
if sent or pressed:
    with Path(__file__).with_name("faits").open("a") as out:
        out.write(f"{text if sent else '+'}\\n")
    st.rerun()
    with Path(__file__).with_name("faits").open("a") as out:
        out.write("what is below is not run\\n")
"""


@pytest.fixture
def serveur(tmp_path: Path) -> Iterator[Serveur]:
    (tmp_path / "page.py").write_text(PAGE)
    with lance(tmp_path, None, str(tmp_path / "page.py")) as opened:
        first = Session(opened.url)  # from the next screen on, drawings take their turn
        first.run()
        first.close()
        yield opened


REPOS = 1.0  # seconds, for the thread that drew to end: what comes before is asked during a drawing


class Main(Session):
    """A hand that does not wait: it sends, and reads answers afterwards."""

    renvois = 0  # elements that the server did not send again, as the browser said that it holds them

    def lire(self) -> None:
        """Draw the page once, and keep the names of its widgets by their label."""
        self.noms: dict[str, str] = {}
        asked = BackMsg()
        asked.rerun_script.page_name = self.page
        self.socket.send(asked.SerializeToString())
        self.attendre(1)

    def attendre(self, drawings: int) -> None:
        """Read what the server says until that many drawings are whole: one left for another is not."""
        while drawings:
            raw = self.socket.recv(timeout=60)
            message = ForwardMsg()
            message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            self.renvois += message.WhichOneof("type") == "ref_hash"
            if message.metadata.cacheable and message.WhichOneof("type") == "delta":
                self.tenus.add(message.hash)
            element = message.delta.new_element
            if message.WhichOneof("type") == "delta" and element.WhichOneof("type") in ("text_input", "button"):
                widget = getattr(element, element.WhichOneof("type"))
                self.noms[widget.label] = widget.id
            if message.WhichOneof("type") == "script_finished":
                drawings -= message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def envoyer(self, texte: str) -> None:
        """Send the form."""
        asked = BackMsg()
        states = asked.rerun_script.widget_states.widgets
        states.add(id=self.noms["Mots"], string_value=texte)
        states.add(id=self.noms["Envoyer"], trigger_value=True)
        self.socket.send(asked.SerializeToString())

    def regarder(self) -> None:
        """What the browser sends by itself: the form is empty again."""
        asked = BackMsg()
        asked.rerun_script.widget_states.widgets.add(id=self.noms["Mots"], string_value="")
        self.socket.send(asked.SerializeToString())

    def compter(self) -> None:
        """Press the button."""
        asked = BackMsg()
        asked.rerun_script.cached_message_hashes.extend(sorted(self.tenus))
        asked.rerun_script.widget_states.widgets.add(id=self.noms["Compter"], trigger_value=True)
        self.socket.send(asked.SerializeToString())


def _faits(serveur: Serveur, at_least: int, hand: Main) -> list[str]:
    kept = serveur.fichier.with_name("faits")
    for _ in range(40):
        lines = kept.read_text().splitlines() if kept.exists() else []
        if len(lines) >= at_least:
            break
        hand.attendre(1)
    hand.lire()  # what would still come has come
    return kept.read_text().splitlines()


def test_forms_sent_one_on_another_are_all_written_in_order(serveur: Serveur) -> None:
    hand = Main(serveur.url)
    hand.lire()
    sent = [f"bulletin {rank}" for rank in range(6)]
    for text in sent:
        hand.envoyer(text)
        hand.regarder()
    assert _faits(serveur, len(sent), hand) == sent
    hand.close()


def test_presses_between_them_are_counted(serveur: Serveur) -> None:
    hand = Main(serveur.url)
    hand.lire()
    hand.envoyer("a")
    hand.compter()
    hand.envoyer("b")
    hand.compter()
    assert _faits(serveur, 4, hand) == ["a", "+", "b", "+"]
    hand.close()


def test_what_is_asked_during_a_drawing_is_answered_whole(serveur: Serveur) -> None:
    """The browser may have let go of what it held: what it said before the drawing that it had not received yet."""
    hand = Main(serveur.url)
    hand.lire()
    assert hand.tenus
    time.sleep(REPOS)
    hand.compter()
    hand.compter()
    assert _faits(serveur, 2, hand) == ["+", "+"]
    assert hand.renvois <= 2, "the first press alone was asked at rest: it is drawn, then drawn again"
    before = hand.renvois
    time.sleep(REPOS)
    hand.compter()
    hand.attendre(1)
    assert hand.renvois == before + 2, "at rest, nothing is sent twice"
    hand.close()
