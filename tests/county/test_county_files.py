"""Reading a county: folders and county files, one bad file among good ones, an interrupt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import relocation
from relocation import county_files
from relocation.county_files import is_county, plan_county, read_county
from relocation.problems import ProblemsFound
from relocation.reading.toml_file import write
from tests.small_village import small_project

COUNTY = """
[county]
name_en = "Tiny County"
name_zh = "小县"
villages = ["a.toml", "b.toml"]

[loans.policy]
principal = 1_000
rate = 0.1
term = 4
first_day = 2020-01-01
period = "year"
shares = {"a.toml" = 0.25, "b.toml" = 0.75}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, name in enumerate(("a", "b", "c"), start=1):
        works = {"works": {"quantity": 1.0, "rate": 1_000.0 * number}}
        text = write(small_project(construction=works))
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def files_of(*cases: Path | str) -> list[str]:
    return list(plan_county([str(case) for case in cases]).files)


def test_a_folder_is_its_village_files_by_name(folder: Path) -> None:
    (folder / "~$a.xlsx").write_bytes(b"lock")
    (folder / ".hidden.toml").write_text("", encoding="utf-8")
    (folder / "notes.txt").write_text("", encoding="utf-8")
    (folder / "county.toml").write_text(COUNTY, encoding="utf-8")
    assert files_of(folder) == ["a.toml", "b.toml", "c.toml"]
    assert is_county(folder)
    assert is_county(folder / "county.toml")
    assert not is_county(folder / "a.toml")
    assert not is_county("lujia")


def test_files_of_the_same_name_are_told_apart(folder: Path) -> None:
    assert files_of(folder / "a.toml", folder / "a.toml", "lujia") == ["a.toml", "a.toml (2)", "lujia"]


def test_a_county_file_names_its_villages_and_loans(folder: Path) -> None:
    (folder / "county.toml").write_text(COUNTY, encoding="utf-8")
    county = read_county(plan_county([str(folder / "county.toml")]))
    assert (county.name.en, county.name.zh) == ("Tiny County", "小县")
    assert [one.file for one in county.villages] == ["a.toml", "b.toml"]
    assert [one.appraisal.project.loans["shared_policy"].principal for one in county.villages] == [250, 750]
    assert county.unread == ()
    assert all(check.passed for check in county.checks)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('villages = ["a.toml", "b.toml"]', "villages = 3", "county.toml: county.villages"),
        ("name_zh", "name_fr", "county.toml: county.name_fr"),
        ("[loans.policy]", "[loan.policy]", "county.toml: loan"),
        ("2020-01-01", "2020", "county.toml: loans.policy.first_day"),
        ('"year"', '"week"', "county.toml: loans.policy.period"),
        ("0.25", "0.2", "county.toml: loans.policy.shares"),
        ("term = 4", "term = 4\nstart = 2", "county.toml: loans.policy.start"),
        ("term = 4", "term = 4\nrates = 2", "county.toml: loans.shared_policy.rates"),
        ("principal = 1_000", "", "county.toml: loans.shared_policy.principal"),
    ],
)
def test_what_is_wrong_with_a_county_file_is_named(folder: Path, old: str, new: str, where: str) -> None:
    assert COUNTY.count(old) >= 1
    (folder / "county.toml").write_text(COUNTY.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsFound) as refused:
        plan_county([str(folder / "county.toml")])
    assert where in [one.where for one in refused.value.problems]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        plan_county([str(tmp_path)])


def test_one_bad_file_is_reported_whole_and_the_others_are_the_county(folder: Path) -> None:
    good = read_county(plan_county([str(folder)]))
    (folder / "b2.toml").write_text("[village]\nhouseholds = -1\npersons = -2\n", encoding="utf-8")
    (folder / "b3.xlsx").write_bytes(b"no workbook")
    county = read_county(plan_county([str(folder), str(folder / "missing.toml")]))
    assert [one.file for one in county.unread] == ["b2.toml", "b3.xlsx", "missing.toml"]
    assert {one.where for one in county.unread[0].problems} >= {"village.households", "village.persons"}
    assert county.to_record()["county"] == good.to_record()["county"]
    assert [one["file"] for one in county.to_record("zh")["unread"]] == ["b2.toml", "b3.xlsx", "missing.toml"]


def test_a_change_that_does_not_fit_one_village_is_a_problem_of_that_village(folder: Path) -> None:
    plan = plan_county([str(folder), "lujia"])
    county = read_county(plan, changes=["loans.adbc.principal=0"])
    assert [one.file for one in county.villages] == ["lujia"]
    assert len(county.unread) == 3


def test_an_interrupt_leaves_what_was_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = county_files.load_with_warnings

    def interrupted(path: Any) -> Any:
        if Path(path).name == "b.toml":
            raise KeyboardInterrupt
        return plain(path)

    monkeypatch.setattr(county_files, "load_with_warnings", interrupted)
    county = read_county(plan_county([str(folder)]))
    assert [one.file for one in county.villages] == ["a.toml"]
    assert county.missing == 2


def test_progress_is_told_file_by_file(folder: Path) -> None:
    told: list[tuple[int, int, str]] = []
    read_county(plan_county([str(folder)]), progress=lambda *one: told.append(one))
    assert told == [(0, 3, "a.toml"), (1, 3, "b.toml"), (2, 3, "c.toml"), (3, 3, "")]


def test_workbooks_and_project_files_give_the_same_county(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "workbooks"
    other.mkdir()
    for name in ("a", "b", "c"):
        project = relocation.load(folder / f"{name}.toml")
        project.appraise().to_excel(other / f"{name}.xlsx", lang="zh" if name == "b" else "en")
    ours, theirs = (read_county(plan_county([str(one)])) for one in (folder, other))
    assert theirs.unread == ()
    assert ours.to_record()["villages"][0] != theirs.to_record()["villages"][0]  # their files
    county, same = ours.to_record()["county"], theirs.to_record()["county"]
    assert {**county, "failed": []} == {**same, "failed": []}
    assert ours.to_record()["periods"] == theirs.to_record()["periods"]
