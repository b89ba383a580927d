"""Rule files: models/households/*.toml -> RuleSet, with every problem of a file told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from relocation.folders import data_dir
from relocation.households.columns import RosterColumn, declared_column
from relocation.households.rule_entries import ColumnKey, Key, RuleKey, names_declared, some
from relocation.households.rules import Labelled, Limit, Option, Rule, RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near
from relocation.reading.documents import Table, Text, checked
from relocation.reading.headings import MEASURES
from relocation.reading.toml_file import load, tables_of

LARGEST_QUANTITY = 1_000_000  # units of one household: a slip of magnitude, not a house
Declared = TypeVar("Declared", Rule, Limit)


def shipped_rules(name: str) -> RuleSet:
    """The rules that come with the package, such as "lujia". Raises ProblemsFound with close matches."""
    folder = data_dir("models") / "households"
    path = folder / f"{name}.toml"
    if not path.is_file():
        known = sorted(file.stem for file in folder.glob("*.toml"))
        expected = Label("the name of a shipped rule file", "随附规则文件的名称")
        raise ProblemsFound(
            [Problem(name, name, expected, near(name, known, Label(*[", ".join(known)] * 2)))]
        )
    return read_rules(path)


def shipped_roster(name: str) -> Path | None:
    """The synthetic roster that comes with the rules of a name, None if there is none."""
    path = data_dir("models") / "households" / f"{name}_synthetic_roster.csv"
    return path if re.fullmatch(r"[a-z0-9_]+", name) and path.is_file() and not Path(name).exists() else None


def read_rules(path: Path) -> RuleSet:
    """The rules in a file. Raises ProblemsFound with everything that is wrong with it."""
    return _rule_set(load(path, parse_float=Decimal))


def parse_rules(text: str) -> RuleSet:
    """The rules in a TOML text. Raises ProblemsFound, or TOMLDecodeError when it is not TOML."""
    return _rule_set(tables_of(text, parse_float=Decimal))


class _Scheme(Labelled):
    """The scheme."""

    source: Text = ""
    note: Text = ""


class _Column(Labelled):
    """A quantity that a roster states."""

    unit: Literal["m2", "mu", "yuan", "person", "household", "garage", "building", "quantity"]
    part: Literal["given_up", "chosen"]
    high: int | None = Field(None, ge=1, le=LARGEST_QUANTITY)

    def column(self, key: str) -> RosterColumn:
        """The column of a roster; without a ceiling of its own it has a usual one."""
        high = self.high or (LARGEST_QUANTITY if self.unit in MEASURES else 1_000)
        return declared_column(key, self.label, self.unit, self.part, high)


class _RuleFile(Table):
    """A whole file. What is left out is looked at too, so that it is told."""

    scheme: _Scheme = Field({}, validate_default=True)
    columns: Annotated[dict[ColumnKey, _Column], some("columns")] = Field({}, validate_default=True)
    options: Annotated[dict[Key, Option], some("options")] = Field({}, validate_default=True)
    rules: Annotated[dict[RuleKey, Rule], some("rules")] = Field({}, validate_default=True)
    limits: dict[Key, Limit] = Field(default_factory=dict)


def _rule_set(document: Mapping[str, Any]) -> RuleSet:
    declared = names_declared(document)
    stated, units = checked(_RuleFile, document, context=declared), declared["units"]
    return RuleSet(
        stated.scheme.label,
        tuple(column.column(key) for key, column in stated.columns.items()),
        tuple(option.model_copy(update={"key": key}) for key, option in stated.options.items()),
        tuple(_identified(rule, key, rule.quantity, units) for key, rule in stated.rules.items()),
        tuple(_identified(limit, key, limit.measure, units) for key, limit in stated.limits.items()),
        stated.scheme.source,
        stated.scheme.note,
    )


def _identified(stated: Declared, key: str, counted: Sequence[str], units: Mapping[str, str]) -> Declared:
    """A rule or limit with its id, and the unit of the columns that it counts; of amounts that is yuan."""
    unit = next((units[name] for name in counted if name in units), "yuan")
    return stated.model_copy(update={"id": key, "unit": unit})
