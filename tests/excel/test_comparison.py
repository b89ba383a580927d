"""A filled workbook against our own calculation: every overwritten formula is named, and nothing else is."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

import relocation
from relocation.cases import load_with_warnings
from relocation.excel.read import differences as comparison
from relocation.excel.read.differences import agree, differences, same_formula
from relocation.excel.read.project import read_workbook
from relocation.excel.workbook import workbook_bytes
from relocation.labels import Language
from relocation.project.template import padded
from tests.bad_inputs.workbooks import CALCULATION, Filled, village
from tests.processes import finished

LANGUAGES: tuple[Language, Language] = ("en", "zh")
SHEET = CALCULATION


def told(book: Filled, folder: Path) -> list[tuple[str, str]]:
    path = folder / "village.xlsx"
    path.write_bytes(book.bytes())
    return [(one.where, one.remedy.en) for one in differences(read_workbook(path))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_told_of_an_untouched_workbook(lang: Language, tmp_path: Path) -> None:
    assert told(Filled(lang), tmp_path) == []


def test_every_overwritten_formula_is_named_also_with_the_right_value(tmp_path: Path) -> None:
    """Each formula of the Calculation sheet in turn would be slow; some of two columns stand for them."""
    cells = re.findall(r'<c r="([FG]\d+)"[^>]*><f>', Filled("en").text(SHEET))
    assert len(cells) >= 100
    for cell in cells[::40]:
        book = Filled("en").change(SHEET, rf'(<c r="{cell}"[^>]*>)<f>[^<]*</f>(<v>[^<]*</v>)', r"\1\2")
        assert [where for where, _ in told(book, tmp_path)] == [f"Calculation!{cell}"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_overwritten_formula_is_told_when_the_case_is_opened(lang: Language, tmp_path: Path) -> None:
    book = Filled(lang).change(SHEET, r'(<c r="F9"[^>]*>)<f>[^<]*</f>', r"\1")
    path = tmp_path / "village.xlsx"
    path.write_bytes(book.bytes())
    project, warnings = load_with_warnings(path)
    assert project == village()
    assert [warning.where for warning in warnings] == [f"{book.title('Calculation')}!F9"]
    assert warnings[0].name is not None
    assert "restore the formula" in warnings[0].text("en")
    assert "请恢复公式" in warnings[0].text("zh")


def test_a_deleted_formula_is_named(tmp_path: Path) -> None:
    book = Filled("en").change(SHEET, r'<c r="F9"([^>]*)>.*?</c>', r'<c r="F9"\1/>')
    assert told(book, tmp_path)[0][0] == "Calculation!F9"


def test_another_formula_with_the_same_value_is_named(tmp_path: Path) -> None:
    book = Filled("en").change(SHEET, r'(<c r="F9"[^>]*><f>)([^<]*)(</f>)', r"\1\2+0\3")
    assert told(book, tmp_path)[0][0] == "Calculation!F9"


def test_formulas_saved_as_shared_are_the_same(tmp_path: Path) -> None:
    """Excel saves a row of like formulas as one; the others only refer to it."""
    text = Filled("en").text(SHEET)
    first = re.search(r'<c r="F4"[^>]*><f>([^<]*)</f>', text)
    assert first
    book = Filled("en").change(SHEET, r'(<c r="F4"[^>]*>)<f>', r'\1<f t="shared" ref="F4:H4" si="0">')
    for cell in ("G4", "H4"):
        book.change(SHEET, rf'(<c r="{cell}"[^>]*>)<f>[^<]*</f>', r'\1<f t="shared" si="0"/>')
    assert told(book, tmp_path) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_missing_sheet_is_told_once_by_its_name(lang: Language, tmp_path: Path) -> None:
    book = Filled(lang)
    checks = {"en": "Checks", "zh": "检查"}[lang]
    path = tmp_path / "village.xlsx"
    path.write_bytes(book.change("xl/workbook.xml", rf'<sheet [^>]*name="{checks}"[^>]*/>', "").bytes())
    [warning] = differences(read_workbook(path))
    assert f"the sheet {checks}" in warning.text("en")
    assert f"工作表“{checks}”" in warning.text("zh")


def test_many_other_formulas_are_told_as_one_more(tmp_path: Path) -> None:
    book = Filled("en").change(SHEET, r"(<c r=\"[FG]\d+\"[^>]*>)<f>[^<]*</f>", r"\1", times=0)
    found = told(book, tmp_path)
    assert len(found) == comparison.MOST_TOLD + 1
    assert "another version" in found[-1][1]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("=A1+B1", "=A1 + B1"),
        ("=Inputs!$E$9*2", "='Inputs'!E9*2"),
        ("='输入'!$E$9", "=输入!$E$9"),
        ("=sum(A1:B2)", "=SUM(A1:B2)"),
        ("=23.6-A1", "=23.6000000000000000003-A1"),
        ("=A1*0.5", "=A1*.5".replace("*.5", "*0.50")),
    ],
)
def test_what_programs_write_differently_is_the_same(ours: str, theirs: str) -> None:
    assert same_formula(ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("=A1+B1", "=A1-B1"),
        ("=A1+B1", "=A1+B2"),
        ("=A1+B1", "A1+B1+0"),
        ('=IF(A1="level payment",1,0)', '=IF(A1="levelpayment",1,0)'),
        ('=IF(A1="a",1,0)', '=IF(A1="A",1,0)'),
        ("=IF(A1=\"'x'!\",1,0)", '=IF(A1="x!",1,0)'),
        ("=A1*0.049", "=A1*0.0490001"),
        ("=A1*10", "=A1*100"),
        ("=Inputs!E9", "=Other!E9"),
    ],
)
def test_what_changes_a_value_is_not_the_same(ours: str, theirs: str) -> None:
    assert not same_formula(ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [(100.0, 100.009, True), (100.0, 100.02, False), (0.05, 0.0500001, True), (0.05, 0.051, False), (1e12, 1e12 + 1, True),
     (1e6, 1e6 + 0.5, False), (5.0, 5.0 + 4e-6, False), (5.0, 5.0 + 4e-9, True),
     ("n/a", "n/a", True), ("n/a", 0, False), (0.0, "n/a", False), (True, True, True), (True, False, False), (True, 1, False)],
)  # fmt: skip
def test_values_agree_to_the_fen(ours: object, theirs: object, same: bool) -> None:
    assert agree(ours, theirs) is same  # type: ignore[arg-type]


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"{name} is not installed")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    folder.mkdir()
    lujia = padded(relocation.load("lujia")).appraise()
    for lang in LANGUAGES:
        (folder / f"lujia_{lang}.xlsx").write_bytes(workbook_bytes(lujia, lang=lang))
    return folder


def assert_same(folder: Path) -> None:
    for lang in LANGUAGES:
        assert load_with_warnings(folder / f"lujia_{lang}.xlsx") == (relocation.load("lujia"), [])


def test_what_libreoffice_saves_is_the_same_project_without_false_alarm(ours: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        program("soffice"),
        "--headless",
        profile,
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "saved"),
    ]
    files = [str(path) for path in sorted(ours.glob("*.xlsx"))]
    finished([*command, *files])
    assert_same(tmp_path / "saved")


def test_what_gnumeric_saves_is_the_same_project_without_false_alarm(ours: Path, tmp_path: Path) -> None:
    converter = program("ssconvert")
    for path in ours.glob("*.xlsx"):
        command = [converter, str(path), str(tmp_path / path.name)]
        finished(command)
    assert_same(tmp_path)
