"""The loops over the columns of a batch, as plain Python that numba compiles: see `compiled_columns`.

Texts stand one behind the other in `signs`; `starts` says where each begins, and at its end where the last one ends.
"""

from typing import Any

from numpy import rint, uint64


def plain(
    starts: Any,
    signs: Any,
    ordinary: Any,
    not_first: Any,
    not_last: Any,
    letters: Any,
    longest: int,
    found: Any,
) -> None:
    """Which texts hold only signs that `ordinary` (of 128) and `letters` (by code point) know, at the ends none that may not
    stand there. What is no UTF-8, or lies beyond those letters, is not told plain."""
    for row in range(found.size):
        at, end = starts[row], starts[row + 1]
        sound = 0 < end - at <= longest and not not_first[signs[at]] and not not_last[signs[end - 1]]
        while sound and at < end:
            sign = int(signs[at])
            if sign < 0x80:
                sound = ordinary[sign]
                at += 1
            elif 0xE0 <= sign < 0xF0 and at + 2 < end:
                second, third = int(signs[at + 1]), int(signs[at + 2])
                letter = (sign & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F)
                sound = second & 0xC0 == 0x80 and third & 0xC0 == 0x80 and letter >= 0x800 and letters[letter]
                at += 3
            elif 0xC0 <= sign < 0xE0 and at + 1 < end:
                second = int(signs[at + 1])
                letter = (sign & 0x1F) << 6 | (second & 0x3F)
                sound = second & 0xC0 == 0x80 and letter >= 0x80 and letters[letter]
                at += 2
            elif 0xF0 <= sign < 0xF8 and at + 3 < end:
                second, third, last = int(signs[at + 1]), int(signs[at + 2]), int(signs[at + 3])
                letter = (sign & 0x07) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6 | (last & 0x3F)
                follow = second & 0xC0 == 0x80 and third & 0xC0 == 0x80 and last & 0xC0 == 0x80
                sound = follow and 0x10000 <= letter < letters.size and letters[letter]
                at += 4
            else:
                sound = False
        found[row] = sound


def hashes(starts: Any, signs: Any, foreign: Any, seed: Any, prime: Any, found: Any) -> bool:
    """FNV-1a of 64 bits of texts in capitals; False where a sign is foreign, and then of no use."""
    for row in range(found.size):
        hashed = seed
        for at in range(starts[row], starts[row + 1]):
            sign = signs[at]
            if foreign[sign]:
                return False
            capital = uint64(sign) - uint64(32) if 97 <= sign <= 122 else uint64(sign)
            hashed = (hashed ^ capital) * prime
        found[row] = hashed
    return True


def hundredths(
    values: Any, low: float, high: float, near: float, sure: float, stored: Any, sound: Any
) -> bool:
    """Doubles in hundredths, and which of them lie from `low` to `high` and have two decimals; the others are 0.

    False where a hundredth beyond `sure` is not whole, since there what it is measured with is not `near`.
    """
    for row in range(values.size):
        value, whole, exact = values[row], 0.0, False
        if low <= value <= high:
            scaled = value * 100.0
            whole = rint(scaled)
            exact = abs(scaled - whole) <= near
            if not exact and abs(scaled) > sure:
                return False
        stored[row] = int(whole) if exact else 0
        sound[row] = exact
    return True
