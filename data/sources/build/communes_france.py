"""Build the commune, EPCI, département and merger lists of the whole country (once, by a developer).

    npm pack @etalab/decoupage-administratif@6.0.0
    tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python data/sources/build/communes_france.py --paquet package

Writes communes_france_2026.csv.gz, epci_france_2026.csv, communes_fusionnees_2026.csv and
departements_2026.csv beside their identity cards, and refreshes the fingerprints in the cards.

Two vintages meet in the package: the municipal population of communes.json is that of 2023, the total
population exists only inside epci.json and is that of 2022 (see the card). None is altered here.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from fichiers import SOURCES, csv_text, refresh_card, write_text

Record = dict[str, Any]

COMMUNES = ("code", "nom", "type", "parent", "departement", "region", "epci", "ept")
POPULATIONS = ("population_municipale", "population_totale")
EPCI = ("code", "nom", "type", *POPULATIONS, "nb_communes")
FUSIONS = ("code", "nom", "code_actuel", "lien")
DEPARTEMENTS = ("code", "nom", "region", "region_nom", "chef_lieu")
TYPES = {"commune-actuelle": "commune", "arrondissement-municipal": "arrondissement"}
LIENS = {"commune-deleguee": "deleguee", "commune-associee": "associee"}


def members(groups: list[Record]) -> dict[str, tuple[str, Record]]:
    """Commune code -> (code of its group, its line in the group)."""
    return {member["code"]: (group["code"], member) for group in groups for member in group["membres"]}


def commune_rows(communes: list[Record], epci: list[Record], ept: list[Record]) -> list[Record]:
    """One record per current commune and per municipal arrondissement, by code."""
    in_epci, in_ept = members(epci), members(ept)
    listed = [entry for entry in communes if entry["type"] in TYPES]
    return [_commune_row(entry, in_epci, in_ept) for entry in sorted(listed, key=lambda e: str(e["code"]))]


def _commune_row(
    entry: Record, in_epci: dict[str, tuple[str, Record]], in_ept: dict[str, tuple[str, Record]]
) -> Record:
    parent = entry.get("commune")
    group, _ = in_epci.get(parent or entry["code"], (None, {}))
    territory, _ = in_ept.get(entry["code"], (None, {}))
    _, member = in_epci.get(entry["code"], (None, {}))
    return {
        **{name: entry.get(name) for name in ("code", "nom", "departement", "region")},
        "type": TYPES[entry["type"]],
        "parent": parent,
        "epci": group,
        "ept": territory,
        "population_municipale": entry.get("population"),
        "population_totale": member.get("populationTotale"),
    }


def group_rows(groups: list[Record], column: str, communes: list[Record]) -> list[Record]:
    """One record per EPCI or EPT; its populations are the sums of its communes, so that both lists agree."""
    of_group: dict[str, list[Record]] = defaultdict(list)
    for row in communes:
        if row["type"] == "commune" and row[column]:
            of_group[row[column]].append(row)
    return [_group_row(group, of_group[group["code"]]) for group in sorted(groups, key=lambda g: str(g["code"]))]


def _group_row(group: Record, rows: list[Record]) -> Record:
    if len(rows) != len(group["membres"]):
        raise ValueError(f"{group['nom']}: {len(rows)} current communes for {len(group['membres'])} members")
    sums = {name: sum(row[name] for row in rows) for name in POPULATIONS}
    if group["type"] != "EPT" and sums["population_totale"] != group["populationTotale"]:
        raise ValueError(f"{group['nom']}: total population differs from its published sum")
    return {
        "code": group["code"],
        "nom": group["nom"],
        "type": group["type"],
        **sums,
        "nb_communes": len(rows),
    }


def merger_rows(communes: list[Record]) -> list[Record]:
    """Former commune -> current commune: délégués and associés first, then older codes a commune remembers.

    A délégué that lends its code to the whole commune is kept (code = code_actuel): its name was another.
    Two old codes (55273, 60455) are remembered by a commune they have since left: the present link wins.
    """
    mergers: dict[str, Record] = {}
    for entry in communes:
        if entry["type"] in LIENS:
            mergers[entry["code"]] = _merger(entry["code"], entry["nom"], entry["chefLieu"], LIENS[entry["type"]])
    for entry in communes:
        for old in entry.get("anciensCodes", ()):
            mergers.setdefault(old, _merger(old, None, entry["code"], "ancien_code"))
    return [mergers[code] for code in sorted(mergers)]


def _merger(code: str, nom: str | None, current: str, lien: str) -> Record:
    return {"code": code, "nom": nom, "code_actuel": current, "lien": lien}


def departement_rows(departements: list[Record], regions: list[Record]) -> list[Record]:
    """Départements and overseas collectivities with the name of their region."""
    names = {region["code"]: region["nom"] for region in regions}
    rows = []
    for entry in sorted(departements, key=lambda e: str(e["code"])):
        rows.append({**entry, "region_nom": names[entry["region"]], "chef_lieu": entry["chefLieu"]})
    return rows


def save(identifier: str, suffix: str, columns: tuple[str, ...], rows: list[Record]) -> None:
    """Write the file and put its fingerprint in its card."""
    path = SOURCES / f"{identifier}{suffix}"
    write_text(path, csv_text(columns, ([row[name] for name in columns] for row in rows)))
    refresh_card(SOURCES / f"{identifier}.card.toml", path)
    print(f"{path.name}: {len(rows)} lines, {path.stat().st_size} bytes")


def main() -> None:
    """Read the unpacked package, write the four files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--paquet", type=Path, required=True, help="folder of the unpacked npm package")
    folder = parser.parse_args().paquet / "data"
    names = ("communes", "epci", "ept", "departements", "regions")
    tables = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in names}
    communes = commune_rows(tables["communes"], tables["epci"], tables["ept"])
    groups = group_rows(tables["epci"], "epci", communes) + group_rows(tables["ept"], "ept", communes)
    save("communes_france_2026", ".csv.gz", (*COMMUNES, *POPULATIONS), communes)
    save("epci_france_2026", ".csv", EPCI, groups)
    save("communes_fusionnees_2026", ".csv", FUSIONS, merger_rows(tables["communes"]))
    save("departements_2026", ".csv", DEPARTEMENTS, departement_rows(tables["departements"], tables["regions"]))


if __name__ == "__main__":
    main()
