"""Where a number comes from, as a tree on the terminal or as JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rich.text import Text
from rich.tree import Tree

from relocation.formula.targets.scalar import day_of
from relocation.labels import Label, Language
from relocation.terminal.tables import in_language, json_text, provenance_name, text_of, unit_name

BARE_UNITS = {"share", "flag", "quantity", "number", "text", "choice", "date", "period"}

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal
    from relocation.formula.targets.explain import Explanation


def explanation_text(appraisal: Appraisal, explanation: Explanation, form: str, lang: Language) -> str:
    """The tree of a number in the wanted format."""
    if form == "json":
        return json_text(_record(explanation, lang))
    return text_of([_branch(appraisal, explanation, lang, Tree(_said(appraisal, explanation, lang)))])


def _branch(appraisal: Appraisal, explanation: Explanation, lang: Language, tree: Tree) -> Tree:
    for below in explanation.ingredients:
        _branch(appraisal, below, lang, tree.add(_said(appraisal, below, lang)))
    return tree


def _said(appraisal: Appraisal, one: Explanation, lang: Language) -> Text:
    """Label and value, below it the formula or the source."""
    period = "" if one.period is None else f" @{one.period}"
    said = Text(f"{one.label.text(lang)}: {_value(one, lang)}", style="bold")
    said.append(f"  {one.key}{period}", style="not bold cyan")
    if one.key in appraisal.project.sources:
        said.append(f"\n{_source(appraisal, one.key, lang)}", style="not bold dim")
    if one.repeated:
        said.append(Label("\n(unfolded above)", "\n（上文已展开）").text(lang), style="not bold dim")
    elif one.formula and one.formula != one.key:
        said.append(f"\n= {one.formula}", style="not bold")
    return said


def _source(appraisal: Appraisal, path: str, lang: Language) -> str:
    """Provenance, derivation, place and note of an input, each once."""
    source = appraisal.project.sources[path]
    parts = [
        provenance_name(source.provenance, lang),
        source.derivation,
        "" if source.source == source.provenance else in_language(source.source, lang),
        in_language(source.note, lang),
    ]
    return Label("; ", "；").text(lang).join(part for part in parts if part)


def _value(one: Explanation, lang: Language) -> str:
    if isinstance(one.value, str):
        return one.value
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    name = "" if one.unit in BARE_UNITS else f" {unit_name(one.unit, lang)}"
    return ", ".join(_number(value, one.unit) for value in values) + name


def _number(value: float, unit: str) -> str:
    """Money to the fen, dates as dates, everything else to six digits."""
    if not math.isfinite(value):
        return "n/a"
    if unit == "date":
        return day_of(value).isoformat()
    return f"{value:,.2f}" if unit.startswith("yuan") else f"{value:,.6g}"


def _record(one: Explanation, lang: Language) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": one.label.text(lang),
        "unit": one.unit,
        "period": one.period,
        "value": _plain(one.value),
        "formula": one.formula,
        "source": one.source,
        "repeated": one.repeated,
        "ingredients": [_record(below, lang) for below in one.ingredients],
    }


def _plain(value: float | str | tuple[float, ...]) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
