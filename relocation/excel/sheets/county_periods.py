"""The sheets By period and Shared loans of a county: calendar periods as columns, villages as rows, and their live sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from openpyxl.utils import get_column_letter

from relocation.calendar import day_number
from relocation.county.consolidation import ALL_FLOWS, FLOWS, INFLOWS, County
from relocation.county.shared_loan import PARTS, SharedLoan
from relocation.excel.write import styles
from relocation.excel.write.draft import CachedValue
from relocation.excel.write.page import Page
from relocation.excel.write.styles import LINE, Look, varied
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT
from relocation.labels import Label
from relocation.tables.numbers import sheet_format

NAME_ROW, FIRST_ROW = 4, 6
SUM = "C"  # the column of the county, or of the total over all periods
FIRST = 4  # number of the column of the first village or period
SMALL: Look = {**LINE, "colour": styles.QUIET, "size": 8}
TOTAL: Look = {"border": styles.TOTAL_LINE, "fill": styles.TOTAL_FILL, "bold": True}
MONTHLY = "yyyy-mm"
PERIODS_ON_A_PAGE = 12


def summed(cells: str) -> str:
    return f"=SUM({cells})"


def span(first: int, count: int, row: int) -> str:
    """The cells of a row, at least one."""
    return f"{get_column_letter(first)}{row}:{get_column_letter(first + max(count, 1) - 1)}{row}"


def columns_of(count: int) -> list[str]:
    """The columns of so many villages or periods."""
    return [get_column_letter(FIRST + place) for place in range(count)]


def _frame(page: Page, county: County, heads: Sequence[Label]) -> None:
    """What both sheets share: headings, days, widths, and how they are printed."""
    columns = columns_of(len(county.days))
    page.heading(NAME_ROW, heads)
    for column, day in zip(columns, county.days, strict=True):
        look: Look = {"bold": True, "fill": styles.TOTAL_FILL, "number_format": MONTHLY}
        page.number(f"{column}{NAME_ROW}", day, "date", **look)
    page.ws.freeze_panes = f"{get_column_letter(FIRST)}{NAME_ROW + 1}"
    pages = -(-max(len(columns), 1) // PERIODS_ON_A_PAGE)
    page.print_setup(titles=f"1:{NAME_ROW}", columns="A:C", pages_wide=pages)


@dataclass
class PeriodRows:
    """Where the sheet By period has what the sheet County links to."""

    totals: dict[str, int]
    lowest: int
    lowest_day: int
    closing: str


@dataclass
class PeriodsSheet:
    """The sheet By period: a block of village rows for every flow, with a live sum, then the common purse."""

    page: Page
    county: County

    def write(self) -> PeriodRows:
        page, county = self.page, self.county
        page.title(
            Label("The county by calendar period", "全县分期汇总"),
            Label(
                "Village rows are values from their files; sums, cash and its lowest point are live. A period of a "
                "village counts where its first day falls.",
                "村庄行为取自各文件的数值；合计、现金及最低点为实时公式。各村期间按其首日所在的日历期间归集。",
            ),
        )
        _frame(page, county, (Label("Village", "村庄"), Label("File", "文件"), Label("Total", "合计")))
        rows, row = dict[str, int](), FIRST_ROW
        for key, label in ALL_FLOWS.items():
            rows[key] = self._flow(row, key, label)
            row = rows[key] + 2
        self._purse(row, rows)
        page.widths({"A": 34, "B": 22, SUM: 18, **dict.fromkeys(self.columns, 14)})
        last = self.columns[-1] if self.columns else SUM
        _, _, closing, lowest_day = range(row + 1, row + 5)
        return PeriodRows(rows, closing, lowest_day, f"{last}{closing}")

    @property
    def columns(self) -> list[str]:
        return columns_of(len(self.county.days))

    def _flow(self, row: int, key: str, label: Label) -> int:
        """A block of one flow; returns the row of the county."""
        page, county = self.page, self.county
        page.section(row, label, FIRST - 1 + len(county.days))
        for place, village in enumerate(county.villages, start=row + 1):
            values = county.by_calendar(village, key)
            page.text(f"A{place}", village.name(page.draft.lang), **LINE)
            page.text(f"B{place}", village.file, **SMALL)
            for column, value in zip(self.columns, values, strict=True):
                page.number(f"{column}{place}", value, "yuan", **LINE)
            self._put(f"{SUM}{place}", summed(span(FIRST, len(values), place)), sum(values), key)
        last, of_county = row + len(county.villages) + 1, county.flows[key]
        page.text(f"A{last}", Label("County", "全县"), **TOTAL)
        page.text(f"B{last}", "", **TOTAL)
        for column, value in zip(self.columns, of_county, strict=True):
            self._put(f"{column}{last}", summed(f"{column}{row + 1}:{column}{last - 1}"), value, key, TOTAL)
        self._put(f"{SUM}{last}", summed(span(FIRST, len(county.days), last)), sum(of_county), key, TOTAL)
        return last

    def _purse(self, row: int, rows: dict[str, int]) -> None:
        """Opening, net flow and closing of the common purse, and where it is lowest."""
        page, county = self.page, self.county
        page.section(row, Label("The common purse", "统一资金池"), FIRST - 1 + len(county.days))
        names = (
            Label("Opening cash", "期初现金"),
            Label("Inflow less outflow", "净流入"),
            Label("Closing cash", "期末现金"),
            Label("Begins, if cash is lowest in it", "现金最低的期初"),
        )
        for place, name in enumerate(names, start=row + 1):
            page.text(f"A{place}", name, **LINE)
        signs = [("+" if key in INFLOWS else "-", rows[key]) for key in FLOWS]
        for place in range(len(county.days)):
            self._purse_in(place, row + 1, signs)
        _, _, closing, lowest_day = range(row + 1, row + 5)
        lowest_of = span(FIRST, len(county.days), closing)
        self._put(f"{SUM}{closing}", f"=MIN({lowest_of})", county.lowest_cash, "lowest", TOTAL)
        day, days = county.lowest_cash_day, span(FIRST, len(county.days), lowest_day)
        first = day_number(day) if day else 0.0
        self._put(
            f"{SUM}{lowest_day}", f"=MIN({days})", first, "lowest_day", varied(TOTAL, number_format=MONTHLY)
        )
        for place in (closing, lowest_day):
            page.text(f"B{place}", Label("lowest", "最低"), **SMALL)

    def _purse_in(self, place: int, row: int, signs: Sequence[tuple[str, int]]) -> None:
        """One period of the common purse, from the row of its opening on."""
        county, column = self.county, self.columns[place]
        opening, net, closing, lowest_day = range(row, row + 4)
        before = get_column_letter(FIRST + place - 1)
        held = county.closing[place - 1] if place else 0.0
        # The first opening is nothing; the formula is the same in every period but for that one.
        self._put(f"{column}{opening}", f"={before}{closing}" if place else "=0", held, "opening")
        terms = "".join(f"{sign}{column}{flow}" for sign, flow in signs)
        self._put(f"{column}{net}", f"=0{terms}", county.closing[place] - held, "net")
        self._put(f"{column}{closing}", f"={column}{opening}+{column}{net}", county.closing[place], "closing")
        is_lowest = round(county.closing[place] - county.lowest_cash, 2) <= 0
        value: CachedValue = day_number(county.days[place]) if is_lowest else NOT_AVAILABLE_TEXT
        low = f"ROUND({column}{closing}-${SUM}${closing},2)<=0"
        text = f'=IF({low},{column}${NAME_ROW},"{NOT_AVAILABLE_TEXT}")'
        self._put(f"{column}{lowest_day}", text, value, "lowest_day", varied(LINE, number_format=MONTHLY))

    def _put(self, cell: str, text: str, value: CachedValue, key: str, look: Look = LINE) -> None:
        _put(self.page, cell, text, value, key, look)


def _put(page: Page, cell: str, text: str, value: CachedValue, key: str, look: Look) -> None:
    money: Look = {"number_format": sheet_format("yuan", page.draft.money)}
    shown: Look = {**money, **look}
    page.raw_formula(cell, text, value, f"county.{key}", **shown)


def write_loans(page: Page, county: County) -> None:
    """Every shared loan: parts of the villages as values, their live sum, the loan as one, the difference."""
    page.title(
        Label("Loans shared by several villages", "多村共担的统贷"),
        Label(
            "Village rows and the loan as one are values, worked out apart; sums and differences are live.",
            "村庄行与贷款整体为分别计算的数值；合计与差额为实时公式。",
        ),
    )
    _frame(page, county, (Label("Part", "项目"), Label("Village", "村庄"), Label("Share", "份额")))
    row = FIRST_ROW
    for loan in county.loans:
        if isinstance(loan, SharedLoan):
            page.section(row, loan.label, FIRST - 1 + len(county.days))
            row += 1
            for part in PARTS:
                row = _write_part(page, county, loan, part, row)
            row += 1
    page.widths({"A": 34, "B": 22, SUM: 10, **dict.fromkeys(columns_of(len(county.days)), 14)})


def _write_part(page: Page, county: County, loan: SharedLoan, part: str, row: int) -> int:
    """One part of a loan, village by village, then its sum, the loan as one, and the difference; returns the row after it."""
    label, carried, first = PARTS[part], loan.parts(county, part), row
    columns, whole = columns_of(len(county.days)), loan.as_one(county, part)
    for file, values in carried.items():
        page.text(f"A{row}", label, **LINE)
        page.text(f"B{row}", file, **SMALL)
        page.number(f"{SUM}{row}", loan.shares[file], "share", **LINE)
        for column, value in zip(columns, values, strict=True):
            page.number(f"{column}{row}", value, "yuan", **LINE)
        row += 1
    for place, (name, look) in enumerate(
        (
            (Label("sum of the villages", "各村之和"), TOTAL),
            (Label("the loan as one", "贷款整体"), LINE),
            (Label("difference", "差额"), LINE),
        )
    ):
        page.text(f"A{row + place}", Label(f"{label.en}: {name.en}", f"{label.zh}：{name.zh}"), **look)
    for place, column in enumerate(columns):
        total = fsum(values[place] for values in carried.values())
        cells = f"{column}{first}:{column}{row - 1}" if carried else "0"
        _put(page, f"{column}{row}", summed(cells), total, part, TOTAL)
        page.number(f"{column}{row + 1}", whole[place], "yuan", **LINE)
        text = f"=ROUND({column}{row}-{column}{row + 1},2)"
        _put(page, f"{column}{row + 2}", text, round(total - whole[place], 2) + 0.0, part, TOTAL)
    return row + 4
