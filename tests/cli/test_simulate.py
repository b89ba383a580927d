"""relocation simulate: what it prints, that the seed alone decides, what is refused, and an interrupt."""

import csv
import io
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import pytest
from rich.cells import cell_len

from relocation.cli import simulation as simulate_command
from relocation.labels import Label
from relocation.reports.simulation import described
from relocation.scenarios.simulation.distributions import DISTRIBUTIONS, PERT, Discrete, Distribution, Normal
from relocation.scenarios.simulation.distributions.distribution import PARAMETER_LABELS
from relocation.scenarios.simulation.plan import Plan
from relocation.scenarios.simulation.sampling import CHUNK
from relocation.tables.pictures import line_of_blocks
from tests.cli.running import relocation
from tests.processes import started

PRICE = """
[inputs."land_quota.price"]
distribution = "triangular"
low = 60_000
mode = 97_637
high = 120_000
"""
THREE = (
    PRICE
    + """
[inputs."land_quota.delay"]
distribution = "discrete"
values = [0, 12, 24]
weights = [6, 3, 1]

[inputs."construction.housing.rate"]
distribution = "normal"
mean = 1_700
std = 200

[[correlations]]
between = ["land_quota.price", "construction.housing.rate"]
rank = 0.4

[outputs]
names = ["balance", "cash.minimum", "npv", "irr", "dscr_min"]
rules = ["dscr_min>=1.2"]
"""
)
GRACE = """
[inputs."loans.adbc.grace"]
distribution = "discrete"
values = [0, 12]
"""
LATE = """
[inputs."land_quota.delay"]
distribution = "uniform"
low = 0
high = 24
"""
MEAN, VARIANCE = (60_000 + 97_637 + 120_000) / 3, (60_000**2 - 22_363 * 37_637) / 18  # of the triangle
SPREAD = 1_536.3 * VARIANCE**0.5


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("price", PRICE), ("three", THREE), ("grace", GRACE), ("late", LATE)):
        Path(f"{name}.toml").write_text(text, encoding="utf-8")


def simulate(spec: str, *arguments: str) -> dict[str, object]:
    outcome = relocation("simulate", "lujia", "--spec", spec, *arguments, "-f", "json")
    assert (outcome.code, outcome.stderr) == (0, "")
    return dict(outcome.record)


def test_the_object_agrees_with_the_closed_form_of_a_triangle() -> None:
    found = relocation(
        "simulate", "lujia", "--spec", "price.toml", "-n", "4e4", "--seed", "7", "-f", "json"
    ).record
    assert found["n"] == 40_000
    balance = found["outputs"]["fund_balance.balance"]
    assert {"mean", "std", "min", "max", "quantiles"} <= set(balance)
    # The balance is 1,536.3 times the price, less 100.517 million; four standard errors of 40,000 draws.
    error = SPREAD / 200
    assert balance["mean"] == pytest.approx(1_536.3 * MEAN - 100_517_000, abs=4 * error)
    assert balance["std"] == pytest.approx(SPREAD, rel=0.02)
    # Half of a triangle lies below low + sqrt(width x rise / 2), which is below its mode.
    median = 1_536.3 * (60_000 + (60_000 * 37_637 / 2) ** 0.5) - 100_517_000
    rising = 37_637 / 60_000 >= 0.5
    assert rising
    assert balance["quantiles"]["0.5"] == pytest.approx(median, abs=6 * error)


@pytest.mark.parametrize("workers", ["2", "7"])
def test_the_seed_decides_and_not_the_workers(workers: str) -> None:
    alone = simulate("three.toml", "-n", "140000", "--seed", "3", "--workers", "1")
    assert simulate("three.toml", "-n", "140_000", "--seed", "3", "--workers", workers) == alone
    other = simulate("three.toml", "-n", "140,000", "--seed", "4", "--workers", workers)
    assert other["outputs"] != alone["outputs"]


def test_what_the_command_says_comes_before_what_the_file_says() -> None:
    Path("all.toml").write_text(
        THREE + '\n[simulation]\nn = 500\nseed = 9\nsampling = "latin"\n', encoding="utf-8"
    )
    stated = simulate("all.toml")
    assert (stated["n"], stated["seed"], stated["sampling"]) == (500, 9, "latin")
    changed = simulate("all.toml", "-n", "700", "--seed", "0", "--sampling", "random", "--metric", "irr")
    assert (changed["n"], changed["seed"], changed["sampling"]) == (700, 0, "random")
    assert set(changed["outputs"]) == {"irr", "dscr_min"}  # the rule of the file needs dscr_min


def test_a_change_of_the_case_comes_first() -> None:
    found = simulate("price.toml", "-n", "100", "--set", "land_quota.area=0", "--metric", "balance")
    balance = found["outputs"]["fund_balance.balance"]  # type: ignore[index]
    assert balance["min"] == balance["max"] == pytest.approx(13_266_000 - 113_783_000)


def test_csv_has_one_row_per_output() -> None:
    said = relocation("simulate", "lujia", "--spec", "three.toml", "-n", "1000", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(said.stdout)))
    assert [row["output"] for row in rows] == [
        "fund_balance.balance",
        "cash.minimum",
        "npv",
        "irr",
        "dscr_min",
    ]
    assert {"unit", "mean", "std", "min", "max", "5%", "50%", "95%"} <= set(rows[0])


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [80, 120])
def test_tables_fit_the_terminal(columns: int, lang: str) -> None:
    outcome = relocation(
        "simulate", "lujia", "--spec", "three.toml", "-n", "2000", "--lang", lang, columns=columns
    )
    assert (outcome.code, outcome.stderr) == (0, "")
    assert max(map(cell_len, outcome.stdout.splitlines())) <= columns
    assert "…" not in outcome.stdout
    wanted = {
        "en": ("2,000 scenarios, random sampling, seed 0", "weights (6, 3, 1)", "rule is not met", "±"),
        "zh": ("2,000 个情景，随机抽样，种子 0", "权重（6、3、1）", "规则不满足的概率", "方差占比"),
    }
    said = "".join(outcome.stdout.split())
    assert [text for text in wanted[lang] if "".join(text.split()) not in said] == []


def test_a_rule_that_never_breaks_is_not_called_certain() -> None:
    Path("safe.toml").write_text(PRICE.replace("60_000", "90_000"), encoding="utf-8")
    said = relocation("simulate", "lujia", "--spec", "safe.toml", "-n", "3000", "--metric", "balance").stdout
    # None of 3,000: with 95 % confidence the share is below 3 / 3,000.
    assert "< 0.1 %" in said


def test_every_output_has_its_histogram() -> None:
    wanted = ("simulate", "lujia", "--spec", "late.toml", "-n", "500", "--metric", "balance")
    outputs = relocation(*wanted, "--metric", "cash.minimum", "--metric", "npv", "-f", "json").record[
        "outputs"
    ]
    assert len(outputs) == 3
    for one in outputs.values():
        edges, counts = one["histogram"]["edges"], one["histogram"]["counts"]
        assert (edges[0], edges[-1]) == (one["min"], one["max"])
        assert sum(counts) == one["count"] == 500
        assert len(edges) == len(counts) + 1
    # The delay takes nothing from the balance: all of it is one interval.
    assert outputs["fund_balance.balance"]["histogram"]["counts"] == [500]
    assert len(outputs["npv"]["histogram"]["counts"]) == 64


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_several_outputs_are_drawn_in_a_line_each_and_one_in_bars(lang: str) -> None:
    wanted = ("simulate", "lujia", "--spec", "price.toml", "-n", "500", "--lang", lang, "--metric", "balance")
    one, both = relocation(*wanted).stdout, relocation(*wanted, "--metric", "npv").stdout
    drawn = [line for line in both.splitlines() if set(line) & set("▁▂▃▄▅▆▇")]
    assert len(drawn) == 2
    assert not set(one) & set("▁▂▃▄▅▆▇")
    assert max(line.count("█") for line in one.splitlines()) == 40


def test_blocks_are_as_high_as_their_counts() -> None:
    assert line_of_blocks([0, 1, 4, 8, 5, 0]) == " ▁▄█▅ "


DESCRIBED: list[tuple[Distribution, str, str]] = [
    (Normal(97_637, 10_000), "normal: mean 97,637, std 10,000", "正态分布：均值 97,637，标准差 10,000"),
    (
        PERT(1, 2, 4),
        "PERT: low 1, mode 2, high 4, weight 4",
        "PERT 分布：下限 1，最可能值 2，上限 4，权重系数 4",
    ),
    (
        Discrete(range(9)),
        "discrete: values (0, 1, 2, 3, 4, 5, ...)",
        "离散分布：取值（0、1、2、3、4、5、...）",
    ),  # type: ignore[arg-type]
    (Discrete(("annuity", "bullet"), (1, 2)), "", "离散分布：取值（等额本息、到期还本），权重（1、2）"),
]


@pytest.mark.parametrize(("one", "english", "chinese"), DESCRIBED, ids=lambda one: getattr(one, "key", ""))
def test_a_distribution_is_told_in_both_languages(one: Distribution, english: str, chinese: str) -> None:
    methods = {"annuity": Label("", "等额本息"), "bullet": Label("", "到期还本")}
    assert described(one, "number", methods).zh == chinese
    assert not english or described(one, "number", {}).en == english


def test_every_distribution_and_parameter_has_a_name() -> None:
    labels = [kind.label for kind in DISTRIBUTIONS.values()]
    assert len({one.zh for one in labels}) == len(labels)
    assert {field.name for kind in DISTRIBUTIONS.values() for field in fields(kind)} == set(PARAMETER_LABELS)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_scenarios_that_the_project_refuses_are_named_and_left_out(lang: str) -> None:
    wanted = ("simulate", "lujia", "--spec", "grace.toml", "-n", "1000", "--metric", "balance")
    outcome = relocation(*wanted, "--lang", lang, "-f", "json")
    assert outcome.code == 0
    found = outcome.record
    # A grace of 12 periods in a loan of 10, every other time.
    assert 400 < found["refused"] < 600
    assert found["outputs"]["fund_balance.balance"]["count"] == 1_000 - found["refused"]
    lines = outcome.stderr.splitlines()
    assert len(lines) == 11
    assert "loans.adbc.grace" in lines[0]
    assert (f": {found['refused']}" if lang == "en" else f"{found['refused']} 个") in lines[-1]


def test_nothing_but_refused_scenarios_ends_with_two() -> None:
    Path("grace.toml").write_text(GRACE.replace("[0, 12]", "[11, 12]"), encoding="utf-8")
    assert relocation("simulate", "lujia", "--spec", "grace.toml", "-n", "100").code == 2


WRONG = {
    "no file": (("--spec", "nofile.toml"), "nofile.toml", "nofile.toml"),
    "broken TOML": (("--spec", "broken.toml"), "broken.toml", "broken.toml"),
    "an unknown input": (
        ("--spec", "slip.toml"),
        "did you mean land_quota.price",
        "是否应为 land_quota.price",
    ),
    "out of range": (("--spec", "outside.toml"), "land_quota.acceptance", "land_quota.acceptance"),
    "no whole number": (("--spec", "price.toml", "-n", "many"), "a whole number from 1", "不小于1的整数"),
    "half a scenario": (("--spec", "price.toml", "-n", "0.5"), "a whole number from 1", "不小于1的整数"),
    "an unknown number": (
        ("--spec", "price.toml", "--metric", "blance"),
        "did you mean balance",
        "是否应为 balance",
    ),
    "impossible correlations": (
        ("--spec", "torn.toml"),
        "correlations that can hold together",
        "可同时成立的相关系数",
    ),
    "a workbook": (("--spec", "price.toml", "-o", "x.xlsx"), "must end in", "结尾"),
    "no scheduler": (
        ("--spec", "price.toml", "--scheduler", "nonsense://x"),
        "the address of a dask scheduler",
        "dask 调度器地址",
    ),
}


@pytest.mark.parametrize("name", sorted(WRONG))
@pytest.mark.filterwarnings("default")  # of the library of the cluster
def test_wrong_words_are_told_with_their_mending(name: str) -> None:
    share = '[inputs."land_quota.acceptance"]\ndistribution = "uniform"\nlow = 0.5\nhigh = 1.5\n'
    names = ("land_quota.price", "land_quota.area", "construction.housing.rate")
    torn = "".join(
        f'[inputs."{path}"]\ndistribution = "uniform"\nlow = 1000\nhigh = 2000\n' for path in names
    )
    for one, other, rank in ((0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)):
        torn += f'[[correlations]]\nbetween = ["{names[one]}", "{names[other]}"]\nrank = {rank}\n'
    texts = {
        "broken": "a = = 3",
        "slip": PRICE.replace("price", "prce"),
        "outside": share,
        "torn": torn,
    }
    for file, text in texts.items():
        Path(f"{file}.toml").write_text(text, encoding="utf-8")
    arguments, english, chinese = WRONG[name]
    for lang, said in (("en", english), ("zh", chinese)):
        outcome = relocation("simulate", "lujia", *arguments, "--lang", lang)
        assert (outcome.code, outcome.stdout) == (2, "")
        assert said in outcome.stderr
        assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize("arguments", [("--seed", "-1"), ("--workers", "0"), ("--sampling", "dice"), ()])
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...]) -> None:
    spec = ("--spec", "price.toml") if arguments else ()
    assert relocation("simulate", "lujia", *spec, *arguments).code == 2


def test_a_file_is_written_and_no_input_written_over() -> None:
    wanted = ("simulate", "lujia", "--spec", "price.toml", "-n", "100")
    assert relocation(*wanted, "-o", "result.json").stderr == "written: result.json\n"
    assert json.loads(Path("result.json").read_text("utf-8"))["n"] == 100
    Path("price.json").write_text("{}", encoding="utf-8")
    assert relocation(*wanted, "-o", "price.json").code == 4
    os.link("price.toml", "spec.txt")
    assert relocation(*wanted, "-o", "spec.txt", "--force").code == 4
    assert Path("price.toml").read_text("utf-8") == PRICE


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_interrupt_gives_the_result_so_far(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def bar(*_: object) -> Iterator[object]:
        def stop(done: int, _: int) -> None:
            if done == 2 * CHUNK:
                raise KeyboardInterrupt

        yield stop

    monkeypatch.setattr(simulate_command, "progress_bar", bar)
    wanted = ("simulate", "lujia", "--spec", "price.toml", "-n", "1e6", "--lang", lang)
    outcome = relocation(*wanted, "-f", "json")
    assert outcome.code == 130
    found = outcome.record
    assert (found["interrupted"], found["n"], found["asked"]) == (True, 131_072, 1_000_000)
    said = (
        "131,072 of 1,000,000 scenarios were drawn"
        if lang == "en"
        else "共 1,000,000 个情景，已完成 131,072 个"
    )
    assert said in outcome.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of a Unix system")
def test_ctrl_c_in_a_shell_prints_the_result_so_far() -> None:
    script = (
        "import sys, relocation.scenarios.simulation.simulation as m\n"
        "m._silent = lambda done, asked: print(done, file=sys.stderr, flush=True)\n"
        "from relocation.cli import main; main()"
    )
    arguments = ("simulate", "lujia", "--spec", "price.toml", "-n", "1e10", "-f", "json")
    surroundings = {**os.environ, "RELOCATION_LANG": "en"}
    with started([sys.executable, "-c", script, *arguments], env=surroundings) as program:
        assert program.stderr.readline().strip() == "65536"
        program.send_signal(signal.SIGINT)
        stdout, stderr = program.communicate()
    assert program.returncode == 130
    found = json.loads(stdout)
    assert found["interrupted"]
    assert found["n"] == sum(one["count"] for one in [found["outputs"]["fund_balance.balance"]])
    assert f"interrupted: {found['n']:,} of 10,000,000,000" in stderr
    assert "Traceback" not in stderr


@pytest.mark.filterwarnings("default")  # of the library of the cluster
def test_a_scheduler_does_the_work_and_gives_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    wanted = ("-n", "140000", "--seed", "5")
    alone = simulate("price.toml", *wanted)
    here, plain = list[int](), Plan.run

    def noted(self: Plan, chunk: int) -> object:
        here.append(chunk)
        return plain(self, chunk)

    monkeypatch.setattr(Plan, "run", noted)
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        there = simulate("price.toml", *wanted, "--scheduler", cluster.scheduler_address)
    assert there == alone
    assert here == [0]  # the first chunk alone, which says how the others are counted
