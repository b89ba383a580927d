"""What the items of a project and their inputs are called, also where many stand in one list, and which items are spare slots that nobody filled yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from relocation.labels import Label
from relocation.project.inputs import Inputs
from relocation.project.messages import field_at
from relocation.project.paths import leaves

SLOT_PREFIX = "slot_"

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
    return any(part.startswith(SLOT_PREFIX) for part in path.split("."))


def slots_last(paths: Iterable[str]) -> list[str]:
    """The paths in their order, those of slots after the others."""
    return sorted(paths, key=is_slot)


def noun_id(noun: Label) -> str:
    """A noun as the beginning of an id: rate_step."""
    return noun.en.lower().replace(" ", "_")


def noun_of(path: str, number: int, *, numbered: bool = False) -> Label:
    """What an item is, by its path: Loan; a slot, and whatever has no name, with its place among its like: Loan 2."""
    *_, group, identity = path.split(".")
    noun = NOUNS[group]
    if not numbered and not identity.startswith(SLOT_PREFIX):
        return noun
    return Label(f"{noun.en} {number}", f"{noun.zh} {number}")


def item_name(path: str, en: str = "", zh: str = "") -> Label:
    """The name of an item by its path, such as loans.adbc: what the planner called it, else what its id says."""
    if en or zh:
        return Label(en or zh, zh or en)
    *_, group, identity = path.split(".")
    noun = NOUNS.get(group)
    if noun is not None and identity.startswith(SLOT_PREFIX):
        number = identity.removeprefix(SLOT_PREFIX).replace("_", " ")
        return Label(f"{noun.en}: spare {number}", f"{noun.zh}：备用 {number}")
    number = identity.removeprefix(f"{noun_id(noun)}_") if noun is not None else ""
    if noun is not None and number.isdigit():
        return Label(f"{noun.en} {number}", f"{noun.zh} {number}")
    plain = identity.replace("_", " ")
    return Label(plain, plain)


def input_labels(*projects: Inputs) -> dict[str, Label]:
    """The full name of every input by path, such as `Bank loan: Term`; of the first project that has it."""
    return {path: label for project in reversed(projects) for path, label in _labels_of(project).items()}


def place_names(inputs: Inputs) -> Callable[[str], Label]:
    """What a path leads to is called: an input, an item, or a group of items."""
    values = {path: value for path, _, value in leaves(inputs)}
    return lambda path: place_name(path, values)


def place_name(path: str, values: Mapping[str, Any]) -> Label:
    """What a path leads to is called, where items have their names among these values by path."""
    items = list(_items(path, values))
    record, _ = field_at(Inputs, path.split("."))
    if record is not None:
        return _joined([*items, record.label])
    last = path.rpartition(".")[2]
    group = NOUNS.get(last) if "." in path else GROUPS.get(last)
    return _joined([*items, group] if group else items)


def _labels_of(inputs: Inputs) -> dict[str, Label]:
    listed = list(leaves(inputs))
    values = {path: value for path, _, value in listed}
    return {path: _joined([*_items(path, values), record.label]) for path, record, _ in listed}


def _items(path: str, values: Mapping[str, Any]) -> Iterator[Label]:
    """The names of the items that a path leads through: a loan, and in it a drawdown."""
    parts = path.split(".")
    position = 0
    while position < len(parts) - 1:
        if parts[position] in NOUNS:
            item = ".".join(parts[: position + 2])
            yield item_name(item, values.get(f"{item}.label_en") or "", values.get(f"{item}.label_zh") or "")
            position += 1
        position += 1


def _joined(names: list[Label]) -> Label:
    return Label(": ".join(name.en for name in names), "：".join(name.zh for name in names))
