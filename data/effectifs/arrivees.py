"""Past headcounts by département that come with the product, for the arrivals of each of them."""

import pandas as pd

from data.base.parameters import sourcee
from data.territoire import sources

PASSE = "arrivees_departements_2012_2020"
DEBUT, FIN = 2012, 2020


def passe(profession: str) -> pd.DataFrame:
    """People of a profession (medecin, infirmier, dentiste) by département, empty places left out. Columns: debut, fin
    (the years `DEBUT` and `FIN`)."""
    published = sources.read_csv(PASSE)
    mine = published[(published["profession"] == profession) & (published["code_departement"] != "00")]
    read = mine.set_index("code_departement")[[f"effectif_{DEBUT}", f"effectif_{FIN}"]]
    people = read.set_axis(["debut", "fin"], axis=1).astype(float)
    return people[(people > 0).all(axis=1)]


def source() -> str:
    """Who publishes them, in words, with the reliability of what is drawn from them."""
    card = sources.carte(PASSE)
    return sourcee(f"{card.producteur.split(' pour')[0]}, {DEBUT}-{FIN}", card.fiabilite)
