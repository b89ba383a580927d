"""What sentences.js needs to say of changed numbers what Python says: the verdict, its reasons and the flags, as data.

The script fills it from what the page works out, by the keys of lines and the paths of inputs.
"""

from __future__ import annotations

from typing import Any

from relocation.certainty import adds_nothing, is_counted
from relocation.formula.language.book import Book
from relocation.indicators import RATES_OF_RETURN
from relocation.labels import Label
from relocation.project.completeness import OF_ITEMS
from relocation.project.names import place_names
from relocation.project.rule import Rule
from relocation.project.rule_book import STATED
from relocation.project.sourced_inputs import SourcedInputs
from relocation.tables.wording import forms_data
from relocation.verdict.flags import FLAGS
from relocation.verdict.judgement import HARD_CHECKS, NOT_STATED, NOT_STATED_OF, STATUS, SUMMARIES
from relocation.verdict.rules import NO_MONEY, RULES, VIABLE
from relocation.verdict.sentences import ASSUMED, SENTENCES
from relocation.verdict.telling import MONTHS, RATES, case_data

# Of each input of the book, by a letter: how it counts as long as nobody changes it. Changed, it is an assumption.
LETTERS = {"published": "p", "derived": "d", "assumption": "a", "calibrated": "c"}
UNTOUCHED, NEVER = "u", "-"


def sentence_data(project: SourcedInputs, book: Book) -> dict[str, Any]:
    """All that the sentences of the verdict are made of, for one project."""
    return {
        "forms": forms_data(),
        "flags": [[key, [case_data(case) for case in SENTENCES[key](project)]] for key in FLAGS],
        "rates": {RATES: [RATES_OF_RETURN[RATES], MONTHS]},
        "assumed": {"text": list(ASSUMED), "origins": origins(project, book)},
        "verdict": {
            "money": "verdict.money",
            "viable": VIABLE,
            "status": {str(viable).lower(): list(label) for viable, label in STATUS.items()},
            "summaries": {key: [list(summary.text), summary.tone] for key, summary in SUMMARIES.items()},
            "rules": [[rule.key, rule.decides, list(rule.failure)] for rule in RULES],
            "checks": [[f"checks.{check.key}.passed", list(check.label)] for check in HARD_CHECKS],
            "missing": missing_data(project),
        },
    }


def origins(project: SourcedInputs, book: Book) -> str:
    """A letter for each input of the book, in its order."""
    stated = project.by_path()
    letters = []
    for path in book.inputs:
        known = stated.get(path)
        if known is None or not is_counted(known):
            letters.append(NEVER)
        else:
            letters.append(UNTOUCHED if adds_nothing(known) else LETTERS[known.source.provenance])
    return "".join(letters)


def missing_data(project: SourcedInputs) -> dict[str, Any]:
    """What a finished plan states: each thing, and the line of each place where it may be missing."""
    kinds: dict[tuple[str, Label], list[Rule]] = {}
    for rule in STATED.rules(project):
        kinds.setdefault((rule.kind, rule.expected), []).append(rule)
    return {
        "noMoney": list(NO_MONEY),
        "text": list(NOT_STATED),
        "textOfItems": list(NOT_STATED_OF),
        "kinds": [_kind_data(project, kind, rules) for (kind, _), rules in kinds.items()],
    }


def _kind_data(project: SourcedInputs, kind: str, rules: list[Rule]) -> dict[str, Any]:
    """The lines of a kind, each with what is expected, and of items with the name of the place."""
    name_of = place_names(project)
    places = [[rule.key(STATED.key), list(rule.expected), list(name_of(rule.where))] for rule in rules]
    return {"ofItems": kind in OF_ITEMS, "places": places}
