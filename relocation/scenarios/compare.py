"""Named futures side by side: what each comes to, how far that is from the base, and which assumptions made it so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from relocation.appraisal import Appraisal, appraise
from relocation.checks import BrokenIdentity
from relocation.formula.book import FormulaError
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project
from relocation.scenarios.comparison import Comparison
from relocation.scenarios.outputs import MAIN_OUTPUTS, outputs_of
from relocation.scenarios.scenario import BASE, Resolution, Scenario, resolve_each


def compare(cases: Mapping[str, Project], outputs: Sequence[str] | None = None) -> Comparison:
    """Appraises projects and sets them side by side; the first is the base to which the others are compared.

    `outputs` are keys of lines that are one number, or short names such as balance; without them the main ones.
    A case that cannot be calculated is named in `Comparison.failed` and stops no other. Raises ProblemsFound for no
    case at all, for a base that cannot be calculated, and for an output that no case has.
    """
    return _compared(cases, outputs, Resolution(dict(cases), {}, ()))


def compare_scenarios(
    base: Project,
    scenarios: Iterable[Scenario],
    outputs: Sequence[str] | None = None,
    *,
    name: str = BASE,
    keep_going: bool = False,
) -> Comparison:
    """The project under its own `name`, and every scenario of it.

    All scenarios are checked before anything is calculated: ProblemsFound holds everything that is wrong with any of
    them. With `keep_going` the scenarios that are refused are named in `Comparison.failed` instead, and the others run.
    """
    found = resolve_each(base, scenarios)
    if found.problems and not keep_going:
        raise ProblemsFound(problem for problems in found.problems.values() for problem in problems)
    return _compared({name: base, **found.projects}, outputs, found)


def _compared(
    cases: Mapping[str, Project], outputs: Sequence[str] | None, resolution: Resolution
) -> Comparison:
    if not cases:
        raise ProblemsFound([_no_case()])
    appraisals = {}
    failed = {name: tuple(problems) for name, problems in resolution.problems.items()}
    for name, project in cases.items():
        found = _appraised(name, project)
        if isinstance(found, Appraisal):
            appraisals[name] = found
        else:
            failed[name] = found
    base = next(iter(cases))
    if base not in appraisals:
        raise ProblemsFound(failed[base])
    books = list({id(one.book): one.book for one in appraisals.values()}.values())
    keys = list(dict.fromkeys(outputs_of(books, outputs or MAIN_OUTPUTS)))
    return Comparison(appraisals, tuple(keys), failed, resolution.warnings)


def _appraised(name: str, project: Project) -> Appraisal | tuple[Problem, ...]:
    """All numbers of a case, or why there are none."""
    try:
        return appraise(project)
    except ProblemsFound as found:
        return found.problems
    except FormulaError as error:
        return (_cannot_calculate(name, error.label),)
    except (BrokenIdentity, ArithmeticError) as error:
        return (_cannot_calculate(name, Label(str(error), str(error))),)


def _cannot_calculate(name: str, reason: Label) -> Problem:
    expected = Label("a case that can be calculated", "可以计算的方案")
    return Problem(name, reason, expected, Label("correct its changes", "请更正其变动"))


def _no_case() -> Problem:
    expected = Label("at least one case, the base", "至少一个方案（基准）")
    return Problem("compare", "", expected, Label("name a project", "请给出一个项目"))
