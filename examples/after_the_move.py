"""Life after the move: what a claim brings in both readings, how long the fund lasts, and who pays the village's heating."""

from relocation.insurance.claims import Claim, decide
from relocation.insurance.claims_simulation import declared_sources, simulate_claims
from relocation.insurance.fund import fund_account, fund_outlook
from relocation.insurance.scheme import load_scheme
from relocation.livelihood.account import account_of
from relocation.livelihood.livelihood import load_livelihood

wei = load_scheme("wei_county")
sick = Claim("A-1", 2017, "illness", "lifted", self_paid=34_000_00, income=4_000_00)  # amounts in fen
for mode in ("whole", "marginal"):
    print(f"{mode:8} {decide(wei.in_mode(mode), sick).paid / 100:>10,.2f} yuan")
for cliff in wei.cliffs()["illness_lifted"]:
    print(cliff.label.en)

claims = [3_500_000_00, 5_000_000_00, 3_000_000_00]
for year in fund_account(0, wei.yearly_premium, claims, first_year=2018):
    print(year.year, f"top-up {year.top_up / 100:,.0f}, carried forward {year.carried_forward / 100:,.0f}")

drawn = simulate_claims(declared_sources(wei), years=5, paths=500, seed=1)
outlook = fund_outlook(drawn, opening=0, premium=5_500_000_00)
print(f"runs dry in {outlook.probability_of_top_up:.0%} of 500 futures of five years")

lujia = account_of(load_livelihood("lujia"))
print(f"{lujia.number('income.per_household'):,.0f} yuan a household and year")
print(lujia.running_costs.label.en)
