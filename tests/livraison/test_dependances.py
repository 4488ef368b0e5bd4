"""The supply chain: no licence that would bind the product, a lock with hashes that agrees with what is asked, tried
and installed, and an inventory of all of it."""

import json
from importlib import metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from tests.livraison import dependances, inventaire
from tests.livraison.dependances import CONTAGIEUSE

ARBRE, VERROU = dependances.arbre(), dependances.verrou()


@pytest.mark.parametrize(
    ("licence", "binds"),
    [("GPL-3.0-only", True), ("GNU General Public License v3 (GPLv3)", True), ("AGPL-3.0", True), ("MIT", False),
     ("GNU Lesser General Public License v2 (LGPLv2)", False), ("LGPL-2.1-only", False), ("SSPL-1.0", True)],
)  # fmt: skip
def test_a_licence_that_binds_is_told_apart(licence: str, binds: bool) -> None:
    assert bool(CONTAGIEUSE.search(licence)) == binds


def test_no_library_the_product_runs_on_binds_it() -> None:
    assert len(ARBRE) > 30
    assert not {one.nom: one.licence for one in ARBRE.values() if CONTAGIEUSE.search(one.licence)}
    assert not [one.nom for one in ARBRE.values() if not one.licence], "a library without a licence"


def test_the_reading_sees_a_library_that_binds() -> None:
    """The oracle of the tests, which is never shipped, is under the GPL."""
    assert CONTAGIEUSE.search(dependances.licence(metadata.distribution("pabutools"))) and "pabutools" not in ARBRE


def test_the_lock_holds_all_the_product_runs_on_and_nothing_else() -> None:
    assert set(VERROU) == set(ARBRE)


def test_every_line_of_the_lock_is_asked_for_and_hashed() -> None:
    for asked in dependances.demandes():
        version, _ = VERROU[canonicalize_name(asked.name)]
        assert asked.specifier.contains(version), asked
    assert all(hashes for _, hashes in VERROU.values())


def test_what_is_locked_is_what_the_tests_run_on() -> None:
    tried = dependances.verrou(dependances.ESSAIS)
    for name, (version, _) in VERROU.items():
        assert (tried[name][0], ARBRE[name].version) == (version, version), name


def test_a_lock_is_read_line_by_line(tmp_path: Path) -> None:
    one, two = "a" * 64, "b" * 64
    (tmp_path / "v").write_text(
        f"# head\nA_b==1.0 \\\n    --hash=sha256:{one} \\\n    --hash=sha256:{two}\n    # via c\nc==2 ; x\n"
    )
    assert dependances.verrou(tmp_path / "v") == {"a-b": ("1.0", [one, two]), "c": ("2", [])}


def test_the_inventory_is_the_one_of_this_lock() -> None:
    assert inventaire.DOC.read_text(encoding="utf-8") == inventaire.texte(), "make sbom"
    kept = json.loads(inventaire.DOC.read_text(encoding="utf-8"))
    assert (kept["bomFormat"], len(kept["components"])) == ("CycloneDX", len(ARBRE))
