"""The terminal's door, through a real process: exit codes, French words, JSON that parses."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from components.terminal.commandes import main

ROOT = Path(__file__).resolve().parents[2]


class Terminal:
    """`python -m data …` on a file of its own."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        """In this process: starting Python takes longer than most commands."""
        out, err = StringIO(), StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setenv("CONCERTATION_DB", str(self.file))
            patch.chdir(ROOT)
            try:
                code = main(list(words))
            except SystemExit as end:  # how argparse ends a badly written command
                code = int(end.code or 0)
        return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())

    def dehors(self, *words: str) -> subprocess.CompletedProcess[str]:
        """In a process of its own, as a person starts it."""
        return subprocess.run(
            [sys.executable, "-m", "data", *words],
            cwd=ROOT,
            env=os.environ | {"CONCERTATION_DB": str(self.file)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.mark.parametrize(("words", "code"), [(["init"], 0), (["check"], 1), (["chek"], 2)])
def test_the_process_itself_gives_its_exit_code(tmp_path: Path, words: list[str], code: int) -> None:
    done = Terminal(tmp_path / "t.db").dehors(*words)
    assert done.returncode == code and "Traceback" not in done.stderr
    assert bool(done.stdout) == (code == 0)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    opened = Terminal(tmp_path_factory.mktemp("cli") / "t.db")
    assert opened("init").returncode == 0
    return opened


def test_without_a_file_each_reading_is_refused_with_what_to_do(tmp_path: Path) -> None:
    empty = Terminal(tmp_path / "absent.db")
    for words in (["check"], ["sources"], ["indicator", "apl_mg"], ["export", str(tmp_path / "x")]):
        done = empty(*words)
        assert done.returncode == 1 and "python -m data init" in done.stderr, words
    assert not (tmp_path / "absent.db").exists()


def test_init_says_who_shares_the_supply_across_the_border(tmp_path: Path) -> None:
    done = Terminal(tmp_path / "t.db")("init")
    assert done.returncode == 0
    assert "563 communes" in done.stdout and "1748 communes voisines situées à moins de 45 km" in done.stdout


def test_init_twice_is_refused_and_si_absent_is_quiet(terminal: Terminal) -> None:
    again = terminal("init")
    assert again.returncode == 1 and "contient déjà Saône-et-Loire (71)" in again.stderr
    assert terminal("init", "--si-absent").returncode == 0


def test_an_unknown_departement_is_refused(tmp_path: Path) -> None:
    done = Terminal(tmp_path / "t.db")("init", "--departement", "99")
    assert done.returncode == 1 and "99" in done.stderr


def test_check_is_content_then_names_the_damage(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal("check").returncode == 0
    copy = Terminal(tmp_path / "copie.db")
    assert terminal("backup", str(copy.file)).returncode == 0
    import sqlite3

    with sqlite3.connect(copy.file) as raw:
        raw.execute("DELETE FROM appartenances WHERE commune = '71270'")
    done = copy("check")
    assert done.returncode == 1 and "71270" in done.stderr


def test_indicator_in_json_carries_what_the_figure_is(terminal: Terminal) -> None:
    answer = json.loads(terminal("indicator", "apl_mg", "--level", "territoire", "--json").stdout)
    assert answer["niveau"] == "territoire" and answer["statut"] == "estimé" and answer["unite"]
    assert len(answer["valeurs"]) == 20
    marcigny = next(row for row in answer["valeurs"] if "Marcigny" in row["nom"])
    assert marcigny["valeur"] == pytest.approx(1.4358, abs=1e-4)
    assert any("population totale" in caution for caution in answer["precautions"])


def test_an_unknown_indicator_says_which_exist(terminal: Terminal) -> None:
    done = terminal("indicator", "inconnu")
    assert done.returncode == 1 and "apl_mg" in done.stderr


def test_export_writes_every_table_once(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal("export", str(tmp_path / "sortie")).returncode == 0
    written = {path.name for path in (tmp_path / "sortie").iterdir()}
    assert {"communes.csv", "valeurs.csv", "sources.csv", "decisions.csv"} <= written
    again = terminal("export", str(tmp_path / "sortie"))
    assert again.returncode == 1 and "n'est pas vide" in again.stderr


def test_sources_gives_every_card_with_its_cautions(terminal: Terminal) -> None:
    done = terminal("sources")
    assert done.returncode == 0
    assert "DREES" in done.stdout and "IGN, ADMIN EXPRESS" in done.stdout and "·" in done.stdout


@pytest.mark.parametrize("words", [[], ["inconnue"], ["indicator"], ["indicator", "apl_mg", "--level", "region"]])
def test_a_badly_written_command_exits_2(terminal: Terminal, words: list[str]) -> None:
    assert terminal(*words).returncode == 2


def test_an_export_gives_no_secret_away(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal("export", str(tmp_path / "sortie")).returncode == 0
    files = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "sortie").glob("*.csv")}
    assert not files.keys() & {"sessions", "liens"}
    assert "empreinte" not in files["comptes"] and "sel" not in files["comptes"].split(",")


def test_a_backup_is_a_whole_file_and_never_overwrites(terminal: Terminal, tmp_path: Path) -> None:
    copy = tmp_path / "copie.db"
    assert terminal("backup", str(copy)).returncode == 0
    assert Terminal(copy)("check").returncode == 0
    again = terminal("backup", str(copy))
    assert again.returncode == 1 and "existe déjà" in again.stderr and "Traceback" not in again.stderr


def test_a_demonstration_says_it_is_invented(terminal: Terminal) -> None:
    done = terminal("demo")
    assert done.returncode == 0 and "fictive" in done.stdout


def test_another_programs_base_is_refused_by_every_command(tmp_path: Path) -> None:
    stranger = tmp_path / "autre.db"
    with sqlite3.connect(stranger) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    for words in (["check"], ["init"], ["backup", str(tmp_path / "c.db")]):
        done = Terminal(stranger)(*words)
        assert done.returncode == 1 and "autre logiciel" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [([], "il manque : COMMANDE"), (["chek"], "« chek » n'est pas admis (au choix : "), 
     (["export"], "il manque : DOSSIER"),
     (["load", "centres", "x", "--millesime", "abc"], "--millesime : « abc » n'est pas un nombre entier"),
     (["check", "--vite"], "arguments inconnus : --vite"), (["verify", "--tete"], "--tete : il manque une valeur"),
     (["demo", "--step", "x"], "« x » n'est pas une étape")],
)  # fmt: skip
def test_a_badly_written_command_is_answered_in_french(terminal: Terminal, words: list[str], said: str) -> None:
    done = terminal(*words)
    assert done.returncode == 2 and said in done.stderr and done.stderr.startswith("utilisation : ")
    english = ("usage:", "error:", "argument ", "invalid", "expected", "required", "choose")
    assert not [word for word in english if word in done.stderr]


def test_the_help_is_in_french(terminal: Terminal) -> None:
    for words in (["--help"], ["load", "--help"]):
        done = terminal(*words)
        assert done.returncode == 0 and "affiche cette aide" in done.stdout
        assert "usage:" not in done.stdout and "positional" not in done.stdout and "show this" not in done.stdout


def test_a_failure_of_the_system_is_a_french_sentence(tmp_path: Path) -> None:
    plain, own = tmp_path / "fichier.txt", Terminal(tmp_path / "58.db")
    plain.write_text("x" * 5_000)
    assert own("init", "--departement", "58").returncode == 0
    for words in (["export", str(plain)], ["backup", str(plain / "a")], ["load", "centres", str(tmp_path)]):
        done = own(*words)
        assert done.returncode == 1 and str(tmp_path) in done.stderr, words
        assert "Traceback" not in done.stderr and "Errno" not in done.stderr
        assert "dossier" in done.stderr or "existe déjà" in done.stderr
    nowhere = Terminal(plain / "x.db")("init")
    assert nowhere.returncode == 1 and "La commande s'est arrêtée" in nowhere.stderr
    stranger = Terminal(plain)("check")
    assert stranger.returncode == 1 and "ce n'est pas une base SQLite" in stranger.stderr


def test_a_reader_that_stops_reading_is_no_failure_to_tell(terminal: Terminal) -> None:
    words = [sys.executable, "-m", "data", "indicator", "apl_mg"]
    place = os.environ | {"CONCERTATION_DB": str(terminal.file)}
    with subprocess.Popen(words, cwd=ROOT, env=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None and run.stderr is not None
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(60) == 1


def test_files_loaded_together_say_which_were_written_and_every_bad_row(terminal: Terminal, tmp_path: Path) -> None:
    good, bad, last = (tmp_path / f"{name}.csv" for name in ("bon", "mauvais", "reste"))
    good.write_text("code,valeur\n71014,1\n")
    bad.write_text("code,valeur\n" + "".join(f"7{k:04d},x\n" for k in range(1000, 1400)))
    form = ["--libelle", "Essai", "--unite", "u", "--millesime", "2023", "--producteur", "x", "--licence", "y"]
    done = terminal("load", "indicateur", str(good), str(bad), str(last), *form)
    assert done.returncode == 1 and "Déjà écrits : bon.csv. Non écrits : mauvais.csv, reste.csv." in done.stderr
    assert done.stderr.count("  ligne ") == 400
