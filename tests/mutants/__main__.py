"""`python -m tests.mutants [paquet…]`: try a seeded sample of faults in each package, say what share its tests kill.

Exit 1 when a package is under the share asked, when a survivor of a protected package is not explained, or when time
ran out.
"""

import argparse
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.mutants import execution
from tests.mutants.execution import VIVANT, Copie, Essai, Verdict
from tests.mutants.mutation import Mutant, echantillon

ICI = Path(__file__).parent
RACINE = ICI.parents[1]
EXPLIQUES = tomllib.loads((ICI / "explications.toml").read_text(encoding="utf-8"))


def main() -> int:
    """Run, report, judge."""
    config = tomllib.loads((ICI / "paquets.toml").read_text(encoding="utf-8"))
    asked = _arguments(config)
    end = time.monotonic() + 60 * config["minutes"]
    execution.preparer(config["exemples"])
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [execution.copie(RACINE, Path(folder) / str(rank)) for rank in range(asked.processus)]
        names = asked.paquets or list(config["paquets"])
        good = [_paquet(name, config, asked.echantillon, copies, end) for name in names]
    return 0 if all(good) else 1


def _arguments(config: Mapping[str, Any]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("paquets", nargs="*", help=f"among {', '.join(config['paquets'])}; all when none is named")
    parser.add_argument("--echantillon", type=int, default=config["echantillon"])
    parser.add_argument("--processus", type=int, default=2)
    return parser.parse_args()


def _paquet(name: str, config: Mapping[str, Any], size: int, copies: Sequence[Copie], end: float) -> bool:
    """Try one package. Returns whether it is as it should be."""
    package, seed, began = config["paquets"][name], f"{config['graine']}/{name}", time.monotonic()
    mutants, total = echantillon(RACINE, package["code"], size, seed)
    sound = next(execution.executer(iter([Essai(None, package["tests"], execution.LONG)]), copies, end), None)
    if sound is None or sound.sort != VIVANT:
        print(f"{name}: {'its tests fail on the code as it is' if sound else 'time ran out before it was tried'}.")
        return False
    bounds = (10 + 4 * sound.secondes, 3 + round(3 * sound.processeur))
    trials = (Essai(mutant, _siens_d_abord(mutant, package["tests"]), *bounds) for mutant in mutants)
    found = list(_suivi(execution.executer(trials, copies, end)))
    return _rapport(name, config, found, (len(mutants), total, time.monotonic() - began))


def _siens_d_abord(mutant: Mutant, tests: Sequence[str]) -> list[str]:
    """The tests of a package, those that bear the name of the mutant's file first: they are likelier to kill it."""
    return sorted(tests, key=lambda test: Path(mutant.fichier).stem not in test)


def _suivi(verdicts: Iterator[Verdict]) -> Iterator[Verdict]:
    for verdict in verdicts:
        alive = verdict.mutant if verdict.sort == VIVANT else None
        mark = f"\n{_mots(alive)}\n" if alive else "t" if verdict.sort == execution.SANS_FIN else "."
        print(mark, end="", flush=True, file=sys.stderr)
        yield verdict
    print(file=sys.stderr)


def _rapport(name: str, config: Mapping[str, Any], found: Sequence[Verdict], counts: tuple[int, int, float]) -> bool:
    size, total, seconds = counts
    package = config["paquets"][name]
    alive = sorted(verdict.mutant for verdict in found if verdict.sort == VIVANT and verdict.mutant)
    silent = [mutant for mutant in alive if not raison(name, mutant)]
    killed = len(found) - len(alive)
    share = 100 * killed / len(found) if found else 0.0
    print(
        f"{name}: {killed} killed of {len(found)} tried = {share:.1f} % (sample {size} of {total} mutants, seed "
        f"{config['graine']}/{name}); {len(alive)} survived, {len(alive) - len(silent)} explained; {seconds:.0f} s, "
        f"{sum(verdict.processeur for verdict in found):.0f} s of processor"
    )
    for mutant in silent:
        print(_mots(mutant))
    if len(found) < size:
        print(f"  time ran out: {size - len(found)} not tried")
    return share >= config["seuil"] and len(found) == size and not (package["protege"] and silent)


def _mots(mutant: Mutant) -> str:
    return f"  {mutant.fichier}:{mutant.ligne}\n    - {mutant.avant}\n    + {mutant.apres}"


def raison(paquet: str, mutant: Mutant) -> str:
    """Why a survivor changes nothing, when it is explained."""
    lines = EXPLIQUES.get(paquet, [])
    return next((e["raison"] for e in lines if (e["avant"], e["apres"]) == (mutant.avant, mutant.apres)), "")


if __name__ == "__main__":
    sys.exit(main())
