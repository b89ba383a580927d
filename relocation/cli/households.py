"""The command on rosters of households: rows, totals, spread, limits; accounts, ledger, the project they feed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from io import BytesIO
from pathlib import Path

import typer

from relocation.appraisal import appraise
from relocation.cli.case_commands import Template
from relocation.cli.opening import opened
from relocation.cli.options import INTERRUPTED, INVALID, PAGE, TEXT_FILES, WORKBOOK, Command
from relocation.cli.steps import (
    cluster_at,
    deliver,
    progress_bar,
    refuse_other_kinds,
    tell_all,
    write_file,
)
from relocation.cli.village_commands import Households
from relocation.households import (
    Ledger,
    RosterRead,
    RuleSet,
    fed,
    ledger,
    read_overrides,
    read_roster,
    read_rules,
    shipped_rules,
    statement_page,
)
from relocation.households.roll_up import Level
from relocation.households.roster_file import open_parquet
from relocation.households.roster_stream import stream
from relocation.households.rule_file import shipped_roster
from relocation.households.summary import Grouping, Summary, ledger_summary, stream_summary
from relocation.labels import Label
from relocation.problems import Problem
from relocation.reading.table import is_parquet, is_workbook
from relocation.reports.households import Fed, households_report, interrupted
from relocation.reports.roster_overview import roster_overview
from relocation.tables.programs import frame_csv, unformulated
from relocation.tables.record import Report

PLACES: tuple[Level, ...] = ("village", "county")
READING = Label("rows", "读取")
WHOLE_AT_MOST = 200_000  # rows of a Parquet file that are read whole, with exact quartiles


class Output(Enum):
    """What is written to the file that -o names, by the endings it may have."""

    accounts = (WORKBOOK, PAGE)
    lines = (".csv", ".parquet")
    project = (WORKBOOK,)
    text = (PAGE, *TEXT_FILES)


@dataclass(frozen=True)
class Whole:
    """One roster that was read whole, with its ledger."""

    path: Path
    read: RosterRead
    ledger: Ledger

    def summary(self, by: Grouping | None) -> Summary:
        """What is told of it, by group."""
        return ledger_summary(self.read, self.ledger, by)


def households(asked: Households) -> None:
    """The account of every household."""
    wanted = _output_of(asked)
    paths, rules = [_roster_path(name) for name in asked.roster], _rules_of(asked.rules)
    fed_case = None
    if _is_small(paths):
        whole = _read_whole(asked, paths[0], rules, asked.overrides)
        fed_case = _fed(asked, asked.project, whole) if asked.project is not None else None
        summary = whole.summary(asked.by)
        _write(asked, wanted, whole, fed_case)
    else:
        _refuse_streamed(asked)
        summary = _read_streamed(asked, paths, rules)
    told = asked if wanted is Output.text else replace(asked, file=None)
    deliver(
        told,
        lambda: households_report(summary, fed_case),
        paths[0],
        overview=partial(roster_overview, summary, fed=fed_case),
    )
    if summary.interrupted:
        asked.tell(interrupted(summary))
    elif summary.rows_refused:
        asked.tell(summary.count_text())
    _end(summary.rows_refused, summary.interrupted)


def _output_of(asked: Households) -> Output:
    """What -o writes. Ends with exit code 2 where that is not clear, or the name of the file does not say it."""
    file = asked.file
    if asked.statements and asked.ledger:
        asked.refuse(Label("--statements and --ledger: one at a time", "--statements 与 --ledger 请分别使用"))
    if (asked.statements or asked.ledger) and file is None:
        name = "--statements -o FILE.xlsx" if asked.statements else "--ledger -o FILE.csv"
        asked.refuse(Label(f"name the file to write: {name}", f"请指定要写入的文件：{name}"))
    wanted = Output.accounts if asked.statements else Output.lines if asked.ledger else Output.text
    if file is None:
        return Output.text
    if wanted is Output.text and file.suffix.lower() == WORKBOOK and asked.project is not None:
        return Output.project
    if wanted is Output.text and file.suffix.lower() == WORKBOOK:
        asked.tell(
            Label(
                "accounts hold ids and names: add --statements if they are to be written",
                "对账单含户编号与姓名：如需写出请加 --statements",
            )
        )
    refuse_other_kinds(asked, wanted.value)
    return wanted


def _fed(asked: Households, case: str, whole: Whole) -> Fed:
    """A case before and after the sums of the ledger are put into it."""
    project = opened(asked, case, compared=False).project
    return Fed(case, appraise(project), appraise(fed(project, whole.ledger)))


def _refuse_streamed(asked: Households) -> None:
    """Ends with exit code 2 for what only the ledger of one roster can give."""
    needed = {
        "--overrides": asked.overrides,
        "--project": asked.project,
        "--statements": asked.statements,
        "--ledger": asked.ledger,
        f"--by {asked.by}": asked.by not in (None, *PLACES),
    }
    reasons = [
        Label(
            f"{name}: needs one roster of at most {WHOLE_AT_MOST:,} rows; split it by village",
            f"{name}：仅适用于不超过 {WHOLE_AT_MOST:,} 行的单个花名册；请按村拆分",
        )
        for name, value in needed.items()
        if value
    ]
    if reasons:
        asked.refuse(*reasons)


def _rules_of(name: str) -> RuleSet:
    """The rules of a file, or those shipped under a name."""
    path = Path(name)
    return read_rules(path) if path.suffix or path.exists() else shipped_rules(name)


def _roster_path(name: str) -> Path:
    """A file or folder; the name of a shipped synthetic roster stands for its file."""
    return shipped_roster(name) or Path(name)


def _is_small(paths: Sequence[Path]) -> bool:
    """Whether it is one roster that can be read whole."""
    if len(paths) > 1 or paths[0].is_dir():
        return False
    return not is_parquet(paths[0]) or bool(open_parquet(paths[0]).metadata.num_rows <= WHOLE_AT_MOST)


def _read_whole(asked: Command, path: Path, rules: RuleSet, overrides: Path | None = None) -> Whole:
    """The roster with its ledger; overrides are those of its own sheet and of the file beside it."""
    read = read_roster(path, rules)
    _tell_some(asked, read.problems, len(read.problems))
    files = [(path, False)] * is_workbook(path) + ([(overrides, True)] if overrides else [])
    warnings: list[Problem] = []
    decisions = [
        decision
        for file, required in files
        for decision in read_overrides(file, read.roster, rules, required=required, warnings=warnings)
    ]
    _tell_some(asked, warnings, len(warnings))
    return Whole(path, read, ledger(read.roster, rules, decisions))


def roster_report(asked: Command, name: str, rules: str) -> Report:
    """What one roster tells of its households, for another command. Ends with exit code 2 if rows were refused."""
    whole = _read_whole(asked, _roster_path(name), _rules_of(rules))
    _end(whole.read.rows_refused)
    return households_report(whole.summary(None))


def _read_streamed(asked: Households, paths: Sequence[Path], rules: RuleSet) -> Summary:
    """Many rows, or many files, in memory that does not grow with the rows."""
    here = None if asked.workers is None else "threads"
    with cluster_at(asked.scheduler, here) as executor, progress_bar(asked, READING) as progress:
        streamed = stream(paths, rules, executor=executor, workers=asked.workers, progress=progress)
    _tell_some(asked, streamed.problems, streamed.errors + streamed.warnings)
    return stream_summary(streamed, next((place for place in PLACES if place == asked.by), None))


def _tell_some(asked: Command, problems: Sequence[Problem], count: int) -> None:
    """Problems on stderr, and how many more there are."""
    tell_all(asked, problems)
    if count > len(problems):
        more = count - len(problems)
        asked.tell(Label(f"... and {more:,} problems more", f"……另有 {more:,} 个问题"))


def _end(refused: int, interrupted: bool = False) -> None:
    """Exit code 130 after an interrupt, 2 if rows were refused."""
    if interrupted:
        raise typer.Exit(INTERRUPTED)
    if refused:
        raise typer.Exit(INVALID)


def _write(asked: Households, wanted: Output, whole: Whole, fed_case: Fed | None) -> None:
    """Writes accounts, lines or the project, whichever is wanted."""
    file = asked.file
    if file is None or wanted is Output.text:
        return
    if wanted is Output.accounts:
        write_file(asked, _accounts(asked, whole, is_page=file.suffix.lower() == PAGE), whole.path)
    elif wanted is Output.lines:
        lines = _lines(whole, identified=asked.identified, as_parquet=file.suffix.lower() == ".parquet")
        write_file(asked, lines, whole.path)
    elif fed_case is not None:
        from relocation.excel.workbook import workbook_bytes

        write_file(asked, workbook_bytes(fed_case.after, lang=asked.lang), fed_case.case)


def _accounts(asked: Households, whole: Whole, *, is_page: bool) -> bytes:
    """The accounts of the households as a workbook or a page."""
    if is_page:
        page = statement_page(whole.ledger.statements(), whole.ledger.rules.label, asked.lang)
        return page.encode("utf-8")
    from relocation.excel.sheets.households import TooManyLines, household_workbook

    try:
        return household_workbook(whole.ledger, asked.lang)
    except TooManyLines:
        count = f"{len(whole.ledger):,}"
        asked.refuse(
            Label(
                f"{asked.file}: a sheet cannot hold {count} lines; use --ledger -o FILE.parquet, or one file for each village",
                f"{asked.file}：一张工作表容纳不下 {count} 行；请用 --ledger -o FILE.parquet，或按村拆分",
            )
        )


def _lines(whole: Whole, *, identified: bool, as_parquet: bool) -> bytes:
    """The ledger in long form, with the ids of households if they are asked for."""
    frame = whole.ledger.frame(identified=identified)
    if as_parquet:
        buffer = BytesIO()
        frame.to_parquet(buffer, index=False, engine="pyarrow")
        return buffer.getvalue()
    for name in frame.columns.intersection(["id", "author", "reason"]):
        frame[name] = frame[name].map(unformulated)
    return frame_csv(frame, end="\r\n").encode("utf-8-sig")


def write_roster_template(asked: Template) -> None:
    """The roster to be filled, blank or with the households of another."""
    from relocation.excel.sheets.roster import roster_template

    rules = _rules_of(asked.rules)
    if asked.source is None:
        write_file(asked, roster_template(rules, asked.lang))
        return
    whole = _read_whole(asked, _roster_path(asked.source), rules)
    write_file(asked, roster_template(rules, asked.lang, whole.read.roster), whole.path)
    if whole.ledger.overrides:
        count = len(whole.ledger.overrides)
        asked.tell(
            Label(
                f"{count} overrides were not copied; copy their sheet",
                f"{count} 项人工调整未复制；请复制其工作表",
            )
        )
    _end(whole.read.rows_refused)
