"""On paper: what is read first prints first, on a dozen pages, in letters of seven points, and nothing is cut or touches."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

import relocation
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.workbook import workbook_bytes
from relocation.excel.write.printing import ROW_HEIGHT, SCALE, lines_of
from relocation.labels import LANGUAGES, Language
from relocation.project.project import Project
from relocation.project.template import template_project
from tests.planner import EVERY_GROUP, read, typed
from tests.processes import finished
from tests.spreadsheet_programs import pdf_by_libreoffice

READ = ("about", "inputs", "statements", "annual", "budget", "indicators", "stress")
SMALLEST = 7.0  # points
LOOKED_AT = 20  # pages: all that are read, and the first of the others
AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+\.\d+)%?").fullmatch
MEASURED_LIKE_ARIAL = ("Arial", "Liberation Sans", "Nimbus Sans", "Arimo", "Helvetica")


def filled() -> Project:
    """What a planner typed into a blank template, three loans and own lines, as the result is written."""
    return read(typed(workbook_bytes(template_project(None, {}).appraise(), lang="en"), EVERY_GROUP)).project


# A plan, and how many pages its reading takes at most: a dozen; more with three loans and own lines, and in a blank template,
# which has an empty row for everything it has room for.
PLANS: dict[str, tuple[Callable[[], Project], int]] = {
    "lujia": (lambda: relocation.load("lujia"), 12),
    "jinpo": (lambda: relocation.load("jinpo"), 12),
    "filled": (filled, 19),  # contingencies of twelve items of compensation are a page more
    "blank": (lambda: template_project(None, {}), 15),
    "144 months": (lambda: relocation.load("lujia").counted_in("month"), 12),
}
CASES = [(name, lang) for name in PLANS for lang in LANGUAGES]


@cache
def written(name: str, lang: Language) -> bytes:
    return workbook_bytes(PLANS[name][0]().appraise(), lang=lang)


@cache
def opened(name: str, lang: Language) -> tuple[Workbook, Workbook]:
    """The workbook with its formulas, and with its values."""
    data = written(name, lang)
    return load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)


# What the file says ------------------------------------------------------------------------------------------------


def test_what_is_read_stands_first_and_what_works_it_out_last() -> None:
    assert tuple(SHEETS)[: len(READ)] == READ
    assert list(SHEETS)[-2:] == ["calculation", "map"]


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_every_printed_letter_is_seven_points_high(name: str, lang: Language) -> None:
    book, _ = opened(name, lang)
    for sheet in book:
        assert sheet.page_setup.scale == SCALE
        assert not sheet.sheet_properties.pageSetUpPr.fitToPage
        small = [cell.coordinate for cell in printed(sheet) if cell.font.size * SCALE / 100 < SMALLEST]
        assert small == [], sheet.title


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_a_plan_longer_than_a_page_goes_on_under_the_same_heads(name: str, lang: Language) -> None:
    book, _ = opened(name, lang)
    for key in ("statements", "annual", "calculation"):
        sheet = book[SHEETS[key].text(lang)]
        assert sheet.print_title_rows == "$4:$5"
        assert sheet.print_title_cols == "$A:$E"


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_no_text_is_cut_by_its_cell(name: str, lang: Language) -> None:
    """A wrapped text has the height of its lines; any other fits its column or runs over empty cells."""
    book, values = opened(name, lang)
    cut = []
    for key in READ:
        sheet, shown = book[SHEETS[key].text(lang)], values[SHEETS[key].text(lang)]
        for cell in printed(sheet):
            text = shown[cell.coordinate].value
            if (
                not isinstance(text, str)
                or sheet.row_dimensions[cell.row].hidden
                or cell.alignment.shrink_to_fit
            ):
                continue
            width = sheet.column_dimensions[cell.column_letter].width
            if cell.alignment.wrap_text:
                height = sheet.row_dimensions[cell.row].height
                if lines_of(text, width - 0.3) * ROW_HEIGHT > height + 0.1:
                    cut.append(f"{sheet.title}!{cell.coordinate}: {text}")
            elif lines_of(text, room_of(sheet, shown, cell) - 0.3) > 1:
                cut.append(f"{sheet.title}!{cell.coordinate}: {text}")
    assert cut == []


def printed(sheet: Worksheet) -> Iterator[Cell]:
    """The cells that are printed and hold something."""
    area = sheet.print_area.rpartition("!")[2] if sheet.print_area else ""
    left, top, right, bottom = range_boundaries(area) if area else (1, 1, sheet.max_column, sheet.max_row)
    for row in sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right):
        yield from (cell for cell in row if cell.value is not None)


def room_of(sheet: Worksheet, shown: Worksheet, cell: Cell) -> float:
    """The width that a text may take: its own column, and those beside it as far as they are empty."""
    width = sheet.column_dimensions[cell.column_letter].width
    column = cell.column + 1
    while cell.alignment.horizontal not in {"right", "center"} and column <= 40:
        if shown.cell(cell.row, column).value is not None:
            break
        width += sheet.column_dimensions[get_column_letter(column)].width
        column += 1
    return width


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_sheet_leads_to_every_other(lang: Language) -> None:
    book, _ = opened("lujia", lang)
    links = {
        cell.hyperlink.location for row in book[SHEETS["about"].text(lang)] for cell in row if cell.hyperlink
    }
    assert links == {f"'{label.text(lang)}'!A1" for key, label in SHEETS.items() if key != "about"}


# What comes out of the printer -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Word:
    """A word on a page and its box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@cache
def pages(name: str, lang: Language, folder: Path) -> list[list[Word]]:
    """The words of the first pages that LibreOffice prints."""
    matched = finished(["fc-match", "-f", "%{family}", "Arial"], check=False).stdout
    if not matched.startswith(MEASURED_LIKE_ARIAL):
        pytest.skip(
            "no font as wide as Arial is installed, so pages are as wide as some other font makes them"
        )
    pdf = pdf_by_libreoffice(written(name, lang), folder / f"{name} {lang}".replace(" ", "_"), LOOKED_AT)
    program = shutil.which("pdftotext") or pytest.skip("pdftotext is not installed")
    html = finished([program, "-bbox", "-", "-"], given=pdf, encoding=None).stdout.decode()
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    return [
        [Word(text, *map(float, box)) for *box, text in word.findall(page)]  # type: ignore[arg-type]
        for page in html.split("<page ")[1:]
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("printed")


def reading(name: str, lang: Language, folder: Path) -> list[list[Word]]:
    """The pages before those of the checks."""
    found = pages(name, lang, folder)
    title = SHEETS["checks"].text(lang)
    end = next(at for at, page in enumerate(found) if page and page[0].text == title)
    return found[:end]


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_reading_takes_a_dozen_pages(name: str, lang: Language, folder: Path) -> None:
    assert len(reading(name, lang, folder)) <= PLANS[name][1]


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_no_page_is_empty_and_no_number_too_wide(name: str, lang: Language, folder: Path) -> None:
    for number, page in enumerate(pages(name, lang, folder), start=1):
        assert len(page) > 8, f"page {number}"
        assert not [word.text for word in page if "###" in word.text], f"page {number}"


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_nothing_touches_what_stands_beside_it(name: str, lang: Language, folder: Path) -> None:
    """A number ends before the text beside it begins: by a point at least."""
    for number, page in enumerate(reading(name, lang, folder), start=1):
        lines: dict[int, list[Word]] = {}
        for word in page:
            lines.setdefault(round((word.top + word.bottom) / 4), []).append(word)
        touching = [
            f"{one.text} {other.text}"
            for words in lines.values()
            for one, other in pairwise(sorted(words, key=lambda word: word.left))
            if AMOUNT(one.text) and other.left - one.right < 1 and other.top < one.bottom
        ]
        assert touching == [], f"page {number}"
