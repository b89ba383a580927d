"""A long plan in few rows: periods taken together by year, or by several years.

    a flow     the sum over the block     an opening     that of its first period     any other balance     that of its last

Lowest cash stands beside the balances, since the end of a year may hide it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, fsum
from typing import TYPE_CHECKING

from relocation.labels import Label
from relocation.project.paths import InputPath
from relocation.reports.statements import HEAD_WIDTH, MOST_SIDE_BY_SIDE, NOTHING_EMPTY, STARTS, line_columns
from relocation.statements import Row as StatementRow
from relocation.tables.numbers import FIRST_MONTH, HALF_A_FEN
from relocation.tables.record import Amount, Column, Row, Sentence, Table

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

MOST_ROWS = 60
YEARS = (1, 2, 5, 10, 25, 50)  # of a block, as few as give no more rows than that
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
    empty: Mapping[str, tuple[str, ...]] = NOTHING_EMPTY,
) -> Table:
    """Lines of the cash account or of a loan by block; blocks at the end in which nothing stands any more are left out.

    `lowest` is the line of which the lowest value stands beside; `empty` are the lines in which nothing stands.
    """
    years = years_of_block(appraisal)
    first = Label("Year from", "年度起始") if years == 1 else Label(f"{years} years from", f"{years}年，自")
    beside = [Column("lowest", LOWEST, room=HEAD_WIDTH)] if lowest else []
    told = [tuple(_amounts(appraisal, rows, lowest, block)) for block in blocks(appraisal)]
    days = appraisal.series(STARTS)
    moved = [place for place, cells in enumerate(told) if any(map(_moves, cells))]
    last = max(moved, default=-1)
    cells = tuple(
        Row(
            (Amount(days[block.start], FIRST_MONTH, live=f"~{STARTS}[{block.start + 1}]"), *amounts),
            empty=place > last,
        )
        for place, (block, amounts) in enumerate(zip(blocks(appraisal), told, strict=True))
    )
    columns = (Column("period", first), *line_columns(appraisal, rows, empty), *beside)
    return Table(key, title, columns, cells, scale=scale, scaled=True, notes=(TAKEN_TOGETHER, *notes))


def _moves(amount: Amount) -> bool:
    return abs(float(amount.value or 0)) >= HALF_A_FEN


def _amounts(
    appraisal: Appraisal, rows: Sequence[StatementRow], lowest: str, block: range
) -> Iterator[Amount]:
    """What each line comes to in a block, and the lowest of one of them."""
    for row in rows:
        yield _amount(appraisal, row.key, block)
    if lowest:
        least = min(appraisal.series(lowest)[period] for period in block)
        yield Amount(least, "yuan", live=f"~lowest({lowest}[{block.start + 1}:{block.stop}])")


def _amount(appraisal: Appraisal, key: str, block: range) -> Amount:
    series = appraisal.series(key)
    if appraisal.book.lines[key].summed:
        total = fsum(series[period] for period in block)
        return Amount(total, "yuan", live=f"~total({key}[{block.start + 1}:{block.stop}])")
    place = block.start if InputPath.of(key).name == "opening" else block[-1]
    return Amount(series[place], "yuan", live=f"~{key}[{place + 1}]")
