"""A cell that somebody calculates where a plain value is wanted: its result counts if there is one, and is mentioned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from relocation.labels import Label
from relocation.problems import Problem

ITSELF = Label("write the number itself", "请直接填写数字")
PICTURE = Label("remove the picture and write the number", "请删除单元格图片并填写数字")
CALCULATE = Label(
    "write the number itself, or open the file, let it calculate and save it",
    "请直接填写数字，或打开文件重新计算后保存",
)
MEND = Label("mend the formula or write the number", "请修正公式或直接填写数字")
LONGEST = 60  # characters of a formula that a message repeats


def calculated(
    where: str, formula: str, cached: Any, wanted: Label, name: Label | None = None
) -> tuple[Any, Problem]:
    """The result of a formula, None if it cannot be used; and what there is to say of it."""
    shown = formula[:LONGEST]

    def refused(found: str | Label, remedy: Label) -> tuple[None, Problem]:
        return None, Problem(where, found, wanted, remedy, name)

    if "DISPIMG" in formula.upper():
        return refused(shown, PICTURE)
    if "[" in formula:
        return refused(Label(f"{shown}, from another workbook", f"引用其他工作簿的公式 {shown}"), ITSELF)
    if cached is None:
        return refused(Label(f"{shown}, without a value", f"没有计算结果的公式 {shown}"), CALCULATE)
    if isinstance(cached, str) and cached.startswith("#"):
        return refused(Label(f"{cached} from {shown}", f"{shown} 得出的 {cached}"), MEND)
    said = Label(
        f"its value {cached} was read; better write the number", f"已读取其结果 {cached}，建议直接填写数字"
    )
    return cached, Problem(where, shown, wanted, said, name, "warning")


def mended(found: Iterable[Problem], formula: str | None) -> list[Problem]:
    """Problems of a value; those of the result of a formula are mended in the formula."""
    if formula is None:
        return list(found)
    return [one if one.severity == "warning" else replace(one, remedy=MEND) for one in found]
