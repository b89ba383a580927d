"""One declaration per input: label, unit, range, choices, help. Everything that shows or checks an input reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic.fields import FieldInfo

from relocation.labels import Label
from relocation.tables.units import UNITS
from relocation.written_dates import read_date

Kind = Literal["number", "whole", "share", "choice", "text", "date", "formula"]

# Units that a planner writes as a text: the word in a file, and how each language shows it.
UNIT_WORDS: dict[str, Label] = {
    **{
        unit: Label(unit, UNITS[unit].zh)
        for unit in ("m2", "mu", "ha", "lump sum", "building", "household", "person", "yuan", "share")
    },
    "garage": Label("garage", "间车库"),
}
OTHER_SPELLINGS = {"m²": "m2", "㎡": "m2", "平米": "m2", "lump_sum": "lump sum"}

PROVENANCE: dict[str, Label] = {
    "published": Label("published", "已公布"),
    "derived": Label("derived", "推算"),
    "assumption": Label("assumption", "假设"),
    "calibrated": Label("calibrated", "校准"),
}


# Said where a provenance would stand, of a value that nobody stated.
SET_BY_PROGRAM = Label("preset", "程序设定")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values a chosen input may have."""

    key: str
    label: Label


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """What is known of an input apart from its value.

    `low_open` says that the lowest value itself is excluded. Beyond `usual` a value other than 0 is possible, but
    more likely a slip of unit or magnitude, and is warned about. What is `asked` of the planner stands empty in a blank
    template; every other input shows the value that holds until somebody changes it.
    """

    kind: Kind
    unit: str
    label: Label
    help: Label
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    usual: tuple[float, float] | None = None
    choices: tuple[Choice, ...] = ()
    required: bool = False
    default: Any = None
    key_figure: bool = False
    structural: bool = False
    words: bool = False  # whether a text may be one of UNIT_WORDS
    asked: bool = False
    is_threshold: bool = False  # of the verdict: no number rests on it

    @property
    def is_text(self) -> bool:
        """Whether it holds words, be they a formula."""
        return self.kind in {"text", "formula"}

    def choice(self, key: str) -> Label:
        """What one of the choices is called."""
        return next(choice.label for choice in self.choices if choice.key == key)

    @property
    def empty_value(self) -> Any:
        """What an empty cell counts as, in Python and in every formula: 0, or the lowest number above it; else None.

        Only where that is also the default may a cell be left empty.
        """
        if self.kind not in {"number", "whole", "share"}:
            return self.default if self.is_text else None
        low = max(self.low or 0, 0)
        empty = int(low) if self.kind == "whole" else float(low)
        return empty if self.required or empty == self.default else None


def _field(record: FieldRecord) -> Any:
    bounds: dict[str, Any] = {}
    if record.low is not None:
        bounds["gt" if record.low_open else "ge"] = record.low
    if record.high is not None:
        bounds["le"] = record.high
    if record.kind in {"number", "share"}:
        bounds["allow_inf_nan"] = False
    if record.kind in {"text", "formula"}:
        bounds["max_length"] = 500
    # pydantic carries any object here; only its own types are declared.
    extra: Any = {"record": record}
    if record.required:
        return Field(json_schema_extra=extra, description=record.help.en, **bounds)
    return Field(default=record.default, json_schema_extra=extra, description=record.help.en, **bounds)


def record_of(info: FieldInfo) -> FieldRecord | None:
    """The record that a declared field carries."""
    extra = info.json_schema_extra
    record = extra.get("record") if isinstance(extra, dict) else None
    return record if isinstance(record, FieldRecord) else None


REQUIRED = object()


def _record(
    kind: Kind, unit: str, en: str, zh: str, help_en: str, help_zh: str, default: Any, **rest: Any
) -> Any:
    required = default is REQUIRED
    shown = None if required else default
    if required and kind in {"number", "whole", "share"}:
        rest.setdefault("asked", True)
    return _field(
        FieldRecord(
            kind, unit, Label(en, zh), Label(help_en, help_zh), required=required, default=shown, **rest
        )
    )


def number(
    unit: str, en: str, zh: str, help_en: str, help_zh: str, default: Any = REQUIRED, **rest: Any
) -> Any:
    """A number with a unit; not negative unless `low` says otherwise."""
    rest.setdefault("low", 0)
    rest.setdefault("high", 1e13)
    return _record("number", unit, en, zh, help_en, help_zh, default, **rest)


def whole(
    unit: str, en: str, zh: str, help_en: str, help_zh: str, default: Any = REQUIRED, **rest: Any
) -> Any:
    """A whole number."""
    rest.setdefault("low", 0)
    rest.setdefault("high", 10_000_000)
    return _record("whole", unit, en, zh, help_en, help_zh, default, **rest)


def share(
    en: str, zh: str, help_en: str, help_zh: str, default: Any = REQUIRED, unit: str = "share", **rest: Any
) -> Any:
    """A share between 0 and 1, or a yearly rate."""
    rest.setdefault("low", 0)
    rest.setdefault("high", 1)
    return _record("share", unit, en, zh, help_en, help_zh, default, **rest)


def choice(
    en: str,
    zh: str,
    help_en: str,
    help_zh: str,
    choices: dict[str, tuple[str, str]],
    default: Any = REQUIRED,
    **rest: Any,
) -> Any:
    """One of a list. `choices` maps keys to labels."""
    made = tuple(Choice(key, Label(*label)) for key, label in choices.items())
    return _record("choice", "choice", en, zh, help_en, help_zh, default, choices=made, **rest)


def text(en: str, zh: str, help_en: str = "", help_zh: str = "", default: Any = "", **rest: Any) -> Any:
    """A text."""
    return _record("text", "text", en, zh, help_en or en, help_zh or zh, default, **rest)


def plain_unit(text: Any) -> Any:
    """The word in a file for a unit in either language; any other text is a unit of the planner's own."""
    words = {label.zh: word for word, label in UNIT_WORDS.items()} | OTHER_SPELLINGS
    return words.get(text.strip(), text) if isinstance(text, str) else text


Unit = Annotated[str, BeforeValidator(plain_unit)]


OPENS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def closed_name(name: Any) -> Any:
    """A name that ends every direction of writing which it begins: what stands behind it is read as it is written."""
    if not isinstance(name, str) or OPENS.keys().isdisjoint(name):
        return name
    awaited: list[str] = []
    for character in name:
        if character in OPENS:
            awaited.append(OPENS[character])
        elif character == "\u202c" and awaited[-1:] == [character]:
            awaited.pop()
        elif character == "\u2069" and character in awaited:
            while awaited.pop() != character:
                pass
    return name + "".join(reversed(awaited))


Name = Annotated[str, BeforeValidator(closed_name)]


def plain_day(stated: Any) -> Any:
    """The day that a text or a moment stands for; whatever stands for none, or for one of two, stays what it is."""
    if not isinstance(stated, (str, datetime)):
        return stated
    read = read_date(stated)
    return stated if read.day is None or not (read.remedy is None or read.spelt) else read.day


Day = Annotated[date, BeforeValidator(plain_day)]


def unit_text(en: str, zh: str, help_en: str, help_zh: str, default: str) -> Any:
    """A unit as a planner writes it."""
    return text(en, zh, help_en, help_zh, default, words=True)


def formula(en: str, zh: str, help_en: str, help_zh: str) -> Any:
    """A formula text in the grammar of `formula.text`; it decides the rows of a workbook."""
    return _record("formula", "text", en, zh, help_en, help_zh, "", structural=True)


def day(en: str, zh: str, help_en: str, help_zh: str) -> Any:
    """A date."""
    return _record("date", "date", en, zh, help_en, help_zh, REQUIRED)


ITEM_NAMES = ("label_en", "label_zh")  # the fields that name an item


def name_en() -> Any:
    """The English name of an item."""
    return text("Name (English)", "名称（英文）", "Name shown in English tables", "英文表中显示的名称")


def name_zh() -> Any:
    """The Chinese name of an item."""
    return text("Name (Chinese)", "名称（中文）", "Name shown in Chinese tables", "中文表中显示的名称")


def start_period() -> Any:
    """The period of the first payment."""
    return whole(
        "period",
        "First period",
        "起始期次",
        "Period of the first payment, counted from 1",
        "首次收付的期次，从1起",
        1,
        low=1,
        high=600,
        asked=True,
    )


def duration_periods() -> Any:
    """The number of periods with payments."""
    return whole(
        "period",
        "Number of periods",
        "持续期数",
        "Number of periods over which it is spread",
        "分摊的期数",
        1,
        low=1,
        high=600,
    )
