"""A text in the two languages of the package, English and Chinese, which are equal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, Language] = ("en", "zh")

# The scale in which readers of a language are used to seeing large sums of money.
LARGE_SCALE: dict[Language, Literal["wan", "million"]] = {"en": "million", "zh": "wan"}


class Label(NamedTuple):
    """One text, said twice."""

    en: str
    zh: str

    def text(self, lang: Language) -> str:
        """The text in the wanted language. Raises ValueError for any other than the two."""
        if lang == "zh":
            return self.zh
        if lang == "en":
            return self.en
        raise ValueError(f'language: found {lang!r}, expected "en" or "zh"')

    def in_brackets(self, inside: Label) -> Label:
        """The text with another behind it in brackets, such as a unit."""
        return Label(f"{self.en} ({inside.en})", f"{self.zh}（{inside.zh}）")

    def colon(self, said: Label) -> Label:
        """The text, and what is said of it."""
        return Label(f"{self.en}: {said.en}", f"{self.zh}：{said.zh}")


COMMA, SEMICOLON = Label(", ", "、"), Label("; ", "；")


def same(text: str) -> Label:
    """A text that both languages share, such as the name of a file."""
    return Label(text, text)


def joined(texts: Iterable[Label], between: Label = SEMICOLON) -> Label:
    """Texts in a row; those that say nothing are left out."""
    listed = list(texts)
    return Label(
        *(between.text(lang).join(filter(None, (label.text(lang) for label in listed))) for lang in LANGUAGES)
    )


def said_twice(text: str) -> Label:
    """The two halves of a note written as `English / 中文`; any other text stands for both languages."""
    english, slash, chinese = text.rpartition(" / ")
    if not slash or not _has_chinese(chinese) or _has_chinese(english):
        return Label(text, text)
    return Label(english, chinese)


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
