"""The sheet By period of a county: every flow by calendar period, villages as rows, and the common purse."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from relocation.county.consolidation import ALL_FLOWS, FLOWS, INFLOWS, County
from relocation.excel.write import styles
from relocation.excel.write.cell_styles import Look
from relocation.excel.write.county_cells import (
    FIRST,
    FIRST_ROW,
    LINE,
    NAME_ROW,
    QUIET,
    SUM,
    TOTAL,
    day_number,
    span,
    summed,
)
from relocation.excel.write.draft import CachedValue
from relocation.excel.write.page import Page
from relocation.labels import Label


@dataclass
class PeriodRows:
    """Where the By period sheet has what the County sheet links to."""

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
        page, county, lang = self.page, self.county, self.page.draft.lang
        page.title(
            Label("The county by calendar period", "全县分期汇总"),
            Label(
                "Village rows are values from their files; sums, cash and its lowest point are live. A period of a "
                "village counts where its first day falls.",
                "村庄行为取自各文件的数值；合计、现金及最低点为实时公式。各村期间按其首日所在的日历期间归集。",
            ),
        )
        page.heading(
            NAME_ROW,
            [
                text.text(lang)
                for text in (Label("Village", "村庄"), Label("File", "文件"), Label("Total", "合计"))
            ],
        )
        for column, day in zip(self.columns, county.days, strict=True):
            page.number(
                f"{column}{NAME_ROW}",
                day_number(day),
                "date",
                bold=True,
                fill=styles.TOTAL_FILL,
                number_format="yyyy-mm",
            )
        rows, row = dict[str, int](), FIRST_ROW
        for key, label in ALL_FLOWS.items():
            rows[key] = self._flow(row, key, label)
            row = rows[key] + 2
        found = self._purse(row, rows)
        page.widths({"A": 34, "B": 22, SUM: 18, **dict.fromkeys(self.columns, 14)})
        page.ws.freeze_panes = f"{get_column_letter(FIRST)}{NAME_ROW + 1}"
        page.print_setup(titles=f"1:{NAME_ROW}", columns="A:C", pages_wide=-(-max(len(county.days), 1) // 12))
        return found

    @property
    def columns(self) -> list[str]:
        return [get_column_letter(FIRST + at) for at in range(len(self.county.days))]

    def _flow(self, row: int, key: str, label: Label) -> int:
        """A block of one flow; returns the row of the county."""
        page, county, lang = self.page, self.county, self.page.draft.lang
        page.section(row, label, FIRST - 1 + len(county.days))
        for at, village in enumerate(county.villages, start=row + 1):
            values = county.by_calendar(village, key)
            page.text(f"A{at}", village.name(lang), **LINE)
            page.text(f"B{at}", village.file, **QUIET)
            for column, value in zip(self.columns, values, strict=True):
                page.number(f"{column}{at}", value, "yuan", **LINE)
            self._put(f"{SUM}{at}", summed(span(FIRST, len(values), at)), sum(values), key)
        last = row + len(county.villages) + 1
        page.text(f"A{last}", Label("County", "全县").text(lang), **TOTAL)
        page.text(f"B{last}", "", **TOTAL)
        for column, value in zip(self.columns, county.flows[key], strict=True):
            self._put(
                f"{column}{last}", summed(f"{column}{row + 1}:{column}{last - 1}"), value, key, total=True
            )
        self._put(
            f"{SUM}{last}",
            summed(span(FIRST, len(county.days), last)),
            sum(county.flows[key]),
            key,
            total=True,
        )
        return last

    def _purse(self, row: int, rows: dict[str, int]) -> PeriodRows:
        """Opening, net flow and closing of the common purse, and where it is lowest."""
        page, county, lang = self.page, self.county, self.page.draft.lang
        page.section(row, Label("The common purse", "统一资金池"), FIRST - 1 + len(county.days))
        names = (
            Label("Opening cash", "期初现金"),
            Label("Inflow less outflow", "净流入"),
            Label("Closing cash", "期末现金"),
            Label("Begins, if cash is lowest in it", "现金最低的期初"),
        )
        for at, name in enumerate(names, start=row + 1):
            page.text(f"A{at}", name.text(lang), **LINE)
        opening, net, closing, lowest_day = range(row + 1, row + 5)
        signs = [("+" if key in INFLOWS else "-", rows[key]) for key in FLOWS]
        held = 0.0
        for at, column in enumerate(self.columns):
            before = get_column_letter(FIRST + at - 1)
            # The first opening is nothing; the formula is the same in every period but for that one.
            text = f"={before}{closing}" if at else "=0"
            self._put(f"{column}{opening}", text, held, "opening")
            terms = "".join(f"{sign}{column}{one}" for sign, one in signs)
            self._put(f"{column}{net}", f"=0{terms}", county.closing[at] - held, "net")
            self._put(
                f"{column}{closing}", f"={column}{opening}+{column}{net}", county.closing[at], "closing"
            )
            held = county.closing[at]
            low = f"ROUND({column}{closing}-${SUM}${closing},2)<=0"
            is_lowest = round(held - county.lowest_cash, 2) <= 0
            value: CachedValue = day_number(county.days[at]) if is_lowest else "n/a"
            self._put(
                f"{column}{lowest_day}", f'=IF({low},{column}${NAME_ROW},"n/a")', value, "lowest_day", "date"
            )
        lowest_of = span(FIRST, len(county.days), closing)
        self._put(f"{SUM}{closing}", f"=MIN({lowest_of})", county.lowest_cash, "lowest", total=True)
        day = county.lowest_cash_day
        self._put(
            f"{SUM}{lowest_day}",
            f"=MIN({span(FIRST, len(county.days), lowest_day)})",
            day_number(day) if day else 0.0,
            "lowest_day",
            "date",
            total=True,
        )
        lowest = Label("lowest", "最低").text(lang)
        page.text(f"B{closing}", lowest, **QUIET)
        page.text(f"B{lowest_day}", lowest, **QUIET)
        last = self.columns[-1] if self.columns else SUM
        return PeriodRows(rows, closing, lowest_day, f"{last}{closing}")

    def _put(
        self, cell: str, text: str, value: CachedValue, key: str, unit: str = "yuan", *, total: bool = False
    ) -> None:
        look: Look = {**(TOTAL if total else LINE)}
        look["number_format"] = (
            styles.number_format(unit, self.page.draft.money) if unit != "date" else "yyyy-mm"
        )
        self.page.raw_formula(cell, text, value, f"county.{key}", **look)
