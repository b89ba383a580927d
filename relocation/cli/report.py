"""The command that writes the report of a case as a page, a Word document or a PDF: report."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from relocation.appraisal import Appraisal, appraise
from relocation.cli.opening import changed, end_where_differing, opened
from relocation.cli.options import PAGE, PDF, WORD
from relocation.cli.report_command import ReportCommand
from relocation.cli.steps import progress_bar, write_file
from relocation.labels import Label
from relocation.page.browser import CannotPrint, browser, pdf_of
from relocation.page.page import page_text
from relocation.reports.verification import cross_check_report
from relocation.tables.record import Report
from relocation.verify.record import CrossCheck

NO_FILE = Label(
    "name the file to write: -o FILE.html, -o FILE.docx or -o FILE.pdf",
    "请指定要写入的文件：-o FILE.html、-o FILE.docx 或 -o FILE.pdf",
)
NO_WORD = Label(
    'a Word document needs python-docx: pip install "relocation[word]"; -o FILE.html needs nothing more',
    'Word 文档需要 python-docx：pip install "relocation[word]"；-o FILE.html 无需另装',
)
TELLING, PRINTING = Label("chapters", "章节"), Label("the browser prints", "浏览器打印中")


def report(asked: ReportCommand) -> None:
    """The report of a case."""
    if asked.file is None:
        asked.refuse(NO_FILE)
    written = {PAGE: _page, WORD: _document, PDF: _pdf}[asked.file.suffix.lower()]
    try:
        _refuse_what_is_missing(asked)
        appraisal = appraise(changed(asked, opened(asked, asked.case).project, asked.changes))
        roster = None if asked.roster is None else _roster(asked, asked.roster)
        check = _cross_check(asked, appraisal) if asked.verify else None
        told = None if check is None else cross_check_report(appraisal, check)
        data = written(asked, appraisal, roster, told)
    except CannotPrint as error:
        asked.refuse(error.label)
    write_file(asked, data, asked.case, asked.roster)
    if check is not None:
        end_where_differing(asked, check)


def _cross_check(asked: ReportCommand, appraisal: Appraisal) -> CrossCheck:
    from relocation.cli.verifying import cross_check

    return cross_check(asked, appraisal)


def _refuse_what_is_missing(asked: ReportCommand) -> None:
    """Ends with exit code 2 where what writes the file is not there, before anything is worked out."""
    assert asked.file is not None
    suffix = asked.file.suffix.lower()
    if suffix == WORD and find_spec("docx") is None:
        asked.refuse(NO_WORD)
    if suffix == PDF:
        browser()


def _page(
    asked: ReportCommand, appraisal: Appraisal, roster: Report | None, cross_check: Report | None
) -> bytes:
    return page_text(appraisal, asked.lang, asked.unit, roster, cross_check).encode("utf-8")


def _pdf(
    asked: ReportCommand, appraisal: Appraisal, roster: Report | None, cross_check: Report | None
) -> bytes:
    page = page_text(appraisal, asked.lang, asked.unit, roster, cross_check)
    with progress_bar(asked, PRINTING):
        return pdf_of(page)


def _document(
    asked: ReportCommand, appraisal: Appraisal, roster: Report | None, cross_check: Report | None
) -> bytes:
    from relocation.word.document import word_bytes

    with progress_bar(asked, TELLING) as show:
        progress: Callable[[int, int, Label], None] | None = None
        if show is not None:

            def progress(done: int, total: int, following: Label) -> None:
                show(done, total, following.text(asked.lang))

        return word_bytes(
            appraisal,
            asked.lang,
            asked.unit,
            roster=roster,
            cross_check=cross_check,
            progress=progress,
            left_out=asked.tell,
        )


def _roster(asked: ReportCommand, name: str) -> Report:
    """What a roster of the village tells of its households."""
    from relocation.cli.households import roster_report

    return roster_report(asked, name, asked.rules)
