"""The one script and the one style of the page: the same text for every village, and the policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

from relocation.charts.svg import SCRIPTS as CHARTS
from relocation.formula.targets.javascript import calculator_script
from relocation.javascript import script

COMMENT = "//"
TEXTS = set("\"'`/")  # begin a text, a pattern or a comment
SIGN = re.compile(r" ?([=*%<>!&|?:,;(){}\[\]]+) ?")
TOLD = (
    "verdict.sentences",
    "project.problems",
    "project.longer_timeline",
    "scenarios.trials",
    "scenarios.margins",
    "scenarios.sensitivity.tornado",
    "stress",
)
OWN = (
    *(
        "plan",
        "entries",
        "cells",
        "links",
        "pictures",
        "explanation",
        "controls",
        "changes",
        "sentences",
        "later",
        "start",
    ),
)
POLICY = "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'"


@cache
def page_script() -> str:
    """All scripts of the page as one; lines that are comments, and what lines are set in by, are left out."""
    texts = [
        calculator_script(),
        *map(script, CHARTS),
        *map(script, TOLD),
        *(script(f"page.{name}") for name in OWN),
    ]
    return '"use strict";\n' + "\n".join(map(_shortened, texts)) + "\n"


@cache
def page_style() -> str:
    """The style sheet."""
    text = files("relocation.page").joinpath("page.css").read_text(encoding="utf-8")
    return "\n".join(filter(None, (line.strip() for line in text.splitlines())))


def policy() -> str:
    """What the page may do, by the hashes of its script and its style."""
    return POLICY.format(script=digest(page_script()), style=digest(page_style()))


def digest(text: str) -> str:
    """The hash of a text as a policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _shortened(text: str) -> str:
    """No script of the package has a text, a comment or a pattern that goes over several lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(
        _closed_up(line)
        for line in lines
        if line and not line.startswith(COMMENT) and line != '"use strict";'
    )


def _closed_up(line: str) -> str:
    """A line without the blanks around its signs, where no text or pattern can be in it; plus and minus may stand twice."""
    return line if TEXTS & set(line) else SIGN.sub(r"\1", line)
