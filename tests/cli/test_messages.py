"""What an outsider gets wrong: every problem at once, with its mending, exit code 2, in the language asked for."""

from pathlib import Path

import pytest

from tests.cli.running import relocation

TOO_SHORT = ("template", "--from", "lujia", "--periods", "3", "-o", "short.xlsx")

WRONG = {
    "a path with a slip": (
        ("run", "lujia", "--set", "land_quota.prce=3"),
        ("land_quota.prce", "did you mean land_quota.price"),
        ("land_quota.prce", "是否应为 land_quota.price"),
    ),
    "no equals sign": (
        ("run", "lujia", "--set", "land_quota.price"),
        ("--set", "PATH=VALUE"),
        ("--set", "路径=值"),
    ),
    "an empty path": (
        ("run", "lujia", "--set", "=3"),
        ('--set: found "=3"', "PATH=VALUE"),
        ("--set：填写为“=3”", "路径=值"),
    ),
    "text for a number": (
        ("run", "lujia", "--set", "land_quota.price=cheap"),
        ("Quota price", '"cheap"', "a number in yuan/mu"),
        ("指标单价", "“cheap”", "元/亩"),
    ),
    "wan for yuan": (
        ("run", "lujia", "--set", "land_quota.price=9.76万"),
        ('"9.76万"', "write 97600"),
        ("“9.76万”", "97600"),
    ),
    "a negative area": (
        ("run", "lujia", "--set", "land_quota.area=-5"),
        ("Reclaimed area", "without the minus sign"),
        ("复垦面积", "负号"),
    ),
    "not a number": (("run", "lujia", "--set", "land_quota.price=nan"), ('"nan"',), ("“nan”",)),
    "an infinite factor": (
        ("run", "lujia", "--set", "land_quota.price=*inf"),
        ('"*inf"', "PATH=*0.8"),
        ("“*inf”", "路径=*0.8"),
    ),
    "half a household": (("run", "lujia", "--set", "village.households=0.5"), ("whole number",), ("整数",)),
    "a timeline that cuts the loan": (
        TOO_SHORT,
        ("loans.adbc.term", "period 3", "timeline.periods"),
        ("loans.adbc.term", "timeline.periods"),
    ),
    "six hundred years": (
        ("template", "--periods", "600", "-o", "long.xlsx"),
        ("timeline.periods", "fewer periods, or quarters or months"),
        ("timeline.periods", "按季、按月"),
    ),
    "no period at all": (
        ("template", "--periods", "0", "-o", "none.xlsx"),
        ("Number of periods", ">= 1"),
        ("期数", "不小于 1"),
    ),
    "a case with a slip": (("run", "lujla"), ("lujla", "try lujia"), ("lujla", "lujia")),
    "a file that is not there": (("run", "nofile.toml"), ("nofile.toml", "exists"), ("nofile.toml", "存在")),
    "a folder": (("run", "."), ("several villages: add --consolidate",), ("请加 --consolidate",)),
    "a folder to explain": (("explain", ".", "npv"), ("expected a shipped case",), ("随附案例名",)),
    "a name as long as a book": (
        ("run", "x" * 100_000),
        ("xxx", "relocation list names the cases"),
        ("xxx", "relocation list 列出全部案例"),
    ),
    "a name that no file can have": (
        ("run", "a\0b.toml"),
        ("relocation list names",),
        ("relocation list 列出",),
    ),
    "a project without its tables": (
        ("run", "bare.toml"),
        ("village: nothing found", "add a table [village]", "add a table [timeline]"),
        ("village：未填写", "请补上 [timeline] 一节"),
    ),
    "an empty name": (("run", ""), ("expected a shipped case",), ("随附案例名",)),
    "broken TOML": (("run", "broken.toml"), ("broken.toml", "line 1"), ("broken.toml", "line 1")),
    "a rule that is none": (
        ("run", "lujia", "--require", "balance=0"),
        ("--require", "balance>=0"),
        ("--require", "balance>=0"),
    ),
    "a rule over nothing": (("run", "lujia", "--require", "foo>=0"), ('"foo"', "such as"), ("“foo”", "如")),
    "a rule over a series": (
        ("run", "lujia", "--require", "cash.closing>=0"),
        ('"cash.closing"', "one number"),
        ("“cash.closing”", "单一数值"),
    ),
    "an unknown number": (
        ("explain", "lujia", "fund_balance.balnce"),
        ('"fund_balance.balnce"', "did you mean fund_balance.balance"),
        ("“fund_balance.balnce”", "是否应为 fund_balance.balance"),
    ),
    "a period after the last": (
        ("explain", "lujia", "cash.closing", "--at", "99"),
        ("--at 99", "the last period is 12"),
        ("--at 99", "最后一期为第 12 期"),
    ),
    "a workbook named otherwise": (
        ("template", "-o", "village.xls"),
        ("village.xls", "must end in .xlsx"),
        ("village.xls", "以 .xlsx 结尾"),
    ),
    "an output of no known kind": (
        ("run", "lujia", "-o", "lujia.pdf"),
        ("lujia.pdf", ".csv or .html or .json or .txt or .xlsx"),
        ("lujia.pdf", ".csv 或 .html 或 .json 或 .txt 或 .xlsx"),
    ),
    "grace as long as the loan": (
        ("loan", "--principal", "100", "--rate", "0.05", "--term", "3", "--grace", "3"),
        ("grace", "fewer periods than the term"),
        ("grace",),
    ),
    "an infinite loan": (
        ("loan", "--principal", "inf", "--rate", "0.05", "--term", "3"),
        ("Loan principal", '"inf"'),
        ("“inf”",),
    ),
    "draws that are not the principal": (
        ("loan", "--principal", "100", "--rate", "0.05", "--term", "3", "--draws", "50,60"),
        ("--draws", "sum to the principal"),
        ("--draws", "合计等于本金"),
    ),
    "draws that are no numbers": (
        ("loan", "--principal", "100", "--rate", "0.05", "--term", "3", "--draws", "a,b"),
        ("--draws", "separated by commas"),
        ("--draws", "逗号分隔"),
    ),
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.toml").write_text("a = = 3\n", encoding="utf-8")
    (tmp_path / "bare.toml").write_text("", encoding="utf-8")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_input_is_told_with_its_mending(name: str, lang: str, tmp_path: Path) -> None:
    arguments, english, chinese = WRONG[name]
    outcome = relocation(*arguments, "--lang", lang)
    assert outcome.code == 2
    assert outcome.stdout == ""
    assert [text for text in (english if lang == "en" else chinese) if text not in outcome.stderr] == []
    assert "Traceback" not in outcome.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"bare.toml", "broken.toml"}
    assert len(outcome.stderr) < 1000


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_change_that_is_probably_in_wan_is_calculated_and_pointed_out(lang: str) -> None:
    outcome = relocation("run", "lujia", "--set", "land_quota.price=9.76", "--lang", lang)
    assert outcome.code == 0
    assert outcome.stdout != ""
    assert ("write 97600" if lang == "en" else "请填 97600") in outcome.stderr


def test_all_problems_of_the_changes_are_told_at_once() -> None:
    changes = ("--set", "land_quota.area=-5", "--set", "x=1", "--set", "land_quota.price=abc")
    said = relocation("run", "lujia", *changes).stderr.splitlines()
    assert [line.split(":")[0] for line in said] == ["land_quota.area", "x", "land_quota.price"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("run",),
        ("run", "lujia", "--wings"),
        ("run", "lujia", "--lang", "fr"),
        ("run", "lujia", "-f", "pdf"),
        ("run", "lujia", "--unit", "dollar"),
        ("loan", "--principal", "nan", "--rate", "0.05", "--term", "3"),
        ("loan", "--principal", "100", "--rate", "nan", "--term", "3"),
        ("loan", "--principal", "-1", "--rate", "0.05", "--term", "3"),
        ("loan", "--principal", "100", "--rate", "4.9", "--term", "3"),
        ("loan", "--principal", "100", "--rate", "0.05", "--term", "0"),
        ("explain", "lujia", "cash.closing", "--at", "0"),
    ],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...]) -> None:
    outcome = relocation(*arguments)
    assert outcome.code == 2
    assert outcome.stdout == ""
    assert outcome.stderr
