"""The replacement-cost check on the terminal: what a household gets for a square metre, and what a new one costs it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from relocation.labels import Label, Language
from relocation.norms import ReplacementCost
from relocation.terminal.tables import table_of

TITLE = Label("Replacement cost, yuan/m2", "重置成本核对（元/平方米）")
NAMES = (
    Label("", ""),
    Label("compensation", "补偿单价"),
    Label("equal new home", "新居购买单价"),
    Label("household adds", "农户需补差"),
    Label("covered", "足以重置"),
)


def replacement_table(found: Sequence[ReplacementCost], lang: Language) -> Table:
    """One row per structure type."""
    table = table_of(TITLE.text(lang), [name.text(lang) for name in NAMES])
    for one in found:
        money = (f"{value:,.2f}" for value in (one.compensation, one.new_home, one.shortfall))
        mark = Text("✓", style="green") if one.passed else Text("✗", style="bold red")
        table.add_row(one.label.text(lang), *money, mark)
    return table
