"""Everything of the file that has a name, for the search."""

from collections.abc import Iterator

from sqlite_utils import Database

from components.accueil.recherche import Trouvaille
from components.core.communes import interieures
from data.base import decisions, jours
from data.base.souvenir import partagee
from data.plans import plans
from data.priorites import services
from data.territoire import territoire


@partagee
def connues(db: Database, publies: bool) -> list[Trouvaille]:
    """What a visitor may find. `publies`: without the actions that the table has not retained yet."""
    return [*_lieux(db), *_actions(db, publies), *_services(db), *_decisions(db)]


def _lieux(db: Database) -> Iterator[Trouvaille]:
    places, names = interieures(territoire.communes(db)), territoire.territoires(db)["nom"]
    for row in places.itertuples():
        where = str(names.get(row.territoire, "sans territoire"))
        open_it = (("carences_niveau", "commune"), ("carences_choix_commune", str(row.Index)))
        yield Trouvaille("Commune", str(row.nom), where, "carences", open_it)
    for code, name in names.items():
        yield Trouvaille("Territoire", str(name), "sa fiche", "territoires", adresse=(("t", str(code)),))


def _actions(db: Database, publies: bool) -> Iterator[Trouvaille]:
    names, actions = territoire.territoires(db)["nom"], plans.actions(db)
    for ident, row in actions[actions["statut"] != "proposee"].iterrows() if publies else actions.iterrows():
        place = str(row["territoire"])
        here = (("plans_territoire", place), ("plans_section", "Actions"), ("plans_action", int(str(ident))))
        yield Trouvaille("Action", str(row["titre"]), str(names.get(place, place)), "plans", here)


def _services(db: Database) -> Iterator[Trouvaille]:
    for name in services.read(db)["nom"]:
        yield Trouvaille("Service", str(name), "sur la liste que la table classe", "priorites")


def _decisions(db: Database) -> Iterator[Trouvaille]:
    for row in decisions.read(db).itertuples():
        precision = f"n° {row.rang} du registre, {jours.moment_de(db, row.le)}"
        yield Trouvaille(
            "Décision", str(row.intitule), precision, "chaine", adresse=(("objet", f"decision:{row.rang}"),)
        )
