"""The workbook worked out by other people's programs: formualizer in process, LibreOffice, Gnumeric.

The file that they are given holds formulas and inputs and no result, and what is compared is every cell that shows a number of
the plan, on every sheet.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from importlib.metadata import version
from importlib.util import find_spec
from math import nan
from pathlib import Path
from typing import Any

from relocation.excel.layout.calculation import row_and_column
from relocation.excel.read.differences import plain_value
from relocation.excel.read.recalculated import saved_by, values_in
from relocation.excel.write.draft import Address
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT
from relocation.labels import Label, same
from relocation.processes import installed, run
from relocation.verify.engine import Case
from relocation.verify.record import Answers, Limit, Number, Place, Weakness, agree

GIVES = Label("every formula cell of the workbook", "工作簿全部公式单元格")
EMPTY = Label("nothing", "（空）")
LOST_RATE = Label(
    "rates of return that its search gave up; the cells say n/a",
    "迭代未收敛、单元格显示 n/a 的内部收益率",
)
SEARCH = Weakness(
    Label(
        "IRR searches from a guess and gives up on rates far from it; the cells then say n/a, never another rate",
        "IRR 函数由初值迭代，距初值过远的收益率会放弃；此时单元格显示 n/a，不会显示其他数值",
    ),
    "spreadsheet_rates_given_up.sh",
)
FAILED = Label("it did not give the workbook back", "未能重新计算并保存工作簿")
RATES = ("irr", "irr.capital")
SEARCHED = (-0.5, 5.0)  # a rate of return of a period beyond these may be out of reach of a search


def answers_of(case: Case, version: str, values: Mapping[Address, Any]) -> Answers:
    """What the cells of a calculated workbook show. Of a number in several cells one that is not ours, if there is one."""
    numbers: dict[Place, Number] = {}
    for address, place in case.cells.items():
        number = _number(values.get(address))
        is_money = place.key in case.money
        if place not in numbers or not agree(case.ours.get(place, nan), number, is_money=is_money):
            numbers[place] = number
    numbers, unproved = case.without_unproved(numbers)
    numbers, lost = _without_lost_rates(case, numbers)
    return Answers(version, numbers, (*unproved, *lost))


def _number(value: Any) -> Number:
    if isinstance(value, (bool, int, float)):
        return float(value)
    return nan if value == NOT_AVAILABLE_TEXT else EMPTY.en if value is None else str(value)


def _without_lost_rates(
    case: Case, numbers: Mapping[Place, Number]
) -> tuple[dict[Place, Number], tuple[Limit, ...]]:
    """The numbers without rates of return, far from any guess, that a search gave up."""
    shown = {key: case.appraisal.shown_line(key) for key in {place.key for place in numbers}}
    lost = {
        place
        for place, number in numbers.items()
        for rate in RATES
        if shown[place.key] in (rate, f"{rate}.per_period") and number != number and _is_far(case, rate)
    }
    kept = {place: number for place, number in numbers.items() if place not in lost}
    return kept, (Limit(LOST_RATE, len(lost)),) if lost else ()


def _is_far(case: Case, rate: str) -> bool:
    per_period = case.by_formulas[Place(f"{rate}.per_period")]
    return per_period == per_period and not SEARCHED[0] <= per_period <= SEARCHED[1]


class Formualizer:
    """A spreadsheet engine in Rust, in this process."""

    key = "formualizer"
    name = same("formualizer")
    gives = GIVES
    remedy = Label('pip install "relocation[verify]"', 'pip install "relocation[verify]"')
    weaknesses: tuple[Weakness, ...] = (SEARCH,)

    def is_installed(self) -> bool:
        """Whether the extra `verify` is there."""
        return find_spec("formualizer") is not None

    def work_out(self, case: Case) -> Answers:
        """The numbers of the workbook."""
        import formualizer

        book = formualizer.load_workbook_bytes(case.workbook)
        book.evaluate_all()
        values = {
            address: plain_value(book.get_value(address[0], *row_and_column(address[1])))
            for address in case.cells
        }
        return answers_of(case, version("formualizer"), values)


class LibreOffice:
    """LibreOffice Calc without a window, with a profile of its own that is told to calculate every file anew."""

    key = "libreoffice"
    name = same("LibreOffice")
    gives = GIVES
    remedy = Label("install LibreOffice (libreoffice.org)", "安装 LibreOffice（libreoffice.org）")
    weaknesses: tuple[Weakness, ...] = (
        Weakness(
            Label(
                "it believes the results stored in a file unless told otherwise: it is told, and the file stores none",
                "默认直接采用文件中存储的结果：已设为重新计算，且所给文件不含任何结果",
            ),
            "libreoffice_believes_stored_values.sh",
        ),
        SEARCH,
    )

    def is_installed(self) -> bool:
        """Whether the program is found."""
        return _libreoffice() is not None

    def work_out(self, case: Case) -> Answers:
        """The numbers of the workbook."""
        return _by_program(case, _libreoffice_command, _libreoffice_version)


class Gnumeric:
    """Gnumeric's converter, which calculates a workbook and saves it."""

    key = "gnumeric"
    name = same("Gnumeric")
    gives = GIVES
    remedy = Label(
        "install Gnumeric (on Linux: apt install gnumeric)", "安装 Gnumeric（Linux：apt install gnumeric）"
    )
    weaknesses: tuple[Weakness, ...] = (SEARCH,)

    def is_installed(self) -> bool:
        """Whether the converter is found."""
        return _gnumeric() is not None

    def work_out(self, case: Case) -> Answers:
        """The numbers of the workbook."""
        return _by_program(case, _gnumeric_command, _gnumeric_version)


RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
BEFORE, AFTER = "workbook.xlsx", "calculated/workbook.xlsx"


def _by_program(
    case: Case, command_in: Callable[[Path], list[str]], version_of: Callable[[bytes], str]
) -> Answers:
    """What a program makes of the workbook, in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="relocation-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / BEFORE).write_bytes(case.workbook)
        (folder / AFTER).parent.mkdir()
        ended = run(command_in(folder), surroundings={"HOME": name, "LC_ALL": "C.UTF-8"})
        after = (folder / AFTER).read_bytes() if (folder / AFTER).is_file() else b""
    if not after:
        return Answers(
            "", cannot=(Limit(FAILED.colon(same(ended.said)) if ended.said else FAILED),), failed=True
        )
    return answers_of(case, version_of(after), values_in(after, case.cells))


def _libreoffice() -> str | None:
    return installed(
        ("soffice", "libreoffice"),
        (("PROGRAMFILES", r"LibreOffice\program\soffice.com"),),
        ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    )


def recalculating_profile(folder: Path) -> Path:
    """A profile of LibreOffice that calculates every file it opens anew."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE_ALWAYS, encoding="utf-8")
    return profile


def _libreoffice_command(folder: Path) -> list[str]:
    program, profile = _libreoffice(), recalculating_profile(folder)
    assert program is not None
    how = ["--headless", "--convert-to", "xlsx", "--outdir", str((folder / AFTER).parent)]
    return [program, f"-env:UserInstallation={profile.as_uri()}", *how, str(folder / BEFORE)]


def _libreoffice_version(saved: bytes) -> str:
    """LibreOffice writes itself into the file as LibreOffice/24.8.3.2$Linux_X86_64."""
    return saved_by(saved).partition("/")[2].partition("$")[0]


def _gnumeric() -> str | None:
    return installed(("ssconvert",))


def _gnumeric_command(folder: Path) -> list[str]:
    program = _gnumeric()
    assert program is not None
    return [program, "--recalc", str(folder / BEFORE), str(folder / AFTER)]


def _gnumeric_version(_: bytes) -> str:
    """The converter says: ssconvert version '1.12.55'."""
    program = _gnumeric()
    assert program is not None
    return run([program, "--version"]).printed.partition("'")[2].partition("'")[0]
