"""What the script of the page calculates with, as data: the book, its inputs with what may be typed, names, forms, words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from relocation.appraisal import Appraisal
from relocation.formula.language.line_items import stated_key
from relocation.formula.targets.javascript import book_data
from relocation.indicators import RATES_OF_RETURN
from relocation.labels import Label, Language
from relocation.page.live import Live
from relocation.page.words import SAID
from relocation.project.fields import PROVENANCE, SET_BY_PROGRAM, FieldRecord
from relocation.project.messages import expectation
from relocation.project.names import input_labels
from relocation.project.sourced_inputs import InputValue
from relocation.reports.inputs import source_words
from relocation.tables.numbers import BY_SIGN, unit_label

FIXED = ("timeline.periods", "timeline.period")
BEYOND = 1e300  # a number no field accepts
SIZE_OF_MARK = 10


def plan_data(appraisal: Appraisal, live: Live, lang: Language, **more: Any) -> dict[str, Any]:
    """All of it, for the script."""
    book = appraisal.book
    numbers = book.input_vector(appraisal.inputs)
    return {
        "mark": mark_of(appraisal),
        "lang": lang,
        "periods": book.periods,
        "groups": book.groups,
        "book": book_data(book),
        "lines": [[line.key, line.unit, *_words(line.label)] for line in book.lines.values()],
        "inputs": list(_inputs(appraisal, numbers)),
        "rates": list(_rates(appraisal)),
        "forms": live.all_forms,
        "provenances": {key: list(label) for key, label in PROVENANCE.items()},
        "words": {key: _words(label) for key, label in SAID.items()},
        **more,
    }


def mark_of(appraisal: Appraisal) -> str:
    """What tells this state of a plan from every other, so that a link finds the plan that it was made for."""
    book = appraisal.book
    state = [book.periods, [*book.lines], [*book.inputs], [*book.input_vector(appraisal.inputs)]]
    text = json.dumps(state, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:SIZE_OF_MARK]


def script_text(data: Any) -> str:
    """JSON as it may stand in a script element: no letter in it can end that, or begin a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text.encode("utf-8", "replace").decode("utf-8")


def _words(label: Label) -> list[str]:
    """A label in both languages, once where they are the same."""
    return [label.en] if label.en == label.zh else list(label)


def _inputs(appraisal: Appraisal, numbers: tuple[float, ...]) -> Iterator[dict[str, Any]]:
    """Every input of the book in its order; what is no input of a planner has a key and a number only."""
    known, labels = appraisal.project.by_path(), input_labels(appraisal.project)
    places = {key: place for place, key in enumerate(appraisal.book.inputs)}
    for (key, item), number in zip(appraisal.book.inputs.items(), numbers, strict=True):
        data: dict[str, Any] = {"key": key, "value": number}
        if key in known:
            data |= _input(known[key], labels[key])
            stated = stated_key(key)
            data |= {"stated": places[stated]} if stated in places else {}
        elif item.stated:
            data["of"] = places[item.stated]
        yield data


def _input(value: InputValue, label: Label) -> dict[str, Any]:
    record = value.record
    sure = PROVENANCE[value.source.provenance] if value.stated else SET_BY_PROGRAM
    data = {
        "name": _words(label),
        "unit": [] if record.unit in {"choice", "date", "flag"} else _words(unit_label(record.unit)),
        "kind": record.kind,
        "expected": _words(expectation(record)),
        "sure": _words(sure),
        "source": _words(source_words(value.source)),
        **_bounds(record),
    }
    if record.unit in (*BY_SIGN, "1/year"):
        data["percent"] = True
    if value.path in FIXED:
        data["fixed"] = True
    return {name: told for name, told in data.items() if told != []}


def _bounds(record: FieldRecord) -> Mapping[str, Any]:
    data: dict[str, Any] = {}
    if record.choices:
        return {"choices": [[choice.key, *_words(choice.label)] for choice in record.choices]}
    if record.low is not None:
        data["low"] = record.low
        data |= {"open": True} if record.low_open else {}
    if record.high is not None:
        data["high"] = record.high
        data["above"] = _words(expectation(record, BEYOND))
    return data


def _rates(appraisal: Appraisal) -> Iterator[list[int]]:
    """Each line that shows a rate of return, and the line of the flow of which all rates are looked for."""
    places = {key: place for place, key in enumerate(appraisal.book.lines)}
    for rate, flow in RATES_OF_RETURN.items():
        for key in places:
            if appraisal.shown_line(key) == rate:
                yield [places[key], places[flow]]
