"""Each line of a retained scenario as the action it asks for: its model, what it answers, or why it makes none."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from components.core.francais import nombre
from components.plans.actions import lectures
from components.plans.professions import lectures as professions
from components.plans.regles.actions import SANS_EFFET
from data.effectifs import catalogue, leviers
from data.effectifs.leviers import Levier
from data.plans import actions_types, liens, plans
from data.plans.actions_types import ActionType
from data.territoire import territoire

PILOTE = "À désigner"
DE_MOUVEMENT = {"arrivee": "aide_installation", "consultation_avancee": "consultations_avancees"}
SANS_ACTION = "Un départ ou une fermeture se constate : ce n'est pas une action."
AUTRE_MAILLE = "Ce territoire n'est pas dans la maille en vigueur."
SANS_ORIGINE = "Aucun constat en vigueur ici, aucune priorité votée : une action répond à l'un ou à l'autre."
MOIS = 30.4


@dataclass(frozen=True)
class ActionPreparee:
    """A line of a retained scenario: its place, its words, its territory; `modele` and `origine` of the action it
    makes; `obstacle`: why it makes none; `action`: the one that it made already."""

    ligne: int
    mots: str
    territoire: str
    lieu: str
    modele: str
    origine: str
    obstacle: str
    action: int | None
    detail: dict[str, Any]

    @property
    def a_creer(self) -> bool:
        """Whether the gesture would make an action of it."""
        return not self.obstacle and self.action is None


def preparer(db: Database, retenu: dict[str, Any]) -> list[ActionPreparee]:
    """The lines of a retained scenario, in order. Raises `Refus` when it changed since an entry of before."""
    made, names = liens.actions_de(db, retenu["rang"]), territoire.territoires(db)["nom"]
    places = territoire.communes(db)["territoire"]
    origins: dict[str, str] = {}
    prepared = []
    for place, line in enumerate(liens.detail(db, retenu)):
        code = str(places.get(line["commune"], line["territoire"]) if line["commune"] else line["territoire"])
        here = code in names.index and (line["commune"] or line["maille"] == territoire.setting(db, "maille"))
        if here and code not in origins:
            origins[code] = origine_la(db, code)
        model, obstacle = _modele(line)
        obstacle = obstacle or ("" if here else AUTRE_MAILLE) or ("" if origins.get(code) else SANS_ORIGINE)
        prepared.append(
            ActionPreparee(
                place, f"{line['annee']} : {line['libelle']}", code, str(names.get(code, code)), model,
                origins.get(code, ""), obstacle, made.get(place), line,
            )
        )  # fmt: skip
    return prepared


def _modele(line: dict[str, Any]) -> tuple[str, str]:
    """The model action of a line, or why it has none."""
    if line.get("modele"):
        return str(line["modele"]), ""
    if line["genre"]:
        model = DE_MOUVEMENT.get(line["genre"], "")
        return model, "" if model else SANS_ACTION
    key = catalogue.cle(str(line["levier"]))
    return key, catalogue.sans_action(key)


def origine_la(db: Database, code: str) -> str:
    """What an action here answers first: the last constat in force, else the first priority; its key, or nothing."""
    origins, in_force = plans.origines(db), {row["rang"] for row in plans.constats(db, code)}
    constats, priorities = [], []
    for key in lectures.origines_possibles(db, code):
        kind, _, rest = key.partition(":")
        row = origins.loc[int(rest)] if kind == "origine" else None
        if kind == "constat" or (row is not None and row["genre"] == "constat" and row["decision"] in in_force):
            constats.append(key)
        elif row is None or row["genre"] == "priorite":
            priorities.append(key)
    return (constats[-1:] or priorities[:1] or [""])[0]


def champs(db: Database, one: ActionPreparee, retenu: dict[str, Any], jour: date) -> dict[str, Any]:
    """The fields of the draft: those of its model, dated by the line, with what the scenario says."""
    kind, line = actions_types.catalogue()[one.modele], one.detail
    start = max(date(int(line["annee"]), 1, 1), jour)
    end = start + timedelta(days=round(MOIS * kind.delai_mois[1]))
    if line.get("jusqua"):
        end = max(start, date(int(line["jusqua"]), 12, 31))
    return {
        "titre": kind.titre, "description": _description(one, retenu), "operateur": kind.operateur,
        "statut_operateur": kind.statut_operateur, "mode": "support", "reversible": 1, "pilote": PILOTE,
        "partenaires": "", "secteur": kind.secteur, "debut": start.isoformat(),
        "fin": end.isoformat(), "etp": _etp(line),
        "raison": "", **_effet(line),
    }  # fmt: skip


def _effet(line: dict[str, Any]) -> dict[str, Any]:
    """What a line changes in access: that of its own profession; nothing for one whose access is not published."""
    moves, who = line["genre"] or "", professions.DES_EFFECTIFS.get(line.get("profession") or "mg", "")
    if not moves or not who:
        return dict(SANS_EFFET)
    amount = line["etp"] or 1.0 if moves == "arrivee" else line["jours_par_mois"]
    return {
        "effet_genre": moves, "effet_commune": line["commune"], "effet_quantite": amount, "effet_profession": who,
        "effet_donneur": line.get("donneur") or "", "effet_route": line.get("route") or 0.0,
    }  # fmt: skip


def _etp(line: dict[str, Any]) -> float | None:
    lever = leviers.trouver(str(line["levier"]))
    return float(line["quantite"]) if lever is not None and lever.cible == "etp" else line["etp"]


def _description(one: ActionPreparee, retenu: dict[str, Any]) -> str:
    """Where the draft comes from, in words, and what is left to decide of it."""
    lever, kind = leviers.trouver(str(one.detail["levier"])), actions_types.catalogue()[one.modele]
    size = f" ({nombre(one.detail['quantite'], 1)} × {lever.unite})" if lever is not None else ""
    words = f"Scénario retenu « {retenu['nom']} » (registre, ligne {retenu['rang']}) : {one.mots}{size}."
    if kind.mode == "substitution":
        words += " Inscrite en appui : la substitution se décide ensuite, avec son constat ou la raison de la table."
    return words


def cout(one: ActionPreparee) -> tuple[str, int] | None:
    """The funder and the cost of a full year, in cents, of what a line asks for; None when no source gives it."""
    lever: Levier | None = leviers.trouver(str(one.detail["levier"] or one.detail.get("modele")))
    if lever is None or lever.cout is None:
        return None
    units = one.detail["quantite"] or lever.unites(one.detail["etp"], one.detail["jours_par_mois"])
    return lever.financeur, round(100 * lever.cout[1] * float(units))


def modele(one: ActionPreparee) -> ActionType | None:
    """The model action of a line, if it has one."""
    return actions_types.catalogue().get(one.modele)
