"""Word files from a template that anyone may restyle, and the pictures they share with their web twins."""

import base64
import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docxtpl import DocxTemplate, InlineImage
from markupsafe import Markup, escape

from components.core.textes import sans_controle
from components.ui.sigles import pages
from data.reponses import lexique

BALISE = re.compile("(?<=[{}%])_(?=[{}%])")  # what docxtpl takes for a mark of its own, once the text is in place


@dataclass(frozen=True)
class Image:
    """A picture (PNG), what it shows in words, its width on paper in centimetres."""

    png: bytes
    texte: str
    largeur: float = 16.0

    @property
    def adresse(self) -> str:
        """The picture as an address that needs no network, for a web page."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"


def word(modele: Path, contenu: dict[str, Any]) -> bytes:
    """Fill a template, always escaped. Every `Image` in the content becomes a picture that carries its words."""
    template = DocxTemplate(str(modele))
    texts: dict[str, str] = {}
    template.render(_placed(contenu, template, texts), autoescape=True)
    out = BytesIO()
    template.save(out)
    return _with_texts(out.getvalue(), texts)


def _placed(value: Any, template: DocxTemplate, texts: dict[str, str]) -> Any:
    if isinstance(value, Image):
        texts[hashlib.sha256(value.png).hexdigest()] = sans_controle(value.texte)
        return InlineImage(template, BytesIO(value.png), width=Cm(value.largeur))
    if isinstance(value, str):
        return _litteral(sans_controle(value))
    if isinstance(value, dict):
        return {key: _placed(one, template, texts) for key, one in value.items()}
    return [_placed(one, template, texts) for one in value] if isinstance(value, list) else value


def _litteral(text: str) -> str:
    """A text that the templates leave as it is written: they would make « {{ » of « {_{ »."""
    if not BALISE.search(text):
        return text
    return Markup(BALISE.sub("&#95;", str(escape(text))))  # noqa: S704 - escaped just here  # nosec B704


def _with_texts(document: bytes, texts: dict[str, str]) -> bytes:
    """Give every picture its words, wherever the template put it (docxtpl writes none), and the document the list of
    its acronyms."""
    opened = Document(BytesIO(document))
    _sigles(opened)
    for shape in opened.inline_shapes:
        relation = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        mark = hashlib.sha256(opened.part.related_parts[relation].blob).hexdigest()
        if mark in texts:
            shape._inline.docPr.set("descr", texts[mark])
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def _sigles(opened: Any) -> None:
    """The acronyms of a document, at its end: what each stands for, and its sentence."""
    lines = ("".join(part.text or "" for part in line.iter(qn("w:t"))) for line in opened.element.body.iter(qn("w:p")))
    present = lexique.presents(*lines)
    if present:
        opened.add_paragraph().add_run("Sigles").bold = True
    for one in present:
        line = opened.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        head, words = line.add_run(one.sigle), line.add_run(f" : {pages.dit(one)}")
        head.bold, head.font.size, words.font.size = True, Pt(9), Pt(9)
