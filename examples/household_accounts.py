"""Two households from a roster: what each gives up, gets, pays and keeps, one decision against a rule, and a bad row."""

from datetime import date
from pathlib import Path

import relocation as rl
from relocation import households

ROSTER = """户编号,户主姓名,村民小组,家庭人口,建档立卡人数,砖房,土房,新居住房,车库,安置方式
EX-1,Example A,1,3,3,80.5,30,70,0,exchange
EX-2,Example B,1,2,0,60,0,50,1,cash
EX-3,Example C,2,1,0,-5,20,25,0,cash
"""
Path("roster.csv").write_text(ROSTER, encoding="gb18030")

rules = households.shipped_rules("lujia")
read = households.read_roster("roster.csv", rules)
print(read.count_text().en)
print(read.problems[0].where, "-", read.problems[0].found)

measured = households.Override(
    "EX-2", "brick", "village committee", "a side room was left out", date(2017, 3, 5), quantity=6_550
)
book = households.ledger(read.roster, rules, [measured])
for account in book.statements():
    print(f"{account.id}: gets {account.received_total / 100:,.2f}, pays {account.paid_total / 100:,.2f}")
print(f"left to both {book.sums()['left'] / 100:,.2f}")  # the sum of their lines, to the fen
for warning in book.breaches():
    print(warning.text())

project = households.fed(rl.load("lujia"), book)
print(f"compensation of the project {project.appraise().number('compensation.brick.total'):,.2f}")
