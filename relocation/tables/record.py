"""What a report is made of: sentences, tables and single numbers. Nothing here knows how it is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from relocation.labels import SEMICOLON, Label, Language, same
from relocation.shown import Shown
from relocation.tables import numbers
from relocation.tables.shapes import Bar as Bar
from relocation.tables.shapes import Lines as Lines
from relocation.tables.shapes import Profile as Profile

if TYPE_CHECKING:
    from relocation.tables.figures import Figure

NO_WORDS = Label("", "")
Tone = Literal["", "strong", "quiet", "good", "bad", "warn"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit; None where there is nothing to show. Of fen, whole or not, yuan are shown, to the fen.

    `before` is written in front of it (a side, such as ≥), and `named` puts its unit behind it; with `digits` it is told by so
    many of them, as what somebody stated is.

    On a sheet `live` makes it a formula: `key` where the line of that key is worked out, `->key` where it or an input is
    repeated, `~text` for a formula text over keys, and with = one in the notation of spreadsheets over {column} of its row, {^column} of the row above, {..column} of all down to
    it, {row.column}, {column:} of all rows, each of another table with {table!...}, {@key} an input or a line; with {= over whole columns. `open` is a cell to be filled in, `defined`
    the name of a cell, and `alarm` the side of zero on which a number stands out, with its tone.
    """

    value: float | Fraction | None
    unit: str
    signed: bool = False
    before: str = ""
    named: bool = False
    digits: int = 0
    live: str | Label = ""
    open: bool = False
    defined: str = ""
    alarm: tuple[Literal["above", "below"], Tone] | None = None

    def formula(self, lang: Language) -> str:
        """What makes it live on a sheet in a language, empty where nothing does."""
        return self.live.text(lang) if isinstance(self.live, Label) else self.live

    @property
    def plain(self) -> float | int | None:
        """The number for a program: money in yuan, None where it is not available."""
        if self.value is None or (isinstance(self.value, float) and not math.isfinite(self.value)):
            return None
        if self.unit == "fen":
            return float(Fraction(self.value) / 100)
        return self.value if isinstance(self.value, (int, float)) else float(self.value)

    def text(self, lang: Language, scale: str = "yuan") -> str:
        """The number for a reader."""
        written = numbers.number_text if self.before else numbers.cell_text
        text = self.before + written(self.value, self.unit, scale, signed=self.signed, digits=self.digits)
        return numbers.text_with_unit(text, self.unit, scale).text(lang) if self.named else text


@dataclass(frozen=True, slots=True)
class Named:
    """A word with an id: programs see the id, which may be yes, no or neither, and readers the name in its tone.

    On a live page it is the one of `states` that the line `live` tells: the first at 0, the second at 1, the last where it is
    not available.
    """

    identity: str | bool | None
    name: Label
    tone: Tone = ""
    live: str = ""
    states: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class ToFill:
    """Words that may be written over on a sheet, one of `choices` if there are any; empty ones wait to be filled in."""

    words: Label | str = ""
    choices: tuple[Label, ...] = ()

    def text(self, lang: Language) -> str:
        """The words in the wanted language."""
        return self.words if isinstance(self.words, str) else self.words.text(lang)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, or what a cell says, in a tone; with `live` it is said of the line of that key as it was delivered.

    `template` is the same with {name} in place of figures, and `holes` say of each such name the key of its line: a live page
    fills it anew.
    """

    words: Label
    tone: Tone = ""
    live: str = ""
    template: Label = NO_WORDS
    holes: tuple[tuple[str, str], ...] = ()

    def text(self, lang: Language) -> str:
        """The sentence in the wanted language."""
        return self.words.text(lang)


@dataclass(frozen=True, slots=True)
class Stacked:
    """Cells one below the other in one; a program sees the first, and the others stand small."""

    cells: tuple[Cell, ...]


Cell = Label | Said | str | Amount | Named | ToFill | Stacked | Bar | Profile

Sentence = Label | Said


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key for programs, its title, and whether it holds words, which may be broken, or figures, which are not.

    `below` are words that stand small below the first words that may be broken, `unbroken` such as stay on one line. `room` are the most places
    of a terminal that words or the heading of figures may take, `width` those of a sheet. Of a table that is parted, a column
    that is `kept` stands in each part, and one that is `joined` beside the one before it. Where there is no room beside, the
    `spare` columns are left out, those of the highest number first; one that is `below` too stands below only there. The cells
    of a column for a `period` show that of their lines, and its title is the day that the line `live` gives it. One that is
    `empty` is seen on a live page only, once something stands in it, or in one of the lines `seen_by`, `?key` of
    which need only be available.
    """

    key: str
    title: Label
    words: bool = False
    below: bool = False
    unbroken: bool = False
    room: int = 0
    width: float = 0
    kept: bool = False
    joined: bool = False
    spare: int = 0
    period: int = 0
    live: str = ""
    empty: bool = False
    seen_by: tuple[str, ...] = ()

    def heading(self, lang: Language) -> str:
        """The title in one line; a line break in it is for narrow terminals."""
        return self.title.text(lang).replace("\n", "" if lang == "zh" else " ")


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by its depth set in. `strong` is a sum or what is asked for; `apart` stands below a line, `band` opens a group.

    The cells of a row for a `period` show that of their lines. One that is `empty` is seen on a live page only, once something
    stands in one of the lines `seen_by`; without any, in it or in a row below it.
    """

    cells: tuple[Cell, ...]
    strong: bool = False
    quiet: bool = False
    depth: int = 0
    apart: bool = False
    band: bool = False
    key: str = ""
    period: int = 0
    empty: bool = False
    seen_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its key for programs. Of a long one readers see some rows only, programs all.

    Money stands on one `scale`, which the title names where it is `scaled`. One that is `parted` goes on below itself where it
    is too wide, if it is `spanned` under a title that says from which column to which; `notes` stand below it.
    """

    key: str
    title: Label
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    shown: frozenset[int] | None = None
    scale: str = "yuan"
    scaled: bool = False
    parted: bool = False
    spanned: bool = False
    notes: tuple[Sentence, ...] = ()
    chart: Lines | None = None

    def heading(self, lang: Language, span: str = "") -> str:
        """The title, with the columns that a part spans and the scale of money."""
        title = " ".join(filter(None, (self.title.text(lang), span)))
        return same(title).in_brackets(numbers.SCALES[self.scale].name).text(lang) if self.scaled else title

    @property
    def beside(self) -> list[int]:
        """The positions of the columns that stand side by side where there is room."""
        return [
            position
            for position, column in enumerate(self.columns)
            if (column.spare or not column.below) and not column.empty
        ]

    @property
    def entry(self) -> int:
        """The position of the column below whose cells stands what has no column of its own."""
        columns = self.columns
        return next(
            (number for number in self.beside if columns[number].words and not columns[number].unbroken), 0
        )

    def below(self, row: Row, lang: Language, left_out: Collection[int] = ()) -> str:
        """What stands small below the entry of a row; of columns left out a figure with its heading."""
        said = []
        for position, (column, cell) in enumerate(zip(self.columns, row.cells, strict=False)):
            if not column.below or (column.spare and position not in left_out):
                continue
            text = self.text(cell, lang)
            is_figure = column.spare and not column.words and text != numbers.NOTHING
            said.append(f"{column.heading(lang)} {text}" if is_figure else text.strip(numbers.NOTHING))
        return SEMICOLON.text(lang).join(filter(None, said))

    def text(self, cell: Cell, lang: Language) -> str:
        """A cell for a reader."""
        return cell_text(cell, lang, self.scale)

    @property
    def readable(self) -> list[Row]:
        """The rows that a reader sees."""
        seen = enumerate(self.rows)
        return [row for place, row in seen if (self.shown is None or place in self.shown) and not row.empty]

    def records(self, lang: Language) -> list[dict[str, Any]]:
        """The rows as records; numbers as numbers, words in the wanted language."""
        keys = [column.key for column in self.columns]
        rows = [row for row in self.rows if not row.band]
        return [dict(zip(keys, (plain(cell, lang) for cell in row.cells), strict=True)) for row in rows]


@dataclass(frozen=True, slots=True)
class Branch:
    """Of a tree that tells where something comes from: a head, its key, sentences below it, and what it comes from."""

    head: Label
    key: str
    said: tuple[Sentence, ...] = ()
    below: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Report(Shown):
    """What is told: first the answers in sentences, then figures and tables, then what a reader has to know.

    `key` names it among the chapters of a document. `facts` are the single numbers for a program; CSV holds the first table. Where programs rely on another shape, `program`
    gives what JSON holds, and `csv` that text; `made` is then what readers see, worked out only for them.
    """

    title: Label
    answers: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[Sentence, ...] = ()
    facts: Mapping[str, Cell | bool | None] = field(default_factory=dict)
    tree: Branch | None = None
    program: Callable[[Language], Any] | None = None
    csv: Callable[[Language], str] | None = None
    made: Callable[[], Report] | None = None
    key: str = ""
    figures: tuple[Figure, ...] = ()

    @property
    def for_readers(self) -> Report:
        """What readers are told."""
        return self.made() if self.made is not None else self

    def record(self, lang: Language) -> Any:
        """All of it for a program."""
        if self.program is not None:
            return self.program(lang)
        facts = {
            key: fact if isinstance(fact, bool) else plain(fact, lang) for key, fact in self.facts.items()
        }
        return {
            "title": self.title.text(lang),
            **facts,
            **{table.key: table.records(lang) for table in self.tables},
            "answers": [answer.text(lang) for answer in self.answers],
            "notes": [note.text(lang) for note in self.notes],
        }


def tone_of(sentence: Sentence | Cell) -> Tone:
    """The tone of a sentence or a cell, none unless it says so."""
    return sentence.tone if isinstance(sentence, (Said, Named)) else ""


def plain(cell: Cell | None, lang: Language) -> str | float | int | bool | None:
    """A cell for a program; a day as it is written."""
    match cell:
        case Amount():
            return cell.text(lang) if numbers.format_of(cell.unit).date else cell.plain
        case Named():
            return cell.identity
        case Stacked():
            return plain(cell.cells[0], lang)
        case Label() | Said() | ToFill():
            return cell.text(lang)
        case Bar() | Profile():
            return None
        case _:
            return cell


def cell_text(cell: Cell, lang: Language, scale: str = "yuan") -> str:
    """A cell for a reader; money on a scale. A bar and a profile are not told, but drawn."""
    match cell:
        case Amount():
            return cell.text(lang, scale)
        case Named():
            return cell.name.text(lang)
        case Stacked():
            return "\n".join(cell_text(one, lang, scale) for one in cell.cells)
        case Label() | Said() | ToFill():
            return cell.text(lang)
        case Bar() | Profile():
            return ""
        case _:
            return cell
