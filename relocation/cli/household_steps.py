"""What the command on households does step by step: read whole or stream, feed a project, write accounts and lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relocation.cli.options import Format, Lang, say
from relocation.cli.progress import progress_bar
from relocation.cli.scenario_steps import give
from relocation.cli.steps import (
    INTERRUPTED,
    INVALID,
    TEXT_FILES,
    WORKBOOK,
    appraise,
    guarded,
    input_file,
    load,
    refuse_other_suffixes,
    tell,
    write,
)
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.households import Ledger, RosterRead, RuleSet
    from relocation.households.summary import Summary
    from relocation.problems import Problem
    from relocation.terminal.household_tables import Fed

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


class Output(Enum):
    """What is written to the file that -o names, by the endings it may have."""

    accounts = (".xlsx", ".html")
    lines = (".csv", ".parquet")
    project = (WORKBOOK,)
    text = tuple(TEXT_FILES)


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


def output_of(
    file: Path | None, lang: Lang, *, statements: bool, ledger: bool, project: str | None
) -> Output:
    """What -o writes. Ends with exit code 2 where that is not clear, or the name of the file does not say it."""
    if statements and ledger:
        tell(Label("--statements and --ledger: one at a time", "--statements 与 --ledger 请分别使用"), lang)
        raise typer.Exit(INVALID)
    if (statements or ledger) and file is None:
        name = "--statements -o FILE.xlsx" if statements else "--ledger -o FILE.csv"
        tell(Label(f"name the file to write: {name}", f"请指定要写入的文件：{name}"), lang)
        raise typer.Exit(INVALID)
    wanted = Output.accounts if statements else Output.lines if ledger else Output.text
    if file is None:
        return Output.text
    if wanted is Output.text and file.suffix.lower() == WORKBOOK and project is not None:
        return Output.project
    if wanted is Output.text and file.suffix.lower() in Output.accounts.value:
        hint = Label(
            "accounts hold ids and names: add --statements if they are to be written",
            "对账单含户编号与姓名：如需写出请加 --statements",
        )
        tell(hint, lang)
    refuse_other_suffixes(file, set(wanted.value), lang)
    return wanted


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
    from relocation.households.roster_file import is_parquet
    from relocation.households.roster_parquet import open_parquet

    if len(paths) > 1 or paths[0].is_dir():
        return False
    if not guarded(lambda: is_parquet(paths[0]), lang):
        return True
    return bool(guarded(lambda: open_parquet(paths[0]), lang).metadata.num_rows <= WHOLE_AT_MOST)


def read_whole(path: Path, rules: RuleSet, overrides: Path | None, lang: Lang) -> Whole:
    """The roster with its ledger; overrides are those of its own sheet and of the file beside it."""
    from relocation.households import ledger, read_overrides, read_roster
    from relocation.households.roster_file import is_workbook

    read = guarded(lambda: read_roster(path, rules), lang)
    tell_problems(read.problems, len(read.problems), lang)
    files = [one for one in (path, overrides) if one is not None and (one is overrides or is_workbook(one))]
    found = guarded(lambda: [one for file in files for one in read_overrides(file, read.roster, rules)], lang)
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
    from relocation.terminal.household_tables import Fed

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

    with executor_at(scheduler, workers, lang) as executor, progress_bar(READING, lang) as progress:
        found = guarded(
            lambda: stream(paths, rules, executor=executor, workers=workers, progress=progress), lang
        )
    tell_problems(found.problems, found.errors + found.warnings, lang)
    return stream_summary(found, by)


@contextmanager
def executor_at(scheduler: str | None, workers: int | None, lang: Lang) -> Iterator[Any]:
    """The cluster at an address, threads if a number of them is asked for, else one batch after the other."""
    if scheduler is None:
        yield "local" if workers is None else "threads"
        return
    from relocation.scenarios.simulation.executors import connect

    client = guarded(lambda: connect(scheduler), lang)
    try:
        yield client
    finally:
        client.close()


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
    from relocation.terminal.household_tables import households_text, interrupted

    give(
        lambda kind, plain: households_text(found, kind, lang.value, fed, plain=plain),
        form,
        file,
        lang,
        force=force,
        forbid=forbid,
    )
    if found.interrupted:
        tell(interrupted(found), lang)
    elif found.rows_refused:
        tell(found.count_text(), lang)


def write_wanted(
    whole: Whole,
    fed: Fed | None,
    wanted: Output,
    file: Path | None,
    lang: Lang,
    *,
    identified: bool,
    force: bool,
) -> None:
    """Writes accounts, lines or the project, whichever is wanted."""
    if file is None or wanted is Output.text:
        return
    if wanted is Output.accounts:
        write_accounts(whole, file, lang, force=force)
    elif wanted is Output.lines:
        write_lines(whole, file, lang, identified=identified, force=force)
    elif fed is not None:
        write(fed.after, file, lang, None, force=force, forbid=input_file(fed.case))


def write_accounts(whole: Whole, path: Path, lang: Lang, *, force: bool) -> None:
    """The accounts of the households as a workbook or a page."""
    from relocation.excel.household_sheets import TooManyLines, household_workbook
    from relocation.households import statement_page

    if path.suffix.lower() == ".html":
        made = whole.ledger
        page = statement_page(made.statements(), made.rules.label, lang.value)
        write_file(path, page.encode("utf-8"), whole.path, lang, force=force)
        return
    try:
        data = household_workbook(whole.ledger, lang.value)
    except TooManyLines:
        many = Label(
            f"{path}: a sheet cannot hold {len(whole.ledger):,} lines; use --ledger -o FILE.parquet, or one file for each village",
            f"{path}：一张工作表容纳不下 {len(whole.ledger):,} 行；请用 --ledger -o FILE.parquet，或按村拆分",
        )
        tell(many, lang)
        raise typer.Exit(INVALID) from None
    write_file(path, data, whole.path, lang, force=force)


def write_lines(whole: Whole, path: Path, lang: Lang, *, identified: bool, force: bool) -> None:
    """The ledger in long form, with the ids of households if they are asked for."""
    from io import BytesIO

    from relocation.households.roster_output import safe_text

    frame = whole.ledger.frame(identified=identified)
    if path.suffix.lower() == ".parquet":
        buffer = BytesIO()
        frame.to_parquet(buffer, index=False, engine="pyarrow")
        data = buffer.getvalue()
    else:
        for name in frame.columns.intersection(["id", "author", "reason"]):
            frame[name] = frame[name].map(safe_text)
        data = frame.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
    write_file(path, data, whole.path, lang, force=force)


def write_file(path: Path, data: bytes, forbid: Path | None, lang: Lang, *, force: bool) -> None:
    """Writes a file beside and puts it in its place, and says so; never over the roster."""
    from relocation.files import write_beside

    guarded(lambda: write_beside(path, data, force=force, forbid=forbid), lang)
    tell(Label(f"written: {path}", f"已写入：{path}"), lang)


def end(refused: int, interrupted: bool) -> None:
    """Exit code 130 after an interrupt, 2 if rows were refused."""
    if interrupted:
        raise typer.Exit(INTERRUPTED)
    if refused:
        raise typer.Exit(INVALID)


def write_roster_template(path: Path, rules: str, source: str | None, lang: Lang, *, force: bool) -> None:
    """The roster to be filled, blank or with the households of another."""
    from relocation.excel.roster_template import roster_template

    refuse_other_suffixes(path, {WORKBOOK}, lang)
    scheme = rules_of(rules, lang)
    if source is None:
        write_file(path, roster_template(scheme, lang.value), None, lang, force=force)
        return
    whole = read_whole(rosters([source])[0], scheme, None, lang)
    write_file(path, roster_template(scheme, lang.value, whole.read.roster), whole.path, lang, force=force)
    if whole.ledger.overrides:
        left = Label(
            f"{len(whole.ledger.overrides)} overrides were not copied; copy their sheet",
            f"{len(whole.ledger.overrides)} 项人工调整未复制；请复制其工作表",
        )
        tell(left, lang)
    end(whole.read.rows_refused, interrupted=False)
