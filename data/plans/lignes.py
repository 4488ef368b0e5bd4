"""What a funding line may say: money shows as acquired with its act alone, and no amount exceeds the one above it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from components.core.refus import Refus


def verifier(champs: Mapping[str, Any], jour: date) -> None:
    """Raise `Refus` when what a line says cannot be: `jour` is the day it is, a decision is not dated after it."""
    nature, engaged = champs["nature"], champs["engage"]
    if not str(champs["financeur"]).strip():
        raise Refus("Nommez le financeur. Rien n'a été enregistré.")
    if min(champs["prevu"], engaged, champs["depense"]) < 0:
        raise Refus("Un montant ne peut pas être négatif. Rien n'a été enregistré.")
    if nature == "decision" and not (champs["autorite"].strip() and champs["numero"].strip() and champs["date_acte"]):
        raise Refus("Une décision a une autorité, un numéro et une date. Rien n'a été enregistré.")
    if nature == "decision" and champs["date_acte"] > jour.isoformat():
        raise Refus(
            "La date de cette décision est à venir : une décision se saisit une fois signée, à sa date. D'ici là, "
            "choisissez « engagement » ou « avis de la table ». Rien n'a été enregistré."
        )
    if nature == "engagement" and not champs["autorite"].strip():
        raise Refus("Un engagement est celui de quelqu'un : dites de qui. Rien n'a été enregistré.")
    if engaged and nature != "decision":
        raise Refus("Rien n'est engagé sans décision (autorité, numéro, date). Rien n'a été enregistré.")
    if champs["depense"] > engaged:
        raise Refus(
            "On ne dépense pas plus que ce qui est engagé : corrigez l'un des deux montants. Rien n'a été enregistré."
        )
    if engaged > champs["prevu"]:
        raise Refus(
            "L'engagé dépasse le prévu : relevez d'abord le montant prévu à celui de la décision. Rien n'a été "
            "enregistré."
        )
