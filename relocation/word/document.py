"""The report of a plan as a Word document: title, chapters with numbered headings, tables with captions, notes, lines to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Cm

from relocation.files import write_beside
from relocation.labels import LARGE_SCALE, Label, Language
from relocation.reports.document import chapters, document_title
from relocation.reports.verdict import village_name
from relocation.tables.record import Report, Sentence, Table, tone_of
from relocation.verdict import STATUS
from relocation.word.fields import add_field, element
from relocation.word.saving import saved
from relocation.word.styles import ANSWER, PAGE, STATE, TABLE_NOTE, TONES, dress
from relocation.word.tables import add_caption, add_notes, add_table, span_of, table_layouts
from relocation.word.texts import allowed

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

Progress = Callable[[int, int, Label], None]
UNFINISHED = Label("Unfinished: nothing can be judged yet", "未完成：尚不能判断是否可行")
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
    progress: Progress | None = None,
) -> bytes:
    """The document as the bytes of a .docx; money on the usual scale of the language unless another is named."""
    scale = money or LARGE_SCALE[lang]
    told = chapters(appraisal, scale, "word", roster=roster, progress=progress)
    village = village_name(appraisal)
    title = Label(f"{village.en}: {document_title('en')}", f"{village.zh}{document_title('zh')}").text(lang)
    writer = _Writer(docx.Document(), lang)
    writer.begin(title, STATUS[None] if appraisal.verdict.viable is None else None)
    for chapter in told:
        writer.write(chapter)
    return saved(writer.document, title, document_title(lang), lang)


def write_document(appraisal: Appraisal, path: Path, *, lang: Language, force: bool = False) -> None:
    """Writes the document. Raises CannotWrite; never leaves a half-written file."""
    write_beside(path, word_bytes(appraisal, lang), force=force)


class _Writer:
    """A document that is written from top to bottom, and how many tables it has so far."""

    def __init__(self, document: Document, lang: Language) -> None:
        self.document, self.lang = document, lang
        self.counted = {"table": 0, "figure": 0}
        self.sideways = False

    def begin(self, title: str, status: Label | None) -> None:
        """The title block, and what stands on every page."""
        dress(self.document, self.lang)
        _set_compatibility(self.document)
        self.document.add_paragraph(allowed(title), style="Title")
        if status is not None:
            run = self.document.add_paragraph(style=STATE).add_run(UNFINISHED.text(self.lang))
            run.font.color.rgb = TONES["warn"]
        self.document.add_paragraph(DATED.text(self.lang), style="Subtitle")
        section = self.document.sections[0]
        section.header.paragraphs[0].text = allowed(title)
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
        self._say(chapter.answers, ANSWER)
        for table, parts in tables:
            for layout in parts:
                self._turn(layout.sideways)
                self._write_table(table, layout, is_part=len(parts) > 1)
            add_notes(self.document, table, self.lang)
        self._say(chapter.notes, "Normal")

    def _turn(self, sideways: bool) -> None:
        """Goes on upright or on its side, on a new page where that changes."""
        if sideways == self.sideways:
            return
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        width, height = PAGE[::-1] if sideways else PAGE
        section.page_width, section.page_height = Cm(width), Cm(height)
        section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
        self.sideways = sideways

    def _write_table(self, table: Table, layout: Any, *, is_part: bool) -> None:
        if any(table.title):
            self.counted["table"] += 1
            span = span_of(table, layout, self.lang) if is_part and table.spanned else ""
            title = table.heading(self.lang, span)
            add_caption(self.document, "table", self.counted["table"], title, self.lang)
        add_table(self.document, table, layout, self.lang)
        self.document.add_paragraph(style=TABLE_NOTE)

    def _say(self, sentences: Iterable[Sentence], style: str) -> None:
        for sentence in sentences:
            run = self.document.add_paragraph(style=style).add_run(allowed(sentence.text(self.lang)))
            tone = tone_of(sentence)
            if tone in TONES:
                run.font.color.rgb = TONES[tone]
            run.font.bold = tone in ("strong", "good", "bad", "warn") or None


def _set_compatibility(document: Document) -> None:
    """A document of today: without this Word opens it as one of 2007."""
    settings: Any = document.settings.element
    compatibility = settings.find(qn("w:compat"))
    if compatibility is None:
        compatibility = element("compat")
        settings.append(compatibility)
    for old in compatibility.findall(qn("w:compatSetting")):
        compatibility.remove(old)
    uri = "http://schemas.microsoft.com/office/word"
    compatibility.append(element("compatSetting", name="compatibilityMode", uri=uri, val="15"))
