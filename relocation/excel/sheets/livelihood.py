"""The sheets Income and Measures of a livelihood: tables of live formulas over its inputs."""

from __future__ import annotations

from collections.abc import Sequence

from relocation.excel.sheets.livelihood_comparison import write_comparison
from relocation.excel.write import styles
from relocation.excel.write.livelihood_layout import FIRST_ROW
from relocation.excel.write.livelihood_page import SET_IN, LivelihoodPage
from relocation.excel.write.styles import Look
from relocation.labels import Label
from relocation.livelihood.income_lines import stream_name
from relocation.livelihood.income_report import ONCE, STREAMS, TOTAL
from relocation.livelihood.livelihood import Livelihood
from relocation.livelihood.measures_report import RECIPIENTS, counted_in
from relocation.printed import FigureResult
from relocation.project.names import item_name
from relocation.sourced import note_of, source_text

SMALL: Look = {"size": 8, "colour": styles.QUIET, "alignment": SET_IN}
SUM: Look = {"bold": True, "fill": styles.TOTAL_FILL}
MEASURE_HEADS = (
    Label("Measure", "措施"),
    Label("Count", "数量"),
    Label("of", "单位"),
    Label("Yuan each", "每单位（元）"),
    Label("Yuan a year", "年增收（元）"),
    Label("Received by", "受益方"),
    Label("For each facility", "每处设施"),
    Label("Times before", "为原标准倍数"),
    Label("Source and note", "来源与说明"),
)
SPARED_HEADS = (
    Label("Loan without interest", "免息贷款"),
    Label("Years", "年数"),
    Label("Rate spared", "免除利率"),
    Label("Principal", "本金"),
    Label("Interest spared, a loan", "每笔免除利息"),
)
FURTHER = Label("Further figures", "其他数字")


def write_income(sheet: LivelihoodPage, livelihood: Livelihood, printed: Sequence[FigureResult]) -> None:
    """Streams, what is received once, further figures, and what the source prints of them."""
    sheet.page.title(
        Label("Income before and after the move", "搬迁前后收入"),
        Label(
            "Yuan. Worked out: a household x households / persons. What is received once is in no yearly income. Change "
            "numbers on the sheet Inputs.",
            "单位：元。折算人均＝户均×户数÷人数。一次性所得不计入年收入。请在“输入”表中修改数字。",
        ),
    )
    sheet.heads(FIRST_ROW - 1, STREAMS)
    for identity, row in sheet.layout.streams.items():
        path = f"after.{identity}"
        sheet.text(f"A{row}", stream_name(livelihood, identity))
        sheet.text(f"B{row}", "")
        sheet.shown(f"C{row}", f"{path}.per_household")
        sheet.shown(f"D{row}", f"{path}.per_person")
        sheet.line(f"E{row}", f"income.{identity}.per_person")
        sheet.line(f"F{row}", f"income.{identity}.difference")
        sheet.text(f"G{row}", source_text(livelihood.sources.get(f"{path}.per_household")), **SMALL)
    _stream_total(sheet)
    _once(sheet, livelihood)
    _further(sheet)
    write_comparison(sheet, sheet.layout.comparison, printed)
    sheet.page.widths({"A": 44, "B": 16, "C": 16, "D": 16, "E": 16, "F": 14, "G": 44})
    sheet.page.ws.freeze_panes = f"B{FIRST_ROW}"
    sheet.page.print_setup(titles=f"1:{FIRST_ROW - 1}")


def _stream_total(sheet: LivelihoodPage) -> None:
    row = sheet.layout.stream_total
    sheet.text(f"A{row}", TOTAL, **SUM)
    sheet.shown(f"B{row}", "before.per_person", **SUM)
    for column, key in zip(
        "CDEF", ("per_household", "per_person_printed", "per_person", "per_person_difference"), strict=True
    ):
        sheet.line(f"{column}{row}", f"income.{key}", **SUM)
    sheet.text(f"G{row}", "", **SUM)
    labour = [row for key, row in sheet.layout.streams.items() if key == "labour"]
    for at in labour:
        sheet.shown(f"B{at}", "before.labour")


def _once(sheet: LivelihoodPage, livelihood: Livelihood) -> None:
    if not sheet.layout.once:
        return
    sheet.heads(min(sheet.layout.once.values()) - 1, (ONCE[0], Label("", ""), ONCE[1]))
    for identity, row in sheet.layout.once.items():
        one = livelihood.once[identity]
        sheet.text(f"A{row}", item_name(f"once.{identity}", one.label_en, one.label_zh))
        sheet.text(f"B{row}", "")
        sheet.shown(f"C{row}", f"once.{identity}.per_household")
        source = livelihood.sources.get(f"once.{identity}.per_household")
        sheet.text(f"G{row}", source_text(source), **SMALL)


def _further(sheet: LivelihoodPage) -> None:
    book = sheet.page.draft.book
    if sheet.layout.further:
        sheet.page.section(min(sheet.layout.further.values()) - 1, FURTHER, 7)
    for key, row in sheet.layout.further.items():
        sheet.text(f"A{row}", book.lines[key].label)
        sheet.text(f"B{row}", sheet.unit(book.lines[key].unit), **SMALL)
        sheet.line(f"C{row}", key)


def write_measures(sheet: LivelihoodPage, livelihood: Livelihood) -> None:
    """Every measure: count x rate, and what is known in all."""
    sheet.page.title(
        Label("Employment and income schemes", "就业与增收措施"),
        Label(
            "Yuan a year = count x rate. A count of 0 is not known, and in no sum. What is part of another measure is counted "
            "there.",
            "年增收＝数量×标准。数量为0表示未知，不计入合计；属于其他措施的部分不重复计算。",
        ),
    )
    sheet.heads(FIRST_ROW - 1, MEASURE_HEADS)
    for identity, row in sheet.layout.measures.items():
        _measure(sheet, livelihood, identity, row)
    for key, row in sheet.layout.measure_totals.items():
        sheet.text(f"A{row}", sheet.page.draft.book.lines[f"measures.{key}"].label, **SUM)
        for column in "BCDFGHI":
            sheet.text(f"{column}{row}", "", **SUM)
        sheet.line(f"E{row}", f"measures.{key}", **SUM)
    _spared(sheet, livelihood)
    sheet.page.widths({"A": 46, "B": 12, "C": 12, "D": 14, "E": 18, "F": 14, "G": 14, "H": 14, "I": 52})
    sheet.page.ws.freeze_panes = f"B{FIRST_ROW}"
    sheet.page.print_setup(titles=f"1:{FIRST_ROW - 1}")


def _measure(sheet: LivelihoodPage, livelihood: Livelihood, identity: str, row: int) -> None:
    one, path, book = livelihood.measures[identity], f"measures.{identity}", sheet.page.draft.book
    sheet.text(f"A{row}", item_name(path, one.label_en, one.label_zh))
    sheet.shown(f"B{row}", f"{path}.count")
    sheet.text(f"C{row}", counted_in(one.counted_in), alignment=styles.CENTRE)
    sheet.shown(f"D{row}", f"{path}.rate")
    sheet.line(f"E{row}", f"{path}.amount")
    sheet.text(f"F{row}", RECIPIENTS[one.recipient], alignment=styles.CENTRE)
    for column, part in (("G", "per_facility"), ("H", "times")):
        if f"{path}.{part}" in book.lines:
            sheet.line(f"{column}{row}", f"{path}.{part}")
        else:
            sheet.text(f"{column}{row}", "")
    sources = [
        source_text(livelihood.sources.get(f"{path}.rate")),
        note_of(livelihood.sources.get(f"{path}.rate")),
    ]
    said = Label(
        "; ".join(one.en for one in sources if one.en), "；".join(one.zh for one in sources if one.zh)
    )
    sheet.text(f"I{row}", said, **SMALL)


def _spared(sheet: LivelihoodPage, livelihood: Livelihood) -> None:
    """Loans whose interest somebody else bears: principal x rate x years."""
    if not sheet.layout.spared:
        return
    sheet.heads(min(sheet.layout.spared.values()) - 1, SPARED_HEADS)
    for identity, row in sheet.layout.spared.items():
        one, path = livelihood.spared_interest[identity], f"spared_interest.{identity}"
        sheet.text(f"A{row}", item_name(path, one.label_en, one.label_zh))
        sheet.shown(f"B{row}", f"{path}.years", number_format="0")
        sheet.shown(f"C{row}", f"{path}.rate")
        sheet.shown(f"D{row}", f"{path}.principal")
        sheet.line(f"E{row}", f"{path}.interest")
        sheet.text(f"I{row}", source_text(livelihood.sources.get(f"{path}.rate")), **SMALL)
