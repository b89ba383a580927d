"""A scheme with four tiers, no names and no incidence: whatever a file may leave out."""

TEXT = """
[scheme]
name_en = "Mini & Co <b>"
name_zh = "小方案"
mode = "{mode}"
rounding = "{rounding}"

[groups.all]

[causes.fire]

[schedules.fire]
cause = "fire"
deductible = 100
cap = {cap}

[schedules.fire.tiers.a]
rate = 0.333333
up_to = 100

[schedules.fire.tiers.b]
rate = 0.1
up_to = 200
includes_up_to = "no"

[schedules.fire.tiers.c]
rate = 0.25
up_to = 300.5

[schedules.fire.tiers.d]
rate = 1

[income_gate]
times = 2

[fund]
premium = 10
insured_share = 0.5
rural_population = 1001
"""


def small_scheme(mode: str = "marginal", rounding: str = "fen", cap: float = 1000) -> str:
    """Its text in TOML."""
    return TEXT.format(mode=mode, rounding=rounding, cap=cap)
