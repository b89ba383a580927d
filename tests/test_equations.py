"""The equations of the page of the method, read again from the page, give the numbers of the model."""

import importlib
import math
import re
from pathlib import Path

import numpy as np
import pytest

import relocation
from docs.concepts import CONCEPTS
from docs.equations import SYMBOLS, names_in, typesetter
from docs.latex import Latex
from docs.make import FOLDER, project_of_everything
from relocation.appraisal import Appraisal, appraise
from relocation.formula.language.expression import ChoiceIs, walk
from relocation.households.money import Ratio, times
from relocation.labels import Language
from relocation.project.schema import patterns
from relocation.stress import bridge_test
from tests.latex_reading import Reading

LOAN = {"loans.one.principal": 900_000, "loans.one.term": 6, "loans.one.rate": 0.06}
PLANS = {
    "equal parts": {"loans.one.grace": 2},
    "level payments, half a period, S-curve": {
        "loans.one.method": "annuity",
        "loans.one.draw_interest": "half_period",
        "loans.one.grace_interest": "capitalised",
        "loans.one.grace": 2,
        "construction.one.shape": "s_curve",
        "timeline.period": "quarter",
        "land_quota.delay": 4,
    },
    "a bullet with a sinking fund, the older price contingency": {
        "loans.one.method": "bullet",
        "loans.one.sinking_fund": "level",
        "evaluation.price_contingency_form": "older",
        "loans.one.draw_interest": "none",
        "loans.one.grace_basis": "outside",
        "timeline.period": "month",
    },
    "sculpted": {"loans.one.method": "sculpted", "loans.one.target_dscr": 1.5},
    "as quota money arrives": {
        "loans.one.method": "on_quota_receipt",
        "loans.one.receipt_share": 0.3,
        "land_quota.price": 900,
    },
}
EVERYWHERE = {
    "timeline.periods": 12,
    "land_quota.area": 1_000,
    "land_quota.price": 2_000,
    "land_quota.resettlement_area": 100,
    "land_quota.receipts.one.period": 3,
    "subsidies.one.quantity": 20,
    "subsidies.one.rate": 5_000,
    "subsidies.one.duration": 2,
    "construction.one.quantity": 700,
    "construction.one.rate": 1_500,
    "construction.one.duration": 3,
    "construction.one.physical_contingency": 0.08,
    "construction.one.price_contingency": 0.03,
    "evaluation.estimate_lead": 1,
    "compensation.one.quantity": 300,
    "compensation.one.rate": 800,
    "compensation.one.duration": 2,
    "compensation.one.physical_contingency": 0.05,
    "compensation.one.price_contingency": 0.02,
    "purchases.one.quantity": 40,
    "purchases.one.rate": 1_200,
    "village.households": 50,
    "village.persons": 120,
    **LOAN,
}
LINES = [(concept, line) for concept in CONCEPTS for line in concept.lines if isinstance(line, str)]


@pytest.fixture(scope="module")
def appraisals() -> dict[str, Appraisal]:
    base = project_of_everything().replace(EVERYWHERE)
    return {name: appraise(base.replace(plan)) for name, plan in PLANS.items()}


def latex_of(appraisal: Appraisal, lang: Language) -> Latex:
    return typesetter(appraisal.book, dict(patterns()), lang)


def printed(lang: Language) -> list[str]:
    """The equations that stand on the page."""
    name = "equations.md" if lang == "en" else "equations.zh.md"
    return re.findall(r"^```math\n(.*)\n```$", (FOLDER / name).read_text("utf-8"), re.MULTILINE)


def differences(appraisal: Appraisal, key: str, lang: Language) -> list[tuple[int, float, float]]:
    """Where the printed equation of a line gives another number than the model: period, ours, of the equation."""
    latex, book = latex_of(appraisal, lang), appraisal.book
    text = latex.equation(key)
    assert text in printed(lang)
    right = text.partition(" = ")[2].split(r", \quad")[0]
    by_symbol = {bare(latex, name): name for name in reversed([key, *latex.names(book.lines[key].formula)])}
    texts = {condition.text(lang): (path, choice) for (path, choice), condition in latex.conditions.items()}

    def symbols(symbol: str, below: str) -> float:
        name = by_symbol[symbol + ("_" if below else "")]
        if name in book.inputs:
            return float(appraisal.inputs[name])
        value = appraisal.values[name]
        place = int(eval(below)) if below not in ("", "y") else 0
        return float(value[years[0] if below == "y" else place]) if isinstance(value, list) else float(value)

    def holds(said: str) -> bool:
        path, choice = texts[said]
        return appraisal.inputs[path] == choice

    periods = len(appraisal.series("cash.closing"))
    value = appraisal.values[key]
    places = range(1, len(value)) if isinstance(value, list) else [1]
    wrong, years = [], [0]
    for place in places:
        years[0] = place
        ours = float(value[place]) if isinstance(value, list) else float(value)
        theirs = Reading(right, symbols, holds, place, periods).value()
        if not math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-6) and not math.isnan(ours):
            wrong.append((place, ours, theirs))
    return wrong


def bare(latex: Latex, name: str) -> str:
    """The symbol of a name without spaces; what has a period ends in _."""
    symbol = latex.symbols[name].replace(" ", "")
    return symbol + ("_" if latex.symbol(name) != latex.symbols[name] else "")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("key", [line for _, line in LINES])
def test_a_printed_equation_gives_the_number_of_the_model(
    appraisals: dict[str, Appraisal], key: str, lang: Language
) -> None:
    assert {name: differences(one, key, lang) for name, one in appraisals.items()} == {
        name: [] for name in PLANS
    }


def test_a_wrong_equation_would_be_noticed() -> None:
    def symbols(symbol: str, below: str) -> float:
        return {"a": 2.0, "b": 3.0, "x": float(eval(below or "0"))}[symbol]

    def read(text: str) -> float:
        return Reading(text, symbols, lambda _: True, 2, 3).value()

    assert read(r"a \, \left(b - 1\right)^{2}") == 8
    assert read(r"\frac{a + b}{2} \, b") == 7.5
    assert read(r"a - \left(b - a\right)") == 1
    assert read(r"\sum_{t} x_{t} \, x_{t-1}") == 8
    assert read(r"\begin{cases} a & \text{if}\ a > b \\ b & \text{otherwise} \end{cases}") == 3


def test_no_symbol_stands_for_two_names_of_a_concept(appraisals: dict[str, Appraisal]) -> None:
    latex = latex_of(next(iter(appraisals.values())), "en")
    for concept in CONCEPTS:
        names = names_in(latex, concept)
        assert [name for name in names if name not in SYMBOLS] == []
        symbols = [latex.symbol(name) for name in names]
        assert len(set(symbols)) == len(symbols), concept.title.en


def test_a_source_stands_in_the_docstring_of_its_module() -> None:
    for concept in CONCEPTS:
        said = importlib.import_module(concept.module).__doc__ or ""
        assert " ".join(concept.named.split()) in " ".join(said.split()), concept.module


def test_what_is_left_out_is_rounding_alone(appraisals: dict[str, Appraisal]) -> None:
    appraisal = next(iter(appraisals.values()))
    latex = latex_of(appraisal, "en")
    left_out = {
        (node.key, node.choice)
        for _, key in LINES
        for node in walk(appraisal.book.lines[key].formula)
        if isinstance(node, ChoiceIs) and latex.is_never(node)
    }
    assert left_out == {("loans.one.rounding", "fen")}


def test_the_rate_of_return_makes_the_flow_worth_nothing() -> None:
    appraisal = relocation.load("lujia").appraise()
    rate = appraisal.number("irr.per_period")
    flow = appraisal.series("cash.before_financing")
    assert sum(amount * (1 + rate) ** -place for place, amount in enumerate(flow)) == pytest.approx(
        0, abs=0.01
    )


def test_the_bridge_and_the_changes_of_a_stress_are_those_stated() -> None:
    project = relocation.load("lujia")
    for case in bridge_test(project).cases:
        assert case.appraisal is not None
        assert case.bridge == max(0, -min(case.appraisal.series("cash.closing")))
        for change in case.changes:
            before, after = change.before, change.after
            if change.path == "land_quota.price" and case.stress.price is not None:
                assert after == pytest.approx(before * case.stress.price)
            if (
                change.path.endswith(".rate")
                and case.stress.cost is not None
                and not change.path.startswith("loans")
            ):
                assert after == pytest.approx(before * case.stress.cost)


@pytest.mark.parametrize(("quantity", "rate"), [(12345, "0.7"), (333, "1.5"), (1, "0.5"), (10_001, "17.005")])
def test_an_amount_of_a_household_is_rounded_as_stated(quantity: int, rate: str) -> None:
    exact = Ratio.of(rate)
    stated = (2 * quantity * exact.numerator + exact.denominator) // (2 * exact.denominator)
    assert times(np.array([quantity]), exact)[0] == stated


def test_a_simulation_is_told_as_stated() -> None:
    price = relocation.distributions.Triangular(60_000, 97_637, 120_000)
    shares = np.array([0.1, 0.3, 0.5])
    stated = 60_000 + np.sqrt(shares * (120_000 - 60_000) * (97_637 - 60_000))
    assert price.quantile(shares) == pytest.approx(stated)
    outcome = relocation.simulate(
        relocation.load("lujia"), {"land_quota.price": price}, n=1_000, seed=1
    ).outcome("fund_balance.balance")
    assert outcome.ordered is not None
    assert outcome.mean == pytest.approx(outcome.ordered.mean())
    assert outcome.std == pytest.approx(outcome.ordered.std(ddof=1))
    assert Path(FOLDER, "equations.md").exists()
