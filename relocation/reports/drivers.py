"""What moves the result of a plan most, and which of its inputs are still to be confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from relocation import presets
from relocation.labels import Label, said_twice
from relocation.project.fields import PROVENANCE, SET_BY_PROGRAM
from relocation.project.names import GROUPS, is_slot
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import InputValue
from relocation.reports.findings import BY, Findings, Swing
from relocation.reports.inputs import origin_words, stated_cell
from relocation.reports.risk_figures import tornado_figure
from relocation.reports.sensitivity import BY_STEPS, TORNADO_COLUMNS
from relocation.scenarios.sensitivity import tornado
from relocation.tables.numbers import READ, number_text, unit_label
from relocation.tables.record import NO_WORDS, Amount, Bar, Column, Report, Row, Sentence, Table

MOST_SWINGS = 6
MOST_TO_CONFIRM = 12
NO_UNITS = {"quantity", "text", "choice", "date", "flag", "number"}  # say nothing beside a value
COUNTED = {"construction": "unit", "compensation": "unit", "purchases": "unit", "subsidies": "basis"}
UNSURE = ("assumption", "calibrated")
INPUT, VALUE, UNIT = Label("input", "输入项"), Label("value", "数值"), Label("unit", "单位")
CONFIRM = Label(
    "Assumptions to be confirmed, what moves the result most first", "待核实的假设（按对结果的影响排序）"
)
CONFIRM_COLUMNS = (
    Column("input", INPUT, words=True),
    Column("value", VALUE),
    Column("unit", UNIT, words=True, unbroken=True),
    Column("provenance", Label("provenance", "数据性质"), words=True, unbroken=True),
    Column("balance", Label("balance moves by", "结余变动")),
    Column("cash", Label("lowest cash moves by", "最低现金变动")),
    Column("note", NO_WORDS, words=True, below=True),
)
EVERY_INPUT = Label("Every input", "全部输入")
EVERY_COLUMNS = (
    Column("input", INPUT, words=True),
    Column("value", VALUE),
    Column("unit", UNIT, words=True, unbroken=True),
    Column("provenance", Label("provenance", "数据性质"), words=True, unbroken=True),
    Column("source", Label("source and note", "来源与说明"), words=True),
)
BY_ONE = Label("Whole numbers, such as periods, move by 1.", "整数（如期次）按1变动。")
SHARE = Label(*(number_text(BY, "share", digits=READ),) * 2)


def drivers_chapter(findings: Findings) -> Report | None:
    """Two rankings: by what an input does to the balance, and to the lowest cash."""
    if not findings.states_money:
        return None
    swings = (
        ("fund_balance.balance", findings.balance_swings),
        ("cash.minimum", findings.cash_swings),
    )
    tables = tuple(
        _swings(findings, key, some, moved)
        for key, ranked in swings
        for moved in (tornado.SHARE, tornado.STEP)
        if (some := [swing for swing in ranked if swing.moved == moved])
    )
    if not tables:
        return None
    return Report(
        NO_WORDS, tables=tables, figures=(tornado_figure(findings.appraisal, bars=findings.balance_tornado),)
    )


def _swings(findings: Findings, key: str, swings: Sequence[Swing], moved: str) -> Table:
    """Each input alone moved down and up."""
    line = findings.appraisal.book.lines[key]
    shown = swings[:MOST_SWINGS]
    ends = [end for swing in shown for end in (swing.low, swing.high, swing.base)]
    bounds = min(ends), max(ends)
    notes = (BY_ONE,) if any(findings.record(swing.path).kind == "whole" for swing in shown) else ()
    title = Label(
        f"{line.label.en}, each input alone {SHARE.en} down and up",
        f"{line.label.zh}：各输入项单独下降和上升{SHARE.zh}",
    )
    rows = tuple(
        Row(
            (
                swing.label,
                *(Amount(value, line.unit) for value in (swing.low, swing.high, swing.size)),
                Bar(swing.low, swing.high, swing.base, bounds),
            ),
            key=swing.path,
        )
        for swing in shown
    )
    if moved == tornado.STEP:
        key, title = f"{key}.steps", line.label.colon(BY_STEPS)
    return Table(key, title, TORNADO_COLUMNS, rows, scale=findings.scale, scaled=True, notes=notes)


def confirm_chapter(findings: Findings) -> Report | None:
    """The assumptions on which the result rests, and what the program assumed because nobody stated it."""
    table = confirm_table(findings)
    assumed = presets.sentence(findings.appraisal)
    if not table.rows and assumed is None:
        return None
    assumptions = () if assumed is None else (assumed,)
    if not table.rows:
        return Report(NO_WORDS, notes=assumptions)
    return Report(NO_WORDS, tables=(replace(table, notes=(*table.notes, *assumptions)),))


def confirm_table(findings: Findings) -> Table:
    """What is assumed or calibrated and moves the balance or the lowest cash; the rest is counted."""
    balance, cash = (_by_path(swings) for swings in (findings.balance_swings, findings.cash_swings))
    effects = {path: max(balance.get(path, 0.0), cash.get(path, 0.0)) for path in {**balance, **cash}}
    unsure = [value for value in _inputs(findings) if value.source.provenance in UNSURE and value.stated]
    moving = sorted(
        (value for value in unsure if value.path in effects), key=lambda value: -effects[value.path]
    )
    rows = tuple(
        Row(
            (
                findings.labels[value.path],
                stated_cell(value.record, value.value),
                _unit(findings, value),
                PROVENANCE[value.source.provenance],
                Amount(balance.get(value.path), "yuan"),
                Amount(cash.get(value.path), "yuan"),
                said_twice(value.source.note),
            ),
            key=value.path,
        )
        for value in moving[:MOST_TO_CONFIRM]
    )
    return Table(
        "confirm",
        CONFIRM,
        CONFIRM_COLUMNS,
        rows,
        scale=findings.scale,
        scaled=True,
        notes=tuple(_about(len(unsure) - len(rows))),
    )


def _unit(findings: Findings, value: InputValue) -> Label:
    """The unit of an input; of a quantity that in which its item is counted."""
    if value.record.unit not in NO_UNITS:
        return unit_label(value.record.unit, findings.scale)
    counted = COUNTED.get(value.path.group) if value.path.name == "quantity" else None
    return (
        NO_WORDS
        if counted is None
        else unit_label(str(findings.appraisal.project.value(value.path.parent / counted)))
    )


def _by_path(swings: Iterable[Swing]) -> dict[str, float]:
    return {path: swing.size for swing in swings for path in (swing.path, swing.also) if path}


def _about(others: int) -> Iterator[Sentence]:
    yield Label(
        f"Moves by: how far apart the result stands when the input is {SHARE.en} lower and higher (a whole number by 1), all else as planned.",
        f"变动：该输入项单独下降与上升{SHARE.zh}（整数按1）时结果之差，其余不变。",
    )
    if others:
        yield Label(
            f"{others} more are assumed, such as times and choices; the workbook lists every input with its source.",
            f"另有{others}项假设（如期次、选项等）；全部输入及来源见工作簿。",
        )


def inputs_chapter(findings: Findings) -> Report:
    """Every input with its provenance and its source, group by group."""
    return Report(NO_WORDS, tables=(inputs_table(findings),))


def inputs_table(findings: Findings) -> Table:
    """One row for each input, below the name of its group."""
    return Table("inputs", EVERY_INPUT, EVERY_COLUMNS, tuple(_input_rows(findings)))


def _input_rows(findings: Findings) -> Iterator[Row]:
    group = ""
    for value in _inputs(findings):
        path = InputPath.of(value.path)
        if path.group != group:
            group = path.group
            yield Row((GROUPS[group],), band=True)
        yield Row(
            (
                findings.labels[value.path],
                stated_cell(value.record, value.value),
                _unit(findings, value),
                PROVENANCE[value.source.provenance] if value.stated else SET_BY_PROGRAM,
                origin_words(value.source),
            ),
            quiet=not value.stated,
            key=value.path,
        )


def _inputs(findings: Findings) -> list[InputValue]:
    """The inputs that a planner stated or may state, without spare slots and the figures of the source."""
    return [
        value
        for value in findings.appraisal.project.values()
        if not is_slot(value.path) and value.path.group != "published"
    ]
