"""Communes of islands without a bridge, from the outlines that are embedded (once, by a developer).

    PYTHONPATH=. python data/sources/build/iles.py

Lands are what outlines make when those that touch are one (within thirty metres: the gap between the outlines of two
départements; the narrowest arm of sea here is ten times wider). A commune stands on the land of its town hall. A bridge
of liaisons_fixes.csv joins two lands. The largest land of a département is no island. Writes iles_2025.csv and both
cards' fingerprints; run build/contours_france.py first.
"""

from collections.abc import Mapping

import numpy as np
import shapely
from fichiers import SOURCES, csv_text, refresh_card, write_text
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.territoire import france, sources

JOINT = 3e-4  # degrees


def lands(ponts: list[tuple[str, str]]) -> tuple[dict[str, int], Mapping[int, float], dict[str, str]]:
    """The land of each commune (of its town hall), the area of each land, the département of each commune."""
    halls = sources.read_csv("mairies_2025").set_index("code")
    drawn = {d: france.formes(d) for d in france.departements()}
    where = {code: d for d, shapes in drawn.items() for code in shapes}
    owners = [(code, part) for shapes in drawn.values() for code, shape in shapes.items() for part in shape.geoms]
    parts = np.array([part for _, part in owners], dtype=object)
    i, j = shapely.STRtree(parts).query(parts, predicate="dwithin", distance=JOINT)
    ranks: dict[str, list[int]] = {}
    for rank, (code, _) in enumerate(owners):
        ranks.setdefault(code, []).append(rank)
    middle = {code: shapely.Point(row.lon, row.lat) for code, row in halls.iterrows()}
    home = {code: min(own, key=lambda k, at=middle[code]: parts[k].distance(at)) for code, own in ranks.items()}
    i, j = [*i, *(home[a] for a, _ in ponts)], [*j, *(home[b] for _, b in ponts)]
    _, land = connected_components(coo_array((np.ones(len(i)), (i, j)), shape=(len(parts),) * 2), directed=False)
    areas = dict(enumerate(np.bincount(land, weights=shapely.area(parts))))
    return {code: int(land[k]) for code, k in home.items()}, areas, where


def main() -> None:
    """Write the list, and put both fingerprints in the cards."""
    bridges = sources.read_csv("liaisons_fixes")
    land, areas, where = lands(list(zip(bridges["commune_a"], bridges["commune_b"], strict=True)))
    largest: dict[str, int] = {}
    for code, one in land.items():
        if where[code] not in largest or areas[one] > areas[largest[where[code]]]:
            largest[where[code]] = one
    alone = {code: one for code, one in land.items() if one not in set(largest.values())}
    first: dict[int, str] = {}
    for code in sorted(alone):
        first.setdefault(alone[code], code)
    write_text(SOURCES / "iles_2025.csv", csv_text(("code", "ile"), [(c, first[alone[c]]) for c in sorted(alone)]))
    measures = {"communes": len(alone), "iles": len(first)}
    refresh_card(SOURCES / "iles_2025.card.toml", SOURCES / "iles_2025.csv", measures)
    refresh_card(SOURCES / "liaisons_fixes.card.toml", SOURCES / "liaisons_fixes.csv")
    print(measures)


if __name__ == "__main__":
    main()
