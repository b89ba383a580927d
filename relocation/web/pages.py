"""The pages of the server: the first one, what is wrong with a file, a report with what can be taken along, a comparison."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, Literal

from markupsafe import Markup

from relocation.appraisal import Appraisal
from relocation.labels import LANGUAGES, Label, Language, joined
from relocation.page.scripts import digest
from relocation.page.still import still_style
from relocation.page.templates import template
from relocation.problems import Problem
from relocation.project.inputs import Inputs
from relocation.project.messages import field_at
from relocation.project.names import GROUPS
from relocation.project.template import MOST_ITEMS, SLOTS
from relocation.reports.problems import problems_report
from relocation.reports.verdict import verdict_sentence, village_name
from relocation.tables.page import HTML_LANGUAGES, PageWriter
from relocation.version import __version__
from relocation.web import words
from relocation.web.limits import MEGABYTE, Limits
from relocation.web.task import Asked, Task, Upload

FRAMED_NOWHERE = "; frame-ancestors 'none'"  # which a header may say, and a page of itself not
POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; form-action 'self'; "
    f"frame-src 'self'; base-uri 'none'{FRAMED_NOWHERE}"
)

FRAMED: dict[
    str, tuple[Label, tuple[Asked, ...]]
] = {  # by what is shown below: its title, what can be taken along
    "report": (words.REPORT, ("report", "document", "workbook")),
    "comparison": (words.COMPARISON, ("comparison", "comparison_workbook")),
}


@cache
def web_script() -> str:
    """The one script of these pages; without it every form works all the same."""
    return files("relocation.web").joinpath("web.js").read_text(encoding="utf-8")


@cache
def web_style() -> str:
    """Their style sheet: that of the other pages, and what a server's have beside."""
    own = files("relocation.web").joinpath("web.css").read_text(encoding="utf-8")
    return f"{still_style()}\n{own}"


@cache
def web_policy() -> str:
    """What these pages may do."""
    return POLICY.format(script=digest(web_script()), style=digest(web_style()))


@dataclass(frozen=True)
class WebPage:
    """What is filled into a template: texts in both languages, the one that is read first."""

    lang: Language

    @property
    def writer(self) -> PageWriter:
        """What writes texts and tables."""
        return PageWriter((self.lang, *(other for other in LANGUAGES if other != self.lang)), 2, framed=True)

    def label(self, label: Label, *filling: object) -> Markup:
        """A text in both languages, with what is filled in."""
        filled = Label(*(text.format(*filling) for text in label)) if filling else label
        return Markup(self.writer.label(filled))

    def plain(self, label: Label) -> str:
        """A text for where no markup can stand."""
        return f"{label.en} / {label.zh}" if label.en != label.zh else label.en

    def filled(self, name: str, title: str, **parts: Any) -> str:
        """The whole page."""
        return template(f"web/{name}").render(
            html_lang=HTML_LANGUAGES[self.lang],
            lang=self.lang,
            title=title,
            policy=web_policy().replace(FRAMED_NOWHERE, ""),
            served=True,
            style=Markup(web_style()),
            script=Markup(web_script()),
            label=self.label,
            plain=self.plain,
            words=words,
            version=__version__,
            held=_held,
            **parts,
        )

    def problems(self, problems: Iterable[Problem]) -> Markup:
        """All problems as tables."""
        return Markup(self.writer.tables([problems_report(problems)] * len(LANGUAGES)))


def start_page(lang: Language, limits: Limits) -> str:
    """Where a file is dropped, two are compared, a template is asked for."""
    period, _ = field_at(Inputs, ("timeline", "period"))
    periods, _ = field_at(Inputs, ("timeline", "periods"))
    assert period is not None
    assert periods is not None
    return WebPage(lang).filled(
        "start",
        words.TITLE.text(lang),
        most=limits.file // MEGABYTE,
        most_bytes=limits.file,
        period=period,
        periods=periods,
        groups=[(group, GROUPS[group], size) for group, (size, _) in SLOTS.items()],
        most_items=MOST_ITEMS,
        languages=LANGUAGES,
    )


def judged_page(
    task: Task, kept: Sequence[Upload], appraisal: Appraisal, problems: Sequence[Problem], has_scenarios: bool
) -> str:
    """The verdict, what should be looked at, what can be taken along, and below it the report."""
    return _framing_page(
        task,
        kept,
        problems,
        "report",
        f"{village_name(appraisal).text(task.lang)} · {kept[0].name}",
        state=_state(appraisal),
        verdict=WebPage(task.lang).label(verdict_sentence(appraisal).words),
        has_scenarios=has_scenarios,
    )


def compared_page(task: Task, kept: Sequence[Upload], problems: Sequence[Problem]) -> str:
    """What should be looked at in the files, what can be taken along, and below it their comparison."""
    title = " · ".join([words.COMPARISON.text(task.lang), *(file.name for file in kept)])
    return _framing_page(task, kept, problems, "comparison", title, state="", verdict="", has_scenarios=False)


def _framing_page(
    task: Task,
    kept: Sequence[Upload],
    problems: Sequence[Problem],
    shown: Literal["report", "comparison"],
    title: str,
    **parts: Any,
) -> str:
    page, (frame_title, takes) = WebPage(task.lang), FRAMED[shown]
    return page.filled(
        "judged",
        title,
        kept=kept,
        most_bytes=task.limits.file,
        looked_at=_looked_at(problems),
        problems=page.problems(problems),
        shown=shown,
        frame_title=frame_title,
        takes=takes,
        has_word=find_spec("docx") is not None,
        **parts,
    )


def _looked_at(problems: Iterable[Problem]) -> Label:
    """How much there is to look at, and how much the program assumed; nothing where there is neither."""
    counted = Counter("assumption" if problem.severity == "assumption" else "other" for problem in problems)
    told = ((words.LOOK_AT, counted["other"]), (words.ASSUMED, counted["assumption"]))
    return joined(Label(*(text.format(count) for text in said)) for said, count in told if count)


def _held(file: Upload) -> str:
    """A file as a page holds it for the next question, since the server keeps none."""
    return base64.b64encode(file.data).decode("ascii")


def _state(appraisal: Appraisal) -> str:
    viable = appraisal.verdict.viable
    return "warn" if viable is None else "good" if viable else "bad"


def refused_page(task: Task, problems: Sequence[Problem], said: Label | None) -> str:
    """What is wrong with the files, and how to mend it."""
    page, names = WebPage(task.lang), ", ".join(task.files)
    heading = Label(*(text.format(names) for text in words.NOT_YET)) if names else words.NOT_DONE
    return page.filled(
        "refused",
        heading.text(task.lang),
        heading=heading,
        said=said,
        problems=page.problems(problems),
        most_bytes=task.limits.file,
        mend=bool(problems) and bool(names),
    )


def refusal_page(lang: Language, said: Label) -> str:
    """Why a request was not answered."""
    page = WebPage(lang)
    return page.filled(
        "refused", words.NOT_DONE.text(lang), heading=words.NOT_DONE, said=said, problems="", mend=False
    )
