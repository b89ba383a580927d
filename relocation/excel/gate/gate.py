"""Before any library opens a workbook: is it one, is it whole, and is it harmless?

The file is read once, into memory, so that what was examined is what is read afterwards. Every part is unpacked
here as a stream, with the sizes counted as they come and not as the file declares them.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from relocation.excel.gate.parts import Refused, SheetFacts, WorkbookParts, damaged
from relocation.excel.gate.sheet import without_empty_rows, without_odd_results
from relocation.excel.gate.xml_parts import is_xml, scan_part
from relocation.excel.writing_anew import into_fresh_file
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound

LARGEST_FILE = 50_000_000  # bytes, packed
MOST_UNPACKED = 200_000_000
MOST_RATIO, RATIO_FROM = 100, 1_000_000  # ordinary workbooks shrink by about ten
MOST_PARTS = 5_000
CHUNK = 1 << 16
CONTENT_TYPES = "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
READABLE_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

AN_XLSX = Label("an .xlsx workbook", ".xlsx 工作簿")
SAVE_AS = Label(
    "open it in Excel, WPS or LibreOffice and save it as .xlsx",
    "请用 Excel、WPS 或 LibreOffice 打开并另存为 .xlsx",
)
LOCKED = Label("a file with a password", "加密的文件")
WITH_MACROS = Label("a workbook with macros", "含宏的工作簿")
NO_PASSWORD = Label("remove the password and save it again", "请取消密码后重新保存")
NO_MACROS = Label("save it as .xlsx, without macros", "请另存为不含宏的 .xlsx")


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file that may be opened: its bytes, what was seen of its sheets, and what should be looked at."""

    data: bytes
    sheets: tuple[SheetFacts, ...]
    warnings: tuple[Problem, ...]
    recalculates: bool = False  # the stored results of its formulas may be none: see `WorkbookParts`
    charts: frozenset[str] = frozenset()  # titles of its chart sheets

    def sheet(self, title: str) -> SheetFacts:
        """What was seen of a sheet."""
        return next(sheet for sheet in self.sheets if sheet.title == title)


def admit(path: Path) -> Admitted:
    """The file, once nothing forbids opening it. Raises ProblemsFound with what does."""
    try:
        data = _bytes(path)
        with _archive(data) as archive:
            _refuse_parts(archive.infolist())
            parts = _examined(archive)
            data = without_odd_results(data, archive, parts)
    except Refused as refused:
        raise ProblemsFound(refused.problems(path.name)) from None
    except OSError as error:
        reason = str(error.strerror or type(error).__name__)
        mend = Label("close it elsewhere and check its permissions", "请检查文件权限，并在其他程序中关闭它")
        raise ProblemsFound(
            [Problem(path.name, reason, Label("a readable file", "可读取的文件"), mend)]
        ) from None
    told = tuple(warning.problem(path.name) for warning in parts.warnings)
    return Admitted(data, tuple(parts.facts), told, parts.recalculates, frozenset(parts.charts))


def _bytes(path: Path) -> bytes:
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise Refused(
            Label(f"{size} bytes", f"{size}字节"), Label("at most 50 MB", "不超过50 MB"), into_fresh_file()
        )
    data = path.read_bytes()
    if not data:
        raise Refused(
            Label("an empty file", "空文件"),
            AN_XLSX,
            Label("send or save the file again", "请重新发送或保存该文件"),
        )
    if data.startswith(OLE):
        locked = ENCRYPTED_STREAM in data
        found = LOCKED if locked else Label("an old .xls workbook", "旧版 .xls 工作簿")
        raise Refused(found, AN_XLSX, NO_PASSWORD if locked else SAVE_AS)
    if not data.startswith(b"PK"):
        plain = data[:512].lstrip()[:1].isascii() and b"\0" not in data[:512]
        text, other = (
            Label("a text or web page", "文本或网页"),
            Label("another kind of file", "其他类型的文件"),
        )
        raise Refused(text if plain else other, AN_XLSX, SAVE_AS)
    return data


def _archive(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        raise damaged(Label("a file that breaks off", "不完整的文件")) from None


def _refuse_parts(entries: list[zipfile.ZipInfo]) -> None:
    """Names and kinds of the parts, before anything is unpacked."""
    if len(entries) > MOST_PARTS:
        raise Refused(
            Label(f"{len(entries)} parts", f"{len(entries)}个部件"),
            Label(f"at most {MOST_PARTS} parts", f"不超过{MOST_PARTS}个部件"),
            into_fresh_file(),
        )
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & 1:
            raise Refused(LOCKED, AN_XLSX, NO_PASSWORD)
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise Refused(name, Label("part names that stay inside the file", "不越出文件的部件名"), SAVE_AS)
        if name.lower() in seen:
            raise Refused(
                Label(f"{name}, twice", f"{name}，重复"),
                Label("every part once", "每个部件只出现一次"),
                SAVE_AS,
            )
        if entry.compress_type not in READABLE_METHODS:
            raise Refused(
                Label(f"compression {entry.compress_type}", f"压缩方式 {entry.compress_type}"),
                AN_XLSX,
                SAVE_AS,
            )
        seen.add(name.lower())
    _refuse_others(seen)


def _refuse_others(names: set[str]) -> None:
    """Files that are zips too, but no workbook that we read."""
    for part, found, remedy in (
        ("content.xml", Label("an OpenDocument file", "OpenDocument 文件"), SAVE_AS),
        ("xl/workbook.bin", Label("a binary .xlsb workbook", ".xlsb 二进制工作簿"), SAVE_AS),
        ("xl/vbaproject.bin", WITH_MACROS, NO_MACROS),
        ("word/document.xml", Label("a text document", "文字文档"), SAVE_AS),
    ):
        if part in names:
            raise Refused(found, AN_XLSX, remedy)
    if CONTENT_TYPES.lower() not in names:
        raise damaged(_no_part(CONTENT_TYPES))


def _examined(archive: zipfile.ZipFile) -> WorkbookParts:
    """Every part unpacked and scanned; those that say what the others are come first."""
    parts = WorkbookParts(names=frozenset(name.lower() for name in archive.namelist()))
    budget = _Budget(MOST_UNPACKED)
    left = {entry.filename: entry for entry in archive.infolist() if not entry.is_dir()}
    for name in (CONTENT_TYPES, lambda: parts.workbook, lambda: parts.relations, lambda: parts.strings):
        named = name if isinstance(name, str) else name()
        entry = left.pop(named, None)
        if entry is not None:
            scan_part(named, _unpacked(archive, entry, budget), parts)
        elif named and named != parts.strings:
            raise damaged(_no_part(named))
    if parts.macros:
        raise Refused(WITH_MACROS, AN_XLSX, NO_MACROS)
    for part, title in parts.sheets.items():
        if part not in left:
            raise damaged(_no_part(part, title))
    for name, entry in left.items():
        chunks = _unpacked(archive, entry, budget)
        if is_xml(name):
            scan_part(name, without_empty_rows(chunks) if name in parts.sheets else chunks, parts)
        else:
            for _ in chunks:
                pass
    return parts


@dataclass
class _Budget:
    left: int


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget) -> Iterator[bytes]:
    """The content of a part in pieces, for as long as its size is believable."""
    size = 0
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                budget.left -= len(chunk)
                if budget.left < 0 or (size > RATIO_FROM and size > MOST_RATIO * entry.compress_size):
                    raise Refused(
                        Label(
                            f"{entry.filename} of more than {size // 1_000_000} MB",
                            f"{entry.filename} 超过 {size // 1_000_000} MB",
                        ),
                        Label("at most 200 MB when unpacked", "解压后不超过200 MB"),
                        into_fresh_file(),
                    )
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        raise damaged(
            Label(f"{entry.filename} that cannot be unpacked", f"{entry.filename} 无法解压")
        ) from None


def _no_part(name: str, title: str = "") -> Label:
    of_sheet = Label(f", the sheet {title}", f"（工作表“{title}”）") if title else Label("", "")
    return Label(f"no part {name}{of_sheet.en}", f"缺少部件 {name}{of_sheet.zh}")
