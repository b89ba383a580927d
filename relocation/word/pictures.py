"""The figures of a chapter as pictures that say in words what is to be seen. A machine that cannot draw leaves them out and says so."""

from __future__ import annotations

import io
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from relocation.charts.png import png_bytes
from relocation.charts.svg import WIDTH, svg_text
from relocation.labels import Language
from relocation.tables.figures import Figure
from relocation.word.texts import allowed

SIZE = 16.0  # cm across
ZOOM = 2.5  # pixels of the picture for each that is drawn: about 300 to an inch of paper


def picture_of(figure: Figure, lang: Language, scale: str) -> bytes:
    """The picture without its title, which stands in the caption. Raises CannotDraw."""
    return png_bytes(svg_text(figure, lang, WIDTH, scale=scale, titled=False), ZOOM)


def add_picture(document: Document, figure: Figure, picture: bytes, lang: Language) -> None:
    """A picture in a paragraph of its own, with what it shows for who cannot see it."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.first_line_indent = Cm(0)
    shape: Any = paragraph.add_run().add_picture(io.BytesIO(picture), width=Cm(SIZE))
    described = shape._inline.docPr
    described.set("name", figure.key)
    described.set("title", allowed(figure.title.text(lang)))
    described.set("descr", allowed(figure.told.text(lang)))
    inner = shape._inline.find(f".//{qn('pic:cNvPr')}")
    inner.set("name", f"{figure.key}.png")
