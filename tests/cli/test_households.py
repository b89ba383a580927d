"""`relocation households` and `relocation template --roster` as a clerk, an auditor and a ministry would use them."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

import relocation as rl
from relocation.cli import households
from relocation.households import fed, ledger, read_roster, shipped_rules
from tests.cli.running import relocation
from tests.households.rosters import csv_file, row, workbook_file
from tests.processes import started

ID, NAME = "22082219800101001X", "张三"
PRIVATE = (ID, NAME, "6222021234567890123")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Three good households and two that are refused."""
    rows = [row(), row(id="B"), row(id="C", brick=-1), row(id="D", option="barter"), row(id="E", flat=200)]
    return csv_file(tmp_path / "mixed.csv", rows)


def test_the_shipped_roster_in_json() -> None:
    found = relocation("households", "lujia", "-f", "json")
    assert (found.code, found.stderr) == (0, "")
    record = found.record
    assert (record["rows_read"], record["rows_refused"], record["rows_in_file"]) == (391, 0, 391)
    assert record["totals"]["brick"] == 31_280 * 1_500 * 100
    assert record["totals"]["resettlement"] == 1_326_600_000
    assert record["sums"]["left"] == 391 * 10_700_000
    assert record["distribution"][0]["mean"] == 10_700_000
    assert record["synthetic"] is True
    assert len(record["sha256"]) == 64


def test_rows_read_and_refused_are_always_told_and_sum_to_the_file(mixed: Path) -> None:
    found = relocation("households", mixed)
    assert found.code == 2
    assert "3 rows read + 2 refused = 5 rows in the file" in found.stdout
    assert "mixed.csv:4 Brick house" in found.stderr
    assert "mixed.csv:5 Option" in found.stderr
    record = relocation("households", mixed, "-f", "json").record
    assert record["rows_read"] + record["rows_refused"] == record["rows_in_file"] == 5
    assert [one["where"] for one in record["problems"]] == ["mixed.csv:4 Brick house", "mixed.csv:5 Option"]
    assert record["limits"] == {"area_per_registered_person": 3, "self_funding": 1}
    assert (record["errors"], record["warnings"]) == (2, 0)


@pytest.mark.parametrize("arguments", [(), ("-f", "json"), ("-f", "csv"), ("--by", "group")])
def test_ids_names_and_accounts_never_come_out_unasked(arguments: tuple[str, ...], tmp_path: Path) -> None:
    rows = [row(), row(), row(id=ID, name=NAME, brick="80.555"), row(id=NAME, persons=ID, option=NAME)]
    found = relocation("households", workbook_file(tmp_path / "r.xlsx", rows), *arguments)
    assert found.code == 2
    assert not [word for word in PRIVATE if word in found.stdout + found.stderr]


def test_csv_of_totals_and_of_groups() -> None:
    totals = list(csv.DictReader(io.StringIO(relocation("households", "lujia", "-f", "csv").stdout)))
    assert {one["rule"]: one["yuan"] for one in totals}["flats"] == "32844000.00"
    shown = relocation("households", "lujia", "-f", "csv", "--by", "registered").stdout
    groups = list(csv.DictReader(io.StringIO(shown)))
    assert [int(one["households"]) for one in groups] == [299, 92]
    assert sum(int(one["total"]) for one in groups) == 391 * 10_700_000


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_accounts_are_written_when_asked_for(lang: str, tmp_path: Path) -> None:
    for name in ("accounts.xlsx", "accounts.html"):
        path = tmp_path / name
        assert relocation("households", "lujia", "--statements", "-o", path, "--lang", lang).code == 0
        assert path.stat().st_size > 10_000
    assert "SYN-0001" in (tmp_path / "accounts.html").read_text("utf-8")
    again = relocation("households", "lujia", "--statements", "-o", tmp_path / "accounts.html")
    assert (again.code, "exists already" in again.stderr) == (4, True)


def test_the_ledger_has_ids_only_when_asked_for(tmp_path: Path) -> None:
    plain, named = tmp_path / "plain.csv", tmp_path / "named.csv"
    roster = csv_file(tmp_path / "r.csv", [row(id="'=1+1"), row(id="B")])
    assert relocation("households", roster, "--ledger", "-o", plain).code == 0
    assert relocation("households", roster, "--ledger", "--identified", "-o", named).code == 0
    lines = list(csv.DictReader(io.StringIO(named.read_text("utf-8-sig"))))
    assert {one["id"] for one in lines} == {"'=1+1", "B"}
    assert sum(int(one["fen"]) for one in lines if one["rule"] == "brick") == 2 * 8_050 * 1_500
    assert "id" not in csv.DictReader(io.StringIO(plain.read_text("utf-8-sig"))).fieldnames  # type: ignore[operator]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_what_people_wrote_is_no_formula_in_the_ledger(sign: str, tmp_path: Path) -> None:
    """Whoever decided, and why, is free text, and the file is opened in a spreadsheet program."""
    said = {"id": f"{sign}1+1", "author": f"{sign}A1", "reason": f"{sign}HYPERLINK(1)"}
    roster = csv_file(tmp_path / "r.csv", [row(id=f"'{said['id']}"), row(id="B")])
    head = ("Household id", "Rule", "Quantity", "Amount (yuan)", "Author", "Reason", "Date")
    cells = (f"'{said['id']}", "brick", "", "5.55", f"'{said['author']}", f"'{said['reason']}", "2017-01-02")
    overrides = csv_file(tmp_path / "o.csv", [cells], head=head)
    wanted = ("--overrides", overrides, "--ledger", "--identified", "-o", tmp_path / "ledger.csv")
    assert relocation("households", roster, *wanted).code == 0
    lines = csv.DictReader(io.StringIO((tmp_path / "ledger.csv").read_text("utf-8-sig")))
    [line] = [one for one in lines if one["override"]]
    assert {name: line[name] for name in said} == {name: f"'{text}" for name, text in said.items()}


def test_no_file_with_ids_is_written_unasked(tmp_path: Path) -> None:
    found = relocation("households", "lujia", "-o", tmp_path / "all.xlsx")
    assert (found.code, "add --statements" in found.stderr) == (2, True)
    assert relocation("households", "lujia", "--statements").code == 2
    assert relocation("households", "lujia", "--statements", "--ledger", "-o", tmp_path / "a.csv").code == 2
    assert list(tmp_path.iterdir()) == []


def test_the_roster_is_never_written_over(mixed: Path) -> None:
    before = mixed.read_bytes()
    found = relocation("households", mixed, "--ledger", "-o", mixed, "--force")
    assert (found.code, mixed.read_bytes()) == (4, before)


def test_a_project_is_fed(tmp_path: Path) -> None:
    roster = csv_file(tmp_path / "r.csv", [row(), row(id="B", brick=100)])
    found = relocation("households", roster, "--project", "lujia", "-f", "json")
    assert found.code == 0
    rules = shipped_rules("lujia")
    wanted = fed(rl.load("lujia"), ledger(read_roster(roster, rules).roster, rules)).appraise()
    lines = found.record["project"]["lines"]
    assert lines["fund_balance.balance"] == [49_483_000, wanted.number("fund_balance.balance")]
    assert found.record["project"]["inputs"]["compensation.brick.quantity"] == [31_280, 180.5]
    path = tmp_path / "fed.xlsx"
    assert relocation("households", roster, "--project", "lujia", "-o", path).code == 0
    assert rl.load(path).appraise().number("fund_balance.balance") == pytest.approx(
        lines["fund_balance.balance"][1]
    )
    assert relocation("households", roster, "--project", "nowhere").code == 2


def test_overrides_beside_the_roster(tmp_path: Path) -> None:
    roster = csv_file(tmp_path / "r.csv", [row()])
    head = ("Household id", "Rule", "Quantity", "Amount (yuan)", "Author", "Reason", "Date")
    good = csv_file(
        tmp_path / "o.csv", [(ID, "brick", "", "5.55", "committee", "measured", "2017-01-02")], head=head
    )
    record = relocation("households", roster, "--overrides", good, "-f", "json").record
    assert record["totals"]["brick"] == 555
    unsigned = csv_file(tmp_path / "u.csv", [(ID, "brick", "", "5", "", "", "")], head=head)
    found = relocation("households", roster, "--overrides", unsigned)
    assert (found.code, found.stdout) == (2, "")
    assert ID not in found.stderr


def test_other_rules_and_what_is_wrong_with_them(tmp_path: Path) -> None:
    from tests.households.schemes import HEAD, rule_text

    scheme = tmp_path / "scheme.toml"
    scheme.write_text(HEAD + rule_text("brick", 'quantity = "brick"\nrate = "1/3"'), "utf-8")
    roster = csv_file(tmp_path / "r.csv", [row(option="own_building", brick=1)])
    record = relocation("households", roster, "--rules", scheme, "-f", "json").record
    assert record["totals"] == {"brick": 33}
    scheme.write_text(HEAD + rule_text("brick", 'quantity = "brik"\nrate = 1'), "utf-8")
    found = relocation("households", roster, "--rules", scheme)
    assert (found.code, "brik" in found.stderr) == (2, True)
    assert relocation("households", roster, "--rules", "lujja").code == 2
    assert relocation("households", tmp_path / "none.csv").code == 2


def test_many_rows_are_streamed_with_the_same_totals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    from relocation.households.synthetic import write_synthetic_country

    path = tmp_path / "country.parquet"
    write_synthetic_country(path, 2_000)
    whole = relocation("households", path, "-f", "json").record
    monkeypatch.setattr(households, "WHOLE_AT_MOST", 1_000)
    for more in ((), ("--workers", "2")):
        streamed = relocation("households", path, "-f", "json", *more).record
        assert {key: streamed[key] for key in ("sha256", "totals", "limits", "rows_read", "sums")} == {
            key: whole[key] for key in ("sha256", "totals", "limits", "rows_read", "sums")
        }
        assert (whole["exact_quartiles"], streamed["exact_quartiles"]) == (True, False)
    by = relocation("households", path, "--by", "village", "-f", "csv").stdout
    villages = list(csv.DictReader(io.StringIO(by)))
    assert [int(one["households"]) for one in villages] == [391] * 5 + [45]
    assert {one["county"] for one in villages} == {"模拟县 0000"}
    assert "1/16,384" in relocation("households", path, "--by", "county").stdout
    refused = relocation("households", path, "--by", "group", "--project", "lujia")
    assert (refused.code, refused.stdout) == (2, "")
    assert all(word in refused.stderr for word in ("--by group", "--project"))


def test_a_folder_of_village_workbooks(tmp_path: Path) -> None:
    for name in ("东村", "西村"):
        workbook_file(tmp_path / f"{name}.xlsx", [row(), row(id="B")])
    record = relocation("households", tmp_path, "--by", "village", "-f", "json").record
    assert (record["files"], record["rows_read"]) == (2, 4)
    assert [one["group"] for one in record["groups"]] == ["东村", "西村"]


SLOW = """
import signal, sys, time
from relocation.households import roster_pieces
one = roster_pieces.checked
holds = []
def slow(*arguments):
    # In the first batch, until the interrupt has come: what holds it back goes as soon as it is there.
    holds.append(signal.getsignal(signal.SIGINT))
    print("started", file=sys.stderr, flush=True)
    while signal.getsignal(signal.SIGINT) is holds[0]:
        time.sleep(0.01)
    return one(*arguments)
roster_pieces.checked = slow
sys.argv = ["relocation", "households", sys.argv[1], "-f", "json"]
from relocation.cli import main
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_an_interrupt_gives_what_is_done_and_says_how_much(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    from relocation.households.synthetic import write_synthetic_country

    path = tmp_path / "country.parquet"
    write_synthetic_country(path, 250_000)
    with started([sys.executable, "-c", SLOW, path]) as program:
        assert program.stderr.readline() == "started\n"
        program.send_signal(signal.SIGINT)
        out, err = program.communicate()
    record = json.loads(out)
    assert program.returncode == 130
    assert record["interrupted"] is True
    assert 0 < record["rows_read"] < 250_000
    assert f"interrupted: {record['rows_read']:,} of 250,000 rows were read" in err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_roster_template_comes_from_the_command_line(lang: str, tmp_path: Path) -> None:
    blank, filled = tmp_path / "blank.xlsx", tmp_path / "filled.xlsx"
    assert relocation("template", "--roster", "-o", blank, "--lang", lang).code == 0
    assert load_workbook(blank).sheetnames == (
        ["Households", "Overrides"] if lang == "en" else ["农户花名册", "人工调整"]
    )
    found = relocation("households", blank)
    assert (found.code, found.stdout) == (2, "")
    assert relocation("template", "--roster", "--from", "lujia", "-o", filled, "--lang", lang).code == 0
    record = relocation("households", filled, "-f", "json").record
    assert record["sha256"] == relocation("households", "lujia", "-f", "json").record["sha256"]
    assert relocation("template", "--roster", "-o", tmp_path / "r.csv").code == 2
