"""The benches that read `REFERENCE` do so in both forms: with a folder of files of its names, and without one."""

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.territoire import france, indicateurs
from tests.bench import bench_contours, bench_kernel
from tests.bench.outils import rapport
from tests.bench.outils.measure import plafond, plus_rapide
from tests.reference import __main__ as reference

CODES = ("58194", "58086", "58079", "58001")
PLACES = {"58194": (46.99, 3.16), "58086": (47.41, 2.93), "58079": (47.46, 3.52), "58001": (47.31, 3.58)}


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """The files of the folder, cut to four communes but for the outlines: those of zonings say no year, as theirs."""
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "MultiPolygon", "coordinates": polygons}}
        for code, polygons in france.communes("58").items()
    ]
    content = {
        "centres": ("code_commune,lat,lon", [f"{code},{lat},{lon}" for code, (lat, lon) in PLACES.items()]),
        "apl-extrait": ("code_commune,apl_mg_2018,pop_std_mg_2016", [f"{code},2.5,300" for code in CODES]),
        "zonage-medecins": ("code_commune,zonage_medecin", [f"{code},1_ZIP" for code in CODES]),
        "cartosante": ("CartoSanté;;\n;;\nCode;Libellé;Zonage", [f"{code};X;1_Tres_sous_dotee" for code in CODES]),
    }
    for kind, (head, rows) in content.items():
        (tmp_path / reference.FICHIERS[kind]).write_text("\n".join([head, *rows]), encoding="utf-8")
    outlines = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / reference.FICHIERS["contours"].format("58")).write_text(outlines, encoding="utf-8")
    return tmp_path


def test_the_bench_of_outlines_loads_the_folder(dossier: Path) -> None:
    with store.connect(dossier / "58.db") as db:
        creation.creer(db, TERMINAL, "58")
    bench_contours._load(SimpleNamespace(fichier=dossier / "58.db"), "58", dossier)  # type: ignore[arg-type]
    with store.connect(dossier / "58.db") as db:
        assert indicateurs.serie(db, "zonage_medecin").millesime == reference.ANNEES["zonage-medecins"]


def test_the_bench_of_kernels_reads_the_folder(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFERENCE", str(dossier))
    country = bench_kernel._france()
    assert country.origin == "reference" and country.table["people"].tolist() == [300.0] * len(CODES)


def test_without_a_folder_the_benches_measure_what_they_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REFERENCE", raising=False)
    assert bench_contours.charges() == [] and bench_kernel._france().origin == "synthetic"


def test_no_other_bench_reads_the_folder() -> None:
    sources = {path.stem: path.read_text(encoding="utf-8") for path in Path(bench_kernel.__file__).parent.glob("*.py")}
    assert {name for name, text in sources.items() if '"REFERENCE"' in text} == {"bench_contours", "bench_kernel"}


def test_the_report_says_the_machine_each_measure_and_what_is_missed() -> None:
    told = {"pages": [plafond("a | b", 2.0, "ms", 1.0)], "kernel": [plus_rapide("c", 1.0, "ms", 4.0, 2.0)]}
    page = rapport.page(told, date(2026, 11, 22))
    assert "22 novembre 2026" in page and "Mesures tenues : 1 sur 2" in page and rapport.machine() in page
    assert "| a / b | 2 | ms |" in page and page.count("**non**") == 1 and page.count("| oui |") == 1
    assert page.index("## pages") < page.index("## kernel")
