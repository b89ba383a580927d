"""pandas expressions and a groupby: in yuan as most would write them, and in whole fen as a careful analyst would."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from benchmarks.households import rates
from benchmarks.households.question import ASKED, VILLAGE, Column, Roster, Run
from benchmarks.households.rates import fen

RECEIVED = ["brick", "soil", "award", "moving", "moving_head", "poor"]
PAID = ["flat_base", "flat_above", "garages"]


def make_in_yuan(roster: Roster) -> Run:
    """Starts from a frame with areas in m2 as float64."""
    frame = pd.DataFrame(dict(roster)).assign(**{key: roster[key] / 100 for key in ("brick", "soil", "flat")})

    def run() -> Column:
        return np.rint(_by_village(in_yuan(frame), frame) * 100).astype(np.int64)

    return run


def make_in_fen(roster: Roster) -> Run:
    """Starts from a frame of int64, areas in 0.01 m2."""
    frame = pd.DataFrame(dict(roster))
    return lambda: _by_village(in_fen(frame), frame)


def in_yuan(frame: pd.DataFrame) -> pd.DataFrame:
    """The amounts of every household as float64, rounded by pandas and numpy."""
    buys, registered = frame["option"].isin(rates.BUYING), frame["registered"] > 0
    share = frame["persons"] * rates.SHARE
    found = pd.DataFrame(index=frame.index)
    found["brick"] = (frame["brick"] * float(rates.BRICK)).round(2)
    found["soil"] = (frame["soil"] * float(rates.SOIL)).round(1)
    award = np.floor((found["brick"] + found["soil"]) * float(rates.AWARD))
    award = award.clip(upper=frame["persons"] * float(rates.AWARD_CAP))
    found["award"] = award.where(buys & (frame["brick"] > 0), 0)
    found["moving"] = float(rates.MOVING)
    found["moving_head"] = np.ceil(frame["persons"] * float(rates.MOVING_HEAD) * 10) / 10
    poor = frame["poor_persons"].clip(upper=rates.MOST_POOR) * float(rates.POOR)
    found["poor"] = poor.where(registered, 0)
    base = (frame["flat"].clip(upper=share) * float(rates.FLAT_BASE)).round(2)
    found["flat_base"] = base.where(buys, 0)
    above = np.ceil((frame["flat"] - share).clip(lower=0) * float(rates.FLAT_ABOVE) * 10) / 10
    found["flat_above"] = above.where(buys, 0)
    found["garages"] = (frame["garages"] * float(rates.GARAGE)).where(buys, 0)
    found["programme"] = (frame["persons"] * float(rates.PROGRAMME)).round(2).where(~registered, 0)
    return with_left(found)


def in_fen(frame: pd.DataFrame) -> pd.DataFrame:
    """The amounts of every household as int64, rounded by whole-number division; no amount here is below zero."""
    buys, registered = frame["option"].isin(rates.BUYING), frame["registered"] > 0
    share = frame["persons"] * rates.SHARE * 100
    found = pd.DataFrame(index=frame.index)
    found["brick"] = (frame["brick"] * fen(rates.BRICK) + 50) // 100
    found["soil"] = (frame["soil"] * fen(rates.SOIL) + 500) // 1000 * 10
    award = ((found["brick"] + found["soil"]) // 800 * 100).clip(
        upper=frame["persons"] * fen(rates.AWARD_CAP)
    )
    found["award"] = award.where(buys & (frame["brick"] > 0), 0)
    found["moving"] = fen(rates.MOVING)
    found["moving_head"] = (frame["persons"] * fen(rates.MOVING_HEAD) + 9) // 10 * 10
    found["poor"] = (frame["poor_persons"].clip(upper=rates.MOST_POOR) * fen(rates.POOR)).where(registered, 0)
    base = (frame["flat"].clip(upper=share) * fen(rates.FLAT_BASE) + 50) // 100
    found["flat_base"] = base.where(buys, 0)
    above = ((frame["flat"] - share).clip(lower=0) * fen(rates.FLAT_ABOVE) + 999) // 1000 * 10
    found["flat_above"] = above.where(buys, 0)
    found["garages"] = (frame["garages"] * fen(rates.GARAGE)).where(buys, 0)
    found["programme"] = (frame["persons"] * fen(rates.PROGRAMME)).where(~registered, 0)
    return with_left(found)


def with_left(found: pd.DataFrame) -> pd.DataFrame:
    """What is left beside the ten amounts."""
    found["left"] = found[RECEIVED].sum(axis=1) - found[PAID].sum(axis=1)
    return found


def _by_village(found: pd.DataFrame, frame: pd.DataFrame) -> Any:
    return found.groupby(frame[VILLAGE])[list(ASKED)].sum().to_numpy().T
