"""Every spoilt workbook is refused or warned about with its cell; every good one is read as it is."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from relocation.cases import load_with_warnings
from relocation.labels import Language
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project
from tests.bad_inputs.cases import DATES, FORMULAS, GOOD, NUMBERS, ROWS, SHEETS, Case
from tests.bad_inputs.containers import CONTAINERS, MARKUP
from tests.bad_inputs.workbooks import Filled, filled, village
from tests.processes import PATIENCE

READ = [*GOOD, *NUMBERS, *DATES, *FORMULAS, *ROWS, *SHEETS]
REFUSED = [*CONTAINERS, *MARKUP]
LANGUAGES: tuple[Language, Language] = ("en", "zh")


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError(f"not done in {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def outcome(path: Path) -> tuple[str, Project | None, list[Problem]]:
    """What became of a file. Anything but ProblemsFound is a crash and fails the test."""
    with at_most(PATIENCE):
        try:
            project, problems = load_with_warnings(path)
        except ProblemsFound as found:
            return "reject", None, list(found.problems)
    return ("warn" if problems else "accept"), project, problems


def place(case: Case, book: Filled) -> str:
    """The beginning of what a message must name, in the language of the file."""
    if "!" in case.where or ": " in case.where:
        sheet = case.where.split("!")[0].split(": ")[0]
        return book.title(sheet) + case.where.removeprefix(sheet)
    return f"{book.title('Inputs')}!{book.cell(case.where)}" if case.where else ""


# A file that is refused before its language is known is tried in one language only, by turns.
TRIED: list[tuple[Case, Language]] = [
    *((case, lang) for case in READ for lang in LANGUAGES),
    *((case, LANGUAGES[at % 2]) for at, case in enumerate(REFUSED)),
]


@pytest.mark.parametrize(("case", "lang"), TRIED, ids=[f"{case.name}-{lang}" for case, lang in TRIED])
def test_a_workbook_comes_to_what_it_deserves(case: Case, lang: Language, tmp_path: Path) -> None:
    fresh, book = Filled(lang), Filled(lang)
    made = case.make(book)
    data = made if isinstance(made, bytes) else made.bytes()
    path = tmp_path / "village.xlsx"
    path.write_bytes(data)
    found, project, problems = outcome(path)
    texts = [problem.text() for problem in problems]
    assert found == case.outcome, texts
    wanted = place(case, fresh)
    named = [problem for problem in problems if problem.where.startswith(wanted)]
    assert not case.where or named, f"{wanted} is not named: {texts}"
    assert any(case.says in problem.text() for problem in named or problems) or not case.says, texts
    assert all(problem.expected.zh and problem.expected.en and problem.remedy.zh for problem in problems)
    if case.same:
        assert project == village()
    if case.value:
        assert project is not None
        assert project.value(case.value[0]) == case.value[1]


def test_names_of_cases_are_different() -> None:
    assert not [name for name, count in Counter(case.name for case in (*READ, *REFUSED)).items() if count > 1]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_problem_of_a_file_is_told_at_once(lang: Language, tmp_path: Path) -> None:
    book = Filled(lang).typed("land_quota.price", "9.76万").number("land_quota.area", -5)
    book.typed("loans.bank.rate", "4.9%").beside("loans.bank.principal", "D", "万元")
    book.number("compensation.brick.rate", 0.15)
    path = tmp_path / "village.xlsx"
    path.write_bytes(book.bytes())
    found, _, problems = outcome(path)
    assert found == "reject"
    wanted = ("land_quota.price", "land_quota.area", "loans.bank.rate", "loans.bank.principal")
    cells = {f"{book.title('Inputs')}!{book.cell(one)}" for one in wanted}
    assert {problem.where for problem in problems if problem.severity == "error"} == cells
    odd = f"{book.title('Inputs')}!{book.cell('compensation.brick.rate')}"
    assert [problem.where for problem in problems if problem.severity == "warning"] == [odd]


def test_a_message_says_cell_label_found_expected_and_remedy(tmp_path: Path) -> None:
    book = Filled("en").typed("land_quota.price", "9.76万")
    path = tmp_path / "village.xlsx"
    path.write_bytes(book.bytes())
    _, _, problems = outcome(path)
    start = f'Inputs!{book.cell("land_quota.price")}: Quota price: found "9.76万", expected a number in yuan/mu >= 0'
    assert problems[0].text() == f"{start}; write 97600"


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    data = filled("en")
    for share in range(1, 20):
        path = tmp_path / "village.xlsx"
        path.write_bytes(data[: len(data) * share // 20])
        assert outcome(path)[0] == "reject"
