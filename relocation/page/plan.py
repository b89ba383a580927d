"""What the script of the page calculates with, as data: the book, its inputs with what may be typed, names, forms, words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from relocation.appraisal import Appraisal
from relocation.formula.language.book import Book
from relocation.formula.targets.javascript import book_data
from relocation.indicators import RATES_OF_RETURN
from relocation.labels import Label, Language
from relocation.page.live import Live
from relocation.page.sliders import sliders
from relocation.page.words import OPERATIONS, SAID
from relocation.project.names import input_labels
from relocation.project.script_data import refusal_data
from relocation.reports.findings import BY
from relocation.reports.funds import HOLDS_IN_ALL, WORST
from relocation.reports.result import WARNED
from relocation.reports.stress import LONGER, REFUSED
from relocation.reports.verdict import village_name
from relocation.scenarios.margins import margins_data
from relocation.scenarios.sensitivity.tornado import tornado_data
from relocation.stress import stress_data
from relocation.tables.numbers import BY_SIGN, number_form, unit_label
from relocation.tables.wording import forms_data
from relocation.verdict.script_data import sentence_data

PACKED = "\ue000"  # a letter of no alphabet
STEP = Label(": ", "：")
FIXED = ("timeline.periods", "timeline.period")
SIZE_OF_MARK = 10
BARE = {"flag", "number", "date", "share", "1/year", "probability", "change"}  # say nothing behind a number
BARE_INPUTS = {"choice", "date", "flag"}
METRICS = ("fund_balance.balance", "cash.minimum")
TOLD_ANEW = {
    "warned": WARNED,
    "longer": LONGER,
    "refused": REFUSED,
    "holds": HOLDS_IN_ALL,
    "worst": WORST,
}
PERCENTAGES = {*BY_SIGN, "1/year"}


class Pool:
    """Texts that stand once, however often they are said; each is told by its number.

    What is said in several steps, such as `Bank loan: Term`, is told by the numbers of its steps.
    """

    def __init__(self) -> None:
        self.numbers: dict[Label, int] = {}
        self.texts: list[list[str] | list[int]] = []

    def number(self, label: Label) -> int:
        """The number of a text."""
        if label not in self.numbers:
            self.numbers[label] = len(self.texts)
            self.texts.append([])
            self.texts[self.numbers[label]] = self._text(label)
        return self.numbers[label]

    def packed(self, data: Any) -> Any:
        """Data in which every pair of texts is told by its number, behind a sign that no text begins with."""
        match data:
            case dict():
                return {key: self.packed(value) for key, value in data.items()}
            case [str(english), str(chinese)]:
                return f"{PACKED}{self.number(Label(english, chinese))}"
            case list() | tuple():
                return [self.packed(value) for value in data]
        return data

    def _text(self, label: Label) -> list[str] | list[int]:
        english, chinese = label.en.split(STEP.en), label.zh.split(STEP.zh)
        if 1 < len(english) == len(chinese):
            return [self.number(Label(*step)) for step in zip(english, chinese, strict=True)]
        return list(dict.fromkeys(label))


def plan_data(appraisal: Appraisal, live: Live, lang: Language, **more: Any) -> dict[str, Any]:
    """All of it, for the script."""
    book, pool = appraisal.book, Pool()
    units = sorted({line.unit for line in book.lines.values()})
    return {
        "mark": mark_of(appraisal),
        "lang": lang,
        "title": pool.number(village_name(appraisal)),
        "periods": book.periods,
        "groups": book.groups,
        "book": book_data(book),
        "keys": shortened(book.lines),
        "lines": [[units.index(line.unit), pool.number(line.label)] for line in book.lines.values()],
        "units": [
            [number_form(unit), -1 if unit in BARE else pool.number(unit_label(unit))] for unit in units
        ],
        "paths": shortened(book.inputs),
        **_inputs(appraisal, pool),
        "beside": shortened(live.beside),
        "besides": [None if value != value else value for value in live.beside.values()],
        "rates": list(_rates(appraisal)),
        "yearly": _by_year(book),
        "forms": pool.packed(live.all_forms),
        "sentences": pool.packed(live.sentences),
        "scripts": pool.packed(script_data(appraisal)),
        "sliders": sliders(appraisal),
        "words": {key: pool.number(label) for key, label in SAID.items()},
        "operations": {key: pool.number(label) for key, label in OPERATIONS.items()},
        **{key: pool.packed(data) for key, data in more.items()},
        "texts": pool.texts,
    }


def script_data(appraisal: Appraisal) -> dict[str, Any]:
    """What each script below the page needs, without what several of them share and what the page has anyway."""
    project = appraisal.project
    refusals = refusal_data(project)
    return {
        "forms": forms_data(),
        "texts": {key: list(label) for key, label in TOLD_ANEW.items()},
        "verdict": _without(sentence_data(project, appraisal.book), "forms"),
        "refusals": {
            **_without(refusals, "forms", "inputs", "stated", "lines"),
            "keys": shortened(refusals["lines"]),
        },
        "margins": _without(margins_data(project), "forms"),
        "stress": stress_data(project),
        "tornado": {metric: _without(tornado_data(project, metric), "forms") for metric in METRICS},
        "by": BY,
    }


def _without(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: told for name, told in data.items() if name not in names}


def _by_year(book: Book) -> list[int]:
    """The numbers of the lines that have a value for each year rather than for each period."""
    grouped = {key for stage in book.plan.stages for key in stage.grouped}
    return [place for place, key in enumerate(book.lines) if key in grouped]


def mark_of(appraisal: Appraisal) -> str:
    """What tells this state of a plan from every other, so that a link finds the plan that it was made for."""
    book = appraisal.book
    state = [book.periods, [*book.lines], [*book.inputs], [*book.input_vector(appraisal.inputs)]]
    text = json.dumps(state, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:SIZE_OF_MARK]


def shortened(keys: Iterable[str]) -> list[Any]:
    """Keys one after the other, each by how many letters it shares with the one before it, and the rest."""
    told: list[Any] = []
    before = ""
    for key in keys:
        shared = _shared(before, key)
        told += [shared, key[shared:]]
        before = key
    return told


def _shared(first: str, second: str) -> int:
    """With how many letters in common two keys begin."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def script_text(data: Any) -> str:
    """JSON as it may stand in a script element: no letter in it can end that, or begin a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text.encode("utf-8", "replace").decode("utf-8")


def _inputs(appraisal: Appraisal, pool: Pool) -> dict[str, Any]:
    """The inputs of the book in its order: numbers, names, units; -1 stands for none. Only those that somebody states have a name."""
    known, labels = appraisal.project.by_path(), input_labels(appraisal.project)
    items = appraisal.book.inputs
    places = {key: place for place, key in enumerate(items)}
    return {
        "delivered": list(appraisal.book.input_vector(appraisal.inputs)),
        "names": [pool.number(labels[key]) if key in known else -1 for key in items],
        "unitNames": [
            -1 if item.unit in BARE_INPUTS or key not in known else pool.number(unit_label(item.unit))
            for key, item in items.items()
        ],
        "dates": [places[key] for key, item in items.items() if item.unit == "date" and key in known],
        "whole": [places[key] for key, value in known.items() if value.record.kind == "whole"],
        "percent": [places[key] for key, item in items.items() if item.unit in PERCENTAGES],
        "fixed": [places[key] for key in FIXED],
        "stated": [[places[item.stated], place] for place, item in enumerate(items.values()) if item.stated],
        "choices": [[places[key], *item.choices] for key, item in items.items() if item.choices],
    }


def _rates(appraisal: Appraisal) -> Iterator[list[int]]:
    """Each line that shows a rate of return, and the line of the flow of which all rates are looked for."""
    places = {key: place for place, key in enumerate(appraisal.book.lines)}
    for rate, flow in RATES_OF_RETURN.items():
        for key in places:
            if appraisal.shown_line(key) == rate:
                yield [places[key], places[flow]]
