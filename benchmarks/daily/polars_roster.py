"""A roster read, checked and added up by polars in its streaming engine: python polars_roster.py FILE.

The same checks of every cell, the same ten rules, the same sums by village as `relocation households` with ten_rules.toml.
Prints the rows that are sound and the sum of what is left, in fen.
"""

from __future__ import annotations

import sys

import polars as pl

from benchmarks.households.peers.polars_frame import in_fen
from benchmarks.households.question import ASKED

PLAIN = r"^[\p{L}\p{N}]([\p{L}\p{N} ()/·._-]{0,98}[\p{L}\p{N})])?$"
OPTIONS = ["cash", "exchange", "own_building", "granted_flat"]
AREAS, PLACES = ("brick", "soil", "flat"), ("name", "group", "county", "village")


def main(file: str) -> None:
    rows = pl.scan_parquet(file)
    distinct = rows.select(pl.col("id").str.to_uppercase().n_unique()).collect(engine="streaming").item()
    sound = rows.filter(pl.all_horizontal(_checks()))
    if distinct < rows.select(pl.len()).collect().item():
        sound = sound.filter(~pl.col("id").is_duplicated())
    stored = sound.with_columns(
        pl.col("persons", "poor_persons", "garages").cast(pl.Int64),
        *((pl.col(area) * 100).round().cast(pl.Int64) for area in AREAS),
        registered=(pl.col("poor_persons") > 0).cast(pl.Int64),
        option=pl.col("option").replace_strict(OPTIONS, range(len(OPTIONS)), return_dtype=pl.Int64),
    )
    sums = in_fen(stored).group_by("county", "village").agg(pl.col(ASKED).sum(), households=pl.len())
    found = sums.collect(engine="streaming")
    print(found["households"].sum(), found["left"].sum())


def _checks() -> list[pl.Expr]:
    return [
        pl.col("id").str.contains(PLAIN),
        *(
            pl.col(place).is_null() | (pl.col(place) == "") | pl.col(place).str.contains(PLAIN)
            for place in PLACES
        ),
        pl.col("persons").is_between(1, 200),
        pl.col("poor_persons").is_between(0, pl.col("persons")),
        pl.col("garages").is_between(0, 1_000),
        *(pl.col(area).is_between(0, 1_000_000) for area in AREAS),
        *(((pl.col(area) * 100) - (pl.col(area) * 100).round()).abs() < 1e-6 for area in AREAS),
        pl.col("option").is_in(OPTIONS),
    ]


if __name__ == "__main__":
    main(sys.argv[1])
