"""The project that a blank template holds, with its spare slots: which of them somebody used, and the ordinary item that a used one becomes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from keyword import iskeyword
from typing import Any

from pydantic import BaseModel

from relocation.caller import named
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.borrowing import Drawdown, Loan, RateStep, Repayment
from relocation.project.fields import record_of
from relocation.project.funding import Receipt, Subsidy
from relocation.project.names import GROUPS, NOUNS, noun_id
from relocation.project.paths import SLOT_PREFIX, InputPath, is_slot_id
from relocation.project.project import Project
from relocation.project.sourced_inputs import BY_PROGRAM, InputValue, Source
from relocation.project.spending import Compensation, Construction, Other, Purchase, Yearly

AMOUNTS = ("quantity", "rate", "principal", "amount", "share")
TEXTS = ("label_en", "label_zh", "lender", "funder", "formula")
LONGEST_ID = 40
PATH_IN_FORMULA = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")


@dataclass(frozen=True, slots=True)
class Settled:
    """A project without slots. `items` tells what became of the used ones: path of the slot -> path of the item."""

    project: Project
    items: Mapping[InputPath, InputPath]

    def path(self, path: str) -> str:
        """Where an input or a line of a slot stands now; any other path is its own answer."""
        place = InputPath.of(path)
        for slot in reversed(place.slots):
            if slot in self.items:
                return InputPath(*self.items[slot].parts, *place.parts[len(slot.parts) :])
        return path


def slots_on(path: str) -> list[InputPath]:
    """The slots that a path leads through, the outermost first: loans.slot_1, loans.slot_1.drawdowns.slot_2."""
    return InputPath.of(path).slots


def shows_use(path: InputPath, known: Collection[str]) -> bool:
    """Whether a value at this path says that its slot is used: an amount, a name, a text; `known` are all paths.

    The period of a rate step does so too, since the step may well be to a rate of 0; that of a share does not.
    """
    name = path.name
    return name in AMOUNTS or name in TEXTS or (name == "period" and path.parent / "share" not in known)


def settled(project: Project, used: Iterable[str] = ()) -> Settled:
    """The project with its used slots as ordinary items. Used are also those to which a path of `used` leads."""
    stated = {
        slot for input_value in project.values() if input_value.stated for slot in input_value.path.slots
    }
    stated |= {slot for path in used for slot in slots_on(path)}
    items: dict[InputPath, InputPath] = {}
    nested = _without_unused(project.nested(), InputPath(), InputPath(), stated, items)
    ordinary = Settled(project, items)
    for input_value in project.values():
        if input_value.record.kind == "formula" and input_value.value and items:
            _put_formula(nested, ordinary, input_value)
    sources = {ordinary.path(path): source for path, source in project.sources.items()}
    return Settled(Project.build(nested, sources), items)


def _without_unused(
    table: Mapping[str, Any],
    old: InputPath,
    new: InputPath,
    stated: Collection[InputPath],
    items: dict[InputPath, InputPath],
) -> dict[str, Any]:
    """A table of inputs that stood at the path `old` and stands at `new`; the slots in it are noted in `items`."""
    kept: dict[str, Any] = {}
    taken = {key for key in table if not is_slot_id(key)}
    for position, (key, value) in enumerate(table.items(), start=1):
        here, name = old / key, key
        if isinstance(value, Mapping):
            if is_slot_id(key):
                if here not in stated:
                    continue
                name = _identity(value, old.name, position, taken)
                items[here] = new / name
                taken.add(name)
            value = _without_unused(value, here, new / name, stated, items)
        kept[name] = value
    return kept


def _identity(item: Mapping[str, Any], group: str, number: int, taken: Collection[str]) -> str:
    """An id for an item: its English name in plain letters, else what it is and its place among its like."""
    slug = _slug(str(item.get("label_en", "")))
    usable = slug[:1].isalpha() and not iskeyword(slug) and not is_slot_id(slug)
    if usable and slug not in taken:
        return slug
    stem, number = (slug, 2) if usable else (noun_id(NOUNS[group]), number)
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _slug(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_")
    return (
        words
        if len(words) <= LONGEST_ID
        else words[: LONGEST_ID + 1].rpartition("_")[0] or words[:LONGEST_ID]
    )


def _put_formula(nested: dict[str, Any], ordinary: Settled, input_value: InputValue) -> None:
    """A formula that names a slot names the item that became of it."""
    *groups, name = InputPath.of(ordinary.path(input_value.path)).parts
    table = nested
    for group in groups:
        table = table.get(group, {})
    if name in table:
        table[name] = PATH_IN_FORMULA.sub(lambda match: ordinary.path(match[0]), input_value.value)


SLOTS: dict[str, tuple[int, type[BaseModel]]] = {
    "subsidies": (6, Subsidy),
    "construction": (6, Construction),
    "compensation": (6, Compensation),
    "purchases": (3, Purchase),
    "loans": (3, Loan),
    "income": (4, Yearly),
    "costs": (4, Yearly),
}
MOST_ITEMS = 60  # of a group in a template
RECEIPTS, DRAWDOWNS, RATE_STEPS, REPAYMENTS = 3, 2, 2, 8
OTHER_SLOTS = (
    ("revenue", 2),
    ("subsidy", 1),
    ("cost", 4),
    ("financing_in", 1),
    ("financing_out", 1),
    ("capital", 1),
)


USUAL_ITEMS: tuple[tuple[str, type[BaseModel], Label, dict[str, Any]], ...] = (
    ("land_quota.receipts.first", Receipt, Label("first instalment", "第一期"), {"share": 1.0}),
    ("subsidies.relocation", Subsidy, Label("Relocation subsidy", "易地搬迁补助"), {"basis": "person"}),
    ("construction.housing", Construction, Label("Resettlement housing", "安置住房"), {"group": "housing"}),
    (
        "construction.infrastructure",
        Construction,
        Label("Infrastructure and public buildings", "基础设施与公共建筑"),
        {"unit": "lump sum", "group": "infrastructure"},
    ),
    (
        "construction.reclamation",
        Construction,
        Label("Land reclamation", "土地复垦"),
        {"unit": "mu", "group": "reclamation"},
    ),
    ("compensation.brick", Compensation, Label("Demolished brick houses", "拆除砖房"), {}),
    ("compensation.soil", Compensation, Label("Demolished soil houses", "拆除土房"), {}),
    ("purchases.flats", Purchase, Label("New flats bought by households", "农户购买新居"), {}),
    (
        "purchases.garages",
        Purchase,
        Label("Garages bought by households", "农户购买车库"),
        {"unit": "garage"},
    ),
    ("loans.bank", Loan, Label("Bank loan", "银行贷款"), {}),
)


def template_project(
    base: Project | None, changes: Mapping[str, Any], items: Mapping[str, Any] | None = None
) -> Project:
    """The project that a template shows: the base case or an empty village, with changes, padded with slots.

    `items` says of how many of a group there is room: {"construction": 12}; of the others for as many as usual, and for all of
    the base in any case.

    Another `timeline.period` counts everything in the new periods first, as `Project.replace` tells. Raises ProblemsFound if the changes do
    not fit the base, or the numbers of items what a template can hold.
    """
    sizes = _sizes(items or {})
    project = base if base is not None else empty_project()
    return padded(_with(project, changes) if changes else project, sizes)


def _sizes(items: Mapping[str, Any]) -> dict[str, int]:
    """For how many items of each group there is room."""
    problems = [
        _no_size(group, count)
        for group, count in items.items()
        if group not in SLOTS or not str(count).isdecimal() or int(count) > MOST_ITEMS
    ]
    if problems:
        raise ProblemsFound(problems)
    usual = {group: size for group, (size, _) in SLOTS.items()}
    return {**usual, **{group: int(count) for group, count in items.items()}}


def _no_size(group: str, count: Any) -> Problem:
    """Why something is no number of items."""
    if group not in SLOTS:
        known = Label(f"one of {', '.join(SLOTS)}", f"以下之一：{'、'.join(SLOTS)}")
        return Problem(
            named("--items", "items"), group, known, near(group, SLOTS, Label("correct it", "请更正"))
        )
    expected = Label(f"a whole number from 0 to {MOST_ITEMS}", f"0 至 {MOST_ITEMS} 的整数")
    return Problem(group, str(count), expected, Label("correct it", "请更正"), GROUPS[group])


def _with(project: Project, changes: Mapping[str, Any]) -> Project:
    """The project with other values, which are what the template delivers: no changes, and nobody's source."""
    changed = project.replace(changes)
    return Project.build(changed.nested(), {**changed.sources, **dict.fromkeys(changes, Source())})


def empty_project() -> Project:
    """A project that states nothing yet: twelve years and the items that most villages have, filled in by the program."""
    nested: dict[str, Any] = {"village": {}, "timeline": {"start": date(2026, 1, 1)}}
    for path, model, name, rest in USUAL_ITEMS:
        *groups, identity = InputPath.of(path).parts
        table = nested
        for group in groups:
            table = table.setdefault(group, {})
        table[identity] = {**empty_item(model), "label_en": name.en, "label_zh": name.zh, **rest}
    return stating_only(Project.build(nested), {})


def padded(project: Project, sizes: Mapping[str, int] | None = None) -> Project:
    """The project with empty slots up to these sizes, else the usual ones; its numbers are the same."""
    nested = project.nested()
    for group, (size, model) in SLOTS.items():
        _pad(nested[group], size if sizes is None else sizes[group], model)
    _pad(nested["land_quota"]["receipts"], RECEIPTS, Receipt)
    for loan in nested["loans"].values():
        _pad(loan["drawdowns"], DRAWDOWNS, Drawdown)
        _pad(loan["rate_steps"], RATE_STEPS, RateStep)
        _pad(loan["repayments"], REPAYMENTS, Repayment)
    for kind, size in OTHER_SLOTS:
        for number in range(1, size + 1):
            if len(nested["other"]) < sum(count for _, count in OTHER_SLOTS):
                nested["other"].setdefault(
                    f"{SLOT_PREFIX}{kind}_{number}", {**empty_item(Other), "kind": kind}
                )
    return stating_only(Project.build(nested), project.sources)


def stating_only(project: Project, sources: Mapping[str, Source]) -> Project:
    """The project with these sources; whatever has none was filled in by the program."""
    kept = {path: sources.get(path, BY_PROGRAM) for path in project.sources}
    return project.model_copy(update={"sources": kept})


def empty_item(model: type[BaseModel]) -> dict[str, Any]:
    """An item of which nothing is stated: required numbers as an empty cell counts, everything else at its default."""
    item: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        record = record_of(info)
        if record is None:
            item[name] = {}
        else:
            item[name] = record.empty_value if record.required else record.default
    return item


def _pad(items: dict[str, Any], size: int, model: type[BaseModel]) -> None:
    number = 0
    while len(items) < size:
        number += 1
        items.setdefault(f"{SLOT_PREFIX}{number}", empty_item(model))
