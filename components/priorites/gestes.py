"""The gestures of a vote: declared, opened, closed, published, a second round; costed actions put to the vote."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlite_utils import Database

from components.core import poids
from components.core.francais import liste, pluriel
from components.core.refus import EntreeInvalide, Refus
from components.priorites import lectures
from components.priorites.catalogue import lectures as lectures_catalogue
from components.priorites.lectures import (
    _check_guards,
    _first_rounds,
    obstacles,
    resultat,
)
from components.priorites.regles import decompte
from components.priorites.regles import scrutin as scrutin_regles
from components.priorites.regles.comptage import compter
from components.priorites.regles.recomptage import Recomptage, recomptage
from components.priorites.regles.scrutin import Definition
from components.priorites.regles.vote import APPROBATION, Option
from data.base import acteurs, store
from data.base.acteurs import Acteur
from data.base.store import writing
from data.priorites import attendus, bulletins, scelles, scrutins, services, signatures

PREFIXE = "action:"
ISSUES = "Élargissez (d'autres usagers présents), acceptez de poursuivre, ou votez par nom."


def declarer(db: Database, acteur: Acteur, seance: int, definition: Definition, premier: int | None = None) -> int:
    """Keep a declaration and return the id of the vote. Its guards are those in force, whoever wrote it.

    `premier`: the first round, closed, whose second this is. Raises `EntreeInvalide`.
    """
    scrutin_regles.verifier(definition)
    with writing(db):
        if premier is None:
            _check_guards(db, seance, definition)
        elif premier not in _first_rounds(db, seance):
            raise EntreeInvalide("Un second tour suit un premier tour clos de la même séance, une seule fois.")
        return scrutins.declarer(db, acteur, seance, scrutin_regles.en_dict(definition), premier)


def ouvrir(db: Database, acteur: Acteur, scrutin: int, poursuivre: bool = False) -> None:
    """Open a frozen vote when nothing prevents it; the published groups and their weights are fixed now.

    `poursuivre`: the table goes on although the users' ballots would weigh less than the share declared for users,
    because they are announced with others. Raises `Refus`.
    """
    with store.sans_copie(db), writing(db):
        problems = obstacles(db, scrutin)
        if problems:
            raise Refus(f"Le vote n'a pas été ouvert. {' '.join(problems)}")
        weights = lectures.pesee(db, scrutin)
        if weights.sous_la_part and not poursuivre:
            raise Refus(f"Le vote n'a pas été ouvert. {' '.join(poids.annonce(weights))} {ISSUES}")
        row = scrutins.scrutin(db, scrutin)
        people = lectures.votants_declares(db, row)
        named = {code: ids for code, ids in attendus.membres(db, scrutin).items() if code in people}
        groups = [group.id.split("+") for group in weights.annonces]
        opened = {"groupes": groups, "votants": people, "membres": named} | lectures_catalogue.liste_a_l_ouverture(
            db, row
        )
        scrutins.ouvrir(db, acteur, scrutin, opened | ({"poursuivi": True} if weights.sous_la_part else {}))


def voter_par_nom(db: Database, acteur: Acteur, scrutin: int) -> int:
    """Declare a vote that was never opened again, with a name on each ballot: no group is merged then, each college
    weighs what was declared. Returns its id. Raises `Refus` for a second round, whose rules are the first's."""
    with writing(db):
        row = scrutins.scrutin(db, scrutin)
        if row["premier_tour"] is not None:
            raise Refus("Un second tour suit les règles du premier. Rien n'a été modifié.")
        named = replace(lectures.tenue(row), nominatif=True)
        scrutins.supprimer(db, acteur, scrutin)
        return declarer(db, acteur, int(row["seance"]), named)


def clore(db: Database, acteur: Acteur, scrutin: int, codes: Sequence[str] = ()) -> bool:
    """Close and count; True when the file keeps no trace (else it is retried at the next start). Raises `Refus`.

    `codes`: those of the two tellers, under which the whole ballots of a secret approval vote are sealed for a recount;
    without them nothing of these ballots is kept, and their decision cannot be counted again.
    """
    with writing(db):
        row = scrutins.scrutin(db, scrutin)
        if row["etat"] != scrutins.OUVERT:
            raise Refus(f"Ce scrutin est {row['etat']} : il n'y a rien à clore.")
        declared = lectures.tenue(row)
        ballots = bulletins.contenus(db, scrutin)
        if len(ballots) < declared.publication_min:
            raise Refus(
                f"{pluriel(len(ballots), 'bulletin')} seulement : un résultat se publie à partir de "
                f"{declared.publication_min}. Le vote reste ouvert ; attendez, ou annulez-le."
            )
        weights = lectures.a_la_cloture(db, scrutin)
        groups = [tuple(group.id.split("+")) for group in weights.applique]
        tallies = scrutin_regles.depouiller(declared, groups, ballots)
        compter(declared.regle, tallies)
        phrases = bulletins.phrases(db, scrutin)
        slips = lectures.cartons_par_groupe(db, scrutin, groups)
        turnout = {"bulletins": len(ballots), "votants": sum(one["votants"] for one in slips.values())}
        turnout["reprises"] = bulletins.reprises(db, scrutin)
        named = signatures.votes(db, scrutin)
        mark = _sceller(db, scrutin, declared, groups, codes)
        exported = decompte.ecrire(declared, str(row["empreinte"]), tallies, phrases, turnout, named, mark)
        exported |= {"cartons": slips, "poids": poids.en_dict(weights)}
        exported |= {name: row["ouverture"][name] for name in ("liste",) if name in row["ouverture"]}
        scrutins.clore(db, acteur, scrutin, exported)
    return scrutins.effacer(db)


def a_sceller(declared: Definition) -> bool:
    """Whether the whole ballots of a vote are needed to count it again, and are secret."""
    return declared.regle.entiers and not declared.nominatif


def _sceller(
    db: Database, scrutin: int, declared: Definition, groupes: Sequence[tuple[str, ...]], codes: Sequence[str]
) -> str:
    """Seal the whole ballots under their published group, and return the mark; nothing where it serves nothing."""
    if not a_sceller(declared) or not codes:
        return ""
    names = {code: "+".join(group) for group in groupes for code in group}
    ballots = ((names[college], content) for college, content in bulletins.contenus(db, scrutin))
    return scelles.sceller(db, scrutin, ballots, codes)


def recompter(db: Database, acteur: Acteur, scrutin: int, codes: Sequence[str]) -> Recomptage:
    """Count the sealed ballots of an approval vote again, the two tellers giving their codes: whether sums and decision
    are those published, never a ballot. Leaves a line in the journal. Raises `Refus`."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        _, tallies, _ = resultat(db, scrutin)
        document = scrutins.decompte_au_registre(db, scrutin)
        registered = None if document is None else decompte.lire(document)
        whole = scelles.ouvrir(db, scrutin, codes, (registered or tallies).scelle)
        recount = recomptage(tallies, whole, registered)
        acteurs.record(db, acteur, "recompter les bulletins scellés", tallies.question,
                       {"scrutin": scrutin, "conforme": recount.conforme})  # fmt: skip
    return recount


def publier(db: Database, acteur: Acteur, scrutin: int) -> None:
    """Publish: readers see the result, and the register keeps it with the signals each priority rests on."""
    declared, tallies, result = resultat(db, scrutin)
    small = lectures.sous_le_plancher(declared, tallies.groupes)
    if small:
        raise Refus(
            f"Ce vote a été clos avant que le plancher de {declared.groupe_min} bulletins par groupe soit tenu : "
            f"{liste(small)} en a moins. Il ne se publie pas ; faites-en un autre. Rien n'a été publié."
        )
    signals = services.read(db)["indicateurs"].to_dict()
    lines = [
        {"rang": line.rang, "option": declared.regle.libelle(line.option), "valeur": line.valeur, "motif": line.motif,
         "service": line.option if line.option in signals else "", "signaux": signals.get(line.option, [])}
        | ({"retenue": line.retenue} if tallies.decision else {})
        for line in result.ensemble.rangs
    ]  # fmt: skip
    content = {"classement": lines, "bulletins": tallies.participation["bulletins"]}
    ranked = lectures_catalogue.liste_votee(db, scrutin)
    scrutins.publier(db, acteur, scrutin, content | ({"liste": ranked} if ranked else {}))


def second_tour(db: Database, acteur: Acteur, scrutin: int) -> int:
    """Declare the second round of a closed vote, on the options ranked first (ties kept). Returns its id."""
    declared, _, result = resultat(db, scrutin)
    if declared.tours != 2 or declared.tour != 1:
        raise EntreeInvalide("Ce scrutin a été déclaré en un seul tour.")
    if (scrutins.liste(db).query("etat != @scrutins.ANNULE")["premier_tour"] == scrutin).any():
        raise EntreeInvalide("Le second tour de ce scrutin est déjà déclaré.")
    qualified = {line.option for line in result.ensemble.rangs if line.rang <= declared.retenues_second_tour}
    options = tuple(option for option in declared.options if option.id in qualified)
    again = replace(declared, options=options, tours=1, retenues_second_tour=0, tour=2)
    return declarer(db, acteur, int(scrutins.scrutin(db, scrutin)["seance"]), again, scrutin)


def mettre_au_vote(
    db: Database, acteur: Acteur, seance: int, question: str, budget: int, actions: Sequence[tuple[int, str, int]],
    jour: date,
) -> int:  # fmt: skip
    """Declare an approval vote on actions (id, words, cents) under a budget in cents; return the vote's id.

    Colleges weigh the same until someone declares otherwise on the page of the vote. Raises `EntreeInvalide`.
    """
    if len(actions) < 2:
        raise EntreeInvalide("Un vote porte sur deux actions au moins. Rien n'a été déclaré.")
    options = [Option(f"{PREFIXE}{ident}", words, -(-cents // 100)) for ident, words, cents in actions]
    weights = lectures.poids_egaux(db)
    declared = lectures.definir(
        db, seance, question, APPROBATION, options, weights, jour, budget=max(1, budget // 100)
    )  # fmt: skip
    return declarer(db, acteur, seance, declared)
