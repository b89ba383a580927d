"""The sheet County: villages side by side as values under their file names, the county as their live sum."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from relocation.county.consolidation import ALL_FLOWS, FIGURES, County
from relocation.excel.sheets.county_periods import PeriodRows
from relocation.excel.write import styles
from relocation.excel.write.cell_styles import Look
from relocation.excel.write.conditional_looks import colour_passes
from relocation.excel.write.county_cells import (
    FILE_ROW,
    FIRST,
    FIRST_ROW,
    LINE,
    NAME_ROW,
    QUIET,
    SUM,
    day_number,
    sheet_reference,
    span,
    summed,
)
from relocation.excel.write.draft import CachedValue
from relocation.excel.write.page import Page
from relocation.labels import Label


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
        page.heading(
            NAME_ROW,
            [
                text.text(lang)
                for text in (Label("Figure", "指标"), Label("Unit", "单位"), Label("County", "全县"))
            ],
        )
        page.heading(NAME_ROW, [one.name(lang) for one in county.villages], FIRST)
        page.text(f"A{FILE_ROW}", Label("File", "文件").text(lang), **QUIET)
        for column, village in zip(self.columns, county.villages, strict=True):
            page.text(f"{column}{FILE_ROW}", village.file, **QUIET)
        rows = self._figures()
        row = self._own_figures(rows)
        self._checks(row, rows)
        page.widths({"A": 46, "B": 16, SUM: 20, **dict.fromkeys(self.columns, 18)})
        page.ws.freeze_panes = f"{get_column_letter(FIRST)}{FIRST_ROW}"
        page.print_setup(
            titles=f"1:{FILE_ROW}", columns="A:C", pages_wide=-(-max(len(county.villages), 1) // 6)
        )

    @property
    def columns(self) -> list[str]:
        return [get_column_letter(FIRST + at) for at in range(len(self.county.villages))]

    def _figures(self) -> dict[str, int]:
        """Everything that adds up: figures of the villages, then their flows over all periods."""
        rows: dict[str, int] = {}
        items = [
            (one.key, one.label, one.unit, [one.of(v.appraisal) for v in self.county.villages])
            for one in FIGURES
        ]
        for key, label in ALL_FLOWS.items():
            said = Label(f"{label.en}, all periods", f"{label.zh}，各期合计")
            items.append(
                (key, said, "yuan", [sum(one.appraisal.series(key)) for one in self.county.villages])
            )
        last = Label("Closing cash at the end", "期末现金")
        items.append(
            (
                "closing",
                last,
                "yuan",
                [one.appraisal.series("cash.closing")[-1] for one in self.county.villages],
            )
        )
        for row, (key, label, unit, values) in enumerate(items, start=FIRST_ROW):
            rows[key] = row
            self._named(row, label, unit)
            for column, value in zip(self.columns, values, strict=True):
                self.page.number(f"{column}{row}", value, unit, **LINE)
            self._put(f"{SUM}{row}", summed(span(FIRST, len(values), row)), sum(values), key, unit)
        return rows

    def _own_figures(self, rows: dict[str, int]) -> int:
        """What does not add up: cash per household, lowest cash with its date, the verdict."""
        page, county, lang = self.page, self.county, self.page.draft.lang
        row = max(rows.values()) + 1
        self._named(row, Label("Net cash per household", "户均净得现金"), "yuan/household")
        cash, homes = (f"{SUM}{rows[key]}" for key in ("net_cash", "households"))
        each = county.net_cash_per_household
        self._put(
            f"{SUM}{row}",
            f'=IF({homes}=0,"n/a",{cash}/{homes})',
            "n/a" if each is None else each,
            "each",
            "yuan/household",
        )
        self._named(
            row + 1,
            Label("Lowest cash; of the county: of the common purse", "最低现金（全县为统一资金池）"),
            "yuan",
        )
        quoted = sheet_reference("periods", lang)
        self._put(f"{SUM}{row + 1}", f"={quoted}{SUM}{self.periods.lowest}", county.lowest_cash, "lowest")
        self._named(row + 2, Label("in the period from", "所在期始于"), "date")
        day = county.lowest_cash_day
        self._put(
            f"{SUM}{row + 2}",
            f"={quoted}{SUM}{self.periods.lowest_day}",
            day_number(day) if day else 0.0,
            "day",
            "date",
        )
        self._named(
            row + 3, Label("Viable (1 = yes); of the county: how many", "可行（1为是）；全县为村数"), "flag"
        )
        count = float(sum(one.viable is True for one in county.villages))
        self._put(
            f"{SUM}{row + 3}", summed(span(FIRST, len(county.villages), row + 3)), count, "viable", "flag"
        )
        page.text(f"A{row + 4}", Label("Why not", "未满足之处").text(lang), **LINE)
        for column, village in zip(self.columns, county.villages, strict=True):
            own = village.appraisal.number("household.net_cash")
            if own == own:
                page.number(f"{column}{row}", own, "yuan/household", **LINE)
            else:
                page.text(f"{column}{row}", "n/a", border=styles.HAIRLINE, alignment=styles.RIGHT)
            page.number(f"{column}{row + 1}", village.appraisal.number("cash.minimum"), "yuan", **LINE)
            page.number(f"{column}{row + 2}", day_number(village.lowest_cash_day), "date", **LINE)
            if village.viable is None:
                page.text(f"{column}{row + 3}", "n/a", border=styles.HAIRLINE, alignment=styles.RIGHT)
            else:
                page.number(f"{column}{row + 3}", float(village.viable), "flag", **LINE)
            why = Label("; ", "；").text(lang).join(village.appraisal.failed(lang))
            page.text(f"{column}{row + 4}", why, border=styles.HAIRLINE, alignment=styles.LEFT)
        return row + 6

    def _checks(self, row: int, rows: dict[str, int]) -> None:
        """The county by periods less the sum of its villages: nothing, to the fen."""
        page, lang = self.page, self.page.draft.lang
        page.section(
            row,
            Label("Checks: county less sum of the villages, to the fen", "检查：全县减各村之和（精确到分）"),
            FIRST,
        )
        quoted = sheet_reference("periods", lang)
        first = row + 1
        items = [
            (label, f"{quoted}{SUM}{self.periods.totals[key]}-{SUM}{rows[key]}")
            for key, label in ALL_FLOWS.items()
        ]
        items.append(
            (
                Label("Closing cash at the end", "期末现金"),
                f"{quoted}{self.periods.closing}-{SUM}{rows['closing']}",
            )
        )
        balance = f"{SUM}{rows['revenue']}-{SUM}{rows['expenditure']}-{SUM}{rows['balance']}"
        items.append((Label("Revenue less expenditure = balance", "收入－支出＝结余"), balance))
        for label, text in items:
            row += 1
            self._named(row, label, "yuan")
            self._put(f"{SUM}{row}", f"=ROUND({text},2)", 0.0, "check")
        passed = "*".join(f"({SUM}{at}=0)" for at in range(first, row + 1))
        self._named(row + 1, Label("All checks passed (1 = yes)", "全部检查通过（1为是）"), "flag")
        self._put(f"{SUM}{row + 1}", f"={passed}", 1.0, "passed", "flag")
        colour_passes(page, f"{SUM}{row + 1}")

    def _named(self, row: int, label: Label, unit: str) -> None:
        self.page.text(f"A{row}", label.text(self.page.draft.lang), **LINE)
        self.page.text(f"B{row}", self.page.draft.unit_text(unit), **QUIET)

    def _put(self, cell: str, text: str, value: CachedValue, key: str, unit: str = "yuan") -> None:
        look: Look = {**LINE, "bold": True, "fill": styles.TOTAL_FILL}
        look["number_format"] = styles.number_format(unit, self.page.draft.money)
        self.page.raw_formula(cell, text, value, f"county.{key}", **look)
