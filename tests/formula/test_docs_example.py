"""The example of the documents: its numbers by hand, and its formulas as the text blocks beside them show."""

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

DOCUMENT = Path(__file__).parents[2] / "docs" / "formula.md"


@pytest.fixture(scope="module")
def story() -> list[tuple[str, str]]:
    return re.findall(r"^```(python|text)\n(.*?)^```$", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def told(story: list[tuple[str, str]]) -> tuple[dict[str, Any], list[str]]:
    """What the code of the document leaves behind, and what each block prints."""
    names: dict[str, Any] = {}
    printed = []
    for language, text in story:
        output = io.StringIO()
        if language == "python":
            with contextlib.redirect_stdout(output):
                exec(compile(text, str(DOCUMENT), "exec"), names)
        printed.append(output.getvalue())
    return names, printed


def test_each_text_block_is_what_the_code_above_it_prints_last(
    story: list[tuple[str, str]], told: tuple[dict[str, Any], list[str]]
) -> None:
    texts = [number for number, (language, _) in enumerate(story) if language == "text"]
    assert len(texts) == 5
    for number in texts:
        assert told[1][number - 1].endswith(story[number][1])


def test_the_roof_pays_as_worked_out_by_hand(told: tuple[dict[str, Any], list[str]]) -> None:
    values = told[0]["values"]
    assert values["so_far"] == [0, -30_000, -20_000, -10_000, 0, 10_000]
    # 30,000 = 10,000 (1 - (1 + r)^-4) / r: the factor 3.0000 stands between 12 % (3.0373) and 13 % (2.9745) in the tables
    assert values["irr.per_period"] == pytest.approx(0.1259, abs=5e-5)
    # 4 x 20,000 kWh at 0.4 and 0.5 yuan; at 0.6 with a tenth less each year: 12,000 (1 + 0.9 + 0.81 + 0.729) = 41,268.
    assert told[0]["many"](told[0]["columns"])[0] == pytest.approx(
        [32_000 / 30_000, 40_000 / 30_000, 41_268 / 30_000]
    )
