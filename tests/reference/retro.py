"""Back-test of the workforce laws on the real past headcounts, through the importer and the store.

Figures are printed as found; none is a pass mark. What the product shows without these files is the stored result of
this very run: the check fails when it differs, and writes it anew with GARDER=1.
"""

import os
import sys
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

from components.effectifs.moteur.passe.retro import Retro
from components.effectifs.validation import lectures_retro
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.parameters import catalogue
from data.chargement import chargement
from data.effectifs import retro
from data.fichier import creation
from data.imports.grammaire.base import Fiche, Fichier

AGES = "drees_rpps_adeli_effectifs_age_france_2012_2020.csv"
DEPARTEMENTS = "drees_rpps_adeli_effectifs_departement_2012_2020.csv"
JOUR = date(2026, 11, 26)
TOLERANCE = 6e-4  # the parameters keep three decimals
MOTS = "les fichiers RPPS et ADELI 2012-2020 de la DREES"


def check(folder: Path) -> int:
    """Print the errors of the model and of the baselines and the coverage of the band; compare with what is stored."""
    with tempfile.TemporaryDirectory() as place, store.connect(Path(place) / "table.db") as db:
        creation.creer(db, TERMINAL, "71")
        for name in (AGES, DEPARTEMENTS):
            file = Fichier(name, (folder / name).read_bytes())
            chargement.charger(db, TERMINAL, chargement.apercu(db, "effectifs-passes", file, Fiche(), JOUR), JOUR)
        found = lectures_retro.charges(db, JOUR)
        values = lectures_retro.parametres(db, JOUR)
    for one in found:
        print(
            f"rétro-épreuve, {one.profession} : {one.departements} départements, {one.debut}-{one.ajuste} → {one.prevu}"
        )
        print(
            f"  erreur de niveau {one.niveau or 0:.2%} par an, 65 ans et plus {one.vieux or 0:+.1%}".replace(".", ",")
        )
        for guess in one.previsions:
            cover = ""
            if guess.couverture is not None and guess.hasard is not None:
                cover = f", bande 80 % : {guess.couverture:.0%} couverts, {guess.hasard:.0%} par le hasard seul"
            line = f"  {guess.nom} : erreur absolue moyenne {guess.erreur:.2%}, total {guess.total:+.2%}{cover}"
            print(line.replace(".", ","))
    wrong = [_niveau(one) for one in found]
    return max(_compare(retro.texte(retro.Garde(MOTS, values, [asdict(one) for one in found]))), *wrong)


def _niveau(one: Retro) -> int:
    """The level error in the parameters is the one found."""
    name = f"erreur_niveau_{lectures_retro.CODES[one.profession]}"
    known = catalogue()[name].at(JOUR).value
    if one.niveau is None or abs(known - one.niveau) > TOLERANCE:
        print(f"{name} : {known} en paramètre, {one.niveau} trouvé", file=sys.stderr)
        return 1
    return 0


def _compare(text: str) -> int:
    if os.environ.get("GARDER") == "1":
        retro.FICHIER.write_text(text, encoding="utf-8")
    if not retro.FICHIER.is_file() or retro.FICHIER.read_text(encoding="utf-8") != text:
        print("le résultat gardé n'est plus celui-ci : relancez avec GARDER=1 et relisez-le", file=sys.stderr)
        return 1
    return 0
