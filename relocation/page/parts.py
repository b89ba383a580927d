"""The chapters of a plan as the page has them: figures, tables, sentences, the long ones folded away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from markupsafe import Markup

from relocation.appraisal import Appraisal
from relocation.labels import Label, Language
from relocation.page.drawings import drawing_html
from relocation.page.live import Live
from relocation.reports.document import chapters_of
from relocation.reports.findings import Findings
from relocation.reports.loans import loan_tables
from relocation.reports.statements import statement_table
from relocation.statements import gap_rows
from relocation.tables.figures import Figure, figure_data
from relocation.tables.numbers import HALF_A_FEN
from relocation.tables.page import PageWriter
from relocation.tables.record import Report, Row, Sentence, Table

FOLDED = ("years", "inputs")  # chapters of which each table is opened by itself
FIRST = "cash_plan"  # the chapter whose picture stands in the first view


def _gap(appraisal: Appraisal, scale: str) -> list[Table]:
    return [statement_table(appraisal, "gap", gap_rows(appraisal.book), scale)]


# By chapter: what it tells only of a plan in which a line is more than nothing.
UNSEEN: dict[str, tuple[Callable[[Appraisal, str], list[Table]], str]] = {
    "sources_and_uses": (_gap, "gap.total"),
    "loans": (loan_tables, "loans.drawdown"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter: its key, its title, and all that stands below it."""

    key: str
    title: Markup
    body: Markup
    folded: bool


@dataclass
class Parts:
    """Draws the chapters of a plan; the pictures are gathered while they are drawn."""

    appraisal: Appraisal
    languages: tuple[Language, ...]
    live: Live
    roster: Report | None = None
    cross_check: Report | None = None
    figures: list[Figure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.writer = PageWriter(self.languages, 2, self.live)
        self.findings = Findings(self.appraisal, self.live.scales[0], self.roster, self.cross_check)
        first = list(chapters_of(self.findings))
        others = (chapters_of(self.findings.on(scale)) for scale in self.live.scales[1:])
        self.chapters: dict[str, tuple[Report, ...]] = {
            reports[0].key: reports for reports in zip(first, *others, strict=True)
        }

    @property
    def states_money(self) -> bool:
        """Whether there is any money to draw."""
        return self.appraisal.number("verdict.money") != 0

    def parts(self) -> Iterator[Part]:
        """Every chapter; of the first what does not stand in the first view."""
        for key, reports in self.chapters.items():
            yield Part(key, self.label(reports[0].title), Markup(self._body(key, reports)), key in FOLDED)

    def label(self, label: Label) -> Markup:
        """A label in both languages."""
        return Markup(self.writer.label(label))

    @property
    def verdict(self) -> Markup:
        """The verdict in a sentence."""
        return self.label(_words(self._answers[0]))

    @property
    def margins(self) -> Markup:
        """How far the plan is from failing, if that can be said."""
        return self.label(_words(self._answers[1])) if self._leads == 2 else Markup("")

    @property
    def _answers(self) -> tuple[Sentence, ...]:
        return self.chapters["result"][0].answers

    @property
    def _leads(self) -> int:
        """How many sentences stand in the first view."""
        return 1 if self.findings.margins is None or not self.states_money else 2

    def _body(self, key: str, reports: Sequence[Report]) -> str:
        first = self._leads if key == "result" else 0
        answers = self.writer.sentences([report.answers[first:] for report in reports], "answer")
        if key == "result":
            answers = f"<div id=conditions>{answers}</div>"
        pictures = "" if key == FIRST else "".join(map(self.picture, reports[0].figures))
        notes = self.writer.sentences([report.notes for report in reports], "note")
        return f"{answers}{pictures}{self._tables(key, reports)}{notes}"

    def _tables(self, key: str, reports: Sequence[Report]) -> str:
        if key == "inputs":
            return self._inputs([report.tables[0] for report in reports])
        if key != "years":
            return self.writer.tables(reports) + self._unseen(key)
        versions = zip(*(report.tables for report in reports), strict=True)
        return "".join(map(self._folded, versions))

    def _unseen(self, key: str) -> str:
        """What a chapter does not tell of the delivered plan, but of one with a gap, or with loans that are drawn."""
        if key not in UNSEEN:
            return ""
        drawn_up, line = UNSEEN[key]
        if not isinstance(value := self.appraisal.value(line), list):
            value = [value]
        if any(abs(number) >= HALF_A_FEN for number in value):
            return ""
        versions = zip(*(drawn_up(self.appraisal, scale) for scale in self.live.scales), strict=True)
        tables = "".join(map(self.writer.table, versions))
        return f"<div hidden{self.live.seen((line,))}>{tables}</div>" if tables else ""

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
        drawn = drawing_html(figure, self.languages[0])
        return f'<figure class=picture data-figure="{len(self.figures) - 1}">{drawn}</figure>'

    def pictures(self) -> list[dict[str, object]]:
        """The pictures as the script reads them."""
        return [figure_data(figure) for figure in self.figures]


def _words(sentence: Sentence) -> Label:
    return sentence if isinstance(sentence, Label) else sentence.words


def by_year(appraisal: Appraisal) -> list[int]:
    """The numbers of the lines that have a value for each year rather than for each period."""
    places = {key: place for place, key in enumerate(appraisal.book.lines)}
    grouped = {key for stage in appraisal.book.plan.stages for key in stage.grouped}
    return [places[key] for key, _ in groupby(sorted(grouped))]
