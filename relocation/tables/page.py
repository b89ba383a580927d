"""A report as a page that can be printed. Every text is escaped, and nothing is loaded from anywhere.

One writer serves the plain page of a language and the live page that holds both: there each text stands in every language
in which it differs, and a figure in the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from math import ceil
from typing import Protocol

from relocation.labels import Label, Language
from relocation.tables.record import (
    NO_WORDS,
    Amount,
    Bar,
    Branch,
    Cell,
    Column,
    Profile,
    Report,
    Row,
    Sentence,
    Stacked,
    Table,
    tone_of,
)

STYLE = """body{font:11pt/1.5 Calibri,"宋体",serif;color:#1f2a37;margin:2em auto;max-width:60em;padding:0 1em}
h1{color:#0f4c5c;font-size:1.5em}h2{color:#0f4c5c;font-size:1.1em;margin:1.6em 0 .3em}table{width:100%;border-collapse:collapse}
thead th{background:#0f4c5c;color:#fff;font-weight:600;vertical-align:bottom}th,td{padding:.25em .6em;text-align:left;vertical-align:top}
tbody th{font-weight:normal}tbody th,td{border-bottom:1px solid #d5dbe1}td.n,th.n{text-align:right;white-space:nowrap}
tr.strong td,tr.strong th{font-weight:bold;background:#f1f6f7}tr.band th{color:#0f4c5c;font-weight:600;background:#dce9ec}
tr.apart td,tr.apart th{border-top:1px solid #0f4c5c}tbody th.d1,.d1{padding-left:1.6em}
.d2{padding-left:2.6em}small{display:block;color:#6b7280;font-size:.85em}p.answer{font-weight:600;margin:.3em 0}
p.note,.quiet{color:#6b7280}p.note{margin:.2em 0}.good{color:#15803d}.bad{color:#b91c1c}.warn{color:#b45309}.strong{font-weight:600}
tr{break-inside:avoid}svg{width:12em;height:1em}"""
MOST_FIGURES = (
    13  # columns of figures that paper holds beside what they are called, such as twelve months and their sum
)
WHOLE = -1  # the place of a row among its cells
HTML_LANGUAGES: dict[Language, str] = {"en": "en", "zh": "zh-CN"}


def report_page(reports: Sequence[Report], lang: Language = "en") -> str:
    """A whole HTML page with one section for each report."""
    told = [report.for_readers for report in reports]
    title = told[0].title.text(lang) if told else ""
    writer = PageWriter((lang,))
    return page_text(title, (writer.section([report]) for report in told), lang)


def page_text(title: str, sections: Iterable[str], lang: Language, style: str = STYLE) -> str:
    """A whole HTML page around sections that are escaped already."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    body = "\n".join(sections)
    return f'<!doctype html>\n<html lang="{HTML_LANGUAGES[lang]}"><head>{head}<style>{style}</style></head><body>\n{body}\n</body></html>\n'


class LiveCells(Protocol):
    """What makes the figures of a page live."""

    def row(self, tables: Sequence[Table], rows: Sequence[Row]) -> dict[int, str]:
        """The attributes of the cells of a row that are live, by their positions; that of the row itself by WHOLE."""

    def title(self, column: Column) -> str:
        """The attribute of the title of a column."""

    def sentence(self, sentence: Sentence) -> str:
        """The attribute of a sentence."""

    def table(self, tables: Sequence[Table]) -> str:
        """The attributes of a table."""

    def seen(self, lines: Sequence[str]) -> str:
        """The attribute of a row or a column that is seen once something stands in one of some lines."""


def part_text(reports: Sequence[Report], lang: Language) -> str:
    """Reports as a part of somebody else's page, such as a notebook: their style keeps to them."""
    writer = PageWriter((lang,), heading=3)
    sections = "\n".join(writer.section([report]) for report in reports)
    return f'<div class="{PART}" lang="{HTML_LANGUAGES[lang]}"><style>{PART_STYLE}</style>{sections}</div>'


def _within(style: str, place: str) -> str:
    """The rules of a style for what stands in a place; those of the body for the place itself."""

    def placed(rule: re.Match[str]) -> str:
        selectors = (selector.strip() for selector in rule[1].split(","))
        return ",".join(place if one == "body" else f"{place} {one}" for one in selectors) + "{"

    return re.sub(r"([^{}]+)\{", placed, style)


PART = "relocation-part"
PART_STYLE = _within(
    f"{STYLE}\nbody{{background:#fff;padding:.5em 1em}}h4{{color:#0f4c5c;margin:1em 0 .3em}}", f".{PART}"
)


@dataclass(frozen=True, slots=True)
class PageWriter:
    """Writes reports as HTML, in some languages at once.

    Of whatever is written there is a version for each of the languages, alike but for the scale of money. `heading` is the
    rank of the first heading; on a live page, and where they are `framed`, tables lie in frames, within which they are moved
    where they are too wide.
    """

    languages: tuple[Language, ...]
    heading: int = 1
    live: LiveCells | None = None
    framed: bool = False

    def said(self, texts: Sequence[str]) -> str:
        """A text in every language in which it differs: `i` is the element for words of another language, and the shortest."""
        if len(set(texts)) == 1:
            return escape(texts[0])
        pairs = zip(self.languages, texts, strict=False)
        return "".join(f"<i lang={lang}>{escape(text)}</i>" for lang, text in pairs)

    def label(self, label: Label) -> str:
        """A label in every language."""
        return self.said([label.text(lang) for lang in self.languages])

    def section(self, reports: Sequence[Report]) -> str:
        """A report with all that it tells."""
        report = reports[0]
        answers = self.sentences([one.answers for one in reports], "answer")
        tree = f"<ul>{self._branch(report.tree)}</ul>" if report.tree is not None else ""
        notes = self.sentences([one.notes for one in reports], "note")
        title = f"<h{self.heading}>{self.label(report.title)}</h{self.heading}>"
        return f"<section>{title}{answers}{tree}\n{self.tables(reports)}\n{notes}</section>"

    def tables(self, reports: Sequence[Report]) -> str:
        """The tables of a report that have rows."""
        versions = zip(*(report.tables for report in reports), strict=True)
        return "\n".join(self.table(tables) for tables in versions if tables[0].rows)

    def _branch(self, branch: Branch) -> str:
        """What a number is and where it comes from, as a list within a list."""
        said = "".join(f"<small>{self.label(_words(sentence))}</small>" for sentence in branch.said)
        below = "".join(map(self._branch, branch.below))
        head = f"<b>{self.label(branch.head)}</b> {escape(branch.key)}{said}"
        return f"<li>{head}{f'<ul>{below}</ul>' if below else ''}</li>"

    def sentences(self, versions: Sequence[Sequence[Sentence]], kind: str) -> str:
        """Sentences, each as a paragraph."""
        return "".join(self._sentence(sentences, kind) for sentences in zip(*versions, strict=True))

    def _sentence(self, versions: Sequence[Sentence], kind: str) -> str:
        live = self.live.sentence(versions[0]) if self.live is not None else ""
        texts = [one.text(lang) for one, lang in zip(versions, self.languages, strict=True)]
        return _tag("p", (kind, tone_of(versions[0])), self.said(texts), live)

    def table(self, tables: Sequence[Table]) -> str:
        """A table with its title above and its notes below; one that is parted goes on below itself where paper is too narrow."""
        groups = _parted(tables[0])
        if len(groups) == 1:
            return self._part(tables)
        parts = [[_narrowed(table, places) for table in tables] for places in groups]
        silent = [[replace(table, notes=()) for table in part] for part in parts[:-1]]
        first, *rest = [*silent, parts[-1]]
        untitled = ([replace(table, title=NO_WORDS, scaled=False) for table in part] for part in rest)
        return self._part(first) + "".join(map(self._part, untitled))

    def _part(self, tables: Sequence[Table]) -> str:
        heads = self._heads(tables)
        versions = (version.readable if self.live is None else version.rows for version in tables)
        rows = zip(*versions, strict=True)
        body = "".join(self._row(tables, row) for row in rows)
        notes = self.sentences([one.notes for one in tables], "note")
        drawn = f"<table{self._attributes(tables)}>{heads}<tbody>{body}</tbody></table>"
        reached = " tabindex=0" if self.framed else ""  # by the keyboard, to be moved
        frame = f"<div class=scroll{reached}>{drawn}</div>" if self.framed or self.live is not None else drawn
        notes = f"<div class=notes>{notes}</div>" if self.live is not None and notes else notes
        return f"{self.title(tables)}{frame}{notes}"

    def _attributes(self, tables: Sequence[Table]) -> str:
        """What is said of a live table once: that all cells but the first of a row are figures, and which one it is."""
        if self.live is None:
            return ""
        return (" class=figures" if self._is_of_figures(tables[0]) else "") + self.live.table(tables)

    def _is_of_figures(self, table: Table) -> bool:
        rest = self._places(table)[1:]
        return self.live is not None and bool(rest) and not any(table.columns[place].words for place in rest)

    def _places(self, table: Table) -> Sequence[int]:
        """The positions of the columns that are drawn; a live page draws those too in which nothing stands yet."""
        beside = table.beside
        if self.live is None:
            return beside
        return [place for place, column in enumerate(table.columns) if place in beside or column.empty]

    def title(self, tables: Sequence[Table]) -> str:
        """The title of a table, if it has one."""
        texts = [table.heading(lang) for table, lang in zip(tables, self.languages, strict=True)]
        return (
            f"<h{self.heading + 1}>{self.said(texts)}</h{self.heading + 1}>" if any(tables[0].title) else ""
        )

    def _heads(self, tables: Sequence[Table]) -> str:
        """The titles of the columns, if they have any."""
        table = tables[0]
        heads = "".join(self._head(tables, number) for number in self._places(table))
        titled = any(any(table.columns[number].title) for number in self._places(table))
        return f"<thead><tr>{heads}</tr></thead>" if titled else ""

    def _head(self, tables: Sequence[Table], number: int) -> str:
        column = tables[0].columns[number]
        versions = zip(tables, self.languages, strict=True)
        title = self.said([table.columns[number].heading(lang) for table, lang in versions])
        scope = "" if not title else " scope=col"
        name = "th" if title else "td"
        live = self.live.title(column) if self.live is not None else ""
        return _tag(name, (_kind(column),), title, scope + live + self._hidden(column))

    def _row(self, tables: Sequence[Table], rows: Sequence[Row]) -> str:
        table, row = tables[0], rows[0]
        if row.band:
            name = self._cell(tables, [one.cells[0] for one in rows])
            wide = len(self._places(table))
            return f'<tr class="band"><th scope=rowgroup colspan="{wide}">{name}</th></tr>'
        live = self.live.row(tables, rows) if self.live is not None else {}
        cells = "".join(self._cells(tables, rows, live))
        flags = {"strong": row.strong, "quiet": row.quiet, "apart": row.apart}
        kinds = tuple(name for name, there in flags.items() if there)
        return _tag("tr", kinds, cells, live.get(WHOLE, "") + self._hidden(row), closed=self.live is None)

    def _cells(self, tables: Sequence[Table], rows: Sequence[Row], live: Mapping[int, str]) -> Iterator[str]:
        """The cells of a row; a first one of words is its heading. A live one is written in the first language only."""
        table, row = tables[0], rows[0]
        below = self._below(tables, rows)
        for place, number in enumerate(self._places(table)):
            column, cell = table.columns[number], row.cells[number]
            text = self._cell(tables, [one.cells[number] for one in rows[: 1 if number in live else None]])
            if number == table.entry and below:
                text += f"<small>{below}</small>"
            depth = f"d{row.depth}" if row.depth and place == 0 else ""
            is_head = place == 0 and column.words and bool(text)
            scope = " scope=row" if is_head else ""
            kind = "" if place and self._is_of_figures(table) else _kind(column)
            kinds = (kind, tone_of(cell), depth)
            attributes = scope + live.get(number, "") + self._hidden(column)
            yield _tag("th" if is_head else "td", kinds, text, attributes, closed=self.live is None)

    def _hidden(self, part: Column | Row) -> str:
        return f" hidden{self.live.seen(part.seen_by)}" if part.empty and self.live is not None else ""

    def _below(self, tables: Sequence[Table], rows: Sequence[Row]) -> str:
        versions = zip(tables, rows, self.languages, strict=True)
        return self.said([table.below(row, lang) for table, row, lang in versions])

    def _cell(self, tables: Sequence[Table], cells: Sequence[Cell]) -> str:
        cell = cells[0]
        match cell:
            case Bar():
                return _bar(cell)
            case Profile():
                return _profile(cell)
            case Stacked():
                parts = zip(*(one.cells for one in cells if isinstance(one, Stacked)), strict=True)
                first, *rest = (self._cell(tables, part) for part in parts)
                return first + "".join(f"<small>{one}</small>" for one in rest)
            case Amount() if not cell.named and self.live is not None:
                return escape(tables[0].text(cell, self.languages[0]))
        versions = zip(tables, cells, self.languages, strict=False)
        return self.said([table.text(one, lang) for table, one, lang in versions])


def _parted(table: Table) -> list[list[int]]:
    """The positions of the columns of each part: all words, and so many figures as paper holds beside them."""
    places = range(len(table.columns))
    words = [place for place in places if table.columns[place].words]
    figures = [place for place in places if not table.columns[place].words]
    if not table.parted or len(figures) <= MOST_FIGURES:
        return [[*places]]
    most = ceil(len(figures) / ceil(len(figures) / MOST_FIGURES))
    groups = (figures[begin : begin + most] for begin in range(0, len(figures), most))
    return [sorted([*words, *group]) for group in groups]


def _narrowed(table: Table, places: Sequence[int]) -> Table:
    """A table with some of its columns."""
    rows = (
        replace(row, cells=tuple(row.cells[place] for place in places if place < len(row.cells)))
        for row in table.rows
    )
    columns = tuple(table.columns[place] for place in places)
    return replace(table, columns=columns, rows=tuple(rows))


def _kind(column: Column) -> str:
    return "" if column.words else "n"


def _words(sentence: Sentence) -> Label:
    return sentence if isinstance(sentence, Label) else sentence.words


def _tag(
    name: str, classes: Iterable[str], content: str, attributes: str = "", *, closed: bool = True
) -> str:
    """An element; that of a cell or a row may go without its end, which the next one is."""
    said = " ".join(filter(None, classes))
    kind = f' class="{said}"' if " " in said else f" class={said}" if said else ""
    end = f"</{name}>" if closed else ""
    return f"<{name}{kind}{attributes}>{content}{end}"


def _bar(bar: Bar) -> str:
    """Two bars that meet where things stand now, or one."""
    sides = ((bar.low, bar.now, "#9db8be"), (bar.high, bar.now, "#0f4c5c"))
    least, most = bar.ends
    scale = 100 / (most - least or 1)
    drawn = "".join(
        f'<rect x="{(min(end, now) - least) * scale:.2f}" width="{abs(end - now) * scale:.2f}" height="10" fill="{colour}"/>'
        for end, now, colour in ((end, bar.low if now is None else now, colour) for end, now, colour in sides)
    )
    return _drawing(drawn)


def _profile(profile: Profile) -> str:
    """A column for each interval, the highest for the most."""
    wide, most = 100 / len(profile.counts), max(profile.counts) or 1
    return _drawing(
        "".join(
            f'<rect x="{position * wide:.2f}" y="{10 - count / most * 10:.2f}" width="{wide:.2f}" height="{count / most * 10:.2f}"/>'
            for position, count in enumerate(profile.counts)
        )
    )


def _drawing(shapes: str) -> str:
    return f'<svg viewBox="0 0 100 10" preserveAspectRatio="none">{shapes}</svg>'
