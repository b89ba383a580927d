"""A book together with the program that works it out, which can be kept on disk."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import CodeType

from relocation.formula.book import Book
from relocation.formula.scalar import Values, running, scalar_code


@dataclass(frozen=True)
class Calculation:
    """A book, and the function that works out its lines in plain floats, compiled when it is first asked for."""

    book: Book

    @cached_property
    def code(self) -> CodeType:
        return scalar_code(self.book)

    @cached_property
    def run(self) -> Callable[[Mapping[str, float | str]], Values]:
        return running(self.book, self.code)

    def __getstate__(self) -> tuple[Book, bytes]:
        return self.book, marshal.dumps(self.code)

    def __setstate__(self, state: tuple[Book, bytes]) -> None:
        book, code = state
        self.__dict__.update(book=book, code=marshal.loads(code))
