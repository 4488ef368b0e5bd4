"""The minutes of a closed séance: one content, an editable Word file and its accessible HTML twin.

Everything is escaped (`autoescape`); the map is drawn offline and carries its text in the document itself.
"""

import json
from datetime import date
from fractions import Fraction
from io import BytesIO
from math import cos, radians
from pathlib import Path
from typing import Any

import altair as alt
from docx import Document
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlite_utils import Database

from components.core.francais import jour, nombre, pluriel
from components.core.mentions import PIED
from components.seances import model
from components.seances.mots import NATURES, STATUTS
from data import contestations, decisions, financements, plans, scrutins, seances, territoire
from data.erreurs import Refus

ICI = Path(__file__).resolve().parent
LATITUDE = 46.5  # middle of the country: only the shape of the drawing depends on it
METHODE = (
    "Accès aux soins : noyau 2SFCA et variations estimées ajoutées à l'APL publiée, comme l'explique la page Méthode. "
    "Aucune formule officielle de carence n'existe, les règles appliquées sont des conventions de la table."
)


def contenu(db: Database, seance: int) -> dict[str, Any]:
    """What the minutes say, as plain French texts and rows. Raises `Refus` unless the séance is closed."""
    row = seances.seance(db, seance)
    if row["etat"] != seances.CLOSE:
        raise Refus("Le relevé se tire d'une séance close. Clôturez-la d'abord : rien n'a été produit.")
    day = date.fromisoformat(row["jour"])
    register = decisions.read(db).iloc[::-1]
    held = register[(register["le"].str[:10] <= row["jour"]) & (register["le"].str[:10] > _before(db, row["jour"]))]
    chain = decisions.verify(db)
    return {
        "titre": row["titre"],
        "departement": territoire.setting(db, "nom"),
        "jour": jour(day),
        "lieu": f", {row['lieu']}" if row["lieu"] else "",
        **_presence(db, seance, row["quorum"]),
        "contestations": _disputes(db),
        "constats": [[d.intitule, _said(d.contenu)] for d in held.itertuples() if "constat" in d.nature],
        "pied": PIED,
        "votes": [_vote(db, ident) for ident in scrutins.liste(db, seance).query("etat == 'publié'").index],
        "decisions": [[str(d.rang), d.nature, d.intitule, d.empreinte[:12]] for d in held.itertuples()],
        **_plans(db, day),
        "registre": (
            f"Registre : {pluriel(chain.nombre, 'décision')}, tête {chain.tete}. Pour vérifier plus tard : "
            f"python -m data verify --tete {chain.tete}"
        ),
        "methode": METHODE,
        "sources": [
            f"{card.titre} — {card.producteur}, {card.millesime}, {card.licence}"
            for card in territoire.sources(db).itertuples()
        ],
    }


def _before(db: Database, day: str) -> str:
    """The day of the closed séance before this one: what was decided since then is in these minutes."""
    known = seances.read(db)
    return max(known.loc[(known["etat"] == seances.CLOSE) & (known["jour"] < day), "jour"], default="")


def _presence(db: Database, seance: int, quorum: str) -> dict[str, Any]:
    people = seances.presences(db, seance)
    names = seances.colleges(db)["nom"]
    voting = people[people["vote"] == 1]
    there = int(voting["statut"].isin(["présent", "suppléé"]).sum())
    needed = model.requis(Fraction(quorum), len(voting))
    reached = "atteint" if there >= needed else "non atteint"
    words = (
        f"Quorum {reached} : {pluriel(there, 'membre votant présent', 'membres votants présents')} ou suppléés sur "
        f"{nombre(len(voting))}, {nombre(needed)} requis."
    )
    return {
        "quorum": words,
        "presences": [[p.nom, names.get(p.college, p.college), p.statut or "absent"] for p in people.itertuples()],
        "retraits": [
            [i.nom, i.objet, i.lien, "s'est retiré du débat, du vote et du quorum" if i.retrait else "déclaré"]
            for i in seances.interets(db, seance).itertuples()
        ],
    }


def _disputes(db: Database) -> list[list[str]]:
    found = contestations.contestations(db)
    return [[c.college, c.signal, c.motif, c.suite or "pas encore réglée"] for c in found.itertuples()]


def _said(contenu_json: str) -> str:
    content = json.loads(contenu_json)
    return " ; ".join(f"{key.replace('_', ' ')} : {value}" for key, value in content.items() if isinstance(value, str))


def _vote(db: Database, ident: int) -> dict[str, Any]:
    row = scrutins.scrutin(db, ident)
    tallies = row["decompte"] if isinstance(row["decompte"], dict) else json.loads(row["decompte"])
    labels = {option["id"]: option["libelle"] for option in tallies["regle"]["options"]}
    register = decisions.read(db)
    result = json.loads(register.loc[register["objet"] == f"scrutin:{ident}", "contenu"].iloc[0])
    turnout = tallies["participation"]
    return {
        "question": tallies["question"],
        "phrase": f"{pluriel(turnout['bulletins'], 'bulletin')} pour {pluriel(turnout['votants'], 'votant')}.",
        "classement": [[str(r["rang"]), r["option"], r["valeur"], r["motif"]] for r in result["classement"]],
        "groupes": [
            [f"{group['nom']} ({group['bulletins']} bulletins)", labels.get(key, key), _marks(values)]
            for group in tallies["groupes"]
            for key, values in group["valeurs"].items()
        ],
        "mentions": " / ".join(tallies["regle"].get("mentions", [])),
    }


def _marks(values: list[int]) -> str:
    return " / ".join(str(value) for value in values)


def _plans(db: Database, day: date) -> dict[str, Any]:
    actions, lines, names = plans.actions(db), financements.lines(db), territoire.territoires(db)["nom"]
    actions = actions[~actions["statut"].isin(["proposee", "abandonnee"])]
    lines = lines[lines["action"].isin(actions.index)]
    marks = plans.milestones(db)
    coming = marks[
        marks["fait_le"].isna() & marks["action"].isin(actions.index) & (marks["prevu_le"] >= day.isoformat())
    ]
    counts = actions["territoire"].value_counts()
    served = [f"{names.get(code, code)} ({count})" for code, count in counts.items()]
    return {
        "actions": [
            [
                a.titre,
                names.get(a.territoire, a.territoire),
                f"{a.operateur}, {a.pilote}",
                STATUTS[a.statut],
                _day(a.fin),
            ]
            for a in actions.itertuples()
        ],
        "argent": [
            [actions.at[n.action, "titre"], n.financeur, _nature(n), _euros(n.prevu), _euros(n.engage)]
            for n in lines.itertuples()
        ],
        "suites": [
            [_day(m.prevu_le), m.intitule, actions.at[m.action, "titre"], actions.at[m.action, "pilote"]]
            for m in coming.itertuples()
        ],
        "legende_carte": f"Actions par territoire : {', '.join(served) or 'aucune'}.",
    }


def _nature(line: Any) -> str:
    if line.nature == "decision":
        return f"décision de {line.autorite}, n° {line.numero}, {_day(line.date_acte)}"
    return f"engagement de {line.autorite}" if line.nature == "engagement" else NATURES[line.nature]


def _euros(cents: int) -> str:
    return f"{nombre(cents / 100, 0 if cents % 100 == 0 else 2)}\u00a0€"


def _day(text: str) -> str:
    return date.fromisoformat(text).strftime("%d/%m/%Y")


def carte(db: Database) -> bytes | None:
    """The map of what is done where, as a PNG drawn offline; None without outlines."""
    shapes = territoire.contours(db, "territoire")["polygones"]
    if shapes.empty:
        return None
    counts = plans.actions(db)["territoire"].value_counts()
    features = [
        {
            "type": "Feature", "properties": {"n": min(int(counts.get(code, 0)), 2)},
            "geometry": {"type": "MultiPolygon", "coordinates": [[_flat(r) for r in polygon] for polygon in shape]},
        }
        for code, shape in shapes.items()
    ]  # fmt: skip
    colours = alt.Scale(domain=[0, 1, 2], range=["#eceff3", "#b2abd2", "#542788"])
    legend = alt.Legend(
        orient="bottom", labelExpr="datum.value == 0 ? 'aucune' : datum.value == 1 ? 'une' : 'plusieurs'"
    )
    chart = (
        alt.Chart(alt.Data(values=features))
        .mark_geoshape(stroke="#5a6678", strokeWidth=0.8)
        .encode(color=alt.Color("properties.n:O", scale=colours, title="Actions", legend=legend))
        .project("identity", reflectY=True)
        .properties(width=520, height=420)
    )
    out = BytesIO()
    chart.save(out, format="png", scale_factor=3)
    return out.getvalue()


def _flat(ring: list[list[float]]) -> list[list[float]]:
    """Degrees as the eye sees them at this latitude (a département is small)."""
    return [[lon * cos(radians(LATITUDE)), lat] for lon, lat in ring]


def docx(db: Database, seance: int) -> bytes:
    """The minutes as an editable Word file, from the template an ARS may restyle."""
    content, picture = contenu(db, seance), carte(db)
    template = DocxTemplate(str(ICI / "releve.docx"))
    image = InlineImage(template, BytesIO(picture), width=Cm(14)) if picture else ""
    template.render(content | {"carte": image}, autoescape=True)
    out = BytesIO()
    template.save(out)
    return _with_alt(out.getvalue(), content["legende_carte"])


def _with_alt(document: bytes, words: str) -> bytes:
    """Give every picture of a Word file its text (docxtpl writes none)."""
    opened = Document(BytesIO(document))
    for shape in opened.inline_shapes:
        shape._inline.docPr.set("descr", words)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def html(db: Database, seance: int) -> str:
    """The accessible HTML twin: the same content, one page, no script."""
    env = Environment(loader=FileSystemLoader(ICI), autoescape=True, undefined=StrictUndefined)
    return env.get_template("releve.html").render(contenu(db, seance))
