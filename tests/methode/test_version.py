"""The version of the method follows what the formulas say, and no code changes under a text that does not."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.base import formules, parameters
from tests.methode import code, empreintes
from tests.methode.empreintes import Ligne

FORMULES = formules.FILE.read_text(encoding="utf-8")
VERSION = formules.version()


@pytest.fixture
def ecrites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, dict[str, str]], str]]:
    """`ecrites(formulas, {theme: parameters})`: the version of the method that these files would give."""

    def version(text: str, themes: dict[str, str]) -> str:
        for file in tmp_path.glob("*.toml"):
            file.unlink()
        (tmp_path / "formules").write_text(text, encoding="utf-8")
        for theme, lines in themes.items():
            (tmp_path / f"{theme}.toml").write_text(lines, encoding="utf-8")
        monkeypatch.setattr(formules, "FILE", tmp_path / "formules")
        monkeypatch.setattr(parameters, "FOLDER", tmp_path)
        _forget()
        return formules.version()

    yield version
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for kept in (formules.catalogue, formules.version, parameters.catalogue):
        kept.cache_clear()


THEMES = {file.stem: file.read_text(encoding="utf-8") for file in parameters.FOLDER.glob("*.toml")}


def _renamed(theme: str) -> dict[str, str]:
    """Two themes in one file under another name."""
    others = {name: text for name, text in THEMES.items() if name not in (theme, "plans")}
    return others | {"ailleurs": THEMES[theme] + "\n" + THEMES["plans"]}


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        (re.sub(r'code = ".*"', 'code = "ailleurs.module:autre"', FORMULES), THEMES),
        ("# Another comment.\n" + FORMULES, THEMES),
        ("\n\n".join(reversed(re.split(r"\n(?=\[)", FORMULES))), THEMES),
        (FORMULES, _renamed("signaux")),
        (FORMULES, {n: re.sub(r"checked_on = \S+", "checked_on = 2031-01-01", t) for n, t in THEMES.items()}),
    ],
    ids=["code moved", "comment", "order", "parameters moved", "checked again"],
)
def test_what_says_the_same_keeps_its_version(
    ecrites: Callable[[str, dict[str, str]], str], text: str, themes: dict[str, str]
) -> None:
    assert (text, themes) != (FORMULES, THEMES)
    assert ecrites(text, themes) == VERSION


@pytest.mark.parametrize("field", ["titre", "formule", "texte", "source"])
def test_another_word_of_a_formula_is_another_version(
    ecrites: Callable[[str, dict[str, str]], str], field: str
) -> None:
    assert ecrites(re.sub(rf"({field} = ['\"])", r"\1x", FORMULES, count=1), THEMES) != VERSION


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("value = 3600", "value = 3601"),
        ("low = 0.8", "low = 0.7"),
        ('[20, "1/3"]', '[20, "1/4"]'),
        ("since = 2017-11-13", "since = 2017-11-14"),
        ('unit = "actes par an"', 'unit = "actes par mois"'),
        ('label = "Facteur de vitesse du noyau', 'label = "Facteur du noyau'),
    ],
)
def test_another_parameter_is_another_version(
    ecrites: Callable[[str, dict[str, str]], str], was: str, becomes: str
) -> None:
    changed = THEMES["acces"].replace(was, becomes, 1)
    assert changed != THEMES["acces"]
    assert ecrites(FORMULES, THEMES | {"acces": changed}) != VERSION


def test_one_parameter_less_is_another_version(ecrites: Callable[[str, dict[str, str]], str]) -> None:
    assert (
        ecrites(
            FORMULES.replace(
                '["poids_zonage", "facteur_vitesse", "poids_2012"]', '["poids_zonage", "facteur_vitesse"]', 1
            ),
            THEMES,
        )
        != VERSION
    )


def test_no_code_changed_under_a_text_that_did_not() -> None:
    version, known = empreintes.lues(empreintes.TABLE.read_text(encoding="utf-8"))
    now = empreintes.actuelles()
    silent = empreintes.muettes(known, now)
    assert not silent, 'say it in data/formules.toml, or: python -m tests.methode --neutre "why no figure changes"'
    told = {nom: ligne._replace(neutre="") for nom, ligne in known.items()}
    assert (version, told) == (VERSION, now), "what they say changed: python -m tests.methode"


def test_only_a_declared_neutral_change_renews_the_table() -> None:
    before, after = (
        {"a": Ligne("dit", "un"), "b": Ligne("dit", "un")},
        {"a": Ligne("dit", "deux"), "b": Ligne("x", "y")},
    )
    with pytest.raises(SystemExit, match="The code of a changed"):
        empreintes.renouvelee(before, after, " ")
    kept = empreintes.renouvelee(before, after, 'same "sums", other order')
    assert kept == {"a": Ligne("dit", "deux", 'same "sums", other order'), "b": Ligne("x", "y")}
    version, read = empreintes.lues(empreintes.ecrite("v", kept))
    assert version == "v" and empreintes.muettes(read, after) == []
    assert empreintes.renouvelee(read, after, "")["a"].neutre, "the reason stays until the formula says something else"


MODULE = '''
"""A room."""
from functools import cache
from salle.regles import SEUIL, borne
from salle import outils

@cache
def calcul(valeurs: list[float], reste=0) -> float:
    """Mean above a threshold."""
    gardes = [v for v in valeurs if borne(v, SEUIL)]
    if not gardes:
        raise ValueError("rien à compter")
    return outils.moyenne(gardes) + reste
'''
REGLES = "SEUIL: float = 3\n\ndef borne(valeur: float, seuil: float) -> bool:\n    return valeur >= seuil\n"
OUTILS = "def moyenne(v):\n    return sum(v) / len(v)\n\ndef inutile():\n    return 1\n"
MAISON = {"salle/calcul.py": MODULE, "salle/regles.py": REGLES, "salle/outils.py": OUTILS}


def _text(folder: Path, files: dict[str, str], entry: str = "salle.calcul:calcul") -> str:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return code.texte(folder, entry)


def _changed(file: str, was: str, becomes: str) -> dict[str, str]:
    assert was in MAISON[file]
    return MAISON | {file: MAISON[file].replace(was, becomes)}


@pytest.mark.parametrize(
    ("files", "entry"),
    [
        (_changed("salle/calcul.py", "Mean above a threshold.", "Another docstring."), "salle.calcul:calcul"),
        (_changed("salle/calcul.py", "gardes", "retenus"), "salle.calcul:calcul"),
        (_changed("salle/calcul.py", "rien à compter", "aucune valeur"), "salle.calcul:calcul"),
        (_changed("salle/calcul.py", "list[float]", "Sequence[float]"), "salle.calcul:calcul"),
        (_changed("salle/outils.py", "return 1", "return 2"), "salle.calcul:calcul"),
        ({"salle/sous/autre.py": MODULE.replace("def calcul", "def nom"), **MAISON}, "salle.sous.autre:nom"),
        (
            {"salle/calcul.py": MODULE.replace("regles", "bornes"), "salle/bornes.py": REGLES,
             "salle/outils.py": OUTILS},
            "salle.calcul:calcul",
        ),
        (
            {"salle/calcul.py": MODULE.replace("import SEUIL, borne", "import SEUIL, borne as franchit").replace(
                "borne(v", "franchit(v"), "salle/regles.py": REGLES, "salle/outils.py": OUTILS},
            "salle.calcul:calcul",
        ),
    ],
    ids=["docstring", "local name", "words of a refusal", "annotation", "unreached", "moved", "helper moved", "alias"],
)  # fmt: skip
def test_the_same_computation_reads_the_same(tmp_path: Path, files: dict[str, str], entry: str) -> None:
    assert _text(tmp_path / "b", files, entry) == _text(tmp_path / "a", MAISON)


@pytest.mark.parametrize(
    ("file", "was", "becomes"),
    [
        ("salle/calcul.py", "+ reste", "- reste"),
        ("salle/calcul.py", "reste=0", "reste=1"),
        ("salle/calcul.py", "not gardes", "gardes"),
        ("salle/regles.py", ">=", ">"),
        ("salle/regles.py", "= 3", "= 4"),
        ("salle/outils.py", "sum(v)", "max(v)"),
        ("salle/outils.py", "len(v)", "(len(v) - 1)"),
    ],
)
def test_another_computation_reads_otherwise(tmp_path: Path, file: str, was: str, becomes: str) -> None:
    assert _text(tmp_path / "b", _changed(file, was, becomes)) != _text(tmp_path / "a", MAISON)


def test_a_method_brings_the_methods_it_calls_and_a_reading_stays_outside(tmp_path: Path) -> None:
    room = (
        "def lire(db: Database):\n    return db.execute('SELECT 1')\n\n"
        "class Noyau:\n    def acces(self, db):\n        return self._somme(lire(db)) * 2\n"
        "    def _somme(self, v):\n        return v + 1\n    def autre(self):\n        return 5\n"
    )
    said = _text(tmp_path / "a", {"salle/noyau.py": room}, "salle.noyau:Noyau.acces")
    for was, same in (("v + 1", False), ("* 2", False), ("return 5", True), ("SELECT 1", True)):
        changed = {"salle/noyau.py": room.replace(was, was.replace("1", "7").replace("2", "8").replace("5", "9"))}
        assert (_text(tmp_path / was.replace(" ", ""), changed, "salle.noyau:Noyau.acces") == said) is same, was
