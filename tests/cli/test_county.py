"""relocation run ... --consolidate: several villages, a folder, a county file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from relocation import county_files
from relocation.reading.toml_file import write
from tests.cli.running import relocation
from tests.small_village import finished_project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "villages"
    found.mkdir()
    for number, name in enumerate(("a", "b"), start=1):
        works = {"works": {"quantity": 1.0, "rate": 1_000_000.0 * number}}
        text = write(finished_project(construction=works))
        (found / f"{name}.toml").write_text(text, encoding="utf-8")
    return found


def test_several_villages_without_the_option_are_refused_in_both_languages(folder: Path) -> None:
    for cases in ([folder], [folder / "a.toml", folder / "b.toml"]):
        outcome = relocation("run", *cases)
        assert (outcome.code, outcome.stdout) == (2, "")
        assert "--consolidate" in outcome.stderr
        assert "汇总" in relocation("run", *cases, "--lang", "zh").stderr


def test_the_object_of_a_county(folder: Path) -> None:
    found = relocation(
        "run", folder / "b.toml", folder / "a.toml", "lujia", "--consolidate", "-f", "json"
    ).record
    assert [one["file"] for one in found["villages"]] == ["b.toml", "a.toml", "lujia"]
    assert found["county"]["expenditure"] == pytest.approx(113_783_000 + 3_000_000)
    assert found["county"]["households"] == 391 + 20
    assert [one["date"] for one in found["periods"]][:1] == ["2016-01-01"]
    assert all(one["passed"] for one in found["checks"])
    assert found["unread"] == []


def test_tables_speak_both_languages(folder: Path) -> None:
    english = relocation("run", folder, "--consolidate", columns=160)
    assert english.code == 0
    assert "Villages side by side" in english.stdout
    assert "The county by calendar period" in english.stdout
    chinese = relocation("run", folder, "--consolidate", "--lang", "zh", columns=160).stdout
    for text in ("各村对照", "全县分期汇总", "统一资金池"):
        assert text in chinese


def test_csv_has_a_row_for_every_village_and_the_county(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(relocation("run", folder, "--consolidate", "-f", "csv").stdout)))
    assert [row["file"] for row in rows] == ["a.toml", "b.toml", ""]
    assert float(rows[-1]["expenditure"]) == 3_000_000


def test_a_bad_file_is_reported_and_the_others_are_shown_with_exit_code_2(folder: Path) -> None:
    (folder / "bad.toml").write_text("[village]\nhouseholds = -1\npersons = -2\n", encoding="utf-8")
    outcome = relocation("run", folder, "--consolidate")
    assert outcome.code == 2
    assert "bad.toml: village.households" in outcome.stderr
    assert "bad.toml: village.persons" in outcome.stderr
    assert "a.toml" in outcome.stdout
    assert "Files that could not be used and are not in the county: 1" in outcome.stdout


def test_only_bad_files_give_no_county(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("x = 1", encoding="utf-8")
    outcome = relocation("run", tmp_path, "--consolidate")
    assert (outcome.code, outcome.stdout) == (2, "")


def test_an_interrupt_shows_what_was_read_with_exit_code_130(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = county_files.load_with_warnings

    def interrupted(path: Any) -> Any:
        if Path(path).name == "b.toml":
            raise KeyboardInterrupt
        return plain(path)

    monkeypatch.setattr(county_files, "load_with_warnings", interrupted)
    outcome = relocation("run", folder, "--consolidate")
    assert outcome.code == 130
    assert "1 files were not read" in outcome.stderr
    assert "a.toml" in outcome.stdout
    assert "b.toml" not in outcome.stdout


def test_a_rule_is_asked_of_every_village(folder: Path) -> None:
    outcome = relocation("run", folder, "lujia", "--consolidate", "--require", "balance>=0")
    assert outcome.code == 3
    assert outcome.stderr.splitlines() == [
        "rule not met: a.toml: balance>=0",
        "rule not met: b.toml: balance>=0",
    ]


def test_the_workbook_is_written_and_read_over_in_its_folder(folder: Path) -> None:
    output = folder / "county.xlsx"
    outcome = relocation("run", folder, "--consolidate", "-o", output)
    assert (outcome.code, outcome.stdout) == (0, "")
    assert load_workbook(output).sheetnames == ["County", "By period"]
    again = relocation("run", folder, "--consolidate", "-o", output, "--force")
    assert again.code == 0, again.stderr


def test_a_village_is_never_written_over(folder: Path) -> None:
    relocation("run", "lujia", "-o", folder / "c.xlsx")
    before = (folder / "c.xlsx").read_bytes()
    outcome = relocation("run", folder, "--consolidate", "-o", folder / "c.xlsx", "--force")
    assert outcome.code == 4
    assert (folder / "c.xlsx").read_bytes() == before
