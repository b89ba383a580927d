"""One sha256 for the totals of all villages, the same whatever engine, split or order of rows gave them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping


def village_digest(villages: Iterable[tuple[tuple[str, str], Mapping[str, int]]]) -> str:
    """sha256 of one line of JSON for each village, in the order of county and village: [county, village, {rule: fen}].

    Keys are sorted, integers plain, signs beyond ASCII escaped, and every line ends with a line feed.
    """
    found = hashlib.sha256()
    for (county, village), totals in villages:
        line = json.dumps([county, village, dict(totals)], sort_keys=True, separators=(",", ":"))
        found.update(line.encode("ascii") + b"\n")
    return found.hexdigest()
