"""Lujia Village: the published fund balance, what a lower price does to it, and a workbook of the result."""

import relocation as rl

lujia = rl.load("lujia")
appraisal = lujia.appraise()
for key in ("revenue", "expenditure", "balance"):
    print(f"{key:12} {appraisal.number(f'fund_balance.{key}'):15,.0f} yuan")

cheaper = lujia.scale("land_quota.price", 0.8).appraise()
print(f"price -20 %  {cheaper.number('fund_balance.balance'):15,.0f} yuan")
appraisal.to_excel("lujia.xlsx", force=True)
