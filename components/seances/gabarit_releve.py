"""Builds `releve.docx`, the template of the minutes: `python -m components.seances.gabarit_releve`.

An ARS restyles the produced file in Word (styles, logo, headers) and keeps the marks between braces; running this
script again goes back to ours.
"""

from pathlib import Path

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.table import Table

FICHIER = Path(__file__).with_name("releve.docx")
CELLULE = "Cellule"


def build() -> None:
    """Write the template beside this file."""
    doc = Document()
    normal = doc.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    cells = doc.styles.add_style(CELLULE, WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style, cells.font.size = normal, Pt(9)
    cells.paragraph_format.space_after = Pt(1)
    for section in doc.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
    doc.core_properties.language, doc.core_properties.title = "fr-FR", "Relevé de décisions"
    _debats(doc)
    _suites(doc)
    doc.save(str(FICHIER))


def _debats(doc: "Document") -> None:
    doc.add_heading("{{ titre }}", 0)
    doc.add_paragraph("Relevé de décisions — {{ departement }}, {{ jour }}{{ lieu }}")
    doc.add_paragraph("{%p if garde %}")
    doc.add_paragraph("{{ garde }}", style="Intense Quote")
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph("{{ quorum }}")
    _table(doc, "Présence", "presences", ["Collège", "Présence", "Membres"], [5, 2.7, 8.9])
    _composition(doc)
    _table(doc, "Ordre du jour", "points", ["Point", "Genre", "État"], [10.5, 3, 3])
    _notes(doc)
    _table(doc, "Intérêts déclarés et retraits", "retraits", ["Membre", "Objet", "Lien", "Retrait"], [4, 5, 4, 3.5])
    _table(doc, "Chiffres contestés", "contestations", ["Collège", "Chiffre", "Motif", "Suite"], [4, 4, 5, 3.5])
    _table(doc, "Constats partagés", "constats", ["Constat", "Ce que la table constate"], [6, 10.5])
    doc.add_paragraph("{{ pied }}", style="Intense Quote")
    _reponses(doc)
    _votes(doc)
    _table(doc, "Scénarios retenus", "scenarios", ["Scénario", "Pourquoi", "Ce qu'il prévoit"], [4, 6, 6.5])
    _table(doc, "Avis de la table et leurs raisons", "avis", ["Avis", "Ce qui est retenu", "Pourquoi"], [4.5, 7, 5])
    _table(
        doc,
        "Contributions écrites publiées",
        "contributions",
        ["De", "Collège", "Sur", "Contribution"],
        [3, 3.5, 3.5, 6.5],
    )
    doc.add_paragraph("{%p if contributions_tues %}")
    doc.add_paragraph("{{ contributions_tues }}")
    doc.add_paragraph("{%p endif %}")
    _envois(doc)
    _table(
        doc,
        "Décisions de la séance",
        "decisions",
        ["N°", "Nature", "Intitulé", "Empreinte", "Preuve"],
        [1.1, 2.9, 7.2, 2.7, 2.7],
    )


def _composition(doc: "Document") -> None:
    """Who leads the table, and who of the HCAAM's note 5 is there; minutes of before have neither."""
    doc.add_paragraph("{%p if parties %}")
    doc.add_paragraph("{{ chef_de_file }}")
    doc.add_heading("Composition (HCAAM 2022, note 5)", 1)
    _rows(doc.add_table(3, 4), "parties", ["Partie", "Membres", "Présents", "État"], [8, 2.5, 2.5, 3.5])
    doc.add_paragraph("{%p endif %}")


def _notes(doc: "Document") -> None:
    """What was said of each point; minutes of before have none."""
    doc.add_paragraph("{%p if notes %}")
    doc.add_heading("Ce qui a été dit, point par point", 1)
    _rows(doc.add_table(3, 2), "notes", ["Point", "Notes de séance"], [5.5, 11])
    doc.add_paragraph("{%p endif %}")


def _envois(doc: "Document") -> None:
    """What was received without an account; minutes of before have none."""
    doc.add_paragraph("{%p if envois_compte %}")
    doc.add_heading("Textes reçus sans compte", 1)
    doc.add_paragraph("{{ envois_compte }}")
    _rows(doc.add_table(3, 4), "envois", ["Nature", "De", "Texte", "Réponse"], [3.5, 3.5, 5.5, 4])
    doc.add_paragraph("{%p endif %}")


def _reponses(doc: "Document") -> None:
    """Who answers the constats, and the services noted; minutes of before have neither."""
    doc.add_paragraph("{%p if reponses %}")
    doc.add_heading("Qui répond aux constats en vigueur", 1)
    _rows(doc.add_table(3, 3), "reponses", ["Constat", "État", "Qui répond, pour quand"], [6, 2.5, 8])
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph("{%p if services %}")
    doc.add_heading("Services rendus, par territoire", 1)
    titles = ["Territoire", "Service", "État", "Par qui, comment", "Garantie", "Action"]
    _rows(doc.add_table(3, 6), "services", titles, [3, 3.2, 2.2, 3, 2.6, 2.5])
    doc.add_paragraph("{%p endif %}")


def _suites(doc: "Document") -> None:
    doc.add_heading("Actions et territoires", 1)
    _image(doc, "carte")
    doc.add_paragraph("{{ legende_carte }}")
    _table(
        doc,
        "Actions",
        "actions",
        ["Action", "Territoire", "Opérateur, pilote", "Statut", "Fin"],
        [4.6, 3.5, 3.9, 2.3, 2.3],
    )
    _table(
        doc,
        "Argent, par nature d'acte",
        "argent",
        ["Action", "Financeur", "Nature", "Prévu", "Engagé"],
        [5, 3, 3.5, 2.5, 2.5],
    )
    _image(doc, "argent_image")
    doc.add_paragraph("{{ argent_phrase }}")
    _table(
        doc,
        "Revue des actions : le promis et l'observé",
        "revues",
        ["Action", "Promis", "Observé", "Ce qu'en dit la table"],
        [4, 4.5, 3.5, 4.5],
    )
    _table(doc, "Suites", "suites", ["Pour le", "Jalon", "Action", "Pilote"], [2.6, 4, 6.8, 3.1])
    doc.add_heading("Registre, méthode et sources", 1)
    doc.add_paragraph("{{ registre }}")
    doc.add_paragraph("{{ contenu_garde }}")
    doc.add_paragraph("{{ methode }}")
    doc.add_paragraph("{%p for source in sources %}")
    doc.add_paragraph("{{ source }}", style="List Bullet")
    doc.add_paragraph("{%p endfor %}")


def _votes(doc: "Document") -> None:
    doc.add_heading("Votes", 1)
    doc.add_paragraph("{%p for vote in votes %}")
    doc.add_heading("{{ vote.question }}", 2)
    doc.add_paragraph("{{ vote.phrase }}")
    _image(doc, "vote.image")
    _rows(doc.add_table(3, 4), "vote.classement", ["Rang", "Option", "Résultat", "Motif"], [1.5, 4.8, 2.8, 7.5])
    doc.add_paragraph("Décompte par groupe publié{% if vote.mentions %} ({{ vote.mentions }}){% endif %} :")
    _rows(doc.add_table(3, 3), "vote.groupes", ["Groupe", "Option", "Décompte"], [6, 7.5, 3])
    doc.add_paragraph("{%p endfor %}")
    doc.add_paragraph("{%p if not votes %}")
    doc.add_paragraph("Aucun vote publié.")
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph("{%p for vote in votes_sans_resultat %}")
    doc.add_paragraph("{{ vote }}", style="List Bullet")
    doc.add_paragraph("{%p endfor %}")


def _image(doc: "Document", nom: str) -> None:
    doc.add_paragraph("{%p if " + nom + " %}")
    doc.add_paragraph("{{ " + nom + " }}")
    doc.add_paragraph("{%p endif %}")


def _table(doc: "Document", titre: str, nom: str, colonnes: list[str], largeurs: list[float]) -> None:
    """A heading, then a table with one row per item of `nom`, or a sentence when there is none."""
    doc.add_heading(titre, 1)
    doc.add_paragraph("{%p if " + nom + " %}")
    _rows(doc.add_table(3, len(colonnes)), nom, colonnes, largeurs)
    doc.add_paragraph("{%p else %}")
    doc.add_paragraph("Néant.")
    doc.add_paragraph("{%p endif %}")


def _rows(table: Table, nom: str, colonnes: list[str], largeurs: list[float]) -> None:
    """A header row repeated on each page, then one row per item; widths in centimetres."""
    table.autofit = False
    table.style = "Light Grid Accent 1"
    for cell, title in zip(table.rows[0].cells, colonnes, strict=True):
        cell.text = title
    table.rows[1].cells[0].text = "{%tr for ligne in " + nom + " %}"
    for k, cell in enumerate(table.rows[2].cells):
        cell.text = "{{ ligne[" + str(k) + "] }}"
    table.add_row().cells[0].text = "{%tr endfor %}"
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, largeurs, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].style = CELLULE
    for column, width in zip(table.columns, largeurs, strict=True):
        column.width = Cm(width)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


if __name__ == "__main__":
    build()
