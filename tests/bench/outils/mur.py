"""The screen of the room as its browser holds it open: it asks for its fragment as often as the server told it to."""

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

AU_PLUS = 3600.0  # seconds that a wall stays up


@dataclass
class Mur:
    """What the wall shows, and when it began to."""

    socket: ClientConnection
    montre: str = ""
    demandes: list["asyncio.Task[None]"] = field(default_factory=list)

    @classmethod
    async def ouvrir(cls, url: str, cookie: str) -> "Mur":
        """Open `/projection` with a session. `cookie`: « name=value »."""
        socket = await connect(
            f"ws://{urlsplit(url).netloc}/_stcore/stream", subprotocols=["streamlit"], origin=url,  # type: ignore[arg-type,list-item]
            additional_headers={"Cookie": cookie}, max_size=None, compression=None, open_timeout=60,
        )  # fmt: skip
        asked = BackMsg()
        asked.rerun_script.page_name = "projection"
        await socket.send(asked.SerializeToString())
        wall = cls(socket)
        wall.demandes.append(asyncio.create_task(wall._lire()))
        return wall

    async def attendre(self, mots: str, au_plus: float = 60.0) -> float:
        """Seconds until the wall says these words. Raises `TimeoutError`."""
        start = time.monotonic()
        while mots not in self.montre and time.monotonic() - start < au_plus:
            await asyncio.sleep(0.01)
        if mots not in self.montre:
            raise TimeoutError(mots)
        return time.monotonic() - start

    async def fermer(self) -> None:
        """Leave."""
        for one in self.demandes:
            one.cancel()
        await self.socket.close()

    async def _lire(self) -> None:
        page = ""
        async for raw in self.socket:
            message = ForwardMsg()
            message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                page = message.new_session.page_script_hash or page
            elif kind == "auto_rerun" and len(self.demandes) == 1:
                told = message.auto_rerun
                self.demandes.append(asyncio.create_task(self._redemander(told.fragment_id, told.interval, page)))
            elif kind == "delta" and 'class="salle' in message.delta.new_element.html.body:
                self.montre = message.delta.new_element.html.body

    async def _redemander(self, fragment: str, interval: float, page: str) -> None:
        asked = BackMsg()
        asked.rerun_script.fragment_id = fragment
        asked.rerun_script.page_script_hash = page
        asked.rerun_script.is_auto_rerun = True
        end = time.monotonic() + AU_PLUS
        while len(self.demandes) > 1 and time.monotonic() < end:
            await asyncio.sleep(interval)
            await self.socket.send(asked.SerializeToString())
