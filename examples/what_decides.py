"""Which inputs decide the balance, how far each may move, and a table over two of them."""

import relocation as rl

lujia = rl.load("lujia")

print("If one input is a tenth lower or higher, the balance moves by (yuan):")
for row in rl.tornado(lujia, "balance", by=0.10).head(5).itertuples():
    print(f"  {row.swing:12,.0f}  {row.label}")

price = rl.solve(lujia, "land_quota.price", {"balance": 0})
print(f"The balance is nothing at a price of {price.value:,.2f} yuan/mu, {price.change:+.2%}.")

never = rl.solve(lujia, "loans.adbc.rate", {"balance": 0})
print(never.text())

table = rl.vary(
    lujia,
    {"land_quota.price": ["*0.8", "*1", "*1.2"], "land_quota.delay": [0, 12]},
    ["cash.minimum"],
)
print("Lowest cash (yuan), prices down, months of delay across:")
print(table.grid("cash.minimum").to_string(float_format="{:,.0f}".format))
