"""The commands on a village after the move: livelihood, collective, measures, risks, points."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from relocation.cases import load
from relocation.cli.steps import deliver, tell_all
from relocation.cli.village_commands import Collective, Livelihood, Measures, Points, Risks
from relocation.insurance.scheme import Scheme, load_scheme
from relocation.livelihood.account import LivelihoodAccount, account_of
from relocation.livelihood.collective_report import collective_report, of_collective
from relocation.livelihood.income_report import livelihood_report, of_income
from relocation.livelihood.livelihood import Livelihood as StatedLivelihood
from relocation.livelihood.livelihood import load_livelihood
from relocation.livelihood.measures_report import measures_report
from relocation.livelihood.risks import risk_rows
from relocation.livelihood.risks_report import risks_report
from relocation.paper.figures import figures
from relocation.paper.known import subjects
from relocation.points.entries import read_points
from relocation.points.ledger import known_household, value_of
from relocation.points.report import points_report
from relocation.printed import FigureResult
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project
from relocation.sourced import document, shipped
from relocation.tables.record import Report

First = TypeVar("First")
Second = TypeVar("Second")


def livelihood(asked: Livelihood) -> None:
    """Income before and after the move."""
    report = livelihood_report(_account(asked), _printed(asked.place, of_income))
    _deliver(asked, report, "income")


def collective(asked: Collective) -> None:
    """The village collective year by year."""
    report = collective_report(_account(asked), _printed(asked.place, of_collective))
    _deliver(asked, report, "collective")


def measures(asked: Measures) -> None:
    """Employment and income schemes."""
    _deliver(asked, measures_report(_account(asked)), "measures")


def risks(asked: Risks) -> None:
    """The eight risks of impoverishment."""
    project, stated, scheme = _all_of(asked.place)
    _deliver(asked, risks_report(project, stated, scheme), "risks" if stated else None)


def points(asked: Points) -> None:
    """The points of a village shop."""
    warnings: list[Problem] = []
    ledger, worth = _both(lambda: read_points(asked.ledger, warnings), lambda: value_of(asked.value))
    tell_all(asked, warnings)
    report = points_report(
        ledger,
        worth,
        household=None if asked.household is None else known_household(ledger, asked.household),
        every=asked.every,
        since=asked.since.date() if asked.since else None,
        until=asked.until.date() if asked.until else None,
    )

    def workbook() -> bytes:
        from relocation.excel.write.report_workbooks import points_workbook

        return points_workbook(ledger, worth, lang=asked.lang)

    deliver(asked, lambda: report, asked.ledger, workbook=workbook)


def _both(first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """What two readings give. Raises ProblemsFound with the problems of both."""
    try:
        result = first()
    except ProblemsFound as wrong:
        try:
            second()
        except ProblemsFound as also:
            raise ProblemsFound([*wrong.problems, *also.problems]) from None
        raise
    return result, second()


def _account(asked: Livelihood | Collective | Measures) -> LivelihoodAccount:
    """What is calculated of a place; what should be looked at in its workbook is told."""
    stated, warnings = _read_livelihood(asked.place)
    tell_all(asked, warnings)
    return account_of(stated)


def _read_livelihood(place: str) -> tuple[StatedLivelihood, list[Problem]]:
    """The livelihood of a name, a .toml file or a filled workbook, and what should be looked at."""
    if _is_workbook(place) and Path(place).is_file():
        from relocation.excel.read.livelihood import read_livelihood_workbook

        return read_livelihood_workbook(Path(place))
    return load_livelihood(place), []


def _is_workbook(place: str) -> bool:
    return place.lower().endswith(".xlsx")


def _printed(place: str, wanted: Callable[[FigureResult, str], bool]) -> list[FigureResult]:
    """What the source prints, where it is one of the shipped."""
    return [figure for figure in figures() if wanted(figure, place)] if place in subjects() else []


def _all_of(place: str) -> tuple[Project | None, StatedLivelihood | None, Scheme | None]:
    """What there is of a place: project, livelihood, insurance. Raises ProblemsFound where there is nothing."""
    if _is_workbook(place) and not _is_livelihood_workbook(Path(place)):
        return load(place), None, None
    scheme = load_scheme(place) if shipped("schemes", place).is_file() else None
    try:
        stated, _ = _read_livelihood(place)
    except ProblemsFound as no_livelihood:
        try:
            return load(place), None, scheme
        except ProblemsFound as no_project:
            raise (no_project if place.lower().endswith(".toml") else no_livelihood) from None
    return stated.project, stated, scheme


def _is_livelihood_workbook(path: Path) -> bool:
    from relocation.excel.read.livelihood import is_livelihood_workbook

    return is_livelihood_workbook(path)


def _deliver(asked: Livelihood | Collective | Measures | Risks, report: Report, front: str | None) -> None:
    """The report, or the workbook of the place, which opens with `front`; without a livelihood it holds the risks alone."""
    is_file_of_inputs = front and not _is_workbook(asked.place)
    deliver(
        asked,
        lambda: report,
        asked.place,
        workbook=lambda: _workbook(asked, front),
        rests_on=document("livelihoods", asked.place) if is_file_of_inputs else None,
    )


def _workbook(asked: Livelihood | Collective | Measures | Risks, front: str | None) -> bytes:
    project, stated, scheme = _all_of(asked.place)
    if stated is None or front is None:
        from relocation.excel.write.report_workbooks import risks_workbook

        return risks_workbook(risk_rows(project, None, scheme), lang=asked.lang)
    from relocation.excel.write.report_workbooks import livelihood_workbook

    return livelihood_workbook(
        account_of(stated),
        lang=asked.lang,
        subject=asked.place,
        printed=figures() if asked.place in subjects() else (),
        scheme=scheme,
        front=front,
    )
