"""Writes the invented villages of a county, models/counties/thirty_villages/, and the invented roster of granted_flats:

    python -m tests.make_cases

Nothing is drawn at random: sizes follow from the number of the village, so that every figure can be worked out again.
tests/test_cases.py makes the files anew and compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

MODELS = Path(__file__).resolve().parents[1] / "models"
COUNTY = "thirty_villages"
VILLAGES = 30
LOAN = 1_500_000_000
ROSTER = "granted_flats_synthetic_roster.csv"
HEADS = (
    "Household id,Name,Village group,Persons,Registered poor persons,Registered poor household,Brick house,Soil house,"
    "New flat,Garages,Option,Bank account"
)
NOTE = "Synthetic. / 模拟数据。"

VILLAGE = """# Synthetic: no such village exists. 模拟案例：并无此村。Made by tests/make_cases.py.
[village]
note = "{note}"
name_en = "Village {number:02} (synthetic)"
name_zh = "{number:02}号村（模拟）"
households = {households}
persons = {persons}

[timeline]
note = "{note}"
start = 2026-01-01
period = "year"
periods = 12

[land_quota]
note = "{note}"
area = {area}
price = {price}

[land_quota.receipts.all]
note = "{note}"
share = 1
period = {receipt}

[subsidies.resettlement]
label_en = "Relocation funds"
label_zh = "搬迁资金"
note = "{note}"
quantity = {poor}
rate = 60000
basis = "person"
start = 1

[construction.housing]
label_en = "Housing"
label_zh = "安置住房"
note = "{note}"
quantity = {floor}
rate = 1700
unit = "m2"
start = 1
duration = 2

[construction.infrastructure]
label_en = "Infrastructure"
label_zh = "基础设施"
note = "{note}"
quantity = {households}
rate = 20000
unit = "household"
start = 1
duration = 2

[construction.reclamation]
label_en = "Reclamation"
label_zh = "土地复垦"
note = "{note}"
quantity = {area}
rate = 8000
unit = "mu"
start = 2

[compensation.houses]
label_en = "Demolished houses"
label_zh = "拆除房屋"
note = "{note}"
quantity = {demolished}
rate = 1200
unit = "m2"
start = 1
duration = 2

[purchases.flats]
label_en = "Flats"
label_zh = "购房"
note = "{note}"
quantity = {floor}
rate = 1200
unit = "m2"
start = 1
duration = 2
"""

COUNTY_FILE = """# Synthetic: a county of thirty villages that share one loan, by their households. 模拟案例：三十个村共用一笔贷款，按户数分摊。
# Made by tests/make_cases.py.
[county]
name_en = "County of thirty villages (synthetic)"
name_zh = "三十村之县（模拟）"
villages = [{villages}]

[loans.policy]
label_en = "Policy loan of the county"
label_zh = "县级统贷"
principal = {principal}
rate = 0.049
term = 5
method = "bullet"
first_day = 2026-01-01
period = "year"

[loans.policy.shares]
{shares}
"""


def households(number: int) -> int:
    """From 60 to 350: steps of ten, in an order that mixes large and small."""
    return 60 + 10 * (7 * number % VILLAGES)


def village(number: int) -> str:
    """The file of a village: 4 mu of quota, 80 m2 of flat and 110 m2 of old house for each household."""
    size = households(number)
    return VILLAGE.format(
        note=NOTE,
        number=number,
        households=size,
        persons=3 * size,
        poor=size // 2,
        area=4 * size,
        price=60_000 + 2_000 * (number % 10),
        receipt=3 + number % 3,
        floor=80 * size,
        demolished=110 * size,
    )


def county() -> str:
    """The county file; the last village carries what the others leave of the loan, so that the shares sum to 1."""
    sizes = {f"village_{number:02}.toml": households(number) for number in range(1, VILLAGES + 1)}
    whole = sum(sizes.values())
    shares = [f'"{name}" = {size / whole!r}' for name, size in sizes.items()]
    names = ", ".join(f'"{name}"' for name in sizes)
    return COUNTY_FILE.format(note=NOTE, villages=names, principal=LOAN, shares="\n".join(shares))


def roster() -> Iterator[str]:
    """120 households: 100 m2 of old house, half the village in brick; the first 30 are registered, and 100 of their persons."""
    yield HEADS
    for number in range(1, 121):
        registered = number <= 30
        persons = 3 + (number % 3 == 1) if registered else 3 + (number % 3 == 0)
        yield _row(number, persons, registered)


def _row(number: int, persons: int, registered: bool) -> str:
    brick, soil = ("0", "100") if number % 2 else ("100", "0")
    return (
        f"SYN-{number:04},Household {number:04} (synthetic) / 模拟户{number:04},,{persons},{persons if registered else 0},"
        f"{'yes' if registered else 'no'},{brick},{soil},80,0,{'granted_flat' if registered else 'cash'},"
    )


def files() -> dict[str, str]:
    """Every file by its path in models/."""
    made = {
        f"counties/{COUNTY}/village_{number:02}.toml": village(number) for number in range(1, VILLAGES + 1)
    }
    made[f"counties/{COUNTY}/county.toml"] = county()
    made[f"households/{ROSTER}"] = "\ufeff" + "\n".join(roster()) + "\n"
    return made


if __name__ == "__main__":
    for name, text in files().items():
        path = MODELS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        print(path)
