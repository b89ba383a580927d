"""Search in Chinese pages by pairs of characters, in the index and in what is looked for alike: no dictionary is needed."""

from __future__ import annotations

import re

from sphinx.application import Sphinx
from sphinx.search import SearchLanguage, languages
from sphinx.util.typing import ExtensionMetadata

CHINESE = r"\u4e00-\u9fff"
WORDS = re.compile(rf"[{CHINESE}]+|[A-Za-z0-9_]+")
SPLITTER = """
function splitQuery(query) {
    const words = [];
    for (const word of query.match(/[\\u4e00-\\u9fff]+|[A-Za-z0-9_]+/g) || []) {
        if (!/[\\u4e00-\\u9fff]/.test(word) || word.length === 1) { words.push(word); continue; }
        for (let place = 0; place + 1 < word.length; place += 1) { words.push(word.slice(place, place + 2)); }
    }
    return words;
}
"""


class PairsOfCharacters(SearchLanguage):
    """Chinese without spaces: each pair of neighbouring characters is a word."""

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = SPLITTER
    stopwords = frozenset[str]()

    def split(self, input: str) -> list[str]:
        """The words of a text."""
        return [part for word in WORDS.findall(input) for part in _parts(word)]

    def word_filter(self, stemmed_word: str) -> bool:
        """Every word counts."""
        return bool(stemmed_word)

    def stem(self, word: str) -> str:
        """No endings are taken off."""
        return word.lower()


def _parts(word: str) -> list[str]:
    if len(word) == 1 or not re.match(f"[{CHINESE}]", word):
        return [word]
    return [word[place : place + 2] for place in range(len(word) - 1)]


def setup(app: Sphinx) -> ExtensionMetadata:  # noqa: ARG001
    """Takes the place of the Chinese search that Sphinx brings, which needs a dictionary."""
    languages["zh"] = PairsOfCharacters
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
