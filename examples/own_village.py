"""A village of one's own, stated in Python: 100 households, quota sold in the second year, one loan."""

from datetime import date

import relocation as rl

VILLAGE = {
    "village": {"name_en": "Own Village", "name_zh": "自建村", "households": 100, "persons": 320},
    "timeline": {"start": date(2026, 1, 1), "period": "year", "periods": 8},
    "land_quota": {
        "area": 300,
        "price": 90_000,
        "receipts": {"all": {"share": 1, "period": 2}},
    },
    "subsidies": {"county": {"quantity": 100, "rate": 20_000, "basis": "household"}},
    "construction": {"housing": {"quantity": 8_000, "rate": 1_800, "duration": 2}},
    "compensation": {"houses": {"quantity": 10_000, "rate": 1_200, "duration": 2}},
    "purchases": {"flats": {"quantity": 8_000, "rate": 1_000, "duration": 2}},
    "loans": {"bank": {"principal": 10_000_000, "rate": 0.045, "term": 5, "method": "annuity"}},
}

appraisal = rl.Project.build(VILLAGE).appraise()
print(f"balance       {appraisal.number('fund_balance.balance'):13,.0f} yuan")
print(f"lowest cash   {appraisal.number('cash.minimum'):13,.0f} yuan")
print(f"interest      {appraisal.number('loans.interest_total'):13,.0f} yuan")
print(f"per household {appraisal.number('household.net_cash'):13,.0f} yuan")
print("viable" if not appraisal.failed() else f"not viable: {', '.join(appraisal.failed())}")

try:
    rl.Project.build({**VILLAGE, "land_quota": {"area": -300, "price": 90_000}})
except rl.ProblemsFound as found:
    for problem in found.problems:
        print(problem.text())
