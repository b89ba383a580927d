"""The pictures of a plan and of studies: numbers of the paper and of the lines they stand for, and sentences that say the same."""

import math
from xml.etree import ElementTree

import numpy as np
import pytest

import relocation
from relocation.appraisal import Appraisal
from relocation.charts.svg import svg_text
from relocation.county.consolidation import Village, consolidate
from relocation.households import ledger, read_roster, shipped_rules
from relocation.households.rule_file import shipped_roster
from relocation.households.summary import ledger_summary
from relocation.labels import LANGUAGES
from relocation.reports.comparison_figures import cases_cash_figure, comparison_figures
from relocation.reports.county_figures import county_figures
from relocation.reports.figures import FIGURES, plan_figure
from relocation.reports.roster_figures import roster_figure, round_edges
from relocation.reports.simulation_figures import simulation_figures
from relocation.scenarios.comparison import compare
from relocation.scenarios.simulation.by_period import by_period
from relocation.scenarios.simulation.distributions import Triangular
from relocation.scenarios.simulation.simulation import Simulation, simulate
from relocation.tables.figures import Figure
from relocation.tables.wording import in_words
from tests.random_projects import random_project
from tests.small_village import appraised

OF_OTHER_SCENARIOS = {"tornado", "stress"}
PRICE, CASH = "land_quota.price", "cash.closing"


@pytest.fixture(scope="module")
def lujia() -> Appraisal:
    return relocation.load("lujia").appraise()


@pytest.fixture(scope="module")
def futures() -> Simulation:
    spread = {
        PRICE: Triangular(50_000, 97_637, 120_000),
        "construction.housing.rate": Triangular(1_500, 1_700, 2_300),
    }
    return simulate(relocation.load("lujia"), spread, n=2_000, seed=1)


def assert_drawn(figure: Figure) -> None:
    """The figure can be drawn in both languages and widths, and says its sentence."""
    for lang in LANGUAGES:
        for width in (760, 390):
            svg = ElementTree.fromstring(svg_text(figure, lang, width))
            assert figure.told.text(lang)
            assert svg[1].text == figure.told.text(lang)


@pytest.mark.parametrize("kind", [kind for kind in FIGURES if kind not in OF_OTHER_SCENARIOS])
def test_every_number_that_is_live_is_that_of_its_line(lujia: Appraisal, kind: str) -> None:
    for series in plan_figure(lujia, kind).series:
        if isinstance(series.live, str):
            assert list(series.values) == lujia.series(series.live)
        else:
            worked_out = [number_of(lujia, key) if key else None for key in series.live]
            assert list(series.values) == worked_out


def number_of(appraisal: Appraisal, key: str) -> float:
    """A number as a live page works it out: -key turned round, key/other for each of the other."""
    name, _, count = key.removeprefix("-").partition("/")
    number = appraisal.number(name) / (float(appraisal.inputs[count]) if count else 1)
    return -number if key.startswith("-") else number


def test_the_cash_picture_marks_the_lowest_cash(lujia: Appraisal) -> None:
    figure = plan_figure(lujia, "cash")
    [mark] = figure.marks
    assert (figure.names[mark.position].en, figure.series[mark.series].values[mark.position]) == (
        "2016",
        20_757_500,
    )
    assert lujia.number(mark.live) == mark.position + 1
    assert [(series.role, series.live) for series in figure.series] == [
        ("cash", CASH),
        ("before_financing", "cash.cumulative_before_financing"),
        ("debt", "loans.outstanding"),
    ]
    assert "2016, at 20.758 million yuan" in figure.told.en
    assert "2,075.75万元（2016）" in figure.told.zh


def test_a_plan_without_a_loan_shows_none() -> None:
    plan = relocation.load("lujia").replace({"loans.adbc.principal": 0}).appraise()
    assert [series.role for series in plan_figure(plan, "cash").series] == ["cash", "before_financing"]
    assert plan_figure(plan, "loans").told.en == "There is no loan."


def test_sources_and_uses_add_up_to_what_is_told(lujia: Appraisal) -> None:
    figure = plan_figure(lujia, "sources")
    sums = [math.fsum(value for value in series.values if value is not None) for series in figure.series]
    assert sums == pytest.approx([229_266_000, 229_266_000])
    assert "229.266 million yuan each" in figure.told.en
    first_use = figure.groups[1].before
    assert all(value is None for value in figure.series[0].values[first_use:])
    assert all(value is None for value in figure.series[1].values[:first_use])


def test_the_budget_is_sorted_and_whole(lujia: Appraisal) -> None:
    [series] = plan_figure(lujia, "budget").series
    values = [value for value in series.values if value is not None]
    assert values == sorted(values, reverse=True)
    assert math.fsum(values) == pytest.approx(113_783_000)


def test_what_a_household_gets_and_pays_is_what_it_keeps(lujia: Appraisal) -> None:
    figure = plan_figure(lujia, "household")
    parts = [value for series in figure.series[:2] for value in series.values if value is not None]
    assert math.fsum(parts) == pytest.approx(107_000)
    assert figure.series[2].values[figure.strong[0]] == pytest.approx(107_000)
    assert "gets 191,000 yuan, pays 84,000 yuan" in figure.told.en


def test_the_tornado_shows_the_strongest_first(lujia: Appraisal) -> None:
    figure = plan_figure(lujia, "tornado")
    low, high = figure.series
    assert figure.paths[0] == PRICE
    assert (low.values[0], high.values[0]) == pytest.approx((34_483_000, 64_483_000))
    swings = [
        abs(high_value - low_value) for low_value, high_value in zip(low.values, high.values, strict=True)
    ]  # type: ignore[operator]
    assert swings == sorted(swings, reverse=True)
    assert figure.levels[0].value == 49_483_000


def test_the_bridge_test_counts_the_cases_without_cash(lujia: Appraisal) -> None:
    figure = plan_figure(lujia, "stress")
    lowest = figure.series[0]
    short = [value for value in lowest.values if value is not None and value < 0]
    assert f"Cash runs out in {len(short)} of {len(figure.names)} cases." in figure.told.en
    assert figure.paths[0] == "base"
    assert lowest.values[0] == lujia.number("cash.minimum")
    assert in_words(min(short)).en in figure.told.en
    cover = figure.series[2]
    assert cover.limit == lujia.number("verdict.coverage.threshold")


@pytest.mark.parametrize("kind", FIGURES)
def test_a_plan_without_money_holds_nowhere(kind: str) -> None:
    figure = plan_figure(relocation.load("jinpo").appraise(), kind)
    assert figure.told.en == "Nothing to judge: no money is stated."
    signs = svg_text(figure, "zh").count('class="holds"')
    assert signs == (1 if kind == "stress" else 0)  # below the bridge test stands what the sign means


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("plan", ["jinpo", "one period", "random 1", "random 2", "random 3"])
def test_every_plan_can_be_drawn(plan: str, kind: str) -> None:
    projects = {
        "jinpo": lambda: relocation.load("jinpo").appraise(),
        "one period": lambda: appraised(1),
    }
    of_seed = random_project(int(plan[-1])).appraise if plan.startswith("random") else None
    assert_drawn(plan_figure((of_seed or projects[plan])(), kind))


def test_a_future_by_period_is_the_appraisal_of_its_inputs(futures: Simulation) -> None:
    rows = by_period(futures, CASH)
    accepted = np.flatnonzero(~futures.first.refused)
    for place in (0, 7, len(rows) - 1):
        inputs = futures.scenario(int(accepted[place]))
        assert rows[place].tolist() == futures.plan.project.replace(inputs).appraise().series(CASH)


def test_the_pictures_of_a_simulation_say_what_was_counted(futures: Simulation) -> None:
    fan, spread, drivers, failing = simulation_figures(futures)
    bands = np.array([series.values for series in fan.series[:5]])
    assert (np.diff(bands, axis=0) >= 0).all()
    assert fan.series[5].role == "plan"
    assert math.fsum(value or 0 for value in spread.series[0].values) == pytest.approx(1)
    assert len(spread.edges) == len(spread.series[0].values) + 1
    assert drivers.paths[0] == PRICE
    shares = [value or 0 for value in failing.series[0].values]
    assert shares == sorted(shares, reverse=True)
    [lowest] = [rule for rule in futures.broken_rules if rule.rule.output == "cash.minimum"]
    assert f"{lowest.share * 100:.2f} % of 2,000 futures" in fan.told.en
    for figure in (fan, spread, drivers, failing):
        assert_drawn(figure)


def test_nothing_holds_or_fails_of_an_unfinished_plan() -> None:
    """A number above zero is no green light where something is not stated yet."""
    unfinished = relocation.load("jinpo")
    lujia = relocation.load("lujia")
    stress = plan_figure(unfinished.appraise(), "stress")
    assert stress.unjudged == tuple(range(len(stress.names)))
    assert plan_figure(lujia.appraise(), "stress").unjudged == ()
    beside, _ = comparison_figures(compare({"lujia": lujia, "jinpo": unfinished}))
    assert beside.unjudged == (1,)
    assert beside.series[0].values[1] is not None
    drawn = ElementTree.fromstring(svg_text(beside, "en"))
    fields = [
        node.get("class") for node in drawn.iter("{http://www.w3.org/2000/svg}rect") if node.get("class")
    ]
    judged, unjudged = ("holds", "fails"), ("unjudged",)
    assert [kind for kind in fields if kind in judged + unjudged and kind != "none"] != []
    assert sum(kind in judged for kind in fields) == len(beside.series)
    assert sum(kind in unjudged for kind in fields) == len(beside.series)


def test_cases_stand_side_by_side_and_shorter_ones_end_earlier() -> None:
    base = relocation.load("lujia")
    short = base.replace({"timeline.periods": 6, "loans.adbc.term": 6})
    comparison = compare({"base": base, "dear": base.scale("construction.housing.rate", 3), "short": short})
    table, cash = comparison_figures(comparison)
    assert [name.en for name in table.names] == ["base", "dear", "short"]
    assert table.series[1].values[0] == 20_757_500
    assert cash.series[2].values[6:] == (None,) * 6
    assert cash.series[2].values[:6] == tuple(comparison.appraisals["short"].series(CASH))
    for figure in (table, cash):
        assert_drawn(figure)


def test_the_pictures_of_a_county_are_those_of_its_villages() -> None:
    base = relocation.load("lujia")
    plans = {"a.toml": base, "b.toml": base.replace({"land_quota.delay": 12})}
    county = consolidate([Village(file, project.appraise()) for file, project in plans.items()])
    areas, balances, purse = county_figures(county)
    assert areas.series[0].values == (113_783_000, 113_783_000)
    assert [sign is not None and sign < 0 for sign in areas.series[1].values] == [False, True]
    assert "in 1 of them" in areas.told.en
    assert balances.series[0].values[0] == 49_483_000
    assert list(purse.series[0].values) == county.closing
    for figure in (areas, balances, purse):
        assert_drawn(figure)


def test_every_household_of_a_roster_is_counted_once() -> None:
    rules, path = shipped_rules("lujia"), shipped_roster("lujia")
    assert path is not None
    summary = ledger_summary(*(lambda read: (read, ledger(read.roster, rules)))(read_roster(path, rules)))
    figure = roster_figure(summary)
    assert figure is not None
    counts = figure.series[0].values
    assert sum(value or 0 for value in counts) == summary.rows_read
    below = sum(value or 0 for value, end in zip(counts, figure.edges[1:], strict=True) if end <= 0)
    assert below == summary.distribution[0].below_zero
    assert "Synthetic" in figure.told.en
    assert_drawn(figure)


def test_intervals_are_round_and_hold_everything() -> None:
    assert round_edges(0, 0) == [0, 1]
    assert round_edges(-3, 7) == [-3 + step for step in range(12)]
    edges = round_edges(-29_680, 456_515)
    assert (edges[0], edges[-1], edges[1] - edges[0]) == (-40_000, 460_000, 20_000)


def test_cases_of_different_years_do_not_stand_under_the_years_of_one() -> None:
    lujia = relocation.load("lujia")
    same_years = cases_cash_figure(compare([lujia, lujia.scale("land_quota.price", 0.8)]))
    assert [name.en for name in same_years.names][:2] == ["2016", "2017"]
    other_years = cases_cash_figure(compare([lujia, relocation.load("late_quota")]))
    assert [name.en for name in other_years.names] == [f"{number}" for number in range(1, 13)]
    assert "by its own periods" in other_years.told.en
    assert "按各自的期次" in other_years.told.zh
    assert "own periods" not in same_years.told.en
