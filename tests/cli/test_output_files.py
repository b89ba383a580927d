"""What is written where: kinds of output by name, nothing replaced unasked, never the input."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.running import relocation

VERDICT = "Lujia Village: Viable: every rule that decides holds; rules that warn do not.\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", ["out.json", "out.csv", "out.txt", "OUT.JSON"])
def test_the_name_of_the_output_says_its_kind(name: str) -> None:
    form = {".json": "json", ".csv": "csv", ".txt": "table"}[Path(name).suffix.lower()]
    outcome = relocation("run", "lujia", "-o", name)
    assert (outcome.code, outcome.stdout, outcome.stderr) == (0, "", f"written: {name}\n{VERDICT}")
    assert Path(name).read_text("utf-8") == relocation("run", "lujia", "-f", form).stdout


def test_a_format_asked_for_has_the_last_word() -> None:
    assert relocation("run", "lujia", "-f", "json", "-o", "out.txt").code == 0
    assert json.loads(Path("out.txt").read_text("utf-8"))["unit"] == "yuan"


def test_a_workbook_leaves_stdout_to_the_format_asked_for() -> None:
    quiet = relocation("run", "lujia", "-o", "quiet.xlsx")
    assert (quiet.code, quiet.stdout) == (0, "")
    talking = relocation("run", "lujia", "-o", "talking.xlsx", "-f", "json")
    assert talking.record["fund_balance"]["balance"] == 49_483_000
    assert Path("quiet.xlsx").read_bytes() == Path("talking.xlsx").read_bytes()


def test_a_rule_not_met_still_leaves_the_workbook() -> None:
    assert relocation("run", "lujia", "-o", "out.xlsx", "--require", "balance<0").code == 3
    assert Path("out.xlsx").is_file()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["out.json", "out.xlsx"])
def test_what_exists_is_replaced_only_when_asked(name: str, lang: str) -> None:
    Path(name).write_text("mine", encoding="utf-8")
    outcome = relocation("run", "lujia", "-o", name, "--lang", lang)
    assert (outcome.code, outcome.stdout) == (4, "")
    assert "--force" in outcome.stderr
    assert Path(name).read_text("utf-8") == "mine"
    assert relocation("run", "lujia", "-o", name, "--force").code == 0
    assert Path(name).read_bytes() != b"mine"


def test_the_input_is_never_the_output() -> None:
    assert relocation("template", "-o", "village.xlsx", "--from", "lujia").code == 0
    before = Path("village.xlsx").read_bytes()
    os.link("village.xlsx", "another_name.xlsx")
    for name in ("village.xlsx", "./village.xlsx", "another_name.xlsx"):
        outcome = relocation("run", "village.xlsx", "-o", name, "--force")
        assert outcome.code == 4
        assert "never written over" in outcome.stderr
    assert relocation("template", "--from", "village.xlsx", "-o", "village.xlsx", "--force").code == 4
    assert Path("village.xlsx").read_bytes() == before


def test_a_folder_that_is_missing_is_named() -> None:
    outcome = relocation("run", "lujia", "-o", "nowhere/out.json")
    assert outcome.code == 4
    assert "folder" in outcome.stderr


def test_a_filled_template_goes_through_check_and_run() -> None:
    assert relocation("template", "-o", "village.xlsx", "--from", "lujia", "--lang", "zh").code == 0
    checked = relocation("check", "village.xlsx")
    assert checked.code == 0
    assert all(line.startswith("assumed by the program: ") for line in checked.stdout.splitlines())
    listed = len(checked.stdout.splitlines())
    assert checked.stderr == f"no problems found; assumed by the program: {listed}\n"
    again = relocation("run", "village.xlsx", "-o", "result.xlsx", "-f", "json")
    assert (again.code, again.stderr) == (0, f"written: result.xlsx\n{VERDICT}")
    assert again.record["fund_balance"] == relocation("run", "lujia", "-f", "json").record["fund_balance"]


def test_a_template_has_the_periods_asked_for() -> None:
    wanted = ("--periods", "36", "--period", "month")
    assert relocation("template", "-o", "months.xlsx", *wanted).code == 0
    inputs = relocation("run", "months.xlsx", "-f", "json").record["inputs"]
    assert inputs["timeline.periods"]["value"] == 36
    assert inputs["timeline.period"]["value"] == "month"


def test_check_tells_every_problem_as_json_and_csv() -> None:
    Path("bad.toml").write_text(
        '[village]\nhouseholds = -1\npersons = "many"\n[timeline]\nstart = 2026-01-01\n', encoding="utf-8"
    )
    found = relocation("check", "bad.toml", "-f", "json")
    assert found.code == 2
    assert [one["where"] for one in found.record] == ["village.households", "village.persons"]
    assert all({"where", "found", "expected", "remedy", "severity"} <= set(one) for one in found.record)
    assert found.stderr == "errors: 2, warnings: 0\n"
    rows = relocation("check", "bad.toml", "-f", "csv").stdout.splitlines()
    assert rows[0] == "where,name,found,expected,remedy,severity"
    assert len(rows) == 3
    assert relocation("check", "bad.toml", "--lang", "zh").stderr == "错误 2 个，提醒 0 个\n"
