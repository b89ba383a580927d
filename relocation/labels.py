"""A text in the two languages of the package, English and Chinese, which are equal."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["en", "zh"]


class Label(NamedTuple):
    """One text, said twice."""

    en: str
    zh: str

    def text(self, lang: Language) -> str:
        """The text in the wanted language."""
        return self.zh if lang == "zh" else self.en
