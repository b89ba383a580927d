"""One sha256 for a set of totals, the same whatever engine or order of rows gave them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def digest(totals: Mapping[str, Any]) -> str:
    """sha256 of totals as JSON with sorted keys and plain integers: {rule: fen}, or {village: {rule: fen}}."""
    text = json.dumps(totals, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
