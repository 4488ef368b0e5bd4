"""A solidarity plan ready to leave: its question and answer as plain values, a draft of an action for each pair."""

from components.core.francais import pluriel
from components.propositions.envoi.pret import PropositionPrete
from components.propositions.lectures import Terrain
from components.propositions.solidarite.lectures import PretLu, SolidariteLue
from data.plans.brouillons import BrouillonDAction
from data.propositions import propositions

MODELE = "solidarite_territoires"
FINANCEUR = "Cnam (200 € par jour, 2025)"


def titre(pret: PretLu) -> str:
    """What the action of a pair is called."""
    return f"{pret.preteur.nom} prête {pluriel(pret.jours, 'jour')} par mois à {pret.receveur.nom}"


def cout(lieu: Terrain, pret: PretLu) -> float:
    """Euros of a full year of indemnities."""
    return pret.jours * lieu.valeurs.number("mois_par_an") * lieu.valeurs.number("cout_jour_pret")


def preparer(lieu: Terrain, lue: SolidariteLue, phrase: str) -> PropositionPrete:
    """The plan, as it may become a scenario or drafts. `phrase`: its answer."""
    asked = {
        "repere": lieu.repere, "serie": lieu.serie.id, "jour": lieu.jour.isoformat(),
        "preteurs": [[one.code, one.jours, one.source] for one in lue.preteurs],
        "receveurs": [[one.code, one.jours, one.source] for one in lue.receveurs],
    }  # fmt: skip
    answer = {
        "prets": [
            {"de": one.preteur.code, "a": one.receveur.code, "jours": one.jours, "minutes": round(one.minutes, 1),
             "gain": round(one.gain, 4), "perte": round(one.perte, 4), "actes": round(one.actes, 1)}
            for one in lue.prets
        ],
        "pire_avant": lue.proposes.pire_avant, "pire_apres": lue.proposes.pire_apres, "comble": lue.proposes.comble,
        "ecart": lue.proposes.ecart,
    }  # fmt: skip
    name = f"Solidarité : {pluriel(sum(one.jours for one in lue.prets), 'jour')} par mois"
    return PropositionPrete(propositions.SOLIDARITE, name, phrase, asked, answer, tuple(_brouillons(lieu, lue, phrase)))


def _brouillons(lieu: Terrain, lue: SolidariteLue, phrase: str) -> list[BrouillonDAction]:
    return [
        BrouillonDAction(
            titre(one), one.receveur.code, MODELE, "consultation_avancee", one.receveur.lieu, float(one.jours),
            lieu.jour.year + 1, phrase, FINANCEUR, cout(lieu, one), one.preteur.lieu, one.route,
        )
        for one in lue.prets
    ]  # fmt: skip
