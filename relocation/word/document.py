"""The report of a plan as a Word document: title, chapters with numbered headings, tables with captions, notes, lines to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from relocation.charts.png import CannotDraw
from relocation.files import write_beside
from relocation.labels import LARGE_SCALE, Label, Language
from relocation.reports.basis import about
from relocation.reports.document import chapters, document_title
from relocation.reports.verdict import village_name
from relocation.tables.figures import Figure
from relocation.tables.record import Report, Sentence, Table, tone_of
from relocation.word.fields import add_field, element
from relocation.word.pictures import add_picture, picture_of
from relocation.word.saving import saved
from relocation.word.styles import ANSWER, MARGIN, PAGE, STATE, TABLE_NOTE, TONES, dress
from relocation.word.tables import add_caption, add_notes, add_table, span_of, table_layouts
from relocation.word.texts import allowed, length, shortened

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

Progress = Callable[[int, int, Label], None]
SIDEWAYS_MARGIN = 1.6  # cm above and below what lies on its side
LONG_TITLE, LONGEST_HEADER = 80, 90  # widths of a digit
UNFINISHED = Label("Unfinished: nothing can be judged yet", "未完成：尚不能作出结论")
DATED = Label(
    "Prepared by: ____________________    Date: ____________________",
    "编制单位：____________________　　编制日期：______年____月____日",
)
PAGES = Label("Page {page} of {pages}", "第 {page} 页　共 {pages} 页")


def word_bytes(
    appraisal: Appraisal,
    lang: Language = "en",
    money: str | None = None,
    *,
    roster: Report | None = None,
    cross_check: Report | None = None,
    progress: Progress | None = None,
    left_out: Callable[[Label], None] | None = None,
) -> bytes:
    """The document as the bytes of a .docx; money on the usual scale of the language unless another is named.

    `left_out` is told why there are no pictures, where they cannot be drawn.
    """
    scale = money or LARGE_SCALE[lang]
    told = chapters(appraisal, scale, "word", roster=roster, cross_check=cross_check, progress=progress)
    village = village_name(appraisal)
    title = Label(f"{village.en}: {document_title('en')}", f"{village.zh}{document_title('zh')}").text(lang)
    writer = _Writer(docx.Document(), lang, scale)
    writer.begin(title, about(appraisal, scale), is_finished=appraisal.verdict.viable is not None)
    for chapter in told:
        writer.write(chapter)
    writer.document.add_paragraph(style=TABLE_NOTE)  # Word ends no document with a table
    if writer.undrawn is not None and left_out is not None:
        left_out(writer.undrawn)
    return saved(writer.document, title, document_title(lang), lang)


def write_document(appraisal: Appraisal, path: Path, *, lang: Language, force: bool = False) -> None:
    """Writes the document. Raises CannotWrite; never leaves a half-written file."""
    write_beside(path, word_bytes(appraisal, lang), force=force)


class _Writer:
    """A document that is written from top to bottom, and how many tables it has so far."""

    def __init__(self, document: Document, lang: Language, scale: str) -> None:
        self.document, self.lang, self.scale = document, lang, scale
        self.undrawn: Label | None = None
        self.counted = {"table": 0, "figure": 0}
        self.sideways = False

    def begin(self, title: str, about: Label, *, is_finished: bool) -> None:
        """The title block, and what stands on every page."""
        dress(self.document, self.lang)
        _set_compatibility(self.document)
        heading = self.document.add_paragraph(style="Title").add_run(allowed(title))
        if length(title) > LONG_TITLE:
            heading.font.size = Pt(12)
        if not is_finished:
            run = self.document.add_paragraph(style=STATE).add_run(UNFINISHED.text(self.lang))
            run.font.color.rgb = TONES["warn"]
        for line in (about, DATED):
            self.document.add_paragraph(line.text(self.lang), style="Subtitle")
        section = self.document.sections[0]
        section.header.paragraphs[0].text = shortened(allowed(title), LONGEST_HEADER)
        self._number_pages(section.footer.paragraphs[0])

    def _number_pages(self, paragraph: Any) -> None:
        before, rest = PAGES.text(self.lang).split("{page}")
        between, after = rest.split("{pages}")
        paragraph.add_run(before)
        add_field(paragraph, "PAGE", "1")
        paragraph.add_run(between)
        add_field(paragraph, "NUMPAGES", "1")
        paragraph.add_run(after)

    def write(self, chapter: Report) -> None:
        """A chapter: heading, answers, figures, tables, notes."""
        tables = [(table, table_layouts(table, self.lang)) for table in chapter.tables if table.rows]
        self._turn(bool(tables) and tables[0][1][0].sideways)  # with its heading
        self.document.add_heading(allowed(chapter.title.text(self.lang)), 1)
        self._say(chapter.answers, ANSWER, kept=bool(tables))
        for table, parts in tables:
            for layout in parts:
                self._turn(layout.sideways)
                self._write_table(table, layout, is_part=len(parts) > 1)
            add_notes(self.document, table, self.lang)
        for figure in chapter.figures:
            self._draw(figure)
        self._say(chapter.notes, "Normal", apart=True)

    def _turn(self, sideways: bool) -> None:
        """Goes on upright or on its side, on a new page where that changes."""
        if sideways == self.sideways:
            return
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        width, height = PAGE[::-1] if sideways else PAGE
        section.page_width, section.page_height = Cm(width), Cm(height)
        section.top_margin = section.bottom_margin = Cm(MARGIN if not sideways else SIDEWAYS_MARGIN)
        section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
        self.sideways = sideways

    def _write_table(self, table: Table, layout: Any, *, is_part: bool) -> None:
        if any(table.title):
            self.counted["table"] += 1
            span = span_of(table, layout, self.lang) if is_part and table.spanned else ""
            title = table.heading(self.lang, span)
            add_caption(self.document, "table", self.counted["table"], title, self.lang)
        elif self.document.element.body[-2].tag == qn("w:tbl"):
            self.document.add_paragraph(style=TABLE_NOTE)  # two tables would be one
        add_table(self.document, table, layout, self.lang)

    def _draw(self, figure: Figure) -> None:
        """A picture with its caption below; without what draws it, the reason is kept."""
        try:
            picture = picture_of(figure, self.lang, self.scale)
        except CannotDraw as error:
            self.undrawn = error.label
            return
        add_picture(self.document, figure, picture, self.lang)
        self.counted["figure"] += 1
        add_caption(self.document, "figure", self.counted["figure"], figure.title.text(self.lang), self.lang)

    def _say(
        self, sentences: Iterable[Sentence], style: str, *, kept: bool = False, apart: bool = False
    ) -> None:
        """Sentences, each in a paragraph; where they are kept, the table below stands on the same page, and apart from one above."""
        for sentence in sentences:
            paragraph = self.document.add_paragraph(style=style)
            paragraph.paragraph_format.keep_with_next = kept or None
            if apart:
                paragraph.paragraph_format.space_before, apart = Pt(6), False
            run = paragraph.add_run(allowed(sentence.text(self.lang)))
            tone = tone_of(sentence)
            if tone in TONES:
                run.font.color.rgb = TONES[tone]
            run.font.bold = tone in ("strong", "good", "bad", "warn") or None


def _set_compatibility(document: Document) -> None:
    """A document of today: without this Word opens it as one of 2007, and as one of Japan."""
    settings: Any = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    compatibility = settings.find(qn("w:compat"))
    if compatibility is None:
        compatibility = element("compat")
        settings.append(compatibility)
    for old in compatibility.findall(qn("w:compatSetting")):
        compatibility.remove(old)
    uri = "http://schemas.microsoft.com/office/word"
    compatibility.append(element("compatSetting", name="compatibilityMode", uri=uri, val="15"))
