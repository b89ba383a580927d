"""What Python and notebooks show of a result: one short line, and a part of a page with the figures of the commands."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

import relocation as rl
from relocation.loan_schedule import loan_schedule
from relocation.reports.figures import plan_figure
from relocation.scenarios.margins import margins

PRICE = "land_quota.price"
LONGEST = 200

SHOWN: dict[str, tuple[Callable[[Any], Any], str]] = {
    # Hou prints a revenue of 150 million, a balance of 49.483 million and a price that makes the balance nothing follows:
    # (150 - 49.483) / 1536.3 million yuan a mu = 65,427.98.
    "project": (lambda plan: plan.project, "97,637.18"),
    "appraisal": (lambda plan: plan, "49.483"),
    "verdict": (lambda plan: plan.verdict, "Viable"),
    "comparison": (lambda plan: rl.compare([plan, plan.project.scale(PRICE, "-20%")]), "19.483"),
    "bridge test": (lambda plan: rl.bridge_test(plan), "24 months late"),
    "margins": (lambda plan: margins(plan), "5 months late"),
    "variation": (lambda plan: rl.vary(plan, {PRICE: ["*0.8"]}, ["balance"]), "19.483"),
    "solution": (lambda plan: rl.solve(plan, PRICE, {"balance": 0}), "65,427.976307"),
    "explanation": (lambda plan: plan.explain("balance"), "49,483,000.00"),
    "county": (lambda plan: rl.consolidate([plan, plan]), "98.966"),
    "loan": (
        lambda _: loan_schedule(1_000_000, {"rate": 0.049, "term": 240, "method": "annuity"}, "month"),
        "6,544.44",
    ),
    "simulation": (
        lambda plan: rl.simulate(plan, {PRICE: rl.distributions.Uniform(60_000, 90_000)}, n=500),
        "500 scenarios",
    ),
}


@pytest.fixture(scope="module")
def lujia() -> Any:
    return rl.load("lujia").appraise()


class Words(HTMLParser):
    """The texts of a part of a page, and the tags that are open at its end."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag not in {"rect", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.words.append(data)


@pytest.mark.parametrize("name", SHOWN)
def test_a_result_is_one_short_line_and_a_part_of_a_page(
    name: str, lujia: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELOCATION_LANG", "en")
    make, told = SHOWN[name]
    value = make(lujia)
    assert len(repr(value)) <= LONGEST
    assert "\n" not in repr(value)
    page = Words(value._repr_html_())
    assert told in " ".join(page.words)
    assert page.open == []
    assert not any(word in " ".join(page.words) for word in (" -f csv", "--metric", " -o "))


def test_a_notebook_speaks_the_language_of_the_environment(
    lujia: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELOCATION_LANG", "zh")
    said = " ".join(Words(lujia._repr_html_()).words)
    assert "陆家村" in said
    assert "4948.30" in said.replace(",", "")  # ten thousand yuan
    assert "Lujia" not in said
    assert "陆家村" not in plan_figure(lujia, "cash")._repr_svg_()
    assert "期末现金" in plan_figure(lujia, "cash")._repr_svg_()


def test_the_style_of_a_part_keeps_to_the_part(lujia: Any) -> None:
    style = lujia._repr_html_().split("<style>")[1].split("</style>")[0]
    rules = [rule for rule in style.split("}") if rule.strip()]
    assert len(rules) > 20
    for rule in rules:
        assert all(one.strip().startswith(".relocation-part") for one in rule.split("{")[0].split(",")), rule


def test_what_somebody_typed_is_no_markup(lujia: Any) -> None:
    named = lujia.project.replace({"village.name_en": "<script>alert(1)</script>", "village.name_zh": ""})
    assert "<script" not in named._repr_html_()
    assert "<script" not in rl.compare([named, lujia.project])._repr_html_()


@pytest.mark.parametrize("name", ["book", "figure", "chart", "cases", "village", "outcome"])
def test_parts_of_results_are_short_too(name: str, lujia: Any) -> None:
    parts: dict[str, Callable[[], Any]] = {
        "book": lambda: lujia.book,
        "figure": lambda: plan_figure(lujia, "cash"),
        "chart": lambda: lujia.chart("stress"),
        "cases": lambda: rl.bridge_test(lujia).cases[3],
        "village": lambda: rl.consolidate([lujia]).villages[0],
        "outcome": lambda: rl.simulate(
            lujia, {PRICE: rl.distributions.Uniform(60_000, 90_000)}, n=50
        ).outcome("balance"),
    }
    assert len(repr(parts[name]())) <= LONGEST
