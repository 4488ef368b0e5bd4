"""From rows, parameters, levers and moves to the world a run needs. Pure: everything comes in."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from components.core.acces.moves import Mouvement
from components.core.refus import EntreeInvalide
from components.effectifs.moteur import cohorte, departs
from components.effectifs.moteur.cadre import (
    MG,
    Cadre,
    Groupe,
    Nombres,
    ajouts,
    attendues,
    gabarit,
    lignes_de,
    lois,
    nombre,
)
from components.effectifs.moteur.departs import Lois
from components.effectifs.moteur.effectif import PROFESSIONS, Ligne, effectifs
from components.effectifs.moteur.hasard import cle
from components.effectifs.moteur.leviers import Action
from components.effectifs.moteur.projection import JAMAIS, MILLE, Monde, Personnes, Profil
from components.effectifs.moteur.registre import PLEIN

CINQUANTE = 50


@dataclass(frozen=True)
class MouvementDate:
    """A move that happens at the start of a calendar year, in a territory, in a profession. `cede`: the territory that
    lends its days, "" when none of the département does; `jusqua`: the last year of those days, None when unsaid."""

    annee: int
    territoire: str
    mouvement: Mouvement
    profession: str = MG
    cede: str = ""
    jusqua: int | None = None

    def court(self, annee: int) -> bool:
        """Whether the move is at work in a calendar year."""
        return self.annee <= annee and (self.jusqua is None or annee <= self.jusqua)


@dataclass(frozen=True)
class Individu:
    """One person of a row: `rang` tells them apart; dates are calendar years."""

    ligne: Ligne
    rang: int
    depart: int | None
    arrivee: int | None


def avancees(
    mouvements: Sequence[MouvementDate], calendrier: Sequence[int], groupe: Groupe, par_jour: float
) -> npt.NDArray[np.float64]:
    """Acts a year that moves bring to a team, less those it lends. `par_jour`: acts a year of one day a month."""
    total = np.zeros(len(calendrier))
    for dated in mouvements:
        days = dated.mouvement.jours_par_mois
        if days is None:
            continue
        at_work = np.array([dated.court(year) for year in calendrier])
        given = dated.mouvement.signe * days * par_jour * (1.0 - dated.mouvement.route)
        if (dated.territoire, MG) == groupe:
            total = total + at_work * given
        if (dated.cede, MG) == groupe:
            total = total + at_work * dated.mouvement.pris(given)
    return total


def batir(
    cadre: Cadre, lignes: Sequence[Ligne], parametres: Nombres, actions: Sequence[Action],
    mouvements: Sequence[MouvementDate],
) -> Monde:  # fmt: skip
    """The world of these inputs. Raises `EntreeInvalide` when a departure finds nobody to leave."""
    people = deplacer(individus(lignes, cadre.annee), mouvements, cadre, parametres)
    present = effectifs(lignes, cadre.annee)
    laws = [lois(parametres, actions, g, float(present.get(g, 0)), cadre.annee) for g in cadre.groupes]
    profiles: dict[Profil, int] = {}
    entrants = [_numero(profiles, Profil(_entree(parametres), law)) for law in laws]
    persons = _personnes(cadre, people, parametres, laws, profiles)
    size, years = len(cadre.groupes), cadre.annees
    expected = np.array([attendues(cadre, g, present.get(g, 0), parametres, actions) for g in cadre.groupes])
    added = np.array([ajouts(cadre, g, actions) for g in cadre.groupes], dtype=np.int64).reshape(size, years + 1)
    drift = [_tendance(g, parametres, years) for g in cadre.groupes]
    hours = np.array([_temps_entrant(g, parametres) for g in cadre.groupes], dtype=np.int64)
    return Monde(
        annees=years,
        profils=tuple(profiles),
        personnes=persons,
        cles_groupes=np.array([cle("groupe", *g) for g in cadre.groupes], dtype=np.uint64),
        entrant=np.array(entrants, dtype=np.int64),
        temps_entrant=(np.full(size, PLEIN, dtype=np.int64), hours),
        arrivees=expected.reshape(size, years),
        ajouts=added,
        part_cumul=round(MILLE * nombre(parametres, "activite_cumul")),
        tendance=np.array(drift, dtype=np.int64).reshape(size, years + 1),
    )


def individus(lignes: Sequence[Ligne], annee: int) -> list[Individu]:
    """Every person of every row, present in the base year or yet to come: who has left is not one of them."""
    staying = (row for row in lignes if not row.partie(annee))
    return [Individu(row, k, row.depart, row.arrivee) for row in staying for k in range(row.effectif)]


def deplacer(
    people: Sequence[Individu], mouvements: Sequence[MouvementDate], cadre: Cadre, parametres: Nombres
) -> list[Individu]:
    """Apply arrivals and departures; who leaves is one of the team, never counted twice."""
    team = list(people)
    for k, dated in enumerate(mouvements):
        move = dated.mouvement
        if move.kind == "arrivee":
            share = move.etp or (move.actes or 0.0) / nombre(parametres, "actes_par_etp")
            hours = share * nombre(parametres, "heures_reference")
            name = f"arrivee|{dated.annee}|{move.code_commune}|{k}"
            row = Ligne(name, dated.territoire, dated.profession, 1, age_min=move.age, age_max=move.age, heures=hours)
            team.append(Individu(row, 0, None, dated.annee))
        elif move.kind == "depart":
            gone = _partant(team, dated)
            team[gone] = replace(team[gone], depart=max(dated.annee, cadre.annee + 1))
    return team


def _partant(people: Sequence[Individu], dated: MouvementDate) -> int:
    here = [
        k
        for k, one in enumerate(people)
        if one.ligne.territoire == dated.territoire
        and one.ligne.profession == dated.profession
        and one.depart is None
        and (one.arrivee is None or one.arrivee <= dated.annee)
    ]
    if not here:
        raise EntreeInvalide(
            f"« {dated.mouvement.libelle} » : plus personne ne reste à faire partir de cette équipe "
            f"({PROFESSIONS[dated.profession][1]}) en {dated.annee}. Retirez ce mouvement ou complétez l'effectif."
        )
    return min(here, key=lambda k: (_ecart_age(people[k].ligne, dated.mouvement.age), k))


def _ecart_age(row: Ligne, age: int | None) -> float:
    if row.age_min is None or row.age_max is None:
        return 1_000.0
    middle = (row.age_min + row.age_max) / 2
    return abs(middle - age) if age is not None else -middle  # without an age, the oldest leaves


def _numero(profiles: dict[Profil, int], profile: Profil) -> int:
    return profiles.setdefault(profile, len(profiles))


def _entree(parametres: Nombres) -> tuple[tuple[float, float], ...]:
    return ((nombre(parametres, "age_entree_mg"), 1.0),)


def _personnes(
    cadre: Cadre, people: Sequence[Individu], parametres: Nombres, laws: Sequence[Lois], profiles: dict[Profil, int]
) -> Personnes:
    rank = {group: k for k, group in enumerate(cadre.groupes)}
    places = [(one, rank.get((one.ligne.territoire, one.ligne.profession))) for one in people]
    shared: dict[tuple[int, int | None, int | None], dict[str, Any]] = {}  # what the people of a row have in common
    lines = []
    for one, k in places:
        if k is None:
            continue
        same = (id(one.ligne), one.depart, one.arrivee)
        if same not in shared:
            shared[same] = _une(cadre, one, parametres, k, laws[k], profiles)
        lines.append(shared[same] | {"cles": cle("personne", one.ligne.cle, one.rang)})
    lines.sort(key=lambda line: line["profil"])
    kinds = {"cles": np.uint64, "listes": np.float64}
    names = [field.name for field in fields(Personnes)]
    columns: dict[str, Any] = {n: np.array([line[n] for line in lines], dtype=kinds.get(n, np.int64)) for n in names}
    return Personnes(**columns)


def _une(
    cadre: Cadre, one: Individu, parametres: Nombres, where: int, law: Lois, profiles: dict[Profil, int]
) -> dict[str, Any]:
    """One person, with the names and the units of `Personnes` (but their key)."""
    row, start = one.ligne, max((one.arrivee or cadre.annee) - cadre.annee, 0)
    leave = None if one.depart is None else one.depart - cadre.annee
    profile = _profil(cadre, row, start, parametres, law, leave)
    time, birthday, gain = _temps(row, start, parametres)
    return {
        "groupe": where, "debut": start,
        "profil": profiles.setdefault(profile, len(profiles)), "temps": time, "cinquante": birthday, "gain": gain,
        "listes": np.nan if row.patientele is None else float(row.patientele),
    }  # fmt: skip


def _profil(
    cadre: Cadre, row: Ligne, start: int, parametres: Nombres, law: Lois, leave: int | None
) -> Profil:  # fmt: skip
    ages = _ages(row, start, parametres)
    if not cadre.meles or start or row.age_min is not None or row.cumul or leave is not None:
        return Profil(ages, law, row.cumul, leave)
    active, begun = departs.demeler(ages, law)
    return Profil(active, law, deja=begun)


def _ages(row: Ligne, start: int, parametres: Nombres) -> tuple[tuple[float, float], ...]:
    if row.age_min is not None and row.age_max is not None:
        span = range(row.age_min, row.age_max + 1)
        return tuple((float(age + start), 1.0 / len(span)) for age in span)
    if start:
        return _entree(parametres)
    own = gabarit(row.profession)
    return tuple(cohorte.ages(lignes_de(parametres, own if own in parametres else "gabarit_ages_autres")))


def _temps(row: Ligne, start: int, parametres: Nombres) -> tuple[int, int, int]:
    """Millionths of a full time at the first year, index of the 50th birthday, and what it brings."""
    if row.heures is not None:
        return round(PLEIN * row.heures / nombre(parametres, "heures_reference")), JAMAIS, 0
    if row.profession != "mg":
        return PLEIN, JAMAIS, 0
    activity = nombre(parametres, "activite_cumul") if row.cumul else 1.0
    sex = _facteur_sexe(row.sexe, parametres) * activity
    if row.age_min is None or row.age_max is None:
        return round(PLEIN * sex), JAMAIS, 0
    young, old = (round(PLEIN * sex * _facteur_age(jeune, parametres)) for jeune in (True, False))
    age, exact = (row.age_min + row.age_max) / 2, row.age_min == row.age_max
    if age + start >= CINQUANTE:
        return old, JAMAIS, 0
    return (young, CINQUANTE - row.age_min, old - young) if exact else (young, JAMAIS, 0)


def _facteur_sexe(sexe: str, parametres: Nombres) -> float:
    women, share = nombre(parametres, "heures_femmes"), nombre(parametres, "part_femmes")
    mean = share * women + (1 - share)
    return {"F": women / mean, "H": 1 / mean}.get(sexe, 1.0)


def _facteur_age(jeune: bool, parametres: Nombres) -> float:
    early = nombre(parametres, "heures_jeunes")
    share = sum(w for age, w in cohorte.ages(lignes_de(parametres, "gabarit_ages_mg")) if age < CINQUANTE)
    mean = share * early + (1 - share)
    return (early if jeune else 1.0) / mean


def _temps_entrant(groupe: Groupe, parametres: Nombres) -> int:
    if groupe[1] != "mg":
        return PLEIN
    women = nombre(parametres, "part_femmes_entrants")
    mix = women * _facteur_sexe("F", parametres) + (1 - women) * _facteur_sexe("H", parametres)
    return round(PLEIN * mix * _facteur_age(True, parametres))


def _tendance(groupe: Groupe, parametres: Nombres, annees: int) -> list[int]:
    drift = nombre(parametres, "tendance_actes") if groupe[1] == "mg" else 0.0
    return [round(MILLE * (1 - drift) ** k) for k in range(annees + 1)]
