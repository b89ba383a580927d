"""The commands that move the inputs of a case: vary, tornado, switching, sensitivity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relocation.cli.opening import project_of
from relocation.cli.scenario_commands import Sensitivity, Switching, Tornado, Vary
from relocation.cli.scenario_texts import read_ways
from relocation.cli.steps import deliver
from relocation.formula.language.line_items import LineItem
from relocation.model import book_of
from relocation.project.names import input_labels
from relocation.project.project import Project
from relocation.reports.sensitivity import (
    coefficients_report,
    spider_report,
    switching_report,
    tornado_report,
)
from relocation.reports.variation import variation_report
from relocation.scenarios.outputs import output_names
from relocation.scenarios.sensitivity import spider as spiders
from relocation.scenarios.sensitivity import tornado as tornados
from relocation.scenarios.sensitivity import vary as variations
from relocation.scenarios.sensitivity.coefficients import INDICATORS, sensitivity_coefficients
from relocation.scenarios.sensitivity.switching import switching_values
from relocation.tables.record import Report

if TYPE_CHECKING:
    import pandas as pd

SHOWN = ("fund_balance.balance", "cash.minimum", "npv")
SPIDER = (-1.0, -0.5, 0.0, 0.5, 1.0)  # of the share by which inputs move


def vary(asked: Vary) -> None:
    """A number for many values of one or two inputs."""
    wanted = read_ways(asked.ways)
    project = project_of(asked)
    shown = asked.outputs or (SHOWN if len(wanted) != 2 else SHOWN[:2])
    lines = [_line_of(project, name) for name in shown]
    variation = variations.vary(project, wanted, shown)
    deliver(asked, lambda: variation_report(variation, lines, asked.scale), asked.case)


def tornado(asked: Tornado) -> None:
    """The inputs by how far they move a number."""
    project = project_of(asked)
    frame = tornados.tornado(project, asked.metric, asked.by, asked.paths, asked.lang, split=asked.split)
    frame = frame.groupby("moved", sort=False).head(asked.top or len(frame))
    line, labels = _line_of(project, asked.metric), input_labels(project)
    factors = [1 + share * asked.by for share in SPIDER]
    scaling = spiders.scaling(project, list(frame["path"]), factors)

    def spun() -> pd.DataFrame:
        return spiders.spider(project, scaling, factors, asked.metric, asked.lang)

    def report() -> Report:
        if asked.spider:
            others = [path for path in frame["path"] if path not in scaling]
            return spider_report(spun(), line, asked.scale, [labels[path] for path in others])
        return tornado_report(frame, line, asked.by, asked.scale)

    def workbook() -> bytes:
        from relocation.excel.sheets.tornado import sensitivity_bytes

        return sensitivity_bytes(project, frame, spun(), line, lang=asked.lang, money=asked.scale)

    deliver(asked, report, asked.case, workbook=workbook)


def switching(asked: Switching) -> None:
    """How far each input may move before a number reaches its target."""
    project = project_of(asked)
    frame = switching_values(project, asked.metric, asked.target, asked.paths, asked.lang)
    frame = frame.head(asked.top or len(frame))
    line = _line_of(project, asked.metric)
    units: dict[str, str] = {stated.path: stated.record.unit for stated in project.values()}
    deliver(asked, lambda: switching_report(frame, units, line, asked.target), asked.case)


def sensitivity(asked: Sensitivity) -> None:
    """How strongly NPV and IRR follow each uncertain factor."""
    project = project_of(asked)
    frame = sensitivity_coefficients(project, asked.indicators or INDICATORS, asked.by or (0.10,), asked.lang)
    lines = {key: _line_of(project, key) for key in dict.fromkeys(frame["indicator"])}
    deliver(asked, lambda: coefficients_report(frame, lines, asked.scale), asked.case)


def _line_of(project: Project, name: str) -> LineItem:
    """The line of an output, by its key or short name. Raises ProblemsFound for what is no single number."""
    book = book_of(project)
    return book.lines[output_names(book, [name])[0]]
