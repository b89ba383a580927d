"""The report of a plan as a document: its chapters in order, each a report, drawn as a page and as a Word document.

What a chapter tells stands in a module by its topic. A chapter that has nothing to tell of a plan is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from relocation.labels import Label, Language
from relocation.reports.basis import basis_chapter
from relocation.reports.budget import budget_chapter, years_chapter
from relocation.reports.drivers import confirm_chapter, drivers_chapter, inputs_chapter
from relocation.reports.findings import Findings
from relocation.reports.funds import (
    balance_chapter,
    cash_chapter,
    checks_chapter,
    household_chapter,
    indicators_chapter,
    loans_chapter,
    published_chapter,
    sources_chapter,
    stress_chapter,
)
from relocation.reports.result import result_chapter
from relocation.reports.signatures import signatures_chapter
from relocation.reports.verification import cross_check_chapter
from relocation.tables.record import Report

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

Medium = Literal["page", "word"]
BOTH: tuple[Medium, ...] = ("page", "word")
PAGE: tuple[Medium, ...] = ("page",)
WORD: tuple[Medium, ...] = ("word",)
# Pictures that stand in Word, which is to be short; the page shows all.
PICTURES: dict[Medium, tuple[str, ...]] = {
    "page": ("cash", "sources", "budget", "loans", "stress", "tornado", "household"),
    "word": ("cash", "sources", "tornado"),
}
DOCUMENT = Label("Report on the balance of funds", "资金平衡测算报告")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its key, its title, what tells it, and the media in which it stands."""

    key: str
    title: Label
    told: Callable[[Findings], Report | None]
    media: tuple[Medium, ...] = BOTH


CHAPTERS = (
    Chapter("result", Label("Result and conditions", "测算结论与条件"), result_chapter),
    Chapter("basis", Label("Basis and conventions", "编制依据与测算口径"), basis_chapter),
    Chapter("sources_and_uses", Label("Sources and uses of funds", "资金来源与运用"), sources_chapter),
    Chapter("fund_balance", Label("Fund balance", "资金平衡"), balance_chapter),
    Chapter("budget", Label("Resettlement budget", "移民安置预算"), budget_chapter),
    Chapter("cash_plan", Label("Cash plan", "资金计划"), cash_chapter),
    Chapter("loans", Label("Loans and debt cover", "贷款与偿债能力"), loans_chapter),
    Chapter("stress", Label("Stress test", "压力测试"), stress_chapter),
    Chapter("drivers", Label("What moves the result most", "敏感性分析"), drivers_chapter),
    Chapter("household", Label("Position of households", "农户收支情况"), household_chapter),
    Chapter("indicators", Label("Indicators", "指标"), indicators_chapter, PAGE),
    Chapter("years", Label("Statements by year", "分年度报表"), years_chapter, PAGE),
    Chapter("checks", Label("Checks of the calculation", "计算检查"), checks_chapter, PAGE),
    Chapter("cross_check", Label("Cross-check by other engines", "独立引擎交叉验算"), cross_check_chapter),
    Chapter("confirm", Label("Assumptions to be confirmed", "待核实事项"), confirm_chapter),
    Chapter("published", Label("Published figures and ours", "已公布数字对照"), published_chapter),
    Chapter("inputs", Label("Assumptions and their sources", "输入数据及来源"), inputs_chapter, PAGE),
    Chapter("signatures", Label("Signatures", "签章"), signatures_chapter, WORD),
)


def chapters(
    appraisal: Appraisal,
    scale: str,
    medium: Medium = "page",
    *,
    roster: Report | None = None,
    cross_check: Report | None = None,
    progress: Callable[[int, int, Label], None] | None = None,
) -> Iterator[Report]:
    """Each chapter of a medium, from the result to what it rests on; money on a scale.

    `roster` is the report of a roster of the village, `cross_check` that of a cross-check. `progress` is told how many chapters
    are done, of how many, and what the next is called.
    """
    yield from chapters_of(Findings(appraisal, scale, roster, cross_check), medium, progress=progress)


def chapters_of(
    findings: Findings,
    medium: Medium = "page",
    *,
    progress: Callable[[int, int, Label], None] | None = None,
) -> Iterator[Report]:
    """The same of what was found of a plan."""
    wanted = [chapter for chapter in CHAPTERS if medium in chapter.media]
    for done, chapter in enumerate(wanted):
        if progress is not None:
            progress(done, len(wanted), chapter.title)
        report = chapter.told(findings)
        if report is not None:
            figures = tuple(figure for figure in report.figures if figure.key in PICTURES[medium])
            yield replace(report, title=chapter.title, key=chapter.key, figures=figures)


def document_title(lang: Language) -> str:
    """What the document is called."""
    return DOCUMENT.text(lang)
