"""Cases side by side, or many one below the other: values, differences to the base, what each assumes instead, what failed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from relocation.calendar import day_of
from relocation.caller import for_caller, named
from relocation.formula.language.line_items import LineItem
from relocation.labels import Label, Language, same
from relocation.project.names import input_labels
from relocation.reports.inputs import stated_cell
from relocation.reports.statements import RATE_STATUS
from relocation.scenarios.comparison import Comparison
from relocation.scenarios.outputs import MAIN_OUTPUTS
from relocation.scenarios.scenario import inputs_of
from relocation.tables.numbers import SCALES, unit_label, with_unit
from relocation.tables.programs import csv_text
from relocation.tables.record import (
    NO_WORDS,
    Amount,
    Cell,
    Column,
    Named,
    Report,
    Row,
    Said,
    Sentence,
    Stacked,
    Table,
    Tone,
)

VALUES = Label("Cases side by side", "方案对比")
DIFFERENCES = Label("Difference to", "与基准之差：")
LISTING = Label("Cases one below the other", "方案对比")
CHANGED = Label("Changed assumptions", "变动的假设")
FAILED = Label("Could not be calculated", "无法测算的方案")
UNIT, INPUT, INSTEAD = Label("unit", "单位"), Label("input", "输入项"), Label("instead", "改为")
VERDICT = Label("Verdict", "结论")
TONES: dict[bool | None, Tone] = {True: "good", False: "bad", None: "warn"}
POINTS, DAYS = Label("percentage points", "百分点"), Label("days", "天")
HEAD_WIDTH = 12  # places of a heading above figures, before it goes on in the next line
OUTPUT_WIDTH, CASE_WIDTH, INPUT_WIDTH = 34, 22, 30  # of the names of outputs, cases and inputs
MOST_BESIDE = 7  # cases; more stand one below the other
MOST_CASES, MOST_CHANGES, MOST_INPUTS, MOST_TOLD = 60, 60, 10, 60
FEW_OUTPUTS = (
    "fund_balance.balance",
    "cash.minimum",
    "npv",
    "household.net_cash",
)  # as many as there is room for


def comparison_report(comparison: Comparison, scale: str = "yuan") -> Report:
    """A comparison; csv has one row per case, in yuan."""
    return Report(
        NO_WORDS,
        program=comparison.to_record,
        csv=partial(_csv, comparison),
        made=partial(_for_readers, comparison, scale),
    )


def _csv(comparison: Comparison, lang: Language) -> str:
    """The base first, then the scenarios; those without numbers last, with the reason."""
    record = comparison.to_record(lang)
    verdicts = record["verdicts"]
    rows: list[list[Any]] = [
        [name, *("" if value is None else value for value in numbers.values()), verdicts[name]["status"], ""]
        for name, numbers in record["cases"].items()
    ]
    for name, problems in comparison.failed.items():
        reason = "; ".join(problem.text(lang) for problem in problems)
        rows.append([name, *("" for _ in comparison.outputs), "", reason])
    return csv_text(["scenario", *comparison.outputs, "verdict", "problem"], rows)


def _for_readers(comparison: Comparison, scale: str) -> Report:
    if len(comparison.appraisals) <= MOST_BESIDE:
        tables = [*_side_by_side(comparison, scale), *_listed_changes(comparison)]
    else:
        tables = [_listing(comparison, scale), *_tabulated_changes(comparison)]
    return Report(NO_WORDS, tables=tuple(tables), notes=tuple(_failed(comparison)))


def _side_by_side(comparison: Comparison, scale: str) -> Iterator[Table]:
    """Outputs as rows, cases as columns: the values, and how far they are from the base."""
    names = list(comparison.appraisals)
    less = Label(f"{DIFFERENCES.en} {comparison.base}", f"{DIFFERENCES.zh}{comparison.base}")
    for title, shown, differ in ((VALUES, names, False), (less, names[1:], True)):
        if not shown:
            continue
        rows = [] if differ else [Row((VERDICT, *_verdicts(comparison, shown), ""))]
        for line in _lines(comparison):
            cells = (_cell(comparison, name, line, differ=differ) for name in shown)
            rows.append(Row((line.label, *cells, _unit(line, scale, differ=differ))))
        columns = (
            Column("output", NO_WORDS, words=True, room=OUTPUT_WIDTH),
            *(Column(name, same(name), room=HEAD_WIDTH) for name in shown),
            Column("unit", UNIT, words=True, kept=True),
        )
        yield Table("cases", title, columns, tuple(rows), scale=scale, parted=True)


def _verdicts(comparison: Comparison, names: Iterable[str]) -> Iterator[Named]:
    """The verdict of each case; programs see true, false or null."""
    for name in names:
        verdict = comparison.appraisals[name].verdict
        yield Named(verdict.viable, verdict.status, TONES[verdict.viable])


def _lines(comparison: Comparison) -> list[LineItem]:
    """The line of each output, of the first case that has it."""
    books = [appraisal.book for appraisal in comparison.appraisals.values()]
    return [next(book.lines[key] for book in books if key in book.lines) for key in comparison.outputs]


def _cell(comparison: Comparison, name: str, line: LineItem, *, differ: bool) -> Cell:
    """An output of a case, or how far it is from the base."""
    if differ:
        unit = "days" if line.unit == "date" else line.unit
        return Amount(comparison.difference(name, line.key), unit, signed=True)
    value = comparison.value(name, line.key)
    if math.isnan(value) and line.key == "irr" and comparison.statuses[name] != "unique":
        return RATE_STATUS[comparison.statuses[name]]
    is_date = line.unit == "date" and not math.isnan(value)
    return day_of(value).isoformat() if is_date else Amount(value, line.unit)


def _unit(line: LineItem, scale: str, *, differ: bool) -> Label:
    if line.unit == "date":
        return DAYS if differ else NO_WORDS
    return POINTS if differ and line.unit in {"1/year", "change"} else unit_label(line.unit, scale)


def _listing(comparison: Comparison, scale: str) -> Table:
    """Cases as rows; outputs, each with its difference to the base, as columns."""
    names = list(comparison.appraisals)
    is_usual = comparison.outputs == MAIN_OUTPUTS
    known = {line.key: line for line in _lines(comparison)}
    lines = [known[key] for key in (FEW_OUTPUTS if is_usual else comparison.outputs)]
    rows = []
    for name in names[:MOST_CASES]:
        pairs = (_cell(comparison, name, line, differ=differ) for line in lines for differ in (False, True))
        rows.append(Row((name, *_verdicts(comparison, [name]), *pairs)))
    columns = [
        Column("case", NO_WORDS, words=True, room=OUTPUT_WIDTH),
        Column("verdict", VERDICT, words=True, unbroken=True),
    ]
    for number, line in enumerate(lines):
        columns += _pair(comparison, line, scale, spare=number if is_usual else 0)
    money = SCALES[scale].name
    return Table(
        "cases",
        LISTING.in_brackets(Label(f"money in {money.en}", f"金额单位：{money.zh}")),
        tuple(columns),
        tuple(rows),
        scale=scale,
        parted=True,
        notes=(_left_out(len(names) - len(rows), is_usual=is_usual),),
    )


def _pair(comparison: Comparison, line: LineItem, scale: str, *, spare: int) -> list[Column]:
    """The columns of an output and of its difference to the base."""
    unit = NO_WORDS if line.unit in {"yuan", "1/year"} else _unit(line, scale, differ=False)
    title = Label(*(f"{label}\n{name}".strip() for label, name in zip(line.label, unit, strict=True)))
    less = Label(f"less {comparison.base}", f"减 {comparison.base}")
    return [
        Column(line.key, title, room=HEAD_WIDTH, spare=spare),
        Column(f"{line.key} less", less, room=HEAD_WIDTH, joined=True, spare=spare),
    ]


def _left_out(cases: int, *, is_usual: bool) -> Label:
    """What a table of many cases does not show."""
    said = []
    if cases:
        said.append(Label(f"Cases that are not shown: {cases}.", f"另有 {cases} 个方案未显示。"))
    if is_usual:
        asking = for_caller(Label("--metric NAME", "--metric 名称"), same("table([names])"))
        said.append(Label(f"{asking.en} shows other numbers.", f"{asking.zh} 可显示其他数字。"))
    whole = named("-f csv", "to_frame()")
    said.append(Label(f"{whole} holds everything.", f"{whole} 含全部内容。"))
    return Label(" ".join(part.en for part in said), "".join(part.zh for part in said))


def _listed_changes(comparison: Comparison) -> Iterator[Table]:
    """What each case assumes that the base does not."""
    known, labels = inputs_of(*comparison.cases.values()), input_labels(*comparison.cases.values())
    changes = [
        (name, path, change)
        for name, of_case in comparison.changed.items()
        for path, change in of_case.items()
    ]
    rows, last = [], ""
    for name, path, change in changes[:MOST_CHANGES]:
        record = known[path].record
        said = Stacked((with_unit(labels[path], record.unit), path))
        values = (stated_cell(record, value) for value in change)
        rows.append(Row(("" if name == last else name, said, *values)))
        last = name
    columns = (
        Column("case", NO_WORDS, words=True, room=CASE_WIDTH),
        Column("input", INPUT, words=True, unbroken=True, room=INPUT_WIDTH),
        Column("from", same(comparison.base)),
        Column("to", INSTEAD),
    )
    more = len(changes) - len(rows)
    notes: tuple[Sentence, ...] = (_more_changes(more),) if more else ()
    yield Table("changed", CHANGED, columns, tuple(rows), notes=notes)


def _more_changes(count: int) -> Label:
    return Label(
        f"{count} more changes are not shown; {named('-f json', 'changed_frame()')} holds them all.",
        f"另有 {count} 项变动未显示；{named('-f json', 'changed_frame()')} 含全部变动。",
    )


def _tabulated_changes(comparison: Comparison) -> Iterator[Table]:
    """Cases as rows and changed inputs as columns; a cell is empty where a case says what the base says.

    A list where there are more inputs than one reads across.
    """
    known, labels = inputs_of(*comparison.cases.values()), input_labels(*comparison.cases.values())
    changed = comparison.changed
    before = {path: change.before for of_case in changed.values() for path, change in of_case.items()}
    paths = [path for path in known if path in before]
    if len(paths) > MOST_INPUTS:
        yield from _listed_changes(comparison)
        return
    said = {path: with_unit(labels[path], known[path].record.unit) for path in paths}

    columns = (
        Column("case", NO_WORDS, words=True, room=CASE_WIDTH),
        *(Column(path, said[path], room=HEAD_WIDTH) for path in paths),
    )
    rows = []
    for name in list(comparison.appraisals)[:MOST_CASES] if paths else ():
        after = {path: change.after for path, change in changed.get(name, {}).items()}
        own = before if name == comparison.base else after
        cells = (stated_cell(known[path].record, own[path]) if path in own else "" for path in paths)
        rows.append(Row((name, *cells)))
    notes = tuple(said[path].colon(same(path)) for path in paths)
    yield Table("changed", CHANGED, columns, tuple(rows), parted=True, notes=notes)


def _failed(comparison: Comparison) -> Iterator[Sentence]:
    """The cases that have no numbers, and why."""
    count = len(comparison.failed)
    if not count:
        return
    yield Said(FAILED.colon(Label(f"{count}", f"{count} 个")), "bad")
    problems = [problem for of_case in comparison.failed.values() for problem in of_case]
    for problem in problems[:MOST_TOLD]:
        yield Label(problem.text("en"), problem.text("zh"))
    if len(problems) > MOST_TOLD:
        yield same(f"... {len(problems) - MOST_TOLD}")
