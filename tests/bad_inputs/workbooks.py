"""A filled template of ours, and the tools to spoil it: each change is one that a person or a program makes.

The parts inside the file are edited as text, so that everything else, the cached values too, stays as it was.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from xml.sax.saxutils import escape

from relocation.appraisal import appraise
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.workbook import workbook_bytes
from relocation.labels import Language
from relocation.project.borrowing import Loan
from relocation.project.project import Project
from relocation.project.sourced_inputs import Source
from relocation.project.template import empty_item, stating_only

CALCULATION = f"xl/worksheets/sheet{list(SHEETS).index('calculation') + 1}.xml"
PRICE, AREA, PRINCIPAL = "land_quota.price", "land_quota.area", "loans.bank.principal"
RATE, TERM, START = "loans.bank.rate", "loans.bank.term", "timeline.start"
WORKBOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def village() -> Project:
    """Three years, an item of each kind, plain numbers: a plan that states what a plan states."""
    values = {
        "village": {"name_en": "Dongling", "name_zh": "东岭", "households": 120, "persons": 300},
        "timeline": {"start": date(2016, 1, 1), "periods": 3},
        "land_quota": {"area": 1500.5, "price": 97600.0, "receipts": {"all": {"share": 1.0, "period": 2}}},
        "subsidies": {"move": {"quantity": 90.0, "rate": 60000.0, "basis": "person", "start": 1}},
        "construction": {
            "housing": {"quantity": 8400.0, "rate": 1700.0, "duration": 2, "group": "engineering"},
            "reclamation": {"quantity": 0.0, "rate": 0.0},
        },
        "compensation": {"brick": {"quantity": 9000.0, "rate": 1500.0}},
        "loans": {"bank": {"principal": 66e6, "rate": 0.049, "term": 3, "grace": 1, "start": 1}},
    }
    sources = {PRICE: Source(provenance="published", source="County notice 7")}
    return Project.build(values, sources)


@cache
def filled(lang: Language) -> bytes:
    """The village as a filled template with one spare slot, so that it is small and the tests are quick."""
    nested = village().nested()
    nested["loans"]["slot_1"] = empty_item(Loan)
    return workbook_bytes(appraise(stating_only(Project.build(nested), village().sources)), lang=lang)


@cache
def _parts(lang: Language) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(filled(lang))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@dataclass
class Filled:
    """A filled template that can be changed."""

    lang: Language
    parts: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parts = dict(_parts(self.lang))

    def bytes(self) -> bytes:
        return zipped(self.parts)

    def title(self, en: str) -> str:
        names = {
            "Inputs": "输入",
            "Calculation": "计算",
            "Map": "对照",
            "About": "说明",
            "Statements": "报表",
        }
        return names[en] if self.lang == "zh" else en

    def part(self, en: str) -> str:
        place = {"Inputs": 2, "Calculation": 3, "Map": 8}[en]
        return f"xl/worksheets/sheet{place}.xml"

    def cell(self, path: str) -> str:
        name = "in_" + path.replace(".", "__")
        found = re.search(rf'<definedName name="{name}"[^>]*>[^<]*!\$([A-Z]+)\$(\d+)<', self.text(WORKBOOK))
        assert found, f"no cell for {path}"
        return found[1] + found[2]

    def row(self, path: str) -> int:
        return int(self.cell(path)[1:])

    def text(self, part: str) -> str:
        return self.parts[part].decode()

    def change(
        self, part: str, old: str, new: str | Callable[[re.Match[str]], str], *, times: int = 1
    ) -> Filled:
        """Replaces a pattern in a part; a pattern that is not there is a mistake of the test."""
        text, count = re.subn(old, new, self.text(part), count=times, flags=re.DOTALL)
        assert count, f"{old} is not in {part}"
        self.parts[part] = text.encode()
        return self

    def put(
        self, at: str, inside: str, *, kind: str = "", sheet: str = "Inputs", keep_style: bool = True
    ) -> Filled:
        """Another content for a cell: `inside` is the XML between the tags, `kind` its type."""
        typed = f' t="{kind}"' if kind else ""

        def new(match: re.Match[str]) -> str:
            style = match[1] if keep_style else ""
            return f'<c r="{at}"{style}{typed}>{inside}</c>'

        return self.change(self.part(sheet), rf'<c r="{at}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', new)

    def number(self, path: str, value: float | str) -> Filled:
        return self.put(self.cell(path), f"<v>{value}</v>")

    def typed(self, path: str, text: str) -> Filled:
        return self.put(self.cell(path), inline(text), kind="inlineStr")

    def formula(self, path: str, text: str, value: str = "", kind: str = "") -> Filled:
        cached = f"<v>{value}</v>" if value else ""
        return self.put(self.cell(path), f"<f>{escape(text)}</f>{cached}", kind=kind)

    def beside(self, path: str, column: str, text: str) -> Filled:
        return self.put(f"{column}{self.row(path)}", inline(text), kind="inlineStr")

    def empty(self, path: str) -> Filled:
        return self.put(self.cell(path), "")

    def after_cells(self, xml: str, sheet: str = "Inputs") -> Filled:
        return self.change(self.part(sheet), r"</sheetData>", f"</sheetData>{xml}")

    def append_row(self, xml: str, sheet: str = "Inputs") -> Filled:
        return self.change(self.part(sheet), r"</sheetData>", f"{xml}</sheetData>")

    def move_rows(self, places: Mapping[int, int]) -> Filled:
        """Rows of the Inputs sheet to other places, as a sort does that leaves the names where they were."""
        part = self.part("Inputs")
        rows = re.findall(r'<row r="(\d+)"(.*?</row>|[^>]*/>)', self.text(part), re.DOTALL)
        moved = {}
        for number, rest in rows:
            place = places.get(int(number), int(number))
            moved[place] = f'<row r="{place}"' + re.sub(rf'(<c r="[A-Z]+){number}"', rf'\g<1>{place}"', rest)
        body = "".join(moved[place] for place in sorted(moved))
        return self.change(part, r"<sheetData>.*</sheetData>", lambda _: f"<sheetData>{body}</sheetData>")

    def shift(self, first: int, by: int, *, names: bool) -> Filled:
        """Inserts rows above `first`; an office program moves the names with them, and what formulas refer to."""
        last = max(int(row) for row in re.findall(r'<row r="(\d+)"', self.text(self.part("Inputs"))))
        self.move_rows({row: row + by for row in range(first, last + 1)})
        if names:

            def moved(match: re.Match[str]) -> str:
                return f"{match[1]}{int(match[2]) + (by if int(match[2]) >= first else 0)}"

            self.change(WORKBOOK, r"(!\$E\$)(\d+)(?=<)", moved, times=0)
            for part in [name for name in self.parts if name.startswith("xl/worksheets/sheet")]:
                text = re.sub(rf"({self.title('Inputs')}!\$E\$)(\d+)", moved, self.text(part))
                self.parts[part] = text.encode()
        return self

    def delete_row(self, path: str, *, name: str = "#REF!") -> Filled:
        row, named = self.row(path), "in_" + path.replace(".", "__")
        self.change(self.part("Inputs"), rf'<row r="{row}".*?</row>', "")
        whole = rf'<definedName name="{named}"[^>]*>[^<]*</definedName>'
        return self.change(
            WORKBOOK, whole, f'<definedName name="{named}">{name}</definedName>' if name else ""
        )


def inline(text: str) -> str:
    return f'<is><t xml:space="preserve">{escape(text)}</t></is>'
