"""Resettlement budget (移民安置预算) by year, in the layout that readers at the World Bank and ADB expect.

    budget      = compensation and assistance + works + other costs, each before contingencies, + contingencies
    to be found = budget - what households pay for their new homes

The letters are those of the usual categories. Income restoration, administration and monitoring (D to F) have no
inputs of their own: what a planner states for them are own lines of kind cost. Funds are pooled, so
no item has a source of its own; the sources stand below, as they arrive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from typing import Any

from relocation.annual.periods import COMPENSATED
from relocation.annual.rows import Entry, check, detail, flows, row_of
from relocation.annual.years import of_year
from relocation.formula.language.book import Book
from relocation.formula.language.expression import LineReference
from relocation.labels import Label, Language
from relocation.project.book_inputs import items_of
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import SourcedInputs
from relocation.tables.units import UNITS

# The groups of the budget that state quantities, and the input that says in what.
COUNTED = {"construction": "unit", "compensation": "unit", "subsidies": "basis"}
GROUPS = {
    "construction": Label("Works", "工程"),
    "compensation": Label("Compensation and assistance", "补偿与补助"),
    "subsidies": Label("Subsidies", "财政补助"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A sum of quantities in one unit: the items of a group that are counted in it."""

    group: str
    unit: str
    items: tuple[str, ...]  # paths
    amount: float

    @property
    def label(self) -> Label:
        return GROUPS[self.group]

    @property
    def unit_name(self) -> Label:
        """The unit as a reader of the language knows it, else as it is typed."""
        return UNITS.get(self.unit, Label(self.unit, self.unit))

    def to_record(self, lang: Language) -> dict[str, Any]:
        """The sum as `relocation run -f json` prints it."""
        return {
            "group": self.group,
            "label": self.label.text(lang),
            "unit": self.unit,
            "quantity": self.amount,
        }


def quantities_by_unit(project: SourcedInputs) -> list[Quantity]:
    """The sums of each group in the order in which its units first stand; items without a unit are left out."""
    return [quantity for group in COUNTED for quantity in _of_group(project, group)]


def _of_group(project: SourcedInputs, group: str) -> list[Quantity]:
    units: dict[str, list[tuple[str, str, float]]] = {}
    for identity, item in getattr(project, group).items():
        entries = str(getattr(item, COUNTED[group])).strip()
        if entries:
            units.setdefault(entries.casefold(), []).append((entries, f"{group}.{identity}", item.quantity))
    return [
        Quantity(
            group,
            entries[0][0],
            tuple(path for _, path, _ in entries),
            fsum(amount for *_, amount in entries),
        )
        for entries in units.values()
    ]


TABLE = "budget"
ROW_NAMES = {"loans": "loan", "other": "own_line"}
TITLE = Label("Resettlement budget", "移民安置预算表")
NOTE = Label(
    "Categories A to G as lenders read them; funds are pooled, no item has a source of its own.",
    "按国际金融机构通行的A至G类列示；资金统筹使用，不逐项对应来源。",
)


def budget(book: Book) -> list[Entry]:
    """Items by category, what households pay, and the sources of funds."""
    assets, works, other, reserve, whole, homes = map(
        _row, ("compensation", "works", "other_costs", "contingencies", "budget", "purchases")
    )
    return [
        *_categories(book),
        Entry("budget", Label("Budget (1+2+3+4)", "预算合计（1+2+3+4）"), assets + works + other + reserve),
        Entry(
            "purchases", Label("Paid by households for new homes", "农户购房款"), of_year("purchases.paid")
        ),
        Entry("to_finance", Label("To be financed (5-6)", "需筹措资金（5-6）"), whole - homes),
        Entry(
            "sources",
            Label("Sources of funds, as they arrive", "资金来源（按到账时间）"),
            parts=_sources(book),
        ),
        check(
            Label(
                "Check: 7 = total investment without cost of debt",
                "检查：7＝项目总投资（不含建设期利息与发行费用）",
            ),
            _row("to_finance"),
            row_of("investment", "use")
            - row_of("investment", "construction_interest")
            - row_of("investment", "issue_costs"),
        ),
    ]


def _categories(book: Book) -> list[Entry]:
    """Categories A to G with their items."""
    return [
        Entry(
            "compensation",
            Label("Compensation and assistance (A, B)", "补偿与补助（A、B）"),
            of_year("cash.compensation_base"),
            parts=(*_compensation(book), *_compensated()),
        ),
        Entry(
            "works",
            Label("Site, housing, infrastructure, reclamation (C)", "安置点、住房、基础设施与复垦（C）"),
            of_year("cash.works_base"),
            parts=_works(book),
        ),
        Entry(
            "other_costs",
            Label(
                "Restoration, administration, monitoring, other (D-F)", "生计恢复、管理、监测及其他（D－F）"
            ),
            of_year("cash.other_costs"),
            parts=_own_items(book, "cost"),
        ),
        Entry(
            "contingencies",
            Label("Contingencies (G)", "预备费（G）"),
            parts=tuple(_contingency(book, key) for key in ("physical", "price")),
        ),
    ]


def _contingency(book: Book, key: str) -> Entry:
    """One of the contingencies, on works and on compensation."""
    works, compensation = f"cash.works_{key}", f"cash.compensation_{key}"
    return Entry(key, book.lines[works].label, of_year(works) + of_year(compensation))


def _row(key: str) -> LineReference:
    return row_of(TABLE, key)


def _compensation(book: Book) -> tuple[Entry, ...]:
    return _items(
        book, {path: (f"{path}.base_paid", f"{path}.total") for path in items_of(book, "compensation")}
    )


def _compensated() -> tuple[Entry, ...]:
    return tuple(
        detail(f"of_{group}", Label(f"of which {label.en.lower()}", f"其中：{label.zh}"), of_year(f"cash.compensation_{group}"))
        for group, label in COMPENSATED.items()
    )  # fmt: skip


def _works(book: Book) -> tuple[Entry, ...]:
    return _items(
        book, {path: (f"{path}.base_spending", f"{path}.cost") for path in items_of(book, "construction")}
    )


def _sources(book: Book) -> tuple[Entry, ...]:
    grants = {path: (f"{path}.received", f"{path}.total") for path in items_of(book, "subsidies")}
    loans = {path: (f"{path}.drawdown", f"{path}.drawdown") for path in items_of(book, "loans")}
    return (
        *flows(book, {"quota": "land_quota.received"}),
        _own_lines(book, "other_revenue", "revenue"),
        Entry(
            "subsidies",
            book.lines["cash.subsidy"].label,
            of_year("cash.subsidy"),
            parts=(*_items(book, grants), *_own_items(book, "subsidy")),
        ),
        Entry(
            "loans",
            Label("Loans, to be repaid", "借款（须偿还）"),
            of_year("loans.drawdown"),
            parts=_items(book, loans),
        ),
        _own_lines(book, "other_financing_in", "financing_in"),
        _own_lines(book, "own_capital", "capital"),
    )


def _own_lines(book: Book, key: str, kind: str) -> Entry:
    """A row that only a planner's own lines make up."""
    line = f"cash.{key}"
    return Entry(key, book.lines[line].label, of_year(line), parts=_own_items(book, kind))


def _own_items(book: Book, kind: str) -> tuple[Entry, ...]:
    """A row for each of a planner's own lines of a kind."""
    lines = {path: (f"{path}.flow", f"{path}.total") for path in items_of(book, "other")}
    return _items(book, {path: named for path, named in lines.items() if book.lines[named[1]].kind == kind})


def _items(book: Book, lines: Mapping[InputPath, tuple[str, str]]) -> tuple[Entry, ...]:
    """A row for each item, by its path, its flow, and the line that bears its name."""
    return tuple(
        Entry(item_row(path), book.lines[name].label, of_year(flow), item=path)
        for path, (flow, name) in lines.items()
    )


def item_row(path: InputPath) -> str:
    """The key of the row of an item, such as construction_housing, loan_adbc, own_line_survey."""
    return f"{ROW_NAMES.get(path.group, path.group)}_{path.name}"
