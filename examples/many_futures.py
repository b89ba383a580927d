"""Inputs that are not known exactly: the spread of the balance, how often it is lost, and what drives it."""

import relocation as rl

UNCERTAIN = {
    "land_quota.price": rl.distributions.Triangular(60_000, 97_637, 120_000),
    "land_quota.delay": rl.distributions.Discrete((0, 12, 24), (6, 3, 1)),
    "construction.housing.rate": rl.distributions.Normal(1_700, 200),
}
TOGETHER = {("land_quota.price", "construction.housing.rate"): 0.4}

found = rl.simulate(
    rl.load("lujia"),
    UNCERTAIN,
    n=20_000,  # a million takes seconds
    seed=1,
    outputs=["balance", "cash.minimum"],
    correlations=TOGETHER,
)

balance = found.outcome("fund_balance.balance")
middle = balance.quantile(0.5)
print(f"scenarios {found.n:,}")
print(
    f"mean {balance.mean:,.0f}, half lie below {middle.value:,.0f} ({middle.low:,.0f} to {middle.high:,.0f})"
)
for one in found.broken_rules:
    print(f"{one.rule.text:26} not met in {one.share:6.2%} of all, ± {1.96 * one.standard_error:.2%}")
for one in found.drivers["cash.minimum"]:
    print(f"{one.path:26} {one.share:6.1%} of the variance of the lowest cash")
print("scenario 0 can be looked at by itself:", found.scenario(0))
