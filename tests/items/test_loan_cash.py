"""Loans that look at cash: drawn on need, repaid by sweep or on receipt of quota money, kept in a sinking fund.

Expected amounts are worked out by hand in exact fractions, step by step as a banker would.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from relocation.appraisal import Appraisal
from tests.small_village import appraised, finished_appraisal, series


def flows(kind: str, *amounts: float) -> dict[str, Any]:
    """Own lines of one kind, one for each period in which something moves."""
    return {
        f"{kind}_{at}": {"kind": kind, "amount": float(amount), "start": at}
        for at, amount in enumerate(amounts, start=1)
        if amount
    }


def village(
    loans: dict[str, Any], costs: tuple[float, ...] = (), revenue: tuple[float, ...] = (), **more: Any
) -> Appraisal:
    """Four years with these loans, costs and revenue; interest runs over the whole period of drawdown."""
    full = {name: {"draw_interest": "full", **loan} for name, loan in loans.items()}
    other = {**flows("cost", *costs), **flows("revenue", *revenue), **more.pop("other", {})}
    return appraised(more.pop("periods", 4), loans=full, other=other, **more)


def near(*values: Fraction | float) -> Any:
    return pytest.approx([float(value) for value in values], abs=1e-9)


NEED = {
    "principal": 9_000.0,
    "rate": 0.1,
    "term": 4,
    "grace": 3,
    "method": "bullet",
    "drawdown_rule": "on_need",
}


def test_on_need_the_interest_of_the_drawdown_is_drawn_as_well() -> None:
    """D (1 - i) = what lacks; then the interest on all that is owed lacks, and is drawn with its own."""
    found = village({"need": NEED}, costs=(900,), revenue=(0, 0, 0, 5_000))
    first = Fraction(900) / Fraction(9, 10)
    second = first / 10 / Fraction(9, 10)
    third = (first + second) / 10 / Fraction(9, 10)
    assert series(found, "loans.need.drawdown") == near(first, second, third, 0)
    assert first == 1_000
    owed = first + second + third
    assert series(found, "cash.closing") == near(0, 0, 0, 5_000 - owed - owed / 10)


def test_by_the_half_year_rule_half_of_that_interest_is_drawn() -> None:
    found = village(
        {"need": {**NEED, "draw_interest": "half_period"}}, costs=(950,), revenue=(0, 0, 0, 5_000)
    )
    # 1,000 less half a year of 10 %
    assert series(found, "loans.need.drawdown")[0] == pytest.approx(1_000)


def test_where_interest_is_capitalised_just_what_lacks_is_drawn() -> None:
    found = village(
        {"need": {**NEED, "grace_interest": "capitalised"}}, costs=(900, 100), revenue=(0, 0, 0, 5_000)
    )
    assert series(found, "loans.need.drawdown") == near(900, 100, 0, 0)
    # (900 x 1.1 + 100) x 1.1 = 1,199, x 1.1 = 1,318.90 when grace ends; then a year of interest that is paid
    assert series(found, "loans.need.closing") == near(990, 1_199, Fraction("1318.9"), 0)
    assert series(found, "cash.closing")[-1] == pytest.approx(5_000 - 1_318.9 * 1.1)


def test_no_more_is_drawn_than_the_principal_and_nothing_after_grace() -> None:
    small = {**NEED, "principal": 1_000.0, "rate": 0.0, "grace": 2}
    found = village({"need": small}, costs=(700, 700, 700), revenue=(0, 0, 0, 5_000))
    assert series(found, "loans.need.drawdown") == near(700, 300, 0, 0)
    assert series(found, "cash.closing") == near(0, -400, -1_100, 2_900)


def test_interest_that_is_capitalised_uses_up_nothing_of_the_principal() -> None:
    """1,000 may be drawn: 900 in year 1, 100 in year 2, although with 90 of interest 990 are owed before it."""
    loan = {**NEED, "principal": 1_000.0, "grace_interest": "capitalised"}
    found = village({"need": loan}, costs=(900, 400), revenue=(0, 0, 0, 5_000))
    assert series(found, "loans.need.drawdown") == near(900, 100, 0, 0)
    assert series(found, "loans.need.closing") == near(990, 1_199, Fraction("1318.9"), 0)
    assert series(found, "cash.closing")[:2] == near(0, -300)


def test_cash_at_hand_is_used_before_anything_is_drawn() -> None:
    found = village({"need": {**NEED, "rate": 0.0}}, costs=(0, 900), revenue=(400, 0, 0, 900))
    assert series(found, "loans.need.drawdown") == near(0, 500, 0, 0)


def test_several_loans_on_need_are_drawn_in_declared_order() -> None:
    first = {**NEED, "principal": 500.0, "rate": 0.2}
    second = {**NEED, "rate": 0.1}
    found = village({"dear": first, "cheap": second}, costs=(850,), revenue=(0, 0, 0, 5_000))
    # The first brings 500 - 100 = 400, the second what is left of 850: 450 / 0.9 = 500.
    assert series(found, "loans.dear.drawdown")[0] == pytest.approx(500)
    assert series(found, "loans.cheap.drawdown")[0] == pytest.approx(500)
    turned = village({"cheap": second, "dear": first}, costs=(850,), revenue=(0, 0, 0, 5_000))
    assert series(turned, "loans.dear.drawdown")[0] == 0
    assert series(turned, "loans.cheap.drawdown")[0] == pytest.approx(850 / 0.9)


def test_on_need_pays_what_another_loan_asks() -> None:
    bridge = {"principal": 1_000.0, "rate": 0.1, "term": 2, "method": "bullet"}
    found = village(
        {"bridge": bridge, "need": {**NEED, "rate": 0.0}}, costs=(1_000,), revenue=(0, 0, 0, 5_000)
    )
    # 100 of interest in year 1, 100 of interest and the principal in year 2
    assert series(found, "loans.need.drawdown") == near(100, 1_100, 0, 0)


SWEEP = {"principal": 1_000.0, "rate": 0.1, "term": 4, "grace": 1, "method": "sweep"}


def test_a_sweep_repays_with_all_cash_after_interest() -> None:
    found = village({"sweep": SWEEP}, costs=(1_000,), revenue=(100, 400, 700, 500))
    # 400 - 100 of interest; 700 - 70; 70 and 7 of interest in the last year
    assert series(found, "loans.sweep.principal_repaid") == near(0, 300, 630, 70)
    assert series(found, "loans.sweep.interest_paid") == near(100, 100, 70, 7)
    assert series(found, "cash.closing") == near(0, 0, 0, 423)


def test_a_sweep_repays_no_more_than_is_owed_and_nothing_without_cash() -> None:
    rich = village({"sweep": SWEEP}, costs=(1_000,), revenue=(100, 5_000))
    assert series(rich, "loans.sweep.principal_repaid") == near(0, 1_000, 0, 0)
    poor = village({"sweep": SWEEP}, costs=(2_000,), revenue=(0, 50, 60, 70))
    # All falls due in the last period, with or without cash.
    assert series(poor, "loans.sweep.principal_repaid") == near(0, 0, 0, 1_000)
    assert series(poor, "cash.closing") == near(-1_100, -1_150, -1_190, -2_220)


def test_what_another_loan_is_due_comes_before_a_sweep() -> None:
    plain = {"principal": 800.0, "rate": 0.0, "term": 4, "method": "equal_principal"}
    found = village(
        {"sweep": {**SWEEP, "rate": 0.0}, "plain": plain}, costs=(1_800,), revenue=(200, 500, 500, 900)
    )
    assert series(found, "loans.plain.principal_repaid") == near(200, 200, 200, 200)
    assert series(found, "loans.sweep.principal_repaid") == near(0, 300, 300, 400)


def test_several_sweeps_take_turns_in_declared_order() -> None:
    loans = {"one": {**SWEEP, "rate": 0.0}, "two": {**SWEEP, "rate": 0.0}}
    found = village(loans, costs=(2_000,), revenue=(0, 1_300, 100, 600))
    assert series(found, "loans.one.principal_repaid") == near(0, 1_000, 0, 0)
    assert series(found, "loans.two.principal_repaid") == near(0, 300, 100, 600)


WORKS = {"works": {"kind": "cost", "amount": 100e6, "duration": 2}}
BRIDGE = {"principal": 110e6, "rate": 0.04, "term": 5, "method": "sweep"}


@pytest.mark.parametrize("grace", [0, 1, 2])
@pytest.mark.parametrize("draw_interest", ["full", "half_period", "none"])
def test_a_sweep_leaves_what_was_borrowed_for_the_works(grace: int, draw_interest: str) -> None:
    """110 million drawn in year 1 for 50 million of works in each of two years; 150 million come in year 3."""
    loan = {**BRIDGE, "grace": grace, "draw_interest": draw_interest}
    revenue = flows("revenue", 0, 0, 150e6)
    found = finished_appraisal(6, loans={"bridge": loan}, other={**WORKS, **revenue})
    weight = Fraction({"full": 1, "half_period": Fraction(1, 2), "none": 0}[draw_interest])
    interest = [110_000_000 * weight / 25, Fraction(110_000_000, 25), Fraction(110_000_000, 25)]
    assert series(found, "loans.bridge.principal_repaid") == near(0, 0, 110e6, 0, 0, 0)
    assert series(found, "loans.bridge.interest_paid") == near(*interest, 0, 0, 0)
    unspent = 60_000_000 - interest[0]
    at_hand = [unspent, unspent - 50_000_000 - interest[1], Fraction(0)]
    assert series(found, "loans.unspent")[:3] == near(*at_hand)
    assert series(found, "cash.closing")[:3] == near(*at_hand[:2], at_hand[1] + 40_000_000 - interest[2])
    assert found.verdict.viable


def test_own_money_is_swept_and_what_is_left_of_a_loan_stays() -> None:
    """Year 1: 300 drawn, 100 spent out of 40 of own money and 60 borrowed. Year 2: 90 come, 240 are still borrowed."""
    loan = {**BRIDGE, "principal": 300.0, "rate": 0.0}
    found = village({"bridge": loan}, costs=(100,), revenue=(40, 90, 50, 0), periods=5)
    assert series(found, "loans.unspent") == near(240, 240, 240, 240, 0)
    assert series(found, "loans.bridge.principal_repaid") == near(0, 90, 50, 0, 160)


def test_no_loan_is_swept_with_what_another_brings() -> None:
    """The second loan is drawn in year 2 for works of year 3; the first takes the 40 that come in year 2."""
    first, second = (
        {**BRIDGE, "principal": principal, "rate": 0.0, "start": start, "term": 4}
        for principal, start in ((100.0, 1), (80.0, 2))
    )
    found = village({"one": first, "two": second}, costs=(100, 0, 80), revenue=(0, 40, 0, 200), periods=5)
    assert series(found, "loans.one.principal_repaid") == near(0, 40, 0, 60, 0)
    assert series(found, "loans.two.principal_repaid") == near(0, 0, 0, 80, 0)
    assert series(found, "loans.unspent") == near(0, 80, 0, 0, 0)
    assert series(found, "cash.closing") == near(0, 80, 0, 60, 60)


def test_the_planners_own_financing_comes_before_a_sweep() -> None:
    more = {**flows("financing_in", 0, 50), **flows("financing_out", 0, 0, 30)}
    found = village({"sweep": {**SWEEP, "rate": 0.0}}, costs=(1_000,), revenue=(0, 400, 400, 400), other=more)
    assert series(found, "loans.sweep.principal_repaid") == near(0, 450, 370, 180)


QUOTA = {
    "area": 1.0,
    "price": 1_000.0,
    "receipts": {"a": {"share": 0.4, "period": 2}, "b": {"share": 0.6, "period": 3}},
}


@pytest.mark.parametrize(
    ("share", "repaid"), [(1.0, (0, 400, 500, 0)), (0.5, (0, 200, 300, 400)), (0.0, (0, 0, 0, 900))]
)
def test_on_quota_receipt_a_share_of_what_arrives_repays_and_the_rest_falls_due_last(
    share: float, repaid: tuple[float, ...]
) -> None:
    loan = {**SWEEP, "principal": 900.0, "method": "on_quota_receipt", "receipt_share": share}
    found = village({"bank": loan}, land_quota=QUOTA)
    assert series(found, "loans.bank.principal_repaid") == near(*repaid)
    owed = [Fraction(900) - sum(map(Fraction, repaid[:at])) for at in range(4)]
    assert series(found, "loans.bank.interest_paid") == near(*(one / 10 for one in owed))


BULLET = {
    "principal": 1_200.0,
    "rate": 0.1,
    "term": 4,
    "grace": 1,
    "method": "bullet",
    "sinking_fund": "level",
}


def test_a_sinking_fund_sets_the_principal_aside_in_equal_parts_and_gives_it_back() -> None:
    found = village({"bank": BULLET}, revenue=(500, 500, 500, 500))
    assert series(found, "loans.bank.set_aside") == near(0, 400, 400, 400)
    assert series(found, "loans.bank.reserve") == near(0, 400, 800, 0)
    assert series(found, "loans.bank.principal_repaid") == near(0, 0, 0, 1_200)
    # 1,200 + 500 - 120, then 380 a year, then 380 - 1,200
    assert series(found, "cash.closing") == near(1_580, 1_960, 2_340, 1_520)
    assert series(found, "cash.free") == near(1_580, 1_560, 1_540, 1_520)
    assert found.number("cash.minimum") == pytest.approx(1_520)
    assert found.number("cash.free_minimum") == pytest.approx(1_520)


def test_what_is_set_aside_may_not_be_spent_nor_swept_and_is_drawn_for() -> None:
    rate = {"rate": 0.0, "draw_interest": "full"}
    loans = {"bank": {**BULLET, **rate}, "need": {**NEED, **rate}, "sweep": {**SWEEP, **rate}}
    found = village(loans, costs=(2_200,), revenue=(0, 100, 900, 3_000))
    # Year 2: 100 comes, 400 are set aside, so 300 lack. Year 3: 900 - 400 = 500 can be swept.
    assert series(found, "loans.need.drawdown")[:3] == near(0, 300, 0)
    assert series(found, "loans.sweep.principal_repaid")[:3] == near(0, 0, 500)
    assert series(found, "cash.free")[:3] == near(0, 0, 0)
    assert series(found, "cash.closing")[:3] == near(0, 400, 800)


def test_without_a_sinking_fund_free_cash_is_cash() -> None:
    found = village({"bank": {**BULLET, "sinking_fund": "none"}}, revenue=(500, 0, 0, 900))
    assert series(found, "cash.free") == series(found, "cash.closing")
    assert found.number("cash.free_minimum") == found.number("cash.minimum")


def test_an_own_cost_that_depends_on_a_loan_names_the_circle() -> None:
    """Such a cost lowers the cash on which the loan's drawdown may depend; the period before may be used."""
    from relocation.problems import ProblemsFound

    def cost(formula: str) -> Appraisal:
        return village({"need": NEED}, other={"fee": {"kind": "cost", "formula": formula}})

    with pytest.raises(ProblemsFound, match="circular"):
        cost("loans.need.interest_paid * 0.01")
    assert cost("previous(loans.need.closing) * 0.01").number("checks.all_passed") == 1
