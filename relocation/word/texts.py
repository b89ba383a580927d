"""What a Word file may hold: XML knows no control characters and no halves of surrogates."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

ELLIPSIS = "…"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


def allowed(text: str) -> str:
    """The text with a mark for each character that no file may hold; its lines become one."""
    return " ".join(FORBIDDEN.sub(REPLACEMENT, text).splitlines())


def length(text: str) -> int:
    """The width of a text; a Chinese character is twice as wide as a digit."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def shortened(text: str, most: int) -> str:
    """The text, or as much of it as has that width, with a mark that something is left out."""
    if length(text) <= most:
        return text
    width, kept = 0, []
    for letter in text:
        width += length(letter)
        if width > most - 1:
            break
        kept.append(letter)
    return "".join(kept) + ELLIPSIS
