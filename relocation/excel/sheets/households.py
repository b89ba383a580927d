"""The ledger of a village as a workbook: accounts of the households to be signed, the lines, totals, distributions."""

from __future__ import annotations

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from relocation.excel.write import styles
from relocation.excel.write.plain_cells import book_bytes, headings, new_book, page, put, title, widths, yuan
from relocation.households.amounts import unit_scale
from relocation.households.columns import ID
from relocation.households.household_ledger import Ledger, parameter
from relocation.households.overrides import AUTHOR, DAY, REASON
from relocation.households.roster import SYNTHETIC_NOTE
from relocation.households.rules import SIDES
from relocation.households.spread import HEADINGS, By
from relocation.households.statement import LEFT, SIGNATURES, Statement, StatementLine
from relocation.households.statement_page import COLON, COLUMNS, TOTAL, override_note
from relocation.labels import Label, Language
from relocation.tables.units import UNITS

STATEMENTS, LEDGER = Label("Statements", "农户对账单"), Label("Ledger", "明细账")
TOTALS, SPREAD, LIMITS = Label("Totals", "合计"), Label("Distribution", "分布"), Label("Limits", "限额")
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
    book = new_book()
    _statements(book.create_sheet(STATEMENTS.text(lang)), ledger, lang)
    _lines(book.create_sheet(LEDGER.text(lang)), ledger, lang)
    _totals(book.create_sheet(TOTALS.text(lang)), ledger, lang)
    _spread(book.create_sheet(SPREAD.text(lang)), ledger, lang)
    _limits(book.create_sheet(LIMITS.text(lang)), ledger, lang)
    return book_bytes(book)


def _note(ledger: Ledger, lang: Language) -> str:
    return SYNTHETIC_NOTE.text(lang) if ledger.roster.synthetic else ledger.roster.places.file


def _statements(sheet: Worksheet, ledger: Ledger, lang: Language) -> None:
    row = 1
    for one in ledger.statements():
        row = _statement(sheet, row, one, ledger.rules.label, lang)
        sheet.row_breaks.append(Break(id=row - 1))
    widths(sheet, {1: 44, 2: 22, 3: 16, 4: 20})
    page(sheet, lang, landscape=False)


def _statement(sheet: Worksheet, row: int, one: Statement, scheme: Label, lang: Language) -> int:
    """One account from `row` on; gives the row after it."""
    put(sheet, row, 1, scheme.text(lang), lang, size=14, bold=True, colour=styles.ACCENT)
    put(sheet, row + 1, 1, one.heading(lang), lang)
    if one.synthetic:
        put(sheet, row + 2, 1, SYNTHETIC_NOTE.text(lang), lang, colour=styles.WARNING)
    row += 3
    for label, lines, total in one.blocks():
        put(sheet, row, 1, label.text(lang), lang, bold=True, colour=styles.ACCENT, size=11)
        headings(sheet, row + 1, [text.text(lang) for text in COLUMNS], lang)
        row += 2
        for line in lines:
            row = _statement_line(sheet, row, line, lang)
        if total is not None:
            put(sheet, row, 1, TOTAL.text(lang), lang, bold=True)
            yuan(sheet, row, 4, total, lang, bold=True, border=styles.TOTAL_LINE)
            row += 1
        row += 1
    colon = COLON.text(lang)
    put(sheet, row, 1, f"{LEFT.text(lang)}{colon}{one.outcome().text(lang)}", lang, bold=True, size=11)
    yuan(sheet, row, 4, one.left, lang, bold=True, border=styles.TOTAL_LINE)
    for at, sign in enumerate(SIGNATURES, start=1):
        put(sheet, row + 3, at, f"{sign.text(lang)}{colon}".rstrip(), lang)
        put(sheet, row + 4, at, "", lang, border=styles.TOTAL_LINE)
    return row + 6


def _statement_line(sheet: Worksheet, row: int, line: StatementLine, lang: Language) -> int:
    put(sheet, row, 1, line.label.text(lang), lang)
    put(sheet, row, 2, line.quantity_text(lang), lang, alignment=styles.RIGHT)
    put(sheet, row, 3, line.rate_text(), lang, alignment=styles.RIGHT)
    if line.amount is not None:
        yuan(sheet, row, 4, line.amount, lang)
    note = override_note(line, lang)
    if note:
        put(sheet, row + 1, 1, note, lang, italic=True, colour=styles.QUIET)
    return row + (2 if note else 1)


def _lines(sheet: Worksheet, ledger: Ledger, lang: Language) -> None:
    title(sheet, LEDGER, _note(ledger, lang), lang)
    headings(sheet, 3, [text.text(lang) for text in LINE_COLUMNS], lang)
    row = 4
    for at, identity in enumerate(ledger.roster.texts[ID.key]):
        for rule in ledger.rules.rules:
            final, scale = ledger.amounts[rule.id], unit_scale(ledger.rules, rule)
            override = ledger.override_at.get((at, rule.id))
            put(sheet, row, 1, identity, lang)
            put(sheet, row, 2, rule.label.text(lang), lang)
            put(sheet, row, 3, SIDES[rule.side].text(lang), lang)
            put(sheet, row, 4, int(final.quantity[at]) / scale, lang, number_format="#,##0.##")
            put(sheet, row, 5, UNITS[rule.unit].text(lang), lang)
            put(sheet, row, 6, str(rule.rate.fraction), lang, alignment=styles.RIGHT)
            yuan(sheet, row, 7, int(final.amount[at]), lang)
            yuan(sheet, row, 8, int(ledger.ruled[rule.id].amount[at]), lang)
            put(sheet, row, 9, parameter(rule), lang)
            put(sheet, row, 10, rule.rounding.label.text(lang), lang)
            if override is not None:
                day = override.day.isoformat() if override.day else ""
                for column, text in enumerate((override.author, override.reason, day), start=11):
                    put(sheet, row, column, text, lang)
            row += 1
    sheet.freeze_panes = "B4"
    widths(sheet, {1: 22, 2: 34, 3: 26, 7: 16, 8: 16, 9: 26, 10: 26, 11: 14, 12: 30, 13: 12})
    page(sheet, lang, landscape=True, titles="1:3")


def _totals(sheet: Worksheet, ledger: Ledger, lang: Language) -> None:
    title(sheet, TOTALS, f"{_note(ledger, lang)} · sha256 {ledger.sha256}", lang)
    headings(
        sheet,
        3,
        [
            Label("Rule", "规则").text(lang),
            Label("Part", "类别").text(lang),
            Label("Yuan", "金额（元）").text(lang),
        ],
        lang,
    )
    for row, rule in enumerate(ledger.rules.rules, start=4):
        put(sheet, row, 1, rule.label.text(lang), lang)
        put(sheet, row, 2, SIDES[rule.side].text(lang), lang)
        yuan(sheet, row, 3, ledger.totals()[rule.id], lang)
    row = 4 + len(ledger.rules.rules)
    put(sheet, row, 1, LEFT.text(lang), lang, bold=True)
    yuan(sheet, row, 3, ledger.sums()["left"], lang, bold=True, border=styles.TOTAL_LINE)
    widths(sheet, {1: 44, 2: 28, 3: 22})
    page(sheet, lang, landscape=False)


def _spread(sheet: Worksheet, ledger: Ledger, lang: Language) -> None:
    title(
        sheet,
        Label("What is left, by household [yuan]", "农户最终所得的分布（元）"),
        _note(ledger, lang),
        lang,
    )
    headings(sheet, 3, [text.text(lang) for text in HEADINGS.values()], lang)
    row = 4
    for by in BY:
        for part in ledger.distribution(by=by):
            for column, (key, value) in enumerate(part.record(lang).items(), start=1):
                if isinstance(value, str) or key in ("households", "below_zero"):
                    put(sheet, row, column, value, lang)
                else:
                    yuan(sheet, row, column, value, lang)
            row += 1
    widths(sheet, {column: 24 if column == 1 else 16 for column in range(1, len(HEADINGS) + 1)})
    page(sheet, lang, landscape=True)


def _limits(sheet: Worksheet, ledger: Ledger, lang: Language) -> None:
    """Every household above a limit, by its row in the roster."""
    title(sheet, LIMITS, _note(ledger, lang), lang)
    for row, problem in enumerate(ledger.breaches(), start=4):
        put(sheet, row, 1, problem.text(lang), lang)
    widths(sheet, {1: 140})
    page(sheet, lang, landscape=True)
