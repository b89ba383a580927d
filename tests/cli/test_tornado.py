"""relocation tornado and switching: ranked lists, held to changes made one by one."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from tests.cli.running import relocation


def test_the_object_is_ranked_and_equals_changes_made_one_by_one() -> None:
    rows = relocation("tornado", "lujia", "--metric", "balance", "--by", "0.10", "-f", "json").record
    assert {"path", "label", "unit", "low", "high", "swing"} <= set(rows[0])
    swings = [row["swing"] for row in rows if row["swing"] is not None]
    assert swings == sorted(swings, reverse=True)
    for row in rows[:4]:
        for key in ("low", "high"):
            change = f"{row['path']}={row[f'{key}_value']!r}"
            alone = relocation("run", "lujia", "--set", change, "-f", "json").record
            assert row[key] == pytest.approx(alone["fund_balance"]["balance"], abs=0.01)


def test_a_tenth_of_the_price_is_a_tenth_of_the_revenue() -> None:
    [row] = relocation(
        "tornado", "lujia", "--metric", "balance", "--by", "0.10", "--path", "land_quota.price", "-f", "json"
    ).record
    assert (row["low"], row["high"]) == (pytest.approx(34_483_000), pytest.approx(64_483_000))
    assert row["swing"] == pytest.approx(30_000_000)


def test_a_step_that_is_cut_short_says_so() -> None:
    said = relocation("tornado", "lujia", "--path", "land_quota.acceptance")
    assert "land_quota.acceptance: stops at 1, the end of its range" in said.stdout


def test_top_shows_the_first_only() -> None:
    rows = list(csv.DictReader(io.StringIO(relocation("tornado", "lujia", "--top", "3", "-f", "csv").stdout)))
    assert [row["path"] for row in rows] == [
        "land_quota.price",
        "land_quota.area",
        "land_quota.acceptance",
        # and of what is counted in periods, by itself
        "construction.housing.start",
        "construction.housing.duration",
        "construction.reclamation.start",
    ]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize(
    "command",
    [
        ("tornado", "lujia"),
        ("tornado", "lujia", "--spider", "--metric", "npv"),
        ("switching", "lujia"),
        ("switching", "lujia", "--metric", "cash.minimum"),
    ],
)
def test_no_line_is_wider_than_the_terminal(command: tuple[str, ...], columns: int, lang: str) -> None:
    outcome = relocation(*command, "--lang", lang, columns=columns)
    assert (outcome.code, outcome.stderr) == (0, "")
    assert max(map(cell_len, outcome.stdout.splitlines())) <= columns
    assert "…" not in outcome.stdout


def test_a_bar_begins_where_the_case_stands() -> None:
    """Price and expenditure pull in opposite ways from the same place."""
    said = relocation(
        "tornado", "lujia", "--path", "land_quota.price", "--path", "compensation.brick.rate", columns=100
    )
    price, rate = (line for line in said.stdout.splitlines() if "│" in line and "as it stands" not in line)
    assert price.index("│") == rate.index("│")
    assert price.index("▒") < price.index("│") < price.index("█")
    assert rate.index("█") < rate.index("│") < rate.index("▒")


def test_a_spider_has_five_factors_and_the_present_value_in_the_middle() -> None:
    wanted = ("--spider", "--by", "0.2", "--path", "land_quota.price", "-f", "json")
    rows = relocation("tornado", "lujia", *wanted).record
    assert [row["factor"] for row in rows] == [0.8, 0.9, 1.0, 1.1, 1.2]
    # 150 million times the factor, less what 113.783 exceeds 13.266
    assert [round(row["output"]) for row in rows] == [
        round(150_000_000 * row["factor"] - 100_517_000) for row in rows
    ]


def test_a_spider_draws_a_letter_for_each_line() -> None:
    """The price goes up a straight line from corner to corner, the costs of the brick houses down."""
    wanted = ("--spider", "--by", "0.2", "--path", "land_quota.price", "--path", "land_quota.area")
    said = relocation("tornado", "lujia", *wanted, "--path", "compensation.brick.rate", columns=80).stdout
    grid = [line.split(mark, 1)[1] for line in said.splitlines() for mark in "│┤" if mark in line]
    assert len(grid) == 13
    columns = {mark: [line.index(mark) for line in grid if mark in line] for mark in "AB"}
    assert columns["A"] == sorted(columns["A"], reverse=True)
    assert len(columns["A"]) == 13
    assert columns["B"] == sorted(columns["B"])
    # 31,280 square metres at 1,500 yuan against 150 million: a line less steep in the same proportion.
    steep = 31_280 * 1_500 / 150_000_000
    assert len(columns["B"]) == pytest.approx(steep * 13, abs=2)
    marked = [line.split()[0] for line in said.splitlines() if "19.483" in line or "79.483" in line]
    assert marked.count("A") == 2


def test_a_spider_of_what_does_not_move_has_figures_only() -> None:
    outcome = relocation("tornado", "lujia", "--spider", "--path", "loans.adbc.rate", "--metric", "balance")
    assert outcome.code == 0
    assert "┤" not in outcome.stdout
    assert outcome.stdout.count("49.483") == 5


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_workbook_has_the_figures_of_the_terminal(lang: str, tmp_path: Path) -> None:
    file, wanted = tmp_path / "t.xlsx", ("tornado", "lujia", "--metric", "npv", "--top", "4", "--lang", lang)
    outcome = relocation(*wanted, "-o", str(file))
    assert (outcome.code, outcome.stdout) == (0, "")
    rows = relocation(*wanted, "-f", "json").record
    sheet = load_workbook(file).worksheets[0]
    shown = {row[10]: row[4:6] for row in sheet.iter_rows(5, 60, values_only=True) if row[10]}
    shown.pop("Path" if lang == "en" else "路径")
    assert shown == {row["path"]: (row["low"], row["high"]) for row in rows}
    again = relocation(*wanted, "-o", str(file))
    assert again.code == 4
    assert str(file) in again.stderr


def test_the_workbook_never_replaces_the_case(tmp_path: Path) -> None:
    case = tmp_path / "case.xlsx"
    assert relocation("template", "--from", "lujia", "-o", str(case)).code == 0
    before = case.read_bytes()
    assert relocation("tornado", str(case), "-o", str(case), "--force").code == 4
    assert case.read_bytes() == before


def test_switching_values_are_the_closed_forms() -> None:
    """Revenue -32.99 %, expenditure +43.49 %, 65,427.98 yuan/mu, 1,029.5 mu: 100,517 / 150,000 and 163,266 / 113,783."""
    rows = {row["path"]: row for row in relocation("switching", "lujia", "-f", "json").record}
    assert rows["driver.quota"]["change"] == pytest.approx(100_517 / 150_000 - 1, abs=1e-9)
    assert rows["driver.expenditure"]["change"] == pytest.approx(163_266 / 113_783 - 1, abs=1e-9)
    assert rows["land_quota.price"]["switching_value"] == pytest.approx(100_517_000 / 1_536.3, abs=0.005)
    assert rows["land_quota.area"]["switching_value"] == pytest.approx(
        100_517_000 / (150_000_000 / 1_536.3), abs=1e-6
    )


def test_the_table_of_switching_values_shows_them() -> None:
    said = relocation("switching", "lujia", "--top", "5").stdout
    for text in ("-32.99 %", "+43.49 %", "65,427.98", "1,029.495"):
        assert text in said
    assert "使结余 = 0 元" in relocation("switching", "lujia", "--lang", "zh").stdout


@pytest.mark.parametrize("command", ["tornado", "switching"])
@pytest.mark.parametrize(
    ("arguments", "english"),
    [
        (("--metric", "blance"), "did you mean balance"),
        (("--path", "land_quota.prce"), "did you mean land_quota.price"),
        (("--path", "village.name_en"), "village.name_en"),
    ],
)
def test_a_wrong_name_is_told_with_close_matches(
    command: str, arguments: tuple[str, ...], english: str
) -> None:
    outcome = relocation(command, "lujia", *arguments)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert english in outcome.stderr


@pytest.mark.parametrize("by", ["0", "-0.1", "1.5", "nan"])
def test_a_share_that_is_none_is_refused(by: str) -> None:
    outcome = relocation("tornado", "lujia", "--by", by)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "a share above 0" in outcome.stderr
