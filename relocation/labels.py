"""A text in the two languages of the package, English and Chinese, which are equal."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["en", "zh"]

# The scale in which readers of a language are used to seeing large sums of money.
LARGE_SCALE: dict[Language, Literal["wan", "million"]] = {"en": "million", "zh": "wan"}


class Label(NamedTuple):
    """One text, said twice."""

    en: str
    zh: str

    def text(self, lang: Language) -> str:
        """The text in the wanted language."""
        return self.zh if lang == "zh" else self.en
