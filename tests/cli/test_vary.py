"""relocation vary: lists over one input, grids over two, and what is told of values that cannot be."""

import csv
import io
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.running import relocation

PRICE = "land_quota.price"


def balance(price: float) -> float:
    """The quota sold, 1,536.3 mu, and the subsidy, less the expenditure of the paper."""
    return price * 1_536.3 + 13_266_000 - 113_783_000


def test_one_input_gives_one_object_per_value_with_both_ends() -> None:
    rows = relocation("vary", "lujia", f"{PRICE}=60000:120000:20000", "-f", "json").record
    assert [row[PRICE] for row in rows] == [60_000, 80_000, 100_000, 120_000]
    for row in rows:
        assert row["fund_balance.balance"] == pytest.approx(balance(row[PRICE]), abs=0.01)
    assert set(rows[0]) == {PRICE, "fund_balance.balance", "cash.minimum", "npv"}


def test_factors_multiply_what_stands_there() -> None:
    rows = relocation("vary", "lujia", f"{PRICE}=*0.8:*1.2:*0.2", "--metric", "balance", "-f", "json").record
    # 0.8, 1 and 1.2 times 150 million
    assert [round(row["fund_balance.balance"]) for row in rows] == [19_483_000, 49_483_000, 79_483_000]


def test_a_change_of_the_case_comes_first() -> None:
    halved = relocation("vary", "lujia", f"{PRICE}=*2", "--set", f"{PRICE}=*0.5", "-f", "json").record
    assert halved[0][PRICE] == pytest.approx(150_000_000 / 1_536.3)


def test_choices_and_the_timeline_are_listed_like_numbers() -> None:
    rows = relocation(
        "vary",
        "lujia",
        "loans.adbc.method=annuity,bullet",
        "timeline.periods=12,15",
        "--metric",
        "balance",
        "-f",
        "json",
    ).record
    assert [(row["loans.adbc.method"], row["timeline.periods"]) for row in rows] == [
        ("annuity", 12),
        ("annuity", 15),
        ("bullet", 12),
        ("bullet", 15),
    ]


def test_what_the_project_refuses_is_named_and_stops_nothing() -> None:
    wanted = ("vary", "lujia", "land_quota.area=-1,0,1000", "--metric", "balance")
    rows = relocation(*wanted, "-f", "json").record
    assert rows[0]["fund_balance.balance"] is None
    assert "Reclaimed area" in rows[0]["problem"]
    # The reclamation costs 8,000 yuan for each of 1,536.3 mu, whatever is sold.
    assert [row["fund_balance.balance"] for row in rows[1:]] == [
        pytest.approx(13_266_000 - 113_783_000),
        pytest.approx(1_000 * 150_000_000 / 1_536.3 + 13_266_000 - 113_783_000),
    ]
    said = relocation(*wanted)
    assert (said.code, said.stderr) == (0, "")
    assert "✗ 1 combinations are refused" in said.stdout


def test_csv_has_one_row_per_combination_in_yuan() -> None:
    wanted = ("--metric", "balance", "--metric", "cash.minimum", "-f", "csv", "--unit", "million")
    said = relocation("vary", "lujia", f"{PRICE}=60000", "land_quota.delay=0,-1", *wanted)
    good, bad = csv.DictReader(io.StringIO(said.stdout))
    assert list(good) == [
        PRICE,
        "land_quota.delay",
        "fund_balance.balance",
        "cash.minimum",
        "problem",
    ]
    assert float(good["fund_balance.balance"]) == pytest.approx(balance(60_000), abs=0.01)
    assert good["problem"] == bad["fund_balance.balance"] == ""
    assert "Delay of quota money" in bad["problem"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [80, 120])
def test_a_grid_is_cut_into_tables_that_fit_and_shows_every_value_once(columns: int, lang: str) -> None:
    ways = ("land_quota.delay=0,12,24", f"{PRICE}=50000:130000:4000")
    said = relocation("vary", "lujia", *ways, "--metric", "balance", "--lang", lang, columns=columns).stdout
    assert max(map(cell_len, said.splitlines())) <= columns
    for price in range(50_000, 130_001, 4_000):
        assert said.count(f" {price:,} ") + said.count(f" {price:,}\n") == 1


def test_a_grid_holds_the_numbers_of_the_list() -> None:
    said = relocation("vary", "lujia", "land_quota.delay=0,12", f"{PRICE}=60000,120000", "--unit", "yuan")
    assert said.stdout.count("-8,339,000") == 2
    assert said.stdout.count("83,839,000") == 2
    assert "down: Delay of quota money (months); across: Quota price (yuan/mu)" in said.stdout


WRONG = {
    "no values": ((PRICE,), ("PATH=low:high:step",), ("路径=下限:上限:步长",)),
    "two of three": ((f"{PRICE}=1:2",), ("PATH=low:high:step",), ("路径=下限:上限:步长",)),
    "a word": ((f"{PRICE}=a:b:c",), ('"a:b:c"',), ("“a:b:c”",)),
    "no step": ((f"{PRICE}=1:2:0",), ("a step that leads from low to high",), ("步长",)),
    "downhill": ((f"{PRICE}=3:1:1",), ("low below high",), ("下限应小于上限",)),
    "an endless list": ((f"{PRICE}=0:1e9:1",), ("at most 1,000,000 values",), ("至多 1,000,000 个取值",)),
    "an empty place": ((f"{PRICE}=1,,2",), ('"1,,2"',), ("“1,,2”",)),
    "too many together": (
        (f"{PRICE}=1:2000:1", "land_quota.area=1:2000:1"),
        ('"4000000"', "1 to 1000000 combinations"),
        ("4000000", "种组合"),
    ),
    "twice": ((f"{PRICE}=1", f"{PRICE}=2"), ("each input once",), ("每个输入项只出现一次",)),
    "a slip": (("land_quota.prce=1",), ("did you mean land_quota.price",), ("是否应为 land_quota.price",)),
    "an unknown number": (
        (f"{PRICE}=1", "--metric", "blance"),
        ("did you mean balance",),
        ("是否应为 balance",),
    ),
    "a series": ((f"{PRICE}=1", "--metric", "cash.closing"), ("one number",), ("单一数值",)),
    "a number for a file": (
        (f"{PRICE}=1", "-o", "npv"),
        ("npv: the name", "--metric"),
        ("npv：输出文件名", "--metric"),
    ),
    "a workbook": ((f"{PRICE}=1", "-o", "a.xlsx"), ("must end in",), ("结尾",)),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(WRONG))
def test_wrong_values_are_told_with_their_mending(name: str, lang: str) -> None:
    arguments, english, chinese = WRONG[name]
    outcome = relocation("vary", "lujia", *arguments, "--lang", lang)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert [text for text in (english if lang == "en" else chinese) if text not in outcome.stderr] == []


def test_the_result_goes_to_a_file_unless_one_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wanted = ("vary", "lujia", f"{PRICE}=60000,70000", "-o", "prices.csv")
    outcome = relocation(*wanted)
    assert (outcome.code, outcome.stdout, outcome.stderr) == (0, "", "written: prices.csv\n")
    assert Path("prices.csv").read_text("utf-8") == relocation("vary", "lujia", wanted[2], "-f", "csv").stdout
    assert relocation(*wanted).code == 4
    assert relocation(*wanted, "--force").code == 0
