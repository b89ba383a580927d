"""The Checks sheet: the master check, each check with the difference it found, rules between inputs, published figures."""

from __future__ import annotations

from relocation.checks import ALL_PASSED, CHECKS
from relocation.excel.write import styles
from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page
from relocation.excel.write.styles import CENTRED, LINE, QUIET_LINE, WORDS, Look, varied
from relocation.labels import Label
from relocation.project.rule_book import BETWEEN_INPUTS
from relocation.project.sourced_inputs import SourcedInputs
from relocation.statements import STATEMENT_TITLES, published_rows
from relocation.tables.numbers import sheet_format

LAST_COLUMN = 6
FIRST_ROW = 6
HEADS = (
    Label("Check", "检查项目"),
    Label("Difference (yuan)", "差额（元）"),
    Label("Passed", "通过"),
    "",
    "",
    Label("Path", "路径"),
)
OURS, PRINTED, DIFFERENCE, UNIT = "B", "C", "D", "E"
PUBLISHED_HEADS = {
    OURS: Label("Ours", "本模型"),
    PRINTED: Label("As printed", "原文"),
    DIFFERENCE: Label("Difference", "差额"),
}
WHY = Label(
    "They differ where inputs were changed or the source contradicts itself.",
    "输入已改动或原文自相矛盾之处会有差额。",
)


def write_checks(draft: Draft, project: SourcedInputs) -> None:
    """Writes the sheet, every result on it live."""
    page = Page.of(draft, "checks")
    page.title(
        Label("Checks", "检查"),
        Label(
            "Each check works out one number in two ways. 1 = passed, 0 = broken.",
            "每项检查用两种方法计算同一个数。1为通过，0为不符。",
        ),
    )
    page.text("A3", draft.book.lines[ALL_PASSED].label, bold=True, size=12)
    page.line("C3", ALL_PASSED, bold=True, size=12, alignment=styles.CENTRE)
    page.heading(FIRST_ROW - 1, HEADS)
    for row, check in enumerate(CHECKS, start=FIRST_ROW):
        key = f"checks.{check.key}"
        page.text(f"A{row}", check.label, **WORDS)
        page.line(f"B{row}", key, **varied(LINE, number_format="#,##0.00"))
        page.line(f"C{row}", f"{key}.passed", **CENTRED)
        page.text(f"F{row}", key, **QUIET_LINE)
    page.colour_passes(f"C3 C{FIRST_ROW}:C{FIRST_ROW - 1 + len(CHECKS)}")
    row = _write_rules(page, FIRST_ROW + 2 + len(CHECKS), project)
    _write_published(page, row)
    page.widths({"A": 70, "B": 18, "C": 18, "D": 18, "E": 15, "F": 34})
    page.print_to_scale((FIRST_ROW - 1, FIRST_ROW - 1), landscape=False, last="E")


def _write_rules(page: Page, row: int, project: SourcedInputs) -> int:
    """The rules between inputs, each with the number of its breaches; returns the row after them."""
    page.section(row, Label("Rules between inputs: breaches", "输入项之间的规则：未满足数"), LAST_COLUMN)
    for key, label in BETWEEN_INPUTS.counts(project).items():
        row += 1
        page.text(f"A{row}", label, **WORDS)
        page.line(f"B{row}", key, **varied(LINE, number_format="0"))
        page.text(f"F{row}", key, **QUIET_LINE)
        page.colour_where(f"B{row}", "greaterThan", "0", styles.FAIL_FILL)
    return row + 2


def _write_published(page: Page, row: int) -> None:
    """Figures that a source prints beside ours, if there are any."""
    figures = published_rows(page.draft.book)
    if not figures:
        return
    page.section(row, STATEMENT_TITLES["published"], LAST_COLUMN)
    band: Look = {"bold": True, "fill": styles.SECTION_FILL, "alignment": styles.RIGHT}
    for column, head in PUBLISHED_HEADS.items():
        page.text(f"{column}{row}", head, **band)
    row += 1
    page.text(f"A{row}", WHY, colour=styles.QUIET)
    for identity in figures:
        row += 1
        _write_figure(page, row, identity)


def _write_figure(page: Page, row: int, identity: str) -> None:
    draft = page.draft
    line, path = draft.book.lines[f"published.{identity}.ours"], f"published.{identity}.value"
    page.text(f"A{row}", line.label, **WORDS)
    money = sheet_format("yuan", draft.money)
    plain: Look = {**LINE, "number_format": money if line.unit == "yuan" else "#,##0.00"}
    page.line(f"{OURS}{row}", line.key, **plain)
    source = draft.places.on(page.sheet, PRINTED).input(path)
    page.raw_formula(f"{PRINTED}{row}", f"={source}", draft.inputs[path], path, **plain)
    page.line(f"{DIFFERENCE}{row}", f"published.{identity}.difference", **plain)
    page.text(f"{UNIT}{row}", draft.unit_text(line.unit), **varied(QUIET_LINE, alignment=styles.SET_IN))
