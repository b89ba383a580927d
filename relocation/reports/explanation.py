"""Where a number comes from, as a tree down to the inputs and their sources."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from relocation.labels import Label, Language, same
from relocation.reports.inputs import source_words
from relocation.tables.numbers import fen_of, number_text, text_with_unit
from relocation.tables.record import NO_WORDS, Branch, Report, Said, Sentence

if TYPE_CHECKING:
    from relocation.formula.targets.explain import Explanation

BARE_UNITS = {"flag", "quantity", "number", "text", "choice", "date", "period"}
DIGITS = 6  # of what is neither money nor a date
DEEPER = Label("(more below)", "（下层未展开）")
UNFOLDED_ABOVE = Label("(unfolded above)", "（上文已展开）")


def explanation_report(explanation: Explanation) -> Report:
    """The tree of a number."""
    return Report(NO_WORDS, tree=_branch(explanation), program=lambda lang: _record(explanation, lang))


def _branch(explanation: Explanation) -> Branch:
    """Label and value, below it the formula or the source."""
    period = "" if explanation.period is None else f" @{explanation.period}"
    return Branch(
        explanation.label.colon(_value(explanation)),
        f"{explanation.key}{period}",
        tuple(_sentences(explanation)),
        tuple(_branch(below) for below in explanation.ingredients),
    )


def _sentences(explanation: Explanation) -> list[Sentence]:
    said: list[Sentence] = []
    if explanation.origin is not None:
        said.append(Said(source_words(explanation.origin), "quiet"))
    if explanation.repeated:
        said.append(Said(UNFOLDED_ABOVE, "quiet"))
    elif explanation.formula and explanation.formula != explanation.key:
        said.append(same(f"= {explanation.formula}"))
    if explanation.deeper:
        said.append(Said(DEEPER, "quiet"))
    return said


def _value(explanation: Explanation) -> Label:
    if isinstance(explanation.value, str):
        return same(explanation.value)
    values = explanation.value if isinstance(explanation.value, tuple) else (explanation.value,)
    numbers = ", ".join(_number(value, explanation.unit) for value in values)
    if explanation.unit in BARE_UNITS:
        return same(numbers)
    return text_with_unit(numbers, explanation.unit)


def _number(value: float, unit: str) -> str:
    """Money to the fen, dates as dates, everything else by its digits."""
    if unit.startswith("yuan"):
        return number_text(fen_of(value), "fen")
    return number_text(value, unit, digits=DIGITS)


def _record(explanation: Explanation, lang: Language) -> dict[str, Any]:
    return {
        "key": explanation.key,
        "label": explanation.label.text(lang),
        "unit": explanation.unit,
        "period": explanation.period,
        "value": _plain(explanation.value),
        "formula": explanation.formula,
        "source": explanation.source,
        "repeated": explanation.repeated,
        "ingredients": [_record(below, lang) for below in explanation.ingredients],
    }


def _plain(value: float | str | tuple[float, ...]) -> Any:
    if isinstance(value, tuple):
        return [_plain(number) for number in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
