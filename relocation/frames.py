"""Lines of a plan as tables of pandas: days, names in a language, units."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol

from relocation.annual.rows import AnnualRow
from relocation.calendar import day_of
from relocation.formula.language.book import Book
from relocation.labels import Label, Language
from relocation.tables.units import unit_text

if TYPE_CHECKING:
    import pandas as pd

Heads = Literal["label", "key"]
TIDY = ["key", "label", "kind", "unit", "period", "date", "value"]


class Numbers(Protocol):
    """The numbers of a plan."""

    @property
    def book(self) -> Book: ...

    def value(self, key: str) -> float | list[float]:
        """The value of a line."""

    def series(self, key: str) -> list[float]:
        """The values of a line by period."""


def days_of(numbers: Numbers, key: str = "timeline.date") -> list[date]:
    """The first day of every period, or of every project year."""
    return [day_of(number) for number in numbers.series(key)]


def tidy_frame(numbers: Numbers, lang: Language) -> pd.DataFrame:
    """One row for every number: a single one has the period 0 and no date."""
    import pandas as pd

    frame = pd.DataFrame(_tidy(numbers, lang), columns=TIDY)
    return frame.astype({"date": "datetime64[s]"})


def _tidy(numbers: Numbers, lang: Language) -> Iterator[tuple[Any, ...]]:
    periods, years = days_of(numbers), days_of(numbers, "annual.date")
    for key, line in numbers.book.lines.items():
        value = numbers.value(key)
        head = key, line.label.text(lang), line.kind, line.unit
        if not isinstance(value, list):
            yield *head, 0, None, value
            continue
        days = years if line.grouped else periods
        for period, (day, number) in enumerate(zip(days, value, strict=True), start=1):
            yield *head, period, day, number


def period_frame(
    numbers: Numbers, names: Mapping[str, Label], lang: Language, heads: Heads = "label"
) -> pd.DataFrame:
    """One row for each period, named by its first day, and one column for each line, headed by its name or its key.

    `attrs` hold the unit and the key of each column, by its heading, and the language.
    """
    import pandas as pd

    said = list(names) if heads == "key" else _distinct(names, lang)
    columns = dict(zip(said, (numbers.series(key) for key in names), strict=True))
    index = pd.Index(pd.Series(days_of(numbers), dtype="datetime64[s]"), name="period")
    frame = pd.DataFrame(columns, index=index)
    units = (unit_text(numbers.book.lines[key].unit, lang) for key in names)
    frame.attrs = {
        "units": dict(zip(said, units, strict=True)),
        "keys": dict(zip(said, names, strict=True)),
        "lang": lang,
    }
    return frame


def _distinct(names: Mapping[str, Label], lang: Language) -> list[str]:
    """The names of lines; one that stands twice has its key behind it."""
    said = [label.text(lang) for label in names.values()]
    return [
        text if said.count(text) == 1 else f"{text} ({key})" for key, text in zip(names, said, strict=True)
    ]


def annual_frame(numbers: Numbers, rows: Sequence[AnnualRow], lang: Language) -> pd.DataFrame:
    """A table by project year: label, unit and total of each row before its years; `attrs` hold the first day of each year."""
    import pandas as pd

    heads = ["key", "label", "unit", "total", *range(1, numbers.book.groups + 1)]
    frame = pd.DataFrame([annual_row(numbers, row, lang) for row in rows], columns=heads).set_index("key")
    frame.attrs = {"years": dict(enumerate(days_of(numbers, "annual.date"), start=1)), "lang": lang}
    return frame


def annual_row(numbers: Numbers, row: AnnualRow, lang: Language) -> list[str | float]:
    """Key, label, unit, total and years of a row; a balance and a ratio have no total."""
    value = numbers.value(row.key)
    years = value if isinstance(value, list) else [math.nan] * numbers.book.groups
    total = math.fsum(years) if row.entry.flow else math.nan if isinstance(value, list) else value
    return [row.entry.key, row.label.text(lang), row.entry.unit, total, *years]
