"""Small schemes for tests, written as a county office would write its rule file."""

from __future__ import annotations

from relocation.households.rule_file import parse_rules
from relocation.households.rules import RuleSet

HEAD = """
[scheme]
label_en = "Test scheme"
label_zh = "测试方案"

[columns.brick]
label_en = "Brick house"
label_zh = "砖房"
unit = "m2"
part = "given_up"

[columns.soil]
label_en = "Soil house"
label_zh = "土房"
unit = "m2"
part = "given_up"

[columns.flat]
label_en = "New flat"
label_zh = "新居"
unit = "m2"
part = "chosen"

[columns.garages]
label_en = "Garages"
label_zh = "车库"
unit = "garage"
part = "chosen"

[options.cash]
label_en = "cash"
label_zh = "货币补偿"
settlement_en = "Cash"
settlement_zh = "现金"

[options.exchange]
label_en = "exchange"
label_zh = "产权调换"
settlement_en = "Difference"
settlement_zh = "差价"

[options.own_building]
label_en = "own building"
label_zh = "自建"
settlement_en = "Cash"
settlement_zh = "现金"

[options.granted_flat]
label_en = "granted flat"
label_zh = "分配住房"
settlement_en = "Cash"
settlement_zh = "现金"
"""


def rule_text(key: str, body: str, side: str = "received") -> str:
    """One rule as TOML."""
    return f'\n[rules.{key}]\nlabel_en = "{key}"\nlabel_zh = "{key}"\nside = "{side}"\n{body}\n'


TEN = (
    rule_text("brick", 'quantity = "brick"\nrate = 1500.55\nfeeds = "compensation.brick"')
    + rule_text(
        "soil", 'quantity = "soil"\nrate = "2999/7"\nrounding = {base = "jiao"}\nfeeds = "compensation.soil"'
    )
    + rule_text(
        "award",
        'of_rules = ["brick", "soil"]\nrate = 0.125\nrounding = {base = "yuan", direction = "down"}\n'
        'options = ["cash", "exchange"]\nneeds = ["brick"]\namount_cap = {limit = 5000, per = "persons"}',
    )
    + rule_text("moving", 'quantity = "household"\nrate = 1000')
    + rule_text("moving_head", 'quantity = "persons"\nrate = 300.005\nrounding = {direction = "up"}')
    + rule_text(
        "poor",
        'quantity = "poor_persons"\nrate = 67000\nhouseholds = "registered"\nquantity_cap = {limit = 5}',
    )
    + rule_text(
        "flat_base",
        'quantity = "flat"\nrate = 1199.99\noptions = ["cash", "exchange"]\n'
        'quantity_cap = {limit = 25, per = "persons"}\nfeeds = "purchases.flats"',
        "paid",
    )
    + rule_text(
        "flat_above",
        'quantity = "flat"\nrate = 1700.01\noptions = ["cash", "exchange"]\nabove = {limit = 25, per = "persons"}\n'
        'rounding = {base = "jiao", direction = "up"}\nfeeds = "purchases.flats"',
        "paid",
    )
    + rule_text("garages", 'quantity = "garages"\nrate = 30000\noptions = ["cash", "exchange"]', "paid")
    + rule_text("programme", 'quantity = "persons"\nrate = "1000/3"\nhouseholds = "not_registered"', "fund")
)
LIMITS = """
[limits.area]
label_en = "Area"
label_zh = "面积"
measure = "flat"
limit = 25
per = "poor_persons"
households = "registered"

[limits.self_funding]
label_en = "Own money"
label_zh = "自筹"
measure = "self_funding"
limit = 10000
per = "household"
"""


def ten_rules() -> RuleSet:
    """Ten rules with every kind of rounding, cap and eligibility."""
    return parse_rules(HEAD + TEN + LIMITS)
