"""Texts with holes and the names of periods: written out, and the same in the script of the page."""

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.calendar import day_number
from relocation.javascript import Engine, script
from relocation.labels import LANGUAGES, Label
from relocation.tables.wording import FORMS, Figure, filled, forms_data, period_text, period_words

NAMES = [Label("Bank loan", "银行贷款"), Label("{bond:money} & <b>", "债券")]


@cache
def engine() -> Engine:
    return Engine(script("tables.numbers"))


def in_script(text: Label, figures: dict[str, Figure]) -> list[str]:
    told: dict[str, Any] = {}
    for name, figure in figures.items():
        is_list = isinstance(figure, (list, tuple)) and not isinstance(figure, Label)
        told[name] = {"each": figure} if is_list else figure
    return [engine().call("filledText", text, told, forms_data(), lang) for lang in LANGUAGES]


@pytest.mark.parametrize(
    ("form", "value", "en", "zh"),
    [
        ("money", 5_848_000.5, "5.848 million yuan", "584.80万元"),
        ("money", -0.0, "0.000 million yuan", "0.00万元"),
        ("percent", 0.1, "10.00 %", "10.00%"),
        ("percent", 1.271794e26, "1.3E+28 %", "1.3E+28%"),
        ("percent1", 0.20049, "20.0 %", "20.0%"),
        ("percent_3_digits", 0.04905, "4.91 %", "4.91%"),
        ("count", 1200.0, "1200", "1200"),
        ("digits3", 60 / 12, "5", "5"),
        ("digits12", 1.06001394514, "1.06001394514", "1.06001394514"),
        ("stated", 66_000_000.0, "66,000,000", "66,000,000"),
        ("change", 0.25, "+0.25", "+0.25"),
        ("change_of_money", -1234.5, "-1,234.50", "-1,234.50"),
        ("times", 0.188, "0.19", "0.19"),
    ],
)
def test_a_figure_is_written_by_its_form(form: str, value: float, en: str, zh: str) -> None:
    text = Label(f"<{{far:{form}}}>", f"《{{far:{form}}}》")
    assert filled(text, {"far": value}) == Label(f"<{en}>", f"《{zh}》")
    assert in_script(text, {"far": value}) == [f"<{en}>", f"《{zh}》"]


@settings(max_examples=40)
@given(st.sampled_from(sorted(FORMS)), st.floats(allow_nan=False, allow_infinity=False))
def test_every_form_writes_the_same_in_the_script(form: str, value: float) -> None:
    text = Label(f"{{far:{form}}}", f"{{far:{form}}}")
    assert in_script(text, {"far": value}) == list(filled(text, {"far": value}))


def test_names_and_lists_stand_with_commas_and_are_never_filled_again() -> None:
    text = Label("{loans} at {rates:percent}", "{loans}按{rates:percent}")
    figures: dict[str, Figure] = {"loans": NAMES, "rates": [0.049, 0.06]}
    told = Label("Bank loan, {bond:money} & <b> at 4.90 %, 6.00 %", "银行贷款、债券按4.90%、6.00%")
    assert filled(text, figures) == told
    assert in_script(text, figures) == list(told)


def test_a_text_that_asks_for_a_figure_nobody_gave_is_a_fault() -> None:
    with pytest.raises(KeyError):
        filled(Label("{loans}", "{loans}"), {})


@pytest.mark.parametrize(
    ("day", "months", "text", "zh"),
    [
        (date(2016, 4, 1), 12, "2016", "2016年"),
        (date(2016, 4, 1), 1, "2016-04", "2016年4月"),
        (date(2016, 12, 31), 3, "2016-12", "2016年12月"),
    ],
)
def test_a_period_is_named_by_its_first_day(day: date, months: int, text: str, zh: str) -> None:
    number = day_number(day)
    assert (period_text(number, months), period_words(number, months)) == (text, Label(text, zh))
    assert engine().call("periodText", number, months) == text
    assert engine().call("periodWords", number, months) == [text, zh]
