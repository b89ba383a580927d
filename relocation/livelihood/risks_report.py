"""The checklist of the eight risks of impoverishment told: each risk, and what the project does about it. No scores."""

from __future__ import annotations

from collections.abc import Iterable

from relocation.insurance.scheme import Scheme
from relocation.labels import Label
from relocation.livelihood.livelihood import Livelihood
from relocation.livelihood.risks import RiskRow, risk_rows
from relocation.project.project import Project
from relocation.tables.record import Column, Named, Report, Row, Said, Table, ToFill
from relocation.tables.sheets import Sheet, untitled, widened

TITLE = Label("Eight risks of impoverishment by displacement", "搬迁致贫的八类风险")
RISKS = (
    Column("risk", Label("risk", "风险"), words=True, width=24),
    Column("answer", Label("what the project states about it", "项目已载明的措施"), words=True, width=84),
)


def risks_report(
    project: Project | None, livelihood: Livelihood | None = None, scheme: Scheme | None = None
) -> Report:
    """The checklist of a place: what its project, its livelihood and its insurance state, as far as there are any."""
    risks = risk_rows(project, livelihood, scheme)
    open_ones = [one for one in risks if not one.stated]
    names = Label(
        ", ".join(open_one.risk.en.lower() for open_one in open_ones),
        "、".join(open_one.risk.zh for open_one in open_ones),
    )
    if open_ones:
        answer = Label(f"Nothing is stated about: {names.en}.", f"尚未载明措施：{names.zh}。")
    else:
        answer = Label(
            "Something is stated about each risk; whether it suffices a reader has to judge.",
            "各项风险均有载明；是否充分须由审阅者判断。",
        )
    return Report(
        _name(project, livelihood, scheme),
        (answer,),
        (risks_table(risks),),
        (
            Label(
                "After Cernea. A list to look at, without scores.",
                "依据塞尼（Cernea）的风险框架；仅供核对，不作评分。",
            ),
        ),
    )


def risks_table(risks: Iterable[RiskRow]) -> Table:
    """Each risk with what is stated about it, marked where nothing is."""
    rows = (Row((Named(one.key, one.risk), Said(one.answer, "" if one.stated else "warn"))) for one in risks)
    return Table("risks", TITLE, RISKS, tuple(rows))


REVIEW = (
    Column("checked", Label("checked by, on", "审阅人、日期"), words=True, width=20),
    Column("remark", Label("remark", "意见"), words=True, width=40),
)


def risks_sheet(found: Iterable[RiskRow]) -> Sheet:
    """The checklist with room for a reviewer."""
    table = untitled(risks_table(found))
    lead = Label(
        "After Cernea. What is stated is repeated, never scored; whether it suffices a reader has to judge.",
        "依据塞尼（Cernea）的风险框架。只列示已载明的措施，不作评分；是否充分由审阅者判断。",
    )
    reviewed = widened(table, REVIEW, [(ToFill(), ToFill())] * len(table.rows))
    return Sheet("risks", TITLE, lead, (reviewed,), first=5, beside="B")


def _name(project: Project | None, livelihood: Livelihood | None, scheme: Scheme | None) -> Label:
    if livelihood is not None:
        return livelihood.name
    if project is not None:
        return Label(project.village.name_en, project.village.name_zh)
    return scheme.name if scheme else Label("", "")
