"""Every label says the same in both languages: the terms of the field, the numbers, and what is filled in."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.glossary import Pair, figures, filled_in, labels, unlike

LABELS = list(labels())


def bare(text: str) -> str:
    """A text with its places to be filled in, whatever they are called."""
    return re.sub(r"\{.*?\}", "{}", text)


# Names and examples that both languages take as they are, and what one of them says without the word.
SAID_OTHERWISE = {
    "The number that moves, such as balance or npv.",
    "such as balance, cash.minimum or npv",
    "such as balance",
    "a rule, received, paid or left",
    "correct it, or change {}.grace or {}.term",
    "fill it if the village has it",
    "All loans: interest due before drawdown on need",
}
# A number in words in one of the two, or an example that only one of them gives.
COUNTED_OTHERWISE = {
    "10,000 yuan",
    "Rate of return above 0 (1) or below (-1)",
    "an amount beyond 90 quadrillion yuan",
    "0 to 1,000,000,000 cases a year",
    "amounts up to 1e12 yuan",
    "99 of 100 are below",
    "carried from the first year on",
    "{}: the year, if short of half a fen",
    "yuan in year 1",
    "Whole, above 0",
    "it is 0, and a share of 0 is nothing; see {}",
    "they were counted anew, ten years as forty quarters; look at what was given beside it, which counts the new periods",
    "By project year, twelve months each from the first day; every figure is a live formula.",
    "Interest accrues as the loan's terms on the Inputs sheet say; level 1 is the balance at the end of the year.",
    "Before loans and interest; period 1 is the base date: it is not discounted, and payback counts from it, Pt from its beginning.",
}
COUNTED_FROM = ("S = (dA / A) / (dF / F): per cent",)
# One language needs a word more than the other, or says a name of the program in its own.
FILLED_OTHERWISE = (
    "{}, as delivered",
    "{}: {} may be not available",
    "Estimate {}: ",
    "principal by {}",
    "{} x {}",
    "a time that can be counted in periods of a {}",
    "values by their names: {}",
    "arithmetic such as 150_000_000 / 1536.3 ({})",
    "{}, at the end of ",
    "{} published ",
    "{} of {} cases {} viable: ",
    "{} of {} villages {} not viable: ",
    "and {} more",
    "All agree: {} numbers of ",
    "Engines differ from Python on ",
    "engines differ from Python on ",
    "such as {}",
    "write compare({})",
)


def told(pairs: list[Pair]) -> list[str]:
    return [f"{one.place}: {one.en!r} / {one.zh!r}" for one in pairs]


def test_the_terms_of_a_label_are_those_of_its_other_language() -> None:
    assert len(LABELS) > 2_000
    wrong = [one for one in LABELS if unlike(one.en, one.zh) and bare(one.en) not in SAID_OTHERWISE]
    assert [f"{line}: {unlike(one.en, one.zh)}" for one, line in zip(wrong, told(wrong), strict=True)] == []


def test_the_numbers_of_a_label_are_those_of_its_other_language() -> None:
    wrong = [
        one for one in LABELS if figures(one.en) != figures(one.zh) and bare(one.en) not in COUNTED_OTHERWISE
    ]
    assert told([one for one in wrong if not one.en.startswith(COUNTED_FROM)]) == []


def test_both_languages_are_filled_in_with_the_same() -> None:
    wrong = [one for one in LABELS if filled_in(one.en) != filled_in(one.zh)]
    assert told([one for one in wrong if not bare(one.en).startswith(FILLED_OTHERWISE)]) == []


def test_no_exception_is_left_over() -> None:
    texts = {bare(one.en) for one in LABELS}
    assert {*SAID_OTHERWISE, *COUNTED_OTHERWISE} - texts == set()
    begun = (*COUNTED_FROM, *FILLED_OTHERWISE)
    assert [begin for begin in begun if not any(text.startswith(begin) for text in texts)] == []


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("Opening balance", "期末余额"),
        ("interest paid", "偿还本金"),
        ("Lowest closing cash", "最高期末现金"),
        ("Physical contingency", "项目名称"),
        ("Net present value", "财务内部收益率"),
        ("Reclaimed area", "安置用地"),
    ],
)
def test_a_label_that_has_come_to_another_line_is_told(en: str, zh: str) -> None:
    assert unlike(en, zh)


def test_more_than_half_of_all_swapped_neighbours_would_be_told() -> None:
    short = [one for one in LABELS if len(one.en) <= 60]
    swapped = [
        (one, other) for one, other in pairwise(short) if one.zh != other.zh and one.place != other.place
    ]
    caught = [bool(unlike(one.en, other.zh) or unlike(other.en, one.zh)) for one, other in swapped]
    assert sum(caught) > len(caught) / 2
