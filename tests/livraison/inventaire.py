"""The inventory of the libraries (CycloneDX 1.5, JSON): the same bytes for the same lock and the same libraries."""

import json
import tomllib
from typing import Any

from tests.livraison import dependances
from tests.livraison.dependances import Bibliotheque

DOC = dependances.ROOT / "docs" / "dependances.cdx.json"


def inventaire() -> dict[str, Any]:
    """The product and every library it runs on: name, version, licence. Their hashes are in `requirements.lock`."""
    about = tomllib.loads((dependances.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    product = {
        "type": "application", "bom-ref": about["name"], "name": about["name"], "version": about["version"],
        "licenses": [{"license": {"id": about["license"]}}],
    }  # fmt: skip
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": product},
        "components": [_composant(one) for one in dependances.arbre().values()],
        "dependencies": [{"ref": about["name"], "dependsOn": sorted(map(_ref, dependances.arbre().values()))}],
    }


def texte() -> str:
    """The inventory as it is written."""
    return json.dumps(inventaire(), ensure_ascii=False, indent=1) + "\n"


def _composant(one: Bibliotheque) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _ref(one),
        "name": one.nom,
        "version": one.version,
        "purl": _ref(one),
        "licenses": [{"license": {"name": one.licence}}],
    }


def _ref(one: Bibliotheque) -> str:
    return f"pkg:pypi/{one.nom}@{one.version}"
