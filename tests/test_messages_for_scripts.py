"""What a script is told when it asks wrongly: always what to write in Python, never an option of the command line."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import relocation as rl
from relocation.appraisal import Appraisal
from relocation.caller import asked_by
from relocation.changes import apply_changes, rule_holds
from relocation.cli.program import COMMANDS
from relocation.files import CannotWrite
from relocation.formula.language.line_items import UnknownName
from relocation.loan_schedule import loan_schedule
from relocation.problems import ProblemsFound
from relocation.scenarios.sensitivity.spider import spider

PACKAGE = Path(rl.__file__).parent
PRICE = "land_quota.price"
# An option, a short one, or a call of the program.
COMMAND_LINE = re.compile(
    r"(?<![\w-])--[a-z][a-z-]+|(?<![\w-])-[fon]\b|\brelocation (?:" + "|".join(COMMANDS) + r")\b"
)

Wrong = Callable[[Any], Any]
WRONG: dict[str, Wrong] = {
    "load": lambda _: rl.load(5),  # type: ignore[arg-type]
    "load none": lambda _: rl.load(None),  # type: ignore[arg-type]
    "load unknown": lambda _: rl.load("luja"),
    "compare text": lambda _: rl.compare("lujia"),  # type: ignore[arg-type]
    "compare one": lambda plan: rl.compare(plan.project),
    "compare none": lambda _: rl.compare(None),  # type: ignore[arg-type]
    "compare texts": lambda _: rl.compare({"a": "lujia"}),  # type: ignore[arg-type]
    "compare outputs": lambda plan: rl.compare({"a": plan.project}, 5),  # type: ignore[arg-type]
    "compare case": lambda plan: rl.compare([plan.project]).value("b", "npv"),
    "compare series": lambda plan: rl.compare([plan.project]).value("Lujia Village", "cash.closing"),
    "scale": lambda plan: plan.project.scale(PRICE, "a fifth less"),
    "scale path": lambda plan: plan.project.scale(5, 0.8),
    "replace": lambda plan: plan.project.replace({"nothing.of.it": 5}),
    "counted in": lambda plan: plan.project.counted_in("week"),
    "read": lambda _: rl.Project.read(5),  # type: ignore[arg-type]
    "parse": lambda _: rl.Project.parse(5),  # type: ignore[arg-type]
    "vary": lambda plan: rl.vary(plan.project, PRICE, ["npv"]),  # type: ignore[arg-type]
    "vary project": lambda _: rl.vary("lujia", {PRICE: [1]}, ["npv"]),  # type: ignore[arg-type]
    "vary outputs": lambda plan: rl.vary(plan.project, {PRICE: [1]}, None),  # type: ignore[arg-type]
    "vary values": lambda plan: rl.vary(plan.project, {PRICE: None}, ["npv"]),  # type: ignore[dict-item]
    "tornado": lambda _: rl.tornado("lujia", "balance"),  # type: ignore[arg-type]
    "tornado by": lambda plan: rl.tornado(plan.project, "balance", by="10%"),  # type: ignore[arg-type]
    "tornado metric": lambda plan: rl.tornado(plan.project, 5),  # type: ignore[arg-type]
    "tornado paths": lambda plan: rl.tornado(plan.project, "balance", paths=5),  # type: ignore[arg-type]
    "spider": lambda plan: spider(plan.project, 5, [1], "balance"),  # type: ignore[arg-type]
    "solve": lambda _: rl.solve(5, PRICE, {"balance": 0}),  # type: ignore[arg-type]
    "solve path": lambda plan: rl.solve(plan.project, 5, {"balance": 0}),  # type: ignore[arg-type]
    "solve target": lambda plan: rl.solve(plan.project, PRICE, {5: 0}),  # type: ignore[dict-item]
    "simulate": lambda _: rl.simulate(None, {}),  # type: ignore[arg-type]
    "simulate inputs": lambda plan: rl.simulate(plan.project, PRICE),  # type: ignore[arg-type]
    "simulate correlations": lambda plan: rl.simulate(plan.project, {}, correlations=5),  # type: ignore[arg-type]
    "bridge test": lambda _: rl.bridge_test("lujia"),
    "appraise": lambda _: rl.appraise("lujia"),
    "consolidate text": lambda _: rl.consolidate("lujia"),
    "consolidate number": lambda _: rl.consolidate([5]),
    "consolidate none": lambda _: rl.consolidate([]),
    "consolidate one": lambda plan: rl.consolidate(plan.project),
    "explain depth": lambda plan: plan.explain("npv").show("deep"),
    "explain language": lambda plan: plan.explain("npv").show(1, "fr"),
    "chart language": lambda plan: plan.chart("cash", lang="fr"),
    "excel language": lambda plan: plan.to_excel("x.xlsx", lang="fr"),
    "chart kind": lambda plan: plan.chart("pie"),
    "number": lambda plan: plan.number(5),
    "series": lambda plan: plan.series(None),
    "value period": lambda plan: plan.value("cash.closing", 99),
    "value period text": lambda plan: plan.value("cash.closing", "first"),
    "explain period": lambda plan: plan.explain("cash.closing", 0),
    "by period": lambda plan: plan.by_period(5),
    "to excel": lambda plan: plan.to_excel(5),
    "to html": lambda plan: plan.to_html(None),
    "changes": lambda plan: apply_changes(plan.project, ["land_quota.price"]),
    "rule": lambda plan: rule_holds(plan, "balance is fine"),
    "rule name": lambda plan: rule_holds(plan, "balence>=0"),
    "loan": lambda _: loan_schedule(1000, {"rate": 0.05, "term": 3}, draws="1,2"),
    "loan rates": lambda _: loan_schedule(1000, {"rate": 0.05, "term": 3}, rate_steps=["five"]),
    "loan grace": lambda _: loan_schedule(1000, {"rate": 0.05, "term": 3, "grace": 9}),
}


@pytest.fixture(scope="module")
def lujia() -> Appraisal:
    return rl.load("lujia").appraise()


@pytest.mark.parametrize("asked", WRONG)
def test_what_is_asked_wrongly_is_told_with_what_to_write_in_python(asked: str, lujia: Appraisal) -> None:
    with pytest.raises((ProblemsFound, CannotWrite, UnknownName)) as refusal:
        WRONG[asked](lujia)
    told = str(refusal.value)
    assert COMMAND_LINE.search(told) is None, told
    assert len(told) < 600


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("compare text", 'write compare({"base": project, "other": ...})'),
        ("consolidate text", 'write consolidate([load("lujia"), load("jinpo")])'),
        ("tornado", 'write load("lujia")'),
        ("replace", "project.by_path() lists all inputs"),
        ("value period", "a whole number from 1 to 12"),
    ],
)
def test_the_remedy_can_be_typed(asked: str, written: str, lujia: Appraisal) -> None:
    with pytest.raises(ProblemsFound, match=re.escape(written)):
        WRONG[asked](lujia)


def test_an_output_that_exists_is_told_with_the_parameter_and_at_the_command_line_with_the_option(
    lujia: Appraisal, tmp_path: Path
) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_text("mine")
    with pytest.raises(CannotWrite, match="force=True"):
        lujia.to_excel(path)
    with asked_by("command"), pytest.raises(CannotWrite, match="add --force"):
        lujia.to_excel(path)
    assert path.read_text() == "mine"


def test_a_series_and_a_number_are_told_apart(lujia: Appraisal) -> None:
    with pytest.raises(UnknownName, match=r"is a series: ask series\('cash.closing'\)"):
        lujia.number("cash.closing")
    with pytest.raises(UnknownName, match=r"is one number: ask number\('balance'\)"):
        lujia.series("balance")
    with pytest.raises(UnknownName, match="did you mean balance"):
        lujia.number("balence")


# Texts of files, which a planner reads in an office program, and of what only commands print.
OF_COMMANDS = (
    "cli/",
    "excel/sheets/",
    "page/words.py",
    "reports/published.py",
    "project/groups.py",
    "page/browser.py",
    "web/",
)
FOR_BOTH = {"for_caller", "named", "_read_by"}


def texts_of_the_command_line(tree: ast.AST) -> list[str]:
    """Texts that name the command line and are not said by who asks; docstrings and names of options apart."""
    free: list[str] = []

    def look(node: ast.AST) -> None:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in FOR_BOTH:
            return
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and COMMAND_LINE.search(node.value):
            free.append(node.value)
        for below in ast.iter_child_nodes(node):
            look(below)

    look(tree)
    return free


def test_every_text_that_names_the_command_line_has_another_for_scripts() -> None:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(OF_COMMANDS):
            found[name] = texts_of_the_command_line(ast.parse(path.read_text("utf-8")))
    assert {name: texts for name, texts in found.items() if texts} == KNOWN


def test_a_text_for_commands_alone_is_noticed() -> None:
    assert texts_of_the_command_line(
        ast.parse('Label("use -o", "x")\nfor_caller(Label("use -o", "y"), z)')
    ) == ["use -o"]


# Marks inside files, the names of options of which a script is told the parameters, and options of other programs.
KNOWN = {
    "excel/layout/kinds.py": ["relocation livelihood"],
    "loan_schedule.py": ["--draws", "--rate-step", "--repayment", "--round", "--term", "--period"],
    "verify/spreadsheets.py": ["--headless", "--convert-to", "--outdir", "--recalc", "--version"],
}
