"""Named futures side by side: what each comes to, how far that is from the base, and what it assumes instead."""

import relocation as rl

lujia = rl.load("lujia")
cases = {
    "as published": lujia,
    "price -20 %": lujia.scale("land_quota.price", 0.8),
    "and a year late": lujia.scale("land_quota.price", 0.8).replace({"land_quota.delay": 12}),
    "no loan": lujia.replace({"loans.adbc.principal": 0}),
}
comparison = rl.compare(cases, ["balance", "cash.minimum"])

for name in comparison.cases:
    balance, cash = (comparison.value(name, key) for key in comparison.outputs)
    less = comparison.difference(name, "fund_balance.balance")
    print(f"{name:16} balance {balance:12,.0f} ({less:+13,.0f})   lowest cash {cash:12,.0f} yuan")
print(comparison.changed_frame().to_string(index=False))
