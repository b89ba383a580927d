"""A planner at work: values typed into the cells of a template, found as a person finds them, by what their row says."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

import relocation
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.read.project import FilledWorkbook, read_workbook
from relocation.excel.workbook import workbook_bytes
from relocation.labels import Language
from relocation.project.inputs import Inputs
from relocation.project.messages import field_at
from relocation.project.template import padded
from tests.spreadsheet_programs import Address, with_cells

# A village that uses every group, with three loans, one of them a special bond, in the slots of a blank template.
EVERY_GROUP: Mapping[str, Any] = {
    "village.name_en": "Dongling",
    "village.name_zh": "东岭",
    "village.households": 120,
    "village.persons": 300,
    "land_quota.area": 900,
    "land_quota.price": 90_000,
    "land_quota.receipts.first.share": 0.6,
    "land_quota.receipts.first.period": 2,
    "land_quota.receipts.slot_1.label_en": "After acceptance",
    "land_quota.receipts.slot_1.label_zh": "验收后",
    "land_quota.receipts.slot_1.share": 0.4,
    "land_quota.receipts.slot_1.period": 3,
    "subsidies.relocation.quantity": 90,
    "subsidies.relocation.rate": 60_000,
    "subsidies.slot_1.label_en": "Well drilling grant",
    "subsidies.slot_1.label_zh": "打井补助",
    "subsidies.slot_1.quantity": 3,
    "subsidies.slot_1.rate": 200_000,
    "subsidies.slot_1.funder": "County",
    "construction.housing.quantity": 9000,
    "construction.housing.rate": 1700,
    "construction.infrastructure.quantity": 1,
    "construction.infrastructure.rate": 4_000_000,
    "construction.reclamation.quantity": 900,
    "construction.reclamation.rate": 6000,
    "construction.slot_1.label_en": "Clinic",
    "construction.slot_1.label_zh": "卫生室",
    "construction.slot_1.quantity": 400,
    "construction.slot_1.rate": 2500,
    "construction.slot_1.physical_contingency": 0.08,
    "construction.slot_1.price_contingency": 0.02,
    "compensation.brick.quantity": 6000,
    "compensation.brick.rate": 1500,
    "compensation.soil.quantity": 5000,
    "compensation.soil.rate": 1000,
    "compensation.slot_1.label_en": "Orchards",
    "compensation.slot_1.label_zh": "果树",
    "compensation.slot_1.quantity": 800,
    "compensation.slot_1.rate": 150,
    "compensation.slot_1.unit": "tree",
    "purchases.flats.quantity": 8000,
    "purchases.flats.rate": 1200,
    "purchases.garages.quantity": 40,
    "purchases.garages.rate": 20_000,
    "purchases.slot_1.label_en": "Shops",
    "purchases.slot_1.label_zh": "商铺",
    "purchases.slot_1.quantity": 300,
    "purchases.slot_1.rate": 2000,
    "loans.bank.principal": 16_000_000,
    "loans.bank.rate": 0.049,
    "loans.bank.term": 6,
    "loans.slot_1.label_en": "County fund loan",
    "loans.slot_1.label_zh": "县基金贷款",
    "loans.slot_1.principal": 8_000_000,
    "loans.slot_1.rate": 0.03,
    "loans.slot_1.term": 5,
    "loans.slot_2.label_en": "Special bond 2026",
    "loans.slot_2.label_zh": "2026年专项债券",
    "loans.slot_2.type": "special_bond",
    "loans.slot_2.principal": 5_000_000,
    "loans.slot_2.rate": 0.035,
    "loans.slot_2.term": 8,
    "loans.slot_2.method": "bullet",
    "loans.slot_2.grace": 2,
    "loans.slot_2.drawdowns.slot_1.share": 0.5,
    "loans.slot_2.drawdowns.slot_1.period": 2,
    "income.slot_1.label_en": "Solar power",
    "income.slot_1.label_zh": "光伏发电",
    "income.slot_1.amount": 300_000,
    "costs.slot_1.label_en": "Heating",
    "costs.slot_1.label_zh": "供暖",
    "costs.slot_1.amount": 120_000,
    "other.slot_revenue_1.label_en": "Sale of timber",
    "other.slot_revenue_1.label_zh": "木材出售",
    "other.slot_revenue_1.amount": 250_000,
    "other.slot_subsidy_1.label_en": "Road grant",
    "other.slot_subsidy_1.label_zh": "道路补助",
    "other.slot_subsidy_1.amount": 700_000,
    "other.slot_cost_1.label_en": "Supervision",
    "other.slot_cost_1.label_zh": "监理",
    "other.slot_cost_1.amount": 400_000,
    "other.slot_financing_in_1.label_en": "Advance of the county",
    "other.slot_financing_in_1.label_zh": "县垫款",
    "other.slot_financing_in_1.amount": 1_000_000,
    "other.slot_financing_out_1.label_en": "Advance returned",
    "other.slot_financing_out_1.label_zh": "归还垫款",
    "other.slot_financing_out_1.amount": 1_000_000,
    "other.slot_financing_out_1.start": 4,
}


@cache
def lujia_template(lang: Language) -> bytes:
    """Lujia as a template, with spare rows."""
    return workbook_bytes(padded(relocation.load("lujia")).appraise(), lang=lang)


def input_addresses(data: bytes) -> dict[str, Address]:
    """Path -> sheet and cell of every input of a workbook."""
    names = load_workbook(io.BytesIO(data), read_only=True).defined_names
    found = {}
    for name, target in names.items():
        sheet, _, cell = target.attr_text.rpartition("!")
        path = name.removeprefix("in_").replace("__", ".")
        found[path] = (sheet.strip("'"), cell.replace("$", ""))
    return found


def typed(data: bytes, values: Mapping[str, Any]) -> bytes:
    """The workbook with these values in its input cells; a choice by the name that its list offers."""
    addresses = input_addresses(data)
    return with_cells(
        data, {addresses[path]: _written(path, value, addresses[path][0]) for path, value in values.items()}
    )


def _written(path: str, value: Any, sheet: str) -> Any:
    record, _ = field_at(Inputs, path.split("."))
    lang: Language = "zh" if sheet == SHEETS["inputs"].zh else "en"
    names = {choice.key: choice.label.text(lang) for choice in (record.choices if record else ())}
    return names.get(value, value)


def read(data: bytes) -> FilledWorkbook:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "village.xlsx"
        path.write_bytes(data)
        return read_workbook(path)
