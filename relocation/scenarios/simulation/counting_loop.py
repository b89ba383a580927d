"""The loop that counts a chunk of scenarios, as plain Python that numba compiles: see `counting`.

It goes in tiles, since rows of a chunk lie so far apart that a processor cannot hold one number of each at a time.
"""

from math import floor
from typing import Any

TILE = 64  # scenarios


def count(
    shares: Any,
    numbers: Any,
    lows: Any,
    highs: Any,
    scales: Any,
    centres: Any,
    histogram: Any,
    outside: Any,
    all_known: Any,
    counts: Any,
    sums: Any,
    places: Any,
    apart: Any,
) -> None:
    """Adds a chunk to counts and sums. Shapes: shares (inputs, n), numbers (outputs, n), lows to centres (outputs,), histogram
    (outputs, bins + 2), outside (outputs, 2), all_known (inputs, classes), counts and sums (inputs, classes, outputs),
    places (inputs, TILE), apart (TILE, outputs).
    """
    inputs, classes = all_known.shape
    outputs, bins = histogram.shape[0], histogram.shape[1] - 2
    for first in range(0, shares.shape[1], TILE):
        size = min(TILE, shares.shape[1] - first)
        for output in range(outputs):
            low, high, scale = lows[output], highs[output], scales[output]
            for position in range(size):
                value = numbers[output, first + position]
                apart[position, output] = value - centres[output]
                if value == value:
                    place = min(max((value - low) * scale, -1.0), float(bins))
                    histogram[output, floor(place) + 1] += 1
                    if value < low:
                        outside[output, 0] += value
                    if value >= high:
                        outside[output, 1] += value
        for row in range(inputs):
            for position in range(size):
                places[row, position] = min(int(shares[row, first + position] * classes), classes - 1)
        for position in range(size):
            known = True
            for output in range(outputs):
                known = known and apart[position, output] == apart[position, output]
            for row in range(inputs):
                place_of_input = places[row, position]
                if known:
                    all_known[row, place_of_input] += 1
                    for output in range(outputs):
                        sums[row, place_of_input, output] += apart[position, output]
                else:
                    for output in range(outputs):
                        if apart[position, output] == apart[position, output]:
                            counts[row, place_of_input, output] += 1
                            sums[row, place_of_input, output] += apart[position, output]
