"""The Stress sheet: the bridge test as values, with the inputs that each case changed.

A workbook holds one plan; these figures come from the plan appraised again with other inputs, so they cannot be
formulas of it. The sheet says so in its head, and one live cell tells whether the plan is still what was stressed.
"""

from __future__ import annotations

from relocation.appraisal import Appraisal
from relocation.excel.sheets.indicators import write_guard
from relocation.excel.write import styles
from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page
from relocation.excel.write.styles import CENTRED, LINE, QUIET_LINE, varied
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT
from relocation.labels import Label
from relocation.norms import replacement_costs
from relocation.project.names import input_labels
from relocation.project.sourced_inputs import SourcedInputs
from relocation.stress import BridgeTest, StressedCase, bridge_test

HEADS = (
    Label("Case", "情形"),
    Label("Lowest cash", "最低现金"),
    Label("in the period from", "所在期始于"),
    Label("Bridge needed", "需过桥资金"),
    Label("Fund balance", "资金结余"),
    Label("Loans repaid", "贷款还清"),
    Label("Viable", "可行"),
    Label("Cover", "覆盖倍数"),
    Label("of bonds", "专项债覆盖"),
    Label("Periods added", "延长期数"),
    Label("Why not", "未满足之处"),
)
WIDTHS = {
    **{"A": 35, "B": 12.5, "C": 12.5, "D": 12.5, "E": 12.5},
    **{"F": 8, "G": 8.5, "H": 7, "I": 7, "J": 7.5, "K": 16.5},
}
CHANGE_HEADS = (
    Label("Case", "情形"),
    Label("Before", "原值"),
    Label("After", "改后"),
    Label("Unit", "单位"),
    Label("Input", "输入项"),
)
REPLACEMENT_HEADS = (
    Label("Structure", "房屋"),
    Label("Compensation, yuan/m2", "补偿单价（元/平方米）"),
    Label("Equal new home", "新居购买单价"),
    Label("Household adds", "农户需补差"),
    Label("Covered", "足以重置"),
)
YES, NO = Label("yes", "是"), Label("no", "否")
FIRST_ROW = 5
LIVE, DELIVERED = "M", "N"  # beside what is printed


def write_stress(draft: Draft, appraisal: Appraisal) -> None:
    """Writes every case of the bridge test, below it what the case changed, and the replacement-cost check."""
    page, project = Page.of(draft, "stress"), appraisal.project
    test = bridge_test(project)
    page.title(
        Label("Stress: the bridge test", "压力测试：过桥测试"),
        Label(
            "Values calculated by the program when this file was written. They are not live: each case is a plan of its own.",
            "本表为生成文件时由程序计算的数值，非实时公式：每种情形均为另行测算的方案。",
        ),
    )
    write_guard(page, 3, LIVE, DELIVERED)
    page.heading(FIRST_ROW - 1, HEADS)
    page.ws.row_dimensions[FIRST_ROW - 1].height = 26
    for row, case in enumerate(test.cases, start=FIRST_ROW):
        _write_case(page, row, case)
    row = _write_replacement(page, FIRST_ROW + len(test.cases) + 1, project)
    _write_changes(page, row, project, test)
    page.widths(WIDTHS)
    page.ws.freeze_panes = f"B{FIRST_ROW}"
    page.print_to_scale((FIRST_ROW - 1, FIRST_ROW - 1), landscape=False, last="K")


def _write_case(page: Page, row: int, case: StressedCase) -> None:
    page.text(f"A{row}", case.stress.label, **LINE)
    for column, value, unit in (
        ("B", case.lowest_cash, "yuan"),
        ("C", case.day, "date"),
        ("D", case.bridge, "yuan"),
        ("E", case.balance, "yuan"),
        ("H", case.coverage, "times"),
        ("I", case.bond_coverage, "times"),
        ("J", float(case.longer_by), "period"),
    ):
        page.number(f"{column}{row}", value, unit, **LINE)
    repaid = NOT_AVAILABLE_TEXT if case.loans_repaid is None else YES if case.loans_repaid else NO
    page.text(f"F{row}", repaid, **CENTRED)
    page.text(f"G{row}", NOT_AVAILABLE_TEXT if case.status is None else case.status, **CENTRED)
    why = page.said(Label("; ", "；")).join(case.failed(page.draft.lang))
    page.text(f"K{row}", why, **varied(LINE, alignment=styles.SET_IN))


def _write_replacement(page: Page, row: int, project: SourcedInputs) -> int:
    """Compensation per m2 beside what an equal new home costs the household; nothing where none is bought."""
    costs = replacement_costs(project)
    if not costs:
        return row
    title = Label("Replacement cost of a square metre (values)", "每平方米重置成本核对（数值）")
    page.section(row, title, len(HEADS))
    page.heading(row + 1, REPLACEMENT_HEADS)
    page.ws.row_dimensions[row + 1].height = 26
    row += 2
    for cost in costs:
        page.text(f"A{row}", cost.label, **LINE)
        for column, value in zip("BCD", (cost.compensation, cost.new_home, cost.shortfall), strict=True):
            page.number(f"{column}{row}", value, "yuan/m2", **LINE)
        page.text(f"E{row}", YES if cost.passed else NO, **CENTRED)
        row += 1
    return row + 1


def _write_changes(page: Page, row: int, project: SourcedInputs, test: BridgeTest) -> None:
    names = input_labels(project)
    page.section(row, Label("What each case changes", "各情形改动的输入"), len(HEADS))
    page.heading(row + 1, CHANGE_HEADS)
    row += 2
    for case in test.cases:
        for change in case.changes:
            unit = project.at(change.path).record.unit
            page.text(f"A{row}", case.stress.label, **LINE)
            page.number(f"B{row}", change.before, unit, **LINE)
            page.number(f"C{row}", change.after, unit, **LINE)
            page.text(f"D{row}", page.draft.unit_text(unit), **varied(LINE, alignment=styles.RUN_OVER))
            page.text(f"E{row}", names[change.path], **QUIET_LINE)
            row += 1
