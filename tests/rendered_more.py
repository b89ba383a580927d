"""Lines beyond those of the documents, so that every command is rendered with every option; see tests/rendered_commands.py.

They are typed in a folder with the examples and the files of tests/rendered_files/: a plan of every group by the quarter, one
without a loan, an unfinished one, a county with a shared loan, a roster and decisions with faults in them.
"""

LINES: dict[str, str] = {
    "cases": """
demo
demo --unit yuan
demo --unit wan
demo --all
list
schema
check lujia
check quarters.toml
check unfinished.toml
check no_loan.toml
check faulty.toml
run faulty.toml
run nowhere
""",
    "run": """
run lujia --unit yuan
run lujia --unit wan
run lujia --unit million
run jinpo
run no_loan.toml
run unfinished.toml
run quarters.toml --unit wan
run lujia --set land_quota.price*=0.3 --set land_quota.delay=24 --require balance>=0 --require verdict --require repayment
run lujia --set land_quota.price=0 --set land_quota.area=0
run lujia -o lujia.json
run lujia -o lujia.csv
run lujia -o lujia.txt
""",
    "run_workbooks": """
run quarters.toml -o quarters.xlsx --unit million
run no_loan.toml -o no_loan.xlsx --unit wan
run unfinished.toml -o unfinished.xlsx --unit yuan
""",
    "templates": """
template -o quarters.xlsx --periods 6 --period quarter --unit million
template -o roomy.xlsx --items construction=9 --items loans=5
template -o wrong.xlsx --items works=9 --items loans=many
template --roster --rules lujia -o roster.xlsx
""",
    "county": """
run county.toml --consolidate
run county.toml --consolidate --unit wan
run villages --consolidate --unit yuan --require balance>=0
run villages lujia jinpo --consolidate --set land_quota.price*=0.5
run county.toml --consolidate -o county.xlsx --unit million
run villages --consolidate -o villages.xlsx
run county.toml --consolidate -o county.json
run county.toml --consolidate -o county.csv
run villages faulty.toml --consolidate
""",
    "explain": """
explain lujia fund_balance.balance
explain lujia npv
explain lujia irr
explain lujia dscr_min
explain lujia cash.minimum --set land_quota.price*=0.8
explain lujia loans.adbc.closing --at 3
explain lujia loans.adbc.rate
explain quarters.toml loans.bond.scheduled_interest --at 5
explain no_loan.toml dscr_min
explain lujia npv --depth 1
explain lujia no.such.line
""",
    "reports": """
report unfinished.toml -o unfinished.docx
report lujia --households lujia --rules lujia -o households.docx
chart no_loan.toml cash --unit yuan -o cash.svg
""",
    "compare": """
compare lujia jinpo
compare lujia no_loan.toml quarters.toml unfinished.toml --unit wan
compare lujia --scenarios examples/futures.csv --only "no loan" --only "dear houses" --unit yuan
compare lujia --scenario "none: land_quota.price=0" --scenario "late: land_quota.delay=24" --metric irr --metric dscr_min --metric npv
compare quarters.toml --scenario "dear: construction.housing.rate=*1.2" --set evaluation.discount_rate=0.03 --unit million
compare lujia --scenarios examples/futures.csv -o futures.json
compare lujia --scenarios examples/futures.csv -o futures.csv
compare lujia --scenarios examples/futures.csv -o futures.txt
compare no_loan.toml --scenarios own_futures.csv -o futures.xlsx --unit wan
compare lujia --scenario "wrong: land_quota.prise=1"
""",
    "one_input": """
vary lujia land_quota.price=*0.8:*1.2:*0.1
vary lujia land_quota.price=*0.8:*1.2:*0.1 --metric irr --metric balance --metric cash.minimum_period --unit wan
vary lujia loans.adbc.rate=0.03,0.06 loans.adbc.principal=0,66000000 --metric dscr_min --set land_quota.delay=6
vary no_loan.toml land_quota.area=0:1000:500 --metric npv --unit yuan
vary quarters.toml construction.housing.rate=1000:2000:500 loans.bank.rate=0.01,0.05 --metric balance -o grid.csv
vary lujia land_quota.delay=0,12 -o delay.json
vary lujia land_quota.delay=0,12 -o delay.txt
solve lujia land_quota.price --target npv=0
solve lujia loans.adbc.rate --target balance=0
solve no_loan.toml land_quota.area --target balance=1000000 --set land_quota.price=90000
solve lujia land_quota.price --target cash.minimum=0 -o price.json
solve lujia land_quota.price --target cash.minimum=0 -o price.csv
""",
    "ranked": """
tornado lujia
tornado lujia --metric irr --by 0.2 --path land_quota.price --path loans.adbc.rate
tornado lujia --metric npv --spider --top 4 --unit wan
tornado quarters.toml --metric cash.minimum --top 6 --unit yuan --set evaluation.discount_rate=0.03
tornado no_loan.toml --metric dscr_min
tornado lujia --metric npv --split --top 6
tornado lujia --metric npv --top 3 -o npv.xlsx --unit million
tornado lujia --spider --top 3 -o spider.csv
tornado lujia --top 3 -o bars.json
switching lujia
switching lujia --metric npv --target 1000000 --top 3
switching lujia --metric irr --target 0.05 --path land_quota.price -o irr.txt
switching no_loan.toml --set land_quota.price=*0.9
switching lujia --top 3 -o switching.csv
switching lujia --top 3 -o switching.json
sensitivity lujia
sensitivity lujia --metric npv --metric irr --by 0.05 --by 0.2 --unit wan
sensitivity no_loan.toml --unit yuan --set land_quota.price=*0.9
sensitivity quarters.toml -o sensitivity.csv
sensitivity lujia -o sensitivity.json
""",
    "simulate": """
simulate lujia --spec examples/uncertain.toml -n 2000
simulate lujia --spec examples/uncertain.toml -n 2000 --seed 7 --sampling latin --unit wan
simulate lujia --spec examples/uncertain.toml -n 1024 --sampling sobol --workers 1 --unit yuan
simulate lujia --spec examples/uncertain.toml -n 500 --sampling random --metric irr --metric dscr_min --set land_quota.area=*0.9
simulate lujia --spec rules.toml
simulate no_loan.toml --spec rules.toml -n 200
simulate lujia --spec rules.toml -o simulated.json
simulate lujia --spec rules.toml -o simulated.csv
simulate lujia --spec rules.toml -o simulated.txt --unit million
""",
    "households": """
households lujia --by group
households lujia --by option
households lujia --by registered
households lujia --by county
households lujia --project lujia
households lujia --project no_loan.toml
households lujia --project lujia -o fed.json
households lujia --workers 2 --rules lujia
households lujia -o accounts.txt
households lujia -o accounts.csv
households lujia --overrides decisions.csv
households faulty.csv
households faulty.csv --statements -o accounts.xlsx
households faulty.csv --statements -o accounts.html
households faulty.csv --ledger -o lines.csv
households faulty.csv --ledger --identified -o lines_with_ids.csv
households faulty.csv --ledger --identified -o lines.parquet
""",
    "loan": """
loan --principal 1000000 --rate 0.06 --term 5 --method equal_principal --unit yuan
loan --principal 1000000 --rate 0.06 --term 5 --method bullet --sinking-fund level --unit wan
loan --principal 1000000 --rate 0.06 --term 5 --grace 2 --grace-basis outside --grace-interest capitalised --unit million
loan --principal 1000000 --rate 0 --term 3 --round fen
loan --principal 2000 --rate 0.05 --term 4 --grace 2 --draws 500,1000,500 --draw-interest half_period --rate-step 3=0.045
loan --principal 1000000 --rate 0.06 --term 8 --period quarter --subsidised-principal 400000 --interest-subsidy 0.5 --round fen
loan --principal 900 --rate 0.05 --term 3 --method stated --repayment 1=300 --repayment 3=600
loan --principal 0 --rate 0.05 --term 2
""",
    "insurance": """
claim
claim 34000.01 --cause illness --group lifted --mode marginal
claim 60000 --cause illness --group lifted --income 4000 --year 2018
claim 1000 --cause illness --group lifted
claim 50000 --cause traffic --loss medical --group lifted
claim 50000 --cause traffic --loss medical --group lifted --court-paid
claim 34000 --cause illness --group lifted -o claim.xlsx
claim 34000 --cause illness --group lifted -o claim.html
claim 34000 --cause illness --group lifted -o claim.json
claim -o scheme.toml
claim 34000 --cause illness --group lifted --scheme scheme.toml
fund --claims 3500000,5000000,3000000 --top-ups 0,100000,0 --opening 1000000 --premium 4500000 --first-year 2020
fund -n 200 --years 3 --workers 1
fund -n 200 --years 3 --seed 5 --mode marginal --scheme scheme.toml
fund --claims 3500000,5000000,3000000 -o fund.xlsx
fund --claims 3500000,5000000,3000000 -o fund.html
fund --claims 3500000,5000000,3000000 -o fund.csv
fund -n 200 --years 3 -o futures.html
fund -n 200 --years 3 -o futures.txt
""",
    "livelihood": """
livelihood wei_county
livelihood jinpo
livelihood lujia -o income.html
livelihood lujia -o own.toml
livelihood own.toml
livelihood wei_county -o wei.xlsx
livelihood wei.xlsx
livelihood lujia -o income.json
livelihood lujia -o income.csv
collective wei_county
collective jinpo
collective lujia -o collective.html
collective lujia -o collective.xlsx
collective lujia -o collective.csv
measures lujia
measures wei_county
measures jinpo
measures wei_county -o measures.html
measures wei_county -o measures.xlsx
measures wei_county -o measures.txt
risks lujia
risks wei_county
risks jinpo
risks no_loan.toml
risks lujia -o risks.html
risks lujia -o risks.xlsx
risks quarters.toml -o risks_of_a_project.xlsx
risks lujia -o risks.json
""",
    "points": """
points examples/points.csv
points examples/points.csv --households
points examples/points.csv --household SYN-002 --value 2.5
points examples/points.csv --since 2018-02-01 --until 2018-12-31
points examples/points.csv --households -o points.xlsx
points points.xlsx --households
points examples/points.csv --value 0.5 -o points.html
points examples/points.csv --households -o points.json
points examples/points.csv --households -o points.csv
points too_many.csv
""",
}
