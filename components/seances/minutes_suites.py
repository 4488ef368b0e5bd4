"""What follows a séance, for its minutes: actions, money by nature, reviews, next steps."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from components.core.francais import ecart, nombre, pluriel
from components.core.mots import NATURES, STATUTS, observe
from components.seances import figures
from components.ui.sorties.documents import Image
from data.plans import derogations
from data.releves import releves

HORS = ("proposee", "abandonnee")


def contenu(faits: Mapping[str, Any], jour: date) -> dict[str, Any]:
    """Rows of the minutes about the plans, as plain French texts, with the map and the drawing of the money."""
    all_actions = pd.DataFrame(faits["actions"], columns=["id", "lieu", *releves.ACTION]).set_index("id")
    # two territories may have the same action
    all_actions["nom"] = [f"{a.titre} — {a.lieu}" for a in all_actions.itertuples()]
    actions = all_actions[~all_actions["statut"].isin(HORS)]
    lines = pd.DataFrame(faits["lignes"], columns=["action", "prevu", "engage", *releves.LIGNE])
    lines = lines[lines["action"].isin(actions.index)]
    served = [f"{place} ({count})" for place, count in actions["lieu"].value_counts().items()]
    legend = f"Actions par territoire : {', '.join(served) or 'aucune'}."
    return {
        "actions": [
            [_titre(a), a.lieu, f"{a.operateur}, {a.pilote}", words, jma(a.fin)]
            for a, words in zip(actions.itertuples(), actions["statut"].map(STATUTS), strict=True)
        ],
        "argent": [
            [actions.at[n.action, "nom"], n.financeur, _nature(n), euros(n.prevu), euros(n.engage)]
            for n in lines.itertuples()
        ],
        "argent_phrase": _money(lines),
        "argent_image": _money_image(lines),
        "revues": _reviews(faits["revues"], all_actions),
        "suites": _next(faits, actions, jour),
        "services": faits.get("services", []),
        "reponses": [[one["constat"], one["etat"].capitalize(), one["mots"]] for one in faits.get("reponses", [])],
        "legende_carte": legend,
        "carte": _map(faits["contours"], actions, legend),
    }


def _titre(action: Any) -> str:
    """The title of an action, the reason that the table stated and its derogation, if any; minutes of before hold
    none."""
    why = action.raison if isinstance(action.raison, str) and action.raison else ""
    title = f"{action.titre} (raison de la table : {why})" if why else str(action.titre)
    derogation = derogations.mots(action._asdict())
    return f"{title}. {derogation}" if derogation else title


def _money(lines: pd.DataFrame) -> str:
    acquired = int(lines.loc[lines["nature"] == "decision", "engage"].sum())
    return (
        f"{euros(acquired)} acquis sur {euros(int(lines['prevu'].sum()))} prévus. Seul ce qu'une décision engage est "
        "acquis. Un avis de la table n'engage l'argent de personne."
    )


def _money_image(lines: pd.DataFrame) -> Image | None:
    if lines.empty:
        return None
    acquired, promised, advised = figures.ARGENT
    rows = []
    for line in lines.itertuples():
        waiting = {"decision": promised, "engagement": promised, "avis": advised}[line.nature]
        rows.append((line.financeur, acquired, line.engage / 100))
        rows.append((line.financeur, waiting, max(0, line.prevu - line.engage) / 100))
    parts = pd.DataFrame(rows, columns=["financeur", "nature", "euros"])
    sums = parts.groupby(["financeur", "nature"])["euros"].sum()
    phrases = [f"{funder}, {nature} : {nombre(amount)} €" for (funder, nature), amount in sums.items() if amount]
    return Image(figures.argent(parts), f"Argent des plans par financeur. {' ; '.join(phrases)}.", 14)


def _reviews(revues: list[dict[str, Any]], actions: pd.DataFrame) -> list[list[str]]:
    return [
        [actions.at[r["action"], "nom"], promesse(r["promis"]), observe(r["observe"]), r["mot"] or "—"]
        for r in revues
        if r["action"] in actions.index
    ]


def promesse(promis: Mapping[str, Any]) -> str:
    """A frozen promise in words: acts and ETP with their range, the target of the indicator of impact."""
    phrases = [
        f"{nombre(promis[name][1], decimals)} {unit} ({nombre(promis[name][0], decimals)} à "
        f"{nombre(promis[name][2], decimals)})"
        for name, unit, decimals in (("actes", "actes par an", 0), ("etp", "ETP", 2))
        if promis.get(name)
    ]
    if promis.get("pris"):
        low, central, high = promis["pris"]
        phrases.append(f"{ecart(central, 0)} actes par an à {promis['preteurs']} ({ecart(low, 0)} à {ecart(high, 0)})")
    phrases += [*promis.get("bouts", []), *promis.get("autres", [])]
    if promis.get("impact"):
        phrases.append(f"{promis['impact']['libelle']} : {nombre(promis['impact']['cible'], 1, 'cible non fixée')}")
    return " ; ".join(phrases) or "aucun effet chiffré"


def avis(intitule: str, contenu: Mapping[str, Any]) -> list[str]:
    """An avis of the register with what it retains and why: on an envelope, or a priority adopted without a ballot."""
    sentences = [
        f"{words} : {_amounts(contenu[name])}."
        for name, words in (("retenues", "Retenues"), ("non_retenues", "Non retenues"))
        if contenu.get(name)
    ]
    if "montant" in contenu:
        sentences.insert(0, f"Enveloppe de {euros(contenu['montant'])}.")
    why = [str(contenu["motif"])]
    if contenu.get("ecarts"):
        why.append(f"Hors des règles de l'enveloppe : {' ; '.join(contenu['ecarts'])}. {contenu['pourquoi_ecart']}")
    return [intitule, " ".join(sentences) or "—", " ".join(why)]


def _amounts(asked: list[Mapping[str, Any]]) -> str:
    return " ; ".join(
        " — ".join([str(one["titre"]), *([str(one["territoire"])] if one.get("territoire") else [])])
        + (f", {euros(one['montant'])}" if "montant" in one else "")
        for one in asked
    )


def tues(combien: int) -> str:
    """How many contributions the minutes do not print, in words; empty for none."""
    if not combien:
        return ""
    many = combien > 1
    count = pluriel(combien, "contribution reçue n'est pas publiée", "contributions reçues ne sont pas publiées")
    return f"{count} : l'accord de {'leurs auteurs' if many else 'son auteur'} n'a pas été noté avant la clôture."


def _next(faits: Mapping[str, Any], actions: pd.DataFrame, jour: date) -> list[list[str]]:
    rows = [
        (day, words, actions.at[action, "nom"], actions.at[action, "pilote"])
        for day, words, action in faits["jalons"]
        if action in actions.index
    ]
    rows += [(day, "Revue du constat", name, "La table") for day, name in faits["constats"]]
    rows += [
        (day, "Terme du mandat", actions.at[action, "nom"], actions.at[action, "operateur"])
        for day, action in faits.get("mandats", [])
        if action in actions.index
    ]
    waiting = [one for one in faits.get("reponses", []) if one["etat"] == "en attente"]
    asked = [
        ["dès que possible", "Répondre au constat, ou dire pourquoi non", one["lieu"], "La table"] for one in waiting
    ]
    asked += [
        ["dès que possible", f"Revue du constat, attendue depuis le {jma(day)}", name, "La table"]
        for day, name in sorted(faits["constats"])
        if day < jour.isoformat()
    ]
    return [*asked, *([jma(day), *words] for day, *words in sorted(rows) if day >= jour.isoformat())]


def _map(contours: Mapping[str, list], actions: pd.DataFrame, legend: str) -> Image | None:
    if not contours:
        return None
    counts = {str(code): int(n) for code, n in actions["territoire"].value_counts().items()}
    words = f"Carte : {pluriel(len(counts), 'territoire')} sur {len(contours)} ont au moins une action. {legend}"
    return Image(figures.carte(contours, counts), words, 14)


def _nature(line: Any) -> str:
    if line.nature == "decision":
        return f"décision, autorité : {line.autorite}, n° {line.numero}, {jma(line.date_acte)}"
    return f"engagement pris par : {line.autorite}" if line.nature == "engagement" else NATURES[line.nature]


def euros(cents: int) -> str:
    """« 12 500 € », cents only when there are some."""
    return f"{nombre(cents / 100, 0 if cents % 100 == 0 else 2)}\u00a0€"


def jma(text: str) -> str:
    """« 01/09/2026 » from an ISO day."""
    return date.fromisoformat(text[:10]).strftime("%d/%m/%Y")
