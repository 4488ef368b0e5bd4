"""Rules of the plans: statuses and their allowed moves, what a meeting must see, who wrote what meanwhile.

Dates come in; nothing here reads a clock. A status is a word of the table, « en retard » and « sans nouvelle » are
deduced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from components.core.acces import donneurs
from components.core.francais import exact, jour_court, liste, nombre, pluriel
from components.core.mots import NATURES, STATUTS
from components.core.refus import EntreeInvalide

SUITES: dict[str, tuple[str, ...]] = {
    "proposee": ("retenue", "reportee", "abandonnee"),
    "retenue": ("financee", "en_cours", "bloquee", "reportee", "abandonnee"),
    "financee": ("en_cours", "bloquee", "reportee", "abandonnee"),
    "en_cours": ("realisee", "bloquee", "reportee", "abandonnee"),
    "bloquee": ("retenue", "financee", "en_cours", "reportee", "abandonnee"),
    "reportee": ("proposee", "retenue", "abandonnee"),
    "realisee": ("en_cours",),
    "abandonnee": ("proposee",),
}
PROMISES = ("retenue", "financee", "en_cours", "bloquee", "realisee")  # what a plan promises together
FINIES = ("realisee", "abandonnee")
MODES = {"support": "en appui des acteurs locaux", "substitution": "en substitution"}
STATUTS_OPERATEUR = {"public": "public", "prive": "privé"}
SECTEURS = {
    "liberal": "libéral",
    "public": "public",
    "prive": "privé",
    "medico-social": "médico-social",
    "mixte": "plusieurs secteurs",
}
EFFETS = {
    "": "Aucun effet chiffré sur l'accès",
    "arrivee": "Temps de professionnel ajouté (ETP)",
    "consultation_avancee": "Consultations avancées (jours par mois)",
}
PROFESSIONS = {  # whose published access an action may change
    "mg": "médecin généraliste", "infirmiers": "infirmier", "kinesitherapeutes": "masseur-kinésithérapeute",
    "sages_femmes": "sage-femme", "chirurgiens_dentistes": "chirurgien-dentiste",
}  # fmt: skip
AVANCEE = "consultation_avancee"
SANS_BOUT: dict[str, Any] = {"effet_donneur": "", "effet_route": 0.0, "effet_profession": "mg"}
SANS_EFFET: dict[str, Any] = {"effet_genre": "", "effet_commune": None, "effet_quantite": None, **SANS_BOUT}
CHAMPS_CODES: dict[str, Mapping[str, str]] = {
    "statut": STATUTS,
    "mode": MODES,
    "statut_operateur": STATUTS_OPERATEUR,
    "secteur": SECTEURS,
    "effet_genre": EFFETS,
    "effet_donneur": donneurs.MOTS,
    "effet_profession": PROFESSIONS,
    "reversible": {"1": "oui", "0": "non"},
    "nature": NATURES,
}
MONTANTS = ("prevu", "engage", "depense", "montant")
SANS_NOUVELLE, EN_RETARD, BLOQUEE, JALON = "sans nouvelle", "en retard", "bloquée", "jalon proche"


class StatutRefuse(EntreeInvalide):
    """A change of status that is not allowed; `champ` is the field to correct."""

    def __init__(self, champ: str, mots: str) -> None:
        super().__init__(mots)
        self.champ = champ


@dataclass(frozen=True)
class Ecart:
    """One field written by two people: what it was for the reader, what the other wrote, what I wrote."""

    champ: str
    autre: object
    mien: object


def mot(champ: str, valeur: object) -> str:
    """A field's value as people say it: words for codes, euros for cents, French dates, « — » for nothing."""
    if champ in CHAMPS_CODES:
        return CHAMPS_CODES[champ].get(str(valeur), str(valeur))
    if valeur is None or valeur == "":
        return "—"
    if champ in MONTANTS and isinstance(valeur, int):
        return euros(valeur)
    return exact(valeur) if isinstance(valeur, float) else jour_court(str(valeur))


def jma(texte: str) -> str:
    """« 01/09/2026 » from an ISO day."""
    return date.fromisoformat(texte[:10]).strftime("%d/%m/%Y")


def verifier_statut(avant: str, apres: str, deblocage: str, acquis: int) -> None:
    """Raise `StatutRefuse` when a change of status is not allowed.

    `acquis`: cents with a decision. « Financée » asks for some; « bloquée » asks what would unblock.
    """
    if apres != avant and apres not in SUITES[avant]:
        after = liste([STATUTS[s].lower() for s in SUITES[avant]])
        raise StatutRefuse(
            "statut", f"De « {STATUTS[avant]} », une action ne peut passer qu'à : {after}. Rien n'a été modifié."
        )
    if apres == "bloquee" and not deblocage.strip():
        raise StatutRefuse("deblocage", "Dites ce qui débloquerait cette action : c'est ce que la table examinera.")
    if apres == "financee" and apres != avant and acquis <= 0:
        raise StatutRefuse(
            "statut",
            "Une action n'est financée qu'avec une décision (autorité, numéro, date) et un montant engagé. "
            "Ajoutez-la au financement, puis changez le statut.",
        )


def ecarts(lue: Mapping[str, Any], actuelle: Mapping[str, Any], miens: Mapping[str, Any]) -> list[Ecart]:
    """Fields that I changed and that someone else changed too, differently, since `lue` was read."""
    both = (name for name, value in miens.items() if value != lue[name] and actuelle[name] != lue[name])
    return [Ecart(name, actuelle[name], miens[name]) for name in both if actuelle[name] != miens[name]]


def fusion(lue: Mapping[str, Any], actuelle: Mapping[str, Any], miens: Mapping[str, Any]) -> dict[str, Any]:
    """My changes, and the other's where I changed nothing; on a field we both changed, mine (shown as `ecarts`)."""
    return {name: value if value != lue[name] else actuelle[name] for name, value in miens.items()}


def a_voir(actions: pd.DataFrame, jalons: pd.DataFrame, jour: date, silence: int, horizon: int) -> pd.DataFrame:
    """What the meeting needs, one row per action and reason. Columns: action, raison, precision.

    `silence`: days without news; `horizon`: days within which a milestone is announced.
    """
    alive = actions[~actions["statut"].isin(FINIES)]
    rows = [row for ident, line in alive.iterrows() for row in _reasons(ident, line, jour, silence)]
    waiting = jalons[jalons["fait_le"].isna() & jalons["action"].isin(alive.index)]
    rows += [row for line in waiting.itertuples() for row in _milestone(line, jour, horizon)]
    order = {BLOQUEE: 0, EN_RETARD: 1, SANS_NOUVELLE: 2, JALON: 3}
    reasons = pd.DataFrame(rows, columns=["action", "raison", "precision"])
    return reasons.sort_values("raison", key=lambda s: s.map(order), kind="stable", ignore_index=True)


def _reasons(ident: Any, line: Any, day: date, silence: int) -> list[tuple[object, str, str]]:
    reasons = []
    if line["statut"] == "bloquee":
        reasons.append((ident, BLOQUEE, f"Débloquerait : {line['deblocage']}"))
    end = date.fromisoformat(line["fin"])
    if end < day:
        reasons.append((ident, EN_RETARD, f"devait finir il y a {pluriel((day - end).days, 'jour')}"))
    quiet = (day - date.fromisoformat(line["touche_le"])).days
    if quiet > silence:
        reasons.append((ident, SANS_NOUVELLE, f"personne n'y a touché depuis {pluriel(quiet, 'jour')}"))
    return reasons


def _milestone(line: Any, day: date, horizon: int) -> list[tuple[object, str, str]]:
    planned = date.fromisoformat(line.prevu_le)
    if planned < day:
        return [
            (
                line.action,
                EN_RETARD,
                f"jalon « {line.intitule} » attendu il y a {pluriel((day - planned).days, 'jour')}",
            )
        ]
    if (planned - day).days <= horizon:
        when = f"dans {pluriel((planned - day).days, 'jour')}" if planned > day else "aujourd'hui"
        return [(line.action, JALON, f"« {line.intitule} » {when}")]
    return []


def resume(actions: pd.DataFrame, vues: pd.DataFrame, lignes: pd.DataFrame) -> str:
    """The state of a plan in a sentence: how many actions, what is wrong, what money is acquired."""
    if actions.empty:
        return "Aucune action n'est encore inscrite."
    counts = {
        kind: vues.loc[vues["raison"] == kind, "action"].nunique() for kind in (BLOQUEE, EN_RETARD, SANS_NOUVELLE)
    }
    words = [
        f"{nombre(counts[BLOQUEE])} bloquée{'s' if counts[BLOQUEE] > 1 else ''}" if counts[BLOQUEE] else "",
        f"{nombre(counts[EN_RETARD])} en retard" if counts[EN_RETARD] else "",
        f"{nombre(counts[SANS_NOUVELLE])} sans nouvelle" if counts[SANS_NOUVELLE] else "",
    ]
    troubles = [word for word in words if word]
    trouble = f", dont {liste(troubles)}" if troubles else ", aucune en difficulté"
    spread = actions["territoire"].nunique()
    return (
        f"{pluriel(len(actions), 'action')} dans {pluriel(spread, 'territoire')}{trouble}\u00a0; "
        f"{euros(acquis(lignes))} acquis sur {euros(int(lignes['prevu'].sum()))} prévus."
    )


def acquis(lignes: pd.DataFrame) -> int:
    """Cents that are acquired: committed by a decision, nothing else."""
    return int(lignes.loc[lignes["nature"] == "decision", "engage"].sum())


def euros(centimes: int) -> str:
    """« 12 500 € », cents shown only when there are some."""
    return f"{nombre(centimes / 100, 0 if centimes % 100 == 0 else 2)}\u00a0€"


def acte(ligne: Mapping[Any, Any]) -> str:
    """The act behind a funding line; whatever the words of its author, no article has to agree with them."""
    if ligne["nature"] == "decision":
        return f"décision n° {ligne['numero']} du {jma(ligne['date_acte'])} (autorité : {ligne['autorite']})"
    return f"engagement (pris par : {ligne['autorite']})" if ligne["nature"] == "engagement" else NATURES["avis"]


def etages(jalons: pd.DataFrame, proches: float) -> "pd.Series[int]":
    """On which level each milestone of an action is drawn, so that two close ones do not hide each other: 0 on its bar,
    then above and below in turn. `proches`: days under which two marks would touch. Columns: action, prevu_le."""
    level = pd.Series(0, index=jalons.index, dtype=int)
    for _, mine in jalons.sort_values("prevu_le").groupby("action"):
        days, last, step = pd.to_datetime(mine["prevu_le"]), None, 0
        for ident, day in days.items():
            step = (step + 1) % 3 if last is not None and (day - last).days < proches else 0
            level[ident], last = step, day
    return level


def jalons_par_defaut(debut: date, mois: tuple[int, int]) -> list[tuple[str, date]]:
    """The two default milestones of an action: started, fully deployed."""
    return [("Démarrage effectif", _later(debut, mois[0])), ("Déploiement complet", _later(debut, mois[1]))]


def _later(start: date, months: int) -> date:
    year, month = divmod(start.month - 1 + months, 12)
    first = date(start.year + year, month + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(start.day, last.day))


TENUE, EN_DECA, AU_DELA, ATTENTE = "promesse tenue", "en deçà de la promesse", "au-delà de la promesse", "à observer"


def verdict(promis: Mapping[str, Any], vu: Mapping[str, Any]) -> str:
    """Observed against promised, by the first figure both have: acts, then time, then the indicator of impact.

    Within the range of the promise it is kept; an indicator is kept from its target on, in its direction.
    """
    for name in ("actes", "etp"):
        if promis.get(name) and vu.get(name) is not None:
            low, _, high = promis[name]
            return EN_DECA if vu[name] < low else AU_DELA if vu[name] > high else TENUE
    impact = promis.get("impact") or {}
    if vu.get("impact") is None or impact.get("cible") is None:
        return ATTENTE
    falls = impact.get("depart") is not None and impact["cible"] < impact["depart"]
    reached = vu["impact"] <= impact["cible"] if falls else vu["impact"] >= impact["cible"]
    return TENUE if reached else EN_DECA
