"""The tree of a number: formulas, values and sources, each line told once, and no number without its ingredients."""

import math

import pytest

from relocation.formula.language.book import Book
from relocation.formula.language.expression import PERIOD, LineReference, discounted, ratio, total, when
from relocation.formula.language.line_items import UnknownName
from relocation.formula.targets.explain import Explanation, explain
from relocation.formula.targets.scalar import compile_scalar
from relocation.labels import Label

ACCOUNT = LineReference("account")


@pytest.fixture(scope="module")
def savings() -> Book:
    book = Book(3)
    first = book.input("first", Label("First deposit", "首笔存款"), "yuan")
    rate = book.input("rate", Label("Interest", "利率"), "share", lowest=0)
    book.input("mode", Label("Paid", "付息"), "choice", ("yearly", "never"))
    earning = book.line("earning", Label("Earns", "计息"), "share", when(book.choice("mode", "yearly"), rate))
    before = book.line("before", Label("Before", "期初"), "yuan", ACCOUNT.previous, opening=0)
    book.line("account", Label("Account", "账户"), "yuan", before * (1 + earning), opening=first * 2)
    factor = book.line("factor", Label("Factor", "系数"), "share", 1 / (1 + rate) ** PERIOD)
    book.line("worth", Label("Worth", "价值"), "yuan", discounted(ACCOUNT, factor) + 0 * total(before))
    return book


INPUTS: dict[str, float | str] = {"first": 50, "rate": 0.1, "mode": "yearly"}


def told(book: Book, key: str, period: int | None = None) -> Explanation:
    values = compile_scalar(book)(INPUTS)
    return explain(book, values, INPUTS, key, period=period, source_of=lambda path: f"letter about {path}")


def names(tree: Explanation) -> list[tuple[str, int | None]]:
    return [(one.key, one.period) for one in tree.ingredients]


def test_a_number_tells_its_formula_label_unit_and_value(savings: Book) -> None:
    tree = told(savings, "earning")
    assert (tree.formula, tree.value, tree.unit) == ("(rate if mode is yearly else 0)", 0.1, "share")
    assert (tree.label.zh, tree.source, tree.repeated) == ("计息", "", False)


def test_an_input_tells_its_source_and_a_choice_its_key(savings: Book) -> None:
    mode, rate = told(savings, "earning").ingredients
    assert (mode.key, mode.value, mode.source) == ("mode", "yearly", "letter about mode")
    assert (rate.key, rate.value, rate.formula, rate.ingredients) == ("rate", 0.1, "", ())


def test_a_series_is_followed_back_period_by_period_to_its_opening_value(savings: Book) -> None:
    tree = told(savings, "account", 2)
    assert tree.value == pytest.approx(121)
    before = tree.ingredients[0]
    assert (before.key, before.period, before.value) == ("before", 2, pytest.approx(110))
    [account] = before.ingredients
    assert (account.key, account.period) == ("account", 1)
    [opening] = account.ingredients[0].ingredients  # before in period 1 rests on what the opening value says
    assert (opening.key, opening.value) == ("first", 50)


def test_a_series_as_a_whole_shows_all_its_values_and_what_it_leans_on(savings: Book) -> None:
    tree = told(savings, "before")
    assert tree.value == pytest.approx((100, 110, 121))
    assert names(tree) == [("account", None)]
    assert tree.ingredients[0].ingredients[0].repeated


def test_a_discounted_sum_names_its_factors(savings: Book) -> None:
    assert names(told(savings, "worth")) == [("account", None), ("factor", None), ("before", None)]


def test_a_line_is_unfolded_once(savings: Book) -> None:
    found: list[Explanation] = []
    fresh = [told(savings, "worth")]
    while fresh:
        node = fresh.pop()
        found.append(node)
        fresh += node.ingredients
    unfolded = [(one.key, one.period) for one in found if one.ingredients]
    assert len(unfolded) == len(set(unfolded))


def test_a_wrong_name_comes_with_the_right_one(savings: Book) -> None:
    with pytest.raises(UnknownName, match=r"unknown name 'acount'; did you mean account, factor\?"):
        told(savings, "acount")


def test_what_is_not_available_is_nan() -> None:
    book = Book(1)
    x = book.input("x", Label("X", "甲"), "1")
    book.line("share", Label("Share", "比例"), "share", ratio(x, x))
    values = compile_scalar(book)({"x": 0})
    assert math.isnan(explain(book, values, {"x": 0}, "share").value)  # type: ignore[arg-type]
