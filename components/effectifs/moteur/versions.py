"""Methods of before: what a frozen run was computed with is read as it was then, so that it reruns bit for bit.

`effectifs-1` differs on three points: a departure of the base year or before waited for the next year; each line of a
lever counted alone, whatever the others already covered; and every line that puts retirement off acted from the start
of the first one.

`effectifs-2` differs from `effectifs-3` on one point of the engine: among people whose ages are not known, nobody was
in cumul already. The rest of what changed came in by parameters, which a frozen run keeps: laws of exit of doctors and
of others told apart, arrivals of the département, entries fitted anew.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from components.effectifs.moteur.effectif import Ligne
from components.effectifs.moteur.leviers import CESSATION, Action

PREMIERE, DEUXIEME = "effectifs-1", "effectifs-2"
SANS_CUMULANTS = (PREMIERE, DEUXIEME)


def lignes(rows: Sequence[Ligne], annee: int) -> tuple[Ligne, ...]:
    """Rows as the first method read them: nobody had left yet in the base year."""
    return tuple(row if row.depart is None else replace(row, depart=max(row.depart, annee + 1)) for row in rows)


def actions(lines: Sequence[Action]) -> tuple[Action, ...]:
    """Levers as the first method composed them: every line a lever of its own, retirement put off from one date."""
    starts: dict[tuple[str, str], int] = {}
    for line in lines:
        if line.cible == CESSATION:
            group, since = (line.territoire, line.profession), int(np.ceil(line.annee + line.delai))
            starts[group] = min(since, starts.get(group, since))
    levers = []
    for rank, line in enumerate(lines):
        alone = replace(line, nom=f"{line.nom}|{rank}")
        if line.cible == CESSATION:
            alone = replace(alone, annee=starts[line.territoire, line.profession], delai=0.0)
        levers.append(alone)
    return tuple(levers)
