"""A page that stands still: what a command tells of many things, with pictures, in both languages, without any script.

The other language is shown by the style sheet alone, once the switch on the page is on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from relocation.charts.svg import NAMESPACE, NARROW_WIDTH, svg_text
from relocation.labels import Label, Language
from relocation.page import words
from relocation.page.scripts import digest, page_style
from relocation.page.templates import template
from relocation.tables.figures import Figure
from relocation.tables.numbers import BY_SIGN, unit_label
from relocation.tables.overview import KeyFigure, Overview
from relocation.tables.page import HTML_LANGUAGES, PageWriter
from relocation.tables.record import Report, Sentence
from relocation.version import __version__

POLICY = "default-src 'none'; style-src '{style}'; base-uri 'none'; form-action 'none'"
IN_FILES = f' xmlns="{NAMESPACE}"'  # what a picture says in a file of its own only
SCREEN = 920  # pixels of a picture on a screen, and on paper as wide as it is
SWITCH = Label("中文", "English")

Versions = Mapping[Language, Overview]


def still_page(versions: Versions, unit: str | None = None) -> str:
    """The page of an overview, of which there is a version for each language; the first is shown first."""
    first, overview = next(iter(versions.items()))
    return sheets_page([versions], overview.title, first, unit)


def sheets_page(sheets: Iterable[Versions], title: Label, lang: Language, unit: str | None = None) -> str:
    """A page of many overviews, each printed on a sheet of its own; `unit` is the scale of money in pictures, if one is asked for."""
    drawn = [Sheet(versions, unit) for versions in sheets]
    languages = tuple(drawn[0].versions) if drawn else (lang,)
    writer = PageWriter(languages, 2)
    return template("page/still").render(
        html_lang=HTML_LANGUAGES[lang],
        policy=still_policy(),
        title=title.text(lang),
        several=len(languages) > 1,
        switch=Markup(writer.label(SWITCH)),
        parts=[sheet.parts() for sheet in drawn],
        words=words,
        version=__version__,
        made_by=Markup(writer.label(words.WORKED_OUT_BY).replace("{0}", __version__)),
        style=Markup(still_style()),
    )


def still_policy() -> str:
    """What such a page may do: nothing but show its style."""
    return POLICY.format(style=digest(still_style()))


@cache
def still_style() -> str:
    """The style sheet of the live page, and what a still one has beside."""
    text = files("relocation.page").joinpath("still.css").read_text(encoding="utf-8")
    return "\n".join([page_style(), *filter(None, map(str.strip, text.splitlines()))])


@dataclass(frozen=True)
class Sheet:
    """Draws an overview in its languages."""

    versions: Versions
    unit: str | None = None

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages, of which the first is shown first."""
        return tuple(self.versions)

    @property
    def writer(self) -> PageWriter:
        """What writes tables and sentences."""
        return PageWriter(self.languages, 2, framed=True)

    def parts(self) -> dict[str, object]:
        """What the template is filled with."""
        overviews = list(self.versions.values())
        first = overviews[0]
        key_figures = zip(*(overview.key_figures for overview in overviews), strict=True)
        chapters = zip(*(overview.chapters for overview in overviews), strict=True)
        return {
            "title": self._label(first.title),
            "facts": self._label(first.facts),
            "state": first.result.tone,
            "result": self._label(first.result.words),
            "below": self._sentences([overview.below for overview in overviews], ""),
            "key_figures": list(map(self._key_figure, key_figures)),
            "chapters": list(map(self._chapter, chapters)),
        }

    def _label(self, label: Label) -> Markup:
        return Markup(self.writer.label(label))

    def _sentences(self, versions: Sequence[Sequence[Sentence]], kind: str) -> Markup:
        return Markup(self.writer.sentences(versions, kind))

    def _key_figure(self, figures: Sequence[KeyFigure]) -> dict[str, Markup]:
        scales = [overview.scale for overview in self.versions.values()]
        told = list(zip(figures, self.languages, scales, strict=True))
        texts = [figure.amount.text(lang, scale) for figure, lang, scale in told]
        units = [
            "" if figure.amount.unit in BY_SIGN else unit_label(figure.amount.unit, scale).text(lang)
            for figure, lang, scale in told
        ]
        return {
            "name": self._label(figures[0].name),
            "text": Markup(self.writer.said(texts)),
            "unit": Markup(self.writer.said(units)),
        }

    def _chapter(self, reports: Sequence[Report]) -> dict[str, object]:
        answers = self._sentences([report.answers for report in reports], "answer")
        notes = self._sentences([report.notes for report in reports], "note")
        title = reports[0].title
        pictures = "".join(
            self._picture(figure, titled=figure.title != title) for figure in reports[0].figures
        )
        body = f"{answers}{pictures}{self.writer.tables(reports)}{notes}"
        return {"key": reports[0].key, "title": self._label(title), "body": Markup(body)}

    def _picture(self, figure: Figure, *, titled: bool) -> str:
        """A picture in each language, for paper and for a phone, with what is to be seen below it."""
        pictures = (
            f"<div lang={lang}>{''.join(self._widths(figure, lang, titled=titled))}</div>"
            for lang in self.languages
        )
        caption = (
            f"<figcaption class=note>{self.writer.label(figure.told)}</figcaption>"
            if any(figure.told)
            else ""
        )
        return f"<figure class=picture>{''.join(pictures)}{caption}</figure>"

    def _widths(self, figure: Figure, lang: Language, *, titled: bool) -> Iterator[str]:
        for kind, width in (("wide", SCREEN), ("narrow", NARROW_WIDTH)):
            drawn = svg_text(figure, lang, width, scale=self.unit, titled=titled)
            yield f"<div class={kind}>{drawn.replace(IN_FILES, '', 1)}</div>"
