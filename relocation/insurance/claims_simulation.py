"""Claims of an insurance scheme over years that have not come yet.

For every year of every path and every schedule a number of cases is drawn, for every case a self-paid amount; the
schedule compensates it. Paths come in chunks of a fixed size. A chunk is drawn by Philox from the seed, its own number
and the place of the schedule alone, so neither workers nor their order change a result, and two readings of the same
tiers are compared on the same cases.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.random import Generator, Philox, SeedSequence
from numpy.typing import NDArray

from relocation.households.money import Column
from relocation.insurance.scheme import Scheme
from relocation.insurance.tiers import Mode, TierSchedule
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.scenarios.simulation.executors import opened
from relocation.scenarios.simulation.sampling import HIGHEST, LOWEST
from relocation.sourced import problem

Array = NDArray[np.float64]
CHUNK = 256  # paths drawn at once
FEWER = Label("ask for fewer futures or years", "请减少情形数或年数")
AT_ONCE = 1 << 20  # amounts held at once, unless one path and year has more
LARGEST_AMOUNT = 1e12  # yuan; no household pays more
MOST_PATHS, MOST_YEARS = 1_000_000, 100
MOST_TOGETHER = 20_000_000  # paths x years, whose claims are all kept
MOST_CASES = 5_000_000_000  # of declared sources over all paths and years: minutes of work


class Quantile(Protocol):
    """A distribution by its quantile function; the distributions of `scenarios` fit."""

    def quantile(self, share: Array, /) -> Array:
        """The values below which the shares lie."""
        ...


@dataclass(frozen=True)
class Points:
    """A distribution by a few points of it, straight between them: levels from 0 to 1 and ascending values."""

    levels: tuple[float, ...]
    values: tuple[float, ...]

    def quantile(self, share: Array, /) -> Array:
        """The value at each share."""
        return np.interp(share, self.levels, self.values)


@dataclass(frozen=True)
class PoissonCases:
    """The number of cases a year when each comes by itself: Poisson with a stated mean."""

    mean: float

    def quantile(self, share: Array, /) -> Array:
        """The smallest number whose share is at least the one asked for."""
        if self.mean == 0:
            return np.zeros_like(share)
        farthest = int(self.mean + 40 * math.sqrt(self.mean) + 40)
        logs = [k * math.log(self.mean) - self.mean - math.lgamma(k + 1) for k in range(farthest + 1)]
        shares = np.cumsum(np.exp(logs))
        return np.searchsorted(shares / shares[-1], share, side="left").astype(float)


@dataclass(frozen=True)
class ClaimSource:
    """A schedule with how often it is called upon a year and what is then self-paid [yuan]."""

    schedule: TierSchedule
    cases: Quantile
    self_paid: Quantile


def declared_sources(scheme: Scheme, mode: Mode | None = None) -> list[ClaimSource]:
    """What the file of a scheme says of its claims, read as it says or in another mode.

    Raises ProblemsFound where it says nothing: claims that nobody stated are not none.
    """
    if not scheme.incidence:
        expected = Label("how often each schedule is called upon", "各补偿表的发生频率")
        remedy = Label("add [incidence.<id>], or state claims", "请补上 [incidence.<id>]，或直接填写补偿支出")
        raise ProblemsFound([problem("incidence", "", expected, remedy)])
    sources = []
    for rate in scheme.incidence.values():
        values = (rate.lowest, rate.median, rate.ninth_decile, rate.ninety_ninth, rate.highest)
        points = Points((0.0, 0.5, 0.9, 0.99, 1.0), values)
        sources.append(
            ClaimSource(scheme.tier_schedule(rate.schedule, mode), PoissonCases(rate.cases), points)
        )
    return sources


def simulate_claims(
    sources: Sequence[ClaimSource],
    *,
    years: int,
    paths: int,
    seed: int,
    executor: Any = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Column:
    """Claims paid [fen] as an array of paths x years.

    `executor` is None for threads, a concurrent.futures.Executor or a dask.distributed Client; the result depends on none
    of executor, workers and order. Raises ProblemsFound for counts out of range and for amounts that cannot be.
    """
    problems = list(_out_of_range(years, paths, seed))
    problems += [] if problems else _too_many_cases(sources, years * paths)
    if problems:
        raise ProblemsFound(problems)
    chunks = range(-(-paths // CHUNK))
    job = partial(_chunk, tuple(sources), years, seed)
    drawn = []
    with opened(executor, workers) as pool:
        for done, claims_of_chunk in enumerate(pool.in_order(job, chunks), start=1):
            drawn.append(claims_of_chunk)
            if progress is not None:
                progress(min(done * CHUNK, paths), paths)
    claims: Column = np.concatenate(drawn)[:paths]
    return claims


def _chunk(sources: tuple[ClaimSource, ...], years: int, seed: int, chunk: int) -> Column:
    """The claims of a whole chunk of paths, so that fewer paths are the beginning of more."""
    total = np.zeros((CHUNK, years), dtype=np.int64)
    for place, source in enumerate(sources):
        stream = Generator(Philox(SeedSequence(seed, spawn_key=(place, chunk))))
        cases = np.rint(source.cases.quantile(_shares(stream, CHUNK * years)))
        if not (np.isfinite(cases).all() and cases.min() >= 0 and cases.max() <= 1e9):
            raise ProblemsFound([_impossible("cases", "0 to 1,000,000,000 cases a year", "每年0至10亿件")])
        total += _paid(source, cases.astype(np.int64), stream).reshape(CHUNK, years)
    return total


def _paid(source: ClaimSource, cases: Column, stream: Generator) -> Column:
    """What is paid on all cases of each path and year."""
    paid = np.zeros_like(cases)
    for first, last in _pieces(cases):
        amounts = source.self_paid.quantile(_shares(stream, int(cases[first:last].sum())))
        if not np.isfinite(amounts).all() or (amounts.size and amounts.max() > LARGEST_AMOUNT):
            raise ProblemsFound([_impossible("self_paid", "amounts up to 1e12 yuan", "不超过1万亿元的金额")])
        fen = np.maximum(np.rint(amounts * 100), 0).astype(np.int64)
        sums = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(source.schedule.compensation(fen))])
        ends = np.cumsum(cases[first:last])
        paid[first:last] = sums[ends] - sums[ends - cases[first:last]]
    return paid


def _pieces(cases: Column) -> Iterator[tuple[int, int]]:
    """Stretches of paths and years with no more cases than are held at once; drawn in turn they are drawn as one."""
    ends = np.cumsum(cases)
    first = 0
    while first < len(cases):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + AT_ONCE, side="right")))
        yield first, last
        first = last


def _shares(stream: Generator, size: int) -> Array:
    """Numbers above 0 and below 1: no quantile function is asked for its ends."""
    return np.clip(stream.random(size), LOWEST, HIGHEST)


def _out_of_range(years: int, paths: int, seed: int) -> Iterator[Problem]:
    for name, value, most in (("years", years, MOST_YEARS), ("paths", paths, MOST_PATHS)):
        if not 1 <= value <= most:
            yield problem(
                name, str(value), Label(f"a whole number from 1 to {most:,}", f"1 至 {most:,} 的整数")
            )
    if 1 <= years <= MOST_YEARS and 1 <= paths <= MOST_PATHS and years * paths > MOST_TOGETHER:
        expected = Label(f"at most {MOST_TOGETHER:,}", f"不超过 {MOST_TOGETHER:,}")
        yield problem("paths x years", f"{years * paths:,}", expected, FEWER)
    if seed < 0:
        yield problem("seed", str(seed), Label("a whole number, 0 or more", "不小于0的整数"))


def _too_many_cases(sources: Sequence[ClaimSource], together: int) -> Iterator[Problem]:
    """What would take hours, as far as the number of cases is declared."""
    cases = sum(source.cases.mean for source in sources if isinstance(source.cases, PoissonCases)) * together
    if cases > MOST_CASES:
        most = f"{MOST_CASES:,}"
        yield problem("cases", f"{cases:,.0f}", Label(f"at most {most} in all", f"合计不超过 {most}"), FEWER)


def _impossible(where: str, en: str, zh: str) -> Problem:
    return problem(where, Label("a draw that cannot be", "无法使用的抽样值"), Label(en, zh))
