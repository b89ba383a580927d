"""The Python side feels at home: short names everywhere, frames with dates, names and units, trees that stop at the low."""

import contextlib
import io
from datetime import date
from typing import Any

import pandas as pd
import pytest

import relocation as rl
from relocation.changes import rule_holds
from relocation.scenarios.sensitivity.switching import switching_values
from relocation.short_names import SHORT_NAMES

PRICE = "land_quota.price"


@pytest.fixture(scope="module")
def lujia() -> Any:
    return rl.load("lujia").appraise()


# Hou: revenue 163.266, expenditure 113.783 and balance 49.483 million yuan, and the plan holds.
PUBLISHED = {"balance": 49_483_000.0, "revenue": 163_266_000.0, "expenditure": 113_783_000.0, "verdict": 1.0}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_short_name_is_accepted_wherever_a_number_is_named(name: str, lujia: Any) -> None:
    assert set(PUBLISHED) == set(SHORT_NAMES)
    wanted, key, project = pytest.approx(PUBLISHED[name], abs=0.01), SHORT_NAMES[name], lujia.project
    assert lujia.number(name) == lujia.value(name) == wanted
    assert lujia.explain(name).value == wanted
    comparison = rl.compare([project], [name])
    assert comparison.outputs == (key,)
    assert comparison.value("Lujia Village", name) == wanted
    assert comparison.table(name)["Lujia Village"][0] == wanted
    assert comparison.difference("Lujia Village", name) == 0
    varied = rl.vary(project, {PRICE: ["*1"]}, name)
    assert varied.grid(name).iloc[0, 0] == wanted
    assert rl.tornado(project, name, paths=[PRICE])["base"][0] == wanted
    assert rl.solve(project, PRICE, {name: PUBLISHED[name]}).output == key
    assert list(switching_values(project, name, 0, [PRICE]).path)[-1] == PRICE
    found = rl.simulate(
        project,
        {PRICE: rl.distributions.Fixed(project.value(PRICE))},
        n=3,
        outputs=[name],
        rules=[f"{name}>=1"],
    )
    assert found.outcome(name).mean == wanted
    assert found.histogram(name)["count"].sum() == 3
    assert found.broken_rules[-1].share == 0
    assert rule_holds(lujia, f"{name}>=1")


def test_the_verdict_can_be_asked_of_many_futures(lujia: Any) -> None:
    """Cash of Lujia bears a fall of the price of a fifth and no more (see the bridge test): 78,109.74 yuan a mu."""
    prices = rl.distributions.Discrete([70_000, 90_000], [1, 1])
    found = rl.simulate(lujia, {PRICE: prices}, n=400, seed=3, outputs=["balance"], rules=["verdict"])
    broken = next(each for each in found.broken_rules if each.rule.output == "verdict.viable")
    draws = found.draws()
    assert broken.count == (draws[PRICE] == 70_000).sum() > 100
    verdicts = rl.vary(lujia, {PRICE: [70_000, 90_000]}, ["verdict"]).grid("verdict")
    assert verdicts.iloc[:, 0].tolist() == [0.0, 1.0]


def test_the_cash_plan_has_days_names_and_units(lujia: Any) -> None:
    plan = lujia.cash_plan()
    assert isinstance(plan.index, pd.DatetimeIndex)
    assert plan.index[0].date() == date(2016, 1, 1)
    assert plan.index[-1].date() == date(2027, 1, 1)
    assert (plan.columns[0], plan.attrs["keys"]["Closing cash"]) == ("Opening cash", "cash.closing")
    assert set(plan.attrs["units"].values()) == {"yuan"}
    # What comes in and goes out leads from the opening to the closing, and that is the next opening.
    assert (plan["Opening cash"] + plan["Total inflow"] - plan["Total outflow"]).tolist() == pytest.approx(
        plan["Closing cash"].tolist(), abs=0.01
    )
    assert plan["Opening cash"].tolist()[1:] == plan["Closing cash"].tolist()[:-1]
    assert plan["Closing cash"].min() == lujia.number("cash.minimum")


def test_the_cash_plan_speaks_chinese_and_may_be_headed_by_keys(lujia: Any) -> None:
    assert lujia.cash_plan("zh")["期末现金"].tolist() == lujia.series("cash.closing")
    assert lujia.cash_plan("zh").attrs["units"]["期末现金"] == "元"
    keyed = lujia.cash_plan(heads="key")
    assert keyed["cash.closing"].tolist() == lujia.series("cash.closing")
    assert keyed.columns.is_unique
    assert lujia.by_period("loans.adbc.closing", heads="key").columns.tolist() == ["loans.adbc.closing"]


def test_a_plan_by_months_reaches_beyond_what_nanoseconds_hold() -> None:
    late = rl.load("lujia").replace({"timeline.start": date(2280, 1, 1)})
    assert late.appraise().cash_plan().index[-1].year == 2291
    assert late.appraise().to_frame()["date"].dt.year.max() == 2291


def test_the_long_frame_has_the_day_of_each_period_and_year(lujia: Any) -> None:
    frame = lujia.to_frame()
    closing = frame[frame.key == "cash.closing"]
    assert closing.date.dt.year.tolist() == list(range(2016, 2028))
    assert frame[frame.key == "npv"].date.isna().all()
    years = lujia.annual("balance_sheet").attrs["years"]
    assert (years[1], years[12]) == (date(2016, 1, 1), date(2027, 1, 1))


def test_the_draws_of_a_simulation_can_be_had_and_are_those_that_were_counted(lujia: Any) -> None:
    found = rl.simulate(
        lujia, {PRICE: rl.distributions.Uniform(60_000, 120_000)}, n=70_000, seed=7, outputs=["balance"]
    )
    draws = found.draws(count=70_000)
    assert draws.shape == (70_000, 2)
    assert draws["fund_balance.balance"].mean() == pytest.approx(found.outcome("balance").mean, rel=1e-12)
    # Over the end of the first chunk, as `scenario` gives single ones.
    some = found.draws(first=65_530, count=12)
    assert some.index.tolist() == list(range(65_530, 65_542))
    assert [found.scenario(number)[PRICE] for number in some.index] == some[PRICE].tolist()
    # Hou: revenue is 1,536.3 mu times the price, and nothing else depends on it.
    assert (49_483_000 + 1_536.3 * (some[PRICE] - 150e6 / 1_536.3)).tolist() == pytest.approx(
        some["fund_balance.balance"].tolist(), abs=0.01
    )
    assert some.attrs["labels"] == {PRICE: "Quota price", "fund_balance.balance": "Balance"}
    assert found.draws(count=1, lang="zh").attrs["units"][PRICE] == "元/亩"


def test_a_tree_goes_to_the_period_of_the_low() -> None:
    """A Lujia whose quota money comes two years late: cash is lowest long after the first period."""
    late = rl.load("lujia").replace({"land_quota.delay": 24}).appraise()
    lowest = int(late.number("cash.minimum_period"))
    assert lowest > 1
    [closing] = late.explain("cash.minimum").ingredients
    assert (closing.key, closing.period, closing.value) == (
        "cash.closing",
        lowest,
        late.number("cash.minimum"),
    )
    assert late.series("cash.closing").index(min(late.series("cash.closing"))) == lowest - 1
    assert all(part.period == lowest for part in closing.ingredients if part.key.startswith("cash."))


def shown(tree: Any, **asked: Any) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        assert tree.show(**asked) is None
    return said.getvalue()


def test_a_tree_is_shown_as_deep_as_is_asked(lujia: Any) -> None:
    tree = lujia.explain("cash.minimum")
    top, deeper, whole = (shown(tree, depth=depth) for depth in (0, 1, None))
    assert "cash.minimum" in top
    assert "cash.closing @1" not in top
    assert "(more below)" in top
    assert "cash.closing @1" in deeper
    assert len(top) < len(deeper) < len(whole)
    assert "published" in whole
    assert "(more below)" not in whole
    assert "最低期末现金" in shown(tree, depth=0, lang="zh")


def test_cases_may_stand_in_a_list_and_a_price_fall_by_a_fifth(lujia: Any) -> None:
    cheaper = lujia.project.scale(PRICE, "-20%")
    comparison = rl.compare([lujia, cheaper])
    assert list(comparison.appraisals) == ["Lujia Village", "Lujia Village (2)"]
    assert comparison.difference("Lujia Village (2)", "balance") == pytest.approx(-30_000_000, abs=0.01)
    assert [status.en for status in comparison.verdicts.values()] == ["viable", "viable"]


@pytest.mark.parametrize(
    ("factor", "times"),
    [("-20%", 0.8), ("+10 %", 1.1), ("−20%", 0.8), ("*0.8", 0.8), ("-0.5％", 0.995), (0.8, 0.8)],
)
def test_what_a_number_is_scaled_by_may_be_written(factor: Any, times: float, lujia: Any) -> None:
    project = lujia.project
    assert project.scale(PRICE, factor).value(PRICE) == pytest.approx(project.value(PRICE) * times, rel=1e-15)


@pytest.mark.parametrize("factor", ["20%", "a fifth", "", "-20", None, [0.8]])
def test_what_might_mean_two_things_is_refused(factor: Any, lujia: Any) -> None:
    with pytest.raises(rl.ProblemsFound, match=r'such as 0\.8, or "-20%"'):
        lujia.project.scale(PRICE, factor)


def test_villages_are_added_up_as_projects_or_appraisals(lujia: Any) -> None:
    county = rl.consolidate([lujia, lujia.project])
    assert county.to_frame()["balance"].tolist() == pytest.approx(
        [49_483_000, 49_483_000, 98_966_000], abs=0.01
    )


def test_verdicts_stand_in_every_form_of_a_comparison(lujia: Any) -> None:
    """Hou's plan without its loan runs out of cash, and one that states no money is unfinished."""
    bare = lujia.project.replace({"loans.adbc.principal": 0})
    record = rl.compare({"plan": lujia, "no loan": bare}).to_record()
    assert record["verdicts"] == {
        "plan": {"viable": True, "status": "viable"},
        "no loan": {"viable": False, "status": "not viable"},
    }
