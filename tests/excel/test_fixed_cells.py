"""What is fixed when a workbook is written: typed over by hand it is refused, and the remedy, followed to the letter, works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import relocation
from relocation.caller import asked_by
from relocation.cases import open_case
from relocation.labels import Language
from relocation.problems import ProblemsFound
from tests.cli.running import relocation as command
from tests.planner import lujia_template, typed

BALANCE = "fund_balance.balance"


def changed_by_hand(path: Path, lang: Language, values: dict[str, object]) -> Path:
    path.write_bytes(typed(lujia_template(lang), values))
    return path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_call_that_a_refusal_names_takes_what_was_typed(
    lang: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    changed_by_hand(Path("my village.xlsx"), lang, {"timeline.periods": 15, "loans.adbc.term": 13})
    with asked_by("command"), pytest.raises(ProblemsFound) as found:
        relocation.load("my village.xlsx")
    (problem,) = [one for one in found.value.problems if "12" in one.expected.text(lang)]
    (call,) = re.findall(r"relocation (template .*\.xlsx)", problem.remedy.text(lang))
    result = command(*shlex.split(call), "--lang", lang)
    assert result.code == 0, result.stderr
    written = relocation.load(shlex.split(call)[-1])
    assert written.timeline.periods == 15
    assert written.loans["adbc"].term == 13
    assert written.sources["loans.adbc.principal"] == relocation.load("lujia").sources["loans.adbc.principal"]


def test_on_a_page_the_remedy_names_what_stands_there(tmp_path: Path) -> None:
    path = changed_by_hand(tmp_path / "a.xlsx", "en", {"timeline.periods": 15})
    with asked_by("page"), pytest.raises(ProblemsFound) as found:
        relocation.load(path)
    (problem,) = [each for each in found.value.problems if "12" in each.expected.en]
    assert "New template" in problem.remedy.en
    assert "新模板" in problem.remedy.zh
    assert "relocation" not in problem.remedy.en + problem.remedy.zh


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_another_length_of_a_period_counts_every_time_anew(lang: Language, tmp_path: Path) -> None:
    path = changed_by_hand(tmp_path / "a.xlsx", lang, {"timeline.period": "quarter"})
    result = command("template", "--from", str(path), "-o", str(tmp_path / "b.xlsx"), "--lang", lang)
    assert result.code == 0, result.stderr
    written, lujia = relocation.load(tmp_path / "b.xlsx"), relocation.load("lujia")
    assert (written.timeline.period, written.timeline.periods) == ("quarter", 48)
    assert (written.loans["adbc"].term, written.loans["adbc"].grace) == (40, 8)
    assert written.appraise().number(BALANCE) == lujia.appraise().number(BALANCE)


def test_a_number_of_periods_typed_beside_another_length_counts_the_new_ones(tmp_path: Path) -> None:
    typed_in = {"timeline.period": "quarter", "timeline.periods": 56}
    opened = open_case(changed_by_hand(tmp_path / "a.xlsx", "en", typed_in), as_basis=True)
    assert opened.project.timeline.periods == 12
    after = opened.project.replace(opened.refixed)
    assert (after.timeline.periods, after.loans["adbc"].term) == (56, 40)
