"""The whole page of a plan: chapters, first view, data, script and style, filled into one template in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from relocation.appraisal import Appraisal
from relocation.labels import LANGUAGES, LARGE_SCALE, Label, Language
from relocation.page import words
from relocation.page.live import Live
from relocation.page.parts import Parts
from relocation.page.plan import plan_data, script_text
from relocation.page.scripts import page_script, page_style, policy
from relocation.page.templates import template
from relocation.reports.result import people
from relocation.reports.verdict import village_name
from relocation.tables.numbers import unit_label
from relocation.tables.page import HTML_LANGUAGES
from relocation.tables.record import Amount, Report
from relocation.version import __version__


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the first view; `better` is the direction in which it is good news."""

    key: str
    name: Label
    unit: str
    better: int


KEY_FIGURES = (
    KeyFigure("fund_balance.balance", Label("Fund balance", "资金结余"), "yuan", 1),
    KeyFigure("cash.minimum", Label("Lowest cash", "最低现金"), "yuan", 1),
    KeyFigure("loans.interest_total", Label("Interest in all", "贷款利息总额"), "yuan", -1),
    KeyFigure("household.net_cash", words.PER_HOUSEHOLD, "yuan/household", 1),
)


def page_text(
    appraisal: Appraisal,
    lang: Language,
    money: str | None = None,
    roster: Report | None = None,
    cross_check: Report | None = None,
) -> str:
    """The page of a plan in both languages, of which one is shown first; money on the usual scale of each, unless one is named."""
    languages = (lang, *(other for other in LANGUAGES if other != lang))
    live = live_of(appraisal, languages, money)
    parts = Parts(appraisal, languages, live, roster, cross_check)
    chapters = list(parts.parts())
    name = village_name(appraisal)
    return template("page/template").render(
        html_lang=HTML_LANGUAGES[lang],
        policy=policy(),
        title=f"{name.text(lang)} · {words.TITLE.text(lang)}",
        name=parts.label(name),
        facts=parts.label(people(appraisal.project)),
        state=_state(appraisal),
        verdict=parts.verdict,
        margins=parts.margins,
        key_figures=list(_key_figures(parts)) if parts.states_money else [],
        cash=parts.cash,
        chapters=chapters,
        label=parts.label,
        words=words,
        version=__version__,
        style=Markup(page_style()),
        script=Markup(page_script()),
        data=Markup(script_text(plan_data(appraisal, live, lang, figures=parts.pictures()))),
    )


def live_of(appraisal: Appraisal, languages: tuple[Language, ...], money: str | None) -> Live:
    """The lines and inputs of a plan by their numbers."""
    book = appraisal.book
    return Live(
        languages,
        {key: place for place, key in enumerate(book.lines)},
        {key: place for place, key in enumerate(book.inputs)},
        {key: line.unit for key, line in book.lines.items()},
        tuple(money or LARGE_SCALE[lang] for lang in languages),
        appraisal.number("timeline.months") == 12,
    )


def _state(appraisal: Appraisal) -> str:
    viable = appraisal.verdict.viable
    return "unfinished" if viable is None else "viable" if viable else "failing"


def _key_figures(parts: Parts) -> Iterator[dict[str, object]]:
    for figure in KEY_FIGURES:
        line, form = parts.live.of_line(figure.key)
        scales = parts.live.scales
        units = [
            unit_label(figure.unit, scale).text(lang)
            for lang, scale in zip(parts.languages, scales, strict=True)
        ]
        amount = Amount(parts.appraisal.number(figure.key), figure.unit)
        yield {
            "name": parts.label(figure.name),
            "text": amount.text(parts.languages[0], scales[0]),
            "unit": Markup(parts.writer.said(units)),
            "line": line,
            "form": form,
            "better": figure.better,
        }
