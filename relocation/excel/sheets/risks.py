"""The sheet Risks: the eight risks of impoverishment, what is stated about each, and room for a reviewer. No scores."""

from __future__ import annotations

from collections.abc import Sequence

from relocation.excel.write import styles
from relocation.excel.write.page import Page
from relocation.excel.write.printing import lines_of
from relocation.labels import Label
from relocation.livelihood.risks import RiskRow

HEADS = (
    Label("Risk", "风险"),
    Label("What the project states about it", "项目已载明的措施"),
    Label("Checked by, on", "审阅人、日期"),
    Label("Remark", "意见"),
)
WIDTHS = {"A": 24, "B": 84, "C": 20, "D": 40}


def write_risks(page: Page, rows: Sequence[RiskRow]) -> None:
    """The checklist; what is written beside it stays unlocked."""
    lang = page.draft.lang
    page.title(
        Label("Eight risks of impoverishment by displacement", "搬迁致贫的八类风险"),
        Label(
            "After Cernea. What is stated is repeated, never scored; whether it suffices a reader has to judge.",
            "依据塞尼（Cernea）的风险框架。只列示已载明的措施，不作评分；是否充分由审阅者判断。",
        ),
    )
    page.heading(5, [head.text(lang) for head in HEADS])
    for row, one in enumerate(rows, start=6):
        said = one.answer.text(lang)
        page.text(f"A{row}", one.risk.text(lang), bold=True, border=styles.HAIRLINE, alignment=styles.LEFT)
        fill = None if one.stated else styles.INPUT_FILL
        page.text(f"B{row}", said, border=styles.HAIRLINE, alignment=styles.LEFT, fill=fill)
        for column in "CD":
            page.text(
                f"{column}{row}", "", border=styles.GRID, alignment=styles.LEFT, protection=styles.UNLOCKED
            )
        page.ws.row_dimensions[row].height = max(30.0, 13.5 * lines_of(said, WIDTHS["B"]) + 6)
    page.widths(WIDTHS)
    page.ws.freeze_panes = "B6"
    page.print_setup(titles="1:5")
