"""Rows of cells -> a roster. Every bad row is told with its cells; a row is either read or refused, never lost."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from relocation.households.columns import ID, PERSONS, POOR_PERSONS, REGISTERED, UNSAID, RosterColumn
from relocation.households.money import Column
from relocation.households.roster import Roster, RosterRead, folded_id
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.cells import take, unusual
from relocation.reading.rows import UNREAD, Places, is_blank, names_a_total, sums_of_rows_above, total_row
from relocation.reading.table import TableKind
from relocation.reading.table_rows import OpenTable

MOST_REMEMBERED = 100_000  # cells; most columns repeat a few values

NO_ROWS = Label("no household", "没有任何农户")
ONE_ROW = Label("one row for each household", "每户一行")
FILL_ROWS = Label("fill the rows below the headings", "请在标题行下逐户填写")


def roster_table(rules: RuleSet) -> TableKind:
    """A roster for the rules of a scheme, as a table."""
    copy = Label("copy the rows into the roster template", "请将各行复制到花名册模板中")
    return TableKind(rules.roster_columns, fewest=3, remedy=copy)


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
    taken: dict[tuple[str, type, Any], Any] = field(default_factory=dict)  # cells read without a word
    first_seen: dict[str, int] = field(default_factory=dict)  # folded id -> position
    unstated: int = 0  # rows that say nothing of registered persons

    def __post_init__(self) -> None:
        columns = self.rules.roster_columns
        self.texts = {column.key: [] for column in columns if column.record.kind == "text"}
        self.numbers = {column.key: array("q") for column in columns if column.record.kind != "text"}
        places = ((column, self.positions.get(column.key)) for column in columns)
        self.poor, self.registered = (self.positions.get(column.key) for column in (POOR_PERSONS, REGISTERED))
        self.columns = [(column, position) for column, position in places if position is not None]

    def read(self, table: OpenTable) -> RosterRead:
        """The roster in a table. Raises ProblemsFound for one without any row."""
        for number, cells, problem in table.data_rows():
            row = self.open_row(number)
            if problem is not None:
                self.refused.add(row)
                self.problems.append(problem)
            else:
                self.fill(row, cells)
                self.note_id(row)
        self.problems += table.notes()
        return self.finish()

    def open_row(self, number: int) -> int:
        """A row at the end of which nothing is known; gives its position."""
        self.rows.append(number)
        for texts in self.texts.values():
            texts.append("")
        for key, numbers in self.numbers.items():
            numbers.append(UNSAID if key == REGISTERED.key else 0)
        return len(self.rows) - 1

    def fill(self, row: int, cells: Sequence[Any]) -> None:
        """Puts what the cells of a row say in its place."""
        if is_blank(_cell(cells, self.poor)) and is_blank(_cell(cells, self.registered)):
            self.unstated += 1
        width, texts, numbers = len(cells), self.texts, self.numbers
        for column, position in self.columns:
            cell = cells[position] if position < width else None
            if cell is None and not column.record.required:
                continue
            value = self.value(row, cell, column)
            if column.key in texts:
                texts[column.key][row] = value or ""
            else:
                numbers[column.key][row] = UNREAD if value is None else value

    def fill_odd(self, row: int, cells: Sequence[Any]) -> None:
        """Puts an odd row among whole columns in its place, unless it says that it is a total."""
        named = (self.positions.get(column.key) for column, _ in self.columns if column.names_row)
        if any(names_a_total(_cell(cells, position), label=True) for position in named):
            self.refused.add(row)
            self.problems.append(total_row(self.places.row(self.rows[row])))
        else:
            self.fill(row, cells)

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
        for row in range(start, len(self.rows)):
            if self.rows[row] in odd:
                self.fill_odd(row, odd[self.rows[row]])
            self.note_id(row)

    def value(self, row: int, cell: Any, column: RosterColumn) -> Any:
        """The stored value of one cell, None if it cannot be used; a problem that is an error refuses the row."""
        seen = self.taken.get((column.key, type(cell), cell)) if cell.__hash__ else None
        if seen is not None:
            return seen
        where = self.places.cell(self.rows[row], column.key)
        taken = take(where, cell, column, typed=self.typed)
        if not taken.problems and not column.private and len(self.taken) < MOST_REMEMBERED:
            self.taken[column.key, type(cell), cell] = taken.value
        self.problems += taken.problems
        if any(problem.severity == "error" for problem in taken.problems):
            self.refused.add(row)
        return taken.value

    def note_id(self, row: int) -> None:
        """Two rows with one id are both refused: nobody can say which of them is right."""
        identity = folded_id(self.texts[ID.key][row])
        first = self.first_seen.setdefault(identity, row) if identity else row
        if first != row:
            self.refused |= {first, row}
            places = (self.places.cell(self.rows[place], ID.key) for place in (row, first))
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
        self.refuse_sums(numbers, rows, sound)
        self.problems += unstated(self.places.file, self.unstated)
        for bad, problem in contradictions(self.rules, numbers, rows, self.places, sound.copy()):
            sound[bad] = False
            self.problems.append(problem)
        kept = np.flatnonzero(sound)
        roster = Roster(
            {key: _frozen(column[kept]) for key, column in numbers.items()},
            {key: tuple(values[row] for row in kept) for key, values in self.texts.items()},
            tuple(option.key for option in self.rules.options),
            _frozen(rows[kept]),
            self.places,
        )
        refused = tuple(int(row) for row in rows[~sound])
        return RosterRead(roster, tuple(self.problems), len(refused), refused)

    def refuse_sums(self, numbers: dict[str, Column], rows: Column, sound: Any) -> None:
        """Rows that add up the households above them, with an id or without, are no households."""
        counted = {
            column.key: numbers[column.key] for column in self.rules.roster_columns if column.is_number
        }
        nameless = [row for row in self.refused if not self.texts[ID.key][row]]
        for row in sums_of_rows_above(counted, sound, nameless):
            sound[row] = False
            where = self.places.row(int(rows[row]))
            cells = {self.places.cell(int(rows[row]), column.key) for column in self.rules.roster_columns}
            self.problems = [problem for problem in self.problems if problem.where not in cells]
            self.problems.append(total_row(where))


def _cell(cells: Sequence[Any], position: int | None) -> Any:
    return cells[position] if position is not None and position < len(cells) else None


def unstated(where: str, rows: int) -> Iterator[Problem]:
    """A warning about blank cells that were read as nobody registered; what is not stated is no no."""
    if not rows:
        return
    described = Label(f"{rows} blank cells", f"{rows}个空白单元格")
    stated = Label("the registered persons of every household, 0 for none", "每户的建档立卡人数，没有则为0")
    said = Label(
        "read as 0, for which nothing is paid; write 0 if that is meant", "已读作0，不计补助；如确为零请填0"
    )
    yield Problem(where, described, stated, said, POOR_PERSONS.record.label, "warning")


def doubtful(
    rules: RuleSet, places: Places, rows: Column, numbers: Mapping[str, Column], looked_at: Any
) -> Iterator[Problem]:
    """Warnings about numbers of whole columns that are possible and unusual, for the rows that are looked at."""
    for column in rules.roster_columns:
        usual, stored = column.record.usual, numbers.get(column.key)
        if usual is None or stored is None:
            continue
        odd = (stored != 0) & ((stored < usual[0] * column.scale) | (stored > usual[1] * column.scale))
        for row in np.flatnonzero(odd & looked_at):
            where = places.cell(int(rows[row]), column.key)
            yield from unusual(where, int(stored[row]) / column.scale, column)


def repeated_id(where: str, first: str) -> Problem:
    """The problem of an id that stands at an earlier place too."""
    described = Label(f"the id of {first} again", f"与 {first} 相同的户编号")
    once = Label("every id once", "每个户编号只出现一次")
    remedy = Label(
        "correct or remove one of the two rows; neither was read", "请更正或删除其中一行；两行均未读取"
    )
    return Problem(where, described, once, remedy, ID.record.label)


def settle_register(numbers: dict[str, Column]) -> None:
    """1 for a registered household: as the roster says, else by whether it has registered persons. 0 is yes in choices."""
    said, poor = numbers[REGISTERED.key], numbers[POOR_PERSONS.key] > 0
    numbers[REGISTERED.key] = np.where(said == UNSAID, poor, said == 0).astype(np.int64)


def contradictions(
    rules: RuleSet, numbers: dict[str, Column], rows: Column, places: Places, sound: Any
) -> Iterator[tuple[int, Problem]]:
    """Cells that cannot be true together, of rows that are sound so far: position of the row, problem."""
    persons, poor = numbers[PERSONS.key], numbers[POOR_PERSONS.key]
    for row in np.flatnonzero(sound & (poor > persons)):
        described = Label(f"{poor[row]} of {persons[row]} persons", f"{persons[row]}人中有{poor[row]}人")
        most = Label("at most as many as there are persons", "不多于家庭人口")
        yield int(row), _told(places, rows[row], POOR_PERSONS, described, most, CORRECT_ONE)
    for row in np.flatnonzero(sound & (poor <= persons) & ((numbers[REGISTERED.key] > 0) != (poor > 0))):
        expected = Label("yes with registered persons, no without", "有建档立卡人口为是，没有为否")
        described = Label(f"{poor[row]} registered persons", f"建档立卡人口{poor[row]}人")
        yield int(row), _told(places, rows[row], REGISTERED, described, expected, CORRECT_ONE)
    for code, key in rules.uncounted():
        option, column = rules.options[code], rules.column(key)
        name = column.record.label
        for row in np.flatnonzero(sound & (numbers["option"] == code) & (numbers[key] > 0)):
            described = Label(
                f"a quantity with the option {option.label.en}", f"选择“{option.label.zh}”却填有数量"
            )
            expected = Label(f"no {name.en} with this option", f"该安置方式没有“{name.zh}”")
            yield int(row), _told(places, rows[row], column, described, expected, CORRECT_ONE)


CORRECT_ONE = Label("correct one of the two", "请更正其中之一")


def _told(
    places: Places, row: Any, column: RosterColumn, described: Label, expected: Label, remedy: Label
) -> Problem:
    return Problem(places.cell(int(row), column.key), described, expected, remedy, column.record.label)


def _frozen(column: Column) -> Column:
    column.setflags(write=False)
    return column
