"""How a document looks: A4, fonts by language, numbered headings, and the styles of tables, captions and notes.

What a reader wants to look otherwise can be changed in the styles of the document: nothing but widths and tones is set beside them.
"""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from relocation.labels import Language
from relocation.tables.record import Tone
from relocation.word.fields import element

PAGE = (21.0, 29.7)  # cm
MARGIN = 2.0
BODY_SIZE, TABLE_SIZE = 10.5, 8.5  # points
BODY: dict[Language, str] = {"en": "Calibri", "zh": "Times New Roman"}
HEADINGS: dict[Language, str] = {"en": "Calibri", "zh": "Times New Roman"}
CHINESE_BODY, CHINESE_HEADINGS = "宋体", "黑体"
INK = RGBColor(0x1F, 0x2A, 0x37)
TONES: dict[Tone, RGBColor] = {
    "good": RGBColor(0x14, 0x53, 0x2D),
    "bad": RGBColor(0x99, 0x1B, 0x1B),
    "warn": RGBColor(0x92, 0x40, 0x0E),
    "quiet": RGBColor(0x59, 0x59, 0x59),
}
TABLE_TEXT, TABLE_FIGURE, TABLE_HEAD, TABLE_NOTE = "Table Text", "Table Figure", "Table Head", "Table Note"
ANSWER, STATE = "Answer", "State"
NUMBERING = 77  # the id of the list that numbers headings
LEVELS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (("decimal", "%1."), ("decimal", "%1.%2")),
    "zh": (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）")),
}
TONGUES: dict[Language, str] = {"en": "en-US", "zh": "zh-CN"}


def dress(document: Document, lang: Language) -> None:
    """Sets page, language, styles and numbering."""
    _set_page(document)
    _set_defaults(document, lang)
    _set_heading_numbers(document, lang)
    _style(document, "Normal", lang, size=BODY_SIZE, after=4, justified=lang == "zh")
    _style(document, "Title", lang, size=20, bold=True, after=4, heading=True, centred=True)
    _style(document, "Subtitle", lang, size=10, after=2, centred=True)
    _style(document, "Heading 1", lang, size=14, bold=True, before=12, after=4, heading=True)
    _style(document, "Heading 2", lang, size=11.5, bold=True, before=8, after=3, heading=True)
    _style(document, "Caption", lang, size=9.5, bold=True, before=8, after=3, heading=True, centred=True)
    _style(document, ANSWER, lang, size=BODY_SIZE, after=4)
    _style(document, STATE, lang, size=14, bold=True, before=4, after=4, heading=True, centred=True)
    _style(document, TABLE_TEXT, lang, size=TABLE_SIZE, line=1.0)
    figures = _style(document, TABLE_FIGURE, lang, size=TABLE_SIZE, line=1.0)
    figures.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _style(document, TABLE_HEAD, lang, size=TABLE_SIZE, bold=True, line=1.0)
    _style(document, TABLE_NOTE, lang, size=8, after=2, line=1.0).font.color.rgb = TONES["quiet"]
    for name in ("Header", "Footer"):
        _style(document, name, lang, size=9, centred=True)


def style_id(name: str) -> str:
    """What a style of ours is called inside the file."""
    return name.replace(" ", "")


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(side) for side in PAGE)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN)
    section.header_distance = section.footer_distance = Cm(1.0)


def _style(
    document: Document,
    name: str,
    lang: Language,
    *,
    size: float,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    heading: bool = False,
    centred: bool = False,
    justified: bool = False,
    line: float = 1.1,
) -> ParagraphStyle:
    """A style as it is wanted; made where it is not there."""
    styles: Any = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if name not in ("Normal",):
        style.base_style = styles["Normal"]
    _set_fonts(style, lang, heading=heading)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = INK
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
    form.alignment = (
        WD_ALIGN_PARAGRAPH.CENTER
        if centred
        else WD_ALIGN_PARAGRAPH.JUSTIFY
        if justified
        else WD_ALIGN_PARAGRAPH.LEFT
    )
    _indent_first_line(style, 2 if name == "Normal" and lang == "zh" else 0)
    for name in ("w:pBdr", "w:rPr/w:spacing"):  # lines and spaced letters of the library's template
        for old in style.element.findall(f".//{name}", style.element.nsmap):
            old.getparent().remove(old)
    return style  # type: ignore[no-any-return]


def _set_fonts(style: Any, lang: Language, *, heading: bool) -> None:
    """Fonts by name: those of the theme would win over them."""
    latin = HEADINGS[lang] if heading else BODY[lang]
    chinese = CHINESE_HEADINGS if heading else CHINESE_BODY
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, element("rFonts", ascii=latin, hAnsi=latin, eastAsia=chinese, cs=latin))


def _set_defaults(document: Document, lang: Language) -> None:
    """The language of the text, and fonts for whatever has no style of its own."""
    defaults: Any = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for name in ("w:rFonts", "w:lang"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    fonts = element("rFonts", ascii=BODY[lang], hAnsi=BODY[lang], eastAsia=CHINESE_BODY, cs=BODY[lang])
    properties.insert(0, fonts)
    properties.append(element("lang", val=TONGUES[lang], eastAsia="zh-CN", bidi="ar-SA"))


def _indent_first_line(style: ParagraphStyle, characters: int) -> None:
    """So many characters, as Chinese documents have it; none is said, too, since a style inherits it."""
    form = style.paragraph_format
    form.first_line_indent = Pt(characters * BODY_SIZE)
    properties: Any = form.element.pPr
    properties.ind.set(qn("w:firstLineChars"), str(characters * 100))


def _set_heading_numbers(document: Document, lang: Language) -> None:
    """Numbers of headings that Word counts: 1. and 1.1, or 一、 and （一）."""
    numbering: Any = document.part.numbering_part.element
    listed = element("abstractNum", abstractNumId=NUMBERING)
    listed.append(element("multiLevelType", val="multilevel"))
    for level, (form, text) in enumerate(LEVELS[lang]):
        entry = element("lvl", ilvl=level)
        for name, value in (
            ("start", "1"),
            ("numFmt", form),
            ("pStyle", f"Heading{level + 1}"),
            ("suff", "space" if lang == "en" else "nothing"),
            ("lvlText", text),
            ("lvlJc", "left"),
        ):
            entry.append(element(name, val=value))
        listed.append(entry)
        style: Any = document.styles[f"Heading {level + 1}"]
        numbered = element("numPr")
        if level:
            numbered.append(element("ilvl", val=level))
        numbered.append(element("numId", val=NUMBERING))
        style.element.get_or_add_pPr()._insert_numPr(numbered)
    numbering.insert(0, listed)
    used = element("num", numId=NUMBERING)
    used.append(element("abstractNumId", val=NUMBERING))
    numbering.append(used)
