"""What people wrote comes out of every CSV as a text: names with a sign before them are no formulas in a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from relocation.reading.toml_file import write
from tests.cli.running import relocation
from tests.households.rosters import EN, csv_file, row
from tests.small_village import small_project

NASTY = "=HYPERLINK(1)"
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
PRICE = "land_quota.price"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A village, a roster, a table of scenarios and points in which every name begins with a sign."""
    monkeypatch.chdir(tmp_path)
    named = {"label_en": NASTY, "label_zh": NASTY}
    works = {"works": {"quantity": 1.0, "rate": 900_000.0, **named}}
    loan = {"bank": {"principal": 500_000.0, "rate": 0.05, "term": 2, "lender": NASTY}}
    quota = {"area": 10.0, "price": 100_000.0, "receipts": {"all": {"share": 1.0, "period": 2, **named}}}
    project = small_project(construction=works, loans=loan, land_quota=quota)
    project = project.replace({"village.name_en": NASTY, "village.name_zh": NASTY})
    Path("village.toml").write_text(write(project), encoding="utf-8")
    Path("table.csv").write_text(f"name,{PRICE}\n{NASTY},*0.8\n{NASTY} 2,-5\n", encoding="utf-8")
    lines = "".join(f"{NASTY} {number},*0.8\n" for number in range(1_001))
    Path("long.csv").write_text(f"name,{PRICE}\n{lines}", encoding="utf-8")
    rows = [[*row(id=f"H{number}", group=f"'{NASTY}"), f"'{NASTY}"] for number in range(2)]
    csv_file(Path("roster.csv"), rows, head=(*EN, "Village"))
    entry = f"1,2018-03-31,'{NASTY},earned,5,'{NASTY},'{NASTY}\n"
    head = "entry,date,household,earned or redeemed,points,reason,approved by\n"
    Path("points.csv").write_text(head + entry, encoding="utf-8")
    spec = f'[inputs."{PRICE}"]\ndistribution = "uniform"\nlow = 90000\nhigh = 110000\n'
    Path("spec.toml").write_text(spec, encoding="utf-8")


COMMANDS = {
    "run": ("run", "village.toml"),
    "check": ("check", "village.toml"),
    "county": ("run", "village.toml", "village.toml", "--consolidate"),
    "compare": ("compare", "village.toml", "--scenario", f"{NASTY}: {PRICE}=*0.8"),
    "compare a table": ("compare", "village.toml", "--scenarios", "table.csv"),
    "vary": ("vary", "village.toml", f"{PRICE}=90000,100000"),
    "tornado": ("tornado", "village.toml", "--metric", "npv"),
    "switching": ("switching", "village.toml"),
    "simulate": (
        *("simulate", "village.toml", "--spec", "spec.toml", "-n", "100"),
        *("--metric", "construction.works.in_all"),
    ),
    "households by group": ("households", "roster.csv", "--by", "group"),
    "households by village": ("households", "roster.csv", "--by", "village"),
    "points": ("points", "points.csv", "--households"),
    "loan": ("loan", "--principal", "1000", "--rate", "0.05", "--term", "2"),
}


def cells(text: str) -> list[str]:
    return [cell for line in csv.reader(io.StringIO(text)) for cell in line]


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def formulas(text: str) -> list[str]:
    return [cell for cell in cells(text) if cell.startswith(SIGNS) and not is_number(cell)]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", COMMANDS)
def test_no_text_of_a_table_is_a_formula(name: str, lang: str) -> None:
    outcome = relocation(*COMMANDS[name], "-f", "csv", "--lang", lang)
    assert outcome.code in (0, 3), outcome.stderr
    assert len(cells(outcome.stdout)) > 2
    assert formulas(outcome.stdout) == []


# Commands whose CSV has no place for a name of anybody's.
NAMELESS = {"loan", "vary", "check"}


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - NAMELESS))
def test_the_name_itself_is_in_the_table(name: str) -> None:
    assert any(NASTY in cell for cell in cells(relocation(*COMMANDS[name], "-f", "csv").stdout))


def test_a_long_table_is_written_line_by_line_without_a_formula() -> None:
    written = (
        "compare",
        "village.toml",
        "--scenarios",
        "long.csv",
        "--metric",
        "balance",
        "-o",
        "results.csv",
    )
    assert relocation(*written).code == 0
    text = Path("results.csv").read_text("utf-8")
    assert sum(cell.startswith(f"'{NASTY}") for cell in cells(text)) == 1_001
    assert formulas(text) == []
