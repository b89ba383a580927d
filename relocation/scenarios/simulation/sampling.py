"""Numbers between 0 and 1 for chunks of scenarios: one per input and scenario, the same whoever draws them.

Scenarios come in chunks of a fixed size. A chunk is drawn from the seed and its own number alone, so neither the number
of workers nor the order of the work changes a result.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

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
    found = np.empty((inputs, size))
    for place in range(inputs):
        _stream(seed, chunk, place).random(out=found[place])
    return found


def latin(seed: int, chunk: int, inputs: int, size: int) -> Array:
    """Latin hypercube: of `size` equal steps between 0 and 1 each input has exactly one number in each."""
    found = np.empty((inputs, size))
    for place in range(inputs):
        stream = _stream(seed, chunk, place)
        found[place] = (stream.permutation(size) + stream.random(size)) / size
    return found


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
