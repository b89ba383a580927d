"""The footer names the village as it is written; an ampersand is a code in footers and has to be doubled."""

import io

import openpyxl
import pytest

import relocation
from relocation.excel.workbook import workbook_bytes


@pytest.mark.parametrize(("name", "shown"), [("Lujia", "Lujia"), ("A & B &P", "A && B &&P")])
def test_the_footer_names_the_village(name: str, shown: str) -> None:
    project = relocation.load("lujia").replace({"village.name_en": name})
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(project.appraise())))
    for sheet in book:
        assert sheet.oddFooter.left.text.startswith(f"{shown}  ·  relocation ")
        assert "&P" in sheet.oddFooter.right.text
