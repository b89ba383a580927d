"""What the items of a project and their inputs are called, also where many stand in one list, and which items are spare slots that nobody filled yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from relocation.labels import Label
from relocation.project.fields import FieldRecord
from relocation.project.inputs import Inputs
from relocation.project.messages import field_at
from relocation.project.paths import SLOT_PREFIX, InputPath, is_slot_id, leaves

GROUPS: dict[str, Label] = {
    "village": Label("Village", "村庄概况"),
    "timeline": Label("Timeline", "时间轴"),
    "land_quota": Label("Land quota", "土地指标"),
    "subsidies": Label("Subsidies", "财政补助"),
    "construction": Label("Construction and reclamation", "工程与复垦"),
    "compensation": Label("Compensation", "拆迁补偿"),
    "purchases": Label("Purchases by households", "农户购房"),
    "loans": Label("Loans", "贷款"),
    "income": Label("Yearly income after the move", "搬迁后年收入"),
    "costs": Label("Yearly costs after the move", "搬迁后年支出"),
    "other": Label("Other lines", "其他项目"),
    "evaluation": Label("Evaluation", "评价参数"),
    "published": Label("Published figures to compare with", "用于对照的已公布数字"),
}

NOUNS = {
    "receipts": Label("Instalment", "分期到账"),
    "subsidies": Label("Subsidy", "补助"),
    "construction": Label("Works", "工程"),
    "compensation": Label("Compensation", "补偿"),
    "purchases": Label("Purchase", "购房"),
    "loans": Label("Loan", "贷款"),
    "drawdowns": Label("Drawdown", "提款"),
    "rate_steps": Label("Rate step", "利率调整"),
    "repayments": Label("Repayment", "还本"),
    "income": Label("Income", "收入"),
    "costs": Label("Cost", "支出"),
    "other": Label("Own line", "其他项目"),
    "published": Label("Published figure", "已公布数字"),
}


def is_slot(path: str) -> bool:
    """Whether a path leads into a slot that nobody named yet."""
    return any(is_slot_id(part) for part in InputPath.of(path).parts)


def slots_last(paths: Iterable[str]) -> list[str]:
    """The paths in their order, those of slots after the others."""
    return sorted(paths, key=is_slot)


def noun_id(noun: Label) -> str:
    """A noun as the beginning of an id: rate_step."""
    return noun.en.lower().replace(" ", "_")


def noun_of(item: InputPath, number: int, *, numbered: bool = False) -> Label:
    """What an item is: Loan; a slot, and whatever has no name, with its place among its like: Loan 2."""
    noun = NOUNS[item.parent.name]
    if not numbered and not is_slot_id(item.name):
        return noun
    return Label(f"{noun.en} {number}", f"{noun.zh} {number}")


def item_name(path: str, en: str = "", zh: str = "") -> Label:
    """The name of an item by its path, such as loans.adbc: what the planner called it, else what its id says."""
    if en or zh:
        return Label(en or zh, zh or en)
    item = InputPath.of(path)
    noun, plain = NOUNS.get(item.parent.name), item.name.replace("_", " ")
    if noun is not None and is_slot_id(item.name):
        number = item.name.removeprefix(SLOT_PREFIX).replace("_", " ")
        return Label(f"{noun.en}: spare {number}", f"{noun.zh}：备用 {number}")
    number = item.name.removeprefix(f"{noun_id(noun)}_") if noun is not None else ""
    if noun is not None and number.isdigit():
        return Label(f"{noun.en} {number}", f"{noun.zh} {number}")
    return Label(plain, plain)


def input_labels(*projects: Inputs) -> dict[str, Label]:
    """The full name of every input by path, such as `Bank loan: Term`; of the first project that has it."""
    return {path: label for project in reversed(projects) for path, label in _labels_of(project).items()}


def place_names(inputs: Inputs) -> Callable[[str], Label]:
    """What a path leads to is called: an input, an item, or a group of items."""
    values: dict[str, Any] = {path: value for path, _, value in leaves(inputs)}
    return lambda path: place_name(path, values)


def place_name(path: str, values: Mapping[str, Any]) -> Label:
    """What a path leads to is called, where items have their names among these values by path."""
    place = InputPath.of(path)
    record, _ = field_at(Inputs, place.parts)
    if record is not None:
        return _full_name(place, record, values)
    names = list(_names(place.items, values))
    if place in place.items:
        return _joined(names)
    group = NOUNS.get(place.name) if len(place.parts) > 1 else GROUPS.get(place.name)
    return _joined([*names, group] if group else names)


def _labels_of(inputs: Inputs) -> dict[str, Label]:
    listed = list(leaves(inputs))
    values: dict[str, Any] = {path: value for path, _, value in listed}
    return {path: _full_name(path, record, values) for path, record, _ in listed}


def _full_name(path: InputPath, record: FieldRecord, values: Mapping[str, Any]) -> Label:
    return _joined([*_names(path.items, values), record.label])


def _names(items: Iterable[InputPath], values: Mapping[str, Any]) -> Iterator[Label]:
    """The names of the items that a path leads through: a loan, and in it a drawdown."""
    for item in items:
        yield item_name(item, values.get(item / "label_en") or "", values.get(item / "label_zh") or "")


def _joined(names: list[Label]) -> Label:
    return Label(": ".join(name.en for name in names), "：".join(name.zh for name in names))
