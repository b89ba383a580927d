"""polars expressions on a lazy frame: in yuan as float64, and in whole fen."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.households import rates
from benchmarks.households.question import ASKED, VILLAGE, Roster, Run
from benchmarks.households.rates import fen

RECEIVED = ["brick", "soil", "award", "moving", "moving_head", "poor"]
PAID = ["flat_base", "flat_above", "garages"]
BUYS, REGISTERED, NOTHING = pl.col("option").is_in(rates.BUYING), pl.col("registered") > 0, 0


def make_in_yuan(roster: Roster) -> Run:
    """Starts from a frame with areas in m2 as float64."""
    frame = pl.DataFrame(dict(roster)).with_columns(pl.col("brick", "soil", "flat") / 100)
    query = _by_village(in_yuan(frame.lazy()))
    return lambda: np.rint(query.collect().to_numpy().T * 100).astype(np.int64)


def make_in_fen(roster: Roster) -> Run:
    """Starts from a frame of Int64, areas in 0.01 m2."""
    query = _by_village(in_fen(pl.DataFrame(dict(roster)).lazy()))
    return lambda: query.collect().to_numpy().T


def in_yuan(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The amounts of every household as Float64, halves rounded away from zero by polars."""
    persons, flat, share = pl.col("persons"), pl.col("flat"), pl.col("persons") * rates.SHARE
    poor = pl.min_horizontal(pl.col("poor_persons"), rates.MOST_POOR) * float(rates.POOR)
    base = (pl.min_horizontal(flat, share) * float(rates.FLAT_BASE)).round(2, "half_away_from_zero")
    above = ((flat - share).clip(lower_bound=0) * float(rates.FLAT_ABOVE) * 10).ceil() / 10
    priced = frame.with_columns(
        has_brick=pl.col("brick") > 0,
        brick=(pl.col("brick") * float(rates.BRICK)).round(2, "half_away_from_zero"),
        soil=(pl.col("soil") * float(rates.SOIL)).round(1, "half_away_from_zero"),
        moving=float(rates.MOVING),
        moving_head=(persons * float(rates.MOVING_HEAD) * 10).ceil() / 10,
        poor=pl.when(REGISTERED).then(poor).otherwise(NOTHING),
        flat_base=pl.when(BUYS).then(base).otherwise(NOTHING),
        flat_above=pl.when(BUYS).then(above).otherwise(NOTHING),
        garages=pl.when(BUYS).then(pl.col("garages") * float(rates.GARAGE)).otherwise(NOTHING),
        programme=pl.when(REGISTERED)
        .then(NOTHING)
        .otherwise((persons * float(rates.PROGRAMME)).round(2, "half_away_from_zero")),
    )
    award = pl.min_horizontal(
        ((pl.col("brick") + pl.col("soil")) * float(rates.AWARD)).floor(), persons * float(rates.AWARD_CAP)
    )
    return _with_left(priced, award)


def in_fen(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The amounts of every household as Int64, rounded by whole-number division; no amount here is below zero."""
    persons, flat, share = pl.col("persons"), pl.col("flat"), pl.col("persons") * (rates.SHARE * 100)
    poor = pl.min_horizontal(pl.col("poor_persons"), rates.MOST_POOR) * fen(rates.POOR)
    base = (pl.min_horizontal(flat, share) * fen(rates.FLAT_BASE) + 50) // 100
    above = ((flat - share).clip(lower_bound=0) * fen(rates.FLAT_ABOVE) + 999) // 1000 * 10
    priced = frame.with_columns(
        has_brick=pl.col("brick") > 0,
        brick=(pl.col("brick") * fen(rates.BRICK) + 50) // 100,
        soil=(pl.col("soil") * fen(rates.SOIL) + 500) // 1000 * 10,
        moving=pl.lit(fen(rates.MOVING), pl.Int64),
        moving_head=(persons * fen(rates.MOVING_HEAD) + 9) // 10 * 10,
        poor=pl.when(REGISTERED).then(poor).otherwise(NOTHING),
        flat_base=pl.when(BUYS).then(base).otherwise(NOTHING),
        flat_above=pl.when(BUYS).then(above).otherwise(NOTHING),
        garages=pl.when(BUYS).then(pl.col("garages") * fen(rates.GARAGE)).otherwise(NOTHING),
        programme=pl.when(REGISTERED).then(NOTHING).otherwise(persons * fen(rates.PROGRAMME)),
    )
    award = (pl.col("brick") + pl.col("soil")) // 800 * 100
    return _with_left(priced, pl.min_horizontal(award, persons * fen(rates.AWARD_CAP)))


def _with_left(priced: pl.LazyFrame, award: pl.Expr) -> pl.LazyFrame:
    """The award needs the rounded amounts, and what is left needs the award."""
    awarded = priced.with_columns(award=pl.when(BUYS & pl.col("has_brick")).then(award).otherwise(NOTHING))
    return awarded.with_columns(left=pl.sum_horizontal(RECEIVED) - pl.sum_horizontal(PAID))


def _by_village(found: pl.LazyFrame) -> pl.LazyFrame:
    return found.group_by(VILLAGE).agg(pl.col(ASKED).sum()).sort(VILLAGE).select(ASKED)
