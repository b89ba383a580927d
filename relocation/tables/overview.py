"""What a page of many things begins with: what they are, the result in a sentence, some key figures; chapters follow."""

from __future__ import annotations

from dataclasses import dataclass, replace

from relocation.labels import Label
from relocation.tables.figures import Figure
from relocation.tables.record import NO_WORDS, Amount, Report, Said, Sentence, Table


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number that is shown large, with its name."""

    name: Label
    amount: Amount


@dataclass(frozen=True, slots=True)
class Overview:
    """A page of several things: its title, what it is of, the result with its tone, key figures, and chapters.

    `below` are sentences below the result. Money stands on one scale.
    """

    title: Label
    facts: Label
    result: Said
    below: tuple[Sentence, ...] = ()
    key_figures: tuple[KeyFigure, ...] = ()
    chapters: tuple[Report, ...] = ()
    scale: str = "yuan"


def chapter(
    key: str,
    title: Label,
    figures: tuple[Figure | None, ...] = (),
    tables: tuple[Table, ...] = (),
    notes: tuple[Sentence, ...] = (),
) -> Report:
    """A chapter of what there is of it; a table that is called as the chapter is has no title of its own."""
    untitled = (replace(table, title=NO_WORDS) if table.title == title else table for table in tables)
    drawn = tuple(figure for figure in figures if figure is not None)
    return Report(title, tables=tuple(untitled), notes=notes, key=key, figures=drawn)
