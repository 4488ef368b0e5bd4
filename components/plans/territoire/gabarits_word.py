"""Builds `plan.docx` and `fiche.docx`: `python -m components.plans.territoire.gabarits_word`.

Restyle the produced files in Word (styles, logo, headers) and keep the marks between braces.
"""

from pathlib import Path

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt, RGBColor

ICI = Path(__file__).resolve().parent
CELLULE, ROUGE = "Cellule", RGBColor(0xB0, 0x00, 0x20)


def build() -> None:
    """Write both templates beside this file."""
    _plan().save(str(ICI / "plan.docx"))
    _fiche().save(str(ICI / "fiche.docx"))


def _page(title: str, size: float = 10.5) -> "Document":
    doc = Document()
    normal = doc.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(size)
    normal.paragraph_format.space_after = Pt(4)
    doc.styles["Title"].font.size, doc.styles["Heading 2"].paragraph_format.space_before = Pt(20), Pt(6)
    cells = doc.styles.add_style(CELLULE, WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style, cells.font.size = normal, Pt(9)
    for section in doc.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
    doc.core_properties.language, doc.core_properties.title = "fr-FR", title
    return doc


def _plan() -> "Document":
    doc = _page("Plan d'action du territoire")
    doc.add_heading("Plan d'action — {{ nom }}", 0)
    doc.add_paragraph("{{ departement }}, état au {{ jour }}")
    _alerts(doc)
    doc.add_paragraph("{{ reponse }}")
    doc.add_paragraph("{{ promesse }}")
    doc.add_paragraph("{%p if constats %}")
    doc.add_heading("Constats", 1)
    _rows(doc, "constats", ["Constat", "Ce que la table constate", "État"], [6.5, 7.5, 2.5])
    doc.add_paragraph("{{ pied }}", style="Intense Quote")
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph("{%p if services %}")
    doc.add_heading("Services rendus ici", 1)
    titles = ["Service", "État", "Par qui, comment", "Garantie", "Action"]
    _rows(doc, "services", titles, [4, 2.3, 3.8, 3.4, 3])
    doc.add_paragraph("{{ services_reste }}")
    doc.add_paragraph("{%p endif %}")
    doc.add_heading("Actions", 1)
    doc.add_paragraph("{%p for action in actions %}")
    doc.add_heading("{{ action.titre }}", 2)
    for line in ("etat", "qui", "quand", "promesse"):
        doc.add_paragraph("{{ action." + line + " }}")
    doc.add_paragraph("{%p if action.revue %}")
    doc.add_paragraph("{{ action.revue }}")
    doc.add_paragraph("{%p endif %}")
    for name in ("jalons", "mesures"):
        _bullets(doc, f"action.{name}")
    doc.add_paragraph("{%p if action.argent %}")
    _rows(doc, "action.argent", ["Financeur", "Nature de l'acte", "Prévu", "Engagé"], [6, 4.5, 3, 3])
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph("{%p endfor %}")
    doc.add_paragraph("{%p if not actions %}")
    doc.add_paragraph("Aucune action n'est encore inscrite.")
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph("Seul ce qu'une décision engage est acquis. {{ methode }}")
    return doc


def _fiche() -> "Document":
    doc = _page("Se soigner ici", 10)  # one page, to be printed
    doc.add_heading("Se soigner ici : que faire, pour quel besoin ?", 0)
    doc.add_paragraph("{{ nom }} — {{ departement }}")
    doc.add_paragraph("{%p for r in rubriques %}")
    doc.add_heading("{{ r.titre }}", 2)
    doc.add_paragraph("{{ r.texte }}{{ r.reserve }}")
    doc.add_paragraph("{%p endfor %}")
    doc.add_paragraph("{%p if lieux %}")
    doc.add_heading("Près de chez vous", 2)
    _bullets(doc, "lieux")
    doc.add_paragraph("{%p endif %}")
    doc.add_paragraph(
        "Page de la table de concertation, tirée le {{ jour }}. Elle informe ; elle ne remplace pas un avis médical."
    )
    return doc


def _alerts(doc: "Document") -> None:
    """What the file says and the register does not: first, in red and bold, as on the screen."""
    doc.add_paragraph("{%p for alerte in alertes %}")
    words = doc.add_paragraph().add_run("{{ alerte }}")
    words.bold, words.font.color.rgb = True, ROUGE
    doc.add_paragraph("{%p endfor %}")


def _bullets(doc: "Document", name: str) -> None:
    doc.add_paragraph("{%p for ligne in " + name + " %}")
    doc.add_paragraph("{{ ligne }}", style="List Bullet")
    doc.add_paragraph("{%p endfor %}")


def _rows(doc: "Document", name: str, titles: list[str], widths: list[float]) -> None:
    """A header row repeated on each page, then one row per item; widths in centimetres."""
    table = doc.add_table(3, len(titles))
    table.autofit, table.style = False, "Light Grid Accent 1"
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        cell.text = title
    table.rows[1].cells[0].text = "{%tr for ligne in " + name + " %}"
    for k, cell in enumerate(table.rows[2].cells):
        cell.text = "{{ ligne[" + str(k) + "] }}"
    table.add_row().cells[0].text = "{%tr endfor %}"
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width, cell.paragraphs[0].style = Cm(width), CELLULE
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


if __name__ == "__main__":
    build()
