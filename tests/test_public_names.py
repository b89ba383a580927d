"""The names that a script finds: few, listed, and the old ones still answer."""

import ast
import importlib
import pickle
from pathlib import Path

import pytest

import relocation
from relocation.project.project import Project

AT_MOST = 12


def test_few_names_are_public_and_listed() -> None:
    assert sorted(dir(relocation)) == sorted(relocation.__all__)
    assert len(dir(relocation)) <= AT_MOST
    assert all(getattr(relocation, name) is not None for name in dir(relocation))


def test_the_type_checker_sees_each_name_where_it_is_fetched_from() -> None:
    tree = ast.parse(Path(relocation.__file__).read_text("utf-8"))
    imported = {
        alias.name: node.module
        for guard in tree.body
        if isinstance(guard, ast.If)
        for node in guard.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(imported) == set(relocation.__all__) - {"__version__"}
    for name, module in imported.items():
        assert getattr(relocation, name) is getattr(importlib.import_module(str(module)), name)


@pytest.mark.parametrize("name", ["appraise", "bridge_test", "consolidate"])
def test_a_name_that_was_public_still_answers(name: str) -> None:
    assert callable(getattr(relocation, name))


def test_any_other_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'appraisal_of_all'"):
        _ = relocation.appraisal_of_all


def test_what_is_made_from_a_project_can_be_appraised_too() -> None:
    lujia: Project = relocation.load("lujia")
    made = [
        lujia.scale("land_quota.price", 0.8),
        lujia.replace({"land_quota.delay": 12}),
        lujia.counted_in("quarter"),
        pickle.loads(pickle.dumps(lujia)),
    ]
    assert [type(project) for project in made] == [Project] * len(made)
    # Hou: 150 million of quota money; a fifth less is 30 million less than 49.483 million
    assert made[0].appraise().number("fund_balance.balance") == pytest.approx(19_483_000, abs=0.01)
