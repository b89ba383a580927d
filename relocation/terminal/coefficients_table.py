"""敏感度系数和临界点分析表 on the terminal: one table for each indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from relocation.formula.language.book import LineItem
from relocation.labels import Label, Language
from relocation.scenarios.sensitivity.coefficients import WORTH, grouped
from relocation.terminal.tables import amount, heading, table_of
from relocation.terminal.variation_tables import with_unit

Row = Mapping[str, Any]

FACTOR, CRITICAL = Label("factor", "不确定因素"), Label("critical change", "临界点")
NOTE = Label(
    "S = (dA / A) / (dF / F): per cent of the indicator for one per cent of the factor, which moves all its prices "
    "together. Critical change: at it the net present value is nothing. n/a: the indicator is nothing or not available, "
    "as a rate of return that is not unique, or no change of the factor up to a fall to nothing reaches it.",
    "敏感度系数 S＝（ΔA/A）÷（ΔF/F）：因素变动1%时指标变动的百分比，同一因素的各项单价一并变动。临界点：净现值为零时因素的变动幅度。"
    "n/a：指标为零或不存在（如内部收益率不唯一），或因素降至零仍达不到临界点。",
)
NOTHING = "n/a"


def coefficients_parts(
    rows: Sequence[Row], lines: Mapping[str, LineItem], lang: Language, scale: str
) -> Iterator[RenderableType]:
    """For each indicator the factors with its value and its coefficient at each change, and the critical change."""
    title = Label("Sensitivity coefficients and critical points", "敏感度系数和临界点分析表")
    yield heading(title, lang)
    for key, found in grouped(rows).items():
        yield _table(found, lines[key], lang, scale)
    yield Text(NOTE.text(lang), style="dim")


def _table(rows: Sequence[Row], line: LineItem, lang: Language, scale: str) -> RenderableType:
    changes = list(dict.fromkeys(row["change"] for row in rows))
    now = _amount(rows[0]["base"], line, scale)
    en, zh = line.label if line.unit == "1/year" else (with_unit(line, one, scale) for one in ("en", "zh"))
    title = Label(f"{en}: {now} as planned", f"{zh}：基本方案 {now}")
    heads = [FACTOR.text(lang)]
    heads += [text for one in changes for text in (f"{one * 100:+g} %", f"S {one * 100:+g} %")]
    table = table_of(title.text(lang), [*heads, CRITICAL.text(lang)], texts=(0,))
    known = line.key in WORTH or line.key in WORTH.values()
    for factor in dict.fromkeys(row["factor"] for row in rows):
        own = [row for row in rows if row["factor"] == factor]
        cells = [text for row in own for text in (_amount(row["value"], line, scale), _number(row))]
        table.add_row(own[0]["label"], *cells, _change(own[0]["critical_change"]) if known else "-")
    return table


def _amount(value: float | None, line: LineItem, scale: str) -> str:
    return NOTHING if value is None else amount(value, line.unit, scale)


def _number(row: Row) -> str:
    found = row["coefficient"]
    return NOTHING if found is None else f"{found + 0.0:.2f}"


def _change(value: float | None) -> str:
    return NOTHING if value is None else f"{value * 100:+.2f} %"
