"""What `make soak` counts: a ballot or a gesture that was acknowledged and is not in the file is lost, and said."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.priorites import bulletins
from tests import pannes
from tests.endurance import __main__ as soak
from tests.endurance import scenario
from tests.endurance.charge import ACQUITTE, REFUSE, Charge, Telephone


def test_what_was_acknowledged_and_is_not_there_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        creation.creer(db, TERMINAL, "58")
        scrutin, slips = demonstration.ouvrir(db, TERMINAL, 24, date(2026, 11, 22))
        phones = [Telephone(code) for code, _ in slips]
        for rank, phone in enumerate(phones[:22]):
            bulletins.deposer(db, scrutin, phone.code, "0123401")
            phone.permis, phone.acquitte = {"0123401" if rank != 3 else "4444444"}, True
        phones[4].permis, phones[4].tardifs = {"1111111"}, {"0123401"}  # a server that lived wrote it later
        phones[5].permis = {"2222222", "0123401"}  # sent twice, one answer
        phones[6].acquitte, phones[6].permis = False, set()  # the server died before its answer
    pannes.ecrire("gardé")
    charge = Charge([], phones, "")
    charge.gestes = ["gardé", "perdu"]
    kept = scenario._bilan(charge, scrutin)
    assert (kept.bulletins, kept.bulletins_perdus, kept.gestes, kept.gestes_perdus) == (21, 1, 2, 1)
    assert kept.comptes_justes and kept.verifie and not kept.tenu
    kept.bulletins_perdus = kept.gestes_perdus = 0
    assert kept.tenu
    kept.phases = {"disque plein": ("disque qui refuse tout octet", Counter({ACQUITTE: 88}))}
    assert kept.sans_effet == ["disque plein"] and not kept.tenu, "a fault that nobody felt proves nothing"
    assert "tout octet ; **sans effet**" in soak.page(kept, 600.0, date(2026, 11, 22))
    kept.phases["disque plein"][1][REFUSE] = 1
    assert kept.tenu
    page = soak.page(kept, 600.0, date(2026, 11, 22))
    assert "22 novembre 2026" in page and "600 secondes" in page and "0 sur 21 cartons" in page
