"""Money of the plans, in whole cents: lines by funder, envelopes with their rules, requests, the table's avis."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.francais import nombre
from components.core.refus import Introuvable, Refus
from data.base import acteurs, decisions, jours, sceaux
from data.base.acteurs import Acteur
from data.base.store import writing
from data.plans import lignes, plans
from data.territoire import territoire

NOMS_LIGNE = {
    "financeur": "Financeur", "prevu": "Prévu", "engage": "Engagé", "depense": "Dépensé", "nature": "Nature de l'acte",
    "autorite": "Autorité", "numero": "Numéro", "date_acte": "Date",
}  # fmt: skip
LIGNES = ["id", "action", *NOMS_LIGNE, "version"]
MODIFIER = "modifier un financement"
ENVELOPPES = ["id", "nom", "financeur", "annee", "montant"]
REGLES = ["id", "enveloppe", "genre", "porte_sur", "valeur", "montant"]
DEMANDES = ["id", "enveloppe", "action", "montant"]


def lines(db: Database) -> pd.DataFrame:
    """Funding lines, indexed by id. Columns `LIGNES` (amounts in cents)."""
    return pd.DataFrame(db.query("SELECT * FROM financements ORDER BY action, id"), columns=LIGNES).set_index("id")


def ajouter_ligne(db: Database, acteur: Acteur, ident: int, champs: Mapping[str, Any], jour: date | None = None) -> int:
    """Add a funding line to an action. Raises `Refus` when money would show as acquired without its act.

    `jour`: the day it is (today when None): a decision is not dated after it.
    """
    lignes.verifier(champs, jour or jours.aujourd_hui(db))
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        plans.marquer(db, acteur, ident, "ajouter un financement", champs)
        made = int(db["financements"].insert(dict(champs) | {"action": ident}).last_pk)
        _seal_line(db, acteur, made)
        return made


def line(db: Database, ligne: int) -> dict[str, Any]:
    """One funding line as it is now. Raises `Introuvable`."""
    row = next(db.query("SELECT * FROM financements WHERE id = ?", [ligne]), None)
    if row is None:
        raise Introuvable("Cette ligne de financement n'existe plus. Rien n'a été modifié.")
    return row


def modifier_ligne(
    db: Database, acteur: Acteur, ligne: int, version: int, champs: Mapping[str, Any], jour: date | None = None
) -> bool:
    """Replace what a funding line read at `version` says (every field but its action).

    Raises `plans.Depasse` when someone changed it since. True when the action had no other money acquired by a
    decision: it goes from « financée » back to « retenue ».
    """
    lignes.verifier(champs, jour or jours.aujourd_hui(db))
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        now = line(db, ligne)
        if now["version"] != version:
            author = plans.last_author(db, now["action"], MODIFIER, ligne)
            raise plans.Depasse(now, author, champs, "cette ligne de financement")
        plans.marquer(db, acteur, now["action"], MODIFIER, {"ligne": ligne} | dict(champs))
        db["financements"].update(ligne, dict(champs) | {"version": version + 1})
        _seal_line(db, acteur, ligne)
        return _unfunded(db, acteur, now["action"])


def _seal_line(db: Database, acteur: Acteur, ligne: int) -> None:
    row = line(db, ligne)
    summary = f"{row['financeur']}, prévu {nombre(row['prevu'] / 100, 2)} €, engagé {nombre(row['engage'] / 100, 2)} €"
    sceaux.sceller(db, acteur, sceaux.FINANCEMENT, [ligne], f"Financement de l'action n° {row['action']} : {summary}")


def _unfunded(db: Database, acteur: Acteur, ident: int) -> bool:
    """Take « financée » back from an action that no decision pays for any more, with a line of its journal."""
    now = plans.action(db, ident)
    acquired = "SELECT COALESCE(SUM(engage), 0) FROM financements WHERE action = ? AND nature = 'decision'"
    if now["statut"] != "financee" or db.conn.execute(acquired, (ident,)).fetchone()[0] > 0:
        return False
    plans.modifier(
        db, acteur, ident, now["version"], {"statut": "retenue"}, "plus aucun montant acquis par une décision"
    )
    return True


def envelopes(db: Database) -> pd.DataFrame:
    """Envelopes, indexed by id. Columns `ENVELOPPES` (montant in cents)."""
    rows = db.query("SELECT id, nom, financeur, annee, montant FROM enveloppes ORDER BY id")
    return pd.DataFrame(rows, columns=ENVELOPPES).set_index("id")


def ajouter_enveloppe(db: Database, acteur: Acteur, nom: str, financeur: str, annee: int, montant: int) -> int:
    """Open an envelope. Raises `Refus` on an empty or taken name, or no money."""
    if not nom.strip() or not financeur.strip() or montant <= 0:
        raise Refus("Une enveloppe a un nom, un financeur et un montant positif. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        if db.conn.execute("SELECT 1 FROM enveloppes WHERE nom = ?", (nom.strip(),)).fetchone():
            raise Refus(f"Une enveloppe s'appelle déjà « {nom.strip()} ». Choisissez un autre nom.")
        acteurs.record(db, acteur, "ouvrir une enveloppe", nom.strip(), {"montant": montant, "financeur": financeur})
        row = {"nom": nom.strip(), "financeur": financeur.strip(), "annee": annee, "montant": montant}
        made = int(db["enveloppes"].insert(row | {"acteur": acteur.id, "cree_le": acteurs.now()}).last_pk)
        summary = f"{nom.strip()}, {nombre(montant / 100, 2)} €"
        sceaux.sceller(db, acteur, sceaux.ENVELOPPE, [made], f"Enveloppe ouverte : {summary}")
        return made


def rules(db: Database, enveloppe: int) -> pd.DataFrame:
    """Rules of an envelope. Columns `REGLES`: who is eligible, which credits are earmarked (montant in cents)."""
    rows = db.query("SELECT * FROM regles_enveloppe WHERE enveloppe = ? ORDER BY id", [enveloppe])
    return pd.DataFrame(rows, columns=REGLES)


def ajouter_regle(
    db: Database, acteur: Acteur, enveloppe: int, genre: str, porte_sur: str, valeur: str, montant: int | None = None
) -> None:
    """Add an eligibility or an earmark. Earmarks of one envelope bear on one kind of thing, so none overlaps."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        existing = rules(db, enveloppe)
        marks = existing[existing["genre"] == "flechage"]
        if genre == "flechage":
            if set(marks["porte_sur"]) - {porte_sur}:
                raise Refus("Les fléchages d'une enveloppe portent tous sur la même chose. Rien n'a été ajouté.")
            total = db.conn.execute("SELECT montant FROM enveloppes WHERE id = ?", (enveloppe,)).fetchone()[0]
            if int(marks["montant"].sum()) + (montant or 0) > total:
                raise Refus("Les fléchages dépassent l'enveloppe. Rien n'a été ajouté.")
        row = {"enveloppe": enveloppe, "genre": genre, "porte_sur": porte_sur, "valeur": valeur, "montant": montant}
        if ((existing["genre"] == genre) & (existing["porte_sur"] == porte_sur) & (existing["valeur"] == valeur)).any():
            raise Refus("Cette règle existe déjà. Rien n'a été ajouté.")
        acteurs.record(db, acteur, "régler une enveloppe", f"enveloppe:{enveloppe}", row)
        made = db["regles_enveloppe"].insert(row).last_pk
        sceaux.sceller(db, acteur, sceaux.REGLE, [made], f"Règle ajoutée à l'enveloppe n° {enveloppe} : {genre}")


def retirer_regle(db: Database, acteur: Acteur, regle: int) -> None:
    """Take a rule off an envelope; does nothing when it is gone already."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        row = next(db.query("SELECT * FROM regles_enveloppe WHERE id = ?", [regle]), None)
        if row is not None:
            acteurs.record(db, acteur, "retirer une règle d'enveloppe", f"enveloppe:{row['enveloppe']}", row)
            db.conn.execute("DELETE FROM regles_enveloppe WHERE id = ?", (regle,))
            title = f"Règle retirée de l'enveloppe n° {row['enveloppe']} : {row['genre']}"
            sceaux.sceller(db, acteur, sceaux.REGLE, [regle], title)


def requests(db: Database, enveloppe: int) -> pd.DataFrame:
    """Requests on an envelope, with what bears on the choice. Columns `DEMANDES` plus titre, territoire, modele,
    secteur, and what its move says (`effet_…`)."""
    rows = db.query(
        "SELECT d.id, d.enveloppe, d.action, d.montant, a.titre, a.territoire, a.modele, a.secteur, a.effet_genre, "
        "a.effet_commune, a.effet_quantite, a.effet_donneur, a.effet_route, a.effet_profession "
        "FROM demandes d JOIN actions a ON a.id = d.action "
        "WHERE d.enveloppe = ? AND a.statut <> 'abandonnee' ORDER BY d.id",
        [enveloppe],
    )
    extra = ["titre", "territoire", "modele", "secteur", "effet_genre", "effet_commune", "effet_quantite",
             "effet_donneur", "effet_route", "effet_profession"]  # fmt: skip
    return pd.DataFrame(rows, columns=[*DEMANDES, *extra])


def demander(db: Database, acteur: Acteur, enveloppe: int, ident: int, montant: int) -> None:
    """Ask an envelope for money for an action (the amount replaces the former one; 0 withdraws the request)."""
    if montant < 0:
        raise Refus("Un montant demandé est positif. Rien n'a été modifié.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        detail = {"enveloppe": enveloppe, "montant": montant}
        plans.marquer(db, acteur, ident, "demander un financement" if montant else "retirer une demande", detail)
        db.conn.execute("DELETE FROM demandes WHERE enveloppe = ? AND action = ?", (enveloppe, ident))
        if montant:
            db["demandes"].insert({"enveloppe": enveloppe, "action": ident, "montant": montant})
        title = f"Demande de l'action n° {ident} à l'enveloppe n° {enveloppe} : {nombre(montant / 100, 2)} €"
        sceaux.sceller(db, acteur, sceaux.DEMANDE, [f"{enveloppe}/{ident}"], title)


def concerned(rules: pd.DataFrame, asked: pd.DataFrame) -> dict[int, frozenset[int]]:
    """Actions among requests that each rule bears on, by the rule's id."""
    return {
        int(row["id"]): frozenset(asked.loc[asked[row["porte_sur"]] == row["valeur"], "action"].astype(int))
        for row in rules.to_dict("records")
    }


def eligible(rules: pd.DataFrame, asked: pd.DataFrame) -> frozenset[int]:
    """Actions that satisfy every kind of eligibility: one of the values given for each."""
    matched, allowed = concerned(rules, asked), frozenset(asked["action"].astype(int))
    for _, group in rules[rules["genre"] == "eligible"].groupby("porte_sur"):
        allowed &= frozenset().union(*(matched[int(ident)] for ident in group["id"]))
    return allowed


def departures(rules: pd.DataFrame, montant: int, asked: pd.DataFrame, retenues: Collection[int]) -> list[str]:
    """How a choice departs from the rules of its envelope, in words: not eligible, or paid with others' credits."""
    chosen, allowed, matched = asked[asked["action"].isin(retenues)], eligible(rules, asked), concerned(rules, asked)
    out = chosen[~chosen["action"].isin(allowed)]
    broken = [f"« {row['titre']} » (action n° {row['action']}) n'est pas éligible" for row in out.to_dict("records")]
    marks = rules[rules["genre"] == "flechage"]
    costs, free = chosen.set_index("action")["montant"], montant - int(marks["montant"].sum())
    for row in marks.to_dict("records"):
        inside = costs.index.isin(matched[int(row["id"])])
        free -= max(0, int(costs[inside].sum()) - int(row["montant"]))
        costs = costs[~inside]
    if len(marks) and int(costs.sum()) > free:
        broken.append("une part est payée sur des crédits fléchés vers d'autres actions")
    return broken


def adopter_choix(
    db: Database, acteur: Acteur, enveloppe: int, retenues: list[int], motif: str, preuve: Mapping[str, object],
    ecart: str = "",
) -> str:  # fmt: skip
    """Record the table's choice as an avis (never acquired money) and return its hash. Statuses do not move.

    `ecart`: why the table departs from the rules of the envelope; without it, a choice that does is refused.
    """
    if not motif.strip():
        raise Refus("Dites pourquoi la table retient ce choix : le relevé l'imprimera. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        asked, row = requests(db, enveloppe), envelopes(db).loc[enveloppe]
        chosen, amount = asked[asked["action"].isin(retenues)], int(row["montant"])
        if int(chosen["montant"].sum()) > amount:
            raise Refus("Ce choix dépasse l'enveloppe. Rien n'a été enregistré.")
        broken = departures(rules(db, enveloppe), amount, asked, retenues)
        if broken and not ecart.strip():
            raise Refus(
                f"Ce choix s'écarte des règles de l'enveloppe : {' ; '.join(broken)}. Dites pourquoi la table s'en "
                "écarte, ou changez le choix. Rien n'a été enregistré."
            )
        content = {
            "enveloppe": row["nom"], "montant": amount, "motif": motif.strip(), "retenues": _said(db, chosen),
            "non_retenues": _said(db, asked[~asked["action"].isin(retenues)]),
            **({"ecarts": broken, "pourquoi_ecart": ecart.strip()} if broken else {}),
        }  # fmt: skip
        count_words = f"{len(chosen)} action{'s' if len(chosen) > 1 else ''}" if len(chosen) else "aucune action"
        title = f"Avis de la table sur l'enveloppe « {row['nom']} » : {count_words} sur {len(asked)}"
        title += ", hors de ses règles" if broken else ""
        return decisions.adopter(db, acteur, plans.AVIS, f"enveloppe:{enveloppe}", title, content, preuve)


def choices(db: Database, enveloppe: int) -> list[dict[str, Any]]:
    """The avis given on an envelope, oldest first: rang, empreinte, le, and what was recorded (retenues, motif…)."""
    rows = db.query("SELECT * FROM decisions WHERE objet = ? ORDER BY rang", [f"enveloppe:{enveloppe}"])
    return [json.loads(r["contenu"]) | {"rang": r["rang"], "empreinte": r["empreinte"], "le": r["le"]} for r in rows]


def _said(db: Database, rows: pd.DataFrame) -> list[dict[str, object]]:
    names = territoire.territoires(db)["nom"]
    return [
        {
            "action": int(row["action"]), "titre": row["titre"],
            "territoire": str(names.get(row["territoire"], row["territoire"])), "montant": int(row["montant"]),
        }
        for row in rows.to_dict("records")
    ]  # fmt: skip
