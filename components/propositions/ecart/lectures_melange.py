"""A mix as it is shown, mapped and sent: in words, by place, as moves of the true kernel, as drafts of actions."""

from collections import defaultdict
from dataclasses import asdict
from math import ceil

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.acces.effects import Effet
from components.core.francais import nombre, pluriel
from components.propositions import lectures as terrain
from components.propositions.ecart import lectures
from components.propositions.ecart.lectures import COMMUNES, DemandeDeMelange, MelangePropose, chiffrables
from components.propositions.ecart.regles import phrases
from components.propositions.ecart.regles.melange import ATTEINT, Unites, atteintes, depense, manque
from components.propositions.ecart.regles.phrases import MelangeDit, MoyenDit
from components.propositions.envoi.pret import PropositionPrete
from components.propositions.lectures import Terrain, niveaux_apres
from components.propositions.solidarite import lectures as solidarite
from data.effectifs.leviers import JOURS_PAR_VOLONTAIRE
from data.plans.brouillons import BrouillonDAction
from data.propositions import propositions

UNITES = {
    "centre_sante": ("poste de médecin salarié", "postes de médecin salarié"),
    "consultations_avancees": ("médecin volontaire (2 jours par mois)", "médecins volontaires (2 jours par mois)"),
    "docteurs_juniors": ("docteur junior", "docteurs juniors"),
}


def par_lieu(proposee: MelangePropose, unites: Unites) -> list[tuple[str, str, int]]:
    """What goes where: levier, commune, units; nothing of what is not used."""
    size = len(proposee.question.lieux)
    return [
        (proposee.question.moyens[option // size], proposee.question.lieux[option % size], int(unites[option]))
        for option in np.flatnonzero(unites)
    ]


def employes(proposee: MelangePropose, unites: Unites) -> list[str]:
    """« 30 postes de médecin salarié »: each means that a mix uses, and how much of it."""
    used = zip(proposee.question.moyens, proposee.question.par_moyen(unites), strict=True)
    words = [pluriel(int(count), *_mots(levier)) for levier, count in used if count]
    return words or ["aucun moyen"]


def dit(db: Database, lieu: Terrain, demande: DemandeDeMelange, proposee: MelangePropose, unites: Unites) -> MelangeDit:
    """A mix in words."""
    asked, done = proposee.question, atteintes(proposee.question, unites)
    names = dict(lectures.noms(db, lieu, demande))
    one, several = ("commune", "communes") if demande.cibles == COMMUNES else ("territoire", "territoires")
    places: dict[str, set[str]] = defaultdict(set)
    for levier, code, _ in par_lieu(proposee, unites):
        places[levier].add(code)
    means = tuple(
        MoyenDit(int(used), int(cap), len(places[levier]), *_mots(levier))
        for levier, used, cap in zip(asked.moyens, asked.par_moyen(unites), asked.plafond, strict=True)
    )
    under = [code for code, reached in zip(asked.cibles, done, strict=True) if not reached]
    return MelangeDit(
        demande.annee, lieu.repere, one, several, len(asked.cibles), int(done.sum()),
        float(asked.habitants[done].sum()), depense(asked, unites), manque(proposee.entiere, unites), means,
        phrases.noms(under, names),
        tuple(sorted((names.get(code, code), level) for code, level in proposee.impossibles)),
        int((proposee.entiere.effet.sum(axis=1) <= 0).sum()),
    )  # fmt: skip


def avec_prets(db: Database, lieu: Terrain, demande: DemandeDeMelange, proposee: MelangePropose, unites: Unites) -> str:
    """What stays under the level with a mix and the days that territories can lend besides; "" when nothing does
    already, or when nobody lends."""
    asked = proposee.entiere
    levels = asked.niveau + asked.effet @ unites
    without = int((levels < asked.repere - ATTEINT).sum())
    lent = solidarite.proposer(db, lieu.jour)
    if not without or lent.effet is None:
        return ""
    change = lectures.par_cible(db, lieu, demande, niveaux_apres(lieu, lent.effet) - lieu.niveaux)
    left = int((levels + change.reindex(list(asked.cibles)).to_numpy() < asked.repere - ATTEINT).sum())
    days, lenders = sum(one.jours for one in lent.prets), len({one.preteur.code for one in lent.prets})
    one, several = ("commune", "communes") if demande.cibles == COMMUNES else ("territoire", "territoires")
    return phrases.avec_prets(days, lenders, one, several, left, without)


def effet(db: Database, lieu: Terrain, proposee: MelangePropose, unites: Unites) -> Effet:
    """What the mix changes by the kernel that every room uses, at full effect, with its range."""
    moves = [
        move for levier, code, count in par_lieu(proposee, unites)
        for move in lectures.mouvement(levier, code, count, chiffrables()[levier].label)
    ]  # fmt: skip
    return terrain.effet(db, lieu, moves)


def tableau(lieu: Terrain, proposee: MelangePropose, unites: Unites) -> pd.DataFrame:
    """What goes where, for whom pays: one row by place and means."""
    cost = dict(zip(proposee.question.moyens, proposee.question.cout[:: len(proposee.question.lieux)], strict=True))
    return pd.DataFrame(
        [
            {
                "Commune": lieu.noms[code], "Moyen": chiffrables()[levier].label, "Nombre": count,
                "Unité": _mots(levier)[count > 1], "Coût d'une année": f"{nombre(count * cost[levier])} €",
                "Financeur": chiffrables()[levier].financeur,
            }
            for levier, code, count in par_lieu(proposee, unites)
        ],
        columns=["Commune", "Moyen", "Nombre", "Unité", "Coût d'une année", "Financeur"],
    )  # fmt: skip


def prete(
    lieu: Terrain, demande: DemandeDeMelange, proposee: MelangePropose, unites: Unites, phrase: str, preuve: str
) -> PropositionPrete:
    """The mix shown, ready to become a scenario or drafts."""
    asked = asdict(demande) | {"repere": lieu.repere, "serie": lieu.serie.id, "jour": lieu.jour.isoformat()}
    placed = [{"moyen": levier, "commune": code, "unites": count} for levier, code, count in par_lieu(proposee, unites)]
    answer = {
        "unites": placed, "cout": depense(proposee.question, unites), "manque": manque(proposee.entiere, unites),
        "impossibles": [[code, round(level, 3)] for code, level in proposee.impossibles], "preuve": preuve,
    }  # fmt: skip
    drafts = [draft for levier, code, count in par_lieu(proposee, unites)
              for draft in _brouillons(lieu, demande, levier, code, count, phrase)]  # fmt: skip
    title = f"Combler l'écart d'ici {demande.annee}"
    return PropositionPrete(propositions.ECART, title, phrase, asked, answer, tuple(drafts))


def _brouillons(
    lieu: Terrain, demande: DemandeDeMelange, levier: str, code: str, count: int, phrase: str
) -> list[BrouillonDAction]:
    lever, place = chiffrables()[levier], str(lieu.communes["territoire"].get(code, ""))
    cost = next(moyen.cout for moyen in demande.moyens if moyen.levier == levier)
    year, name, words = lieu.jour.year + ceil(lever.delai[1]), lieu.noms[code], f"Mélange proposé : {phrase}"
    if lever.cible == "actes":
        title = f"{lever.label} à {name}, {_mots(levier)[count > 1].split(' (')[0]} : {nombre(count)}"
        return [
            BrouillonDAction(title, place, levier, "consultation_avancee", code, JOURS_PAR_VOLONTAIRE * count, year,
                             words, lever.financeur, None if cost is None else count * cost)
        ]  # fmt: skip
    share = lever.effet[1] if lever.effet else 1.0
    return [
        BrouillonDAction(f"{lever.label} à {name} : poste {nombre(rank)} sur {nombre(count)}", place, levier, "arrivee",
                         code, share, year, words, lever.financeur, cost)
        for rank in range(1, count + 1)
    ]  # fmt: skip


def _mots(levier: str) -> tuple[str, str]:
    label = chiffrables()[levier].unite
    return UNITES.get(levier, (label, label))
