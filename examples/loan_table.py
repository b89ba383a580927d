"""One loan, three ways to repay it: what each pays in the first period of repayment, and what interest costs in all."""

from relocation.loan_schedule import loan_schedule

TERMS = {
    "rate": 0.049,
    "term": 10,
    "grace": 2,
    "grace_interest": "paid",
    "draw_interest": "full",
}

print("method            first repayment    total interest")
for method in ("annuity", "equal_principal", "bullet"):
    schedule = loan_schedule(66_000_000, {**TERMS, "method": method}, period="year")
    first = next(row for row in schedule.rows if row["principal"] > 0)
    print(f"{method:16} {first['payment']:16,.2f} {schedule.interest_total:17,.2f}")
