"""Reading a county: village files, a folder of them, or a county file that names them and the loans they share.

    [county]
    name_en = "Tongyu County"
    name_zh = "通榆县"
    villages = ["lujia.toml", "second.xlsx"]          # paths seen from this file

    [loans.policy]                                    # terms as of a village's loan, but with first_day and period
    label_en = "Policy loan of the county"
    principal = 80_000_000
    rate = 0.049
    term = 10
    grace = 2
    first_day = 2016-01-01
    period = "year"
    shares = {"lujia.toml" = 0.75, "second.xlsx" = 0.25}

One bad file is reported with all its problems and does not stop the others. Interrupted, what was read so far is
the county.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from os.path import isdir, isfile
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from relocation.appraisal import appraise
from relocation.cases import load_with_warnings, shipped_counties
from relocation.changes import apply_changes
from relocation.county.consolidation import NAMELESS, County, Unread, Village
from relocation.county.shared_loan import SharedLoan, broken_terms
from relocation.formula.language.line_items import FormulaError
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.documents import CORRECT, Name, Table, refuse, usable
from relocation.reading.toml_file import load

KINDS = {".toml", ".xlsx"}
LOCKS = ("~$", ".")  # what office programs and others leave beside a file

Progress = Callable[[int, int, str], None]  # files done, files in all, the file that is next


@dataclass(frozen=True)
class CountyPlan:
    """Which files make up a county, by the name under which messages show them, and which loans they share."""

    files: dict[str, str | Path]
    name: Label = NAMELESS
    loans: tuple[SharedLoan, ...] = ()


def is_county(case: str | Path) -> bool:
    """Whether a case stands for several villages: a folder, a TOML file with a table [county], or a shipped county."""
    return isdir(case) or _is_county_file(Path(case)) or _shipped(case) is not None


def plan_county(cases: Sequence[str]) -> CountyPlan:
    """The villages that cases, folders and county files stand for. Raises ProblemsFound."""
    files: dict[str, str | Path] = {}
    name, loans, problems = NAMELESS, list[SharedLoan](), list[Problem]()
    for case in cases:
        if isdir(case):
            found = list(_in_folder(Path(case)))
            if not found:
                problems.append(_empty_folder(case))
            for path in found:
                files[_free(path.name, files)] = path
        elif (file := _county_file(case)) is not None:
            plan = _read_county_file(file)
            name = plan.name if any(plan.name) else name
            loans += plan.loans
            files.update(plan.files)
        else:
            files[_free(Path(case).name, files)] = case
    if problems:
        raise ProblemsFound(problems)
    return CountyPlan(files, name, tuple(loans))


def read_county(plan: CountyPlan, *, changes: Sequence[str] = (), progress: Progress | None = None) -> County:
    """Reads and appraises every village. Files that cannot be used stand in `unread`; an interrupt ends the reading."""
    villages, unread = list[Village](), list[Unread]()
    done = 0
    try:
        for done, (file, path) in enumerate(plan.files.items()):
            if progress is not None:
                progress(done, len(plan.files), file)
            try:
                villages.append(_village(file, path, plan.loans, changes))
            except ProblemsFound as refusal:
                unread.append(Unread(file, refusal.problems))
            except FormulaError as error:
                unread.append(Unread(file, (Problem(file, "", error.label, CORRECT),)))
        done = len(plan.files)
    except KeyboardInterrupt:
        pass
    if progress is not None and done == len(plan.files):
        progress(done, done, "")
    return County(tuple(villages), plan.name, tuple(unread), plan.loans, len(plan.files) - done)


def _village(file: str, path: str | Path, loans: Sequence[SharedLoan], changes: Sequence[str]) -> Village:
    project, warnings = load_with_warnings(path)
    project = apply_changes(project, changes)
    for loan in loans:
        project = loan.carried_by(project, file)
    return Village(file, appraise(project), len(warnings))


def _in_folder(folder: Path) -> Iterator[Path]:
    """The village files of a folder by name; locks, county files and county workbooks are none."""
    from relocation.excel.layout.kinds import COUNTY

    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        is_ours = path.suffix.lower() in KINDS and not path.name.startswith(LOCKS) and isfile(path)
        if is_ours and not _is_county_file(path) and not COUNTY.marks(path):
            yield path


def _free(name: str, taken: dict[str, str | Path]) -> str:
    """The name, or with a number where two files of different folders have the same."""
    if name not in taken:
        return name
    return next(
        numbered for position in range(2, len(taken) + 3) if (numbered := f"{name} ({position})") not in taken
    )


def _is_county_file(path: Path) -> bool:
    if path.suffix.lower() != ".toml" or not isfile(path):
        return False
    try:
        return "county" in load(path)
    except ProblemsFound:
        return False


def _county_file(case: str) -> Path | None:
    """The county file that a case names: its own path, or a shipped county."""
    return Path(case) if _is_county_file(Path(case)) else _shipped(case)


def _shipped(case: str | Path) -> Path | None:
    return None if isfile(case) else shipped_counties().get(str(case))


def _no_start(value: Any) -> Any:
    return refuse(Label("first_day instead of start", "用 first_day 代替 start"), value)


class _County(Table):
    name_en: str = ""
    name_zh: str = ""
    villages: list[Name] = Field(min_length=1)


class _Loan(Table):
    """What a shared loan has of its own; the other keys are the terms of a loan of a village."""

    model_config = ConfigDict(extra="allow")

    first_day: date
    period: Literal["month", "quarter", "year"]
    shares: dict[str, float]
    start: Annotated[None, BeforeValidator(_no_start)] = None


class _CountyFile(Table):
    county: _County
    loans: dict[str, _Loan] = Field(default_factory=dict)


def _read_county_file(path: Path) -> CountyPlan:
    """The villages and loans of a county file. Raises ProblemsFound with everything that is wrong with it."""
    problems: list[Problem] = []
    stated = usable(_CountyFile, load(path), problems)
    loans = [_shared(identity, loan) for identity, loan in (stated.loans if stated else {}).items()]
    if stated is not None:
        problems += [
            broken_term for loan in loans for broken_term in broken_terms(loan, tuple(stated.county.villages))
        ]
    if problems or stated is None:
        raise ProblemsFound(replace(problem, where=f"{path.name}: {problem.where}") for problem in problems)
    county = stated.county
    files: dict[str, str | Path] = {name: _seen_from(path, name) for name in county.villages}
    return CountyPlan(files, Label(county.name_en, county.name_zh), tuple(loans))


def _shared(identity: str, loan: _Loan) -> SharedLoan:
    return SharedLoan(identity, loan.model_extra or {}, loan.first_day, loan.period, loan.shares)


def _seen_from(file: Path, name: str) -> str | Path:
    """A village beside the county file, else a shipped case."""
    beside = file.parent / name
    return beside if isfile(beside) else name if Path(name).suffix == "" else beside


def _empty_folder(folder: str) -> Problem:
    return Problem(
        folder,
        "",
        Label("a folder with .toml or .xlsx village files", "含 .toml 或 .xlsx 村庄文件的文件夹"),
        Label("put the villages there", "请放入村庄文件"),
    )
