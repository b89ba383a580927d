"""A CSV for programs is opened in spreadsheets too: what people wrote is no formula there, and a number keeps its sign."""

import csv
import io

import pytest

from relocation.tables.programs import csv_text


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@SUM(A1)", "＝1+1", "－A1", "=HYPERLINK(1)"])
def test_a_text_is_no_formula(text: str) -> None:
    lines = list(csv.reader(io.StringIO(csv_text([text], [[text]]), newline="")))
    assert lines == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-5.25, "-5.25"),
        ("-5.25", "-5.25"),
        ("+1e6", "+1e6"),
        (None, ""),
        ("n/a", "n/a"),
        ("砖房 = brick", "砖房 = brick"),
    ],
)
def test_a_number_and_any_other_text_stay_as_they_are(value: object, shown: str) -> None:
    assert next(csv.reader(io.StringIO(csv_text([], [[value, "x"]]).lstrip("\n")))) == [shown, "x"]
