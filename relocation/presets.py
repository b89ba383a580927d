"""What the program filled in by itself, because nobody stated it, and the result rests on: assumptions of its own.

Options that a plan does not use, thresholds and texts are not told: no number rests on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relocation.appraisal import Appraisal
from relocation.labels import LANGUAGES, Label, Language
from relocation.problems import Problem
from relocation.project.names import input_labels, place_names
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import InputValue
from relocation.tables.units import UNITS

NAMES = ("text", "formula")
RESULTS = ("fund_balance.balance", "cash.minimum", "loans.interest_total")
TITLE = Label("Assumed by the program, since nobody stated it", "程序自行设定的假设（未填写的项目）")
CONFIRM = Label("state it, or confirm it by naming its source", "请填写，或注明来源予以确认")
NOTHING_MEANS = Label("0 = ", "0表示")  # begins the help of an input of which 0 is not a number
WHICH = ("start", "period")  # inputs that say which period, not how many
COUNTED = (
    "period",
    "month",
    "years",
    "household",
    "person",
    "quantity",
)  # units of which one is said without the s
STATED = Label("a value that somebody stated", "由填表人填写的数值")


def presets(appraisal: Appraisal) -> list[InputValue]:
    """The inputs that nobody stated and that the balance, the cash or the interest rests on, in a planner's order."""
    ground, values = appraisal.ground_of(RESULTS), list(appraisal.project.values())
    used = {_item(value.path) for value in values if value.stated and value.record.kind not in NAMES}
    return [
        value
        for value in values
        if not value.stated and value.path in ground and _item(value.path) in {*used, None}
    ]


def _item(path: InputPath) -> InputPath | None:
    """The item of a group that an input belongs to, such as loans.adbc; None for an input of a group itself."""
    return next((item for item in path.items if item.parent == path.group), None)


def as_problems(appraisal: Appraisal) -> list[Problem]:
    """Each such input with its path, as `relocation check` lists it beside what is wrong."""
    labels = input_labels(appraisal.project)
    return [
        Problem(preset.path, said(preset), STATED, CONFIRM, labels[preset.path], severity="assumption")
        for preset in presets(appraisal)
    ]


def sentence(appraisal: Appraisal, cells: Mapping[str, str] | None = None) -> Label | None:
    """All of them in one sentence, item by item, each by its name and its cell if there is one; None without any."""
    listed = presets(appraisal)
    if not listed:
        return None
    return Label(*(_listed(appraisal, listed, cells or {}, lang) for lang in LANGUAGES))


def _listed(appraisal: Appraisal, listed: list[InputValue], cells: Mapping[str, str], lang: Language) -> str:
    name_of, chinese = place_names(appraisal.project), lang == "zh"
    by_item: dict[str, list[str]] = {}
    for input_value in listed:
        name = input_value.record.label.text(lang)
        item = name_of(input_value.path.items[-1]).text(lang) if input_value.path.items else ""
        opening, closing = ("（", "）") if chinese else (" (", ")")
        cell = f"{opening}{cells[input_value.path]}{closing}" if input_value.path in cells else ""
        by_item.setdefault(item, []).append(f"{name}{cell} {said(input_value).text(lang)}")
    colon, comma, semicolon = ("：", "、", "；") if chinese else (": ", ", ", "; ")
    parts = [f"{item}{colon if item else ''}{comma.join(names)}" for item, names in by_item.items()]
    return f"{TITLE.text(lang)}{colon}{semicolon.join(parts)}{'。' if chinese else '.'}"


def to_records(appraisal: Appraisal) -> list[dict[str, Any]]:
    """What `relocation run -f json` prints of them."""
    return [{"path": preset.path, "value": _plain(preset.value)} for preset in presets(appraisal)]


def said(input_value: InputValue) -> Label:
    """A value in words: a choice by its name, a number with its unit."""
    record = input_value.record
    if record.choices:
        return next(choice.label for choice in record.choices if choice.key == input_value.value)
    if not isinstance(input_value.value, (int, float)):
        return Label(str(input_value.value), str(input_value.value))
    if record.kind == "share":
        yearly = record.unit != "share"
        percent = f"{input_value.value * 100:.10g}"
        return Label(f"{percent}%{' per year' if yearly else ''}", f"{'每年' if yearly else ''}{percent}%")
    if input_value.value == 0 and record.help.en.startswith(NOTHING_MEANS.en):
        return Label(
            *(text.removeprefix(means) for text, means in zip(record.help, NOTHING_MEANS, strict=True))
        )
    if record.unit == "period" and input_value.path.name in WHICH:
        return Label(f"{input_value.value}", f"第{input_value.value}期")
    unit = UNITS.get(record.unit, Label(record.unit, record.unit))
    single = unit.en.removesuffix("s") if record.unit in COUNTED and input_value.value == 1 else unit.en
    return Label(f"{input_value.value:,.10g} {single}".strip(), f"{input_value.value:,.10g}{unit.zh}")


def _plain(value: Any) -> Any:
    return value if isinstance(value, (int, float, str)) else str(value)
