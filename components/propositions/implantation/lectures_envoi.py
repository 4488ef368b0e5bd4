"""An answer of siting as it leaves: what was asked, what it brings, and a draft for each post or each day."""

from dataclasses import asdict
from math import ceil

from components.core.francais import nombre
from components.propositions.envoi.pret import PropositionPrete
from components.propositions.implantation.lectures import SitesLus, cout_annuel
from components.propositions.implantation.regles.demande import GENRES, DemandeDeSites, postes
from components.propositions.lectures import Terrain
from data.effectifs import leviers
from data.plans.brouillons import BrouillonDAction
from data.propositions import propositions


def prete(lieu: Terrain, demande: DemandeDeSites, lue: SitesLus, phrase: str, preuve: str) -> PropositionPrete:
    """The answer shown, ready to become a scenario or drafts. `preuve`: how sure it is to be the best, in words."""
    kind, names = GENRES[demande.genre], [lieu.noms[code] for code in lue.sites]
    answer = {
        "sites": list(lue.sites), "noms": names, "manque_avant": round(lue.manque_avant), "comble": round(lue.comble),
        "fourchette": [round(bound) for bound in lue.fourchette], "preuve": preuve,
        "perdants": [str(code) for code in lue.effet.communes.index[lue.effet.communes["variation"] < -1e-9]],
    }  # fmt: skip
    asked = asdict(demande) | {"repere": lieu.repere, "serie": lieu.serie.id, "jour": lieu.jour.isoformat()}
    title = f"{kind.plusieurs[0].upper()}{kind.plusieurs[1:]} : {', '.join(names)}"
    return PropositionPrete(
        propositions.IMPLANTATION, title, phrase, asked, answer, tuple(_brouillons(lieu, demande, lue, phrase))
    )


def _brouillons(lieu: Terrain, demande: DemandeDeSites, lue: SitesLus, phrase: str) -> list[BrouillonDAction]:
    kind, lever = GENRES[demande.genre], leviers.trouver(GENRES[demande.genre].levier)
    year = lieu.jour.year + (ceil(lever.delai[1]) if lever else 0)
    cost, funder = cout_annuel(demande, lieu), lever.financeur if lever else ""
    drafts = []
    for code in lue.sites:
        parts = [demande.capacite] if kind.en_jours else postes(demande.capacite)
        for rank, part in enumerate(parts, start=1):
            place = f"{kind.un[0].upper()}{kind.un[1:]} à {lieu.noms[code]}"
            title = place if len(parts) == 1 else f"{place} : poste {nombre(rank)} sur {nombre(len(parts))}"
            drafts.append(
                BrouillonDAction(
                    title, str(lieu.communes.at[code, "territoire"]) if code in lieu.communes.index else "",
                    kind.modele, "consultation_avancee" if kind.en_jours else "arrivee", code, part, year,
                    f"Proposition d'implantation : {phrase}", funder,
                    None if cost is None else cost[1] * part / demande.capacite,
                )
            )  # fmt: skip
    return drafts
