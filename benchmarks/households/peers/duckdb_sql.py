"""DuckDB in SQL: DECIMAL from end to end, so exact."""

from __future__ import annotations

import numpy as np

from benchmarks.households import rates
from benchmarks.households.question import ASKED, VILLAGE, Column, Roster, Run

BUYS = f"option IN {rates.BUYING}"
SUMS = ", ".join(f"CAST(sum({one}) * 100 AS BIGINT) AS {one}" for one in ASKED)
QUERY = f"""
WITH priced AS (
    SELECT {VILLAGE}, persons, option, brick > 0 AS has_brick,
        round(brick * {rates.BRICK}, 2) AS brick,
        round(soil * {rates.SOIL}, 1) AS soil,
        {rates.MOVING}.00 AS moving,
        ceil(persons * {rates.MOVING_HEAD} * 10) * 0.1 AS moving_head,
        CASE WHEN registered > 0 THEN least(poor_persons, {rates.MOST_POOR}) * {rates.POOR} ELSE 0 END AS poor,
        CASE WHEN {BUYS} THEN round(least(flat, persons * {rates.SHARE}) * {rates.FLAT_BASE}, 2) ELSE 0 END AS flat_base,
        CASE WHEN {BUYS}
            THEN ceil(greatest(flat - persons * {rates.SHARE}, 0) * {rates.FLAT_ABOVE} * 10) * 0.1 ELSE 0 END AS flat_above,
        CASE WHEN {BUYS} THEN garages * {rates.GARAGE} ELSE 0 END AS garages,
        CASE WHEN registered > 0 THEN 0 ELSE round(persons * {rates.PROGRAMME}, 2) END AS programme
    FROM roster
), awarded AS (
    SELECT *, CASE WHEN {BUYS} AND has_brick
        THEN least(floor((brick + soil) * {rates.AWARD}), persons * {rates.AWARD_CAP}) ELSE 0 END AS award
    FROM priced
), accounts AS (
    SELECT *, brick + soil + award + moving + moving_head + poor - flat_base - flat_above - garages AS "left" FROM awarded
)
SELECT {SUMS.replace("(left)", '("left")').replace("AS left", 'AS "left"')} FROM accounts GROUP BY {VILLAGE} ORDER BY {VILLAGE}
"""


def make(roster: Roster) -> Run:
    """Starts from a table of its own, areas as DECIMAL(12, 2), counts as INTEGER; one thread."""
    import duckdb
    import pyarrow as pa

    base = duckdb.connect()
    base.execute("SET threads = 1")
    whole = pa.table(dict(roster))  # noqa: F841  DuckDB finds it by its name
    areas = ", ".join(f"CAST({key} AS DECIMAL(12, 2)) * 0.01 AS {key}" for key in ("brick", "soil", "flat"))
    counts = ", ".join(
        f"CAST({key} AS INTEGER) AS {key}"
        for key in (VILLAGE, "persons", "poor_persons", "registered", "garages", "option")
    )
    base.execute(f"CREATE TABLE roster AS SELECT {counts}, {areas} FROM whole")

    def run() -> Column:
        found = base.execute(QUERY).fetchnumpy()
        return np.array([found[one] for one in ASKED], dtype=np.int64)

    return run
