"""`python -m tests.methode`: writes the table of formulas anew."""

import argparse

from data.base import formules
from tests.methode import empreintes

parser = argparse.ArgumentParser(prog="python -m tests.methode")
parser.add_argument("--neutre", default="", metavar="WHY", help="the code changed, no figure does: why")
_, known = empreintes.lues(empreintes.TABLE.read_text(encoding="utf-8") if empreintes.TABLE.exists() else "")
lines = empreintes.renouvelee(known, empreintes.actuelles(), parser.parse_args().neutre)
empreintes.TABLE.write_text(empreintes.ecrite(formules.version(), lines), encoding="utf-8")
