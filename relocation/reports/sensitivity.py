"""What moves a number most: tornado, spider, switching values, sensitivity coefficients, the answer to a goal seek."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from relocation.labels import Label, Language, joined, same
from relocation.reports.variation import REFUSED
from relocation.scenarios.goal_seek.solution import Solution
from relocation.scenarios.sensitivity.coefficients import WORTH, grouped
from relocation.scenarios.sensitivity.tornado import SHARE, STEP
from relocation.tables.numbers import READ, number_text, unit_label, with_unit
from relocation.tables.programs import csv_text, frame_csv
from relocation.tables.record import (
    NO_WORDS,
    Amount,
    Bar,
    Cell,
    Column,
    Lines,
    Report,
    Row,
    Said,
    Sentence,
    Table,
)
from relocation.tables.wording import filled

if TYPE_CHECKING:
    import pandas as pd

    from relocation.formula.language.line_items import LineItem

Record = Mapping[str, Any]
Point = tuple[float, float]

LABEL_WIDTH = 34
MOST_LINES = 6  # of a spider
BY_STEPS = Label(
    "what is counted in periods or months, each alone by whole ones",
    "以期或月计的输入项，各自单独按整期（月）变动",
)
INPUT, BAR = Label("input", "输入项"), Column("bar", NO_WORDS, words=True, unbroken=True)
TORNADO_COLUMNS = (
    Column("label", INPUT, words=True, room=LABEL_WIDTH),
    Column("low", Label("low", "取低值")),
    Column("high", Label("high", "取高值")),
    Column("swing", Label("swing", "变动幅度")),
    BAR,
)
SWITCHING_COLUMNS = (
    Column("label", INPUT, words=True),
    Column("value", Label("now", "现值")),
    Column("switching_value", Label("switching value", "转换值")),
    Column("change", Label("change", "变动")),
    Column("status", NO_WORDS, words=True),
)
LEFT_OUT = Label(
    "Left out, since they are moved by whole steps or chosen: {inputs}.",
    "未列入（只能按整数变动或为选项）：{inputs}。",
)
STATUSES = {
    "found": NO_WORDS,
    "many": Label("the nearest of several", "多解，取最近值"),
    "any": Label("at any value", "任意值"),
    "none": Label("never", "无解"),
}
COEFFICIENTS = Label("Sensitivity coefficients and critical points", "敏感度系数和临界点分析表")
FACTOR, CRITICAL = Label("factor", "不确定因素"), Label("critical change", "临界点")
ABOUT_COEFFICIENTS = Label(
    "S = (dA / A) / (dF / F): per cent of the indicator for one per cent of the factor, which moves all its prices "
    "together. Critical change: at it the net present value is nothing. n/a: the indicator is nothing or not available, "
    "as a rate of return that is not unique, or no change of the factor up to a fall to nothing reaches it.",
    "敏感度系数 S＝（ΔA/A）÷（ΔF/F）：因素变动1%时指标变动的百分比，同一因素的各项单价一并变动。临界点：净现值为零时因素的变动幅度。"
    "n/a：指标为零或不存在（如内部收益率不唯一），或因素降至零仍达不到临界点。",
)
ANSWERS = {
    "found": Label("Found", "有解"),
    "many": Label("More than one value will do", "有多个解"),
    "any": Label("Any value will do", "任意值均可"),
    "none": Label("There is no such value", "无解"),
}
SOLUTION_KEYS = ("path", "value", "status", "output", "target", "reached", "present", "present_output")


def _report(frame: pd.DataFrame, tables: Sequence[Table], notes: Sequence[Sentence] = ()) -> Report:
    """A ranked list: json one object per row, csv as it stands."""
    return Report(
        NO_WORDS,
        tables=tuple(tables),
        notes=tuple(notes),
        program=lambda _: [
            {key: _plain(value) for key, value in record.items()} for record in records_of(frame)
        ],
        csv=lambda _: frame_csv(frame),
    )


def records_of(frame: pd.DataFrame) -> list[Record]:
    """The rows of a frame by its columns, as plain data."""
    rows = zip(*(frame[name].tolist() for name in frame.columns), strict=True)
    return [dict(zip(frame.columns, row, strict=True)) for row in rows]


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def tornado_report(frame: pd.DataFrame, line: LineItem, by: float, scale: str = "yuan") -> Report:
    """Bars from the number at the low value of each input to that at its high value."""
    records = records_of(frame)
    share, output = number_text(by, "share", digits=READ), with_unit(line.label, line.unit, scale)
    title = Label(
        f"{output.en}: each input alone {share} down and up", f"{output.zh}：各输入项单独下降和上升 {share}"
    )
    ends = [
        record[key] for record in records for key in ("low", "high", "base") if math.isfinite(record[key])
    ]
    shares = [record for record in records if record["moved"] == SHARE]
    steps = [record for record in records if record["moved"] == STEP and (record["swing"] != 0 or not shares)]
    tables = [_bars("tornado", title, shares, ends, line.unit, scale)] if shares or not steps else []
    if steps:
        tables.append(_bars("steps", output.colon(BY_STEPS), steps, ends, line.unit, scale))
    return _report(frame, tables)


def _bars(
    key: str, title: Label, records: Sequence[Record], ends: Sequence[float], unit: str, scale: str
) -> Table:
    rows = []
    for record in records:
        numbers = (Amount(record[name], unit) for name in ("low", "high", "swing"))
        rows.append(Row((record["label"], *numbers, _bar(record, ends))))
    notes = tuple(same(record["path"]).colon(same(record["note"])) for record in records if record["note"])
    return Table(key, title, TORNADO_COLUMNS, tuple(rows), scale=scale, notes=notes)


def _bar(record: Record, ends: Sequence[float]) -> Cell:
    low, high, now = (record[key] for key in ("low", "high", "base"))
    return Bar(low, high, now, (min(ends), max(ends))) if math.isfinite(low + high + now) else ""


def spider_report(
    frame: pd.DataFrame, line: LineItem, scale: str = "yuan", left_out: Sequence[Label] = ()
) -> Report:
    """The lines of the strongest inputs, then one row per input and one column per factor; which inputs have no line."""
    records = records_of(frame)
    output = with_unit(line.label, line.unit, scale)
    factors = list(dict.fromkeys(record["factor"] for record in records))
    inputs = {path: list(own) for path, own in groupby(records, lambda record: record["path"])}
    marks = _marks(inputs)
    rows, notes = [], []
    for path, own in inputs.items():
        rows.append(Row((marks.get(path, ""), own[0]["label"], *(_output(record, line) for record in own))))
        notes += [same(f"{REFUSED} {record['problem']}") for record in own if record["problem"]][:1]
    if left_out:
        notes.append(filled(LEFT_OUT, {"inputs": joined(left_out)}))
    table = Table(
        "spider",
        Label(f"{output.en}: each input alone times the factor", f"{output.zh}：各输入项单独乘以系数"),
        (
            Column("mark", NO_WORDS, words=True, unbroken=True),
            Column("label", NO_WORDS, words=True, room=LABEL_WIDTH),
            *(Column(f"{factor:g}", same(f"× {factor:g}")) for factor in factors),
        ),
        tuple(rows),
        scale=scale,
        notes=tuple(notes),
        chart=Lines(tuple((mark, _points(inputs[path])) for path, mark in marks.items()), line.unit),
    )
    return _report(frame, [table])


def _output(record: Record, line: LineItem) -> Cell:
    return REFUSED if record["problem"] else Amount(record["output"], line.unit)


def _marks(inputs: Mapping[str, Sequence[Record]]) -> dict[str, str]:
    """A letter for each of the first lines, the same for inputs whose lines are the same."""
    letters: dict[tuple[Point, ...], str] = {}
    marks: dict[str, str] = {}
    for path, own in inputs.items():
        places = tuple((factor, float(f"{output:.9g}")) for factor, output in _points(own))
        if len(places) > 1 and places not in letters and len(letters) < MOST_LINES:
            letters[places] = ascii_uppercase[len(letters)]
        if places in letters:
            marks[path] = letters[places]
    return marks


def _points(records: Sequence[Record]) -> tuple[Point, ...]:
    """The places of a line where the output is known."""
    return tuple(
        (record["factor"], record["output"])
        for record in records
        if not record["problem"] and math.isfinite(record["output"])
    )


def switching_report(frame: pd.DataFrame, units: Mapping[str, str], line: LineItem, target: float) -> Report:
    """Inputs and drivers with the value at which the number is at its target, the nearest first.

    `units` are those of the inputs by path; drivers are shares of what they are now.
    """
    rows = []
    for record in records_of(frame):
        unit = units.get(record["path"], "share")
        values = (Amount(record[key], unit, digits=READ) for key in ("value", "switching_value"))
        change = Amount(record["change"], "change", signed=True)
        label = same(record["label"]).in_brackets(unit_label(unit))
        rows.append(Row((label, *values, change, STATUSES[record["status"]])))
    goal = Amount(target, line.unit, named=True, digits=READ)
    title = Label(
        f"Where each input alone would have to stand for {line.label.en} = {goal.text('en')}",
        f"使{line.label.zh} = {goal.text('zh')}，各输入项单独应取的数值",
    )
    return _report(frame, [Table("switching", title, SWITCHING_COLUMNS, tuple(rows))])


def coefficients_report(frame: pd.DataFrame, lines: Mapping[str, LineItem], scale: str = "yuan") -> Report:
    """For each indicator the factors with its value and its coefficient at each change, and the critical change."""
    by_indicator = grouped(records_of(frame))
    tables = [_coefficients(records, lines[key], scale) for key, records in by_indicator.items()]
    report = _report(frame, tables, [ABOUT_COEFFICIENTS])
    return replace(report, title=COEFFICIENTS)


def _coefficients(records: Sequence[Record], line: LineItem, scale: str) -> Table:
    changes = list(dict.fromkeys(record["change"] for record in records))
    now = number_text(records[0]["base"], line.unit, scale)
    name = line.label if line.unit == "1/year" else with_unit(line.label, line.unit, scale)
    is_known = line.key in WORTH or line.key in WORTH.values()
    rows = []
    for _, members in groupby(records, lambda record: record["factor"]):
        own = list(members)
        numbers = (
            amount
            for record in own
            for amount in (Amount(record["value"], line.unit), Amount(record["coefficient"], "times"))
        )
        critical = Amount(own[0]["critical_change"] if is_known else None, "change", signed=True)
        rows.append(Row((own[0]["label"], *numbers, critical)))
    return Table(
        line.key,
        name.colon(Label(f"{now} as planned", f"基本方案 {now}")),
        (
            Column("factor", FACTOR, words=True),
            *(
                column
                for change in changes
                for column in _pair(number_text(change, "change", signed=True, digits=READ))
            ),
            Column("critical_change", CRITICAL),
        ),
        tuple(rows),
        scale=scale,
    )


def _pair(change: str) -> tuple[Column, Column]:
    """The columns of a change of the factor: the indicator, and its coefficient."""
    return Column(change, same(change)), Column(f"S {change}", same(f"S {change}"))


def solution_report(solution: Solution) -> Report:
    """The answer to a goal seek."""
    answers: list[Sentence] = [
        Said(ANSWERS[solution.status], "bad" if solution.status == "none" else "good"),
        Label(solution.text("en"), solution.text("zh")),
    ]
    if solution.value is not None and not math.isnan(solution.change):
        change = number_text(solution.change, "change", signed=True)
        answers.append(Label("Change", "变动").colon(same(change)))
    return Report(NO_WORDS, tuple(answers), program=solution.to_record, csv=partial(_solution_csv, solution))


def _solution_csv(solution: Solution, lang: Language) -> str:
    record = solution.to_record(lang)
    return csv_text(SOLUTION_KEYS, [["" if record[key] is None else record[key] for key in SOLUTION_KEYS]])
