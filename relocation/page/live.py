"""Which line, period and form each figure of the page is of: attributes that the script finds its cells by.

    data-v=LINE,FORM              one number                    data-v=LINE,FORM,PERIOD         of a series
    data-v=LINE,FORM,PERIOD,N     so many cells in a row, from a period on
    data-v=LINE,FORM,+            the sum over all periods      data-v=LINE,FORM,+13-24         over some; v the lowest of them
    data-i=INPUT                  the row of an input           data-s=SENTENCE                 a sentence with holes

Inputs are counted on behind the lines, and behind them what is worked out beside the book, such as the plan under stress. A form is what a cell shows: a number in the form of its unit, one of several states, or
what is said of a line as it was delivered.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from relocation.labels import Label, Language
from relocation.reports.findings import WHEN
from relocation.reports.stress import STRESS
from relocation.tables.numbers import FIRST_MONTH, FIRST_YEAR, number_form, unit_label
from relocation.tables.page import WHOLE
from relocation.tables.record import Amount, Column, Named, Row, Said, Sentence, Table

Form = Any
# What an amount may say of where it comes from, beside the key of a line or an input.
FOLDED = re.compile(
    r"~(?P<fold>total|lowest)\((?P<key>[\w.]+)(?:\[(?P<first>\d+):(?P<last>\d+)\])?\)(?: / total\((?P<whole>[\w.]+)\))?"
)
ONE_PERIOD = re.compile(r"~(?P<key>[\w.]+)\[(?P<period>\d+)\]")
BESIDE = ("signed", "digits", "before")  # what an amount says of how it is written
SIGNS = {"total": "+", "lowest": "v"}


@dataclass
class Live:
    """The lines and inputs of a plan by their numbers; the forms are gathered while tables are drawn."""

    languages: tuple[Language, ...]
    lines: Mapping[str, int]
    inputs: Mapping[str, int]
    units: Mapping[str, str]  # of the lines
    scales: tuple[str, ...]  # of money, for each language
    yearly: bool
    forms: dict[str, int] = field(default_factory=dict)
    sentences: list[dict[str, Any]] = field(default_factory=list)
    beside: dict[str, float] = field(default_factory=dict)  # what is worked out beside the book
    numbers: dict[int, int] = field(default_factory=dict)  # of the forms by where they are kept
    kept: list[Form] = field(default_factory=list)

    def row(self, tables: Sequence[Table], rows: Sequence[Row]) -> dict[int, str]:
        """The attributes of the cells of a row that are live, by their positions."""
        if tables[0].key == "inputs":
            return self._input(rows[0])
        places = list(self._places(tables, rows))
        attributes: dict[int, str] = {}
        while places:
            run = _run(places)
            position, place = places[0]
            count = f",{run}" if run > 1 else ""
            attributes[position] = f" data-v={place.text}{count}"
            places = places[run:]
        return attributes

    def title(self, column: Column) -> str:
        """The attribute of the title of a column that is the day of a period."""
        if not column.live or column.live not in self.lines:
            return ""
        unit = FIRST_YEAR if self.yearly and column.live == "timeline.date" else FIRST_MONTH
        place = Place(self.lines[column.live], self.form(self._number(Amount(0, unit))), str(column.period))
        return f" data-v={place.text}"

    def table(self, tables: Sequence[Table]) -> str:
        """The key and the form of the figures of a table that is ranked anew as a whole."""
        table = tables[0]
        if table.key not in self.lines:
            return ""
        form = self.form(self._number(Amount(0, self.units[table.key]), [one.scale for one in tables]))
        return f' data-key="{table.key}" data-form={form}'

    def seen(self, lines: Sequence[str]) -> str:
        """The numbers of the lines that let a row or a column be seen; with ? where it is enough that one is available."""
        known = ((key.removeprefix("?"), "?" if key.startswith("?") else "") for key in lines)
        numbers = [f"{sign}{self.lines[key]}" for key, sign in known if key in self.lines]
        return f" data-by={','.join(numbers)}" if numbers else ""

    def sentence(self, sentence: Sentence) -> str:
        """The attribute of a sentence with holes that lines fill."""
        if isinstance(sentence, Label) or not sentence.holes:
            return ""
        holes = {name: self._hole(key) for name, key in sentence.holes}
        self.sentences.append({"text": list(sentence.template), "holes": holes})
        return f" data-s={len(self.sentences) - 1}"

    def _hole(self, key: str) -> list[int]:
        """The line and the form of a figure in a sentence; of the period in which cash is lowest the line alone."""
        line = self.lines[key]
        if key == WHEN:
            return [line]
        unit = self.units[key]
        forms = [
            self._in_words(unit, scale, lang) for scale, lang in zip(self.scales, self.languages, strict=True)
        ]
        return [line, self.form({"each": forms})]

    def _in_words(self, unit: str, scale: str, lang: Language) -> Form:
        """The form of a number with its unit behind it, as `in_words` has it."""
        form, name = number_form(unit, scale), unit_label(unit, scale)
        return {**form, "sign": form.get("sign", "") + Label(f" {name.en}", name.zh).text(lang)}

    def of_line(self, key: str) -> tuple[int, int]:
        """The number of a line, and that of the form of its unit."""
        amount = Amount(0, self.units[key], live=key)
        return self.lines[key], self.form(self._number(amount, self.scales))

    def _input(self, row: Row) -> dict[int, str]:
        if row.key not in self.inputs:
            return {}
        return {WHOLE: f" data-i={self.inputs[row.key]}"}

    def _places(self, tables: Sequence[Table], rows: Sequence[Row]) -> Iterator[tuple[int, Place]]:
        table, row = tables[0], rows[0]
        scales = [one.scale for one in tables]
        for position, (column, cell) in enumerate(zip(table.columns, row.cells, strict=False)):
            if isinstance(cell, (Amount, Named, Said)):
                place = self._place(cell, scales, row.period or column.period)
                if place is not None:
                    yield position, place

    def _place(self, cell: Amount | Named | Said, scales: Sequence[str], period: int) -> Place | None:
        live = cell.formula(self.languages[0]) if isinstance(cell, Amount) else cell.live
        key, when, form = live, str(period or ""), self._form(cell, scales)
        if folded := FOLDED.fullmatch(live):
            key = folded["key"]
            span = f"{folded['first']}-{folded['last']}" if folded["first"] else ""
            when = SIGNS[folded["fold"]] + span
            if folded["whole"] in self.lines:
                form = {**form, "over": self.lines[folded["whole"]]}
        elif single := ONE_PERIOD.fullmatch(live):
            key, when = single["key"], single["period"]
        if key.startswith(f"{STRESS}."):
            self.beside.setdefault(key, _told(cell))
        number = self.number(key)
        return None if number is None else Place(number, self.form(form), when)

    def number(self, key: str) -> int | None:
        """The number of a line; behind all of them of an input, and then of what is worked out beside the book."""
        if key in self.lines:
            return self.lines[key]
        if key in self.inputs:
            return len(self.lines) + self.inputs[key]
        if key not in self.beside:
            return None
        return len(self.lines) + len(self.inputs) + list(self.beside).index(key)

    def _form(self, cell: Amount | Named | Said, scales: Sequence[str]) -> Form:
        match cell:
            case Amount():
                return self._number(cell, scales)
            case Named():
                return {"states": [[*state.name, state.tone] for state in cell.states]}
        return {"was": list(cell.words)}

    def _number(self, cell: Amount, scales: Sequence[str] = ("yuan",)) -> Form:
        told = tuple((name, getattr(cell, name)) for name in BESIDE if getattr(cell, name))
        return _number_form(cell.unit, cell.named, told, tuple(scales))

    def form(self, form: Form) -> int:
        """The number of a form."""
        known = self.numbers.get(id(form))
        if known is None:
            text = json.dumps(form, ensure_ascii=False)
            known = self.numbers[id(form)] = self.forms.setdefault(text, len(self.forms))
            self.kept.append(form)
        return known

    @property
    def all_forms(self) -> list[Form]:
        """The forms in the order of their numbers."""
        return [json.loads(form) for form in self.forms]


def _told(cell: Amount | Named | Said) -> float:
    """The number that a cell shows; of a state its place."""
    if isinstance(cell, Amount):
        return math.nan if cell.value is None else float(cell.value)
    last = len(cell.states) - 1 if isinstance(cell, Named) else 0
    place = (
        next((place for place, state in enumerate(cell.states) if state.name == cell.name), last)
        if isinstance(cell, Named)
        else 0
    )
    return math.nan if place == last else float(place)


@cache
def _number_form(
    unit: str, named: bool, beside: tuple[tuple[str, Any], ...], scales: tuple[str, ...]
) -> Form:
    """The form of a number in each language, once where it is the same. A line holds yuan where fen are shown."""
    forms = [
        ({"decimals": 2} if unit == "fen" else number_form(unit, scale, named=named)) | dict(beside)
        for scale in scales
    ]
    return forms[0] if all(form == forms[0] for form in forms) else {"each": forms}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure comes from."""

    line: int
    form: int
    period: str = ""

    @property
    def text(self) -> str:
        """As it stands in an attribute."""
        return f"{self.line},{self.form},{self.period}" if self.period else f"{self.line},{self.form}"


def _run(places: Sequence[tuple[int, Place]]) -> int:
    """How many of the first places stand side by side and hold the periods of one line."""
    position, first = places[0]
    count = 1
    while count < len(places) and first.period.isdecimal():
        wanted = (position + count, Place(first.line, first.form, str(int(first.period) + count)))
        if places[count] != wanted:
            break
        count += 1
    return count
