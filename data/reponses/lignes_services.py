"""The services of territories as lines to print: what was noted alone, unknown ones counted and never guessed."""

from dataclasses import dataclass
from typing import ClassVar

from sqlite_utils import Database

from components.core.francais import pluriel
from data.base.souvenir import partagee
from data.priorites import services
from data.reponses import services_rendus
from data.reponses.services_rendus import INCONNU
from data.seances import membres
from data.structures import structures
from data.territoire import territoire


@dataclass(frozen=True)
class LigneDeService:
    """A service on a territory as it was noted: state, by whom and how, guarantee, dissent, and the actions for it."""

    immuable: ClassVar[bool] = True
    territoire: str
    lieu: str
    service: str
    nom: str
    etat: str
    par: str
    garantie: str
    desaccord: str
    actions: tuple[tuple[int, str], ...]
    usagers: str = ""

    @property
    def cellules(self) -> list[str]:
        """The line for a table: service, state, by whom and how, guarantee, action."""
        state = f"{self.etat} (désaccord : {self.desaccord})" if self.desaccord else self.etat
        answer = " ; ".join(title for _, title in self.actions)
        name = f"{self.nom} (les usagers : « {self.usagers} »)" if self.usagers else self.nom
        return [name, state, self.par or "—", self.garantie or "—", answer or "aucune"]


@partagee
def lignes(db: Database, codes: tuple[str, ...], publies: bool) -> list[LigneDeService]:
    """What was noted on some territories, in the order of the catalogue. `publies`: without the actions that the table
    has not retained."""
    listed, places = services.read(db), territoire.territoires(db)["nom"]
    who, levels = structures.read(db, fermees=True)["nom"], services_rendus.echelons(db)
    colleges = membres.colleges(db)["nom"]
    plans = services_rendus.actions(db)
    plans = plans[plans["statut"] != "proposee"] if publies else plans
    cells = services_rendus.cellules(db, codes)
    lines = []
    for c in cells[cells["etat"] != INCONNU].to_dict("records"):
        place = services_rendus.lieu(c["territoire"], levels[c["service"]])
        mine = plans[(plans["service"] == c["service"]) & ((place == "") | (plans["territoire"] == place))]
        details = [c["promesse"], f"moyens : {c['moyens']}" if c["moyens"] else "",
                f"impact : {c['impact']}" if c["impact"] else ""]  # fmt: skip
        by = [", ".join(str(who[s]) for s in c["structures"]), c["modalite"]]
        lines.append(
            LigneDeService(
                c["territoire"], str(places[c["territoire"]]), c["service"], str(listed.at[c["service"], "nom"]),
                c["etat"],
                " — ".join(filter(None, by)), " ; ".join(filter(None, details)),
                " : ".join(filter(None, (", ".join(colleges[c["colleges"]]), c["desaccord"]))),
                tuple((int(a.action), str(a.titre)) for a in mine.itertuples()),
                str(listed.at[c["service"], "usagers"]),
            )
        )  # fmt: skip
    return lines


def reste(db: Database, lines: list[LigneDeService]) -> str:
    """How many services of a territory are unknown, in words."""
    left = len(services.read(db)) - len(lines)
    return f"{pluriel(left, 'service inconnu', 'services inconnus')} : ni rendu, ni non rendu." if left else ""
