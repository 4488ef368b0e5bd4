"""Plain pages: what takes long to make keeps nobody from voting."""

import asyncio
from threading import Event

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from components.ui.porte import gabarits


def test_a_crowd_that_prints_leaves_the_thread_pool_to_the_ballots() -> None:
    printed = Event()

    def long_page() -> Response:
        printed.wait(30)
        return PlainTextResponse("imprimé")

    async def crowd() -> tuple[str, list[Response]]:
        pages = [asyncio.create_task(gabarits.dessinee(long_page)) for _ in range(100)]
        await asyncio.sleep(0)
        ballot = await asyncio.wait_for(run_in_threadpool(lambda: "voté"), 20)
        printed.set()
        return ballot, list(await asyncio.gather(*pages))

    ballot, pages = asyncio.run(crowd())
    assert ballot == "voté" and len(pages) == 100
