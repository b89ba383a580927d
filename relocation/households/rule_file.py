"""Rule files: models/households/*.toml -> RuleSet, with every problem of a file told at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from relocation.households.columns import (
    CORE_KEYS,
    COUNTS,
    HOUSEHOLD,
    RosterColumn,
    declared_column,
)
from relocation.households.money import FEN, JIAO, YUAN
from relocation.households.rule_table import CORRECT, RuleTable
from relocation.households.rules import (
    FEEDS,
    SELF_FUNDING,
    SIDES,
    WHO,
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
from relocation.project.fields import PROVENANCE, UNITS
from relocation.reading.columns import MEASURES
from relocation.resources import data_dir

LARGEST_FILE = 1_000_000
SECTIONS = ("scheme", "columns", "options", "rules", "limits")
BASES = {"fen": FEN, "jiao": JIAO, "yuan": YUAN, "ten_yuan": 10 * YUAN, "hundred_yuan": 100 * YUAN}
IDENTITY = re.compile(r"[a-z][a-z0-9_]{0,39}").fullmatch
FEED = re.compile(r"(compensation|purchases|subsidies)\.[a-z][a-z0-9_]*").fullmatch
PER = ("persons", "poor_persons", HOUSEHOLD)
RESERVED = {"columns": {*CORE_KEYS, HOUSEHOLD, SELF_FUNDING}, "rules": {"received", "paid", "left"}}
LARGEST_QUANTITY = 1_000_000  # units of one household: a slip of magnitude, not a house


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
    try:
        data = path.read_bytes()
        if len(data) > LARGEST_FILE:
            raise ProblemsFound([_file(path, f"{len(data)} bytes", Label("at most 1 MB", "不超过1 MB"))])
        return parse_rules(data.decode("utf-8-sig"))
    except OSError as error:
        raise ProblemsFound(
            [_file(path, str(error.strerror), Label("a readable file", "可读取的文件"))]
        ) from None
    except UnicodeDecodeError:
        raise ProblemsFound(
            [_file(path, "other bytes", Label("a text in UTF-8", "UTF-8 编码的文本"))]
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ProblemsFound([_file(path, str(error), Label("a TOML file", "TOML 文件"))]) from None


def parse_rules(text: str) -> RuleSet:
    """The rules in a TOML text. Raises ProblemsFound, or TOMLDecodeError when it is not TOML."""
    reading = _Reading(tomllib.loads(text, parse_float=Decimal))
    rules = reading.rule_set()
    if reading.problems:
        raise ProblemsFound(reading.problems)
    return rules


def _file(path: Path, found: str, expected: Label) -> Problem:
    return Problem(str(path), found, expected, Label("check the file", "请检查该文件"))


class _Reading:
    """Reads section by section; each knows the names that the sections before it declared."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.units: dict[str, str] = {"persons": "person", "poor_persons": "person", HOUSEHOLD: "household"}

    def rule_set(self) -> RuleSet:
        for key in self.document:
            if key not in SECTIONS:
                sections = Label("one of " + ", ".join(SECTIONS), "、".join(SECTIONS) + " 之一")
                self.problems.append(Problem(key, key, sections, near(key, SECTIONS, CORRECT)))
        scheme = RuleTable("scheme", self.section("scheme"), self.problems)
        label, source, note = scheme.label(), scheme.text("source"), scheme.text("note")
        scheme.finish()
        columns = tuple(self.column(key, table) for key, table in self.tables("columns"))
        options = tuple(self.option(key, table) for key, table in self.tables("options"))
        self.required("columns", columns)
        self.required("options", options)
        rules: list[Rule] = []
        for key, table in self.tables("rules"):
            rules.append(self.rule(key, table, options, rules))
        self.required("rules", rules)
        limits = tuple(self.limit(key, table) for key, table in self.tables("limits"))
        return RuleSet(label, columns, options, tuple(rules), limits, source, note)

    def section(self, key: str) -> Mapping[str, Any]:
        value = self.document.get(key, {})
        if isinstance(value, Mapping):
            return value
        self.problems.append(Problem(key, str(value)[:60], Label("a table", "一个表"), CORRECT))
        return {}

    def tables(self, section: str) -> Iterator[tuple[str, RuleTable]]:
        for key, value in self.section(section).items():
            where = f"{section}.{key}"
            if IDENTITY(key) is None or key in RESERVED.get(section, ()):
                free = Label("a name in lower case letters that is not taken", "未被占用的小写英文名称")
                self.problems.append(
                    Problem(where, key[:60], free, Label("choose another name", "请换一个名称"))
                )
            elif not isinstance(value, Mapping):
                self.problems.append(Problem(where, str(value)[:60], Label("a table", "一个表"), CORRECT))
            else:
                yield key, RuleTable(where, value, self.problems)

    def required(self, section: str, found: Any) -> None:
        if not found:
            one = Label(f"at least one [{section}.<id>]", f"至少一个 [{section}.<id>]")
            self.problems.append(Problem(section, "", one, Label("declare it", "请声明")))

    def column(self, key: str, table: RuleTable) -> RosterColumn:
        unit = table.choice("unit", [one for one in UNITS if one in MEASURES | COUNTS])
        part = table.choice("part", ("given_up", "chosen"))
        high = table.whole("high", 1, LARGEST_QUANTITY, LARGEST_QUANTITY if unit in MEASURES else 1_000)
        column = declared_column(key, table.label(), unit, cast(Any, part), high)
        table.finish()
        self.units[key] = unit
        return column

    def option(self, key: str, table: RuleTable) -> Option:
        option = Option(key, table.label(), table.label("settlement"))
        table.finish()
        return option

    def rule(self, key: str, table: RuleTable, options: tuple[Option, ...], earlier: list[Rule]) -> Rule:
        label, side = table.label(), cast(Any, table.choice("side", SIDES))
        columns = table.names("quantity", self.units)
        of_rules = table.names("of_rules", [rule.id for rule in earlier])
        rule = Rule(
            key,
            label,
            side,
            columns,
            of_rules,
            self.unit(table, columns, of_rules),
            table.ratio("rate"),
            self.rounding(table),
            self.eligibility(table, [option.key for option in options]),
            self.allowance(table, "above"),
            self.allowance(table, "quantity_cap"),
            self.allowance(table, "amount_cap"),
            self.feeds(table, side),
            *self.provenance(table),
        )
        table.finish()
        return rule

    def unit(self, table: RuleTable, columns: tuple[str, ...], of_rules: tuple[str, ...]) -> str:
        """The unit of what a rule counts, which is one."""
        units = {self.units[one] for one in columns}
        if bool(columns) == bool(of_rules):
            either = Label("either quantity or of_rules", "quantity 与 of_rules 二者取一")
            table.problem("quantity", ", ".join(columns), either)
        elif len(units) > 1:
            table.problem("quantity", ", ".join(columns), Label("columns of one unit", "单位相同的列"))
        return next(iter(units), "yuan")

    def rounding(self, table: RuleTable) -> Rounding:
        inner = table.inner("rounding")
        if inner is None:
            return Rounding()
        base = BASES[inner.choice("base", BASES, "fen")]
        direction = inner.choice("direction", ("nearest", "up", "down"), "nearest")
        rounding = Rounding(base, cast(Any, direction), inner.text("source"))
        inner.finish()
        return rounding

    def eligibility(self, table: RuleTable, options: list[str]) -> Eligibility:
        households = cast(Any, table.choice("households", WHO, "all"))
        return Eligibility(table.names("options", options), households, table.names("needs", self.units))

    def allowance(self, table: RuleTable, key: str) -> Allowance | None:
        inner = table.inner(key)
        if inner is None:
            return None
        allowance = Allowance(inner.ratio("limit"), inner.choice("per", PER, HOUSEHOLD))
        inner.finish()
        return allowance

    def feeds(self, table: RuleTable, side: str) -> str:
        path = table.text("feeds")
        group = FEEDS.get(cast(Any, side))
        if path and (FEED(path) is None or path.split(".")[0] != group):
            en = f"{group}.<id>" if group else f"nothing, since the side is {side}"
            table.problem("feeds", path, Label(en, f"{group}.<id>" if group else "不填"))
            return ""
        return path

    def provenance(self, table: RuleTable) -> tuple[Any, str, str]:
        return table.choice("provenance", PROVENANCE, "assumption"), table.text("source"), table.text("note")

    def limit(self, key: str, table: RuleTable) -> Limit:
        measure = table.names("measure", [*self.units, SELF_FUNDING])
        units = {"yuan" if one == SELF_FUNDING else self.units[one] for one in measure}
        if len(units) != 1 or (SELF_FUNDING in measure and len(measure) > 1):
            table.problem("measure", ", ".join(measure), Label("columns of one unit", "单位相同的列"))
        allowance = Allowance(table.ratio("limit"), table.choice("per", PER, HOUSEHOLD))
        households = cast(Any, table.choice("households", WHO, "all"))
        unit = next(iter(units), "yuan")
        limit = Limit(key, table.label(), measure, allowance, unit, households, *self.provenance(table))
        table.finish()
        return limit
