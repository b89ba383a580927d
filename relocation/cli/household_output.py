"""What the command on households writes: accounts, the ledger, the project that was fed, the roster to fill."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from relocation.cli.household_steps import Whole, end, read_whole, rosters, rules_of
from relocation.cli.options import Lang
from relocation.cli.steps import (
    INVALID,
    TEXT_FILES,
    WORKBOOK,
    input_file,
    refuse_other_suffixes,
    tell,
    write,
    write_file,
)
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.reports.households import Fed


class Output(Enum):
    """What is written to the file that -o names, by the endings it may have."""

    accounts = (".xlsx", ".html")
    lines = (".csv", ".parquet")
    project = (WORKBOOK,)
    text = tuple(TEXT_FILES)


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
    from relocation.excel.sheets.households import TooManyLines, household_workbook
    from relocation.households import statement_page

    if path.suffix.lower() == ".html":
        made = whole.ledger
        page = statement_page(made.statements(), made.rules.label, lang.value)
        write_file(page.encode("utf-8"), path, lang, force=force, forbid=whole.path)
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
    write_file(data, path, lang, force=force, forbid=whole.path)


def write_lines(whole: Whole, path: Path, lang: Lang, *, identified: bool, force: bool) -> None:
    """The ledger in long form, with the ids of households if they are asked for."""
    from io import BytesIO

    from relocation.tables.programs import frame_csv, unformulated

    frame = whole.ledger.frame(identified=identified)
    if path.suffix.lower() == ".parquet":
        buffer = BytesIO()
        frame.to_parquet(buffer, index=False, engine="pyarrow")
        data = buffer.getvalue()
    else:
        for name in frame.columns.intersection(["id", "author", "reason"]):
            frame[name] = frame[name].map(unformulated)
        data = frame_csv(frame, end="\r\n").encode("utf-8-sig")
    write_file(data, path, lang, force=force, forbid=whole.path)


def write_roster_template(path: Path, rules: str, source: str | None, lang: Lang, *, force: bool) -> None:
    """The roster to be filled, blank or with the households of another."""
    from relocation.excel.sheets.roster import roster_template

    refuse_other_suffixes(path, {WORKBOOK}, lang)
    scheme = rules_of(rules, lang)
    if source is None:
        write_file(roster_template(scheme, lang.value), path, lang, force=force, forbid=None)
        return
    whole = read_whole(rosters([source])[0], scheme, None, lang)
    filled = roster_template(scheme, lang.value, whole.read.roster)
    write_file(filled, path, lang, force=force, forbid=whole.path)
    if whole.ledger.overrides:
        left = Label(
            f"{len(whole.ledger.overrides)} overrides were not copied; copy their sheet",
            f"{len(whole.ledger.overrides)} 项人工调整未复制；请复制其工作表",
        )
        tell(left, lang)
    end(whole.read.rows_refused, interrupted=False)
