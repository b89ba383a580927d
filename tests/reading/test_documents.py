"""TOML files of every kind: one limit, one way to say what is wrong, all of it at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import Field

from relocation.cases import load as load_case
from relocation.county_files import plan_county
from relocation.households import read_rules
from relocation.problems import Problem, ProblemsFound
from relocation.reading.documents import Name, Table, Text, checked, usable
from relocation.reading.toml_file import LARGEST_FILE, load
from relocation.scenarios.simulation.spec_file import read_spec


class Inner(Table):
    name: Name
    base: Literal["fen", "yuan"] = "fen"


class Outer(Table):
    count: int = Field(1, ge=1, le=9)
    rate: float = 0.5
    day: date | None = None
    note: Text = ""
    words: list[str] = Field(default_factory=list)
    inner: Inner | None = None
    many: list[Inner] = Field(default_factory=list)
    named: dict[str, Inner] = Field(default_factory=dict)


@pytest.mark.parametrize(
    ("values", "where", "expected"),
    [
        ({"count": 10}, "count", "a whole number <= 9"),
        ({"count": 0}, "count", "a whole number >= 1"),
        ({"count": 1.5}, "count", "a whole number"),
        ({"count": True}, "count", "a whole number"),
        ({"rate": "much"}, "rate", "a number"),
        ({"day": "soon"}, "day", "a date such as 2016-01-01"),
        ({"note": "x" * 501}, "note", "a text of at most 500 characters"),
        ({"words": "x"}, "words", "a list of texts"),
        ({"words": ["x", 5]}, "words[2]", "a text"),
        ({"inner": 5}, "inner", "a table [inner]"),
        ({"inner": {}}, "inner.name", "a text"),
        ({"inner": {"name": "x", "base": "yuna"}}, "inner.base", "one of fen, yuan"),
        ({"many": 5}, "many", "tables [[many]]"),
        ({"many": [{"name": "x"}, {"name": ""}]}, "many[2].name", "a text"),
        ({"named": {"a": {"name": "x", "bse": "fen"}}}, "named.a.bse", "a known key"),
        ({"named": 5}, "named", "a table [named]"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(values: dict[str, Any], where: str, expected: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        checked(Outer, values)
    [problem] = found.value.problems
    assert (problem.where, problem.expected.en) == (where, expected)
    assert not problem.text("zh").isascii()


def test_a_word_that_was_meant_is_named() -> None:
    with pytest.raises(ProblemsFound) as found:
        checked(Outer, {"named": {"a": {"name": "x", "base": "yuna", "nmae": "x"}}}, "file")
    assert [one.where for one in found.value.problems] == ["file.named.a.base", "file.named.a.nmae"]
    assert "yuan" in found.value.problems[0].remedy.en
    assert "name" in found.value.problems[1].remedy.en


def test_what_can_be_used_is_used_and_the_rest_is_told_once() -> None:
    values = {
        "count": 99,
        "rate": 0.25,
        "many": [{"name": "a"}, {"base": "fen"}, {"name": "c"}, {"name": "d", "base": 5}],
        "named": {"a": {"name": "x"}, "b": 5},
    }
    problems: list[Problem] = []
    left = usable(Outer, values, problems)
    assert left is not None
    assert (left.count, left.rate) == (1, 0.25)
    assert [one.name for one in left.many] == ["a", "c", "d"]
    assert list(left.named) == ["a"]
    assert [one.where for one in problems] == ["count", "many[2].name", "many[4].base", "named.b"]


READERS = {
    "project": lambda path: load_case(path),
    "rules": lambda path: read_rules(path),
    "simulation": lambda path: read_spec(path, load_case("lujia")),
    "county": lambda path: plan_county([str(path)]),
}


@pytest.mark.parametrize("kind", [one for one in READERS if one != "county"])
@pytest.mark.parametrize(
    "data", [b"\xff\xff", b"[a", b"a = " + b"9" * 5000, b"x" * (LARGEST_FILE + 1), b"\x00"]
)
def test_every_reader_refuses_what_is_no_toml_alike(kind: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.toml"
    path.write_bytes(data)
    with pytest.raises(ProblemsFound) as found:
        READERS[kind](path)
    [problem] = found.value.problems
    assert problem.where.endswith("file.toml")
    assert problem.remedy.en == "check the file"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_of_any_editor_are_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "file.toml"
    path.write_text('[village]\nname_zh = "陆家村"\n', encoding=encoding)
    assert load(path) == {"village": {"name_zh": "陆家村"}}
