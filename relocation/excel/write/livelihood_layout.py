"""Where everything of a livelihood stands in its workbook: inputs on one sheet, every line on the sheet of its subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from openpyxl.utils import column_index_from_string, get_column_letter

from relocation.excel.layout.kinds import LIVELIHOOD_SHEETS as SHEETS
from relocation.formula.language.book import Book
from relocation.labels import Label, Language
from relocation.livelihood.account import LivelihoodAccount
from relocation.livelihood.livelihood import Livelihood

YEAR_ROW = 5  # numbers of the years, where other sheets have their headings
FIRST_ROW = 6  # below title, subtitle, a gap and the headings
INPUT_COLUMN = "E"  # as on the Inputs sheet of a project
INPUT_GROUPS: dict[str, Label] = {
    "place": Label("The place", "地点"),
    "before": Label("Before the move", "搬迁前"),
    "after": Label("Income of a year after the move", "搬迁后年收入"),
    "once": Label("Received once", "一次性所得"),
    "measures": Label("Measures", "增收措施"),
    "spared_interest": Label("Interest that is spared", "免除的利息"),
    "collective": Label("Village collective", "村集体"),
    "risks": Label("Risks in words of its own", "风险应对说明"),
}


def year_column(year: int) -> str:
    """The column of a year of the collective, counted from 1; names and units stand before it."""
    return get_column_letter(2 + year)


@dataclass(frozen=True, slots=True)
class LineCell:
    """Where a line stands: its sheet and row, and of a single number its column."""

    sheet: str
    row: int
    column: str = ""


@dataclass(frozen=True, slots=True)
class LivelihoodPlaces:
    """Where inputs and lines stand, seen from column `column` of sheet `sheet` (the Placement of excel_target)."""

    book: Book
    inputs: Mapping[str, int]  # path -> row of the Inputs sheet
    lines: Mapping[str, LineCell]
    lang: Language
    sheet: str = "income"
    column: str = "A"

    def on(self, sheet: str, column: str) -> LivelihoodPlaces:
        """The same places seen from another cell."""
        return replace(self, sheet=sheet, column=column)

    def _at(self, sheet: str) -> str:
        return "" if sheet == self.sheet else f"{SHEETS[sheet].text(self.lang)}!"

    def input(self, key: str) -> str:
        return f"{self._at('inputs')}${INPUT_COLUMN}${self.inputs[key]}"

    def choice(self, key: str, choice: str) -> str:  # noqa: ARG002
        raise LookupError(f"{key}: a livelihood has no line that depends on a choice")

    def line(self, key: str) -> str:
        place = self.lines[key]
        column = f"${place.column}$" if place.column else self.column
        return f"{self._at(place.sheet)}{column}{place.row}"

    def previous(self, key: str) -> str:
        before = get_column_letter(column_index_from_string(self.column) - 1)
        return f"{self._at(self.lines[key].sheet)}{before}{self.lines[key].row}"

    def whole(self, key: str) -> str:
        place = self.lines[key]
        return f"{self._at(place.sheet)}${year_column(1)}{place.row}:${year_column(self.book.periods)}{place.row}"

    def last(self, key: str) -> str:
        return f"{self._at(self.lines[key].sheet)}${year_column(self.book.periods)}{self.lines[key].row}"

    def period(self) -> str:
        return f"{self._at('collective')}{self.column}${YEAR_ROW}"


@dataclass(frozen=True, slots=True)
class LivelihoodLayout:
    """The rows of every sheet. `further` are single lines that stand below the tables as name, unit and value."""

    inputs: Mapping[str, int]
    groups: Mapping[str, int]
    streams: Mapping[str, int]
    stream_total: int
    once: Mapping[str, int]
    further: Mapping[str, int]
    comparison: int  # of incomes; that of the collective stands below its years
    measures: Mapping[str, int]
    measure_totals: Mapping[str, int]
    spared: Mapping[str, int]
    years: Mapping[str, int]
    lines: Mapping[str, LineCell]


def livelihood_layout(account: LivelihoodAccount) -> LivelihoodLayout:
    """Places every input and every line of a livelihood. Raises LookupError for a line without a place."""
    livelihood, book = account.livelihood, account.book
    inputs, groups = _inputs(livelihood)
    lines: dict[str, LineCell] = {}
    streams, total, row = _streams(livelihood, lines)
    once = {identity: row + 2 + at for at, identity in enumerate(livelihood.once)}
    row += 2 + len(once) + 2
    measures, totals = _measures(livelihood, book, lines)
    below = FIRST_ROW + len(measures) + len(totals) + 2
    spared = {identity: below + at for at, identity in enumerate(livelihood.spared_interest)}
    lines |= {
        f"spared_interest.{identity}.interest": LineCell("measures", at, "E")
        for identity, at in spared.items()
    }
    years = {key: FIRST_ROW + at for at, key in enumerate(_series(book))}
    lines |= {key: LineCell("collective", at) for key, at in years.items()}
    rest = [key for key in book.lines if key not in lines]
    if strays := [key for key in rest if key.split(".")[0] not in {"income", "before", "once"}]:
        raise LookupError(f"lines that stand on no sheet: {strays}")
    further = {key: row + at for at, key in enumerate(rest)}
    lines |= {key: LineCell("income", at, "C") for key, at in further.items()}
    comparison = row + len(further) + 1
    return LivelihoodLayout(
        inputs, groups, streams, total, once, further, comparison, measures, totals, spared, years, lines
    )


def _inputs(livelihood: Livelihood) -> tuple[dict[str, int], dict[str, int]]:
    """Every value that is stated, in its group, and the heading of each group."""
    rows: dict[str, int] = {}
    heads: dict[str, int] = {}
    row = FIRST_ROW
    stated = [one.path for one in livelihood.values()]
    for group in INPUT_GROUPS:
        paths = [path for path in stated if path.split(".")[0] == group]
        if not paths:
            continue
        heads[group] = row
        rows |= {path: row + 1 + at for at, path in enumerate(paths)}
        row += len(paths) + 2
    if strays := set(stated) - set(rows):
        raise LookupError(f"inputs that belong to no group of the sheet: {sorted(strays)}")
    return rows, heads


def _streams(livelihood: Livelihood, lines: dict[str, LineCell]) -> tuple[dict[str, int], int, int]:
    """The table of streams: worked out in column E, difference in F; below it the sums."""
    rows = {identity: FIRST_ROW + at for at, identity in enumerate(livelihood.after)}
    for identity, row in rows.items():
        lines[f"income.{identity}.per_person"] = LineCell("income", row, "E")
        lines[f"income.{identity}.difference"] = LineCell("income", row, "F")
    total = FIRST_ROW + len(rows)
    for key, column in (
        ("per_household", "C"),
        ("per_person_printed", "D"),
        ("per_person", "E"),
        ("per_person_difference", "F"),
    ):
        lines[f"income.{key}"] = LineCell("income", total, column)
    return rows, total, total + 2


def _measures(
    livelihood: Livelihood, book: Book, lines: dict[str, LineCell]
) -> tuple[dict[str, int], dict[str, int]]:
    """The table of measures: amount in column E, a facility in G, times before in H; below it what is known in all."""
    rows = {identity: FIRST_ROW + at for at, identity in enumerate(livelihood.measures)}
    for identity, row in rows.items():
        for part, column in (("amount", "E"), ("per_facility", "G"), ("times", "H")):
            if f"measures.{identity}.{part}" in book.lines:
                lines[f"measures.{identity}.{part}"] = LineCell("measures", row, column)
    totals = {key: FIRST_ROW + len(rows) + at for at, key in enumerate(("household", "collective"))}
    lines |= {f"measures.{key}": LineCell("measures", row, "E") for key, row in totals.items()}
    return rows, totals


def _series(book: Book) -> Iterator[str]:
    """The lines of the collective in the order in which they were declared."""
    return (key for key in book.lines if key.startswith("collective."))
