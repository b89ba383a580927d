"""The Inputs sheet: label, unit, value, range, provenance, source and note of every input, and the result beside it."""

from __future__ import annotations

from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from relocation.excel import styles
from relocation.excel.inputs_layout import InputBlock, InputRow
from relocation.excel.page import Draft, Look, Page
from relocation.excel.summary_sheets import MASTER, colour_passes
from relocation.labels import Label, Language
from relocation.project.fields import PROVENANCE, UNITS, FieldRecord
from relocation.project.numbers import FIRST_SERIAL, LAST_SERIAL
from relocation.project.project import Source

HEADINGS = (
    Label("Item", "所属项目"),
    Label("Input", "输入项"),
    Label("Unit", "单位"),
    Label("Value", "数值"),
    Label("Allowed", "允许范围"),
    Label("Provenance", "数据性质"),
    Label("Source", "来源"),
    Label("Note", "说明"),
    Label("As delivered", "交付时的值"),
    Label("Path", "路径"),
)
WIDTHS = {
    "A": 2,
    "B": 22,
    "C": 26,
    "D": 13,
    "E": 22,
    "F": 15,
    "G": 12,
    "H": 20,
    "I": 58,
    "J": 15,
    "K": 36,
    "L": 2,
    "M": 38,
    "N": 18,
}
UNBOUNDED = 1e7  # bounds from here on only keep nonsense out and are not worth showing
RESULTS = (
    "fund_balance.revenue",
    "fund_balance.expenditure",
    "fund_balance.balance",
    "cash.minimum",
    "cash.minimum_period",
    "cash.peak_funding_need",
    "loans.interest_total",
    "household.net_cash",
    "npv",
    "irr",
    MASTER,
)
TEXT_KINDS = {"text", "formula"}


def input_name(path: str) -> str:
    """The defined name of an input's cell: in_ and the path with __ for its dots."""
    return "in_" + path.replace(".", "__")


def write_inputs(draft: Draft, blocks: tuple[InputBlock, ...]) -> None:
    """Writes every input as an unlocked, validated, named cell."""
    page = draft.page("inputs")
    page.title(
        Label("Inputs", "输入"),
        Label(
            "Fill the yellow cells. Everything else follows by itself; other sheets hold formulas only.",
            "请填写黄色单元格，其余各表由公式自动计算。",
        ),
    )
    page.heading(4, [heading.text(draft.lang) for heading in HEADINGS], first_column=2)
    validations: dict[Any, DataValidation] = {}
    for block in blocks:
        _write_heading(page, block)
        for row in block.rows:
            _write_input(page, block, row, validations)
    for validation in validations.values():
        page.ws.add_data_validation(validation)
    _write_results(page)
    _mark_changed(page, blocks)
    page.widths(WIDTHS)
    page.ws.freeze_panes = "F5"
    page.print_setup(titles="1:4")
    page.ws.print_area = f"A1:K{blocks[-1].row + len(blocks[-1].rows) + 1}"


def _write_heading(page: Page, block: InputBlock) -> None:
    if block.is_item:
        page.text(f"B{block.row}", block.heading.text(page.draft.lang), bold=True, colour=styles.ACCENT)
    else:
        page.section(block.row, block.heading, 11)


def _write_input(
    page: Page, block: InputBlock, row: InputRow, validations: dict[Any, DataValidation]
) -> None:
    draft, one, at = page.draft, row.one, row.row
    lang, record = draft.lang, one.record
    item = row.item.text(lang) if row.item is not None else ""
    page.text(f"B{at}", item, size=8, colour=styles.QUIET, border=styles.HAIRLINE, alignment=styles.LEFT)
    page.text(f"C{at}", record.label.text(lang), alignment=styles.LEFT, border=styles.HAIRLINE)
    page.text(f"D{at}", UNITS[record.unit].text(lang), colour=styles.QUIET, border=styles.HAIRLINE)
    _write_value(page, row)
    page.text(
        f"F{at}",
        range_text(record).text(lang),
        size=8,
        colour=styles.QUIET,
        border=styles.HAIRLINE,
        alignment=styles.LEFT,
    )
    silent = record.kind in TEXT_KINDS and one.source == Source()
    provenance = "" if silent else PROVENANCE[one.source.provenance].text(lang)
    page.text(f"G{at}", provenance, border=styles.HAIRLINE, **_open_cell())
    page.text(f"H{at}", one.source.source, size=8, border=styles.HAIRLINE, **_open_cell())
    page.text(
        f"I{at}",
        note_text(one.source.derivation, one.source.note),
        size=8,
        border=styles.HAIRLINE,
        **_open_cell(),
    )
    if one.source.provenance != "assumption" or record.structural:
        _write_plain(page, f"J{at}", cell_value(record, one.value, lang), record)
    page.text(f"K{at}", one.path, size=7, colour=styles.QUIET, alignment=styles.LEFT)
    page.ws.row_dimensions[at].height = row_height(row, lang)
    _validate(page, row, validations)
    target = f"'{page.ws.title}'!$E${at}"
    draft.workbook.defined_names[input_name(one.path)] = DefinedName(input_name(one.path), attr_text=target)


def _open_cell() -> Look:
    return {"protection": styles.UNLOCKED, "alignment": styles.LEFT}


def note_text(derivation: str, note: str) -> str:
    """Derivation and note in one cell; the derivation stands first, after an equals sign in brackets."""
    return f"[= {derivation}] {note}".rstrip() if derivation else note


def row_height(row: InputRow, lang: Language) -> float:
    """High enough for the longest wrapped text, since not every program fits rows by itself."""
    one = row.one
    texts = {
        "B": row.item.text(lang) if row.item else "",
        "I": note_text(one.source.derivation, one.source.note),
        "H": one.source.source,
    }
    if one.record.kind in TEXT_KINDS:
        texts["E"] = str(one.value)
    lines = max(lines_of(text, WIDTHS[column]) for column, text in texts.items())
    return max(15.0, 11.5 * lines + 3)


def lines_of(text: str, width: float) -> int:
    """Lines a text takes in a column; a Chinese character is as wide as two others."""
    size = sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
    return max(1, -(-size // int(width * 1.05)))


def _write_value(page: Page, row: InputRow) -> None:
    one, cell = row.one, page.ws[row.cell]
    record = one.record
    unfilled = ".slot_" in one.path and record.required and one.value == 0
    _write_plain(page, row.cell, None if unfilled else cell_value(record, one.value, page.draft.lang), record)
    fill = (
        styles.FIXED_FILL
        if record.structural
        else styles.KEY_FILL
        if record.key_figure
        else styles.INPUT_FILL
    )
    cell.fill = fill
    cell.font = styles.font(
        page.draft.lang, colour=styles.INK if record.structural else styles.INPUT_INK, bold=record.key_figure
    )
    cell.border = styles.HAIRLINE
    if not record.structural:
        cell.protection = styles.UNLOCKED


def _write_plain(page: Page, at: str, value: Any, record: FieldRecord) -> None:
    cell = page.ws[at]
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font = styles.font(page.draft.lang, 9, colour=styles.QUIET)
    cell.alignment = styles.LEFT if record.kind in {"text", "formula"} else styles.RIGHT
    if record.kind not in {"text", "formula", "choice"}:
        cell.number_format = styles.number_format(record.unit, page.draft.money)


def cell_value(record: FieldRecord, value: Any, lang: str) -> Any:
    """A value as its cell holds it: a choice by its name in the file's language, an empty text as an empty cell."""
    if value is None or value == "":
        return None
    if record.kind == "choice":
        return next(choice.label.text(lang) for choice in record.choices if choice.key == value)  # type: ignore[arg-type]
    return value


def range_text(record: FieldRecord) -> Label:
    """What may be written, in words."""
    if record.choices:
        return Label("choose from the list", "从列表中选择")
    if record.kind in {"text", "formula"}:
        return Label("text", "文字")
    if record.kind == "date":
        return Label("a date", "日期")
    low, high = record.low, None if record.high is not None and record.high >= UNBOUNDED else record.high
    sign = ">" if record.low_open else "≥"
    if low is not None and high is not None:
        text = f"{low:g} – {high:g}" if not record.low_open else f"> {low:g}, ≤ {high:g}"
        return Label(text, text)
    text = f"{sign} {low:g}" if low is not None else f"≤ {high:g}" if high is not None else ""
    return Label(text or "any number", text or "任意数字")


def _validate(page: Page, row: InputRow, validations: dict[Any, DataValidation]) -> None:
    """One validation per kind of input and prompt, shared by all cells that need the same."""
    record, lang = row.one.record, page.draft.lang
    made = (record.label, record.kind, record.low, record.high, record.choices, record.structural)
    if made not in validations:
        validations[made] = _validation(record, lang)
    validations[made].add(row.cell)


def _validation(record: FieldRecord, lang: Language) -> DataValidation:
    validation = _rule(record, lang)
    unit = UNITS[record.unit].text(lang)
    validation.promptTitle = record.label.text(lang)[:32]
    validation.prompt = f"{record.help.text(lang)} [{unit}; {range_text(record).text(lang)}]"[:255]
    validation.errorTitle = record.label.text(lang)[:32]
    validation.error = f"{range_text(record).text(lang)} [{unit}]"[:225]
    validation.showInputMessage = validation.showErrorMessage = True
    return validation


def _rule(record: FieldRecord, lang: Language) -> DataValidation:
    if record.choices:
        names = ",".join(choice.label.text(lang) for choice in record.choices)
        assert len(names) < 255, "a longer list would damage the file"
        return DataValidation(type="list", formula1=f'"{names}"', allow_blank=True)
    if record.kind in TEXT_KINDS:
        return DataValidation(type="textLength", operator="lessThanOrEqual", formula1="500", allow_blank=True)
    if record.kind == "date":
        first, last = str(FIRST_SERIAL), str(LAST_SERIAL)
        return DataValidation(
            type="date", operator="between", formula1=first, formula2=last, allow_blank=True
        )
    low, high = (
        1e15 * sign if bound is None else bound for sign, bound in ((-1, record.low), (1, record.high))
    )
    rule = DataValidation(
        operator="between", formula1=f"{low:.15g}", formula2=f"{high:.15g}", allow_blank=True
    )
    rule.type = "whole" if record.kind == "whole" else "decimal"
    return rule


def _write_results(page: Page) -> None:
    """The live result beside the figures that decide it."""
    draft = page.draft
    page.text(
        "M4",
        Label("Result (live)", "结果（实时）").text(draft.lang),
        bold=True,
        colour="FFFFFF",
        fill=styles.HEADING_FILL,
    )
    page.text(
        "N4",
        draft.unit_text("yuan"),
        bold=True,
        colour="FFFFFF",
        fill=styles.HEADING_FILL,
        alignment=styles.CENTRE,
    )
    for row, key in enumerate(RESULTS, start=6):
        line = draft.book.lines[key]
        page.text(
            f"M{row}",
            line.label.text(draft.lang),
            border=styles.HAIRLINE,
            alignment=styles.LEFT,
            bold=key == "fund_balance.balance",
        )
        page.line(f"N{row}", key, bold=True, border=styles.HAIRLINE)
    colour_passes(page, f"N{5 + len(RESULTS)}")
    below = Rule(type="expression", dxf=DifferentialStyle(fill=styles.FAIL_FILL), formula=["N8<0"])
    page.ws.conditional_formatting.add("N8:N9", below)


def _mark_changed(page: Page, blocks: tuple[InputBlock, ...]) -> None:
    """A value that no longer is the delivered one changes colour, since its provenance no longer holds."""
    last = blocks[-1].row + len(blocks[-1].rows)
    formula = 'AND($J6<>"",$E6<>$J6)'
    rule = Rule(type="expression", dxf=DifferentialStyle(fill=styles.CHANGED_FILL), formula=[formula])
    page.ws.conditional_formatting.add(f"E6:E{last}", rule)
