"""Docstrings of this package as Sphinx reads them: `names` are code, and indented lines, such as equations, stay as they are."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Rewrites each docstring before it is read."""
    app.connect("autodoc-process-docstring", _process)
    app.connect("autodoc-process-signature", _signature)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _process(*said: Any) -> None:
    """Of what Sphinx says the last is the docstring, line by line, to be changed in place."""
    lines: list[str] = said[-1]
    lines[:] = [*restructured("\n".join(lines)).splitlines(), ""]


def _signature(_app: Sphinx, what: str, name: str, *_rest: Any) -> tuple[str, None] | None:
    """What makes an object of a class is shown of the distributions alone; all others come from a function or a method."""
    return ("", None) if what in ("class", "exception") and "distributions" not in name else None


def restructured(text: str) -> str:
    """A docstring as reStructuredText."""
    return "\n\n".join(_paragraph(part) for part in re.split(r"\n\s*\n", text.strip("\n")))


def _paragraph(text: str) -> str:
    lines = text.splitlines()
    if all(line.startswith("    ") for line in lines):
        return "::\n\n" + text
    plain = re.sub(r"(?<!`)`([^`]+)`(?!`)", r"\0\1\0", text)
    escaped = re.sub(r"([*_|\\])", r"\\\1", plain)
    return re.sub("\0([^\0]*)\0", lambda code: "``" + code[1].replace("\\", "") + "``", escaped)
