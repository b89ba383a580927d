"""Documents of nested tables whose keys are declared: TOML files, validated by pydantic, everything wrong told in one style.

class Rounding(Table):
    base: Literal["fen", "jiao", "yuan"] = "fen"

checked(Rounding, {"base": "fenn"}, "rules.one.rounding")     # rules.one.rounding.base: found "fenn", expected one of ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from typing import Annotated, Any, NoReturn, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near

CORRECT = Label("correct it", "请更正")
STATE = Label("state it", "请填写")
LONGEST_TEXT = 500
LONGEST_FOUND = 60
A_TABLE = Label("a table", "一个表")
A_NUMBER, A_WHOLE = Label("a number", "数字"), Label("a whole number", "整数")
A_TEXT, A_VALUE = Label("a text", "文字"), Label("a value", "一个值")
KINDS: dict[Any, Label] = {
    str: A_TEXT,
    int: A_WHOLE,
    float: A_NUMBER,
    date: Label("a date such as 2016-01-01", "日期，如 2016-01-01"),
}
OF_KEY = "[key]"  # what pydantic puts behind a key that is itself refused
QUOTED = re.compile(r"'([^']*)'")

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]


class Table(BaseModel):
    """A table of a document; a key that it does not declare is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)


Checked = TypeVar("Checked", bound=Table)


def checked(
    model: type[Checked], values: Any, where: str = "", context: Mapping[str, Any] | None = None
) -> Checked:
    """The table that the values make. `context` is for its own validators. Raises ProblemsFound with all that is wrong."""
    try:
        return model.model_validate(values, context=dict(context or {}))
    except ValidationError as error:
        raise ProblemsFound(_problem(model, fault, where) for fault in error.errors()) from None


def usable(model: type[Checked], values: Mapping[str, Any], problems: list[Problem]) -> Checked | None:
    """The table of those values that can be used, None if that is none; what is wrong with the others goes to `problems`."""
    told = False
    left: Any = deepcopy(dict(values))
    while True:
        try:
            return model.model_validate(left)
        except ValidationError as error:
            faults = error.errors()
            problems += [] if told else [_problem(model, fault, "") for fault in faults]
            told = True
            if any(not _without(fault) for fault in faults):
                return None
            # From the back, so that the places of a list stay what they are.
            for place in sorted({_without(fault) for fault in faults}, key=_order, reverse=True):
                _drop(left, place)


def _without(error: Any) -> tuple[str | int, ...]:
    """The place that has to go with an error: what lacks something goes as a whole."""
    place: tuple[str | int, ...] = error["loc"]
    return place[:-1] if error["type"] == "missing" else place


def _order(place: tuple[str | int, ...]) -> list[tuple[int, str]]:
    return [(part, "") if isinstance(part, int) else (0, part) for part in place]


def _drop(values: Any, place: tuple[str | int, ...]) -> None:
    for part in place[:-1]:
        values = values[part]
    del values[place[-1]]


def refuse(expected: Label, found: object = None, remedy: Label = CORRECT) -> NoReturn:
    """For validators: the value is none of those that are expected; `found` is the part of it that is not."""
    raise PydanticCustomError("refused", "refused", {"expected": expected, "found": found, "remedy": remedy})


def one_of(words: Iterable[str]) -> Label:
    """One of a list of words."""
    listed = list(words)
    return Label("one of " + ", ".join(listed), "、".join(listed) + " 之一")


def shown(found: Any) -> str:
    """A value as a message repeats it."""
    return "" if found is None else str(found)[:LONGEST_FOUND]


def _problem(model: type[Table], error: Any, where: str) -> Problem:
    place = error["loc"][:-1] if error["loc"][-1:] == (OF_KEY,) else error["loc"]
    parts, path = [str(part) for part in place], _path(where, place)
    kind, found, told = error["type"], error["input"], error.get("ctx", {})
    if kind == "refused":
        found = found if told["found"] is None else told["found"]
        return Problem(path, shown(found), told["expected"], told["remedy"])
    if kind == "extra_forbidden":
        known = list(_model_at(model, parts[:-1]).model_fields)
        return Problem(path, parts[-1], Label("a known key", "已知的键"), near(parts[-1], known, CORRECT))
    if kind == "missing":
        return Problem(path, "", _expected(_annotation(model, parts), path), STATE)
    if kind == "literal_error":
        words = QUOTED.findall(told["expected"])
        remedy = near(found, words, CORRECT) if isinstance(found, str) and found else CORRECT
        return Problem(path, shown(found), one_of(words), remedy)
    expected = _expected(_annotation(model, parts), path)
    return Problem(path, shown(found), _bounded(kind, told, expected), CORRECT)


def _path(where: str, parts: Iterable[str | int]) -> str:
    """Where a value stands; the entries of a list are counted from 1."""
    path = where
    for part in parts:
        path = f"{path}[{part + 1}]" if isinstance(part, int) else f"{path}.{part}" if path else part
    return path


def _bounded(kind: str, told: Mapping[str, Any], expected: Label) -> Label:
    """What is expected instead of a value of another kind, or of one beyond a bound."""
    if kind == "string_too_long":
        most = told["max_length"]
        return Label(f"a text of at most {most} characters", f"不超过{most}字的文字")
    bounds = {"greater_than": ">", "greater_than_equal": ">=", "less_than": "<", "less_than_equal": "<="}
    if kind in bounds:
        limit = f"{bounds[kind]} {next(iter(told.values()))}"
        return Label(f"{expected.en} {limit}", f"{expected.zh}（{limit}）")
    return expected


def _expected(annotation: Any, path: str) -> Label:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _expected(inner[0], path)
    if origin is dict or _is_model(annotation):
        return Label(f"a table [{path}]", f"表 [{path}]")
    if origin is list and inner[0] is str:
        return Label("a list of texts", "文本列表")
    if origin is list:
        return Label(f"tables [[{path}]]", f"[[{path}]] 表")
    words = [argument for argument in inner if isinstance(argument, str)]
    if words:
        return one_of(words)
    plain = next((argument for argument in inner if argument is not type(None)), None)
    return KINDS.get(annotation) or (_expected(plain, path) if plain else A_VALUE)


def _annotation(model: type[BaseModel], parts: list[str]) -> Any:
    """What is declared at a path: of a table by its key, of a list or a dictionary that of its entries."""
    here: Any = model
    for part in parts:
        inner = [get_arg for get_arg in get_args(here) if get_arg is not type(None)]
        table = next(
            (
                declared
                for declared in (here, *inner)
                if _is_model(declared) and part in declared.model_fields
            ),
            None,
        )
        here = table.model_fields[part].annotation if table else (inner or [here])[-1]
    return here


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _model_at(model: type[BaseModel], parts: list[str]) -> type[BaseModel]:
    annotation = _annotation(model, parts)
    inner = [annotation, *get_args(annotation)]
    return next((declared for declared in inner if _is_model(declared)), model)
