"""Distributions in words: triangular: low 60,000, mode 97,637, high 120,000."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rich.cells import cell_len

from relocation.labels import Label, Language
from relocation.scenarios.simulation.distributions import Distribution
from relocation.scenarios.simulation.distributions.distribution import PARAMETER_LABELS
from relocation.scenarios.simulation.uncertain_input import UncertainInput
from relocation.terminal.tables import read_off

MOST_LISTED = 6


def distribution_text(one: UncertainInput, lang: Language, columns: int) -> str:
    """The distribution of an input as it was stated, and the share of it that the input's range cuts away.

    In lines of so many columns that end after a comma, where Chinese has no blank to end a line at.
    """
    said = described(one.stated, lang, {choice.key: choice.label for choice in one.record.choices})
    cut = Label(f", {one.share_cut:.4%} cut off", f"，截去 {one.share_cut:.4%}")
    return _lines(said if one.share_cut < 1e-6 else f"{said}{cut.text(lang)}", columns)


def _lines(text: str, columns: int) -> str:
    lines = [""]
    for part in re.findall(r".+?(?:，|, |$)", text):
        if lines[-1] and cell_len(lines[-1] + part.rstrip()) > columns:
            lines.append("")
        lines[-1] += part
    return "\n".join(line.rstrip() for line in lines)


def described(distribution: Distribution, lang: Language, choices: Mapping[str, Label]) -> str:
    """A distribution with its parameters; values that are choices by their labels."""
    colon, comma = (": ", ", ") if lang == "en" else ("：", "，")
    parts = [
        f"{PARAMETER_LABELS[name].text(lang)} {_stated(value, lang, choices)}".replace(" （", "（")
        for name, value in distribution.parameters().items()
    ]
    return f"{distribution.label.text(lang)}{colon}{comma.join(parts)}"


def _stated(value: Any, lang: Language, choices: Mapping[str, Label]) -> str:
    if isinstance(value, str):
        return choices[value].text(lang) if value in choices else value
    if not hasattr(value, "__len__"):
        return read_off(value)
    shown = [_stated(one, lang, choices) for one in list(value)[:MOST_LISTED]]
    more = ["..."] if len(value) > MOST_LISTED else []
    return f"({', '.join(shown + more)})" if lang == "en" else f"（{'、'.join(shown + more)}）"
