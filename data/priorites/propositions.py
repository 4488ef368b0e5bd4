"""What a college proposes about the list of services: an addition, or what users say a service is.

A proposal is signed by a member of the college, in a séance, on a day; its words never change. The table takes it into
a version of the list (`data.priorites.versions`), or refuses it with a reason that stays in the register.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.core.francais import jour
from components.core.refus import Introuvable, Refus
from components.core.textes import nets
from data.base import acteurs, decisions, jours, sceaux
from data.base.acteurs import Acteur
from data.base.store import writing
from data.priorites import services
from data.seances import seances

AJOUT, PAROLE = "ajout", "parole"
SIGNEE, ADOPTEE, REFUSEE = "signée", "adoptée", "refusée"
NATURE, OBJET = "avis de la table", "proposition:"
MOTS = (*services.MOTS, "usagers")
COLONNES = (
    "id", "genre", "service", "modele", *MOTS, "origine", "college", "membre", "signataire", "seance", "signee_le",
    "etat", "raison", "version",
)  # fmt: skip


@dataclass(frozen=True)
class PropositionDeService:
    """A signed proposal. `service`: the one whose users' words it gives, or the one it became; `modele`: the key of the
    ready addition that was signed as it stands; `raison`: why it was refused; `version`: the one that took it in."""

    id: int
    genre: str
    service: str
    modele: str
    nom: str
    pour_le_patient: str
    qui: str
    alternatives: str
    usagers: str
    origine: str
    college: str
    membre: int
    signataire: str
    seance: int
    signee_le: str
    etat: str
    raison: str
    version: int | None

    def signature(self, colleges: Mapping[str, str]) -> str:
        """« Claire Martin (Usagers), le 3 mars 2026 »."""
        college, day = colleges.get(self.college, self.college), date.fromisoformat(self.signee_le)
        return f"{self.signataire} ({college}), le {jour(day)}"


def a_signer(db: Database) -> dict[str, dict[str, Any]]:
    """Ready additions that are neither in the list, nor waiting for the table."""
    taken = {_cle(name) for name in services.read(db)["nom"]} | {_cle(one.nom) for one in propositions(db, SIGNEE)}
    listed = set(services.read(db).index)
    return {key: one for key, one in services.ajouts().items() if key not in listed and _cle(one["nom"]) not in taken}


def propositions(db: Database, etat: str = "") -> list[PropositionDeService]:
    """Proposals, oldest first; those in one state when it is given."""
    rows = db.query(
        f"SELECT {', '.join(COLONNES)} FROM propositions_services WHERE ? IN ('', etat) ORDER BY id",  # noqa: S608 - our own names
        [etat],
    )
    return [PropositionDeService(**row) for row in rows]


def signer(db: Database, acteur: Acteur, seance: int, membre: int, mots: Mapping[str, str], modele: str = "") -> int:
    """Sign an addition for a college, in a séance, by one of its members; return its id. `mots`: `MOTS`.

    Raises `Refus` on an empty or taken name, an unknown member, a closed séance.
    """
    words = _mots(mots)
    if not words["nom"] or not words["pour_le_patient"]:
        raise Refus("Donnez un nom au service et dites ce qu'il apporte au patient. Rien n'a été signé.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        _libre(db, words["nom"])
        source = str(services.ajouts()[modele]["origine"]) if modele in services.ajouts() else ""
        return _ecrire(db, acteur, AJOUT, seance, membre, words | {"service": "", "modele": modele, "origine": source})


def signer_prete(db: Database, acteur: Acteur, seance: int, membre: int, cle: str) -> int:
    """Sign a ready addition as it stands; return its id."""
    if cle not in services.ajouts():
        raise Introuvable("Cette proposition n'est pas dans la liste des ajouts prêts. Rien n'a été signé.")
    return signer(db, acteur, seance, membre, {name: services.ajouts()[cle].get(name, "") for name in MOTS}, cle)


def dire(db: Database, acteur: Acteur, seance: int, membre: int, service: str, usagers: str) -> int:
    """Sign, for users, what a service is in their words; return the proposal's id.

    Raises `Refus` when the member does not sit for users, or when other words of theirs wait for the table.
    """
    words = " ".join(usagers.split())
    if not words:
        raise Refus("Écrivez ce que les usagers disent de ce service. Rien n'a été signé.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        listed = services.read(db)
        if service not in listed.index:
            raise Introuvable("Ce service n'est plus dans la liste. Rien n'a été signé.")
        if any(one.genre == PAROLE and one.service == service for one in propositions(db, SIGNEE)):
            raise Refus("Des mots d'usagers attendent déjà la table pour ce service. Rien n'a été signé.")
        if listed.at[service, "usagers"] == words:
            raise Refus("Ce service dit déjà cela. Rien n'a été signé.")
        row = dict.fromkeys(MOTS, "") | {"nom": str(listed.at[service, "nom"]), "usagers": words, "origine": ""}
        return _ecrire(db, acteur, PAROLE, seance, membre, row | {"service": service, "modele": ""})


def refuser(db: Database, acteur: Acteur, ident: int, raison: str) -> None:
    """Refuse a signed proposal: the register keeps the reason. Raises `Refus` without one, or once decided."""
    why = nets(" ".join(raison.split()))
    if not why:
        raise Refus("Dites pourquoi la table refuse cette proposition : le registre le garde. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        one = exiger_signee(db, ident)
        content = {"proposition": ident, "nom": one.nom, "genre": one.genre, "raison": why} | temoin(db, one)
        decisions.adopter(db, acteur, NATURE, f"{OBJET}{ident}", f"Proposition refusée : {one.nom}", content, {})
        acteurs.record(db, acteur, "refuser une proposition", one.nom, {"raison": why})
        _decider(db, acteur, [ident], {"etat": REFUSEE, "raison": why})


def prendre(db: Database, acteur: Acteur, idents: Iterable[int], version: int) -> list[dict[str, Any]]:
    """Take signed proposals into the list, inside the gesture that adopts its version; what the register says of them.

    Raises `Refus` when one was decided meanwhile, or when its name or its service was.
    """
    taken = []
    for ident in sorted(set(idents)):
        one = exiger_signee(db, ident)
        if one.genre == AJOUT:
            _libre(db, one.nom, sauf=ident)
            origin = f"Proposition signée par {one.signature(seances.colleges(db)['nom'].to_dict())}"
            origin += f" ; {one.origine}" if one.origine else ""
            service = services.inscrire(db, acteur, one.modele, {name: getattr(one, name) for name in MOTS}, origin)
        else:
            service = one.service
            services.dire(db, acteur, service, one.usagers)
        _decider(db, acteur, [ident], {"etat": ADOPTEE, "version": version, "service": service})
        taken.append({"proposition": ident, "genre": one.genre, "service": service, "nom": one.nom} | temoin(db, one))
    return taken


def exiger_signee(db: Database, ident: int) -> PropositionDeService:
    """A proposal that waits for the table. Raises `Introuvable`, or `Refus` once decided."""
    one = next((one for one in propositions(db) if one.id == ident), None)
    if one is None:
        raise Introuvable("Cette proposition n'existe pas. Rien n'a été enregistré.")
    if one.etat != SIGNEE:
        raise Refus(f"La proposition « {one.nom} » est déjà {one.etat}. Rien n'a été enregistré.")
    return one


def temoin(db: Database, one: PropositionDeService) -> dict[str, object]:
    """Who signed, for which college, in which séance, on which day: what the register keeps of a proposal."""
    title = str(seances.seance(db, one.seance)["titre"])
    college = seances.nom_college(db, one.college)
    return {"signataire": one.signataire, "college": college, "seance": title, "signee_le": one.signee_le}


def _ecrire(db: Database, acteur: Acteur, genre: str, seance: int, membre: int, row: Mapping[str, str]) -> int:
    people = seances.membres(db)
    if membre not in people.index:
        raise Refus("Une proposition est signée par un membre de la table. Rien n'a été signé.")
    if seances.seance(db, seance)["etat"] == seances.CLOSE:
        raise Refus("Cette séance est close : son relevé est scellé. Signez dans une autre séance. Rien n'a été signé.")
    college = str(people.at[membre, "college"])
    if genre == PAROLE and not seances.colleges(db).at[college, "usagers"]:
        raise Refus("Ce que disent les usagers est signé par un de leurs représentants. Rien n'a été signé.")
    signed = {
        "genre": genre, **row, "college": college, "membre": membre, "signataire": str(people.at[membre, "nom"]),
        "seance": seance, "signee_le": jours.aujourd_hui(db).isoformat(), "etat": SIGNEE, "raison": "",
    }  # fmt: skip
    acteurs.record(db, acteur, "signer une proposition", row["nom"], {"genre": genre, "membre": membre})
    stamp = {"acteur": acteur.id, "le": acteurs.now()}
    ident = int(db["propositions_services"].insert({**nets(signed), **stamp}).last_pk)
    title = f"Proposition signée : {row['nom']}"
    sceaux.sceller(db, acteur, sceaux.PROPOSITION, [ident], title)
    return ident


def _decider(db: Database, acteur: Acteur, idents: list[int], fields: Mapping[str, object]) -> None:
    for ident in idents:
        db["propositions_services"].update(ident, dict(fields))
    sceaux.sceller(db, acteur, sceaux.PROPOSITION, idents, f"Proposition {fields['etat']}")


def _libre(db: Database, nom: str, sauf: int = 0) -> None:
    """Raise `Refus` when a service of the list, or another proposal that waits, has this name."""
    if _cle(nom) in {_cle(str(name)) for name in services.read(db)["nom"]}:
        raise Refus(f"Un service s'appelle déjà « {nom} ». Rien n'a été enregistré.")
    same = next((one for one in propositions(db, SIGNEE) if one.id != sauf and _cle(one.nom) == _cle(nom)
                 and one.genre == AJOUT), None)  # fmt: skip
    if same is not None:
        raise Refus(f"« {nom} » est déjà proposé, signé par {same.signataire}. Rien n'a été enregistré.")


def _mots(mots: Mapping[str, str]) -> dict[str, str]:
    return {name: nets(" ".join(str(mots.get(name, "")).split())) for name in MOTS}


def _cle(nom: object) -> str:
    return " ".join(str(nom).split()).casefold()
