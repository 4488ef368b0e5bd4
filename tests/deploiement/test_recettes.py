"""What is quick of the recipes: nothing of the product is forgotten, nothing of a table leaves, launchers say why.

The recipes themselves are run by `make deploiement`.
"""

import io
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from streamlit.runtime.secrets import Secrets

from components.terminal.commandes import _parser
from data.base import demande
from deploiement.archive import __main__ as archive
from deploiement.archive import produit, pythons
from deploiement.archive.lanceurs import demarrer
from deploiement.tables import __main__ as tables
from tests.deploiement import recette_guides as guides

ROOT = produit.ROOT
PRODUIT = {"app.py", "components", "data", "pages", ".streamlit"}
DITS = "docs/*.md"  # the guides, the statement and the glossary are pages


def test_the_archive_and_the_image_hold_the_whole_product() -> None:
    copied = (ROOT / "deploiement" / "conteneur" / "Containerfile").read_text().split()
    assert set(produit.PARTIES) >= PRODUIT | {"docs"} and set(copied) >= PRODUIT | {DITS}
    ignored = (ROOT / "deploiement" / "conteneur" / ".containerignore").read_text().split()
    assert not {*PRODUIT, "docs"} & set(ignored)


def test_the_archive_holds_no_table_and_nothing_of_the_workshop(tmp_path: Path) -> None:
    produit.copier(tmp_path)
    held = {one.relative_to(tmp_path).as_posix() for one in tmp_path.rglob("*")}
    assert {"app.py", "data/sources/communes_france_2026.csv.gz", "docs/guide-animation.md"} <= held
    assert not [
        one for one in held if "__pycache__" in one or one.startswith(("tests", "data/local", "data/sources/build"))
    ]
    assert not [one for one in held if one.endswith((".db", ".db-wal"))]


def test_the_libraries_leave_behind_what_nothing_runs(tmp_path: Path) -> None:
    """Launchers for other processors among them: a guarded Windows asks about each program."""
    for name in ("a/__init__.py", "a/tests/essai.py", "pip/_vendor/distlib/w32.exe", "a/en_tete.h", "bin/programme"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    produit.alleger(tmp_path)
    assert [one.relative_to(tmp_path).as_posix() for one in tmp_path.rglob("*") if one.is_file()] == ["a/__init__.py"]


@pytest.mark.parametrize("code", ["", "71", "23", "2a", "../x", "974"])
def test_the_launcher_names_the_file_as_the_product_does(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setenv("CONCERTATION_DEPARTEMENT", code)
    monkeypatch.delenv("CONCERTATION_DB", raising=False)
    expected = demande.nom_du_fichier(demande.departement() or demande.PREMIER)
    assert demarrer.environnement()["CONCERTATION_DB"].endswith(f"/table/{expected}")
    monkeypatch.setenv("CONCERTATION_DB", "/ailleurs/ma table.db")
    assert demarrer.environnement()["CONCERTATION_DB"] == "/ailleurs/ma table.db"


def test_windows_python_learns_our_paths_once(tmp_path: Path) -> None:
    paths = tmp_path / "python311._pth"
    paths.write_text("python311.zip\n.\n\n# Uncomment to run site.main() automatically\n#import site\n")
    for _ in range(2):
        demarrer.apprendre_les_chemins(tmp_path)
        lines = paths.read_text().splitlines()
        assert lines == ["python311.zip", ".", "..\\concertation", "..\\bibliotheques", "import site"]


def test_the_embeddable_python_is_put_in_or_asked_for(tmp_path: Path) -> None:
    pythons.windows(tmp_path / "sans", None)
    asked = (tmp_path / "sans" / pythons.ABSENT).read_text(encoding="utf-8")
    assert "python.org" in asked and pythons.VERSION in asked
    for names, good in ((("python.exe", "python311.dll"), True), (("autre.txt",), False)):
        packed = tmp_path / f"{good}.zip"
        with zipfile.ZipFile(packed, "w") as made:
            for name in names:
                made.writestr(name, "")
        if good:
            pythons.windows(tmp_path / "avec", packed)
            assert (tmp_path / "avec" / "python.exe").exists()
        else:
            with pytest.raises(SystemExit, match=r"python\.exe n'y est pas"):
                pythons.windows(tmp_path / "autre", packed)


@pytest.mark.parametrize("name", [*archive.COMMUNS, *archive.PROPRES["windows"]])
def test_what_windows_opens_has_its_ends_of_lines(tmp_path: Path, name: str) -> None:
    archive._poser(archive.LANCEURS / name, tmp_path / name, "windows")
    written = (tmp_path / name).read_bytes()
    assert written.count(b"\r\n") == written.count(b"\n") > 1


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "table").write_text("un fichier à la place du dossier")
    monkeypatch.setattr(demarrer, "TABLE", tmp_path / "table")
    monkeypatch.setattr(sys, "stderr", said := io.StringIO())
    assert demarrer.main() == 1 and "ne peut pas être écrit" in said.getvalue()


def test_the_shell_launcher_is_read_by_a_shell() -> None:
    for script in (archive.LANCEURS / "Concertation.sh", ROOT / "tests" / "deploiement" / "installer.sh"):
        assert subprocess.run(["sh", "-n", str(script)], check=False, timeout=30).returncode == 0


def test_each_table_has_its_own_file_port_and_name(tmp_path: Path) -> None:
    server = tables.lire(ROOT / "deploiement" / "tables" / "tables.toml")
    written = {file.name: file.read_text() for file in tables.ecrire(server, tmp_path / "recettes")}
    assert len(server.tables) >= 2
    for table in server.tables:
        own = [f"/{table.code}/concertation.db", table.adresse, str(table.port)]
        assert all(word in written[f"{table.code}.env"] for word in own)
        assert all(written["supervisord.conf"].count(word) == 1 for word in own)
        assert f"127.0.0.1:{table.port};" in written["nginx-tables.conf"]
    assert written["supervisord.conf"].count(f'HOME="{server.donnees}"') == len(server.tables)


def test_nothing_is_read_in_the_home_of_who_starts_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there may be another's, or refused to an account that changed."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text('cle = "de quelqu’un d’autre"', encoding="utf-8")
    assert not Secrets().load_if_toml_exists()


@pytest.mark.parametrize("change", [('"21" = 8521', '"21" = 8571'), ("table-{code}", "table")])
def test_a_port_or_a_name_given_twice_writes_nothing(tmp_path: Path, change: tuple[str, str]) -> None:
    file = tmp_path / "tables.toml"
    file.write_text((ROOT / "deploiement" / "tables" / "tables.toml").read_text().replace(*change))
    with pytest.raises(SystemExit, match="donné deux fois"):
        tables.main([str(file), "--sortie", str(tmp_path / "recettes")])
    assert not (tmp_path / "recettes").exists()


def test_what_was_added_to_the_settings_of_a_table_stays(tmp_path: Path) -> None:
    server = tables.lire(ROOT / "deploiement" / "tables" / "tables.toml")
    tables.ecrire(server, tmp_path)
    mine = tmp_path / "71.env"
    first = mine.read_text()
    mine.write_text(first.replace("8571", "9999") + "CONCERTATION_REPLIQUE=/srv/repliques/71\n# note\n")
    for _ in range(2):
        tables.ecrire(server, tmp_path)
        assert mine.read_text() == f"{first}CONCERTATION_REPLIQUE=/srv/repliques/71\n# note\n"


@pytest.mark.parametrize("words", guides.commandes())
def test_a_command_that_a_document_names_is_one_of_the_terminal(words: str) -> None:
    """With nothing left to fill; they are typed for real by `make deploiement`."""
    typed = guides.tapee(words)
    assert words.split()[0] in guides.NON_TAPEES or not re.search(r"[A-Z]{4,}|…", typed.split("python -m")[1]), typed
    _parser().parse_args(shlex.split(typed.split("python -m data ")[1]))


def test_every_line_that_a_recipe_leaves_to_another_is_in_the_guide() -> None:
    blocks = guides.BLOC.findall(guides.ADMINISTRATION.read_text(encoding="utf-8"))
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(blocks) >= 8 and all(any(line.startswith(start) for line in lines) for start in guides.AILLEURS)
    named = {words.split()[0] for words in guides.commandes()}
    assert named >= {"init", "backup", "restore", "recount", *guides.NON_TAPEES}
