"""A county as a workbook: village figures as values under their file names, everything of the county a live sum.

County       villages side by side, with the county's sum, and the checks
By period    every flow by calendar period, villages as rows, and the common purse
Shared loans what each village carries of a loan, beside the loan calculated as one
"""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from relocation.calendar import day_number
from relocation.county.consolidation import ALL_FLOWS, County, Village
from relocation.county.figures import FIGURES
from relocation.excel.layout.kinds import COUNTY, COUNTY_SHEETS
from relocation.excel.sheets.county_periods import (
    FIRST,
    FIRST_ROW,
    NAME_ROW,
    SMALL,
    SUM,
    PeriodRows,
    PeriodsSheet,
    columns_of,
    span,
    summed,
    write_loans,
)
from relocation.excel.write import styles
from relocation.excel.write.draft import CachedValue, Draft, draft_without_places
from relocation.excel.write.page import Page
from relocation.excel.write.saving import file_bytes
from relocation.excel.write.styles import LINE, WORDS, Look, MoneyUnit
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT
from relocation.labels import Label, Language
from relocation.tables.numbers import sheet_format

FILE_ROW = NAME_ROW + 1
VILLAGES_ON_A_PAGE = 6


def county_bytes(county: County, *, lang: Language = "en", money: MoneyUnit | None = None) -> bytes:
    """The workbook of a county, byte for byte the same for the same county."""
    draft = county_draft(county, lang=lang, money=money)
    return file_bytes(draft.workbook, draft.cached)


def county_draft(county: County, *, lang: Language = "en", money: MoneyUnit | None = None) -> Draft:
    """All sheets with their formulas, and beside them the value of every formula cell."""
    draft = draft_without_places(lang, money or styles.USUAL_MONEY[lang], mark=COUNTY.mark)
    draft.workbook.calculation.fullCalcOnLoad = True
    front, by_period = (Page.of(draft, key, COUNTY_SHEETS) for key in ("county", "periods"))
    CountySheet(front, county, PeriodsSheet(by_period, county).write()).write()
    if county.loans:
        write_loans(Page.of(draft, "loans", COUNTY_SHEETS), county)
    return draft


@dataclass
class CountySheet:
    """The sheet County: villages as columns, the county as their live sum, and the checks."""

    page: Page
    county: County
    periods: PeriodRows

    def write(self) -> None:
        page, county, lang = self.page, self.county, self.page.draft.lang
        name = county.name.text(lang) or Label("The county", "全县").text(lang)
        page.title(
            Label(f"{name}: villages side by side", f"{name}：各村对照"),
            Label(
                "Village figures are values from their files, as calculated when this workbook was written; the county "
                "is their live sum.",
                "村庄数字为生成时取自各文件的数值；全县为其实时合计。",
            ),
        )
        page.heading(NAME_ROW, [Label("Figure", "指标"), Label("Unit", "单位"), Label("County", "全县")])
        page.heading(NAME_ROW, [village.name(lang) for village in county.villages], FIRST)
        page.text(f"A{FILE_ROW}", Label("File", "文件"), **SMALL)
        for column, village in zip(self.columns, county.villages, strict=True):
            page.text(f"{column}{FILE_ROW}", village.file, **SMALL)
        rows = self._figures()
        below = max(rows.values()) + 1
        self._own_figures(below, rows)
        for column, village in zip(self.columns, county.villages, strict=True):
            self._village(below, column, village)
        self._checks(below + 6, rows)
        page.widths({"A": 46, "B": 16, SUM: 20, **dict.fromkeys(self.columns, 18)})
        page.ws.freeze_panes = f"{get_column_letter(FIRST)}{FIRST_ROW}"
        pages = -(-max(len(county.villages), 1) // VILLAGES_ON_A_PAGE)
        page.print_setup(titles=f"1:{FILE_ROW}", columns="A:C", pages_wide=pages)

    @property
    def columns(self) -> list[str]:
        return columns_of(len(self.county.villages))

    @property
    def by_period(self) -> str:
        """The sheet By period as a formula names it."""
        title = self.page.said(COUNTY_SHEETS["periods"])
        return f"'{title}'!" if " " in title else f"{title}!"

    def _figures(self) -> dict[str, int]:
        """Everything that adds up: figures of the villages, then their flows over all periods."""
        appraisals = [village.appraisal for village in self.county.villages]
        items = [
            (figure.key, figure.label, figure.unit, [figure.of(appraisal) for appraisal in appraisals])
            for figure in FIGURES
        ]
        for key, label in ALL_FLOWS.items():
            said = Label(f"{label.en}, all periods", f"{label.zh}，各期合计")
            items.append((key, said, "yuan", [sum(appraisal.series(key)) for appraisal in appraisals]))
        closing = [appraisal.series("cash.closing")[-1] for appraisal in appraisals]
        items.append(("closing", Label("Closing cash at the end", "期末现金"), "yuan", closing))
        rows: dict[str, int] = {}
        for row, (key, label, unit, values) in enumerate(items, start=FIRST_ROW):
            rows[key] = row
            self._named(row, label, unit)
            for column, value in zip(self.columns, values, strict=True):
                self.page.number(f"{column}{row}", value, unit, **LINE)
            self._put(f"{SUM}{row}", summed(span(FIRST, len(values), row)), sum(values), key, unit)
        return rows

    def _own_figures(self, row: int, rows: dict[str, int]) -> None:
        """What does not add up: cash per household, lowest cash with its date, the verdict."""
        county, each = self.county, self.county.net_cash_per_household
        self._named(row, Label("Net cash per household", "户均净得现金"), "yuan/household")
        cash, homes = (f"{SUM}{rows[key]}" for key in ("net_cash", "households"))
        text = f'=IF({homes}=0,"{NOT_AVAILABLE_TEXT}",{cash}/{homes})'
        value = NOT_AVAILABLE_TEXT if each is None else each
        self._put(f"{SUM}{row}", text, value, "each", "yuan/household")
        lowest = Label("Lowest cash; of the county: of the common purse", "最低现金（全县为统一资金池）")
        self._named(row + 1, lowest, "yuan")
        lowest_at = f"={self.by_period}{SUM}{self.periods.lowest}"
        self._put(f"{SUM}{row + 1}", lowest_at, county.lowest_cash, "lowest")
        self._named(row + 2, Label("in the period from", "所在期始于"), "date")
        day, day_at = county.lowest_cash_day, f"={self.by_period}{SUM}{self.periods.lowest_day}"
        self._put(f"{SUM}{row + 2}", day_at, day_number(day) if day else 0.0, "day", "date")
        viable = Label("Viable (1 = yes); of the county: how many", "可行（1为是）；全县为村数")
        self._named(row + 3, viable, "flag")
        count = float(sum(village.viable is True for village in county.villages))
        cells = span(FIRST, len(county.villages), row + 3)
        self._put(f"{SUM}{row + 3}", summed(cells), count, "viable", "flag")
        self.page.text(f"A{row + 4}", Label("Why not", "未满足之处"), **LINE)

    def _village(self, row: int, column: str, village: Village) -> None:
        """The same of one village, as values, and why it is not viable."""
        page, appraisal, viable = self.page, village.appraisal, village.viable
        page.number(f"{column}{row}", appraisal.number("household.net_cash"), "yuan/household", **LINE)
        page.number(f"{column}{row + 1}", appraisal.number("cash.minimum"), "yuan", **LINE)
        page.number(f"{column}{row + 2}", village.lowest_cash_day, "date", **LINE)
        page.number(f"{column}{row + 3}", None if viable is None else float(viable), "flag", **LINE)
        why = page.said(Label("; ", "；")).join(appraisal.failed(page.draft.lang))
        page.text(f"{column}{row + 4}", why, **WORDS)

    def _checks(self, row: int, rows: dict[str, int]) -> None:
        """The county by periods less the sum of its villages: nothing, to the fen."""
        page = self.page
        page.section(
            row,
            Label("Checks: county less sum of the villages, to the fen", "检查：全县减各村之和（精确到分）"),
            FIRST,
        )
        first, by_period = row + 1, self.by_period
        items = [
            (label, f"{by_period}{SUM}{self.periods.totals[key]}-{SUM}{rows[key]}")
            for key, label in ALL_FLOWS.items()
        ]
        closing = f"{by_period}{self.periods.closing}-{SUM}{rows['closing']}"
        items.append((Label("Closing cash at the end", "期末现金"), closing))
        balance = f"{SUM}{rows['revenue']}-{SUM}{rows['expenditure']}-{SUM}{rows['balance']}"
        items.append((Label("Revenue less expenditure = balance", "收入－支出＝结余"), balance))
        for label, text in items:
            row += 1
            self._named(row, label, "yuan")
            self._put(f"{SUM}{row}", f"=ROUND({text},2)", 0.0, "check")
        passed = "*".join(f"({SUM}{checked}=0)" for checked in range(first, row + 1))
        self._named(row + 1, Label("All checks passed (1 = yes)", "全部检查通过（1为是）"), "flag")
        self._put(f"{SUM}{row + 1}", f"={passed}", 1.0, "passed", "flag")
        page.colour_passes(f"{SUM}{row + 1}")

    def _named(self, row: int, label: Label, unit: str) -> None:
        self.page.text(f"A{row}", label, **LINE)
        self.page.text(f"B{row}", self.page.draft.unit_text(unit), **SMALL)

    def _put(self, cell: str, text: str, value: CachedValue, key: str, unit: str = "yuan") -> None:
        look: Look = {"border": styles.HAIRLINE, "bold": True, "fill": styles.TOTAL_FILL}
        look["number_format"] = sheet_format(unit, self.page.draft.money)
        self.page.raw_formula(cell, text, value, f"county.{key}", **look)
