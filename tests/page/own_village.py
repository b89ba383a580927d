"""A village as an outsider writes it: three loans, one a bond, one with capitalised grace, own formulas, a name full of markup."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import relocation
from relocation.project.project import Project

TEXT = """
[village]
name_en = "<b>Baishui</b> & Co {{7*7}} <script>alert(1)</script>"
name_zh = "白水村</script><img src=x onerror=alert(2)>"
households = 210
persons = 655

[timeline]
start = 2026-04-01
period = "quarter"
periods = 18

[land_quota]
area = 820
price = {value = 180_000, provenance = "published", source = "County notice <12>"}
delay = 6
receipts.first = {label_en = "At the start", label_zh = "首批", share = 0.3, period = 3}
receipts.accepted = {label_en = "After acceptance", label_zh = "验收后", share = 0.7, period = 6}

[subsidies]
central = {label_en = "Central funds", label_zh = "中央资金", quantity = 300, rate = 60_000, basis = "person", start = 1, duration = 2}
road = {label_en = "Road grant <i>5%</i>", label_zh = "道路补助", quantity = 1, rate = 3_500_000, start = 3}
water = {label_en = "Water grant", label_zh = "饮水补助", quantity = 210, rate = 4_000, start = 2, duration = 3}

[construction.homes]
label_en = "Homes"
label_zh = "住房"
quantity = 16_800
rate = 2_100
unit = "m2"
group = "housing"
duration = 4
physical_contingency = 0.05
price_contingency = 0.02

[construction.roads]
label_en = "Roads"
label_zh = "道路"
quantity = 6
rate = 2_500_000
unit = "km"
group = "infrastructure"
start = 2
duration = 3

[construction.fields]
label_en = "Reclamation"
label_zh = "复垦"
quantity = 820
rate = 9_000
unit = "mu"
group = "reclamation"
start = 3
duration = 2

[compensation.brick]
label_en = "Brick houses"
label_zh = "砖房"
quantity = 21_000
rate = 3_400
unit = "m2"
duration = 2
physical_contingency = 0.03

[purchases.flats]
label_en = "Flats"
label_zh = "新房"
quantity = 16_800
rate = 1_000
unit = "m2"
start = 3
duration = 2

[loans.bank]
label_en = "County bank"
label_zh = "县农商行"
principal = 60_000_000
rate = 0.0485
term = 16
grace = 4
method = "annuity"
draw_interest = "half_period"
start = 1

[loans.bond]
type = "special_bond"
label_en = "Special bond"
label_zh = "专项债券"
principal = 25_000_000
rate = 0.031
term = 14
method = "bullet"
interest_due = "half_yearly"
issue_cost = 0.001
sinking_fund = "level"
start = 2

[loans.fund]
label_en = "Fund, grace capitalised"
label_zh = "宽限期计息入本贷款"
principal = 12_000_000
rate = 0.025
term = 8
grace = 4
grace_basis = "outside"
grace_interest = "capitalised"
rounding = "fen"
start = 2

[income]
solar = {label_en = "Solar power", label_zh = "光伏", amount = 1_200_000, start = 7}

[costs]
heating = {label_en = "Heating", label_zh = "供暖", amount = 300_000, start = 7}

[other.share]
label_en = "Share of receipts, by a formula"
label_zh = "按公式计算的分成"
kind = "revenue"
formula = "0.02 * land_quota.revenue / 12 if t > 4 and t <= 16 else 0"

[other.monitoring]
label_en = "Monitoring, by a formula"
label_zh = "按公式计算的监测费"
kind = "cost"
formula = "village.persons * 120 * max(0, 1 - t / 20)"
"""


@cache
def own_village() -> Project:
    """The village, read from a file as everybody's is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "village.toml"
        path.write_text(TEXT, encoding="utf-8")
        return relocation.load(path)
