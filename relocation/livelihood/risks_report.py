"""The checklist of the eight risks of impoverishment told: each risk, and what the project does about it. No scores."""

from __future__ import annotations

from relocation.insurance.scheme import Scheme
from relocation.labels import Label
from relocation.livelihood.livelihood import Livelihood
from relocation.livelihood.risks import risk_rows
from relocation.project.project import Project
from relocation.tables.record import Column, Named, Report, Row, Table

RISKS = (
    Column("risk", Label("risk", "风险"), words=True),
    Column("answer", Label("what the project states about it", "项目已载明的措施"), words=True),
)


def risks_report(
    project: Project | None, livelihood: Livelihood | None = None, scheme: Scheme | None = None
) -> Report:
    """The checklist of a place: what its project, its livelihood and its insurance state, as far as there are any."""
    found = risk_rows(project, livelihood, scheme)
    open_ones = [one for one in found if not one.stated]
    names = Label(
        ", ".join(one.risk.en.lower() for one in open_ones), "、".join(one.risk.zh for one in open_ones)
    )
    if open_ones:
        answer = Label(f"Nothing is stated about: {names.en}.", f"尚未载明措施：{names.zh}。")
    else:
        answer = Label(
            "Something is stated about each risk; whether it suffices a reader has to judge.",
            "各项风险均有载明；是否充分须由审阅者判断。",
        )
    rows = tuple(Row((Named(one.key, one.risk), one.answer)) for one in found)
    title = Label("Eight risks of impoverishment by displacement", "搬迁致贫的八类风险")
    return Report(
        _name(project, livelihood, scheme),
        (answer,),
        (Table("risks", title, RISKS, rows),),
        (
            Label(
                "After Cernea. A list to look at, without scores.",
                "依据塞尼（Cernea）的风险框架；仅供核对，不作评分。",
            ),
        ),
    )


def _name(project: Project | None, livelihood: Livelihood | None, scheme: Scheme | None) -> Label:
    if livelihood is not None:
        return livelihood.name
    if project is not None:
        return Label(project.village.name_en, project.village.name_zh)
    return scheme.name if scheme else Label("", "")
