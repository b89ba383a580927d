"""What if the quota sells for less, and later? The balance knows the price, the lowest cash knows the delay too."""

import relocation as rl

FACTORS = (1.0, 0.9, 0.8, 0.7)
DELAYS = (0, 12, 24)  # months

lujia = rl.load("lujia")
print("price   delay    balance, yuan   lowest cash, yuan")
for factor in FACTORS:
    for delay in DELAYS:
        case = lujia.scale("land_quota.price", factor).replace({"land_quota.delay": delay})
        appraisal = case.appraise()
        balance, lowest = (appraisal.number(key) for key in ("fund_balance.balance", "cash.minimum"))
        print(f"{factor:5.0%} {delay:4} m {balance:16,.0f} {lowest:19,.0f}")
