"""What a script gives a public function, held against what the function takes: another type is refused with what to write."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from relocation.labels import LANGUAGES, Label, Language
from relocation.problems import Problem, ProblemsFound

LONGEST = 60  # letters of a value that a message repeats
A_FILE = Label("the name of a file", "文件名")


def refused(where: str, value: Any, expected: Label, remedy: Label) -> ProblemsFound:
    """The error of a value that cannot be what is expected."""
    found = value if isinstance(value, str) else repr(value)
    return ProblemsFound([Problem(where, found[:LONGEST], expected, remedy)])


def language_of(value: Any) -> Language:
    """A language of the package. Raises ProblemsFound for any other."""
    if value not in LANGUAGES:
        raise refused(
            "lang", value, Label('"en" or "zh"', '"en" 或 "zh"'), Label("write one of them", "请写其一")
        )
    return LANGUAGES[LANGUAGES.index(value)]


def names_of(value: Any, where: str, such_as: Label) -> list[Any]:
    """Several names; a single one need not stand in a list. Raises ProblemsFound for what holds no names."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Iterable):
        return list(value)
    raise refused(where, value, Label("names in a list", "列表形式的名称"), such_as)


def mapping_of(value: Any, where: str, such_as: Label) -> Mapping[Any, Any]:
    """What is given by names. Raises ProblemsFound for what is no dictionary."""
    if isinstance(value, Mapping):
        return value
    raise refused(where, value, Label("values by their names, in a dictionary", "按名称给出的字典"), such_as)


def file_of(value: Any, where: str, such_as: Label) -> Path:
    """The path of a file. Raises ProblemsFound for what names none."""
    if isinstance(value, (str, os.PathLike)) and isinstance(named := os.fspath(value), str):
        return Path(named)
    raise refused(where, value, A_FILE, such_as)


def whole_within(value: Any, where: str, low: int, high: int) -> int:
    """A whole number between two bounds. Raises ProblemsFound for any other value."""
    if isinstance(value, bool) or not hasattr(value, "__index__") or not low <= value.__index__() <= high:
        expected = Label(f"a whole number from {low} to {high:,}", f"{low} 至 {high:,} 的整数")
        raise refused(where, value, expected, Label("correct it", "请更正"))
    return int(value.__index__())
