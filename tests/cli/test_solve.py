"""relocation solve: the closed forms, and a clear answer where there is none."""

import csv
import io

import pytest

from tests.cli.running import relocation


@pytest.mark.parametrize("target", ["balance=0", "fund_balance.balance=0", " balance = 0 "])
def test_the_price_at_which_the_balance_is_nothing(target: str) -> None:
    found = relocation("solve", "lujia", "land_quota.price", "--target", target, "-f", "json").record
    assert (found["path"], found["status"]) == ("land_quota.price", "found")
    # (113,783,000 - 13,266,000) / 1,536.3, unrounded
    assert found["value"] == pytest.approx(100_517_000 / 1_536.3, rel=1e-12)


def test_the_area_at_which_the_balance_is_five_million() -> None:
    found = relocation(
        "solve", "lujia", "land_quota.area", "--target", "balance=5_000_000", "-f", "json"
    ).record
    assert found["value"] == pytest.approx(105_517_000 / (150_000_000 / 1_536.3), rel=1e-12)


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("en", ("Found", "65,427.976307 yuan/mu", "Change: -32.99 %")),
        ("zh", ("有解", "65,427.976307 元/亩", "变动：-32.99 %")),
    ],
)
def test_the_answer_is_a_sentence(lang: str, texts: tuple[str, ...]) -> None:
    outcome = relocation("solve", "lujia", "land_quota.price", "--lang", lang)
    assert (outcome.code, outcome.stderr) == (0, "")
    assert [text for text in texts if text not in outcome.stdout] == []


@pytest.mark.parametrize(
    ("lang", "text"), [("en", "does not depend on loans.adbc.rate"), ("zh", "与 loans.adbc.rate 无关")]
)
def test_no_answer_says_why_and_ends_with_three(lang: str, text: str) -> None:
    outcome = relocation("solve", "lujia", "loans.adbc.rate", "--lang", lang)
    assert (outcome.code, outcome.stderr) == (3, "")
    assert text in outcome.stdout


def test_an_answer_out_of_reach_tells_how_near_it_comes() -> None:
    outcome = relocation(
        "solve", "lujia", "land_quota.acceptance", "--target", "balance=60000000", "-f", "json"
    )
    assert outcome.code == 3
    found = outcome.record
    assert (found["status"], found["value"]) == ("none", None)
    assert found["highest"] == {"output": pytest.approx(49_483_000), "at": 1.0}


def test_changes_come_first_and_csv_is_one_row() -> None:
    wanted = ("--set", "land_quota.acceptance=0.5", "-f", "csv")
    [row] = csv.DictReader(io.StringIO(relocation("solve", "lujia", "land_quota.price", *wanted).stdout))
    assert float(row["value"]) == pytest.approx(2 * 100_517_000 / 1_536.3, rel=1e-12)


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        (("land_quota.prce",), "did you mean land_quota.price", "是否应为 land_quota.price"),
        (("land_quota.price", "--target", "balance"), "NAME=NUMBER, such as balance=0", "名称=数值"),
        (("land_quota.price", "--target", "balance=much"), '"balance=much"', "“balance=much”"),
        (("land_quota.price", "--target", "blance=0"), "did you mean balance", "是否应为 balance"),
        (("village.name_en",), "village.name_en", "village.name_en"),
        (("loans.adbc.method",), "an input that is a number", "数值型输入项"),
        (("land_quota.price", "-o", "x.xlsx"), "must end in", "结尾"),
    ],
)
def test_wrong_words_are_told_with_their_mending(
    arguments: tuple[str, ...], english: str, chinese: str
) -> None:
    for lang, text in (("en", english), ("zh", chinese)):
        outcome = relocation("solve", "lujia", *arguments, "--lang", lang)
        assert (outcome.code, outcome.stdout) == (2, "")
        assert text in outcome.stderr
