"""A roster: the households of a file as columns, and what reading it has found.

Names, ids and bank accounts stand in `texts` and nowhere else: no message, repr or report repeats them unasked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from relocation.households.columns import ID, PERSONS, POOR_PERSONS, REGISTERED, RosterColumn
from relocation.households.money import AmountTooLarge, Column, total
from relocation.households.rules import RuleSet
from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound
from relocation.reading.rows import Places

SYNTHETIC = "SYN-"  # the beginning of every invented id
SYNTHETIC_NOTE = Label("Synthetic: these households are invented.", "模拟数据：所列农户均为虚构。")


@dataclass(frozen=True, repr=False, eq=False)
class Roster:
    """Households in the order of their file. Measures are int64 hundredths, counts int64, `option` codes of `options`."""

    numbers: Mapping[str, Column]
    texts: Mapping[str, tuple[str, ...]]
    options: tuple[str, ...]
    rows: Column  # row numbers in the file
    places: Places

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Roster({len(self)} {'synthetic ' if self.synthetic else ''}households of {self.places.file})"

    @property
    def synthetic(self) -> bool:
        """Whether the households are invented, which their ids say."""
        return len(self) > 0 and all(identity.startswith(SYNTHETIC) for identity in self.texts[ID.key])

    def batch(self, rules: RuleSet) -> dict[str, Column]:
        """The numbers as the rules of a scheme expect them. Raises ProblemsFound for a column or option it lacks."""
        missing = [column for column in rules.columns if column.key not in self.numbers]
        unknown = [key for key in self.options if key not in {option.key for option in rules.options}]
        problems = [self._lacking(column.record.label) for column in missing] + [
            self._lacking(Label(o, o)) for o in unknown
        ]
        if problems:
            raise ProblemsFound(problems)
        codes = np.array([rules.code(option) for option in self.options], dtype=np.int64)
        return {**self.numbers, "option": codes[self.numbers["option"]]}

    def count(self, key: str) -> int:
        """The sum of a column in stored units, such as the persons of all households."""
        return total(self.numbers[key])

    @property
    def registered_households(self) -> int:
        """Households on the poverty register."""
        return total(self.numbers[REGISTERED.key])

    @property
    def people(self) -> tuple[int, int]:
        """Persons, and registered poor persons."""
        return self.count(PERSONS.key), self.count(POOR_PERSONS.key)

    def _lacking(self, name: Label) -> Problem:
        expected = Label("a roster made for these rules", "按该规则编制的花名册")
        remedy = Label("read the roster with the same rule file", "请用同一规则文件读取花名册")
        return Problem(self.places.file, name, expected, remedy)


@dataclass(frozen=True, repr=False, eq=False)
class RosterRead:
    """What was read of a file: rows_read + rows_refused = rows in the file, and why rows were refused."""

    roster: Roster
    problems: tuple[Problem, ...]
    rows_refused: int
    refused: tuple[int, ...] = field(default=())  # their row numbers

    def __repr__(self) -> str:
        return f"RosterRead({self.count_text().en})"

    @property
    def rows_read(self) -> int:
        """Rows that became households of the roster."""
        return len(self.roster)

    @property
    def rows_in_file(self) -> int:
        """Rows with anything in them, below the headings."""
        return self.rows_read + self.rows_refused

    def count_text(self) -> Label:
        """The promise that no row is lost, in figures."""
        return count_text(self.rows_read, self.rows_refused)

    def complete(self) -> Roster:
        """The roster, once no row was refused. Raises ProblemsFound with why rows were."""
        if self.rows_refused:
            raise ProblemsFound(self.problems)
        return self.roster


def folded_id(text: str) -> str:
    """An id for comparison: width, spaces and the case of a check digit X do not make another household."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def unknown_household(where: str, identity: str) -> Problem:
    """The problem of an id that stands in no roster, and that is not repeated."""
    described = Label(f"an id of {len(identity)} characters", f"{len(identity)}个字符的户编号")
    expected = Label("the id of a household that was read", "已读取农户的编号")
    remedy = Label("compare it with the roster", "请与花名册核对")
    return Problem(where, described, expected, remedy, ID.record.label)


def too_large(places: Places, rows: Column, error: AmountTooLarge) -> list[Problem]:
    """The problems of amounts that 64 bits cannot hold; `rows` are the numbers in the file of the rows of the batch."""
    described = Label("an amount beyond 90 quadrillion yuan", "超过9亿亿元的金额")
    expected = Label("amounts that 64 bits hold", "64位整数可容纳的金额")
    look = Label("look at the quantities of this household", "请核对该户数量")
    where = [places.row(int(rows[row])) for row in error.rows] or [places.file]
    return [Problem(place, described, expected, look) for place in where]


def count_text(read: int, refused: int) -> Label:
    """Rows read and refused, which are all rows."""
    return Label(
        f"{read} rows read + {refused} refused = {read + refused} rows in the file",
        f"已读取 {read} 行 + 拒收 {refused} 行 = 文件共 {read + refused} 行",
    )


def roster_value(roster: Roster, column: RosterColumn, position: int, lang: Language) -> str | int:
    """One value of a household: a text, the name of a choice, or a number in stored units."""
    if column.record.kind == "text":
        return roster.texts[column.key][position]
    stored = int(roster.numbers[column.key][position])
    if column.key == REGISTERED.key:
        return column.record.choices[0 if stored else 1].label.text(lang)
    if column.record.kind == "choice":
        key = roster.options[stored]
        return next(choice.label.text(lang) for choice in column.record.choices if choice.key == key)
    return stored
