"""Figures that a source prints beside the same figures worked out live: printed, ours, difference, and what they say."""

from __future__ import annotations

from collections.abc import Sequence

from relocation.excel.write import styles
from relocation.excel.write.livelihood_layout import year_column
from relocation.excel.write.livelihood_page import SET_IN, LivelihoodPage
from relocation.excel.write.styles import Look
from relocation.formula.language.book import Book, UnknownName
from relocation.formula.language.expression import Expression, LineReference
from relocation.formula.language.text import parse
from relocation.formula.targets.excel import excel_formula
from relocation.labels import Label
from relocation.printed import STATUSES, FigureResult

HEADS = (
    Label("Figure", "数字"),
    Label("Unit", "单位"),
    Label("Printed", "原文"),
    Label("Ours", "本模型"),
    Label("Difference", "差额"),
    Label("Status", "状态"),
    Label("Place and note", "出处与说明"),
)
TITLE = Label("Printed in the source and worked out here", "原文数字与本模型对照")
FIRST_YEAR = ".year_1"
NUMBER = "#,##0.00"


def write_comparison(sheet: LivelihoodPage, row: int, printed: Sequence[FigureResult]) -> None:
    """The table from `row` on; nothing where nothing is printed."""
    if not printed:
        return
    sheet.page.section(row, TITLE, len(HEADS))
    sheet.heads(row + 1, HEADS)
    for at, one in enumerate(printed, start=row + 2):
        _figure(sheet, at, one)


def _figure(sheet: LivelihoodPage, row: int, one: FigureResult) -> None:
    lang, page = sheet.page.draft.lang, sheet.page
    look: Look = {"border": styles.HAIRLINE, "number_format": NUMBER}
    small: Look = {"size": 8, "colour": styles.QUIET, "alignment": SET_IN}
    sheet.text(f"A{row}", one.label)
    sheet.text(f"B{row}", one.unit, **small)
    assert one.reference is not None
    page.number(f"C{row}", one.reference, "", **look)
    page.raw_formula(f"D{row}", _ours(sheet, one), one.ours, f"figures.{one.identity}.ours", **look)
    difference = one.ours - one.reference
    page.raw_formula(f"E{row}", f"=D{row}-C{row}", difference, f"figures.{one.identity}.difference", **look)
    sheet.text(f"F{row}", STATUSES[one.status], alignment=styles.CENTRE)
    said = Label("; ", "；").text(lang).join(filter(None, (one.place, one.note.text(lang))))
    sheet.text(f"G{row}", said, **small)


def _ours(sheet: LivelihoodPage, one: FigureResult) -> str:
    """The formula of a figure over the cells of this workbook; the first year of a series is a cell of its own."""
    places = sheet.places.on(sheet.page.sheet, year_column(1))
    book = sheet.page.draft.book
    return excel_formula(book, _expression(book, one), places)


def _expression(book: Book, one: FigureResult) -> Expression:
    """The figure over the lines of the book. Raises UnknownName for one that needs more than they are."""

    def resolve(name: str) -> Expression:
        _, _, path = name.partition(".")
        if path.endswith(FIRST_YEAR):
            return LineReference(path.removesuffix(FIRST_YEAR))
        return book.reference(path)

    return parse(one.formula, resolve)


def can_be_worked_out(book: Book, one: FigureResult) -> bool:
    """Whether a figure rests on lines and inputs of the book alone."""
    try:
        _expression(book, one)
    except UnknownName:
        return False
    return True
