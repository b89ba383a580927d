"""Project files: models/*.toml <-> the inputs of a project.

A value is plain (rate = 0.049), or a record that says where it comes from:

    price = {formula = "150_000_000 / 1536.3", provenance = "derived", source = "...", note = "..."}

provenance, source and note in a table hold for its plain values; without them a value is an assumption. A value that
must stand in the file although nobody stated it says so: principal = {value = 0.0, stated = false}.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import tomli_w
from pydantic import ValidationError

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.sourced_inputs import Source, SourcedInputs
from relocation.project.values import NotArithmetic, evaluate
from relocation.reading.text_rows import encoding_of, unreadable

SOURCE_KEYS = ("provenance", "source", "note")
RECORD_KEYS = {"value", "formula", "stated", *SOURCE_KEYS}
LARGEST_FILE = 5_000_000
CHECK_FILE = Label("check the file", "请检查该文件")

Built = TypeVar("Built")
Builder = Callable[[Mapping[str, Any], Mapping[str, Source]], Built]


def read_as(build: Builder[Built], path: Path) -> Built:
    """What `build` makes of the values in a file and their sources. Raises ProblemsFound with all that is wrong."""
    return _built(build, load(path))


def parse_as(build: Builder[Built], text: str) -> Built:
    """What `build` makes of the values in a TOML text and their sources."""
    return _built(build, tables_of(text))


def tables_of(text: str, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """The tables in a TOML text. Raises TOMLDecodeError, a ValueError, when it is not TOML."""
    return tomllib.loads(text, parse_float=parse_float)


def load(path: Path, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """The tables in a TOML file. Raises ProblemsFound for a file that cannot be read, is too large, or is no TOML."""
    try:
        if (size := path.stat().st_size) > LARGEST_FILE:
            raise ProblemsFound([_file_problem(path, f"{size} bytes", "at most 5 MB", "不超过5 MB")])
        text = path.read_bytes().decode(encoding_of(path)) if size else ""
        return tables_of(text, parse_float=parse_float)
    except OSError as error:
        raise ProblemsFound([unreadable(str(path), error)]) from None
    except ProblemsFound as refusal:
        told = (
            problem if problem.where == str(path) else _no_text(path, problem) for problem in refusal.problems
        )
        raise ProblemsFound(told) from None
    except ValueError as error:  # also of a number with more digits than Python turns into one
        raise ProblemsFound([_file_problem(path, str(error), "a TOML file", "TOML 文件")]) from None


def _no_text(path: Path, problem: Problem) -> Problem:
    expected = Label("a TOML file in UTF-8", "UTF-8 编码的 TOML 文件")
    return replace(problem, where=str(path), expected=expected, remedy=CHECK_FILE)


def _built(build: Builder[Built], tables: Mapping[str, Any]) -> Built:
    reader = _Reader()
    values = reader.table(tables, "", {})
    if reader.problems:
        try:
            build(values, {})
        except ProblemsFound as refusal:
            reader.problems += refusal.problems
        raise ProblemsFound(reader.problems)
    return build(values, reader.sources)


def write(project: SourcedInputs) -> str:
    """The project as TOML text, which reads back as the same project."""
    nested: dict[str, Any] = {}
    for input_value in project.values():
        is_default = (
            input_value.value == input_value.record.default
            and input_value.source.is_silent
            and not input_value.record.required
        )
        if is_default and not input_value.stated:
            continue
        *groups, name = input_value.path.split(".")
        table = nested
        for group in groups:
            table = table.setdefault(group, {})
        table[name] = _written(input_value.value, input_value.source)
    for group, items in project.nested().items():
        for identity in (
            items
            if isinstance(items, Mapping) and group not in {"village", "timeline", "land_quota", "evaluation"}
            else ()
        ):
            nested.setdefault(group, {}).setdefault(identity, {})
    return tomli_w.dumps(nested)


def _written(value: Any, source: Source) -> Any:
    if source == Source():
        return value
    record: dict[str, Any] = {"formula": source.derivation} if source.derivation else {"value": value}
    if not source.is_silent:
        record["provenance"] = source.provenance
    record.update({key: text for key in ("source", "note") if (text := getattr(source, key))})
    return record if source.stated else {**record, "stated": False}


class _Reader:
    """Takes values and sources apart and gathers problems on the way."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []

    def table(self, table: Mapping[str, Any], path: str, above: Mapping[str, str]) -> dict[str, Any]:
        # The words "source" and "note" say where the values of a table come from, at any depth.
        here = {**above, **{key: table[key] for key in SOURCE_KEYS if isinstance(table.get(key), str)}}
        return dict(self.entries(table, path, here))

    def entries(
        self, table: Mapping[str, Any], path: str, here: Mapping[str, str]
    ) -> Iterator[tuple[str, Any]]:
        for key, value in table.items():
            inner = f"{path}.{key}" if path else key
            if key in SOURCE_KEYS and isinstance(value, str) and path:
                continue
            if isinstance(value, Mapping) and _is_record(value, inner):
                yield key, self.record(value, inner, here)
            elif isinstance(value, Mapping):
                yield key, self.table(value, inner, here)
            else:
                self.sources[inner] = self.source(here, inner)
                yield key, value

    def record(self, record: Mapping[str, Any], path: str, here: Mapping[str, str]) -> Any:
        unknown = set(record) - RECORD_KEYS
        for key in sorted(unknown):
            self.problem(
                f"{path}.{key}",
                key,
                "value or formula, provenance, source, note, stated",
                "value 或 formula、provenance、source、note、stated",
            )
        derivation = record.get("formula", "")
        self.sources[path] = self.source({**here, **record}, path, str(derivation))
        if not derivation:
            return record.get("value")
        if "value" in record:
            self.problem(
                path, str(record["value"]), "either a value or a formula", "value 与 formula 只能取其一"
            )
        try:
            value = evaluate(str(derivation))
            return int(value) if value.is_integer() else value
        except NotArithmetic as error:
            self.problem(
                path,
                str(derivation),
                f"arithmetic such as 150_000_000 / 1536.3 ({error})",
                "算式，如 150_000_000 / 1536.3",
            )
            return 0.0

    def source(self, texts: Mapping[str, Any], path: str, derivation: str = "") -> Source:
        plain = {key: texts[key] for key in (*SOURCE_KEYS, "stated") if key in texts}
        try:
            return Source(**plain, derivation=derivation)
        except ValidationError:
            self.problem(
                path,
                str(plain.get("provenance", plain)),
                "provenance published, derived, assumption or calibrated; stated true or false",
                "provenance 为 published、derived、assumption 或 calibrated；stated 为 true 或 false",
            )
            return Source()

    def problem(self, where: str, found: str, en: str, zh: str) -> None:
        self.problems.append(Problem(where, found, Label(en, zh), Label("correct it", "请更正")))


def _is_record(value: Mapping[str, Any], path: str) -> bool:
    """Whether a table is one value with its source. Items of `other` and `published` have a field named formula."""
    is_item = path.startswith(("other.", "published.")) and path.count(".") == 1
    return not is_item and bool(set(value) & {"value", "formula"})


def _file_problem(path: Path, found: str, en: str, zh: str) -> Problem:
    return Problem(str(path), found, Label(en, zh), CHECK_FILE)
