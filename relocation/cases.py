"""Opening a case: a shipped name such as lujia, a .toml file, or a filled .xlsx."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from os.path import isfile  # unlike Path.is_file, it calls a name that no file can have no file
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relocation.appraisal import Appraisal
from relocation.caller import for_caller
from relocation.folders import data_dir
from relocation.given import file_of
from relocation.labels import Label, Language
from relocation.norms import doubts_by_norms
from relocation.presets import as_problems
from relocation.problems import Problem, ProblemsFound
from relocation.project.plausibility import doubts
from relocation.project.project import Project
from relocation.reading.toml_file import load as read_toml
from relocation.reconciliation import missed_figures
from relocation.scenarios.scenario import Scenario, resolve_each

if TYPE_CHECKING:
    from relocation.excel.read.frame import SheetWords
    from relocation.excel.read.project import FilledWorkbook
    from relocation.excel.read.scenarios import ScenarioSheet
    from relocation.scenarios.scenario import Scenario
    from relocation.scenarios.tables.headings import TypedTable

LONGEST_NAME = 200  # characters of a case that a message repeats


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with all it says: the project, what should be looked at, and of a workbook its sheet of scenarios.

    `lang` is the language of a workbook, `words` what its reader sees of an input, `refixed` what a template written from it
    changes, because it was typed over what is fixed.
    """

    project: Project
    warnings: tuple[Problem, ...]
    sheet: ScenarioSheet | None = None
    lang: Language | None = None
    words: SheetWords | None = None
    refixed: Mapping[str, Any] = field(default_factory=dict)

    def located(self, problem: Problem) -> Problem:
        """A problem as the reader of the case sees its inputs."""
        return problem if self.words is None else self.words.located(problem)

    @property
    def cells(self) -> Mapping[str, str]:
        """Where the inputs of a workbook stand, by path."""
        return {} if self.words is None else self.words.addresses

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios of the workbook, of which `scenario_problems` tells whether they can be used."""
        return self.sheet.scenarios if self.sheet else ()

    @property
    def table(self) -> TypedTable | None:
        """The table of scenarios as it was typed, for `write_workbook(..., scenarios=...)`."""
        return self.sheet.table if self.sheet else None

    def problems(self, appraisal: Appraisal) -> list[Problem]:
        """All that should be looked at: of the file, of its scenarios, of printed figures, and what the program assumed."""
        told = (*missed_figures(appraisal), *as_problems(appraisal))
        return [*self.warnings, *self.scenario_problems(), *map(self.located, told)]

    def scenario_problems(self) -> list[Problem]:
        """Everything that is wrong with the scenarios, and what should be looked at; each with its cell."""
        if self.sheet is None:
            return []
        found = resolve_each(self.project, self.sheet.scenarios)
        refused = (problem for problems in found.problems.values() for problem in problems)
        return [*self.sheet.problems, *refused, *found.warnings]


def load(case: str | Path) -> Project:
    """The project of a case. Raises ProblemsFound with everything that is wrong with it."""
    path = find(case)
    return Project.read(path) if _is_toml(path) else _read_workbook(path).project


def load_with_warnings(case: str | Path) -> tuple[Project, list[Problem]]:
    """The project of a case, and what was accepted but should be looked at.

    Of a workbook its formulas are looked at too: one that somebody overwrote is named, with its cell.
    """
    opened = open_case(case)
    return opened.project, list(opened.warnings)


def open_case(case: str | Path, *, as_basis: bool = False, compared: bool = True) -> Opened:
    """A case with its warnings and scenarios. Raises ProblemsFound if no project can be made of it.

    A workbook that is the basis of a new template may differ from what is fixed in it. Only where it is `compared` are its
    formulas and their values looked at, which decide nothing: our own calculation counts.
    """
    path = find(case)
    if _is_toml(path):
        project = Project.read(path)
        return Opened(project, (*doubts(project), *doubts_by_norms(project)))
    found = _read_workbook(path, as_basis=as_basis)
    differing: Iterable[Problem] = ()
    if compared and found.is_comparable:
        from relocation.excel.read.differences import differences

        differing = differences(found)
    warnings = (*found.warnings, *doubts_by_norms(found.project), *differing)
    return Opened(found.project, warnings, found.scenarios, found.lang, found.words, found.refixed)


def _is_toml(path: Path) -> bool:
    return path.suffix.lower() == ".toml"


def _read_workbook(path: Path, *, as_basis: bool = False) -> FilledWorkbook:
    from relocation.excel.read.project import read_workbook

    return read_workbook(path, as_basis=as_basis)


def case_names(cases: Sequence[str]) -> list[str]:
    """A short name for each case, different from all others: that of its file, or all that was typed."""
    short = [Path(case).name or case for case in cases]
    names: list[str] = []
    for case, name in zip(cases, short, strict=True):
        wanted = name if short.count(name) == 1 else case
        again = sum(taken == wanted or taken.startswith(f"{wanted} (") for taken in names)
        names.append(f"{wanted} ({again + 1})" if again else wanted)
    return names


def shipped() -> list[str]:
    """The names of the cases that come with the package."""
    return sorted(path.stem for path in Path(str(data_dir("models"))).glob("*.toml"))


def shipped_counties() -> dict[str, Path]:
    """The county files that come with the package, by the name of their folder."""
    files = (Path(str(data_dir("models"))) / "counties").glob("*/county.toml")
    return {path.parent.name: path for path in sorted(files)}


@dataclass(frozen=True, slots=True)
class ShippedCase:
    """A shipped case: its name, what it is of, and the question that it answers."""

    name: str
    title: Label
    question: Label


def shipped_cases() -> list[ShippedCase]:
    """All shipped cases and counties in the order in which a newcomer meets them. Only names are read, no project."""
    folder, counties = Path(str(data_dir("models"))), shipped_counties()
    listed = read_toml(folder / "questions" / "cases.toml")
    return [
        ShippedCase(
            name, _title(counties.get(name, folder / f"{name}.toml")), Label(stated["en"], stated["zh"])
        )
        for name, stated in listed.items()
    ]


def _title(path: Path) -> Label:
    """The name that a project file states of its village, or a county file of its county."""
    document = read_toml(path)
    stated = document.get("village") or document["county"]
    named = (stated[key] for key in ("name_en", "name_zh"))
    return Label(*(name["value"] if isinstance(name, dict) else name for name in named))


def find(case: str | Path) -> Path:
    """The file of a case. Raises ProblemsFound, with close names, when there is none."""
    path = file_of(case, "load", Label('such as "lujia", or the name of a file', '如 "lujia"，或文件名'))
    if path.suffix.lower() in {".toml", ".xlsx"} and isfile(path):
        return path
    named = Path(str(data_dir("models"))) / f"{case}.toml"
    if "/" not in str(case) and "\\" not in str(case) and isfile(named):
        return named
    raise ProblemsFound([_no_such_case(str(case), path)])


def _no_such_case(case: str, path: Path) -> Problem:
    close = get_close_matches(case, [*shipped(), *shipped_counties()], n=1)
    if isfile(path):
        expected = Label("a .toml project file or an .xlsx workbook", ".toml 项目文件或 .xlsx 工作簿")
        remedy = Label("save the workbook as .xlsx", "请将工作簿另存为 .xlsx")
    else:
        expected = Label(
            "a shipped case, or a .toml or .xlsx file that exists", "随附案例名，或存在的 .toml、.xlsx 文件"
        )
        remedy = (
            Label(f"try {close[0]}", f"可用：{close[0]}")
            if close
            else for_caller(
                Label("relocation list names the cases", "relocation list 列出全部案例"),
                Label(
                    "relocation.cases.shipped() names the cases", "relocation.cases.shipped() 列出全部案例"
                ),
            )
        )
    return Problem(
        where=case[:LONGEST_NAME], found=path.suffix if isfile(path) else "", expected=expected, remedy=remedy
    )
