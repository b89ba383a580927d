"""A long plan in few rows: periods taken together by year, or by several years.

    a flow     the sum over the block     an opening     that of its first period     any other balance     that of its last

Lowest cash stands beside the balances, since the end of a year may hide it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil, fsum
from typing import TYPE_CHECKING

from relocation.calendar import day_of
from relocation.labels import Label
from relocation.project.paths import InputPath
from relocation.reports.statements import HEAD_WIDTH, MOST_SIDE_BY_SIDE, line_label
from relocation.statements import Row as StatementRow
from relocation.tables.record import Amount, Column, Row, Sentence, Table

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

MOST_ROWS = 60
YEARS = (1, 2, 5, 10, 25, 50)  # of a block, as few as give no more rows than that
HALF_A_FEN = 0.005
LOWEST = Label("Lowest closing cash in it", "其间最低期末现金")
TAKEN_TOGETHER = Label(
    "Periods are taken together: flows are added up, balances are those at the end; the workbook shows every period.",
    "各期合并列示：流量为合计数，余额为期末数；逐期数字见工作簿。",
)


def is_long(appraisal: Appraisal) -> bool:
    """Whether a plan has more periods than a reader can look at."""
    return appraisal.book.periods > MOST_SIDE_BY_SIDE


def years_of_block(appraisal: Appraisal) -> int:
    """How many years each block spans."""
    years = ceil(appraisal.book.periods * appraisal.number("timeline.months") / 12)
    return next((size for size in YEARS if years / size <= MOST_ROWS), YEARS[-1])


def blocks(appraisal: Appraisal) -> list[range]:
    """The periods of each block, counted from 0."""
    periods = appraisal.book.periods
    length = round(12 / appraisal.number("timeline.months")) * years_of_block(appraisal)
    return [range(first, min(first + length, periods)) for first in range(0, periods, length)]


def blocks_table(
    appraisal: Appraisal,
    key: str,
    title: Label,
    rows: Sequence[StatementRow],
    scale: str,
    notes: tuple[Sentence, ...] = (),
    lowest: str = "",
    empty: Collection[str] = (),
) -> Table:
    """Lines of the cash account or of a loan by block; blocks at the end in which nothing stands any more are left out.

    `lowest` is the line of which the lowest value stands beside; `empty` are the lines in which nothing stands.
    """
    rows = [row for row in rows if row.key not in empty]
    years = years_of_block(appraisal)
    first = Label("Year from", "年度起始") if years == 1 else Label(f"{years} years from", f"{years}年，自")
    heads = [Column(row.key, line_label(appraisal, row), room=HEAD_WIDTH) for row in rows]
    beside = [Column("lowest", LOWEST, room=HEAD_WIDTH)] if lowest else []
    days = [day_of(number) for number in appraisal.series("timeline.date")]
    cells = []
    for block in blocks(appraisal):
        values = [_value(appraisal, row.key, block) for row in rows]
        values += [min(appraisal.series(lowest)[period] for period in block)] if lowest else []
        cells.append((f"{days[block.start]:%Y-%m}", values))
    while cells and all(abs(value) < HALF_A_FEN for value in cells[-1][1]):
        cells.pop()
    told = tuple(Row((name, *(Amount(value, "yuan") for value in values))) for name, values in cells)
    columns = (Column("period", first), *heads, *beside)
    return Table(key, title, columns, told, scale=scale, scaled=True, notes=(TAKEN_TOGETHER, *notes))


def _value(appraisal: Appraisal, key: str, block: range) -> float:
    series = appraisal.series(key)
    if appraisal.book.lines[key].summed:
        return fsum(series[period] for period in block)
    return series[block.start if InputPath.of(key).name == "opening" else block[-1]]
