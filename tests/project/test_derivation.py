"""The arithmetic behind a derived value: plain numbers only, and nothing else is ever run."""

from __future__ import annotations

import pytest

from relocation.project.values import NotArithmetic, evaluate


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("150_000_000 / 1536.3", 150_000_000 / 1536.3),
        ("60 + 32", 92),
        ("70 * 391", 27_370),
        ("113_783_000 - 46_529_000 - 41_837_000 - 12_290_400", 13_126_600),
        (" (1 + 2) * -3 ", -9),
        ("2 - -2", 4),
        ("1e3 / 4", 250),
    ],
)
def test_plain_arithmetic_has_its_value(text: str, value: float) -> None:
    assert evaluate(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "a + 1",
        "__import__('os').getcwd()",
        "(1).real",
        "[1, 2]",
        "2 ** 9",
        "7 // 2",
        "7 % 2",
        "True + 1",
        "'1'",
        "1 if 2 else 3",
        "1 < 2",
        "1 / 0",
        "1e308 * 10",
        "1e999",
        "9_9__9",
        "1;2",
        "x := 3",
        "1 + " * 60 + "1",
        "1j",
        "０１",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotArithmetic):
        evaluate(text)


@pytest.mark.parametrize("text", ["(" * 90 + "1" + ")" * 90, "-" * 198 + "1"])
def test_deep_nesting_of_the_longest_text_ends_with_its_number(text: str) -> None:
    assert evaluate(text) == 1


def test_a_longer_text_is_refused_unread() -> None:
    with pytest.raises(NotArithmetic, match="longer than 200 characters"):
        evaluate("1" + " " * 200)
