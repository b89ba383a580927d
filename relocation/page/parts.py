"""The chapters of a plan as the page has them: figures, tables, sentences, the long ones folded away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import groupby

from markupsafe import Markup

from relocation.appraisal import Appraisal
from relocation.charts.svg import NARROW_WIDTH, WIDTH, svg_text
from relocation.labels import LARGE_SCALE, Label, Language
from relocation.page.live import Live
from relocation.reports.document import chapters
from relocation.tables.figures import Figure, figure_data
from relocation.tables.page import PageWriter
from relocation.tables.record import Amount, Report, Row, Table

FOLDED = ("years",)  # chapters of which each table is opened by itself
FIRST = "cash_plan"  # the chapter whose picture stands in the first view


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter: its key, its title, and all that stands below it."""

    key: str
    title: Markup
    body: Markup


@dataclass
class Parts:
    """Draws the chapters of a plan; the pictures are gathered while they are drawn."""

    appraisal: Appraisal
    languages: tuple[Language, ...]
    live: Live
    figures: list[Figure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.writer = PageWriter(self.languages, 2, self.live)
        versions = (chapters(self.appraisal, LARGE_SCALE[lang]) for lang in self.languages)
        self.chapters: dict[str, tuple[Report, ...]] = {
            reports[0].key: reports for reports in zip(*versions, strict=True)
        }

    @property
    def states_money(self) -> bool:
        """Whether there is any money to draw."""
        return self.appraisal.number("verdict.money") != 0

    def parts(self) -> Iterator[Part]:
        """Every chapter; of the first what does not stand in the first view."""
        for key, reports in self.chapters.items():
            yield Part(key, self.label(reports[0].title), Markup(self._body(key, reports)))

    def label(self, label: Label) -> Markup:
        """A label in both languages."""
        return Markup(self.writer.label(label))

    def sentence(self, position: int) -> Markup:
        """A sentence of the first chapter."""
        answers = self.chapters["result"][0].answers
        if position >= len(answers):
            return Markup("")
        answer = answers[position]
        return self.label(answer if isinstance(answer, Label) else answer.words)

    def _body(self, key: str, reports: Sequence[Report]) -> str:
        if key == "result":
            reports = [replace(report, answers=report.answers[2:]) for report in reports]
        report = reports[0]
        answers = "".join(self.writer.sentence(answer, "answer") for answer in report.answers)
        notes = "".join(self.writer.sentence(note, "note") for note in report.notes)
        pictures = "" if key == FIRST else "".join(map(self.picture, report.figures))
        return f"{answers}{pictures}{self._tables(key, reports)}{notes}"

    def _tables(self, key: str, reports: Sequence[Report]) -> str:
        if key == "inputs":
            return self._inputs([report.tables[0] for report in reports])
        if key not in FOLDED:
            return self.writer.tables(reports)
        versions = zip(*(report.tables for report in reports), strict=True)
        return "".join(map(self._folded, versions))

    def _folded(self, tables: Sequence[Table]) -> str:
        """A table that is opened when it is wanted."""
        texts = [table.heading(lang) for table, lang in zip(tables, self.languages, strict=True)]
        untitled = [replace(table, title=Label("", "")) for table in tables]
        return f"<details><summary>{self.writer.said(texts)}</summary>{self.writer.table(untitled)}</details>"

    def _inputs(self, tables: Sequence[Table]) -> str:
        """The inputs group by group, each group opened by itself."""
        groups: list[tuple[Row, list[Row]]] = []
        for row in tables[0].rows:
            if row.band:
                groups.append((row, []))
            else:
                groups[-1][1].append(row)
        return "".join(self._group(tables[0], band, rows) for band, rows in groups)

    def _group(self, table: Table, band: Row, rows: Sequence[Row]) -> str:
        name = band.cells[0]
        assert isinstance(name, Label)
        part = replace(table, title=Label("", ""), rows=tuple(rows))
        drawn = self.writer.table([part] * len(self.languages))
        return f"<details class=inputs><summary>{self.writer.label(name)} <small>{len(rows)}</small></summary>{drawn}</details>"

    @property
    def cash(self) -> Markup:
        """The picture of the first view."""
        reports = self.chapters.get(FIRST)
        return Markup("") if reports is None else Markup("".join(map(self.picture, reports[0].figures)))

    def picture(self, figure: Figure) -> str:
        """A picture, drawn for paper and for a phone; the script draws it anew."""
        self.figures.append(figure)
        wide, narrow = (svg_text(figure, self.languages[0], width) for width in (WIDTH, NARROW_WIDTH))
        return (
            f'<figure class=picture data-figure="{len(self.figures) - 1}">'
            f"<div class=wide>{wide}</div><div class=narrow>{narrow}</div></figure>"
        )

    def pictures(self) -> list[dict[str, object]]:
        """The pictures as the script reads them."""
        return [figure_data(figure) for figure in self.figures]

    def number(self, key: str, unit: str) -> tuple[str, Markup, str]:
        """A figure of the first view: its text, its attribute, and the name of its unit."""
        amount = Amount(self.appraisal.number(key), unit, live=key)
        scales = [LARGE_SCALE[lang] for lang in self.languages]
        return (
            amount.text(self.languages[0], scales[0]),
            Markup(self.live.attribute(amount, scales)),
            escape(key),
        )


def by_year(appraisal: Appraisal) -> list[int]:
    """The numbers of the lines that have a value for each year rather than for each period."""
    places = {key: place for place, key in enumerate(appraisal.book.lines)}
    grouped = {key for stage in appraisal.book.plan.stages for key in stage.grouped}
    return [places[key] for key, _ in groupby(sorted(grouped))]
