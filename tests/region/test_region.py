"""Several tables on one page: counts that a table wrote, nothing of anyone, and nothing that is not such a file."""

import asyncio
import json
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from starlette.requests import Request

from components.core.refus import Refus
from components.region import lectures, routes
from components.terminal.commandes import main
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.priorites import scrutins
from data.releves import agregats
from data.seances import seances


def _page() -> tuple[int, str]:
    answer = asyncio.run(routes.region(Request({"type": "http", "headers": []})))
    return answer.status_code, bytes(answer.body).decode()


def test_a_table_tells_what_it_adopted_voted_and_does(copie: Database, tmp_path: Path) -> None:
    one = agregats.lire(agregats.ecrire(copie, tmp_path / "71.json"))
    assert one == agregats.de_la_table(copie) and one.departement == "71"
    in_force = [c for c in constats.constats(copie) if c.en_vigueur]
    assert sum(counts[agregats.CONSTAT] for counts in one.territoires.values()) == len(in_force) > 0
    assert sum(one.actions.values()) == copie["actions"].count > 0
    assert list(one.services) == [line["option"] for line in scrutins.priorites(copie)] != []


def test_it_names_nobody_and_quotes_nothing(copie: Database, tmp_path: Path) -> None:
    written = agregats.ecrire(copie, tmp_path / "71.json").read_text()
    people = [str(name) for name in seances.membres(copie)["nom"]]
    accounts = [name for (name,) in copie.conn.execute("SELECT nom FROM acteurs WHERE role <> 'lecteur'")]
    titles = [title for (title,) in copie.conn.execute("SELECT titre FROM actions")]
    assert people and titles and not [word for word in (*people, *accounts, *titles) if word in written]


def test_several_tables_are_read_side_by_side_the_newest_of_each(
    copie: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(lectures.DOSSIER, str(tmp_path))
    told = json.loads(agregats.ecrire(copie, tmp_path / "b.json").read_text())
    other = told | {"departement": "21", "nom": "Côte-d'Or <b>", "jours_pretes": 12.5, "services": told["services"][:1]}
    (tmp_path / "a.json").write_text(json.dumps(other))
    (tmp_path / "vieux.json").write_text(json.dumps(told | {"le": "2020-01-01", "nom": "Vieux nom"}))
    status, page = _page()
    assert status == 200 and "Saône-et-Loire" in page and "Côte-d&#39;Or &lt;b&gt;" in page and "Vieux nom" not in page
    assert "Ensemble" in page and "12,5" in page and "rang 1" in page
    sums = next(one for one in lectures._tableaux(lectures.tables()[0]) if one.titre == "Actions, par état")
    assert [int(n) for n in sums.total] == [2 * n for n in told["actions"].values()]


ABIMES = {
    "texte": "ceci n'est pas du JSON", "liste": "[]", "autre": '{"format": "autre"}', "vide": "",
    "trop": json.dumps({"format": agregats.FORMAT, "nom": "x" * agregats.OCTETS_MAX}),
    "manque": json.dumps({"format": agregats.FORMAT}),
}  # fmt: skip
CHANGES = [
    {"actions": {"inconnu": 1}}, {"actions": {"retenue": -1}}, {"actions": {"retenue": 1.5}},
    {"actions": {"retenue": True}}, {"actions": []}, {"territoires": [1]}, {"le": "hier"},
    {"territoires": {"mg": {"autre": 1}}}, {"jours_pretes": -1}, {"jours_pretes": "beaucoup"}, {"nom": ""}, {"nom": 71},
    {"services": "tous"}, {"services": [{}]}, {"services": ["x"] * 51}, {"le": None}, {"jours_pretes": float("nan")},
]  # fmt: skip


@pytest.mark.parametrize("text", ABIMES.values(), ids=list(ABIMES))
def test_another_file_is_refused_and_never_overwritten(copie: Database, tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text)
    with pytest.raises(Refus, match="n'est pas lu"):
        agregats.lire(file)
    with pytest.raises(Refus, match="n'est pas lu"):
        agregats.ecrire(copie, file)
    assert file.read_text() == text


def test_a_false_figure_is_said_and_the_others_are_shown(
    copie: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(lectures.DOSSIER, str(tmp_path))
    told = json.loads(agregats.ecrire(copie, tmp_path / "bon.json").read_text())
    for k, change in enumerate(CHANGES):
        (tmp_path / f"faux-{k}.json").write_text(json.dumps(told | change))
    status, page = _page()
    assert status == 200 and page.count("n&#39;est pas lu") == len(CHANGES) and "Saône-et-Loire" in page


def test_without_a_folder_without_a_file_or_with_a_vote_open(
    copie: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _page()[0] == 404
    monkeypatch.setenv(lectures.DOSSIER, str(tmp_path / "vide"))
    assert _page()[0] == 200 and "Aucune table" in _page()[1]
    assert main(["agregats", str(tmp_path / "t.json")]) == 0
    assert main(["agregats", str(tmp_path / "t.json")]) == 0  # again: replaced
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "vote.db"))
    with store.connect() as fresh:
        demonstration.ouvrir(fresh, TERMINAL, 12, date(2026, 11, 22))
    assert main(["agregats", str(tmp_path / "u.json")]) == 1
    assert "Un vote est ouvert" in capsys.readouterr().err and not (tmp_path / "u.json").exists()
