"""The project behind a template: a case, or nothing yet, with empty slots for what a planner may add.

A slot is an item of which nothing is stated, so it counts as nothing; `slots` tells what becomes of it on reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from relocation.labels import Label
from relocation.project.borrowing import Drawdown, Loan, RateStep, Repayment
from relocation.project.fields import record_of
from relocation.project.funding import Receipt, Subsidy
from relocation.project.names import SLOT_PREFIX
from relocation.project.project import BY_PROGRAM, Project, Source
from relocation.project.spending import Compensation, Construction, Other, Purchase, Yearly

SLOTS: dict[str, tuple[int, type[BaseModel]]] = {
    "subsidies": (6, Subsidy),
    "construction": (6, Construction),
    "compensation": (6, Compensation),
    "purchases": (3, Purchase),
    "loans": (3, Loan),
    "income": (4, Yearly),
    "costs": (4, Yearly),
}
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


def template_project(base: Project | None, changes: Mapping[str, Any]) -> Project:
    """The project that a template shows: the base case or an empty village, with changes, padded with slots.

    Another `timeline.period` counts everything in the new periods first, as `Project.replace` tells. Raises ProblemsFound if the changes do
    not fit the base.
    """
    project = base if base is not None else empty_project()
    return padded(_with(project, changes) if changes else project)


def _with(project: Project, changes: Mapping[str, Any]) -> Project:
    """The project with other values, which are what the template delivers: no changes, and nobody's source."""
    changed = project.replace(changes)
    return Project.build(changed.nested(), {**changed.sources, **dict.fromkeys(changes, Source())})


def empty_project() -> Project:
    """A project that states nothing yet: twelve years and the items that most villages have, filled in by the program."""
    nested: dict[str, Any] = {"village": {}, "timeline": {"start": date(2026, 1, 1)}}
    for path, model, name, rest in USUAL_ITEMS:
        *groups, identity = path.split(".")
        table = nested
        for group in groups:
            table = table.setdefault(group, {})
        table[identity] = {**empty_item(model), "label_en": name.en, "label_zh": name.zh, **rest}
    return stating_only(Project.build(nested), {})


def padded(project: Project) -> Project:
    """The project with empty slots up to the standard sizes; its numbers are the same."""
    nested = project.nested()
    for group, (size, model) in SLOTS.items():
        _pad(nested[group], size, model)
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
    found = {path: sources.get(path, BY_PROGRAM) for path in project.sources}
    return project.model_copy(update={"sources": found})


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
