"""The reading « écart comblé », and what stands in for it where a change of access per resident has no meaning."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from components.core.acces.effects import TOLERANCE
from components.core.francais import compte, exact, mot, nombre, pluriel
from components.plans.partage.lecture import MOTS, Lecture, composer, comptees, ids
from components.plans.partage.lectures_demandes import Besoin, Demandees
from components.plans.regles.enveloppe import NIVEAUX, Demande, Regles
from components.plans.regles.partage import comble, lecture_comblement, meilleur_comblement

COMBLEMENT, APPORTS = "Écart comblé", "Consultations apportées"
UN, SANS_LIMITE = np.ones(1), np.full(1, np.inf)  # acts are counted once, wherever they go, and none is too many


def lectures(asked: Demandees, rules: Regles, need: Besoin) -> list[Lecture]:
    """The gap closed, by the requests whose effect on access is announced; and where that of some is not, the acts that
    each one brings, wherever they go, which compares them all."""
    silent = frozenset(asked.sans_sens)
    announced = any(request.gains["central"].any() for request in asked.demandes)
    readings = [replace(_comblement(asked, rules, need), hors=silent)] if announced or not silent else []
    return [*readings, _apports(asked, rules)] if silent else readings


def _comblement(asked: Demandees, rules: Regles, need: Besoin) -> Lecture:
    requests = asked.demandes
    central = lecture_comblement(requests, rules, "central", need.ecart, need.habitants)
    others = {level: ids(meilleur_comblement(requests, rules, level, need.ecart, need.habitants)) for level in MOTS}
    whole = float(need.habitants @ need.manque)
    funded = [request for request in requests if request.action in central.retenues]
    joint = [comble(funded, level, need.ecart, need.habitants) for level in NIVEAUX]
    out, count = len(asked.sans_sens), round(float(central.valeur))
    words = (
        f"{comptees(central)} : {compte(count, 'consultation')} par an (de {nombre(min(joint))} à "
        f"{nombre(max(joint))} selon l'hypothèse, la même pour toutes) {mot(count, 'rapproche', 'rapprochent')} du "
        f"repère {exact(need.seuil.value)} les habitants qui en sont loin, sur {nombre(whole)} manquantes."
    )
    words += _perdu(funded, need)
    if out:
        words += f" {pluriel(out, 'demande est', 'demandes sont')} hors de cette lecture."
    return composer(COMBLEMENT, central, others, words, requests, "d'effet (temps, poids et activité)")


def _perdu(funded: Sequence[Demande], need: Besoin) -> str:
    """Who loses what the retained actions lend; empty when none lends anything."""
    if not funded:
        return ""
    total = np.sum([request.gains["central"] for request in funded], axis=0)
    losing = (total < -TOLERANCE) & (need.habitants > 0)
    if not losing.any():
        return ""
    acts, people = float(-(need.habitants * total)[losing].sum()), float(need.habitants[losing].sum())
    return (
        f" Là d'où viennent les jours prêtés, {compte(people, 'habitant perd', 'habitants perdent')} "
        f"{compte(acts, 'consultation')} par an ; ce qui se perd sous le repère est déduit."
    )


def _apports(asked: Demandees, rules: Regles) -> Lecture:
    """The affordable set that brings most acts a year: it says nothing of who receives them."""
    requests = asked.par_actes
    central = lecture_comblement(requests, rules, "central", SANS_LIMITE, UN)
    others = {level: ids(meilleur_comblement(requests, rules, level, SANS_LIMITE, UN)) for level in MOTS}
    funded = [request for request in requests if request.action in central.retenues]
    joint = [comble(funded, level, SANS_LIMITE, UN) for level in NIVEAUX]
    count = round(float(central.valeur))
    words = (
        f"{comptees(central)} : {compte(count, 'consultation par an apportée', 'consultations par an apportées')} (de "
        f"{nombre(min(joint))} à {nombre(max(joint))} selon l'hypothèse, la même pour toutes), sans dire "
        "qui les reçoit ni de combien leur accès monte."
    )
    return composer(APPORTS, central, others, words, requests, "d'activité")
