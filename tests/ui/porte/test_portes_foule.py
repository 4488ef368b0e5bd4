"""A crowd at the sign-in door: tries made at once are limited like tries made one by one."""

import asyncio
from collections import Counter
from pathlib import Path

import httpx2 as httpx
import pytest
from starlette.applications import Starlette

from components.core.essais import Essais
from components.ui.porte import portes

LIMITE = 3


def test_wrong_tries_at_the_same_instant_do_not_pass_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    monkeypatch.setattr(portes, "ECHECS", Essais(limite=LIMITE, fenetre=300.0))

    async def crowd() -> list[int]:
        transport = httpx.ASGITransport(app=Starlette(routes=portes.ROUTES))
        async with httpx.AsyncClient(transport=transport, base_url="http://table") as client:
            tries = [client.post("/entrer", data={"nom": "A", "mot_de_passe": "faux" * 4}) for _ in range(12)]
            return [answer.status_code for answer in await asyncio.gather(*tries)]

    found = Counter(asyncio.run(crowd()))
    assert found[422] == LIMITE
    assert found[429] == 12 - found[422]
