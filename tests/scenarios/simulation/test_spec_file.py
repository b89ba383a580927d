"""Simulations stated in a file: what can be said, and that everything wrong is told at once with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

import relocation as rl
from relocation.problems import ProblemsFound
from relocation.scenarios.simulation.distributions import (
    PERT,
    Discrete,
    Empirical,
    Fixed,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)
from relocation.scenarios.simulation.simulation import simulate
from relocation.scenarios.simulation.spec_file import SimulationSpec, read_spec

BASE = rl.load("lujia")

WHOLE = """
[inputs."land_quota.price"]
distribution = "triangular"
low = 60_000
mode = 97_637
high = 120_000

[inputs.loans.adbc.rate]            # a path need not be quoted
distribution = "normal"
mean = 0.049
std = 0.01
high = 0.1

[inputs]
"land_quota.acceptance" = {distribution = "uniform", low = 0.8, high = 1}
"construction.housing.rate" = {distribution = "pert", low = 1500, mode = 1700, high = 2200, weight = 5}
"construction.reclamation.rate" = {distribution = "lognormal", mean = 8000, std = 900}
"compensation.brick.rate" = {distribution = "lognormal", mu = 7.3, sigma = 0.1}
"compensation.soil.rate" = {distribution = "empirical", data = [900, 1000, 1000, 1200]}
"land_quota.delay" = {distribution = "empirical", file = "delays.csv", column = "months"}
"loans.adbc.method" = {distribution = "discrete", values = ["annuity", "equal_principal"], weights = [1, 3]}
"loans.adbc.term" = {distribution = "fixed", value = 8}

[[correlations]]
between = ["land_quota.price", "loans.adbc.rate"]
rank = -0.4

[outputs]
names = ["balance", "cash.minimum"]
rules = ["dscr_min>=1.2"]

[simulation]
n = 500
seed = 7
sampling = "latin"
"""


def spec(folder: Path, text: str) -> SimulationSpec:
    path = folder / "spec.toml"
    path.write_text(text, encoding="utf-8")
    return read_spec(path, BASE)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        spec(folder, text)
    assert all(one.text("zh") != one.text("en") for one in found.value.problems)
    return [one.text() for one in found.value.problems]


def test_everything_that_a_file_can_say(tmp_path: Path) -> None:
    (tmp_path / "delays.csv").write_text("village,months\na,0\nb,3\nc,12\n", encoding="utf-8")
    found = spec(tmp_path, WHOLE)
    assert found.inputs == {
        "land_quota.price": Triangular(60_000, 97_637, 120_000),
        "loans.adbc.rate": Normal(0.049, 0.01, high=0.1),
        "land_quota.acceptance": Uniform(0.8, 1),
        "construction.housing.rate": PERT(1500, 1700, 2200, 5),
        "construction.reclamation.rate": Lognormal(8000, 900),
        "compensation.brick.rate": Lognormal.of_logarithm(7.3, 0.1),
        "compensation.soil.rate": Empirical((900, 1000, 1000, 1200)),
        "land_quota.delay": Empirical((0, 3, 12)),
        "loans.adbc.method": Discrete(("annuity", "equal_principal"), (1, 3)),
        "loans.adbc.term": Fixed(8),
    }
    assert found.correlations == (("land_quota.price", "loans.adbc.rate", -0.4),)
    result = simulate(BASE, **found.arguments())
    assert (result.n, result.plan.seed, result.plan.sampling) == (500, 7, "latin")
    assert result.outputs == ("fund_balance.balance", "cash.minimum", "dscr_min")
    assert [one.rule.text for one in result.broken_rules][-1] == "dscr_min>=1.2"


def test_the_shortest_file(tmp_path: Path) -> None:
    found = spec(
        tmp_path, '[inputs."land_quota.price"]\ndistribution = "uniform"\nlow = 60000\nhigh = 120000\n'
    )
    assert found.arguments() == {"inputs": {"land_quota.price": Uniform(60_000, 120_000)}, "correlations": ()}


WRONG = """
[inputs."land_quota.prise"]
distribution = "uniform"
low = 1
high = 3

[inputs."land_quota.price"]
distribution = "unifrom"

[inputs."loans.adbc.rate"]
distribution = "normal"
mean = 0.049
std = 0.01
hihg = 3

[inputs."loans.adbc.term"]
distribution = "triangular"
low = 3
mode = 2

[inputs."land_quota.acceptance"]
distribution = "uniform"
low = -0.5
high = 1.5

[inputs."construction.housing.rate"]
distribution = "normal"
mean = "much"
std = 0

[inputs]
"land_quota.delay" = 12
"land_quota.area" = {distribution = "uniform", low = 1000, high = 1500}

[[correlations]]
between = ["land_quota.area", "land_quota.foo"]
rank = 1.4

[[correlations]]
between = "land_quota.area"

[outputs]
names = ["balanc"]
rules = ["x=1"]

[simulation]
n = 0
sead = 1
sampling = "sobel"

[output]
"""


def test_everything_wrong_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    found = problems(tmp_path, WRONG)
    assert all(text.startswith("spec.toml: ") for text in found)
    expected = {
        "land_quota.prise": "did you mean land_quota.price",
        "inputs.land_quota.price.distribution": "did you mean uniform?",
        "inputs.loans.adbc.rate.hihg": "did you mean high?",
        "inputs.loans.adbc.term.high": "nothing found",
        "land_quota.acceptance": "[-0.5, 1.5]",
        "construction.housing.rate": "mean = much",
        "inputs.land_quota.delay": '"12"',
        "correlations: land_quota.area, land_quota.foo": "an input that has a distribution",
        "correlations[2].between": "two paths",
        "balanc": "did you mean balance",
        "rules": "x=1",
        "n": "a whole number from 1 to 1,099,511,627,776",
        "simulation.sead": "did you mean seed?",
        "sampling": "random, latin, sobol",
        "output": "did you mean outputs",
    }
    for where, said in expected.items():
        told = [text for text in found if text.startswith(f"spec.toml: {where}:")]
        assert any(said in text for text in told), (where, found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "at least one input"),
        ("[inputs", "TOML"),
        ("inputs = 5", "a table [inputs]"),
        ('[inputs."land_quota.price"]', "distribution"),
        ('[inputs."land_quota.price"]\ndistribution = 5', "one of fixed"),
        ('[inputs."land_quota.price"]\ndistribution = "empirical"\nfile = "no.csv"', "a readable file"),
        ('[inputs."land_quota.price"]\ndistribution = "empirical"\nfile = 5', "finite"),
        ('[inputs."land_quota.price"]\ndistribution = "lognormal"\nmu = 1\nmean = 3\nsigma=1', "mean"),
        ('[inputs."land_quota.price"]\ndistribution = "lognormal"\nmu = "a"\nsigma=1', "finite"),
        ('[inputs."land_quota.price"]\ndistribution = "lognormal"\nmu = 1e9\nsigma=1', "finite"),
        ('[inputs."land_quota.price"]\ndistribution = "uniform"\nlow = nan\nhigh = inf', "finite"),
        (
            'correlations = 5\n[inputs."land_quota.price"]\ndistribution = "fixed"\nvalue = 5',
            "[[correlations]]",
        ),
        (
            '[outputs]\nnames = "npv"\n[inputs."land_quota.price"]\ndistribution = "fixed"\nvalue = 5',
            "a list of texts",
        ),
        (
            '[simulation]\nn = 1.5\n[inputs."land_quota.price"]\ndistribution = "fixed"\nvalue = 5',
            "whole number",
        ),
        (
            '[simulation]\nseed = "a"\n[inputs."land_quota.price"]\ndistribution = "fixed"\nvalue = 5',
            "whole number",
        ),
        ('[inputs."village.name_en"]\ndistribution = "fixed"\nvalue = "x"', "compare"),
    ],
)
def test_what_is_no_simulation_is_told(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in one for one in problems(tmp_path, text))


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        read_spec(tmp_path / "none.toml", BASE)
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ProblemsFound) as found:
        read_spec(tmp_path / "bytes.toml", BASE)
    assert "UTF-8" in found.value.problems[0].text()


@pytest.mark.parametrize(
    ("csv", "column", "said"),
    [
        ("a,b\n1,2\n", "c", "a column of the file: a, b; state column = one of them"),
        ("a,b\n1,2\n", None, "a column"),
        ("a\n1\nx\n", "a", 'delays.csv:3: found "x"'),
        ("a\n1\nnan\n", "a", "delays.csv:3"),
        ("a,b\n1,2\n3\n", "b", "delays.csv:3"),
        ("", "a", "an empty file"),
        ("a\n", "a", "at least one value"),
    ],
)
def test_data_that_cannot_be_read_are_told(tmp_path: Path, csv: str, column: str | None, said: str) -> None:
    (tmp_path / "delays.csv").write_text(csv, encoding="utf-8")
    which = f'column = "{column}"' if column else ""
    text = f'[inputs."land_quota.delay"]\ndistribution = "empirical"\nfile = "delays.csv"\n{which}\n'
    assert any(said in one for one in problems(tmp_path, text))


def test_a_plain_list_of_numbers_needs_no_heading(tmp_path: Path) -> None:
    (tmp_path / "delays.csv").write_text("0\n3\n12\n", encoding="utf-8-sig")
    found = spec(tmp_path, '[inputs."land_quota.delay"]\ndistribution = "empirical"\nfile = "delays.csv"\n')
    assert found.inputs == {"land_quota.delay": Empirical((0, 3, 12))}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_data_are_read_in_the_encodings_of_spreadsheets(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "delays.csv").write_text("村,延迟\n甲,0\n乙,3\n", encoding=encoding)
    found = spec(
        tmp_path,
        '[inputs."land_quota.delay"]\ndistribution = "empirical"\nfile = "delays.csv"\ncolumn = "延迟"\n',
    )
    assert found.inputs == {"land_quota.delay": Empirical((0, 3))}


def test_an_unknown_input_is_told_beside_its_bad_distribution(tmp_path: Path) -> None:
    [input_told, distribution_told] = problems(
        tmp_path, '[inputs."land_quota.prise"]\ndistribution = "unifrom"\n'
    )
    assert "did you mean land_quota.price" in input_told
    assert "did you mean uniform" in distribution_told


def test_a_distribution_outside_the_range_is_named_in_the_language_asked(tmp_path: Path) -> None:
    text = '[inputs."land_quota.acceptance"]\ndistribution = "uniform"\nlow = 0.5\nhigh = 1.5\n'
    with pytest.raises(ProblemsFound) as found:
        spec(tmp_path, text)
    [problem] = found.value.problems
    assert "uniform [0.5, 1.5]" in problem.text("en")
    assert "均匀分布 [0.5, 1.5]" in problem.text("zh")


def test_a_number_that_nobody_can_read_is_told_by_its_digits() -> None:
    with pytest.raises(ProblemsFound) as found:
        simulate(BASE, {"land_quota.price": Uniform(1, 2)}, n=10**5000)
    assert "a number of 5001 digits" in found.value.problems[0].text()
