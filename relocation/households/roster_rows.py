"""Rows of cells -> a roster. Every bad row is told with its cells; a row is either read or refused, never lost."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from relocation.households.columns import ID, PERSONS, POOR_PERSONS, REGISTERED, RosterColumn
from relocation.households.money import Column
from relocation.households.roster import Places, Roster, RosterRead
from relocation.households.roster_cells import SPACES, take, unusual
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound

Row = tuple[int, Sequence[Any]]  # row number in the file, its cells

MOST_REMEMBERED = 100_000  # cells; most columns repeat a few values

NO_ROWS = Label("no household", "没有任何农户")
ONE_ROW = Label("one row for each household", "每户一行")
FILL_ROWS = Label("fill the rows below the headings", "请在标题行下逐户填写")


@dataclass
class RowReader:
    """Takes row after row of one file, then gives the roster. `typed` says that cells know numbers from texts."""

    rules: RuleSet
    places: Places
    positions: dict[str, int]
    typed: bool
    problems: list[Problem] = field(default_factory=list)
    rows: array[int] = field(default_factory=lambda: array("q"))
    refused: set[int] = field(default_factory=set)  # positions among the rows
    numbers: dict[str, array[int]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    taken: dict[tuple[str, type, Any], Any] = field(
        default_factory=dict
    )  # cells that were read without a word
    first_seen: dict[str, int] = field(default_factory=dict)  # folded id -> position

    def __post_init__(self) -> None:
        self.columns = [(one, self.positions.get(one.key)) for one in self.rules.roster_columns]
        for column, _ in self.columns:
            if column.record.kind == "text":
                self.texts[column.key] = []
            else:
                self.numbers[column.key] = array("q")

    def read(self, rows: Iterable[Row]) -> None:
        """Takes all rows; those without anything in them are no rows."""
        for number, cells in rows:
            if not all(is_blank(cell) for cell in cells):
                self.take(number, cells)

    def take(self, number: int, cells: Sequence[Any]) -> None:
        """Takes one row."""
        at = self.open_row(number)
        self.fill(at, cells)
        self.note_id(at)

    def open_row(self, number: int) -> int:
        """An empty row at the end; gives its position."""
        self.rows.append(number)
        for column, _ in self.columns:
            if column.record.kind == "text":
                self.texts[column.key].append("")
            else:
                self.numbers[column.key].append(0)
        return len(self.rows) - 1

    def fill(self, at: int, cells: Sequence[Any]) -> None:
        """Puts what the cells of a row say in its place."""
        for column, position in self.columns:
            value = self.value(self.rows[at], at, column, position, cells)
            if column.record.kind == "text":
                self.texts[column.key][at] = value or ""
            else:
                self.numbers[column.key][at] = value or 0

    def extend(
        self,
        rows: Column,
        numbers: Mapping[str, Column],
        texts: Mapping[str, list[str]],
        odd: Mapping[int, Sequence[Any]],
    ) -> None:
        """Takes whole columns; of the rows whose numbers are in `odd`, their cells instead."""
        start = len(self.rows)
        self.rows.frombytes(rows.tobytes())
        for key, column in numbers.items():
            self.numbers[key].frombytes(column.tobytes())
        for key, values in texts.items():
            self.texts[key] += values
        even = ~np.isin(rows, list(odd))
        self.problems += doubtful(self.rules, self.places, rows, numbers, even)
        for at in range(start, len(self.rows)):
            if self.rows[at] in odd:
                self.fill(at, odd[self.rows[at]])
            self.note_id(at)

    def value(
        self, number: int, at: int, column: RosterColumn, position: int | None, cells: Sequence[Any]
    ) -> Any:
        """The stored value of one cell; a problem that is an error refuses the row."""
        if position is None:
            return -1 if column.record.kind == "choice" else None
        cell = cells[position] if position < len(cells) else None
        if cell is None and not column.record.required:
            return -1 if column.record.kind == "choice" else None
        seen = self.taken.get((column.key, type(cell), cell)) if cell.__hash__ else None
        if seen is not None:
            return seen
        where = self.places.cell(number, column.key)
        taken = take(where, cell, column, typed=self.typed)
        if not taken.problems and not column.private and len(self.taken) < MOST_REMEMBERED:
            self.taken[column.key, type(cell), cell] = taken.value
        self.problems += taken.problems
        if any(problem.severity == "error" for problem in taken.problems):
            self.refused.add(at)
        return taken.value

    def refuse(self, number: int, problem: Problem) -> None:
        """A row that cannot be taken apart into cells."""
        self.refused.add(self.open_row(number))
        self.problems.append(problem)

    def note_id(self, at: int) -> None:
        """Two rows with one id are both refused: nobody can say which of them is right."""
        identity = folded_id(self.texts[ID.key][at])
        first = self.first_seen.setdefault(identity, at) if identity else at
        if first != at:
            self.refused |= {first, at}
            places = (self.places.cell(self.rows[one], ID.key) for one in (at, first))
            self.problems.append(repeated_id(*places))

    def finish(self) -> RosterRead:
        """The roster of the rows that can be used. Raises ProblemsFound for a file without any row."""
        if not self.rows:
            where = self.places.sheet or self.places.file
            raise ProblemsFound([*self.problems, Problem(where, NO_ROWS, ONE_ROW, FILL_ROWS)])
        numbers = {key: np.array(values, dtype=np.int64) for key, values in self.numbers.items()}
        settle_register(numbers)
        sound = np.ones(len(self.rows), dtype=np.bool_)
        sound[sorted(self.refused)] = False
        rows = np.array(self.rows, dtype=np.int64)
        for bad, problem in contradictions(self.rules, numbers, rows, self.places, sound.copy()):
            sound[bad] = False
            self.problems.append(problem)
        kept = np.flatnonzero(sound)
        roster = Roster(
            {key: _frozen(column[kept]) for key, column in numbers.items()},
            {key: tuple(values[at] for at in kept) for key, values in self.texts.items()},
            tuple(option.key for option in self.rules.options),
            _frozen(rows[kept]),
            self.places,
        )
        refused = tuple(int(row) for row in rows[~sound])
        return RosterRead(roster, tuple(self.problems), len(refused), refused)


def is_blank(cell: Any) -> bool:
    """Whether there is nothing in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip(SPACES))


def doubtful(
    rules: RuleSet, places: Places, rows: Column, numbers: Mapping[str, Column], looked_at: Any
) -> Iterator[Problem]:
    """Warnings about numbers of whole columns that are possible and unusual, for the rows that are looked at."""
    for column in rules.roster_columns:
        usual, stored = column.record.usual, numbers.get(column.key)
        if usual is None or stored is None:
            continue
        odd = (stored != 0) & ((stored < usual[0] * column.scale) | (stored > usual[1] * column.scale))
        for at in np.flatnonzero(odd & looked_at):
            where = places.cell(int(rows[at]), column.key)
            yield from unusual(where, int(stored[at]) / column.scale, column)


def repeated_id(where: str, first: str) -> Problem:
    """The problem of an id that stands at an earlier place too."""
    found = Label(f"the id of {first} again", f"与 {first} 相同的户编号")
    once = Label("every id once", "每个户编号只出现一次")
    remedy = Label(
        "correct or remove one of the two rows; neither was read", "请更正或删除其中一行；两行均未读取"
    )
    return Problem(where, found, once, remedy, ID.record.label)


def folded_id(text: str) -> str:
    """An id for comparison: width, spaces and the case of a check digit X do not make another household."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def settle_register(numbers: dict[str, Column]) -> None:
    """1 for a registered household: as the roster says, else by whether it has registered persons. 0 is yes in choices."""
    said, poor = numbers[REGISTERED.key], numbers[POOR_PERSONS.key] > 0
    numbers[REGISTERED.key] = np.where(said == -1, poor, said == 0).astype(np.int64)


def contradictions(
    rules: RuleSet, numbers: dict[str, Column], rows: Column, places: Places, sound: Any
) -> Iterator[tuple[int, Problem]]:
    """Cells that cannot be true together, of rows that are sound so far: position of the row, problem."""
    persons, poor = numbers[PERSONS.key], numbers[POOR_PERSONS.key]
    for at in np.flatnonzero(sound & (poor > persons)):
        found = Label(f"{poor[at]} of {persons[at]} persons", f"{persons[at]}人中有{poor[at]}人")
        most = Label("at most as many as there are persons", "不多于家庭人口")
        yield int(at), _told(places, rows[at], POOR_PERSONS, found, most, CORRECT_ONE)
    for at in np.flatnonzero(sound & (poor <= persons) & ((numbers[REGISTERED.key] > 0) != (poor > 0))):
        expected = Label("yes with registered persons, no without", "有建档立卡人口为是，没有为否")
        found = Label(f"{poor[at]} registered persons", f"建档立卡人口{poor[at]}人")
        yield int(at), _told(places, rows[at], REGISTERED, found, expected, CORRECT_ONE)
    for code, key in rules.uncounted():
        option, column = rules.options[code], rules.column(key)
        name = column.record.label
        for at in np.flatnonzero(sound & (numbers["option"] == code) & (numbers[key] > 0)):
            found = Label(
                f"a quantity with the option {option.label.en}", f"选择“{option.label.zh}”却填有数量"
            )
            expected = Label(f"no {name.en} with this option", f"该安置方式没有“{name.zh}”")
            yield int(at), _told(places, rows[at], column, found, expected, CORRECT_ONE)


CORRECT_ONE = Label("correct one of the two", "请更正其中之一")


def _told(
    places: Places, row: Any, column: RosterColumn, found: Label, expected: Label, remedy: Label
) -> Problem:
    return Problem(places.cell(int(row), column.key), found, expected, remedy, column.record.label)


def _frozen(column: Column) -> Column:
    column.setflags(write=False)
    return column
