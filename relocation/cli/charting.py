"""The command that draws: chart."""

from __future__ import annotations

import typer

from relocation.appraisal import appraise
from relocation.charts.chart import Chart as Drawn
from relocation.charts.png import CannotDraw
from relocation.cli.case_commands import Chart
from relocation.cli.opening import project_of
from relocation.cli.steps import write_file
from relocation.labels import Label, same
from relocation.reports.figures import FIGURES, plan_figure


def chart(asked: Chart) -> None:
    """A chart of a case, written or printed."""
    if asked.kind not in FIGURES:
        asked.refuse(*_kinds(asked.kind))
    figure = plan_figure(appraise(project_of(asked)), asked.kind)
    drawn = Drawn(figure, asked.lang, asked.width, asked.unit)
    if asked.file is None:
        typer.echo(drawn.svg())
        return
    try:
        data = drawn.as_file(asked.file.suffix)
    except CannotDraw as missing:
        asked.refuse(missing.label)
    write_file(asked, data, asked.case)


def _kinds(kind: str) -> list[Label]:
    """What there is instead of a kind that there is not, one a line."""
    unknown = Label(f'no chart is called "{kind}"; there are:', f"没有名为“{kind}”的图；可选：")
    none = Label("say which chart to draw:", "请指明要绘制的图：")
    longest = max(map(len, FIGURES))
    listed = (same(f"  {name:<{longest}}  ") for name in FIGURES)
    titles = (picture.title for picture in FIGURES.values())
    lines = [
        Label(head.en + title.en, head.zh + title.zh) for head, title in zip(listed, titles, strict=True)
    ]
    return [unknown if kind else none, *lines]
