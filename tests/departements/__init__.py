"""What every département must be when its file has just been made; `make departements` walks the 101 of them."""

from datetime import date

from sqlite_utils import Database

from data.base.parameters import EnVigueur
from data.fichier import creation
from data.territoire import noyau, territoire

JOUR = date(2026, 11, 26)


def verifier(db: Database, code: str) -> None:
    """Nothing broken, no commune without a territory, a centre or an outline, its territories drawn, kernels built."""
    communes = territoire.communes(db)
    inside = communes[communes["role"] == "interieure"]
    assert creation.problems(db) == [], code
    assert inside[["lat", "lon", "territoire"]].notna().all(axis=None), code
    assert set(territoire.contours(db, "commune").index) == set(inside.index), code
    assert set(territoire.contours(db, "territoire").index) == set(territoire.territoires(db).index), code
    acces = noyau.acces(db, EnVigueur.read(db, JOUR))
    lacking = inside.index.difference(acces.famille.central.communes)
    assert lacking.isin(NON_HABITEES).all(), (code, list(lacking))


NON_HABITEES = ("55039", "55050", "55139", "55189", "55239", "55307")  # « mortes pour la France »: no resident
