"""What the command on households does step by step: read whole or stream, feed a project, write accounts and lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relocation.cli.cluster import cluster_at
from relocation.cli.options import Format, Lang, say
from relocation.cli.progress import progress_bar
from relocation.cli.scenario_steps import give
from relocation.cli.steps import (
    INTERRUPTED,
    INVALID,
    appraise,
    guarded,
    load,
    tell,
)
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.households import Ledger, RosterRead, RuleSet
    from relocation.households.summary import Summary
    from relocation.problems import Problem
    from relocation.reports.households import Fed

READING = Label("rows", "读取")
WHOLE_AT_MOST = 200_000  # rows of a Parquet file that are read whole, with exact quartiles
PLACES = ("village", "county")


RulesOption = Annotated[
    str,
    typer.Option(
        "--rules",
        metavar="RULES",
        help=say("A rule file (.toml), or the name of a shipped one.", "规则文件（.toml）或随附规则名。"),
    ),
]


@dataclass(frozen=True)
class Whole:
    """One roster that was read whole, with its ledger."""

    path: Path
    read: RosterRead
    ledger: Ledger

    def summary(self, by: Any) -> Summary:
        """What is told of it, by group."""
        from relocation.households.summary import ledger_summary

        return ledger_summary(self.read, self.ledger, by)


def rules_of(name: str, lang: Lang) -> RuleSet:
    """The rules of a file, or those shipped under a name."""
    from relocation.households import read_rules, shipped_rules

    path = Path(name)
    return guarded(lambda: read_rules(path) if path.suffix or path.exists() else shipped_rules(name), lang)


def rosters(names: Sequence[str]) -> list[Path]:
    """Files and folders; the name of a shipped synthetic roster stands for its file."""
    from relocation.households.rule_file import shipped_roster

    return [shipped_roster(name) or Path(name) for name in names]


def is_small(paths: Sequence[Path], lang: Lang) -> bool:
    """Whether it is one roster that can be read whole."""
    from relocation.households.roster_file import open_parquet
    from relocation.reading.table import is_parquet

    if len(paths) > 1 or paths[0].is_dir():
        return False
    if not guarded(lambda: is_parquet(paths[0]), lang):
        return True
    return bool(guarded(lambda: open_parquet(paths[0]), lang).metadata.num_rows <= WHOLE_AT_MOST)


def read_whole(path: Path, rules: RuleSet, overrides: Path | None, lang: Lang) -> Whole:
    """The roster with its ledger; overrides are those of its own sheet and of the file beside it."""
    from relocation.households import ledger, read_overrides, read_roster
    from relocation.reading.table import is_workbook

    read = guarded(lambda: read_roster(path, rules), lang)
    tell_problems(read.problems, len(read.problems), lang)
    files = [(path, False)] * is_workbook(path) + ([(overrides, True)] if overrides else [])
    warnings: list[Problem] = []
    found = guarded(
        lambda: [
            one
            for file, required in files
            for one in read_overrides(file, read.roster, rules, required=required, warnings=warnings)
        ],
        lang,
    )
    tell_problems(warnings, len(warnings), lang)
    return Whole(path, read, guarded(lambda: ledger(read.roster, rules, found), lang))


def tell_problems(problems: Sequence[Problem], count: int, lang: Lang) -> None:
    """Problems on stderr, and how many more there are."""
    for problem in problems:
        tell(problem.text(lang.value), lang)
    if count > len(problems):
        more = count - len(problems)
        tell(Label(f"... and {more:,} problems more", f"……另有 {more:,} 个问题"), lang)


def fed_project(case: str, whole: Whole, lang: Lang) -> Fed:
    """A case before and after the sums of the ledger are put into it."""
    from relocation.households import fed
    from relocation.reports.households import Fed

    project = load(case, lang)
    after = guarded(lambda: fed(project, whole.ledger), lang)
    return Fed(case, appraise(project, lang), appraise(after, lang))


def refuse_streamed(options: Sequence[str], by: str | None, lang: Lang) -> None:
    """Ends with exit code 2 for what only the ledger of one roster can give."""
    asked = [*options, *([f"--by {by}"] if by and by not in PLACES else [])]
    for name in asked:
        one = Label(
            f"{name}: needs one roster of at most {WHOLE_AT_MOST:,} rows; split it by village",
            f"{name}：仅适用于不超过 {WHOLE_AT_MOST:,} 行的单个花名册；请按村拆分",
        )
        tell(one, lang)
    if asked:
        raise typer.Exit(INVALID)


def read_streamed(
    paths: Sequence[Path],
    rules: RuleSet,
    by: Any,
    lang: Lang,
    *,
    workers: int | None,
    scheduler: str | None,
) -> Summary:
    """Many rows, or many files, in memory that does not grow with the rows."""
    from relocation.households.roster_stream import stream
    from relocation.households.summary import stream_summary

    here = None if workers is None else "threads"
    with cluster_at(scheduler, lang, here) as executor, progress_bar(READING, lang) as progress:
        found = guarded(
            lambda: stream(paths, rules, executor=executor, workers=workers, progress=progress), lang
        )
    tell_problems(found.problems, found.errors + found.warnings, lang)
    return stream_summary(found, by)


def show(
    found: Summary,
    fed: Fed | None,
    form: Format | None,
    file: Path | None,
    lang: Lang,
    *,
    force: bool,
    forbid: Path,
) -> None:
    """Prints the summary, or writes it to a file."""
    from relocation.reports.households import households_report, interrupted

    give(households_report(found, fed), form, file, lang, force=force, forbid=forbid)
    if found.interrupted:
        tell(interrupted(found), lang)
    elif found.rows_refused:
        tell(found.count_text(), lang)


def end(refused: int, interrupted: bool) -> None:
    """Exit code 130 after an interrupt, 2 if rows were refused."""
    if interrupted:
        raise typer.Exit(INTERRUPTED)
    if refused:
        raise typer.Exit(INVALID)
