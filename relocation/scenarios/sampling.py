"""Numbers between 0 and 1 for chunks of scenarios: one per input and scenario, the same whoever draws them.

Scenarios come in chunks of a fixed size. A chunk is drawn from the seed and its own number alone, so neither the number
of workers nor the order of the work changes a result.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

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
    return np.array([_stream(seed, chunk, place).random(size) for place in range(inputs)]).reshape(
        inputs, size
    )


def latin(seed: int, chunk: int, inputs: int, size: int) -> Array:
    """Latin hypercube: of `size` equal steps between 0 and 1 each input has exactly one number in each."""
    found = np.empty((inputs, size))
    for place in range(inputs):
        stream = _stream(seed, chunk, place)
        found[place] = (stream.permutation(size) + stream.random(size)) / size
    return found


def sobol(seed: int, chunk: int, inputs: int, size: int) -> Array:
    """A scrambled Sobol sequence, one for all chunks. Needs scipy."""
    from scipy.stats import qmc

    sequence = qmc.Sobol(inputs, scramble=True, rng=np.random.default_rng(seed))
    if chunk:
        sequence.fast_forward(chunk * CHUNK)
    return np.ascontiguousarray(sequence.random(CHUNK)[:size].T)


METHODS: dict[str, Callable[[int, int, int, int], Array]] = {"random": random, "latin": latin, "sobol": sobol}


def shares(method: str, seed: int, chunk: int, inputs: int, size: int) -> Array:
    """The numbers of one chunk, shape (inputs, size), above 0 and below 1."""
    return np.clip(METHODS[method](seed, chunk, inputs, size), LOWEST, HIGHEST)


def _stream(seed: int, chunk: int, place: int) -> np.random.Generator:
    """Philox counts in 256 bits: the key is (seed, chunk), and the inputs stand far apart on the counter."""
    key, counter = np.array([seed, chunk], dtype=np.uint64), np.array([0, 0, 0, place], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key, counter=counter))
