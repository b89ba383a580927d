"""What a goal seek tells can be typed back: --set with the number as it is printed brings the output that is told."""

import re

import pytest

import relocation
from relocation.changes import apply_changes
from relocation.project.project import Project
from relocation.scenarios.goal_seek.solve import solve

FEN = 0.005
PRINTED = re.compile(r"at (?P<path>[\w.]+) = (?P<value>[-\d.,]+)")


@pytest.fixture(scope="module")
def lujia() -> Project:
    return relocation.load("lujia")


@pytest.mark.parametrize(
    ("path", "output", "target"),
    [
        ("land_quota.price", "balance", 0.0),
        ("land_quota.area", "balance", 12_345_678.0),
        ("land_quota.acceptance", "balance", 10_000_000.0),
        ("land_quota.price", "npv", 1_234_567.89),
        ("loans.adbc.principal", "cash.minimum", 0.0),
        ("loans.adbc.rate", "loans.interest_total", 15_000_000.0),
        ("construction.housing.rate", "balance", 0.0),
        ("compensation.brick.quantity", "balance", 1.0),
    ],
)
def test_the_printed_value_brings_the_target(lujia: Project, path: str, output: str, target: float) -> None:
    said = solve(lujia, path, {output: target}).text("en")
    typed = PRINTED.search(said)
    assert typed is not None, said
    assert typed["path"] == path
    # Numbers are told by seven digits, and money to the fen.
    reached = apply_changes(lujia, [f"{path}={typed['value'].rstrip('.')}"]).appraise().number(output)
    assert reached == pytest.approx(target, abs=max(FEN, abs(target) * 5e-7)), said


def test_no_more_digits_are_told_than_the_target_needs(lujia: Project) -> None:
    """Hou: (150 - 49.483) million yuan / 1,536.3 mu = 65,427.976306...; a fen of the balance is 6.5e-6 of the price."""
    assert pytest.approx(65_427.976306711, rel=1e-14) == 100_517_000 / 1_536.3
    assert "65,427.976307 yuan/mu" in solve(lujia, "land_quota.price", {"balance": 0}).text("en")
    assert "97,637.18 yuan/mu" in solve(lujia, "land_quota.price", {"balance": 49_483_000}).text("en")
