"""What goes on in a séance now, and what came out of it: the point, the votes, the minutes."""

from typing import Any

from sqlite_utils import Database

from components.compagnon.lectures_journal import au_journal
from components.core.francais import pluriel
from components.seances import minutes
from data.base.souvenir import partagee
from data.priorites import scrutins
from data.releves import releves
from data.seances import seances


@partagee
def point(db: Database, seance: int) -> dict[str, Any]:
    """The point under discussion, the one after, and the vote that is open."""
    row, points = seances.seance(db, seance), seances.points(db, seance).to_dict("records")
    now = [k for k, p in enumerate(points) if p["etat"] == "en cours"]
    ahead = [k for k, p in enumerate(points) if p["etat"] == "à venir"]
    after = [k for k in ahead if now and k > now[0]] or ahead
    opened = scrutins.ouvert_de(db, seance)
    return {
        "etat": seances.ETATS[row["etat"]],
        "point": points[now[0]] if now else None,
        "rang": now[0] + 1 if now else 0,
        "suivant": points[after[0]]["titre"] if after else "",
        "faits": sum(p["etat"] == "traité" for p in points),
        "total": len(points),
        "vote": scrutins.scrutin(db, opened)["definition"]["question"] if opened is not None else "",
    }


@partagee
def votes(db: Database, seance: int) -> list[dict[str, Any]]:
    """Votes of a séance: results once published, phrases once closed, a sentence otherwise."""
    shown_votes = []
    for fact in releves.votes(db, seance):
        shown: dict[str, Any] = {"question": fact["question"], "tour": fact["tour"], "etat": fact["etat"]}
        shown |= {"classement": [], "participation": "", "phrases": []}
        if fact["etat"] == releves.PUBLIE:
            turnout = fact["decompte"]["participation"]
            shown["participation"] = (
                f"{pluriel(turnout['bulletins'], 'bulletin')} pour {pluriel(turnout['votants'], 'votant')}"
            )
            shown["classement"] = [
                [str(r["rang"]), r["option"], r["valeur"], r["motif"]] for r in fact["resultat"]["classement"]
            ]
        if fact["etat"] in (scrutins.CLOS, scrutins.PUBLIE):
            shown["phrases"] = scrutins.phrases(db, int(fact["id"]))
        shown_votes.append(shown)
    return shown_votes


@au_journal
def releve(db: Database, seance: int) -> dict[str, Any]:
    """The minutes of a closed séance as a page: its pictures stay in the files, the same numbers are in its tables."""
    return minutes.contenu(db, seance)
