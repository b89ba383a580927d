"""Inputs as they were stated, with their sources; lists of all inputs, of the shipped cases, of the problems of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from relocation.labels import Label, Language, joined, said_twice, same
from relocation.problems import Problem
from relocation.project.fields import PROVENANCE, FieldRecord
from relocation.project.schema import json_schema
from relocation.project.schema import rows as schema_rows
from relocation.tables.numbers import NOTHING, STATED
from relocation.tables.programs import csv_text, json_text
from relocation.tables.record import NO_WORDS, Amount, Cell, Column, Report, Row, Stacked, Table

if TYPE_CHECKING:
    from relocation.project.sourced_inputs import Source

SCHEMA_COLUMNS = (
    Column("path", Label("path", "路径"), words=True, unbroken=True),
    Column("input", Label("input", "输入项"), words=True),
    Column("allowed", Label("allowed", "允许范围"), words=True),
    Column("default", Label("default", "默认值"), words=True),
)
UNIT, MEANING = Label("unit", "单位"), Label("meaning", "含义")


def stated_cell(record: FieldRecord, value: Any, digits: int = STATED) -> Cell:
    """A value of an input as a planner writes it: a choice by its name, a number with the digits it has."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return next((choice.label for choice in record.choices if choice.key == value), value)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return Amount(value, record.unit, digits=digits) if is_number else str(value)


def source_words(source: Source) -> Label:
    """Provenance, derivation, place and note of an input, each once."""
    return joined((PROVENANCE[source.provenance], origin_words(source)))


def origin_words(source: Source) -> Label:
    """Derivation, place and note of an input, each once."""
    place = "" if source.source == source.provenance else source.source
    return joined(map(said_twice, (source.derivation, place, source.note)))


def schema_report() -> Report:
    """Every input with its unit, its range and what it means."""
    heads = [column.title for column in SCHEMA_COLUMNS]
    heads = [*heads[:2], UNIT, *heads[2:], MEANING]

    def csv(lang: Language) -> str:
        texts = ([_label(cell).text(lang) for cell in row] for row in schema_rows())
        return csv_text([head.text(lang) for head in heads], texts)

    return Report(NO_WORDS, program=lambda _: json_schema(), csv=csv, made=_schema)


def _schema() -> Report:
    rows = (
        Row((path, Stacked((name, meaning)), _label(allowed), _label(default)))
        for path, name, _, allowed, default, meaning in schema_rows()
    )
    return Report(NO_WORDS, tables=(Table("inputs", Label("Inputs", "输入项"), SCHEMA_COLUMNS, tuple(rows)),))


def _label(said: Label | str) -> Label:
    return said if isinstance(said, Label) else same(said)


class ListedCase(Protocol):
    """What is listed of a shipped case: its name, what it is of, the question that it answers."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> Label: ...

    @property
    def question(self) -> Label: ...


CASE_COLUMNS = (
    Column("case", Label("case", "案例"), words=True, unbroken=True),
    Column(
        "question", Label("what it is of, and the question that it answers", "内容与所答问题"), words=True
    ),
)


def cases_report(listed: Sequence[ListedCase]) -> Report:
    """The shipped cases with what they are of and the question that each answers."""
    heads = ["case", "en", "zh", "question_en", "question_zh"]
    told = [(case.name, *case.title, *case.question) for case in listed]
    rows = (Row((case.name, Stacked((case.title, case.question)))) for case in listed)
    return Report(
        NO_WORDS,
        tables=(Table("cases", Label("Cases", "案例"), CASE_COLUMNS, tuple(rows)),),
        program=lambda _: [dict(zip(heads, case, strict=True)) for case in told],
        csv=lambda _: csv_text(heads, told),
    )


def problems_text(problems: Sequence[Problem], form: str, lang: Language) -> str:
    """The problems of a file, one to a line."""
    records = [problem.record(lang) for problem in problems]
    if form == "json":
        return json_text(records)
    if form == "csv":
        heads = ["where", "name", "found", "expected", "remedy", "severity"]
        return csv_text(heads, [[record[head] for head in heads] for record in records])
    return "".join(f"{problem.text(lang)}\n" for problem in problems)
