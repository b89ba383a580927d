"""The commands on an insurance against falling back into poverty: claim, fund."""

from __future__ import annotations

from relocation.cli.steps import deliver, progress_bar
from relocation.cli.village_commands import Claim, Fund
from relocation.insurance.claim_report import claim_report, scheme_report
from relocation.insurance.claim_words import read_claim
from relocation.insurance.fund import FundOutlook, fund_account, fund_outlook
from relocation.insurance.fund_report import (
    StatedFund,
    account_report,
    mean_account,
    outlook_report,
    read_fund,
)
from relocation.insurance.scheme import Scheme, load_scheme
from relocation.insurance.sheets import USUAL_AMOUNT
from relocation.labels import Label
from relocation.sourced import document

STATED = Label("stated with --claims", "由 --claims 给出")
DRAWN = Label("mean of the simulated futures", "模拟各情形的平均值")
FUTURES = Label("futures", "情形")


def claim(asked: Claim) -> None:
    """What the insurance pays on a claim, or its schedules."""
    scheme = load_scheme(asked.scheme)
    amount = None
    if asked.paid is None:
        report = scheme_report(scheme, asked.mode)
    else:
        stated = read_claim(
            scheme,
            paid=asked.paid,
            cause=asked.cause,
            group=asked.group,
            loss=asked.loss,
            income=asked.income,
            year=asked.year,
            court_paid=asked.court_paid,
        )
        amount = stated.self_paid
        report = claim_report(scheme, stated, asked.mode)

    def workbook() -> bytes:
        from relocation.excel.write.report_workbooks import insurance_workbook

        return insurance_workbook(
            scheme.in_mode(asked.mode or scheme.scheme.mode),
            lang=asked.lang,
            self_paid=USUAL_AMOUNT if amount is None else amount,
        )

    source = document("schemes", asked.scheme)
    deliver(asked, lambda: report, asked.scheme, workbook=workbook, rests_on=source)


def fund(asked: Fund) -> None:
    """The insurance fund year by year, over stated claims or simulated futures."""
    scheme = load_scheme(asked.scheme)
    scheme = scheme.in_mode(asked.mode or scheme.scheme.mode)
    stated = read_fund(scheme, asked.opening, asked.premium, asked.claims, asked.top_ups)
    if stated.claims is not None:
        account = fund_account(
            stated.opening,
            stated.premium,
            stated.claims,
            first_year=asked.first_year,
            top_ups=stated.top_ups,
        )
        report, simulated, origin = account_report(scheme, account), None, STATED
    else:
        outlook = _simulated(asked, scheme, stated)
        report = simulated = outlook_report(scheme, outlook, first_year=asked.first_year, seed=asked.seed)
        account, origin = mean_account(outlook, asked.first_year), DRAWN

    def workbook() -> bytes:
        from relocation.excel.write.report_workbooks import insurance_workbook

        return insurance_workbook(
            scheme, lang=asked.lang, years=account, origin=origin, simulated=simulated, front="fund"
        )

    source = document("schemes", asked.scheme)
    deliver(asked, lambda: report, asked.scheme, workbook=workbook, rests_on=source)


def _simulated(asked: Fund, scheme: Scheme, stated: StatedFund) -> FundOutlook:
    from relocation.insurance.claims_simulation import declared_sources, simulate_claims

    with progress_bar(asked, FUTURES) as progress:
        drawn = simulate_claims(
            declared_sources(scheme),
            years=asked.years,
            paths=asked.count,
            seed=asked.seed,
            workers=asked.workers,
            progress=progress,
        )
    return fund_outlook(drawn, opening=stated.opening, premium=stated.premium)
