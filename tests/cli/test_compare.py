"""relocation compare: cases and scenarios side by side, from files, tables, the workbook and the command itself."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from openpyxl import load_workbook
from rich.cells import cell_len

from relocation import files, load
from relocation.cases import case_names
from relocation.cli import long_table as long_table_runs
from relocation.scenarios.tables import run as table_run
from tests.cli.running import relocation

CHEAP = "cheap: land_quota.price=*0.8"
TABLE = """name,parent,land_quota.price,land_quota.delay,loans.adbc.principal
cheap,,*0.8,,
cheap and late,cheap,,12,
no loan,,,,0
"""
MAIN = ("--metric", "balance", "--metric", "cash.minimum")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("futures.csv").write_text(TABLE, encoding="utf-8")


def test_the_object_holds_cases_and_what_they_assume_instead() -> None:
    found = relocation("compare", "lujia", "--scenarios", "futures.csv", *MAIN, "-f", "json").record
    assert list(found["cases"]) == ["lujia", "cheap", "cheap and late", "no loan"]
    balances = {name: numbers["fund_balance.balance"] for name, numbers in found["cases"].items()}
    # 0.8 x 150,000,000 + 13,266,000 - 113,783,000; the balance knows neither delay nor loan.
    assert balances == {
        "lujia": 49_483_000,
        "cheap": 19_483_000,
        "cheap and late": 19_483_000,
        "no loan": 49_483_000,
    }
    # Half of the costs falls in the first year and the subsidy with it: 13,266,000 - 113,783,000 / 2.
    assert found["cases"]["no loan"]["cash.minimum"] == pytest.approx(-43_625_500)
    assert found["changed"]["no loan"] == {"loans.adbc.principal": [66_000_000, 0]}
    assert found["changed"]["cheap and late"]["land_quota.delay"] == [0, 12]
    assert list(found["changed"]) == ["cheap", "cheap and late", "no loan"]
    assert "failed" not in found


def test_a_scenario_of_the_command_equals_the_changes_of_run() -> None:
    text = "dear: land_quota.price*=0.9; construction.housing.rate=2000；loans.adbc.method=bullet"
    found = relocation("compare", "lujia", "--scenario", text, "-f", "json").record
    changes = [
        "land_quota.price*=0.9",
        "construction.housing.rate=2000",
        "loans.adbc.method=bullet",
    ]
    alone = relocation("run", "lujia", *(word for one in changes for word in ("--set", one)), "-f", "json")
    assert found["cases"]["dear"]["fund_balance.balance"] == alone.record["fund_balance"]["balance"]
    assert (
        found["cases"]["dear"]["loans.interest_total"] == alone.record["indicators"]["loans.interest_total"]
    )
    assert set(found["changed"]["dear"]) == {one.partition("=")[0].rstrip("*") for one in changes}


def test_changes_come_before_scenarios_and_apply_to_every_case() -> None:
    wanted = ("--set", "land_quota.price=*0.5", "--scenario", CHEAP, "--metric", "balance", "-f", "json")
    cases = relocation("compare", "lujia", "lujia", *wanted).record["cases"]
    assert {name: round(one["fund_balance.balance"]) for name, one in cases.items()} == {
        "lujia": -25_517_000,
        "lujia (2)": -25_517_000,
        "cheap": -40_517_000,
    }


@pytest.mark.parametrize(("rate", "shown"), [(67_000.02, "+4"), (66_999.98, "-4"), (67_000, "-")])
def test_a_difference_of_a_few_yuan_is_told(rate: float, shown: str) -> None:
    """198 persons receive two fen more or less: 3.96 yuan."""
    wanted = ("--metric", "balance", "--metric", "loans.interest_total", "--unit", "yuan")
    said = relocation("compare", "lujia", "--scenario", f"x: subsidies.resettlement.rate={rate}", *wanted)
    rows = [line.split() for line in said.stdout.partition("Difference")[2].splitlines() if line.strip()]
    [balance] = [row for row in rows if row[0] == "Balance"]
    assert balance[1] == shown


def test_only_keeps_a_scenario_and_uses_its_parent() -> None:
    wanted = ("--scenarios", "futures.csv", "--only", "cheap and late", "--metric", "balance", "-f", "json")
    cases = relocation("compare", "lujia", *wanted).record["cases"]
    assert list(cases) == ["lujia", "cheap and late"]
    assert cases["cheap and late"]["fund_balance.balance"] == 19_483_000


def test_files_are_called_by_their_names() -> None:
    assert case_names(["lujia", "a/x.toml", "b/x.toml", "y.xlsx"]) == [
        "lujia",
        "a/x.toml",
        "b/x.toml",
        "y.xlsx",
    ]
    assert case_names(["a/x.toml", "lujia", "lujia", "lujia"]) == [
        "x.toml",
        "lujia",
        "lujia (2)",
        "lujia (3)",
    ]


def test_the_workbook_brings_its_scenarios_along() -> None:
    assert relocation("template", "--from", "lujia", "-o", "village.xlsx").code == 0
    book = load_workbook("village.xlsx")
    sheet = book["Scenarios"]
    [head] = [row for row in sheet.iter_rows(min_row=1, max_row=10) if row[0].value == "Scenario"]
    column = next(cell.column for cell in head if cell.value == "land_quota.price")
    sheet.cell(head[0].row + 1, 1, "cheap")
    sheet.cell(head[0].row + 1, column, "*0.8")
    book.save("village.xlsx")
    found = relocation("compare", "village.xlsx", "--metric", "balance", "-f", "json")
    cases = found.record["cases"]
    assert list(cases) == ["village.xlsx", "cheap"]
    assert cases["cheap"]["fund_balance.balance"] == pytest.approx(19_483_000, abs=0.01)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_scenario_that_cannot_be_is_named_and_stops_no_other(lang: str) -> None:
    Path("futures.csv").write_text(TABLE + "bad,,-5,,\nworse,bad,,12,\n", encoding="utf-8")
    wanted = ("compare", "lujia", "--scenarios", "futures.csv", "--lang", lang)
    outcome = relocation(*wanted, "-f", "json")
    assert outcome.code == 0
    assert list(outcome.record["cases"]) == ["lujia", "cheap", "cheap and late", "no loan"]
    assert list(outcome.record["failed"]) == ["bad", "worse"]
    said = relocation(*wanted)
    for text in (said.stdout, said.stderr):
        assert "futures.csv:5: bad: land_quota.price" in "".join(text.splitlines())
    rows = list(csv.DictReader(io.StringIO(relocation(*wanted, "-f", "csv").stdout)))
    assert [row["scenario"] for row in rows][-2:] == ["bad", "worse"]
    assert rows[-2]["fund_balance.balance"] == ""
    assert "land_quota.price" in rows[-2]["problem"]


def test_nothing_but_bad_scenarios_ends_with_two() -> None:
    Path("futures.csv").write_text("name,land_quota.price\nbad,-5\n", encoding="utf-8")
    assert relocation("compare", "lujia", "--scenarios", "futures.csv").code == 2


WRONG = {
    "a heading with a slip": (
        ("--scenarios", "slip.csv"),
        ("land_quota.prce", "did you mean land_quota.price"),
        ("land_quota.prce", "是否应为 land_quota.price"),
    ),
    "a table that is not there": (("--scenarios", "nofile.csv"), ("nofile.csv",), ("nofile.csv",)),
    "a scenario without changes": (("--scenario", "cheap"), ("PATH=VALUE",), ("路径=值",)),
    "a scenario with a slip": (
        ("--scenario", "x: land_quota.prce=1"),
        ("did you mean land_quota.price",),
        ("是否应为 land_quota.price",),
    ),
    "a scenario that cannot be": (
        ("--scenario", "x: land_quota.area=-1"),
        ("Reclaimed area",),
        ("复垦面积",),
    ),
    "one path twice": (
        ("--scenario", "x: land_quota.area=1; land_quota.area=2"),
        ("PATH=VALUE",),
        ("路径=值",),
    ),
    "one name twice": (
        ("--scenario", CHEAP, "--scenario", CHEAP),
        ("cheap, 2 times",),
        ("cheap，共2次",),
    ),
    "the name of a case": (
        ("--scenario", "lujia: land_quota.area=1"),
        ("a name that no case has",),
        ("不与案例重名",),
    ),
    "only something unknown": (
        ("--scenarios", "futures.csv", "--only", "cheep"),
        ("did you mean cheap",),
        ("是否应为 cheap",),
    ),
    "an unknown number": (("--metric", "blance"), ("did you mean balance",), ("是否应为 balance",)),
    "a number for a file": (
        ("--output", "cash.minimum"),
        ("cash.minimum: the name", "a number is chosen by --metric"),
        ("cash.minimum：输出文件名", "选择要看的数字请用 --metric"),
    ),
    "an unknown kind of file": (("-o", "x.pdf"), ("must end in",), ("结尾",)),
    "another case that is none": (("lujla",), ("lujla: lujla",), ("lujla",)),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(WRONG))
def test_wrong_words_are_told_with_their_mending(name: str, lang: str) -> None:
    Path("slip.csv").write_text("name,land_quota.prce\nx,1\n", encoding="utf-8")
    arguments, english, chinese = WRONG[name]
    outcome = relocation("compare", "lujia", *arguments, "--lang", lang)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert [text for text in (english if lang == "en" else chinese) if text not in outcome.stderr] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("count", [1, 4, 40, 100])
def test_tables_fit_the_terminal_whatever_the_number_of_scenarios(
    count: int, columns: int, lang: str
) -> None:
    rows = "".join(f"future {at},{60_000 + at}\n" for at in range(count))
    Path("many.csv").write_text(f"name,land_quota.price\n{rows}", encoding="utf-8")
    outcome = relocation(
        "compare", "lujia", "--scenarios", "many.csv", *MAIN, "--lang", lang, columns=columns
    )
    assert (outcome.code, outcome.stderr) == (0, "")
    assert max(map(cell_len, outcome.stdout.splitlines())) <= columns
    assert "…" not in outcome.stdout
    for at in range(min(count, 40)):
        assert f"future {at} " in outcome.stdout
    # 60,000 yuan for 1,536.3 mu: -8,339,000 in all, 57,822,000 less than before
    for text in ("-8.339", "-57.822") if lang == "en" else ("-833.90", "-5,782.20"):
        assert text in outcome.stdout


@pytest.mark.parametrize("count", [7, 30])
def test_more_than_six_scenarios_are_a_line_each_beside_what_they_change(count: int) -> None:
    rows = "".join(f"f{at},{60_000 + at},{12 if at % 2 else ''}\n" for at in range(count))
    Path("many.csv").write_text(f"name,land_quota.price,land_quota.delay\n{rows}", encoding="utf-8")
    said = relocation("compare", "lujia", "--scenarios", "many.csv", columns=100).stdout
    results, changes = said.split("Changed assumptions")
    # 60,006 yuan for 1,536.3 mu are -8.330 million, 57.813 million less than before.
    assert next(line.split() for line in results.splitlines() if "f6 " in line)[:5] == [
        *("f6", "not", "viable", "-8.330", "-57.813")
    ]
    assert [
        line.split() for line in changes.splitlines() if line.startswith((" lujia ", " f5 ", " f6 "))
    ] == [
        ["lujia", "97,637.18024", "0"],
        ["f5", "60,005", "12"],
        ["f6", "60,006"],
    ]
    assert "Delay of quota money (months): land_quota.delay" in changes
    assert len(said.splitlines()) < 2 * count + 30


def test_six_scenarios_stand_beside_each_other() -> None:
    rows = "".join(f"f{at},{60_000 + at}\n" for at in range(6))
    Path("six.csv").write_text(f"name,land_quota.price\n{rows}", encoding="utf-8")
    said = relocation("compare", "lujia", "--scenarios", "six.csv", *MAIN, columns=120).stdout
    assert ["lujia", *(f"f{at}" for at in range(6)), "unit"] in [line.split() for line in said.splitlines()]


def test_many_scenarios_that_change_many_inputs_have_a_list_of_changes() -> None:
    paths = [one.path for one in load("lujia").values() if one.record.kind == "number" and one.value][:12]
    heads, rows = ",".join(["name", *paths]), "".join(f"f{at}{',*0.99' * len(paths)}\n" for at in range(8))
    Path("wide.csv").write_text(f"{heads}\n{rows}", encoding="utf-8")
    said = relocation("compare", "lujia", "--scenarios", "wide.csv", *MAIN).stdout
    assert "36 more changes are not shown" in said


def test_the_workbook_of_a_comparison() -> None:
    wanted = ("compare", "lujia", "--scenarios", "futures.csv", "-o", "result.xlsx")
    outcome = relocation(*wanted)
    assert (outcome.code, outcome.stdout, outcome.stderr) == (0, "", "written: result.xlsx\n")
    book = load_workbook("result.xlsx")
    assert book.active is not None
    assert book.active.title == "Comparison"
    assert relocation(*wanted).code == 4
    again = relocation("compare", "result.xlsx", "--metric", "balance", "-f", "json").record["cases"]
    assert again["cheap"]["fund_balance.balance"] == pytest.approx(19_483_000, abs=0.01)


def test_an_input_is_never_written_over() -> None:
    Path("futures.csv").write_text(TABLE, encoding="utf-8")
    outcome = relocation("compare", "lujia", "--scenarios", "futures.csv", "-o", "futures.csv", "--force")
    assert outcome.code == 4
    assert Path("futures.csv").read_text("utf-8") == TABLE


def long_table(rows: int) -> str:
    return "land_quota.price\n" + "".join(f"{50_000 + at}\n" for at in range(rows)) + "-1\n"


def test_a_long_table_has_one_line_of_results_a_row() -> None:
    Path("long.csv").write_text(long_table(1_200), encoding="utf-8")
    outcome = relocation("compare", "lujia", "--scenarios", "long.csv", *MAIN, "-o", "result.csv")
    assert (outcome.code, outcome.stdout) == (0, "")
    assert "refused scenarios: 1" in outcome.stderr
    rows = list(csv.DictReader(io.StringIO(Path("result.csv").read_text("utf-8"))))
    assert [row["scenario"] for row in rows] == ["lujia", *(f"row {at}" for at in range(2, 1_203))]
    for at in (0, 700, 1_199):
        wanted = (50_000 + at) * 1_536.3 + 13_266_000 - 113_783_000
        assert float(rows[at + 1]["fund_balance.balance"]) == pytest.approx(wanted, abs=0.01)
    assert "land_quota.price" in rows[-1]["problem"]
    heads = relocation("compare", "lujia", "--scenario", CHEAP, *MAIN, "-f", "csv").stdout.splitlines()[0]
    assert Path("result.csv").read_text("utf-8").splitlines()[0] == heads
    piped = relocation("compare", "lujia", "--scenarios", "long.csv", *MAIN, "-f", "csv").stdout
    assert piped == Path("result.csv").read_text("utf-8")


def test_a_long_table_wants_a_file_of_lines() -> None:
    Path("long.csv").write_text(long_table(1_200), encoding="utf-8")
    outcome = relocation("compare", "lujia", "--scenarios", "long.csv")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "-o results.csv" in outcome.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_interrupt_leaves_whole_lines_and_says_how_many(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("long.csv").write_text(long_table(1_999), encoding="utf-8")
    monkeypatch.setattr(table_run, "ROWS_AT_ONCE", 500)
    plain = table_run.TableRun._work_out

    def interrupted(self: table_run.TableRun, block: table_run.Block) -> object:
        if self.done == 1_000:
            raise KeyboardInterrupt
        return plain(self, block)

    monkeypatch.setattr(table_run.TableRun, "_work_out", interrupted)
    outcome = relocation(
        "compare", "lujia", "--scenarios", "long.csv", *MAIN, "-o", "result.csv", "--lang", lang
    )
    assert outcome.code == 130
    assert (
        "1,000 of 2,000 scenarios were calculated" if lang == "en" else "共 2,000 个方案，已测算 1,000 个"
    ) in outcome.stderr
    lines = Path("result.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1 + 1 + 1_000
    assert all(line.count(",") == 4 for line in lines)


def test_an_interrupt_in_the_middle_of_a_line_takes_the_line_back(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("long.csv").write_text(long_table(1_999), encoding="utf-8")
    monkeypatch.setattr(table_run, "ROWS_AT_ONCE", 500)
    plain = files.written_beside

    class Torn:
        def __init__(self, file: BinaryIO) -> None:
            self.file, self.writes = file, 0

        def write(self, data: bytes) -> None:
            self.writes += 1
            if self.writes == 4:  # the headings, and three blocks of rows
                self.file.write(data[:1_000])
                raise KeyboardInterrupt
            self.file.write(data)

        def __getattr__(self, name: str) -> object:
            return getattr(self.file, name)

    @contextmanager
    def torn(*arguments: Any, **options: Any) -> Iterator[Torn]:
        with plain(*arguments, **options) as file:
            yield Torn(file)

    monkeypatch.setattr(long_table_runs, "written_beside", torn)
    outcome = relocation("compare", "lujia", "--scenarios", "long.csv", *MAIN, "-o", "result.csv")
    assert outcome.code == 130
    assert "1,000 of 2,000" in outcome.stderr
    text = Path("result.csv").read_text("utf-8")
    assert text.endswith("\n")
    assert len(text.splitlines()) == 1 + 1 + 1_000


def test_json_goes_to_a_file() -> None:
    assert relocation("compare", "lujia", "--scenario", CHEAP, "-o", "result.json").code == 0
    assert set(json.loads(Path("result.json").read_text("utf-8"))["cases"]) == {"lujia", "cheap"}
