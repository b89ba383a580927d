"""Livelihoods against the paper's arithmetic by hand, and the year in which a village carries its running costs."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.formula.targets.explain import Explanation
from relocation.livelihood.account import LivelihoodAccount, account_of, carried
from relocation.livelihood.livelihood import Livelihood, load_livelihood
from relocation.loan_schedule import loan_schedule
from relocation.problems import ProblemsFound
from relocation.sourced import shipped

NAMES = ("jinpo", "lujia", "wei_county")


@pytest.fixture(scope="module")
def lujia() -> LivelihoodAccount:
    return account_of(load_livelihood("lujia"))


@pytest.fixture(scope="module")
def wei() -> LivelihoodAccount:
    return account_of(load_livelihood("wei_county"))


@pytest.fixture(scope="module")
def jinpo() -> LivelihoodAccount:
    return account_of(load_livelihood("jinpo"))


def test_income_after_is_the_sum_of_its_streams(lujia: LivelihoodAccount) -> None:
    assert lujia.number("income.per_household") == 9_878 + 28_000 + 2_403 + 801 == 41_082
    assert lujia.number("income.per_person_printed") == 4_212 + 11_938 + 1_024 + 342 == 17_516
    assert lujia.number("income.per_person") == pytest.approx(float(Fraction(41_082 * 391, 917)), rel=1e-15)
    assert round(lujia.number("income.per_person"), 2) == 17_516.97
    assert lujia.number("income.village") == 16_063_062


def test_cash_received_once_is_in_no_sum_of_yearly_income(lujia: LivelihoodAccount) -> None:
    assert lujia.number("once.per_household") == 107_000
    assert lujia.number("once.village") == 41_837_000
    for key, line in lujia.book.lines.items():
        if key.startswith("income."):
            assert "once" not in str(line.formula), key


def test_income_before(lujia: LivelihoodAccount) -> None:
    assert lujia.number("before.labour") == pytest.approx(660)
    assert lujia.number("before.per_household") == pytest.approx(5_500 * 917 / 391)
    assert lujia.number("income.times") == pytest.approx(17_516 / 5_500)
    assert lujia.number("income.labour_share") == pytest.approx(28_000 / 41_082)


def test_measures_are_count_times_rate(
    lujia: LivelihoodAccount, wei: LivelihoodAccount, jinpo: LivelihoodAccount
) -> None:
    assert lujia.number("measures.household") == 130 * 30_000 + 100 * 12_000
    assert wei.number("measures.micro_factories.amount") == 6_160 * 18_000
    assert wei.number("measures.photovoltaic.amount") == 1_440 * 3_000
    assert wei.number("measures.collective") == 24 * 20_000
    assert wei.number("measures.dividends.times") == 3
    assert jinpo.number("measures.guards.amount") == 40_000
    assert jinpo.number("measures.forest.amount") == pytest.approx(38_804)
    assert round(jinpo.number("measures.forest_poor.amount")) == 11_455


def test_an_unknown_count_is_not_zero_and_stops_no_sum(
    wei: LivelihoodAccount, jinpo: LivelihoodAccount
) -> None:
    assert math.isnan(wei.number("measures.dividends.amount"))
    assert math.isnan(jinpo.number("measures.hundred_yuan_package.amount"))
    assert wei.number("measures.household") == 6_160 * 18_000 + 1_440 * 3_000


def test_a_part_of_a_measure_is_not_counted_twice(jinpo: LivelihoodAccount) -> None:
    assert jinpo.number("measures.household") == pytest.approx(110 * 2_000 + 40_000 + 38_804)


def test_two_years_without_interest_spare_two_years_of_interest(wei: LivelihoodAccount) -> None:
    assert wei.spared_interest() == {"startup": pytest.approx(50_000 * 0.0475 * 2)}
    assert "startup" in wei.livelihood.spared_interest
    terms = {"rate": 0.0475, "term": 2, "method": "bullet", "draw_interest": "full"}
    assert wei.spared_interest()["startup"] == pytest.approx(loan_schedule(50_000, terms).interest_total)


def test_the_collective_shares_out_what_it_earns(lujia: LivelihoodAccount) -> None:
    income = 969_100 + 110_000 + 30_000 + 500_000
    assert lujia.series("collective.income.total")[0] == income == 1_609_100
    assert lujia.series("collective.own")[0] == pytest.approx(0.2 * income)
    assert lujia.series("collective.dividend_per_member")[0] == pytest.approx(0.8 * income / 917)
    assert lujia.series("collective.income.total")[2] == pytest.approx(income * 1.03**2)


def test_the_year_in_which_running_costs_are_carried_follows_from_the_growth_rates(
    lujia: LivelihoodAccount,
) -> None:
    """0.2 x 1,609,100 x 1.03^k >= 411,723 x 1.01^k, solved by logarithms; year 1 is k = 0."""
    costs = 801 * 391 + 70 * 391 * 0.3 * 12
    years = math.log(costs / (0.2 * 1_609_100)) / math.log(1.03 / 1.01)
    found = lujia.running_costs
    assert (found.answer, found.year) == ("from_year", math.ceil(years) + 1)
    assert found.first_gap == pytest.approx(costs - 0.2 * 1_609_100)
    assert lujia.running_costs_of_all_income.answer == "always"


def below_zero(left: list[float]) -> list[int]:
    return [year for year, one in enumerate(left, start=1) if one < 0]


@pytest.mark.parametrize(
    ("left", "answer", "year"),
    [
        ([1, 1, 1], "always", 1),
        ([-1, -1, -1], "never", 0),
        ([-1, 0, 1], "from_year", 2),
        ([-1, 1, -1, 1], "from_year", 4),
        ([1, 1, -1], "until_year", 3),
        ([1, -1, 1, -1], "until_year", 4),
    ],
)
def test_the_answer_is_clear(left: list[float], answer: str, year: int) -> None:
    found = carried(left, below_zero(left), stated=True)
    assert (found.answer, found.year) == (answer, year)
    assert found.label.en.isascii()
    assert not found.label.zh.isascii()


def test_without_costs_there_is_no_answer() -> None:
    assert carried([1.0, 1.0], [], stated=False).answer == "no_costs"


@given(st.lists(st.sampled_from([-5.0, 5.0]), min_size=1))
def test_from_the_named_year_on_nothing_is_short(left: list[float]) -> None:
    found = carried(left, below_zero(left), stated=True)
    if found.answer in {"always", "from_year"}:
        assert min(left[found.year - 1 :]) > 0
        assert found.year == 1 or left[found.year - 2] < 0
    else:
        assert left[-1] < 0


def test_what_is_assumed_is_told(lujia: LivelihoodAccount) -> None:
    assumed = {one.path for one in lujia.livelihood.assumptions()}
    assert "collective.costs.property.amount" in assumed
    assert "collective.income.land_lease.growth" in assumed
    assert "after.land.per_household" not in assumed


def test_a_number_is_explained_down_to_its_source(lujia: LivelihoodAccount) -> None:
    def leaves(tree: Explanation) -> list[Explanation]:
        return [leaf for one in tree.ingredients for leaf in leaves(one)] or [tree]

    sources = {leaf.key: leaf.source for leaf in leaves(lujia.explain("income.per_household"))}
    assert sources["after.land.per_household"].startswith("published; Hou, line 103")


@pytest.mark.parametrize("name", NAMES)
def test_a_livelihood_names_its_sources_and_speaks_both_languages(name: str) -> None:
    livelihood = load_livelihood(name)
    assert livelihood.name.en.isascii()
    assert not livelihood.name.zh.isascii()
    for one in livelihood.values():
        if one.source.provenance != "assumption":
            assert one.source.source, one.path
        if one.source.note:
            english, slash, chinese = one.source.note.rpartition(" / ")
            assert slash, one.path
            assert english.isascii(), one.path
            assert not chinese.isascii(), one.path
    for key, line in account_of(livelihood).book.lines.items():
        assert line.label.en.isascii(), key
        assert not line.label.zh.isascii(), key


TEXT = shipped("livelihoods", "lujia").read_text("utf-8")


@pytest.mark.parametrize(
    ("where", "before", "after"),
    [
        ("measures.company_jobs.part_of", 'rate = 12000\npart_of = "labour"', 'rate = 12000\npart_of = "labor"'),
        ("place.project", 'project = "lujia"', 'project = "luija"'),
        ("place.households", 'project = "lujia"', 'project = ""'),
        ("collective.share", "share = {value = 0.2", "share = {value = 20"),
        ("after.land.per_household", "per_household = 9878", "per_household = -9878"),
        ("collective.income.land_lease.amunt", "amount = {value = 969100", "amunt = {value = 969100"),
    ],
)  # fmt: skip
def test_a_slip_is_named_by_its_path(where: str, before: str, after: str) -> None:
    assert TEXT.count(before) == 1
    with pytest.raises(ProblemsFound) as found:
        Livelihood.parse(TEXT.replace(before, after))
    assert where in [one.where for one in found.value.problems]
