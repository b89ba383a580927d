"""Other people's spreadsheet programs, which recalculate our workbooks: one in process, LibreOffice, Gnumeric.

LibreOffice believes the values that are cached in a file unless its profile says otherwise, so a comparison through
its default profile compares our numbers with themselves. `libreoffice` brings a profile of its own that recalculates
everything; `trusting_libreoffice` is the default one, for the test that shows the trap.
"""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn
from xml.sax.saxutils import escape, unescape
from zipfile import ZipFile

import formualizer
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineWorkbook

from relocation.excel.write.saving import pack
from relocation.verify.spreadsheets import recalculating_profile
from tests.processes import finished

Address = tuple[str, str]  # sheet title, cell
CellValue = float | str | bool | None

DAY_ZERO = date(1899, 12, 30)


class Engine:
    """A workbook in formualizer, which works out its cells from their formulas whatever is cached."""

    def __init__(self, data: bytes) -> None:
        self.book = formualizer.load_workbook_bytes(data)
        self.before: dict[Address, Any] = {}

    def values(
        self, cells: Iterable[Address], changes: Mapping[Address, Any] | None = None
    ) -> dict[Address, CellValue]:
        """The cells as they are after these changes, and only these."""
        for address, value in self.before.items():
            self._put(address, value)
        self.before = {address: self._get(address) for address in changes or ()}
        for address, value in (changes or {}).items():
            self._put(address, value)
        self.book.evaluate_all()
        return {address: plain(self._get(address)) for address in cells}

    def _get(self, address: Address) -> Any:
        return self.book.get_value(address[0], *coordinate_to_tuple(address[1]))

    def _put(self, address: Address, value: Any) -> None:
        self.book.set_value(address[0], *coordinate_to_tuple(address[1]), value)


def in_process(data: bytes, cells: Iterable[Address]) -> dict[Address, CellValue]:
    """The cells of a workbook as formualizer works them out."""
    return Engine(data).values(cells)


def libreoffice(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """All workbooks as LibreOffice saves them after recalculating every formula; one start of the program."""
    return _converted(files, folder, recalculating_profile(folder))


def trusting_libreoffice(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """All workbooks as LibreOffice saves them with its default settings, which believe cached values."""
    return _converted(files, folder, folder / "profile")


def gnumeric(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """All workbooks as Gnumeric saves them after recalculating every formula."""
    program = _program("ssconvert")
    before, after = _written(files, folder)
    for name in files:
        command = [program, "--recalc", str(before / f"{name}.xlsx"), str(after / f"{name}.xlsx")]
        _run(command, home=folder)
    return _read(files, after)


def csv_by_libreoffice(data: bytes, sheet: int, folder: Path, *, shown: bool = False) -> bytes:
    """A sheet of a workbook, counted from 1, as LibreOffice saves it as CSV in UTF-8; numbers as their cells show them."""
    as_shown = str(shown).lower()
    how = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,{as_shown},false,false,{sheet}"
    (folder / "book.xlsx").write_bytes(data)
    command = [_program("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    _run([*command, "--convert-to", how, "--outdir", str(folder), str(folder / "book.xlsx")], home=folder)
    [written] = folder.glob("book*.csv")
    return written.read_bytes()


PRINTED = 'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1-%d"}}'


def pdf_by_libreoffice(data: bytes, folder: Path, pages: int) -> bytes:
    """The first pages of a workbook as LibreOffice prints it, recalculated."""
    profile = recalculating_profile(folder)
    (folder / "book.xlsx").write_bytes(data)
    command = [_program("soffice"), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    _run(
        [*command, "--convert-to", PRINTED % pages, "--outdir", str(folder), str(folder / "book.xlsx")],
        home=folder,
    )
    return (folder / "book.pdf").read_bytes()


def document_as_pdf(data: bytes, folder: Path) -> bytes:
    """A Word document as LibreOffice Writer prints it."""
    (folder / "document.docx").write_bytes(data)
    command = [_program("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    _run(
        [*command, "--convert-to", "pdf", "--outdir", str(folder), str(folder / "document.docx")], home=folder
    )
    return (folder / "document.pdf").read_bytes()


def values_in(data: bytes) -> dict[Address, CellValue]:
    """The values cached in a workbook, as calamine reads them; empty cells are left out."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {
        (sheet, f"{get_column_letter(column)}{row}"): plain(value)
        for sheet in book.sheet_names
        for row, cells in enumerate(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), start=1)
        for column, value in enumerate(cells, start=1)
        if value != ""
    }


def plain(value: Any) -> CellValue:
    """A cell value as our own calculation has it: a date is its day number."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return float((value - DAY_ZERO).days)
    if isinstance(value, bool) or value is None:
        return value
    return float(value) if isinstance(value, (int, float)) else str(value)


def with_cells(data: bytes, contents: Mapping[Address, Any]) -> bytes:
    """The workbook with other constants in some cells; everything else, cached values too, stays as it is.

    A cell with a formula loses it.
    """
    return _edited(data, {address: _constant(value) for address, value in contents.items()})


def with_formulas(data: bytes, formulas: Mapping[Address, str]) -> bytes:
    """The workbook with other formulas in some cells, which keep their cached values."""
    return _edited(data, {address: f"<f>{escape(text)}</f>" for address, text in formulas.items()}, keep=True)


def _constant(value: Any) -> tuple[str, str]:
    match value:
        case None:
            return "", ""
        case bool():
            return ' t="b"', f"<v>{int(value)}</v>"
        case date():
            return "", f"<v>{(value - DAY_ZERO).days}</v>"
        case int() | float():
            return "", f"<v>{value!r}</v>"
    return ' t="inlineStr"', f"<is><t>{escape(value)}</t></is>"


def _edited(data: bytes, contents: Mapping[Address, Any], *, keep: bool = False) -> bytes:
    with ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for (sheet, cell), content in contents.items():
        part = sheet_parts(parts)[sheet]
        pattern = re.compile(rf'<c r="{cell}"((?: [a-z]+="[^"]*")*)(?: ?/>|>(.*?)</c>)', re.DOTALL)
        text = parts[part].decode()
        found = pattern.search(text)
        assert found is not None, f"{sheet}!{cell} is not in the file"
        if keep:
            cached = re.sub("<f(?: [^>]*)?>.*?</f>", "", found[2])
            written = f'<c r="{cell}"{found[1]}>{content}{cached}</c>'
        else:
            style = re.sub(r' t="[^"]*"', "", found[1])
            written = f'<c r="{cell}"{style}{content[0]}>{content[1]}</c>'
        parts[part] = (text[: found.start()] + written + text[found.end() :]).encode()
    return pack(parts)


def _converted(files: Mapping[str, bytes], folder: Path, profile: Path) -> dict[str, bytes]:
    program = _program("soffice")
    before, after = _written(files, folder)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    _run([*command, "--outdir", str(after), *sorted(map(str, before.glob("*.xlsx")))], home=folder)
    return _read(files, after)


def by_node(script: Path, *arguments: str | Path, **surroundings: str) -> str:
    """What a script of node prints."""
    command = [_program("node"), script, *arguments]
    done = finished(command, env={**os.environ, **surroundings}, check=False)
    if "Cannot find module" in done.stderr:
        missing("a package of node that the script asks for, found by NODE_PATH,")
    assert done.returncode == 0, done.stderr
    return done.stdout


def missing(what: str) -> NoReturn:
    """Without a program or library the test is skipped, under CI it fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed", pytrace=False)
    pytest.skip(f"{what} is not installed")


def _program(name: str) -> str:
    return shutil.which(name) or missing(name)


def _written(files: Mapping[str, bytes], folder: Path) -> tuple[Path, Path]:
    before, after = folder / "before", folder / "after"
    before.mkdir(parents=True)
    after.mkdir()
    for name, data in files.items():
        (before / f"{name}.xlsx").write_bytes(data)
    return before, after


def _read(files: Mapping[str, bytes], after: Path) -> dict[str, bytes]:
    missing = [name for name in files if not (after / f"{name}.xlsx").is_file()]
    assert not missing, f"not recalculated: {missing}"
    return {name: (after / f"{name}.xlsx").read_bytes() for name in files}


def _run(command: list[str], home: Path) -> None:
    surroundings = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}
    finished(command, env=surroundings)


SHEET = re.compile(r'<sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"')
RELATION = re.compile(r"<Relationship [^>]*?>")


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet title -> the name of its XML part."""
    targets = {}
    for tag in RELATION.findall(parts["xl/_rels/workbook.xml.rels"].decode()):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        targets[found["Id"]] = found["Target"].lstrip("/")
    workbook = parts["xl/workbook.xml"].decode()
    named = {unescape(title): targets[identity] for title, identity in SHEET.findall(workbook)}
    return {title: part if part.startswith("xl/") else f"xl/{part}" for title, part in named.items()}
