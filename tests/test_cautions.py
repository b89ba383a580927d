"""A change whose author may not see all of it is told so."""

import pytest

import relocation
from relocation.changes import apply_changes, cautions, changed_with_warnings


def test_another_length_of_period_is_pointed_out() -> None:
    lujia = relocation.load("lujia")
    [caution] = cautions(lujia, apply_changes(lujia, ["timeline.period=month"]))
    assert caution.severity == "warning"
    assert "year -> month" in caution.text("en")
    assert "期长" in caution.text("zh")


def test_other_changes_pass_silently() -> None:
    lujia = relocation.load("lujia")
    assert cautions(lujia, apply_changes(lujia, ["land_quota.price=*0.8"])) == []


@pytest.mark.parametrize(
    ("change", "meant"),
    [
        ("land_quota.price=9.76", "write 97600"),
        ("land_quota.price=*0.0001", "write 97637.1802382347"),
        ("loans.adbc.principal=6600", "write 66000000"),
        ("subsidies.resettlement.quantity=1000", "at most village.persons = 917"),
    ],
)
def test_a_change_of_odd_magnitude_is_pointed_out_as_in_a_file(change: str, meant: str) -> None:
    [caution] = changed_with_warnings(relocation.load("lujia"), [change])[1]
    assert caution.severity == "warning"
    assert meant in caution.text("en")


def test_nothing_is_said_of_a_value_set_to_zero_or_of_what_was_odd_before() -> None:
    lujia = relocation.load("lujia")
    assert changed_with_warnings(lujia, ["land_quota.area=0", "loans.adbc.principal=0"])[1] == []
    odd = lujia.replace({"loans.adbc.principal": 6600})
    assert changed_with_warnings(odd, ["land_quota.price=90000"])[1] == []


@pytest.mark.parametrize("typed", ["９００００", "90,000", "９０，０００"])
def test_unusual_digits_in_a_change_are_read_with_a_warning(typed: str) -> None:
    changed, [caution] = changed_with_warnings(relocation.load("lujia"), [f"land_quota.price={typed}"])
    assert changed.land_quota.price == 90_000
    assert "read as 90000" in caution.text("en")
    assert "已读作 90000" in caution.text("zh")


@pytest.mark.parametrize("typed", ["90000", " 90000.0 ", "9e4", "*0.9"])
def test_plain_digits_in_a_change_pass_silently(typed: str) -> None:
    assert changed_with_warnings(relocation.load("lujia"), [f"land_quota.price={typed}"])[1] == []
