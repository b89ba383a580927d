"""What a Word file may hold: XML knows no control characters and no halves of surrogates."""

from __future__ import annotations

import re

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


def allowed(text: str) -> str:
    """The text with a mark for each character that no file may hold; its lines become one."""
    return " ".join(FORBIDDEN.sub(REPLACEMENT, text).splitlines())
