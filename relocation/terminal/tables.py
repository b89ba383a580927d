"""Tables as wide as the terminal, numbers with the decimals of their unit, and plain text where nobody sees colours."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from textwrap import wrap
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Column, Table
from rich.text import Text

from relocation.formula.language.irr import Status
from relocation.labels import Label, Language, said_twice
from relocation.project.fields import PROVENANCE
from relocation.tables.units import UNITS

SCALES: dict[str, tuple[float, int, Label]] = {
    "yuan": (1, 0, Label("yuan", "元")),
    "wan": (1e4, 2, Label("10,000 yuan", "万元")),
    "million": (1e6, 3, Label("million yuan", "百万元")),
}
RATE_STATUS: dict[Status, Label] = {
    "unique": Label("unique", "唯一"),
    "multiple": Label("multiple", "多个"),
    "none": Label("none", "不存在"),
}
DECIMALS = {"years": 2, "times": 2, "yuan/household": 0, "period": 0, "household": 0, "person": 0}
NARROWEST, WIDTH_WITHOUT_TERMINAL = 60, 100
LEAST_TEXT = 8  # columns for a text beside figures
LONGEST = Context(prec=400)  # digits of the largest float, and some


def width() -> int:
    """Columns to write in: COLUMNS if set, else the terminal's, else those of a page; figures need 60."""
    return max(NARROWEST, shutil.get_terminal_size((WIDTH_WITHOUT_TERMINAL, 24)).columns)


def coloured() -> bool:
    """Whether somebody looks at a terminal and has not asked for plain text by NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def text_of(parts: Iterable[RenderableType], *, plain: bool = False) -> str:
    """The parts one below the other, as text; `plain` for a file."""
    buffer = io.StringIO()
    seen = coloured() and not plain
    console = Console(
        file=buffer,
        force_terminal=seen,
        color_system="standard" if seen else None,
        width=width(),
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.width = max(width(), _least_width(part))
        console.print(part)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def _least_width(part: RenderableType) -> int:
    """Columns without which a figure would be cut; a table that needs more than the terminal has is left wide."""
    if not isinstance(part, Table):
        return 0
    return 2 + sum(2 + (_widest(column) if column.no_wrap else LEAST_TEXT) for column in part.columns)


def _widest(column: Column) -> int:
    cells = [column.header, *column.cells]
    return max(cell_len(line) for cell in cells for line in str(cell).splitlines() or [""])


def table_of(title: str, columns: Sequence[str], *, texts: Iterable[int] = (0,)) -> Table:
    """An empty table. Columns in `texts` hold words and may be broken; the others hold numbers and never are."""
    words = set(texts)
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        header_style="bold",
        padding=(0, 1, 0, 0),
    )
    for at, column in enumerate(columns):
        if at in words:
            table.add_column(column, overflow="fold")
        else:
            table.add_column(column, justify="right", no_wrap=True)
    return table


def amount(value: float, unit: str, scale: str = "yuan") -> str:
    """A number with its unit's usual decimals; money on the chosen scale; n/a where there is no number."""
    if not math.isfinite(value):
        return "n/a"
    if unit == "yuan":
        size, decimals, _ = SCALES[scale]
        return _decimal(value / size, decimals)
    if unit in {"1/year", "change"}:
        return f"{_decimal(value * 100, 2)} %"
    if value == int(value) and abs(value) < 1e15:
        return _decimal(value, 0)
    return _decimal(value, DECIMALS.get(unit, 2))


def _decimal(value: float, decimals: int) -> str:
    """Halves of the number as it is written go away from zero, as in a spreadsheet; a float may lie a little below them."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, LONGEST)
    text = f"{rounded:,.{decimals}f}"
    return text.lstrip("-") if text.startswith("-") and not text.strip("-0.,") else text


def signed(value: float, unit: str, scale: str = "yuan") -> str:
    """A difference with its sign; a dash where there is none."""
    if abs(value) < (0.005 if unit == "yuan" else 1e-12):
        return "-"
    shown = amount(value, unit, scale)
    return shown if value < 0 or math.isnan(value) else f"+{shown}"


def stated(value: Any) -> str:
    """A value of an input as a planner writes it; a dash where there is none."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.10g}" if abs(value) < 1e5 else f"{value:,.2f}".removesuffix(".00")
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def read_off(value: Any) -> str:
    """A value with as many digits as one reads: seven."""
    return stated(float(f"{value:.7g}") if isinstance(value, float) else value)


def wrapped(text: str, columns: int) -> str:
    """A text in lines of so many columns; a Chinese character takes two."""
    wide = cell_len(text) > len(text)
    return "\n".join(wrap(text, max(columns * 2 // 3, 1) if wide else columns))


def unit_name(unit: str, lang: Language, scale: str = "yuan") -> str:
    """A unit as people say it; money by its scale."""
    if unit == "yuan":
        return SCALES[scale][2].text(lang)
    return UNITS[unit].text(lang) if unit in UNITS else unit


def provenance_name(provenance: str, lang: Language) -> str:
    return PROVENANCE[provenance].text(lang)


def in_language(text: str, lang: Language) -> str:
    """The half of a note written as `English / 中文` that the reader wants; any other text as it is."""
    return said_twice(text).text(lang)


def heading(text: Label, lang: Language, style: str = "bold") -> Text:
    return Text(text.text(lang), style=style)


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return buffer.getvalue()


def json_text(record: Any) -> str:
    """Strict JSON: a number that is not available must be null by now."""
    return json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
