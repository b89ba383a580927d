"""Each example runs from any folder and prints numbers that were worked out by hand."""

import sys
from pathlib import Path

import pytest

from tests.processes import finished

FOLDER = Path(__file__).resolve().parents[1] / "examples"

# Own village: 300 x 90,000 + 100 x 20,000 - 8,000 x 1,800 - (10,000 x 1,200 - 8,000 x 1,000) = 10,600,000, and
# (12,000,000 - 8,000,000) / 100 households = 40,000.
# Price and delay: 0.7 x 150,000,000 + 13,266,000 - 113,783,000 = 4,483,000.
# Loans: interest of 3,234,000 a year; equal principal 2 x 3,234,000 + 3,234,000 x (8 + ... + 1) / 8, bullet 10 x.
# Named futures: 0.8 x 150,000,000 + 13,266,000 - 113,783,000 = 19,483,000; without the loan half of the costs less the
# subsidy, 43,625,500, is missing in the first year.
# After the move: 29,000 above the line of 5,000 pay 60 % of all, or 7,000 + 60 % of 19,000; 4,000,000 of premium and 500,000
# left meet 5,000,000 of claims; 9,878 + 28,000 + 2,403 + 801 = 41,082.
# What decides: a tenth of 150,000,000 down and up is 30,000,000; 100,517,000 / 1,536.3 mu = 65,427.98.
# Households: 80.5 x 1,500 + 30 x 1,000 - 70 x 1,200 = 66,750 and 65.5 x 1,500 - 50 x 1,200 = 38,250, together 105,000.
EXPECTED = {
    "household_accounts.py": (
        "2 rows read + 1 refused = 3 rows in the file",
        "EX-1: gets 150,750.00, pays 84,000.00",
        "EX-2: gets 98,250.00, pays 60,000.00",
        "105,000.00",
        "compensation of the project 219,000.00",
    ),
    "after_the_move.py": (
        "whole     17,400.00",
        "marginal  18,400.00",
        "falls by 3,000.00, from 18,000.00 to 15,000.00; recovered at 41,000.00",
        "2019 top-up 500,000, carried forward 0",
        "41,082 yuan a household",
        "carried from year 14 on",
    ),
    "named_futures.py": ("19,483,000 (  -30,000,000)", "-43,625,500", "loans.adbc.principal"),
    "what_decides.py": (
        "30,000,000  Quota price",
        "65,427.98 yuan/mu, -32.99%",
        "does not depend on loans.adbc.rate",
    ),
    "many_futures.py": ("scenarios 20,000", "fund_balance.balance>=0", "land_quota.delay"),
    "lujia_in_ten_lines.py": ("163,266,000", "113,783,000", "49,483,000", "19,483,000"),
    "own_village.py": ("10,600,000 yuan", "40,000 yuan", "land_quota.area: Reclaimed area"),
    "price_and_delay.py": ("49,483,000", "4,483,000"),
    "loan_table.py": ("21,021,000.00", "32,340,000.00", "11,484,000.00", "69,234,000.00"),
}


def test_every_example_is_known() -> None:
    assert {path.name for path in FOLDER.glob("*.py")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_example_prints_what_was_worked_out_by_hand(name: str, tmp_path: Path) -> None:
    script = FOLDER / name
    assert len(script.read_text("utf-8").splitlines()) <= 40
    printed = finished([sys.executable, "-W", "error", script], cwd=tmp_path).stdout
    assert [text for text in EXPECTED[name] if text not in printed] == []


def test_the_ten_lines_leave_a_workbook(tmp_path: Path) -> None:
    finished([sys.executable, FOLDER / "lujia_in_ten_lines.py"], cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["lujia.xlsx"]
