"""Many cases on the terminal, one below the other: outputs as columns, each beside its difference to the base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from relocation.formula.language.book import LineItem
from relocation.labels import Label, Language
from relocation.scenarios.comparison import Comparison
from relocation.scenarios.outputs import MAIN_OUTPUTS
from relocation.terminal.comparison_cells import cell, fitting, head, line_of, unit_of, widest
from relocation.terminal.tables import SCALES, heading, table_of, width

TITLE = Label("Cases one below the other", "方案对比")
NAME_WIDTH = 34
MOST_CASES = 60
FEW_OUTPUTS = (
    "fund_balance.balance",
    "cash.minimum",
    "npv",
    "household.net_cash",
)  # as many as there is room for


def listing_parts(found: Comparison, lang: Language, scale: str) -> Iterator[RenderableType]:
    """Cases as rows; outputs, each with its difference to the base, as columns."""
    names = list(found.appraisals)
    shown = names[:MOST_CASES]
    is_usual = found.outputs == MAIN_OUTPUTS
    pairs = [
        _pair(found, line_of(found, key), shown, lang, scale)
        for key in (FEW_OUTPUTS if is_usual else found.outputs)
    ]
    first = min(NAME_WIDTH, max(map(cell_len, shown)))
    groups = list(fitting([widest(left) + 2 + widest(right) for left, right in pairs], width() - first - 3))
    groups = groups[:1] if is_usual else groups
    yield heading(_titled(TITLE, scale), lang)
    for group in groups:
        columns = [column for at in group for column in pairs[at]]
        table = table_of("", ["", *(column[0] for column in columns)])
        table.columns[0].max_width = NAME_WIDTH
        for place, name in enumerate(shown, start=1):
            table.add_row(name, *(column[place] for column in columns))
        yield table
    outputs = len(found.outputs) - sum(map(len, groups))
    yield Text(_left_out(len(names) - len(shown), outputs).text(lang) + "\n")


def _pair(
    found: Comparison, line: LineItem, names: Sequence[str], lang: Language, scale: str
) -> tuple[list[str], list[str]]:
    """The values of an output and its differences to the base, each below its head."""
    unit = "" if line.unit in {"yuan", "1/year"} else f"\n{unit_of(line, lang, scale, differ=False)}"
    less = Label(f"less {found.base}", f"减 {found.base}").text(lang)
    values = [cell(found, name, line, lang, scale) for name in names]
    differences = [cell(found, name, line, lang, scale, differ=True) for name in names]
    return [f"{head(line.label.text(lang))}{unit}", *values], [head(less), *differences]


def _titled(title: Label, scale: str) -> Label:
    unit = SCALES[scale][2]
    return Label(f"{title.en} (money in {unit.en})", f"{title.zh}（金额单位：{unit.zh}）")


def _left_out(cases: int, outputs: int) -> Label:
    """What a table of many cases does not show."""
    said = []
    if cases:
        said.append(Label(f"Cases that are not shown: {cases}.", f"另有 {cases} 个方案未显示。"))
    if outputs:
        said.append(Label("--metric NAME shows other numbers.", "--metric 名称 可显示其他数字。"))
    said.append(Label("-f csv holds everything.", "-f csv 含全部内容。"))
    return Label(" ".join(one.en for one in said), "".join(one.zh for one in said))
