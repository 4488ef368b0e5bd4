"""A Streamlit session without a browser: what the server takes to run a page, asked over its own web socket."""

from collections.abc import Sequence
from time import perf_counter
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from data.base import identite

PROPRES = ("new_session", "navigation")  # what Streamlit sends of itself with any page
CARTE = "bidi_component"  # how Streamlit names the element that our map is


class Session:
    """One open tab. `page` is the address of a page of the menu, empty for the home page. As a browser does, it holds
    what it received (but for the elements of `neufs`, that the gesture is taken to change) and says so."""

    def __init__(self, url: str, page: str = "", cookie: str = "", neufs: Sequence[str] = (CARTE,)) -> None:
        self.page, self.neufs = page, neufs
        self.tenus: set[str] = set()
        self.octets = self.carte = 0  # received by the last run, beyond Streamlit's own: in all, and by the maps
        headers = {"Cookie": f"{identite.COOKIE}={cookie}"} if cookie else {}
        self.socket: ClientConnection = connect(
            f"ws://{urlsplit(url).netloc}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=url,  # type: ignore[arg-type]
            additional_headers=headers,
            max_size=None,
            compression=None,
        )

    def run(self) -> float:
        """Run the page's script once and return the milliseconds until the server says it has finished."""
        asked = BackMsg()
        asked.rerun_script.page_name = self.page
        asked.rerun_script.cached_message_hashes.extend(sorted(self.tenus))
        self.octets = self.carte = 0
        start = perf_counter()
        self.socket.send(asked.SerializeToString())
        while True:
            raw = self.socket.recv(timeout=60)
            if self._finished(raw if isinstance(raw, bytes) else raw.encode()):
                return (perf_counter() - start) * 1000

    def close(self) -> None:
        self.socket.close()

    def _finished(self, raw: bytes) -> bool:
        message = ForwardMsg()
        message.ParseFromString(raw)
        kind = message.WhichOneof("type")
        self.octets += 0 if kind in PROPRES else len(raw)
        element = message.delta.new_element.WhichOneof("type") if kind == "delta" else None
        if element == CARTE:
            self.carte += len(raw)
        if message.metadata.cacheable and element not in (None, *self.neufs):
            self.tenus.add(message.hash)
        if element == "exception":
            raise RuntimeError(message.delta.new_element.exception.message)
        if kind != "script_finished":
            return False
        if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            raise RuntimeError("the script did not finish")
        return True
