"""Who signs the report of a plan."""

from __future__ import annotations

from relocation.labels import Label
from relocation.reports.findings import Findings
from relocation.tables.record import NO_WORDS, Column, Report, Row, Table, ToFill

COLUMNS = (
    Column("role", Label("role", "职责"), words=True, unbroken=True),
    Column("name", Label("name and position", "姓名及职务"), words=True),
    Column("signature", Label("signature and seal", "签字（盖章）"), words=True),
    Column("date", Label("date", "日期"), words=True),
)
ROLES = (
    Label("Prepared by", "编制人"),
    Label("Checked by", "复核人"),
    Label("For the township", "乡镇人民政府"),
    Label("For the county finance bureau", "县财政局"),
    Label("Approved by", "批准人"),
)
DATE = ToFill(Label("", "　　年　月　日"))


def signatures_chapter(_: Findings) -> Report:
    """Lines to be filled in by hand."""
    rows = tuple(Row((role, ToFill(), ToFill(), DATE)) for role in ROLES)
    return Report(NO_WORDS, tables=(Table("signatures", NO_WORDS, COLUMNS, rows),))
