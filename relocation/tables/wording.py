"""Sentences with holes: a text in both languages in which {name} stands for a figure, and {name:form} says how it is written.

    filled(Label("{cost:money} too much", "超支{cost:money}"), {"cost": 5_000_000.0})
        -> Label("5.000 million yuan too much", "超支500.00万元")

numbers.js fills the same texts by the same forms (`forms_data`). A list in a hole stands with commas.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from relocation.calendar import day_of
from relocation.labels import COMMA, LANGUAGES, LARGE_SCALE, Label, Language, joined, same
from relocation.tables.numbers import (
    ANY,
    FORMATS,
    LARGE,
    NOT_AVAILABLE,
    PERCENT,
    SINGLE,
    NumberFormat,
    form_data,
    format_of,
    number_text,
    text_in_form,
    text_with_unit,
)

Figure = float | Label | Sequence[float] | Sequence[Label]
HOLE = re.compile(r"\{(\w+)(?::(\w+))?\}")
MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class Form:
    """How a figure in a sentence is written in each language."""

    en: NumberFormat
    zh: NumberFormat
    digits: int = 0
    signed: bool = False

    def text(self, value: float) -> Label:
        """The figure in both languages."""
        return Label(
            *(
                text_in_form(value, form, signed=self.signed, digits=self.digits)
                for form in (self.en, self.zh)
            )
        )

    def data(self) -> list[dict[str, Any]]:
        """The form as data, in English and in Chinese."""
        how = {"digits": self.digits, "signed": self.signed}
        said = {key: value for key, value in how.items() if value}
        return [form_data(form) | said for form in (self.en, self.zh)]


def _alike(form: NumberFormat, **how: Any) -> Form:
    return Form(form, form, **how)


def _percent(form: NumberFormat, **how: Any) -> Form:
    return Form(form, replace(form, sign="%"), **how)


BARE = NumberFormat(None, grouped=False)
FORMS: dict[str, Form] = {
    "money": Form(
        replace(format_of("yuan", "million"), sign=" million yuan"),
        replace(format_of("yuan", "wan"), sign="万元"),
    ),
    "count": _alike(SINGLE),
    "times": _alike(FORMATS["times"]),
    "percent": _percent(replace(PERCENT, grouped=False, large=LARGE)),
    "percent1": _percent(replace(PERCENT, decimals=1)),
    **{f"percent_{digits}_digits": _percent(PERCENT, digits=digits) for digits in (3, 6)},
    **{f"digits{digits}": _alike(BARE, digits=digits) for digits in (3, 6, 10, 12)},
    "stated": _alike(ANY, digits=15),
    "exact": _alike(BARE, digits=15),
    "change": _alike(BARE, digits=12, signed=True),
    "change_of_money": _alike(NumberFormat(2), signed=True),
}


def filled(text: Label, figures: Mapping[str, Figure]) -> Label:
    """A text with its figures in their places. Raises KeyError for a figure or a form that there is not."""
    return Label(*(_filled(half, figures, lang) for half, lang in zip(text, LANGUAGES, strict=True)))


def _filled(text: str, figures: Mapping[str, Figure], lang: Language) -> str:
    return HOLE.sub(lambda hole: _said(figures[hole[1]], hole[2]).text(lang), text)


def in_words(value: float, unit: str = "yuan", scale: str | None = None) -> Label:
    """A number with its unit; money on a scale, if not named on that which readers of the language are used to."""
    if not math.isfinite(value):
        return same(NOT_AVAILABLE)
    en, zh = (
        text_with_unit(number_text(value, unit, scale or usual), unit, scale or usual).text(lang)
        for lang, usual in LARGE_SCALE.items()
    )
    return Label(en, zh.replace(" ", ""))


def forms_data() -> dict[str, Any]:
    """Every form by its name, as data for a script."""
    return {name: form.data() for name, form in FORMS.items()}


def _said(figure: Figure, form: str) -> Label:
    if isinstance(figure, Label):
        return figure
    if isinstance(figure, (int, float)):
        return FORMS[form].text(figure)
    return joined((_said(each, form) for each in figure), COMMA)


def period_text(day: float, months: float) -> str:
    """A period in a table, by its first day: 2016, or 2016-04 where periods are shorter than a year."""
    first = day_of(day)
    return f"{first:%Y}" if months == MONTHS_OF_YEAR else month_text(first)


def month_text(day: date) -> str:
    """A day in a table, where its month is enough: 2016-04."""
    return f"{day:%Y-%m}"


def period_words(day: float, months: float) -> Label:
    """A period in a sentence: 2016 or 2016年, 2016-04 or 2016年4月."""
    first = day_of(day)
    month = "" if months == MONTHS_OF_YEAR else f"{first.month}月"
    return Label(period_text(day, months), f"{first.year}年{month}")
