"""Dashboards that ask for a redraw every few seconds, in a process of their own: `python -m tests.bench.outils.ecrans`.

Prints one line when all are open, then, at the end of its input, what they saw: drawings, delays in seconds, and the
share of one processor that this process took.
"""

import asyncio
import json
import sys
import time
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PAGES = ("", "diagnostic", "priorites", "plans")
UNE_HEURE = 3_600.0
PETIT = 2_000  # bytes: the end of a drawing is said in a short message, the others are not even read


async def main(url: str, count: int, every: float) -> None:
    """Open `count` screens, let each ask a redraw every `every` seconds until the end of the input."""
    delays: list[float] = []
    sockets = [await _open(url) for _ in range(count)]
    tasks = [asyncio.create_task(_draw(one, PAGES[k % len(PAGES)], every, delays)) for k, one in enumerate(sockets)]
    print(json.dumps({"open": len(sockets)}), flush=True)
    start, spent = time.perf_counter(), time.process_time()
    await asyncio.to_thread(sys.stdin.read)
    wall, share = time.perf_counter() - start, time.process_time() - spent
    for task in tasks:
        task.cancel()
    alive = sum(not isinstance(end, Exception) for end in await asyncio.gather(*tasks, return_exceptions=True))
    print(json.dumps({"seconds": wall, "delays": sorted(delays), "share": share / wall, "alive": alive}), flush=True)


async def _open(url: str) -> ClientConnection:
    return await connect(
        f"ws://{urlsplit(url).netloc}/_stcore/stream", subprotocols=["streamlit"], origin=url,  # type: ignore[arg-type,list-item]
        max_size=None, compression=None, open_timeout=60,
    )  # fmt: skip


async def _draw(screen: ClientConnection, page: str, every: float, delays: list[float]) -> None:
    """Ask as a browser does, whatever is still being drawn; a delay runs from the first question not answered yet."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    waiting: list[float] = []

    async def ask() -> None:
        end = time.monotonic() + UNE_HEURE
        while time.monotonic() < end:  # cancelled long before
            waiting.append(time.perf_counter())
            await screen.send(asked.SerializeToString())
            await asyncio.sleep(every)

    asking = asyncio.create_task(ask())
    try:
        async for raw in screen:
            if len(raw) < PETIT and waiting and _finished(raw if isinstance(raw, bytes) else raw.encode()):
                delays.append(time.perf_counter() - waiting[0])
                waiting.clear()
    finally:
        asking.cancel()


def _finished(raw: bytes) -> bool:
    message = ForwardMsg()
    message.ParseFromString(raw)
    return (
        message.WhichOneof("type") == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
