"""A flood from one address, in a process of its own: `python -m tests.bench.outils.deluge URL`.

New connections without end, at most fifty at a time, for half a minute at most: unknown codes, pages, noise, foreign
web sockets. Prints one line when it begins and one at the end of its input, as `ecrans` does.
"""

import asyncio
import json
import sys
import time
from urllib.parse import urlsplit

ENSEMBLE, SECONDES = 50, 30.0
DEMANDES = [
    b"GET /vote/0000-0000-0000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"\x00\x01 noise\r\n\r\n",
    b"GET /_stcore/stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: https://ailleurs.example\r\n\r\n",
]


async def main(url: str) -> None:
    """Flood until the end of the input or of the time."""
    port, done, end = urlsplit(url).port or 0, [0], time.monotonic() + SECONDES
    print(json.dumps({"open": ENSEMBLE}), flush=True)
    start, spent = time.perf_counter(), time.process_time()
    tasks = [asyncio.create_task(_asks(port, end, k, done)) for k in range(ENSEMBLE)]
    await asyncio.to_thread(sys.stdin.read)
    wall, share = time.perf_counter() - start, time.process_time() - spent
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print(json.dumps({"seconds": wall, "requests": done[0], "share": share / wall}), flush=True)


async def _asks(port: int, end: float, k: int, done: list[int]) -> None:
    while time.monotonic() < end:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(DEMANDES[(k + done[0]) % len(DEMANDES)])
            await asyncio.wait_for(reader.read(1000), 10)
            writer.close()
        except (OSError, TimeoutError):
            await asyncio.sleep(0.1)
        done[0] += 1


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
