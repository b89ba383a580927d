"""The sheets a finance officer reads first: Indicators, Checks with the master check, and the Map of all cells."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.utils import get_column_letter

from relocation.checks import CHECKS
from relocation.excel.sheets.verdict import write_verdict
from relocation.excel.write import styles
from relocation.excel.write.cell_styles import Look, set_style
from relocation.excel.write.conditional_looks import colour_passes, colour_where
from relocation.excel.write.draft import Draft, MapRow
from relocation.excel.write.inputs_layout import InputRow
from relocation.excel.write.layout import SHEETS
from relocation.excel.write.page import Page
from relocation.indicators import INDICATORS
from relocation.labels import Label
from relocation.project.rule_book import BETWEEN_INPUTS
from relocation.project.sourced_inputs import SourcedInputs
from relocation.statements import STATEMENT_TITLES, published_rows
from relocation.verdict import Verdict

OURS, PRINTED, DIFFERENCE, UNIT = "B", "C", "D", "E"
WHY = Label(
    "They differ where inputs were changed or the source contradicts itself.",
    "输入已改动或原文自相矛盾之处会有差额。",
)
HEADS = {
    OURS: Label("Ours", "本模型"),
    PRINTED: Label("As printed", "原文"),
    DIFFERENCE: Label("Difference", "差额"),
}


def write_published(page: Page, row: int, last_column: int) -> int:
    """Writes the block from `row` on, if there are such figures; returns the row after it."""
    rows, lang = published_rows(page.draft.book), page.draft.lang
    if not rows:
        return row
    page.section(row, STATEMENT_TITLES["published"], last_column)
    for column, head in HEADS.items():
        band: Look = {"bold": True, "fill": styles.SECTION_FILL, "alignment": styles.RIGHT}
        page.text(f"{column}{row}", head.text(lang), **band)
    row += 1
    page.text(f"A{row}", WHY.text(lang), colour=styles.QUIET)
    for identity in rows:
        row += 1
        _write_figure(page, row, identity)
    return row + 2


def _write_figure(page: Page, row: int, identity: str) -> None:
    draft = page.draft
    line, path = draft.book.lines[f"published.{identity}.ours"], f"published.{identity}.value"
    page.text(f"A{row}", line.label.text(draft.lang), border=styles.HAIRLINE, alignment=styles.LEFT)
    money = styles.number_format("yuan", draft.money)
    plain: Look = {"number_format": money if line.unit == "yuan" else "#,##0.00", "border": styles.HAIRLINE}
    page.line(f"{OURS}{row}", line.key, **plain)
    source = draft.places.on(page.sheet, PRINTED).input(path)
    page.raw_formula(f"{PRINTED}{row}", f"={source}", draft.inputs[path], path, **plain)
    page.line(f"{DIFFERENCE}{row}", f"published.{identity}.difference", **plain)
    quiet: Look = {"colour": styles.QUIET, "border": styles.HAIRLINE, "alignment": styles.SET_IN}
    page.text(f"{UNIT}{row}", draft.unit_text(line.unit), **quiet)


BALANCE = ("fund_balance.revenue", "fund_balance.expenditure", "fund_balance.balance")
MASTER = "checks.all_passed"
PATH_COLUMN = 7  # of the indicators, beyond what is printed
MAP_HEAD_ROW, MAP_PATH_COLUMN, MAP_LABEL_COLUMN = 4, "C", "E"


def write_indicators(draft: Draft, verdict: Verdict) -> None:
    """Writes the verdict with its rules and flags, then every indicator with its unit."""
    page = Page.of(draft, "indicators")
    page.title(
        Label("Verdict and indicators", "结论与指标"),
        Label(
            "Live links to the Calculation sheet; n/a where a denominator is zero.",
            "与“计算”表实时相连；分母为零时显示 n/a。",
        ),
    )
    top = write_verdict(page, 4, verdict)
    page.heading(
        top,
        [
            text.text(draft.lang)
            for text in (
                Label("Indicator", "指标"),
                Label("Value", "数值"),
                Label("Unit", "单位"),
            )
        ],
    )
    page.heading(top, [Label("Path", "路径").text(draft.lang)], first_column=PATH_COLUMN)
    for row, key in enumerate([*BALANCE, *INDICATORS, MASTER], start=top + 1):
        line = draft.book.lines[key]
        page.text(f"A{row}", line.label.text(draft.lang), border=styles.HAIRLINE, alignment=styles.LEFT)
        page.line(f"B{row}", key, bold=True, border=styles.HAIRLINE)
        page.text(
            f"C{row}",
            draft.unit_text(line.unit),
            colour=styles.QUIET,
            border=styles.HAIRLINE,
            alignment=styles.SET_IN,
        )
        path = f"{get_column_letter(PATH_COLUMN)}{row}"
        page.text(path, key, colour=styles.QUIET, border=styles.HAIRLINE)
    page.widths({"A": 46, "B": 18, "C": 17, "D": 12, "E": 9, "F": 37, "G": 34})
    page.ws.freeze_panes = "A4"
    page.print_to_scale((1, 1), landscape=False, last="F")


CHECKS_COLUMN = 6  # the last of the sheet Checks


def write_checks(draft: Draft, project: SourcedInputs) -> None:
    """Writes the master check, each check with the difference it found, and each rule between inputs with its breaches."""
    page = Page.of(draft, "checks")
    page.title(
        Label("Checks", "检查"),
        Label(
            "Each check works out one number in two ways. 1 = passed, 0 = broken.",
            "每项检查用两种方法计算同一个数。1为通过，0为不符。",
        ),
    )
    page.text("A3", draft.book.lines[MASTER].label.text(draft.lang), bold=True, size=12)
    page.line("C3", MASTER, bold=True, size=12, alignment=styles.CENTRE)
    page.heading(
        5,
        [
            text.text(draft.lang)
            for text in (
                Label("Check", "检查项目"),
                Label("Difference (yuan)", "差额（元）"),
                Label("Passed", "通过"),
                Label("", ""),
                Label("", ""),
                Label("Path", "路径"),
            )
        ],
    )
    for row, check in enumerate(CHECKS, start=6):
        key = f"checks.{check.key}"
        page.text(f"A{row}", check.label.text(draft.lang), border=styles.HAIRLINE, alignment=styles.LEFT)
        page.line(f"B{row}", key, border=styles.HAIRLINE, number_format="#,##0.00")
        page.line(f"C{row}", f"{key}.passed", border=styles.HAIRLINE, alignment=styles.CENTRE)
        page.text(f"F{row}", key, colour=styles.QUIET, border=styles.HAIRLINE)
    colour_passes(page, f"C3 C6:C{5 + len(CHECKS)}")
    row = _write_rules(page, 8 + len(CHECKS), project)
    write_published(page, row, CHECKS_COLUMN)
    page.widths({"A": 70, "B": 18, "C": 18, "D": 18, "E": 15, "F": 34})
    page.print_to_scale((5, 5), landscape=False, last="E")


def _write_rules(page: Page, row: int, project: SourcedInputs) -> int:
    """The rules between inputs, each with the number of its breaches; returns the row after them."""
    lang = page.draft.lang
    page.section(row, Label("Rules between inputs: breaches", "输入项之间的规则：未满足数"), CHECKS_COLUMN)
    for key, label in BETWEEN_INPUTS.counts(project).items():
        row += 1
        page.text(f"A{row}", label.text(lang), border=styles.HAIRLINE, alignment=styles.LEFT)
        page.line(f"B{row}", key, border=styles.HAIRLINE, number_format="0")
        page.text(f"F{row}", key, colour=styles.QUIET, border=styles.HAIRLINE)
        colour_where(page, f"B{row}", "greaterThan", "0", styles.FAIL_FILL)
    return row + 2


def map_rows(inputs: int) -> tuple[int, int]:
    """The first and last row of the inputs on the Map."""
    return MAP_HEAD_ROW + 1, MAP_HEAD_ROW + inputs


def write_map(draft: Draft, inputs: list[InputRow], names: Mapping[str, Label]) -> None:
    """Writes which number stands in which cell: inputs first, then every formula cell; a row of periods as one."""
    page = Page.of(draft, "map")
    page.title(
        Label("Map", "对照"),
        Label(
            "Every cell that holds a number, and the path under which all programs and messages know it.",
            "每个数字单元格及其路径；程序与提示信息均使用该路径。",
        ),
    )
    lang = draft.lang
    page.heading(
        MAP_HEAD_ROW,
        [
            text.text(lang)
            for text in (
                Label("Sheet", "工作表"),
                Label("Cell", "单元格"),
                Label("Path", "路径"),
                Label("Period", "期次"),
                Label("Input", "输入项"),
            )
        ],
    )
    sheet = SHEETS["inputs"].text(lang)
    rows: list[tuple[str, ...]] = [
        (sheet, row.cell, row.one.path, "", names[row.one.path].text(lang)) for row in inputs
    ]
    rows += _ranges(draft.map)
    small: Look = {"alignment": styles.MIDDLE, "number_format": "General"}
    for at, texts in enumerate(rows, start=MAP_HEAD_ROW + 1):
        for column, text in zip("ABCDE", texts, strict=False):
            if draft.names.is_live(text):
                formula = draft.names.formula(text, always=True)
                shown = draft.names.text(text, always=True)
                page.raw_formula(f"{column}{at}", formula, shown, None, **small)
                continue
            cell = page.ws[f"{column}{at}"]
            cell.value, cell.data_type = text, "s"
            set_style(cell, font=styles.font(lang))
    page.widths({"A": 14, "B": 12, "C": 58, "D": 8, "E": 56})
    page.ws.freeze_panes = f"A{MAP_HEAD_ROW + 1}"
    page.print_to_scale((MAP_HEAD_ROW, MAP_HEAD_ROW), landscape=False)


def _ranges(cells: list[MapRow]) -> list[tuple[str, str, str, str]]:
    """Neighbouring cells of one line as one range."""
    found: dict[tuple[str, str, str], list[MapRow]] = {}
    for one in cells:
        row = one.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        group = one.path if one.period is not None else f"{one.path}@{one.cell}"
        found.setdefault((one.sheet, row, group), []).append(one)
    return [
        (
            same[0].sheet,
            same[0].cell if len(same) == 1 else f"{same[0].cell}:{same[-1].cell}",
            same[0].path,
            ""
            if same[0].period is None
            else f"{same[0].period}"
            if len(same) == 1
            else f"{same[0].period}-{same[-1].period}",
        )
        for same in found.values()
    ]
