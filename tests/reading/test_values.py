"""What a person types: spelling is helped with, a magnitude is never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import relocation as rl
from relocation.project.fields import FieldRecord
from relocation.project.inputs import Inputs
from relocation.project.messages import field_at
from relocation.reading.values import read_value


def record(path: str) -> FieldRecord:
    found, _ = field_at(Inputs, path.split("."))
    assert found is not None
    return found


PRICE, RATE, TERM = record("land_quota.price"), record("loans.a.rate"), record("loans.a.term")
START, METHOD, NAME = record("timeline.start"), record("loans.a.method"), record("village.name_zh")
GROWTH, ACCEPTANCE = record("costs.a.growth"), record("land_quota.acceptance")


def read(found: Any, of: FieldRecord) -> tuple[Any, list[str], str]:
    value, problems = read_value("Inputs!E9", found, of)
    return (
        value,
        [problem.severity for problem in problems],
        " ".join(problem.remedy.en for problem in problems),
    )


@pytest.mark.parametrize(
    ("found", "of", "value"),
    [
        (97600, PRICE, 97600.0),
        (0.049, RATE, 0.049),
        (12.0, TERM, 12),
        ("bullet", METHOD, "bullet"),
        ("到期还本", METHOD, "bullet"),
        (datetime(2016, 1, 1), START, date(2016, 1, 1)),
        ("2016-01-01", START, date(2016, 1, 1)),
        (-0.02, GROWTH, -0.02),
        (" 陆家 ", NAME, "陆家"),
    ],
)
def test_what_is_right_is_read_without_a_word(found: Any, of: FieldRecord, value: object) -> None:
    assert read(found, of) == (value, [], "")


@pytest.mark.parametrize(
    ("found", "value"),
    [
        ("97600", 97600),
        ("９７６００", 97600),
        ("97,600", 97600),
        ("９７，６００．５", 97600.5),
        ("+5", 5),
        ("1e3", 1000),
        (" 12\u3000", 12),
        (".5", 0.5),
    ],
)
def test_spelling_is_helped_with_and_mentioned(found: str, value: float) -> None:
    got, severities, remedy = read(found, PRICE)
    assert (got, severities) == (value, ["warning"])
    assert f"read as {value:.15g}" in remedy


@pytest.mark.parametrize(
    ("found", "of", "remedy"),
    [
        ("9.76万", PRICE, "write 97600"),
        ("9.76 万元", PRICE, "write 97600"),
        ("１．５亿", PRICE, "write 150000000"),
        ("1.5亿元", PRICE, "write 150000000"),
        ("150百万元", PRICE, "write 150000000"),
        ("5千", PRICE, "write 5000"),
        ("97600元", PRICE, "write 97600"),
        ("97600元/亩", PRICE, "write 97600"),
        ("9.76万元/亩", PRICE, "write 97600"),
        ("¥97,600", PRICE, "write 97600"),
        ("￥97600", PRICE, "write 97600"),
        ("1536.3亩", PRICE, "write 1536.3"),
        ("120㎡", PRICE, "write 120"),
        ("4.9%", RATE, "write 0.049"),
        ("4.45％", RATE, "write 0.0445"),
        (4.9, RATE, "write 0.049 for 4.9 %"),
        ("10期", TERM, "write 10"),
        (10.5, TERM, "write 10"),
        (-5, PRICE, "without the minus sign"),
        ("－5", PRICE, "without the minus sign"),
        (None, PRICE, "0 if there is none"),
        ("", PRICE, "0 if there is none"),
        ("   ", PRICE, "0 if there is none"),
        (42370, START, "2016-01-01"),
        (42551, START, "2016-06-30"),
        ("2026年3月", START, "2026-03-31"),
        ("2026-3", START, "2026-03-01"),
        ("18/1/5", START, "2018-01-05"),
        ("15/1/2018", START, "2018-01-15"),
        ("Jan 15, 2018", START, "2018-01-15"),
        ("20180115", START, "2018-01-15"),
        ("03/04/2016", START, "write 2016-03-04 or 2016-04-03"),
        ("2016-02-30", START, "the last of the month is 2016-02-29"),
        ("weekly", METHOD, "choose from the list"),
        ("#REF!", NAME, "text itself"),
        (datetime(2016, 1, 1), PRICE, "number format"),
        (True, PRICE, "number format"),
    ],
)
def test_what_could_change_a_magnitude_is_refused_with_what_to_write(
    found: Any, of: FieldRecord, remedy: str
) -> None:
    value, severities, said = read(found, of)
    assert (value, severities) == (None, ["error"])
    assert remedy in said


@pytest.mark.parametrize(
    "found",
    [
        "-",
        "－",
        "—",
        "/",
        "①",
        "③",
        "½",
        "²",
        "待定",
        "约100",
        "3-5",
        "1 000",
        "1,00",
        "1.2.3",
        "(5)",
        "nan",
        "inf",
        "-inf",
        "1e400",
        "0x10",
        "1_000",
        "٣",
        "५",
        "#REF!",
        "=1+1",
        "5%",
        "1e9999",
        "9.76万万",
        "二十",
        "O",
        "1l",
        time(1, 2),
        float("nan"),
        float("inf"),
        1e300,
    ],
)
def test_what_is_no_number_is_never_read_as_one(found: Any) -> None:
    value, severities, _ = read(found, PRICE)
    assert (value, severities) == (None, ["error"])


def test_a_negative_share_is_not_told_to_lose_its_sign_where_signs_are_allowed() -> None:
    assert "minus" not in read(-5, GROWTH)[2]


@given(st.text(max_size=12), st.sampled_from([PRICE, RATE, TERM, START, METHOD, NAME]))
def test_any_text_gives_a_value_or_an_error_and_never_both(found: str, of: FieldRecord) -> None:
    value, severities, _ = read(found, of)
    assert (value is None) == ("error" in severities)


@given(st.floats(min_value=0, max_value=1e12))
def test_a_number_written_out_is_that_number(number: float) -> None:
    assert read(repr(number), PRICE)[0] == number


@given(st.integers(min_value=0, max_value=10**12))
def test_thousands_separators_and_widths_do_not_change_a_number(number: int) -> None:
    wide = f"{number:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert read(f"{number:,}", PRICE)[0] == read(wide, PRICE)[0] == number


@given(
    st.integers(min_value=1, max_value=10**6).map(lambda number: number / 100),
    st.sampled_from([("万", 1e4), ("亿", 1e8), ("千", 1e3)]),
)
def test_a_suggestion_is_the_number_that_was_meant(number: float, unit: tuple[str, float]) -> None:
    said = read(f"{number}{unit[0]}", PRICE)[2]
    assert float(said.removeprefix("write ")) == pytest.approx(number * unit[1], rel=1e-11)


@pytest.mark.parametrize("found", ["97,63", "1,5亿", "1，5亿", "1.234,5", "1,23,456", "0,123", "12,34元"])
def test_a_comma_that_may_be_a_decimal_point_is_neither_read_nor_guessed_away(found: str) -> None:
    assert read(found, PRICE) == (None, ["error"], "write digits only")


def test_thousands_are_understood_in_front_of_a_unit() -> None:
    assert read("163,266,000元", PRICE)[2] == "write 163266000"


@pytest.mark.parametrize(
    ("found", "of", "ceiling", "told"),
    [
        (2e13, PRICE, "<= 10,000,000,000,000", "at most 10,000,000,000,000"),
        ("2e13", PRICE, "<= 10,000,000,000,000", "at most 10,000,000,000,000"),
        (1.0000001, ACCEPTANCE, "<= 1", "at most 1"),
        (1.5, ACCEPTANCE, "<= 1", "at most 1"),
        (95, ACCEPTANCE, "<= 1", "write 0.95 for 95 %"),
        (1.0000001, RATE, "<= 1", "at most 1"),
        (4000, RATE, "<= 1", "at most 1"),
        (601, TERM, "<= 600", "at most 600"),
    ],
)
def test_a_number_above_its_ceiling_is_told_the_ceiling(
    found: Any, of: FieldRecord, ceiling: str, told: str
) -> None:
    value, [problem] = read_value("Inputs!E9", found, of)[0], read_value("Inputs!E9", found, of)[1][-1:]
    assert value is None
    assert problem.expected.en.endswith(ceiling)
    assert told in problem.remedy.en
    assert ceiling.removeprefix("<= ") in problem.expected.zh


def test_a_number_below_its_ceiling_need_not_know_it() -> None:
    [problem] = read_value("Inputs!E9", -5, PRICE)[1]
    assert "<=" not in problem.expected.en


def every_number() -> list[FieldRecord]:
    """The records of all inputs that are numbers, one of each kind, unit and range."""
    base = rl.load("lujia")
    records = {
        one.path: one.record for one in base.values() if one.record.kind in {"number", "whole", "share"}
    }
    different = {(one.kind, one.unit, one.low, one.high, one.low_open): one for one in records.values()}
    return list(different.values())


TYPED = [
    "9.76万",
    "10.5期",
    "4.9%",
    "95％",
    "1.5亿元",
    "¥97,600",
    "120㎡",
    "0.4",
    "2.5",
    "-3",
    "７",
    "1e20",
    "150",
    "0.5个",
]


@pytest.mark.parametrize("of", every_number(), ids=lambda one: f"{one.kind}-{one.unit}-{one.low}-{one.high}")
@pytest.mark.parametrize("typed", TYPED)
def test_a_remedy_followed_to_the_letter_works(typed: str, of: FieldRecord) -> None:
    value, problems = read_value("Inputs!E9", typed, of)
    if value is not None:
        return
    for text in (problems[0].remedy.en, problems[0].remedy.zh):
        told = re.search(r"(?:write|请填|请写作) ([-\d.e+]+)", text)
        least = re.search(r"(?:from|above|不小于|大于) ([\d.,]+)|(?:at most|不得超过) ([\d.,]+)", text)
        if told:
            assert read_value("Inputs!E9", float(told[1]), of)[0] is not None, text
        elif least:
            bound = float((least[1] or least[2]).replace(",", ""))
            nudged = bound + 1e-3 if of.low_open and least[1] else bound
            assert read_value("Inputs!E9", nudged, of)[0] is not None, text
        else:
            assert "digits only" in text or "只填写数字" in text or "minus" in text or "负号" in text, text
