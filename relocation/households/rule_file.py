"""Rule files: models/households/*.toml -> RuleSet, with every problem of a file told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from relocation.folders import data_dir
from relocation.households.columns import CORE_KEYS, HOUSEHOLD, RosterColumn, declared_column
from relocation.households.money import FEN, JIAO, YUAN
from relocation.households.rule_tables import (
    LARGEST_QUANTITY,
    AllowanceTable,
    ColumnTable,
    LimitTable,
    OptionTable,
    RuleTable,
    SchemeTable,
)
from relocation.households.rules import (
    SELF_FUNDING,
    Allowance,
    Eligibility,
    Limit,
    Option,
    Rounding,
    Rule,
    RuleSet,
)
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near
from relocation.reading.documents import A_TABLE, CORRECT, Table, checked, one_of, shown
from relocation.reading.headings import MEASURES
from relocation.reading.toml_file import load, tables_of

SECTIONS = ("scheme", "columns", "options", "rules", "limits")
BASES = {"fen": FEN, "jiao": JIAO, "yuan": YUAN, "ten_yuan": 10 * YUAN, "hundred_yuan": 100 * YUAN}
IDENTITY = re.compile(r"[a-z][a-z0-9_]{0,39}").fullmatch
RESERVED = {"columns": {*CORE_KEYS, HOUSEHOLD, SELF_FUNDING}, "rules": {"received", "paid", "left"}}
PERSONS = {"persons": "person", "poor_persons": "person", HOUSEHOLD: "household"}

Model = TypeVar("Model", bound=Table)


def shipped_rules(name: str) -> RuleSet:
    """The rules that come with the package, such as "lujia". Raises ProblemsFound with close matches."""
    folder = data_dir("models") / "households"
    path = folder / f"{name}.toml"
    if not path.is_file():
        known = sorted(one.stem for one in folder.glob("*.toml"))
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


def _rule_set(document: Mapping[str, Any]) -> RuleSet:
    reading = _Reading(document)
    rules = reading.rule_set()
    if reading.problems:
        raise ProblemsFound(reading.problems)
    assert rules is not None, "what is not there is a problem"
    return rules


class _Reading:
    """Reads section by section; each knows the names that the sections before it declared."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.context: dict[str, Any] = {"units": dict(PERSONS), "options": [], "rules": []}

    def rule_set(self) -> RuleSet | None:
        for key in self.document:
            if key not in SECTIONS:
                self.problems.append(Problem(key, key, one_of(SECTIONS), near(key, SECTIONS, CORRECT)))
        scheme = self.table(SchemeTable, "scheme", self.document.get("scheme", {}))
        columns = [column(key, table) for key, table in self.tables("columns", ColumnTable)]
        options = [option(key, table) for key, table in self.tables("options", OptionTable)]
        rules = [rule(key, table, self.context["units"]) for key, table in self.tables("rules", RuleTable)]
        self.context["units"][SELF_FUNDING] = "yuan"
        limits = [
            limit(key, table, self.context["units"]) for key, table in self.tables("limits", LimitTable)
        ]
        if scheme is None:
            return None
        return RuleSet(
            scheme.label,
            tuple(columns),
            tuple(options),
            tuple(rules),
            tuple(limits),
            scheme.source,
            scheme.note,
        )

    def table(self, model: type[Model], where: str, value: Any) -> Model | None:
        try:
            return checked(model, value, where, self.context)
        except ProblemsFound as found:
            self.problems += found.problems
            return None

    def tables(self, section: str, model: type[Model]) -> Iterator[tuple[str, Model]]:
        """The tables of a section that can be read. Their names are known to all that follow, read or not."""
        tables = self.document.get(section, {})
        if not isinstance(tables, Mapping):
            self.problems.append(Problem(section, shown(tables), A_TABLE, CORRECT))
            tables = {}
        elif not tables and section != "limits":
            one = Label(f"at least one [{section}.<id>]", f"至少一个 [{section}.<id>]")
            self.problems.append(Problem(section, "", one, Label("declare it", "请声明")))
        for key, value in tables.items():
            where = f"{section}.{key}"
            if IDENTITY(key) is None or key in RESERVED.get(section, ()):
                free = Label("a name in lower case letters that is not taken", "未被占用的小写英文名称")
                self.problems.append(
                    Problem(where, shown(key), free, Label("choose another name", "请换一个名称"))
                )
                continue
            found = self.table(model, where, value)
            self.declare(section, key, value)
            if found is not None:
                yield key, found

    def declare(self, section: str, key: str, value: Any) -> None:
        if section == "columns":
            unit = value.get("unit") if isinstance(value, Mapping) else None
            self.context["units"][key] = unit
        elif section in self.context:
            self.context[section].append(key)


def column(key: str, table: ColumnTable) -> RosterColumn:
    """A column of the roster; without a ceiling of its own it has a usual one."""
    high = table.high or (LARGEST_QUANTITY if table.unit in MEASURES else 1_000)
    return declared_column(key, table.label, table.unit, table.part, high)


def option(key: str, table: OptionTable) -> Option:
    """An option with what it is called in an account."""
    return Option(key, table.label, Label(table.settlement_en, table.settlement_zh))


def rule(key: str, table: RuleTable, units: Mapping[str, str]) -> Rule:
    """A rule; what it counts has one unit."""
    rounding = table.rounding
    return Rule(
        key,
        table.label,
        table.side,
        table.quantity,
        table.of_rules,
        units[table.quantity[0]] if table.quantity else "yuan",
        table.rate,
        Rounding()
        if rounding is None
        else Rounding(BASES[rounding.base], rounding.direction, rounding.source),
        Eligibility(table.options, table.households, table.needs),
        allowance(table.above),
        allowance(table.quantity_cap),
        allowance(table.amount_cap),
        table.feeds,
        table.provenance,
        table.source,
        table.note,
    )


def allowance(table: AllowanceTable | None) -> Allowance | None:
    """So much for each."""
    return None if table is None else Allowance(table.limit, table.per)


def limit(key: str, table: LimitTable, units: Mapping[str, str]) -> Limit:
    """A limit; what it measures has one unit."""
    return Limit(
        key,
        table.label,
        table.measure,
        Allowance(table.limit, table.per),
        units[table.measure[0]],
        table.households,
        table.provenance,
        table.source,
        table.note,
    )
