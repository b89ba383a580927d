"""The whole page of a plan: chapters, first view, data, script and style, filled into one template in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from relocation.appraisal import Appraisal
from relocation.labels import LANGUAGES, LARGE_SCALE, Label, Language
from relocation.page import words
from relocation.page.live import Live
from relocation.page.parts import Parts, by_year
from relocation.page.plan import plan_data, script_text
from relocation.page.scripts import page_script, page_style, policy
from relocation.page.sliders import sliders
from relocation.reports.verdict import village_name
from relocation.tables.numbers import number_form, unit_label
from relocation.tables.page import HTML_LANGUAGES
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
    KeyFigure("cash.minimum", Label("Lowest cash", "最低期末现金"), "yuan", 1),
    KeyFigure("loans.interest_total", Label("Interest in all", "贷款利息总额"), "yuan", -1),
    KeyFigure("household.net_cash", words.PER_HOUSEHOLD, "yuan/household", 1),
)


def page_text(appraisal: Appraisal, lang: Language) -> str:
    """The page of a plan in both languages, of which one is shown first."""
    languages = (lang, *(other for other in LANGUAGES if other != lang))
    live = Live(
        languages,
        {key: place for place, key in enumerate(appraisal.book.lines)},
        {key: place for place, key in enumerate(appraisal.book.inputs)},
        appraisal.number("timeline.months") == 12,
    )
    parts = Parts(appraisal, languages, live)
    cash = parts.cash
    key_figures = list(_key_figures(parts)) if parts.states_money else []
    chapters = list(parts.parts())
    name = village_name(appraisal)
    data = plan_data(
        appraisal,
        live,
        lang,
        figures=parts.pictures(),
        title=list(name),
        yearly=by_year(appraisal),
        units=_units(appraisal),
        sliders=sliders(appraisal),
        operations={key: list(label) for key, label in words.OPERATIONS.items()},
    )
    return _template().render(
        html_lang=HTML_LANGUAGES[lang],
        policy=policy(),
        title=f"{name.text(lang)} · {words.TITLE.text(lang)}",
        name=parts.label(name),
        facts=parts.label(_facts(appraisal)),
        state=_state(appraisal),
        verdict=parts.sentence(0),
        margins=parts.sentence(1),
        key_figures=key_figures,
        cash=cash,
        chapters=chapters,
        label=parts.label,
        words=words,
        version=__version__,
        style=Markup(page_style()),
        script=Markup(page_script()),
        data=Markup(script_text(data)),
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("relocation", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("template.html")


def _facts(appraisal: Appraisal) -> Label:
    village = appraisal.project.village
    return Label(*(text.format(f"{village.households:,}", f"{village.persons:,}") for text in words.FACTS))


def _state(appraisal: Appraisal) -> str:
    viable = appraisal.verdict.viable
    return "unfinished" if viable is None else "viable" if viable else "failing"


def _key_figures(parts: Parts) -> Iterator[dict[str, object]]:
    for figure in KEY_FIGURES:
        text, attribute, _ = parts.number(figure.key, figure.unit)
        scales = [LARGE_SCALE[lang] for lang in parts.languages]
        units = [
            unit_label(figure.unit, scale).text(lang)
            for lang, scale in zip(parts.languages, scales, strict=True)
        ]
        line, form = str(attribute).split('"')[1].split(" ")[:2]
        yield {
            "name": parts.label(figure.name),
            "text": text,
            "attribute": attribute,
            "unit": Markup(parts.writer.said(units)),
            "line": line,
            "form": form,
            "better": figure.better,
        }


def _units(appraisal: Appraisal) -> dict[str, list[object]]:
    """How the numbers of each unit are told where they are explained: money in yuan."""
    units = sorted({line.unit for line in appraisal.book.lines.values()})
    bare = {"flag", "number", "date", "share", "1/year", "probability", "change"}
    return {unit: [number_form(unit), ["", ""] if unit in bare else list(unit_label(unit))] for unit in units}
