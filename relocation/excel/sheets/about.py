"""The About sheet: what the file is, how to fill it, what the colours mean, how sure its numbers are."""

from __future__ import annotations

from openpyxl.styles import PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink

from relocation.appraisal import Appraisal
from relocation.checks import ALL_PASSED
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.sheets.charts import draw_charts
from relocation.excel.sheets.indicators import colour_flags, show_verdict, write_findings
from relocation.excel.write import printing, styles
from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page
from relocation.excel.write.styles import LINE, QUIET_LINE, STRONG, varied
from relocation.labels import Label
from relocation.project.fields import PROVENANCE
from relocation.verdict import assumed_inputs

STEPS = (
    Label(
        "1. Fill the yellow cells of the sheet Inputs, from top to bottom. Results move while you type.",
        "1. 在“输入”表中自上而下填写黄色单元格，结果随填随变。",
    ),
    Label(
        "2. For another item open the spare rows of its group with + at the left; its name then stands in every table. What you "
        "leave empty counts as nothing.",
        "2. 需要增加项目时，点击左侧 + 展开该组备用行，所填名称随即出现在各表；不填的备用行不计。",
    ),
    Label(
        "3. Write amounts in yuan, areas in mu or m2 as the unit column says, shares as 0.05 or 5%.",
        "3. 金额以元、面积按单位列（亩或平方米）、比例写作0.05或5%。",
    ),
    Label(
        "4. Say for each number where it comes from: provenance, source and note.",
        "4. 为每个数字注明数据性质、来源和说明。",
    ),
    Label(
        "5. Look at the master check on the sheet Checks. It must show 1.", "5. 查看“检查”表的总检查，应为1。"
    ),
    Label(
        "6. To have the file checked: relocation check FILE; for a second calculation: relocation run FILE",
        "6. 校验文件：relocation check 文件；独立复算：relocation run 文件",
    ),
)
COLOURS: tuple[tuple[PatternFill, Label], ...] = (
    (styles.KEY_FILL, Label("an input that decides the result", "决定结果的输入")),
    (styles.INPUT_FILL, Label("any other input", "其他输入")),
    (styles.FIXED_FILL, Label("fixed when the file was written", "生成文件时已固定")),
    (styles.TOTAL_FILL, Label("a total calculated by formula", "由公式计算的合计")),
)
GUIDE = {
    "inputs": Label("all numbers that a person states, with their sources", "全部人工填报的数字及其来源"),
    "statements": Label(
        "fund balance, sources and uses, cash plan, loans, household",
        "资金平衡、来源与运用、资金计划、贷款、户均情况",
    ),
    "annual": Label("the tables a finance officer signs, by year", "供财务审签的年度报表"),
    "budget": Label("the resettlement budget, item by item", "移民安置预算，逐项列示"),
    "indicators": Label("NPV, IRR, payback, debt cover", "净现值、内部收益率、回收期、偿债能力"),
    "stress": Label(
        "late, less or dearer money: values, not live", "款项迟到、减少或成本上升的情形：数值，非实时公式"
    ),
    "checks": Label(
        "each number worked out twice; rules between inputs; published figures beside ours",
        "同一数字两种算法相互核对；输入项之间的规则；已公布数字对照",
    ),
    "scenarios": Label("your own what-ifs, one per row", "自定方案，一行一个"),
    "calculation": Label("every line item, one formula per row", "全部计算项目，一行一个公式"),
    "map": Label("which number stands in which cell", "数字与单元格的对照"),
}


RESULTS = (
    "fund_balance.revenue",
    "fund_balance.expenditure",
    "fund_balance.balance",
    "cash.minimum",
    "cash.minimum_period",
    "cash.minimum_date",
    "cash.peak_funding_need",
    "loans.interest_total",
    "household.net_cash",
    ALL_PASSED,
)
LAST_COLUMN = 6
CHART_COLUMN, CHART_WIDTH, CHART_ROWS = "C", 13.2, 22  # the two charts fill the width


def write_about(draft: Draft, appraisal: Appraisal, *, told: bool = True) -> None:
    """Writes the first sheet; without `told` its formulas only, and no sentences that take an appraisal of their own."""
    page = Page.of(draft, "about")
    village = appraisal.project.village
    name = page.said(Label(village.name_en, village.name_zh))
    page.title(
        Label(
            f"{name}: finance of the relocation" if name else "Finance of a village relocation",
            f"{name}搬迁资金测算" if name else "村庄搬迁资金测算",
        ),
        Label(
            "A live model: inputs on one sheet, formulas on the others.",
            "实时模型：一张表输入，其余各表为公式。",
        ),
    )
    row = _write_results(page, 4)
    row = write_findings(page, row, appraisal, told=told)
    draw_charts(page, f"A{row}", f"{CHART_COLUMN}{row}", CHART_WIDTH)
    for below in range(row, row + CHART_ROWS):
        page.ws.row_dimensions[below].height = printing.ROW_HEIGHT
    row = _write_guide(page, row + CHART_ROWS)
    after = _write_certainty(page, row, appraisal)
    _write_colours(page, row)
    _write_steps(page, after)
    page.widths({"A": 48, "B": 22, "C": 2, "D": 20, "E": 18, "F": 30})
    page.print_to_scale((1, 1), landscape=False, last="F")


def _write_results(page: Page, row: int) -> int:
    """The figures a reader asks for first, as live links."""
    draft = page.draft
    page.section(row, Label("The result at a glance (live)", "结果一览（实时）"), LAST_COLUMN)
    row = _write_verdict(page, row + 1)
    for key in RESULTS:
        row += 1
        line, is_main = draft.book.lines[key], key == "fund_balance.balance"
        page.text(f"A{row}", line.label, **varied(LINE, bold=is_main))
        page.line(f"B{row}", key, **STRONG)
        page.text(f"D{row}", draft.unit_text(line.unit), **QUIET_LINE)
    page.colour_passes(f"B{row}")
    return row + 2


def _write_verdict(page: Page, row: int) -> int:
    """The verdict and how many flags are up; the sheet Indicators tells which."""
    page.text(f"A{row}", Label("Verdict", "结论"), **STRONG)
    show_verdict(page, f"B{row}")
    where = Label("rules and thresholds: sheet Indicators", "规则与阈值见“指标”表")
    page.text(f"D{row}", where, **QUIET_LINE)
    row += 1
    page.text(f"A{row}", page.draft.book.lines["flags.count"].label, **LINE)
    page.line(f"B{row}", "flags.count", **STRONG)
    colour_flags(page, f"B{row}")
    return row


def _write_certainty(page: Page, row: int, appraisal: Appraisal) -> int:
    """How many inputs are published, derived, assumed, calibrated; and loudly if most are assumed."""
    counted = appraisal.provenance_counts
    page.section(
        row, Label("How sure the inputs are, as delivered", "输入数据的确定程度（交付时）"), LAST_COLUMN
    )
    for provenance, label in PROVENANCE.items():
        row += 1
        number = counted[provenance]
        page.text(f"A{row}", label, **LINE)
        inputs = Label(f"{number} inputs" if number != 1 else "1 input", f"{number} 项")
        page.text(f"B{row}", inputs, **varied(LINE, alignment=styles.RIGHT))
    if (loud := assumed_inputs(counted)) is not None:
        row += 1
        page.text(f"A{row}", loud, bold=True, colour=styles.WARNING)
    return row + 2


def _write_steps(page: Page, row: int) -> None:
    page.section(row, Label("How to fill it", "填写方法"), LAST_COLUMN)
    for number, text in enumerate(STEPS, start=row + 1):
        page.text(f"A{number}", text)


def _write_colours(page: Page, row: int) -> None:
    """What the colours mean, at the right of the band in `row`."""
    page.text(f"D{row}", Label("Colours", "颜色"), **varied(styles.GROUP, fill=styles.SECTION_FILL))
    for number, (fill, text) in enumerate(COLOURS, start=row + 1):
        for column in ("D", "E", "F"):
            page.ws[f"{column}{number}"].fill = fill
        page.text(f"D{number}", text, **varied(LINE, fill=fill))


def _write_guide(page: Page, row: int) -> int:
    """What stands on the other sheets, each name a way there."""
    page.section(row, Label("Sheets (click to go there)", "工作表（点击跳转）"), LAST_COLUMN)
    for sheet, text in GUIDE.items():
        row += 1
        title = page.said(SHEETS[sheet])
        link = page.text(f"A{row}", title, **varied(LINE, colour=styles.INPUT_INK))
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{title}'!A1", tooltip=title)
        page.text(f"B{row}", text, **LINE)
    return row + 2
