"""The chain of a territory read from the store: what signals, what was found, voted, planned, decided, reviewed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.francais import nombre
from components.core.mots import NATURES, STATUTS, observe
from components.plans.actions import lectures as lectures_actions
from components.plans.actions import lectures_promesse
from components.plans.actions.lectures import Plan
from components.plans.chaine.lectures_services import services
from components.plans.regles import actions as actions_regles
from components.plans.regles.chaine import Chaine, Maillon, Porte, assembler
from data.base import decisions, jours
from data.base.souvenir import partagee
from data.carences import constats
from data.carences.constats import Constat
from data.effectifs import scenarios
from data.plans import liens, plans, revues
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import Serie

Lien = tuple[str, str]
Morceau = tuple[list[Maillon], list[Lien]]


@dataclass(frozen=True, eq=False)
class Objets:
    """What the chain of one territory is made of."""

    code: str
    plan: Plan
    origines: pd.DataFrame
    reponses: pd.DataFrame
    constats: list[Constat]
    registre: pd.DataFrame


@partagee
def chaine_de(db: Database, jour: date, code: str, publies: bool) -> Chaine:
    """The chain of a territory that day, as far as the published actions go, or all of them."""
    return lire(db, lectures_actions.lire(db, jour, code, publies=publies), code)


def lire(db: Database, plan: Plan, code: str) -> Chaine:
    """The chain of a territory, as far as `plan` (its actions, as this visitor may see them) goes."""
    register = decisions.read(db).assign(contenu=lambda frame: frame["contenu"].map(json.loads))
    answers = liens.origines_de(db)
    answers = answers[answers["action"].isin(plan.actions.index)]
    here = [c for c in constats.constats(db) if c.territoire == code]
    things = Objets(code, plan, plans.origines(db), answers, here, register.set_index("rang"))
    pieces = (_constats, _priorites, _actions, _decisions, _mesures)
    morceaux = [piece(db, things) for piece in pieces]
    morceaux += [_scenarios(db, things), _revues(db, things), services(db, code, set(plan.actions.index))]
    return assembler((m for nodes, _ in morceaux for m in nodes), (link for _, links in morceaux for link in links))


def _porte(page: str, **choix: object) -> tuple[Porte, ...]:
    return (Porte(page, tuple(choix.items())),)


def _fiche(code: str, action: Any) -> tuple[Porte, ...]:
    """The sheet of an action, on its territory."""
    return _porte("plans", plans_territoire=code, plans_section="Actions", plans_action=int(action))


def _vote(decided: Any) -> tuple[Porte, ...]:
    """The vote behind a decision, when there is one."""
    kind, _, rest = str(decided["objet"]).partition(":")
    return _porte("priorites", priorites_ouvrir=int(rest)) if kind == "scrutin" else _porte("priorites")


def _constats(_: Database, things: Objets) -> Morceau:
    """Figures that signal in the evidence of a constat, and the constat."""
    nodes: list[Maillon] = []
    links: list[Lien] = []
    for constat in things.constats:
        key = f"decision:{constat.rang}"
        state = "en vigueur" if constat.en_vigueur else "levé"
        card = _porte("territoires", territoires_choix=things.code, territoires_profession=constat.profession)
        nodes.append(Maillon(key, "constat", constat.intitule, f"Décision n° {constat.rang}, {state}", card))
        for figure in _signals(constat):
            signal = f"donnee:{figure['signal']}"
            percent = "\u00a0%" if figure.get("unite") == "%" else ""
            value = f"{nombre(figure['valeur'], figure.get('decimales', 2))}{percent}"
            year = f", {figure['millesime']}" if figure.get("millesime") else ""
            title = str(figure.get("titre") or figure["libelle"])
            nodes.append(Maillon(signal, "donnee", f"{title} : {value}", f"Signale{year}", card))
            links.append((signal, key))
    return nodes, links


def _signals(constat: Constat) -> Iterator[dict[str, Any]]:
    for family in constat.preuve.get("familles", []):
        yield from (figure for figure in family["signaux"] if figure.get("signale"))


def _priorites(_: Database, things: Objets) -> Morceau:
    """Needs, the vote that ranked them, the priority the table took from it."""
    nodes: list[Maillon] = []
    links: list[Lien] = []
    used = things.origines[things.origines.index.isin(things.reponses["origine"])]
    for ident, row in used[used["genre"] == "priorite"].iterrows():
        need, priority = f"besoin:{row['service']}", f"origine:{ident}"
        decided = things.registre.loc[row["decision"]]
        door = _vote(decided)
        nodes.append(Maillon(need, "besoin", row["service"], "Service à rendre près de chez soi", door))
        nodes.append(Maillon(priority, "priorite", row["intitule"], f"Décision n° {row['decision']}", door))
        links += [(need, priority), *((f"decision:{c.rang}", need) for c in _answered_with(things, ident))]
        if decided["objet"].startswith("scrutin:"):
            vote = f"decision:{row['decision']}"
            nodes.append(Maillon(vote, "vote", decided["intitule"], _rank(decided, row["service"]), door))
            links += [(need, vote), (vote, priority)]
    return nodes, links


def _answered_with(things: Objets, origine: Any) -> list[Constat]:
    """Constats that one action answers together with this priority."""
    actions = things.reponses.loc[things.reponses["origine"] == origine, "action"]
    others = things.reponses.loc[things.reponses["action"].isin(actions), "origine"]
    rows = things.origines[things.origines.index.isin(others) & (things.origines["genre"] == "constat")]
    return [constat for constat in things.constats if constat.rang in set(rows["decision"])]


def _rank(decided: Any, service: str) -> str:
    lines = decided["contenu"].get("classement", [])
    return next((f"Rang {line['rang']} : {line['valeur']}" for line in lines if line["option"] == service), "Publié")


def _actions(_: Database, things: Objets) -> Morceau:
    nodes = [
        Maillon(
            f"action:{ident}",
            "action",
            row["titre_distinct"],
            f"{STATUTS[row['statut']]}, {row['pilote']}",
            _fiche(things.code, ident),
        )
        for ident, row in things.plan.actions.iterrows()
    ]
    links = []
    for line in things.reponses.itertuples():
        origin = things.origines.loc[line.origine]
        start = f"decision:{origin['decision']}" if origin["genre"] == "constat" else f"origine:{line.origine}"
        links.append((start, f"action:{line.action}"))
    return nodes, links


def _scenarios(db: Database, things: Objets) -> Morceau:
    """Scenarios that actions come from, and the constats they answer on this territory."""
    idents = {int(str(key)) for key in scenarios.read(db).index}
    chosen = {choice["scenario"]: choice["rang"] for choice in liens.retenus(db)}
    nodes: list[Maillon] = []
    links: list[Lien] = []
    for line in liens.scenarios_de(db).itertuples():
        if line.action not in things.plan.actions.index:
            continue
        key, ident = f"scenario:{line.nom}", None if pd.isna(line.scenario) else int(line.scenario)
        state = f"Retenu, décision n° {chosen[ident]}" if ident in chosen else "Pas encore retenu par la table"
        words = state if ident in idents else f"{state} ; supprimé depuis"
        stack = {"effectifs_ouvrir": ident} if ident in idents else {}
        door = _porte("effectifs", effectifs_section="Scénarios", **stack)
        nodes.append(Maillon(key, "scenario", line.nom, words, door))
        links += [(key, f"action:{line.action}"), *((f"decision:{c.rang}", key) for c in things.constats)]
    return nodes, links


def _decisions(db: Database, things: Objets) -> Morceau:
    """The table's avis on envelopes, and the acts of the funders."""
    nodes: list[Maillon] = []
    links: list[Lien] = []
    for rank, row in things.registre[things.registre["objet"].str.startswith("enveloppe:")].iterrows():
        retained = [k["action"] for k in row["contenu"].get("retenues", []) if k["action"] in things.plan.actions.index]
        if retained:
            key = f"decision:{rank}"
            door = _porte("financement", plans_enveloppe=int(row["objet"].partition(":")[2]))
            nodes.append(Maillon(key, "decision", row["intitule"], f"Avis, décision n° {rank}", door))
            for action in retained:
                links += [(f"action:{action}", key), *_measured(key, action)]
    for ident, line in things.plan.lignes.iterrows():
        key = f"financement:{ident}"
        planned, held = (actions_regles.euros(int(line[part])) for part in ("prevu", "engage"))
        words = f"{line['financeur']} : {planned} prévus, {held} acquis"
        nature = NATURES[line["nature"]].capitalize()
        nodes.append(Maillon(key, "decision", words, nature, _fiche(things.code, line["action"])))
        links += [(f"action:{line['action']}", key), *_measured(key, line["action"])]
    return nodes, links


def _measured(key: str, action: Any) -> list[Lien]:
    """What money or an avis allows is seen in the measures of the action."""
    return [(key, f"mesure:{action}:{genre}") for genre in ("moyens", "impact")]


def _mesures(db: Database, things: Objets) -> Morceau:
    """What each action promises on access and time, and its indicators."""
    nodes: list[Maillon] = []
    links: list[Lien] = []
    for ident in things.plan.actions.index:
        made = lectures_promesse.de_l_action(db, int(ident), jours.aujourd_hui(db))
        if made.chiffree:
            key = f"effet:{ident}"
            nodes.append(
                Maillon(
                    key, "effet", lectures_promesse.mots(made), "Promesse, estimée par nous", _fiche(things.code, ident)
                )
            )
            links.append((f"action:{ident}", key))
        for line in things.plan.mesures[things.plan.mesures["action"] == ident].itertuples():
            key = f"mesure:{ident}:{line.genre}"
            seen = "pas encore observé" if pd.isna(line.observe) else f"observé {nombre(line.observe, 1)}"
            title = f"{line.libelle} : visé {nombre(line.cible, 1, 'non fixé')}"
            nodes.append(
                Maillon(key, "mesure", title, f"Indicateur ({line.genre}), {seen}", _fiche(things.code, ident))
            )
            links += [(f"action:{ident}", key), *([(f"effet:{ident}", key)] if made.chiffree else [])]
    return nodes, links


def _revues(db: Database, things: Objets) -> Morceau:
    """Reviews at séances, and the diagnosis measured again since."""
    reviews = revues.read(db)
    reviews = reviews[reviews["action"].isin(things.plan.actions.index)]
    again = Maillon("remesure:apl", "remesure", *_again(db, things.code), _porte("carences"))
    nodes, links = [again], []
    for line in reviews.itertuples():
        key = f"revue:{line.id}"
        day = date.fromisoformat(line.jour).strftime("%d/%m/%Y")
        words = observe(line.observe)
        doors = _porte("seances", seances_ouvrir=int(line.seance))
        doors += _porte("plans", plans_territoire=things.code, plans_section="Territoire")
        nodes.append(Maillon(key, "revue", f"{line.titre}, {day} : {words}", line.mot or "Sans commentaire", doors))
        ends = [f"mesure:{line.action}:{genre}" for genre in ("moyens", "impact")] + [f"effet:{line.action}"]
        links += [(f"action:{line.action}", key), *((end, key) for end in ends), (key, again.cle)]
    if reviews.empty:
        links += [(f"action:{ident}", again.cle) for ident in things.plan.actions.index]
    return nodes, links


def _again(db: Database, code: str) -> tuple[str, str]:
    """The published APL of the territory at the last two vintages, or what is awaited."""
    loaded = indicateurs.apl_generalistes(db)
    series = sorted((s for s in loaded if s.serie == loaded[0].serie), key=lambda serie: serie.millesime)
    if not series:
        return "Aucune APL chargée", "Le diagnostic se remesure au prochain millésime publié"
    means = [f"{serie.millesime} : {nombre(_mean(db, serie, code), 2)}" for serie in series[-2:]]
    rest = "Deux millésimes chargés" if len(series) > 1 else "En attente du prochain millésime publié"
    return f"APL moyenne du territoire — {', '.join(means)}", f"{rest} (pondérée par la population totale)"


def _mean(db: Database, serie: Serie, code: str) -> float | None:
    communes = territoire.communes(db)
    people, _ = indicateurs.habitants(db)
    inside = communes.index[communes["territoire"] == code]
    values, weights = indicateurs.values(db, serie.id)["valeur"].reindex(inside), people.reindex(inside)
    measured = values.notna() & weights.notna()
    total = float(weights[measured].sum())
    return float((values[measured] * weights[measured]).sum()) / total if total else None
