"""Rank correlation between inputs, reached by reordering the numbers of each inside a chunk.

The method is that of R. L. Iman and W. J. Conover, Communications in Statistics B11 (1982) 311-334, with scores of
van der Waerden: whatever the distributions, their values stay the same, only their pairing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.labels import Label
from relocation.problems import Problem, near
from relocation.scenarios.simulation.distributions.quantiles import normal_quantile

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

CHUNK = 65_536

# The smallest and the largest number that is drawn: no quantile function is asked for its ends.
LOWEST, HIGHEST = 2.0**-54, 1 - 2.0**-53


def chunks_in(n: int) -> int:
    """The number of chunks of n scenarios."""
    return -(-n // CHUNK)


def chunk_size(n: int, chunk: int) -> int:
    """The number of scenarios in a chunk; the last may be smaller."""
    return min(CHUNK, n - chunk * CHUNK)


def random(seed: int, chunk: int, inputs: int, size: int) -> Array:
    """Independent numbers. Each input has a stream of its own, so that one more input leaves the others as they are."""
    numbers = np.empty((inputs, size))
    for place in range(inputs):
        _stream(seed, chunk, place).random(out=numbers[place])
    return numbers


def latin(seed: int, chunk: int, inputs: int, size: int) -> Array:
    """Latin hypercube: of `size` equal steps between 0 and 1 each input has exactly one number in each."""
    numbers = np.empty((inputs, size))
    for place in range(inputs):
        stream = _stream(seed, chunk, place)
        numbers[place] = (stream.permutation(size) + stream.random(size)) / size
    return numbers


def sobol(seed: int, chunk: int, inputs: int, size: int) -> Array:
    """A scrambled Sobol sequence (scipy.stats.qmc.Sobol), one for all chunks, at the middle of its cells.

    Its points are sums without carry: a chunk is the first chunk, shifted by its own first point.
    """
    places = _first_points(seed, inputs)[:, :size] ^ _shift(seed, inputs, chunk)[:, None]
    return np.asarray((places + 0.5) / 2**SOBOL_BITS)


METHODS: dict[str, Callable[[int, int, int, int], Array]] = {"random": random, "latin": latin, "sobol": sobol}

SOBOL_BITS = 30
MOST_SOBOL = 2**SOBOL_BITS


def _sobol_points(seed: int, inputs: int, first: int, size: int) -> Whole:
    """Points of the sequence as whole numbers, shape (inputs, size)."""
    from scipy.stats import qmc

    sequence = qmc.Sobol(inputs, scramble=True, bits=SOBOL_BITS, rng=np.random.default_rng(seed))
    if first:
        sequence.fast_forward(first)
    return np.ascontiguousarray((sequence.random(size) * 2**SOBOL_BITS).astype(np.int64).T)


@lru_cache(maxsize=4)
def _first_points(seed: int, inputs: int) -> Whole:
    return _sobol_points(seed, inputs, 0, CHUNK)


@lru_cache(maxsize=256)
def _direction(seed: int, inputs: int, bit: int) -> Whole:
    """What one bit of a point's Gray code adds: the point whose Gray code is that bit alone, less the first point."""
    alone = 2 ** (bit + 1) - 1
    return np.asarray(_sobol_points(seed, inputs, alone, 1)[:, 0] ^ _first_points(seed, inputs)[:, 0])


def _shift(seed: int, inputs: int, chunk: int) -> Whole:
    first = chunk * CHUNK
    gray = first ^ (first >> 1)
    shift = np.zeros(inputs, dtype=np.int64)
    for bit in range(gray.bit_length()):
        if gray >> bit & 1:
            shift ^= _direction(seed, inputs, bit)
    return shift


def shares(method: str, seed: int, chunk: int, inputs: int, size: int) -> Array:
    """The numbers of one chunk, shape (inputs, size), above 0 and below 1."""
    drawn = METHODS[method](seed, chunk, inputs, size)
    return np.clip(drawn, LOWEST, HIGHEST, out=drawn)


def _stream(seed: int, chunk: int, place: int) -> np.random.Generator:
    """Philox counts in 256 bits: the key is (seed, chunk), and the inputs stand far apart on the counter."""
    key, counter = np.array([seed, chunk], dtype=np.uint64), np.array([0, 0, 0, place], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key, counter=counter))


# Spearman's rank correlation wanted between two inputs: {(path, path): rank}, or (path, path, rank) one after another.
Correlations = Mapping[tuple[str, str], float] | Iterable[tuple[str, str, float]]

PLACE = "correlations"
LEAST_EIGENVALUE = 1e-9  # of a matrix that counts as positive definite
CORRECT = Label("correct it", "请更正")


@dataclass(frozen=True)
class RankCorrelation:
    """The rows of a chunk that are correlated, and the wanted rank correlation between them."""

    rows: tuple[int, ...]
    ranks: tuple[tuple[float, ...], ...]

    def applied(self, drawn: Array) -> Array:
        """The same numbers in each row, paired so that the rows have the wanted rank correlation."""
        rows = list(self.rows)
        correlated = drawn.copy()
        correlated[rows] = _paired(drawn[rows], _of_scores(np.array(self.ranks)))
        return correlated


def read_correlations(
    stated: Correlations, paths: Collection[str], fixed: Collection[str]
) -> tuple[RankCorrelation | None, list[Problem]]:
    """The correlations as a matrix over `paths`, or everything that is wrong with them. `fixed` inputs do not vary."""
    pairs = _pairs(stated)
    problems = [problem for pair in pairs for problem in _bad_pair(pair, paths, fixed)]
    problems += _twice(pairs)
    if problems or not pairs:
        return None, problems
    order = list(paths)
    rows = sorted({order.index(path) for first, second, _ in pairs for path in (first, second)})
    names = [order[row] for row in rows]
    ranks = np.eye(len(rows))
    for first, second, rank in pairs:
        own, other = names.index(first), names.index(second)
        ranks[own, other] = ranks[other, own] = rank
    if not _is_positive_definite(ranks):
        return None, [_not_positive_definite(names, ranks)]
    return RankCorrelation(tuple(rows), tuple(map(tuple, ranks.tolist()))), []


def _pairs(stated: Correlations) -> list[tuple[Any, Any, Any]]:
    if isinstance(stated, Mapping):
        return [(*pair, rank) for pair, rank in stated.items()]
    return [(first, second, rank) for first, second, rank in stated]


def _bad_pair(
    pair: tuple[Any, Any, Any], paths: Collection[str], fixed: Collection[str]
) -> Iterator[Problem]:
    first, second, rank = pair
    where = _place(first, second)
    for path in dict.fromkeys((first, second)):
        if path not in paths:
            expected = Label("an input that has a distribution", "带分布的输入项")
            yield Problem(where, str(path), expected, near(str(path), paths))
        elif path in fixed:
            expected = Label("an input that takes more than one value", "取值不止一个的输入项")
            yield Problem(where, path, expected, Label("leave the correlation out", "请去掉该相关系数"))
    if first == second:
        yield Problem(where, str(first), Label("two different inputs", "两个不同的输入项"), CORRECT)
    if not isinstance(rank, (int, float)) or isinstance(rank, bool) or not -1 < rank < 1:
        expected = Label("a rank correlation above -1 and below 1", "大于-1且小于1的秩相关系数")
        yield Problem(where, str(rank), expected, CORRECT)


def _twice(pairs: Sequence[tuple[Any, Any, Any]]) -> Iterator[Problem]:
    seen = set[frozenset[Any]]()
    for first, second, _ in pairs:
        pair = frozenset((first, second))
        if pair in seen:
            expected = Label("each pair of inputs once", "每对输入项只出现一次")
            yield Problem(_place(first, second), f"{first}, {second}", expected, CORRECT)
        seen.add(pair)


def _place(first: Any, second: Any) -> str:
    return f"{PLACE}: {first}, {second}"


def _of_scores(ranks: Array) -> Array:
    """The correlation of normal scores that goes with a rank correlation (K. Pearson 1907)."""
    correlations = 2 * np.sin(np.pi / 6 * ranks)
    np.fill_diagonal(correlations, 1.0)
    return np.asarray(correlations)


def _is_positive_definite(ranks: Array) -> bool:
    return all(
        float(np.linalg.eigvalsh(matrix)[0]) > LEAST_EIGENVALUE for matrix in (ranks, _of_scores(ranks))
    )


def _not_positive_definite(names: Sequence[str], ranks: Array) -> Problem:
    """Names the inputs, and the factor by which all correlations must shrink to go together."""
    factor = _largest_factor(ranks)
    listed = _listed(names, ranks)
    fitting = _listed(names, _shrunk(ranks, factor))
    expected = Label(
        f"correlations that can hold together (a positive definite matrix over {', '.join(names)})",
        f"可同时成立的相关系数（{'、'.join(names)} 的相关矩阵应正定）",
    )
    remedy = Label(f"multiply all by {factor:.3f}: {fitting}", f"全部乘以 {factor:.3f}：{fitting}")
    return Problem(PLACE, listed, expected, remedy)


def _largest_factor(ranks: Array) -> float:
    """The largest factor, in thousandths, at which the matrix is positive definite."""
    low, high = 0, 1000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _is_positive_definite(_shrunk(ranks, middle / 1000)) else (low, middle)
    return low / 1000


def _shrunk(ranks: Array, factor: float) -> Array:
    return np.asarray(factor * ranks + (1 - factor) * np.eye(len(ranks)))


def _listed(names: Sequence[str], ranks: Array) -> str:
    pairs = combinations(range(len(names)), 2)
    return "; ".join(f"{names[i]}, {names[j]}: {ranks[i, j]:.4g}" for i, j in pairs if ranks[i, j])


def _paired(rows: Array, wanted: Array) -> Array:
    """Each row in another order, so that the correlation of the normal scores is that wanted."""
    order = np.argsort(rows, axis=1, kind="stable")
    size = rows.shape[1]
    scores = np.empty_like(rows)
    np.put_along_axis(scores, order, normal_quantile(np.arange(1, size + 1) / (size + 1))[None, :], axis=1)
    mixed = _mixing(scores, wanted) @ scores
    paired = np.empty_like(rows)
    places = np.argsort(mixed, axis=1, kind="stable")
    np.put_along_axis(paired, places, np.take_along_axis(rows, order, axis=1), axis=1)
    return paired


def _mixing(scores: Array, wanted: Array) -> Array:
    """The matrix that takes away the correlation that the scores have by chance and puts in that wanted."""
    target = np.asarray(np.linalg.cholesky(wanted), dtype=float)
    if scores.shape[1] <= 2 * len(scores):
        return target
    by_chance = np.linalg.cholesky(np.corrcoef(scores))
    return np.asarray(target @ np.linalg.inv(by_chance))
