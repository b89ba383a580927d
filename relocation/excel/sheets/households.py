"""The ledger of a village as a workbook: accounts of the households to be signed, the lines, totals, distributions."""

from __future__ import annotations

from typing import Unpack

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from relocation.excel.layout.kinds import LEDGER_SHEETS
from relocation.excel.write import styles
from relocation.excel.write.draft import data_draft
from relocation.excel.write.page import Page
from relocation.excel.write.saving import file_bytes
from relocation.excel.write.styles import Look
from relocation.households.amounts import unit_scale
from relocation.households.columns import ID
from relocation.households.household_ledger import Ledger, parameter
from relocation.households.overrides import AUTHOR, DAY, REASON
from relocation.households.roster import SYNTHETIC_NOTE
from relocation.households.rules import SIDES, Rule
from relocation.households.spread import HEADINGS, By
from relocation.households.statement import LEFT, SIGNATURES, Statement, StatementLine
from relocation.households.statement_page import COLON, COLUMNS, TOTAL, override_note
from relocation.labels import Label, Language
from relocation.tables.units import UNITS

YUAN_FORMAT = "#,##0.00;-#,##0.00"
LAST_ROW = 1_048_576
BY: tuple[By | None, ...] = (None, "group", "option", "registered")
LINE_COLUMNS = (
    Label("Household id", "户编号"),
    Label("Rule", "规则"),
    Label("Part", "类别"),
    Label("Quantity", "数量"),
    Label("Unit", "单位"),
    Label("Yuan per unit", "单价（元）"),
    Label("Yuan", "金额（元）"),
    Label("Yuan by the rule", "按规则金额（元）"),
    Label("Parameter", "参数"),
    Label("Rounding", "舍入"),
    AUTHOR,
    REASON,
    DAY,
)


class TooManyLines(ValueError):
    """A ledger that one sheet cannot hold; it belongs into Parquet or into one workbook for each village."""


def household_workbook(ledger: Ledger, lang: Language = "en") -> bytes:
    """Statements, ledger, totals, distributions and limits. With ids and names: it is made for those who hold them.

    Raises TooManyLines where a sheet would end before the ledger does.
    """
    if len(ledger) + 4 > LAST_ROW or len(ledger.roster) * 40 > LAST_ROW:
        raise TooManyLines(f"{len(ledger)} lines of {len(ledger.roster)} households")
    draft = data_draft(lang)
    for key, write in (
        ("statements", _write_statements),
        ("ledger", _write_lines),
        ("totals", _write_totals),
        ("spread", _write_spread),
        ("limits", _write_limits),
    ):
        write(Page.of(draft, key, LEDGER_SHEETS), ledger)
    return file_bytes(draft.workbook, {})


def _write_yuan(page: Page, cell: str, fen: int, **look: Unpack[Look]) -> None:
    """An amount in yuan; a double holds every fen up to ninety trillion yuan."""
    amount: Look = {"number_format": YUAN_FORMAT, **look}
    page.number(cell, fen / 100, "yuan", **amount)


def _note(ledger: Ledger) -> Label | str:
    return SYNTHETIC_NOTE if ledger.roster.synthetic else ledger.roster.places.file


def _write_statements(page: Page, ledger: Ledger) -> None:
    row = 1
    for statement in ledger.statements():
        row = _write_statement(page, row, statement, ledger.rules.label)
        page.ws.row_breaks.append(Break(id=row - 1))
    page.widths({"A": 44, "B": 22, "C": 16, "D": 20})
    page.print_setup(titles="", landscape=False)


def _write_statement(page: Page, row: int, statement: Statement, scheme: Label) -> int:
    """One account from `row` on; gives the row after it."""
    page.text(f"A{row}", scheme, size=14, bold=True, colour=styles.ACCENT)
    page.text(f"A{row + 1}", statement.heading(page.draft.lang))
    if statement.synthetic:
        page.text(f"A{row + 2}", SYNTHETIC_NOTE, colour=styles.WARNING)
    row += 3
    for label, lines, total in statement.blocks():
        page.text(f"A{row}", label, **styles.GROUP)
        page.heading(row + 1, COLUMNS)
        row += 2
        for line in lines:
            row = _write_statement_line(page, row, line)
        if total is not None:
            page.text(f"A{row}", TOTAL, bold=True)
            _write_yuan(page, f"D{row}", total, bold=True, border=styles.TOTAL_LINE)
            row += 1
        row += 1
    colon = page.said(COLON)
    page.text(f"A{row}", f"{page.said(LEFT)}{colon}{page.said(statement.outcome())}", bold=True, size=11)
    _write_yuan(page, f"D{row}", statement.left, bold=True, border=styles.TOTAL_LINE)
    for column, sign in zip("ABCD", SIGNATURES, strict=False):
        page.text(f"{column}{row + 3}", f"{page.said(sign)}{colon}".rstrip())
        page.text(f"{column}{row + 4}", "", border=styles.TOTAL_LINE)
    return row + 6


def _write_statement_line(page: Page, row: int, line: StatementLine) -> int:
    page.text(f"A{row}", line.label)
    page.text(f"B{row}", line.quantity_text(page.draft.lang), alignment=styles.RIGHT)
    page.text(f"C{row}", line.rate_text(), alignment=styles.RIGHT)
    if line.amount is not None:
        _write_yuan(page, f"D{row}", line.amount)
    note = override_note(line, page.draft.lang)
    if note:
        page.text(f"A{row + 1}", note, italic=True, colour=styles.QUIET)
    return row + (2 if note else 1)


def _write_lines(page: Page, ledger: Ledger) -> None:
    page.title(LEDGER_SHEETS["ledger"], _note(ledger))
    page.heading(3, LINE_COLUMNS)
    row = 4
    for place, identity in enumerate(ledger.roster.texts[ID.key]):
        for rule in ledger.rules.rules:
            _write_line(page, row, ledger, rule, place, identity)
            row += 1
    page.ws.freeze_panes = "B4"
    page.widths({"A": 22, "B": 34, "C": 26, "G": 16, "H": 16, "I": 26, "J": 26, "K": 14, "L": 30, "M": 12})
    page.print_setup(titles="1:3")


def _write_line(page: Page, row: int, ledger: Ledger, rule: Rule, place: int, identity: str) -> None:
    """One rule for the household at a place of the roster."""
    final, scale = ledger.amounts[rule.id], unit_scale(ledger.rules, rule)
    override = ledger.override_at.get((place, rule.id))
    quantity: Look = {"number_format": "#,##0.##", "alignment": styles.MIDDLE}
    page.text(f"A{row}", identity)
    page.text(f"B{row}", rule.label)
    page.text(f"C{row}", SIDES[rule.side])
    page.number(f"D{row}", int(final.quantity[place]) / scale, rule.unit, **quantity)
    page.text(f"E{row}", UNITS[rule.unit])
    page.text(f"F{row}", str(rule.rate.fraction), alignment=styles.RIGHT)
    _write_yuan(page, f"G{row}", int(final.amount[place]))
    _write_yuan(page, f"H{row}", int(ledger.ruled[rule.id].amount[place]))
    page.text(f"I{row}", parameter(rule))
    page.text(f"J{row}", rule.rounding.label)
    if override is not None:
        day = override.day.isoformat() if override.day else ""
        for column, text in zip("KLM", (override.author, override.reason, day), strict=True):
            page.text(f"{column}{row}", text)


def _write_totals(page: Page, ledger: Ledger) -> None:
    page.title(LEDGER_SHEETS["totals"], f"{page.said(_note(ledger))} · sha256 {ledger.sha256}")
    page.heading(3, [Label("Rule", "规则"), Label("Part", "类别"), Label("Yuan", "金额（元）")])
    for row, rule in enumerate(ledger.rules.rules, start=4):
        page.text(f"A{row}", rule.label)
        page.text(f"B{row}", SIDES[rule.side])
        _write_yuan(page, f"C{row}", ledger.totals()[rule.id])
    row = 4 + len(ledger.rules.rules)
    page.text(f"A{row}", LEFT, bold=True)
    _write_yuan(page, f"C{row}", ledger.sums()["left"], bold=True, border=styles.TOTAL_LINE)
    page.widths({"A": 44, "B": 28, "C": 22})
    page.print_setup(titles="", landscape=False)


def _write_spread(page: Page, ledger: Ledger) -> None:
    page.title(Label("What is left, by household [yuan]", "农户最终所得的分布（元）"), _note(ledger))
    page.heading(3, list(HEADINGS.values()))
    columns = [get_column_letter(number) for number in range(1, len(HEADINGS) + 1)]
    parts = (part for by in BY for part in ledger.distribution(by=by))
    for row, part in enumerate(parts, start=4):
        for column, (key, value) in zip(columns, part.record(page.draft.lang).items(), strict=False):
            if isinstance(value, str):
                page.text(f"{column}{row}", value)
            elif key in ("households", "below_zero"):
                page.number(f"{column}{row}", value, "", number_format="General", alignment=styles.MIDDLE)
            else:
                _write_yuan(page, f"{column}{row}", value)
    page.widths({column: 24 if column == "A" else 16 for column in columns})
    page.print_setup(titles="")


def _write_limits(page: Page, ledger: Ledger) -> None:
    """Every household above a limit, by its row in the roster."""
    page.title(LEDGER_SHEETS["limits"], _note(ledger))
    for row, problem in enumerate(ledger.breaches(), start=4):
        page.text(f"A{row}", problem.text(page.draft.lang))
    page.widths({"A": 140})
    page.print_setup(titles="")
