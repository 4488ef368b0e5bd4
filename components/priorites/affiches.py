"""A vote as the room looks at it: where to vote, how many have, then the result; no tally before it is published."""

from collections.abc import Mapping
from typing import Any

import segno
from sqlite_utils import Database

from components.core.francais import pluriel
from components.priorites import figures, lectures, view_resultat
from components.priorites.regles.decompte import Decompte
from components.ui.dessins import salle, votes
from components.ui.dessins.affiche import Affiche, ChiffreDeSalle, DessinDeSalle, OuVoter, VueDemandee
from components.ui.dessins.votes import DessinDeVote, Forme
from components.ui.langage.echelle import DESSIN, DESSIN_SERRE, LARGE
from components.ui.langage.teintes import CLAIR, SOMBRE
from data.base import jours
from data.priorites import scrutins

CACHES = "Les résultats restent cachés jusqu'à leur publication."
AVANT = {
    scrutins.PREPARE: "Le vote se prépare",
    scrutins.FIGE: "Les règles sont figées, le vote va s'ouvrir",
    scrutins.CLOS: "Le vote est clos",
    scrutins.ANNULE: "Ce vote est annulé, ses bulletins sont détruits",
}


def scrutin(db: Database, demandee: VueDemandee) -> Affiche:
    """A vote where it stands: before it opens, open, closed, published."""
    ident = int(demandee.cible.partition("/")[0])
    row = scrutins.scrutin(db, ident)
    if row["etat"] == scrutins.OUVERT:
        return _ouvert(db, ident, row, demandee.adresse)
    if row["etat"] == scrutins.PUBLIE:
        return resultat(db, demandee)
    return Affiche(str(row["definition"]["question"]), surtitre=AVANT[row["etat"]], pourquoi=_suite(db, ident, row))


def resultat(db: Database, demandee: VueDemandee) -> Affiche:
    """A published result: the whole, or the group named after « / »; of any other vote, where it stands."""
    vote, _, group = demandee.cible.partition("/")
    row = scrutins.scrutin(db, int(vote))
    if row["etat"] != scrutins.PUBLIE:
        return scrutin(db, demandee)
    declared, tallies, result = lectures.resultat(db, int(vote))
    shown = group if group in dict(result.par_groupe) else figures.ENSEMBLE
    ranking = dict(result.par_groupe).get(shown, result.ensemble)
    first = ranking.rangs[0]
    sentence = view_resultat.phrase(db, int(vote)) if shown == figures.ENSEMBLE else figures.titre(tallies, shown)
    reason = first.motif.partition(". ")[0].rstrip(".")
    why = f"Pourquoi « {declared.regle.libelle(first.option)} » d'abord : {reason}."
    drawn, left = _dessine(figures.dessin(tallies, result, [shown]), salle.reste(sentence, why))
    more = f" {pluriel(left, 'autre option', 'autres options')} : page Priorités." if left else ""
    return Affiche(sentence, (drawn,), declared.question, f"{why}{more}", _source(tallies))


def _ouvert(db: Database, ident: int, row: Mapping[str, Any], adresse: str) -> Affiche:
    table = lectures.participation(db, ident)
    cast, expected = int(table["Bulletins"].sum()), int(table["Votants"].sum())
    here = f"{adresse}/vote"
    code = segno.make(here, error="m").svg_inline(border=2, omitsize=True)
    return Affiche(
        str(row["definition"]["question"]),
        (
            OuVoter(DessinDeSalle(code, f"Code à scanner pour voter : {here}"), here),
            ChiffreDeSalle(
                str(cast),
                f"{'bulletin' if cast < 2 else 'bulletins'} sur {pluriel(expected, 'votant')}",
                cast / expected if expected else 0.0,
            ),
        ),
        surtitre=f"Vote ouvert depuis {jours.heure_de(db, str(row['ouvert_le']))}",
        source=f"Scannez, tapez le code de votre carton, votez. {CACHES}",
    )


def _suite(db: Database, ident: int, row: Mapping[str, Any]) -> str:
    """What a room may know of a vote that is not open: how many voted once it is closed, and nothing of what."""
    if row["etat"] != scrutins.CLOS:
        return ""
    cast = pluriel(int(row["decompte"]["participation"]["bulletins"]), "bulletin")
    return f"{cast}. {CACHES}"


def _dessine(drawn: DessinDeVote, room: float) -> tuple[DessinDeSalle, int]:
    """The drawing in the largest letters that fit, and how many options are left out when none does."""
    wide = LARGE - 2 * salle.MARGE
    shown, size = drawn, float(DESSIN.points)
    while votes.hauteur(shown, Forme(wide, size)) > room and (size > DESSIN_SERRE.points or _longue(shown)):
        if size > DESSIN_SERRE.points:
            size -= 1
        else:
            shown = shown.de(votes.sans_la_derniere(shown.volets[0]))
    left = len(drawn.volets[0].lignes) - len(shown.volets[0].lignes)
    light, dark = (votes.svg(shown, Forme(wide, size, teintes)) for teintes in (CLAIR, SOMBRE))
    return DessinDeSalle(light, drawn.mots, dark), left


def _longue(drawn: DessinDeVote) -> bool:
    return len(drawn.volets[0].lignes) > 1


def _source(tallies: Decompte) -> str:
    turnout = tallies.participation
    cast = f"{pluriel(turnout['bulletins'], 'bulletin')} sur {pluriel(turnout['votants'], 'votant')}"
    return f"{cast} · avis de la table, inscrit au registre"
