"""A scenario is its inputs: the same inputs give the same hash, and the same hash the same bits of result."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from components.core.acces.moves import Mouvement
from components.effectifs.moteur import besoin as besoin_moteur
from components.effectifs.moteur import departs as departs_moteur
from components.effectifs.moteur import leviers, versions
from components.effectifs.moteur.cadre import MG, Cadre, Groupe, Nombres, nombre
from components.effectifs.moteur.effectif import Ligne
from components.effectifs.moteur.leviers import ACTES, CONSULTATIONS, PATIENTELE, PATIENTS, Action
from components.effectifs.moteur.monde import MouvementDate, avancees, batir
from components.effectifs.moteur.projection import TEMPS, TETES, Monde, Tirages, projeter
from components.effectifs.moteur.versions import DEUXIEME, PREMIERE

VERSION = "effectifs-3"
VERSIONS = (PREMIERE, DEUXIEME, VERSION)  # methods whose frozen runs still rerun
Reels = npt.NDArray[np.float64]
Courbes = Mapping[str, tuple[tuple[int, float], ...]]


@dataclass(frozen=True)
class Entrees:
    """Everything a run depends on, and nothing else. `parametres`: numbers, or rows of numbers, of the set in use;
    `besoins`: territory → (year, need) points of a loaded population projection; `avance`: years from the count of the
    people to `annee`, the first year told: the world lives them too."""

    groupes: tuple[Groupe, ...]
    annee: int
    annees: int
    tirages: int
    graine: int
    lignes: tuple[Ligne, ...]
    parametres: Nombres
    actions: tuple[Action, ...] = ()
    mouvements: tuple[MouvementDate, ...] = ()
    version: str = VERSION
    besoins: Courbes = field(default_factory=dict)
    avance: int = 0

    @property
    def cadre(self) -> Cadre:
        mixed = self.version not in versions.SANS_CUMULANTS
        return Cadre(self.groupes, self.annee - self.avance, self.annees + self.avance, mixed)

    @property
    def calendrier(self) -> list[int]:
        return list(range(self.annee, self.annee + self.annees + 1))


@dataclass(frozen=True, eq=False)
class Projete:
    """What a run says, by group and year index: people and full times (low, median, high of the runs, and mean),
    acts a year and patients followed (means, GPs only), expected departures of today's team, adults whose doctor
    would stop (`adultes`: by known lists; `departs_sans_liste`: departures whose list is not known), need relative to
    today.

    `empreinte_entrees`, `empreinte`: SHA-256 of the inputs and of the bits of the runs. `monde`: what was run.
    """

    entrees: Entrees
    tetes: Reels
    tetes_moyennes: Reels
    temps: Reels
    temps_moyens: Reels
    actes: Reels
    patients: Reels
    departs: Reels
    adultes: Reels
    departs_sans_liste: Reels
    besoin: Reels
    empreinte_entrees: str
    empreinte: str
    monde: Monde

    def rang(self, groupe: Groupe) -> int:
        """Index of a group."""
        return self.entrees.groupes.index(groupe)


def canonique(entrees: Entrees) -> str:
    """The inputs as JSON whose bytes depend on the content alone; what nobody told since is not written."""
    told = asdict(entrees)
    for row in told["lignes"]:
        if row["compte"] is None:
            del row["compte"]
    if not entrees.avance:
        del told["avance"]
    for dated in told["mouvements"]:
        _sans_defaut(dated, "cede", "jusqua")
        _sans_defaut(dated["mouvement"], "donneur", "route")
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _sans_defaut(told: dict[str, Any], *names: str) -> None:
    """Forget what nobody told: the bytes of inputs of before stay theirs."""
    for name in names:
        if not told[name]:
            del told[name]


def lire(texte: str) -> Entrees:
    """The inputs from their canonical text. Raises KeyError or TypeError on a text that is not one."""
    raw = json.loads(texte)
    return Entrees(
        groupes=tuple((g[0], g[1]) for g in raw["groupes"]),
        annee=raw["annee"],
        annees=raw["annees"],
        tirages=raw["tirages"],
        graine=raw["graine"],
        lignes=tuple(Ligne(**row) for row in raw["lignes"]),
        parametres=raw["parametres"],
        actions=tuple(Action(**row) for row in raw["actions"]),
        mouvements=tuple(
            MouvementDate(
                m["annee"],
                m["territoire"],
                Mouvement(**m["mouvement"]),
                m.get("profession", MG),
                m.get("cede", ""),
                m.get("jusqua"),
            )
            for m in raw["mouvements"]
        ),
        version=raw["version"],
        besoins={
            place: tuple((int(year), float(need)) for year, need in points)
            for place, points in raw.get("besoins", {}).items()
        },
        avance=raw.get("avance", 0),
    )


def empreinte(texte: str) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(texte.encode()).hexdigest()


def monde(entrees: Entrees) -> Monde:
    """The world of these inputs."""
    read = _lues(entrees)
    return batir(read.cadre, read.lignes, read.parametres, read.actions, read.mouvements)


def _lues(entrees: Entrees) -> Entrees:
    """The inputs as the method of their version reads them."""
    if entrees.version != PREMIERE:
        return entrees
    rows, levers = versions.lignes(entrees.lignes, entrees.annee), versions.actions(entrees.actions)
    return replace(entrees, lignes=rows, actions=levers)


def calculer(entrees: Entrees) -> Projete:
    """Run the chain on these inputs. Raises `EntreeInvalide` when a departure finds nobody to leave."""
    world, told = monde(entrees), slice(entrees.avance, None)
    runs = projeter(world, entrees.tirages, entrees.graine)
    heads, times = runs.moyenne(TETES)[:, told], runs.moyenne(TEMPS)[:, told]
    people = runs.quantiles(TETES)
    adults, bare = adultes(world)
    return Projete(
        entrees=entrees,
        tetes=people[:, :, told],
        tetes_moyennes=heads,
        temps=runs.quantiles(TEMPS)[:, :, told],
        temps_moyens=times,
        actes=_actes(_lues(entrees), times, heads),
        patients=_patients(_lues(entrees), world, heads),
        departs=departs(world)[:, told],
        adultes=adults[:, told],
        departs_sans_liste=bare[:, told],
        besoin=besoin(entrees),
        empreinte_entrees=empreinte(canonique(entrees)),
        empreinte=_bits(entrees.version, runs, people),
        monde=world,
    )


def departs(world: Monde) -> Reels:
    """Expected number of today's people who will have stopped, by group and year index."""
    gone = np.zeros((world.groupes, world.annees + 1))
    laws = [1.0 - survie(world, k) for k in range(len(world.profils))]
    people = world.personnes
    today = people.debut == 0
    for profile, group in zip(people.profil[today], people.groupe[today], strict=True):
        gone[group] += laws[profile]
    return gone


def survie(world: Monde, rank: int) -> Reels:
    """P(still there) at each year index for the people of one profile."""
    law = world.profils[rank]
    if law.depart is not None:
        return np.asarray(np.arange(world.annees + 1) < law.depart, dtype=float)
    stay = departs_moteur.survie(law.ages, law.lois, world.annees, law.en_cumul)
    if not law.deja:
        return stay
    begun = departs_moteur.survie(law.ages, law.lois, world.annees, en_cumul=True)
    return np.asarray(law.deja * begun + (1.0 - law.deja) * stay, dtype=float)


def besoin(entrees: Entrees) -> Reels:
    """Need relative to today, (groups, years + 1): the loaded projection of a territory, else the yearly growths.

    1 everywhere is « à population constante ».
    """
    growth = nombre(entrees.parametres, "croissance_population")
    ageing = nombre(entrees.parametres, "croissance_besoin")
    trend = besoin_moteur.tendance(entrees.annees, growth, ageing)
    curves = {place: besoin_moteur.lire(dict(points), entrees.calendrier) for place, points in entrees.besoins.items()}
    return np.array([curves[g[0]] / curves[g[0]][0] if g[0] in curves else trend for g in entrees.groupes])


def adultes(world: Monde) -> tuple[Reels, Reels]:
    """« Adultes dont le médecin traitant cesserait »: those of the lists that are known, and the expected departures
    of today's people whose list is not, by group and year index."""
    people, size = world.personnes, (world.groupes, world.annees + 1)
    adults, bare = np.zeros(size), np.zeros(size)
    laws = [1.0 - survie(world, k) for k in range(len(world.profils))]
    for profile, group, patients in zip(
        *(part[people.debut == 0] for part in (people.profil, people.groupe, people.listes)), strict=True
    ):
        if np.isnan(patients):
            bare[group] += laws[profile]
        else:
            adults[group] += patients * laws[profile]
    return adults, bare


def _actes(entrees: Entrees, mean: Reels, heads: Reels) -> Reels:
    years, values = entrees.calendrier, entrees.parametres
    base, cap = nombre(values, "actes_par_etp"), nombre(values, "activite_plafond")
    day = nombre(values, "actes_par_jour") * nombre(values, "mois_par_an")
    rows = []
    for g, group in enumerate(entrees.groupes):
        mine = _actions(entrees, group)
        factor = leviers.composer(mine, CONSULTATIONS, heads[g], years)
        brought = leviers.somme(mine, ACTES, years) + avancees(entrees.mouvements, years, group, day)
        acts = mean[g] * leviers.plafonner(base, factor, cap) + brought
        rows.append(acts if group[1] == "mg" else np.full(len(years), np.nan))
    return np.array(rows)


def _patients(entrees: Entrees, world: Monde, heads: Reels) -> Reels:
    years, size = entrees.calendrier, nombre(entrees.parametres, "patientele_mt")
    rows = []
    for g, group in enumerate(entrees.groupes):
        mine = _actions(entrees, group)
        followed = heads[g] * _liste_moyenne(world, g, size) * leviers.composer(mine, PATIENTELE, heads[g], years)
        followed = followed + leviers.somme(mine, PATIENTS, years)
        rows.append(followed if group[1] == "mg" else np.full(len(years), np.nan))
    return np.array(rows)


def _liste_moyenne(world: Monde, groupe: int, defaut: float) -> float:
    """Mean list of today's team, the default where it is not known; who arrives is taken to follow as many."""
    people = world.personnes
    mine = people.listes[(people.groupe == groupe) & (people.debut == 0)]
    return float(np.where(np.isnan(mine), defaut, mine).mean()) if len(mine) else defaut


def _actions(entrees: Entrees, groupe: Groupe) -> list[Action]:
    return [action for action in entrees.actions if (action.territoire, action.profession) == groupe]


def _bits(version: str, runs: Tirages, people: Reels) -> str:
    """Hash of the method and of integers only: sums and quantiles of the runs, little-endian."""
    digest = hashlib.sha256(version.encode())
    for part in (runs.somme(TETES), runs.somme(TEMPS), people):
        digest.update(np.ascontiguousarray(part).astype("<i8").tobytes())
    return digest.hexdigest()
