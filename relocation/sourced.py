"""A sourced document: values of other kinds than a project, read from TOML in the same way, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from difflib import get_close_matches
from os.path import isfile  # unlike Path.is_file, it calls a name that no file can have no file
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import BaseModel, Field, ValidationError

from relocation.folders import data_dir
from relocation.labels import Label, joined, said_twice, same
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import PROVENANCE, FieldRecord
from relocation.project.groups import Group
from relocation.project.messages import field_at, problems_of
from relocation.project.paths import leaves
from relocation.project.sourced_inputs import InputValue, Source
from relocation.reading.toml_file import parse_as, read_as

Document = TypeVar("Document", bound=BaseModel)
ROUNDS = 4  # a stand-in may show a further value that is missing below it


def with_stand_ins(
    model: type[Document], values: Mapping[str, Any], error: ValidationError
) -> Document | None:
    """The document that the values would be with stand-ins; None where even that is none."""
    nested: dict[str, Any] = deepcopy(dict(values))
    for _ in range(ROUNDS):
        for slip in error.errors():
            if not _stand_in(model, nested, [str(part) for part in slip["loc"]], slip["type"]):
                return None
        try:
            return model.model_validate(nested)
        except ValidationError as again:
            error = again
    return None


def _stand_in(model: type[BaseModel], nested: dict[str, Any], path: list[str], kind: str) -> bool:
    """Takes an unknown key away, or puts a value that the field accepts; whether that could be done."""
    *groups, last = path
    here: Any = nested
    for group in groups:
        if not isinstance(here, dict):
            return False
        here = here.setdefault(group, {})
    if not isinstance(here, dict):
        return False
    record, _ = field_at(model, path)
    if kind == "extra_forbidden":
        here.pop(last, None)
    else:
        here[last] = {} if record is None else _acceptable(record)
    return True


def _acceptable(record: FieldRecord) -> Any:
    if record.choices:
        return record.choices[0].key
    if record.kind == "text":
        return ""
    number = record.default if record.default is not None else (record.low or 0)
    return int(number) if record.kind == "whole" else float(number)


LONGEST_NAME = 200  # characters of a name that a message repeats


class SourcedDocument(Group):
    """A frozen, validated group of values; `sources` holds one Source for every path."""

    sources: dict[str, Source] = Field(default_factory=dict)

    @classmethod
    def build(cls, values: Mapping[str, Any], sources: Mapping[str, Source]) -> Self:
        """A document from nested plain values. Raises ProblemsFound with everything that is wrong."""
        try:
            bare = cls.model_validate(dict(values))
        except ValidationError as error:
            raise ProblemsFound(cls._all_problems(values, error)) from None
        problems = list(bare.broken_rules())
        if problems:
            raise ProblemsFound(problems)
        return bare.model_copy(
            update={"sources": {path: sources.get(path, Source()) for path, *_ in leaves(bare)}}
        )

    @classmethod
    def _all_problems(cls, values: Mapping[str, Any], error: ValidationError) -> list[Problem]:
        """What cannot be used, and the rules that the usable values break among each other."""
        problems = problems_of(error, cls)
        told = {problem.where for problem in problems}
        stand_in = with_stand_ins(cls, values, error)
        broken = stand_in.broken_rules() if stand_in is not None else iter(())
        return [*problems, *(problem for problem in broken if problem.where not in told)]

    @classmethod
    def read(cls, path: Path) -> Self:
        """The document in a TOML file. Raises ProblemsFound."""
        return read_as(cls.build, path)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The document in a TOML text. Raises ProblemsFound, or TOMLDecodeError when it is not TOML."""
        return parse_as(cls.build, text)

    def broken_rules(self) -> Iterator[Problem]:
        """What must hold between the values; nothing, unless a kind of document says so."""
        return iter(())

    def values(self) -> Iterator[InputValue]:
        """Every value with its path, record and source."""
        for path, record, value in leaves(self):
            yield InputValue(path, record, value, self.sources.get(path, Source()))

    def assumptions(self) -> list[InputValue]:
        """The numbers that no source prints and no arithmetic gives, as far as they are not nothing."""
        return [
            stated
            for stated in self.values()
            if stated.source.provenance in {"assumption", "calibrated"}
            and stated.record.kind in {"number", "whole", "share"}
            and stated.value not in (None, stated.record.default)
        ]


def shipped(folder: str, name: str) -> Path:
    """The file of a document that comes with the package, such as models/schemes/wei_county.toml."""
    return data_dir("models") / folder / f"{name}.toml"


def document(folder: str, name: str) -> Path:
    """The file of a document: a .toml file that exists, or one that comes with the package. Raises ProblemsFound."""
    path = Path(name)
    if path.suffix.lower() == ".toml" and isfile(path):
        return path
    names = sorted(file.stem for file in (data_dir("models") / folder).glob("*.toml"))
    if name in names:
        return shipped(folder, name)
    close = get_close_matches(name, names, n=1) or names
    expected = Label(
        f"one of {', '.join(names)}, or a .toml file that exists",
        f"{'、'.join(names)} 之一，或存在的 .toml 文件",
    )
    remedy = Label(f"try {', '.join(close)}", f"可用：{'、'.join(close)}")
    raise ProblemsFound([problem(name[:LONGEST_NAME], "", expected, remedy)])


def problem(where: str, found: str | Label, expected: Label, remedy: Label | None = None) -> Problem:
    """A problem of a document; the remedy is to correct the entry, unless said otherwise."""
    return Problem(where, found, expected, remedy or Label("correct the entry", "请更正"))


def unknown_name(where: str, name: str, known: Iterable[str]) -> Iterator[Problem]:
    """The problem of a name that is not one of those known, if it is not; with close ones."""
    names = list(known)
    if name in names:
        return
    listed = Label(f"one of {', '.join(names)}", f"{'、'.join(names)} 之一")
    close = get_close_matches(name, names, n=3, cutoff=0.5)
    hint = Label(f"did you mean {', '.join(close)}?", f"是否应为 {'、'.join(close)}？") if close else None
    yield problem(where, name, listed, hint)


def source_text(source: Source | None) -> Label:
    """Provenance, place and derivation of a value in one line."""
    if source is None:
        return Label("", "")
    return joined([PROVENANCE[source.provenance], same(source.derivation), same(source.source)])


def note_of(source: Source | None) -> Label:
    """The note of a value in both languages."""
    return said_twice(source.note) if source and source.note else Label("", "")


def source_and_note(source: Source | None) -> Label:
    """Where a value comes from, and what is to be said of it."""
    return joined([source_text(source), note_of(source)])
