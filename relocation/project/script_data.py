"""What problems.js needs to refuse a changed input as Python does, and to say what is expected and how to mend it, as data.

The rules between inputs are a book of their own (`rule_book`), of the same inputs in the same order as the whole book: a page
works it out with the same calculator before it works out anything else.
"""

from __future__ import annotations

import math
from typing import Any

from relocation.formula.language.book import Book
from relocation.formula.targets.javascript import book_data
from relocation.labels import Label, same
from relocation.problems import FOUND, LINES
from relocation.project.book_inputs import numeric
from relocation.project.fields import FieldRecord
from relocation.project.groups import MONTHS
from relocation.project.inputs import Inputs
from relocation.project.messages import PERCENTAGES_FROM, REMEDIES, expectation
from relocation.project.names import place_names
from relocation.project.rule_book import BETWEEN_INPUTS, RuleBook, figure_key, rule_book
from relocation.tables.wording import FORMS, forms_data

EXACT = "exact"  # the form of a number as it stands in an input


def refusal_data(inputs: Inputs) -> dict[str, Any]:
    """All that the script needs: the rule book with the keys of its lines, the fields, and the texts."""
    rules = rule_book(inputs)
    return {
        "book": book_data(rules.book),
        "lines": list(rules.book.lines),
        "inputs": list(rules.book.inputs),
        "stated": {item.stated: key for key, item in rules.book.inputs.items() if item.stated},
        "months": [MONTHS[key] for key in rules.book.inputs["timeline.period"].choices],
        "broken": BETWEEN_INPUTS.broken.key,
        "forms": forms_data(),
        "exact": FORMS[EXACT].data()[0],
        "found": {key: list(label) for key, label in FOUND.items()},
        "line": list(LINES["error"]),
        "remedies": {key: list(label) for key, label in REMEDIES.items()},
        **_fields_data(inputs, rules.book),
        **_rules_data(inputs, rules),
    }


def _fields_data(inputs: Inputs, book: Book) -> dict[str, Any]:
    """What each input may be: a list of fields, and for each input of the book the place in it, or -1 for what nobody types."""
    fields: dict[int, dict[str, Any]] = {}
    places: dict[str, int] = {}
    for path, record, _ in numeric(inputs):
        places[path] = list(fields).index(id(record)) if id(record) in fields else len(fields)
        fields.setdefault(id(record), _field_data(record))
    return {"fields": list(fields.values()), "fieldOf": [places.get(path, -1) for path in book.inputs]}


def _field_data(record: FieldRecord) -> dict[str, Any]:
    """The bounds of a field, what it should look like, and from where on it was meant as a percentage."""
    data: dict[str, Any] = {
        "name": list(record.label),
        "kind": record.kind,
        "expected": list(expectation(record)),
        "expectedBelow": list(expectation(record, math.inf)),
    }
    if record.choices:
        data["choices"] = [list(choice.label) for choice in record.choices]
    bounds = {"low": record.low, "high": record.high, "percentagesFrom": PERCENTAGES_FROM.get(record.unit)}
    data |= {key: value for key, value in bounds.items() if value is not None}
    if record.low is not None and record.low_open:
        data |= {"lowOpen": True, "least": math.nextafter(record.low, math.inf)}
    return data


def _rules_data(inputs: Inputs, rules: RuleBook) -> dict[str, Any]:
    """Each rule: its line, its place, what that is called, the place of its input or -1, its texts by their places, its figures.

    Of its texts the first says what is found, with whether that is described or quoted; -1 where it is what stands there.
    """
    texts: dict[Label, int] = {}
    places = {path: place for place, path in enumerate(rules.book.inputs)}
    name_of = place_names(inputs)

    def listed(text: Label) -> int:
        return texts.setdefault(text, len(texts))

    told = [
        [
            rule.key(BETWEEN_INPUTS.key),
            rule.where,
            list(name_of(rule.where)),
            places.get(rule.where, -1),
            -1
            if rule.found is None
            else listed(same(rule.found) if isinstance(rule.found, str) else rule.found),
            isinstance(rule.found, Label),
            listed(rule.expected),
            listed(rule.remedy),
            {name: figure_key(BETWEEN_INPUTS, rule, name) for name in rule.figures},
        ]
        for rule in rules.rules[BETWEEN_INPUTS.key]
    ]
    return {"rules": told, "texts": [list(text) for text in texts]}
