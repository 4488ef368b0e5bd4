"""Word files from a template that anyone may restyle, and the pictures they share with their web twins."""

import base64
import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage

from components.core.textes import sans_controle


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
        return sans_controle(value)
    if isinstance(value, dict):
        return {key: _placed(one, template, texts) for key, one in value.items()}
    return [_placed(one, template, texts) for one in value] if isinstance(value, list) else value


def _with_texts(document: bytes, texts: dict[str, str]) -> bytes:
    """Give every picture its words, wherever the template put it (docxtpl writes none)."""
    opened = Document(BytesIO(document))
    for shape in opened.inline_shapes:
        relation = shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        mark = hashlib.sha256(opened.part.related_parts[relation].blob).hexdigest()
        if mark in texts:
            shape._inline.docPr.set("descr", texts[mark])
    out = BytesIO()
    opened.save(out)
    return out.getvalue()
