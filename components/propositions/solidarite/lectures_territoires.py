"""Who could lend and who should receive, as the file and the table's declarations say it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.communes import departement
from components.core.francais import nombre, pluriel
from components.propositions.lectures import Terrain
from components.propositions.solidarite.regles.pret import Bassin
from data.chargement import offre
from data.effectifs import effectifs
from data.plans import solidarite
from data.territoire import indicateurs, territoire

VOISIN = "dep:"  # code of what is read of a neighbouring département
MG, GENERALISTE = "mg", "médecin généraliste"


@dataclass(frozen=True)
class TerritoireLu:
    """A territory: its code and name, its mean access, the commune where its days are taken or given, and the days a
    month: that it can lend, or that its rooms can hold (None: not declared); `source`: where that number comes from."""

    code: str
    nom: str
    moyenne: float
    lieu: str
    jours: int | None
    source: str


def bassin(db: Database, lieu: Terrain) -> Bassin:
    """Every commune of the kernel, those of the neighbours included where their access is published."""
    codes = lieu.access.famille.central.communes
    published = indicateurs.values(db, lieu.serie.id)["valeur"].reindex(codes)
    residents, _ = indicateurs.habitants(db)
    inside, beyond = territoire.communes(db)["territoire"].reindex(codes), territoire.au_dela(db).reindex(codes)
    places = inside.fillna(beyond)
    names = [str(p) if pd.notna(p) else f"{VOISIN}{departement(str(c))}" for c, p in zip(codes, places, strict=True)]
    return Bassin(
        published.to_numpy(dtype=float),
        residents.reindex(codes).fillna(0.0).to_numpy(dtype=float),
        np.asarray(lieu.access.famille.central.trajets.population),
        np.array(names, dtype=object),
        lieu.repere,
    )


def lus(db: Database, lieu: Terrain, ground: Bassin) -> tuple[list[TerritoireLu], list[TerritoireLu]]:
    """Territories that may lend, then those that may receive, each with its place. A neighbouring département never
    receives here: what its table decides is not ours."""
    names = territoire.territoires(db)["nom"].to_dict()
    told = solidarite.lire(db)
    lendable = {one.objet: one for one in told if one.genre == solidarite.PRETEUR}
    rooms = {one.objet: one for one in told if one.genre == solidarite.LIEU}
    doctors = medecins(db)
    lenders, receivers = [], []
    for code, mean in zip(ground.codes, ground.moyennes(np.zeros(len(ground.publie))), strict=True):
        name = names.get(code) or f"Voisinage ({code.removeprefix(VOISIN)})"
        if mean >= ground.seuil:
            days, source = _pretables(lieu, ground, code, lendable.get(code), doctors.get(code))
            lenders.append(TerritoireLu(code, name, float(mean), _ville(lieu, ground, code), days, source))
        elif code in names:
            here = [one for one in rooms.values() if _de(lieu, ground, one.objet) == code]
            place = max(here, key=lambda one: one.jours or 0.0).objet if here else _ville(lieu, ground, code)
            held = int(sum(one.jours or 0.0 for one in here)) if here else None
            words = f"locaux déclarés : {pluriel(held, 'jour')} par mois" if held is not None else "locaux non déclarés"
            receivers.append(TerritoireLu(code, name, float(mean), place, held, words))
    return lenders, receivers


def medecins(db: Database) -> dict[str, int]:
    """General practitioners by territory, as the table entered them, else as a file of supply counts them."""
    rows = effectifs.read(db)
    entered = rows[rows["profession"] == MG].groupby("territoire")["effectif"].sum()
    loaded = offre.lire(db, GENERALISTE)
    places = territoire.communes(db)["territoire"]
    counted = loaded.groupby(loaded["commune"].map(places))["nombre"].sum() if len(loaded) else pd.Series(dtype=float)
    return {str(code): round(float(n)) for code, n in {**counted.to_dict(), **entered.to_dict()}.items()}


def _pretables(
    lieu: Terrain, ground: Bassin, code: str, dite: solidarite.Declaration | None, doctors: int | None
) -> tuple[int, str]:
    """Days a month that a territory can lend, and where that comes from: declared, else a share of its doctors."""
    if dite is not None:
        return int(dite.jours or 0), "jours déclarés par la table"
    values = lieu.valeurs
    estimated = doctors is None
    if doctors is None:
        inside = ground.territoires == code
        acts = float(np.nansum(np.where(inside, ground.publie * ground.poids, 0.0)))
        doctors = round(acts / values.number("actes_par_etp"))
    share, each = values.number("part_medecins_preteurs"), values.number("jours_par_medecin_pret")
    words = f"{nombre(share * 100)} % de {pluriel(doctors, 'médecin')}, {nombre(each, 1)} jours chacun"
    unknown = "médecins comptés d'après l'accès publié, jours non déclarés" if estimated else "jours non déclarés"
    return int(int(share * doctors) * each), f"{words} ; {unknown}"


def _ville(lieu: Terrain, ground: Bassin, code: str) -> str:
    """The commune of a territory where most people live."""
    codes = lieu.access.famille.central.communes
    return str(codes[int(np.argmax(np.where(ground.territoires == code, ground.habitants, -1.0)))])


def _de(lieu: Terrain, ground: Bassin, commune: str) -> str:
    codes = lieu.access.famille.central.communes
    rank = codes.get_indexer([commune])[0]
    return str(ground.territoires[rank]) if rank >= 0 else ""
