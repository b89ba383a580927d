"""What a process answers: the report with all that should be looked at, a comparison, a file to take along, a new template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from relocation.appraisal import Appraisal, appraise
from relocation.cases import Opened, case_names, open_case
from relocation.excel.workbook import comparison_bytes, workbook_bytes
from relocation.formula.language.line_items import FormulaError
from relocation.labels import LANGUAGES, LARGE_SCALE, Label
from relocation.page.page import page_text
from relocation.page.still import still_page
from relocation.problems import Problem, ProblemsFound
from relocation.project.template import SLOTS, template_project
from relocation.reports.comparison_overview import comparison_overview
from relocation.scenarios.comparison import Comparison, compare
from relocation.scenarios.scenario import called_like_a_case, resolve_each
from relocation.web.pages import compared_page, judged_page, refused_page
from relocation.web.task import Answer, Task, Upload

REFUSED = 422  # the status of a page that says what is wrong with a file
NAMES = {
    "report": Label("{0} - report.html", "{0} - 报告.html"),
    "document": Label("{0} - report.docx", "{0} - 报告.docx"),
    "workbook": Label("{0} - workbook.xlsx", "{0} - 工作簿.xlsx"),
    "comparison": Label("{0} - comparison.html", "{0} - 方案对比.html"),
    "comparison_workbook": Label("{0} - comparison.xlsx", "{0} - 方案对比.xlsx"),
    "template": Label("{0}.xlsx", "{0}.xlsx"),
}
NEW_FILE = Label("village", "村庄")
UNEXPECTED = Label(
    "Unexpected error: {0}. Run the file at the command line: relocation check FILE",
    "意外错误：{0}。请在命令行中校验：relocation check 文件",
)
TOO_LARGE = Label(
    "This file is too large to be worked out on a page. Run it at the command line: relocation run FILE",
    "该文件过大，无法在网页上测算。请在命令行中测算：relocation run 文件",
)


def answer(task: Task, folder: Path) -> Answer:
    """The answer to a task; what is wrong with its files is an answer too."""
    asked = Question(task, folder)
    try:
        return asked.answered()
    except ProblemsFound as refusal:
        return asked.refused(refusal.problems)
    except FormulaError as error:
        return asked.refused((), error.label)
    except (MemoryError, RecursionError):
        return asked.refused((), TOO_LARGE)


def unexpected(task: Task, error: Exception) -> Answer:
    """What is told of an error of ours: its kind, and nothing of the file."""
    said = Label(*(text.format(type(error).__name__) for text in UNEXPECTED))
    return Answer(refused_page(task, (), said).encode("utf-8"), status=500)


@dataclass(frozen=True)
class Question:
    """A task with its files opened."""

    task: Task
    folder: Path

    def answered(self) -> Answer:
        """What was asked for."""
        makers: dict[str, Callable[[], bytes]] = {
            "report": self._report,
            "document": self._document,
            "workbook": self._workbook,
            "comparison": self._comparison,
            "comparison_workbook": self._comparison_workbook,
            "template": self._template,
        }
        if self.task.asked == "judge":
            return Answer(self._judged())
        if self.task.asked == "compare":
            return Answer(self._compared())
        return Answer(makers[self.task.asked](), self._name())

    def refused(self, problems: Iterable[Problem], said: Label | None = None) -> Answer:
        """The page that tells what is wrong."""
        page = refused_page(self.task, list(problems), said)
        return Answer(page.encode("utf-8"), status=REFUSED)

    @cached_property
    def cases(self) -> list[Opened]:
        """The files, opened; everything that is wrong with any of them is raised at once."""
        opened: list[Opened] = []
        problems: list[Problem] = []
        paths = self.task.paths(self.folder)
        for path in paths:
            try:
                opened.append(open_case(path, as_basis=self.task.asked == "template"))
            except ProblemsFound as wrong:
                problems += (
                    _of_file(_within(problem, path), path.name, len(paths) > 1) for problem in wrong.problems
                )
        if problems:
            raise ProblemsFound(problems)
        return opened

    @cached_property
    def appraisal(self) -> Appraisal:
        """The first file, worked out."""
        return appraise(self.cases[0].project)

    def _judged(self) -> bytes:
        problems = self.cases[0].problems(self.appraisal)
        has_scenarios = bool(self.cases[0].scenarios)
        return judged_page(self.task, self._kept, self.appraisal, problems, has_scenarios).encode("utf-8")

    def _compared(self) -> bytes:
        wrong = [problem for problems in self.compared.failed.values() for problem in problems]
        looked_at = [
            *self.warnings,
            *self.compared.warnings,
            *(replace(one, severity="warning") for one in wrong),
        ]
        return compared_page(self.task, self._kept, looked_at).encode("utf-8")

    @property
    def _kept(self) -> list[Upload]:
        return [Upload(path.name, path.read_bytes()) for path in self.task.paths(self.folder)]

    @cached_property
    def warnings(self) -> list[Problem]:
        """What should be looked at in the files."""
        named = zip(self.task.files, self.cases, strict=True)
        several = len(self.task.files) > 1
        return [_of_file(warning, name, several) for name, case in named for warning in case.warnings]

    @cached_property
    def compared(self) -> Comparison:
        """The files side by side, and the scenarios of the first."""
        cases = dict(zip(case_names(self.task.files), (case.project for case in self.cases), strict=True))
        first = self.cases[0]
        wrong = [*(first.sheet.problems if first.sheet else ()), *called_like_a_case(first.scenarios, cases)]
        if any(problem.severity == "error" for problem in wrong):
            raise ProblemsFound(wrong)
        resolved = resolve_each(first.project, first.scenarios)
        told = compare({**cases, **resolved.projects})
        return replace(told, failed={**resolved.problems, **told.failed}, warnings=resolved.warnings)

    def _still(self) -> str:
        languages = sorted(LANGUAGES, key=lambda lang: lang != self.task.lang)
        return still_page({lang: comparison_overview(self.compared, LARGE_SCALE[lang]) for lang in languages})

    def _report(self) -> bytes:
        return page_text(self.appraisal, self.task.lang).encode("utf-8")

    def _document(self) -> bytes:
        from relocation.word.document import word_bytes

        return word_bytes(self.appraisal, self.task.lang)

    def _workbook(self) -> bytes:
        return workbook_bytes(self.appraisal, lang=self.task.lang, scenarios=self.cases[0].table)

    def _comparison(self) -> bytes:
        return self._still().encode("utf-8")

    def _comparison_workbook(self) -> bytes:
        alone = self.cases[0].table if len(self.cases) == 1 else None
        return comparison_bytes(self.compared, scenarios=alone, lang=self.task.lang)

    def _template(self) -> bytes:
        base = self.cases[0] if self.cases else None
        typed = {name: value.strip() for name, value in self.task.typed.items() if value.strip()}
        wanted: dict[str, Any] = {
            path: int(typed[path]) if typed[path].isdecimal() else typed[path]
            for path in ("timeline.period", "timeline.periods")
            if path in typed
        }
        items = {group: typed[group] for group in SLOTS if group in typed}
        changes = {**(base.refixed if base else {}), **wanted}
        project = template_project(base.project if base else None, changes, items)
        return workbook_bytes(appraise(project), lang=self.task.lang, scenarios=base.table if base else None)

    def _name(self) -> str:
        stem = Path(self.task.files[0]).stem if self.task.files else NEW_FILE.text(self.task.lang)
        return NAMES[self.task.asked].text(self.task.lang).format(stem)


def _within(problem: Problem, path: Path) -> Problem:
    """A problem says nothing of the folder in which its file lies for as long as it is worked on."""
    return replace(problem, where=problem.where.replace(str(path), path.name))


def _of_file(problem: Problem, name: str, several: bool) -> Problem:
    """A problem of one of several files says of which."""
    return (
        replace(problem, where=f"{name}: {problem.where}") if several and problem.where != name else problem
    )
