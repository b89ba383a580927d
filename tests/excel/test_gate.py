"""The gate: it lets ordinary files through quickly, refuses the others, and uses nothing that they declare."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import relocation
from relocation.excel.gate import gate
from relocation.excel.gate.gate import MOST_RATIO, MOST_UNPACKED, admit
from relocation.excel.gate.sheet import column_number
from relocation.excel.workbook import workbook_bytes
from relocation.labels import Language
from relocation.problems import ProblemsFound
from relocation.project.template import padded
from relocation.reading.rows import Area
from tests.bad_inputs.workbooks import Filled, zipped

LANGUAGES: tuple[Language, Language] = ("en", "zh")


def lujia(lang: Language, folder: Path) -> Path:
    path = folder / "lujia.xlsx"
    path.write_bytes(workbook_bytes(padded(relocation.load("lujia")).appraise(), lang=lang))
    return path


def refusal(data: bytes, folder: Path, name: str = "village.xlsx") -> str:
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(ProblemsFound) as raised:
        admit(path)
    [problem] = raised.value.problems
    assert problem.severity == "error"
    return problem.text("en")


@pytest.mark.parametrize(
    ("data", "en", "zh"),
    [
        (b"", "found an empty file,", "发现空文件，"),
        (b"PK\x03\x04 and no more", "found a file that breaks off,", "发现不完整的文件，"),
        (b"<html>", "found a text or web page,", "发现文本或网页，"),
    ],
)
def test_what_is_no_workbook_is_described_in_the_language_asked_for(
    data: bytes, en: str, zh: str, tmp_path: Path
) -> None:
    path = tmp_path / "village.xlsx"
    path.write_bytes(data)
    with pytest.raises(ProblemsFound) as raised:
        admit(path)
    [problem] = raised.value.problems
    assert en in problem.text("en")
    assert zh in problem.text("zh")
    assert problem.record("zh")["found"] in zh


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_ordinary_workbook_passes_and_its_sheets_are_told(lang: Language, tmp_path: Path) -> None:
    admitted = admit(lujia(lang, tmp_path))
    titles = {"en": ["About", "Inputs", "Statements"], "zh": ["说明", "输入", "报表"]}[lang]
    assert [sheet.title for sheet in admitted.sheets][:3] == titles
    assert not admitted.warnings
    assert not any(sheet.hidden or sheet.merged for sheet in admitted.sheets)


def test_every_part_is_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the gate costs beside the reading is taken by the benchmarks."""
    path = lujia("en", tmp_path)
    unpacked: Counter[str] = Counter()
    plain = zipfile.ZipFile.open

    def counted(archive: zipfile.ZipFile, name: zipfile.ZipInfo | str, *rest: object, **more: Any) -> Any:
        unpacked[name if isinstance(name, str) else name.filename] += 1
        return plain(archive, name, *rest, **more)

    monkeypatch.setattr(zipfile.ZipFile, "open", counted)
    admit(path)
    assert unpacked == dict.fromkeys(zipfile.ZipFile(path).namelist(), 1)


def test_the_file_is_read_once(tmp_path: Path) -> None:
    path = lujia("en", tmp_path)
    data = path.read_bytes()
    admitted = admit(path)
    path.write_bytes(b"something else")
    assert admitted.data == data


def test_a_bomb_is_left_as_soon_as_it_shows(tmp_path: Path) -> None:
    book = Filled("en")
    book.parts["xl/blank.xml"] = b"<a>" + b" " * 40_000_000 + b"</a>"
    data = book.bytes()
    del book
    tracemalloc.start()
    text = refusal(data, tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "xl/blank.xml" in text
    assert peak < 20_000_000


def test_sizes_are_counted_and_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stored parts have no ratio to give them away: the sum decides."""
    monkeypatch.setattr(gate, "MOST_UNPACKED", 1_000_000)
    parts = {**Filled("en").parts, "xl/media/a.png": b"x" * 1_200_000}
    assert "200 MB" in refusal(zipped(parts, method=zipfile.ZIP_STORED), tmp_path)


def test_a_declared_size_that_lies_is_damage(tmp_path: Path) -> None:
    data = bytearray(Filled("en").bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (7).to_bytes(4, "little")  # the unpacked size of the first part
    assert "undamaged" in refusal(bytes(data), tmp_path)


def test_an_encrypted_part_asks_for_the_password_to_be_removed(tmp_path: Path) -> None:
    data = bytearray(Filled("en").bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "remove the password" in refusal(bytes(data), tmp_path)


def test_an_unknown_compression_is_refused(tmp_path: Path) -> None:
    parts = Filled("en").parts
    assert "compression" in refusal(zipped(parts, method=zipfile.ZIP_LZMA), tmp_path)


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    parts = {f"xl/a{number}.xml": b"<a/>" for number in range(5_001)}
    assert "parts" in refusal(zipped(parts), tmp_path)


def test_the_other_way_of_naming_the_workbook_part_is_followed(tmp_path: Path) -> None:
    book = Filled("en")
    book.parts["xl/other.xml"] = book.parts.pop("xl/workbook.xml")
    book.parts["xl/_rels/other.xml.rels"] = book.parts.pop("xl/_rels/workbook.xml.rels")
    book.change("[Content_Types].xml", "/xl/workbook.xml", "/xl/other.xml")
    book.change("_rels/.rels", "xl/workbook.xml", "xl/other.xml")
    path = tmp_path / "village.xlsx"
    path.write_bytes(book.bytes())
    assert admit(path).sheet("Inputs").title == "Inputs"


def test_merged_areas_and_hidden_rows_are_told(tmp_path: Path) -> None:
    book = Filled("en").after_cells('<mergeCells><mergeCell ref="L9:N11"/></mergeCells>')
    row = book.row("land_quota.price")
    book.change(book.part("Inputs"), rf'<row r="{row}"', rf'<row r="{row}" hidden="1"')
    path = tmp_path / "village.xlsx"
    path.write_bytes(book.bytes())
    facts = admit(path).sheet("Inputs")
    assert facts.merged == (Area(12, 9, 14, 11),)
    assert row in facts.hidden_rows


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match=r"gone\.xlsx"):
        admit(tmp_path / "gone.xlsx")


@pytest.mark.parametrize(("letters", "number"), [("A", 1), ("Z", 26), ("AA", 27), ("XFD", 16_384)])
def test_columns_are_counted_as_spreadsheets_do(letters: str, number: int) -> None:
    assert column_number(letters) == number


def test_the_limits_leave_room_for_honest_files() -> None:
    data = workbook_bytes(padded(relocation.load("lujia")).appraise())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sizes = [(entry.file_size, entry.compress_size) for entry in archive.infolist()]
    assert sum(size for size, _ in sizes) * 20 < MOST_UNPACKED
    assert max(size / packed for size, packed in sizes) * 4 < MOST_RATIO
