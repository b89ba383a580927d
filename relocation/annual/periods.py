"""What the tables by year need by period: the lines of the cash plan by what they are for, and the special bonds.

The cash plan tells by kind what comes in and goes out; the tables tell works from compensation, the relocation from
the years after it, and loans from other financing. Every line of the cash plan stands in exactly one of them, so
that the tables foot whatever lines there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from relocation.formula.language.book import Book
from relocation.formula.language.expression import Expression, LineReference, sum_of, when
from relocation.items.compensation import spread_item
from relocation.items.construction import under_heading
from relocation.labels import Label
from relocation.project.book_inputs import items_of
from relocation.statements import lines_of, loan_paths

HEADINGS = {
    "engineering": Label("Engineering", "工程费"),
    "reclamation": Label("Land reclamation", "土地复垦费"),
    "other": Label("Other works", "其他工程费"),
}


@dataclass(frozen=True, slots=True)
class Purpose:
    """Lines of the cash plan of one kind that serve the same end."""

    key: str
    kind: str
    label: Label
    belongs: Callable[[str], bool]


PURPOSES = (
    Purpose(
        "other_revenue",
        "revenue",
        Label("Other revenue of the relocation", "其他搬迁收入"),
        lambda group: group not in {"land_quota", "income"},
    ),
    Purpose(
        "income_after_move",
        "revenue",
        Label("Income after the move", "搬迁后收入"),
        lambda group: group == "income",
    ),
    Purpose(
        "works",
        "cost",
        Label("Works and reclamation", "工程与复垦支出"),
        lambda group: group == "construction",
    ),
    Purpose(
        "other_costs",
        "cost",
        Label("Other costs of the relocation", "其他搬迁支出"),
        lambda group: group not in {"construction", "compensation", "costs"},
    ),
    Purpose(
        "costs_after_move",
        "cost",
        Label("Costs after the move", "搬迁后支出"),
        lambda group: group == "costs",
    ),
    Purpose(
        "other_financing_in",
        "financing_in",
        Label("Other financing received", "其他融资流入"),
        lambda group: group != "loans",
    ),
    Purpose(
        "own_capital",
        "capital",
        Label("Own capital put in", "投入项目资本金"),
        lambda group: group != "loans",
    ),
    Purpose(
        "other_financing_out",
        "financing_out",
        Label("Other financing repaid", "其他融资流出"),
        lambda group: group != "loans",
    ),
)


def declare_purposes(book: Book) -> None:
    """Declares what the cash plan moves for each purpose, by heading of works,and of the special bonds."""
    for purpose in PURPOSES:
        lines = [
            line
            for line in lines_of(book, "cash", purpose.kind)
            if purpose.belongs(book.lines[line.key].group)
        ]
        _declare_sum(book, purpose.key, purpose.label, lines)
    _declare_headings(book)
    _declare_parts_of_works(book)
    _declare_parts_of_compensation(book)
    _declare_compensated(book)
    _declare_bonds(book)
    _declare_subsidies_so_far(book)


def _declare_sum(book: Book, key: str, label: Label, terms: Iterable[Expression]) -> None:
    book.line(f"cash.{key}", label, "yuan", sum_of(terms), section="cash_total", summed=True, series=True)


COMPENSATED = {
    "structure": Label("Structures", "房屋"),
    "land": Label("Land", "土地"),
    "crops": Label("Crops and trees", "青苗树木"),
    "attachment": Label("Attachments", "附属物"),
    "allowance": Label("Allowances and assistance", "搬迁补助费"),
}


def _declare_compensated(book: Book) -> None:
    """Compensation before contingencies by what it is paid for, a choice that a planner may change in the workbook."""
    items = items_of(book, "compensation")
    for group, label in COMPENSATED.items():
        paid = (
            when(book.choice(f"{item}.group", group), LineReference(f"{item}.base_paid")) for item in items
        )
        _declare_sum(book, f"compensation_{group}", label, paid)


def _declare_headings(book: Book) -> None:
    """Works by the heading that each stands under, a choice that a planner may change in the workbook."""
    works = items_of(book, "construction")
    for heading, label in HEADINGS.items():
        spent = (LineReference(f"{item}.spending") * under_heading(item, heading) for item in works)
        _declare_sum(book, f"works_{heading}", label, spent)


def _declare_parts_of_works(book: Book) -> None:
    """What is spent on works before contingencies, on the physical contingency, and on the rise of prices."""
    base, physical = [], []
    for path in items_of(book, "construction"):
        cost, contingency, spent = (
            LineReference(f"{path}.{part}") for part in ("cost", "contingency", "spent")
        )
        name = book.lines[cost.key].label
        line = book.line(
            f"{path}.base_spending",
            Label(f"{name.en}: before contingencies", f"{name.zh}：不含预备费"),
            "yuan",
            cost * (spent - spent.previous),
            summed=True,
        )
        base.append(line)
        physical.append(contingency * (spent - spent.previous))
    _declare_sum(book, "works_base", Label("Works before contingencies", "工程费（不含预备费）"), base)
    _declare_sum(book, "works_physical", Label("Physical contingency", "基本预备费"), physical)
    price = (
        LineReference("cash.works") - LineReference("cash.works_base") - LineReference("cash.works_physical")
    )
    _declare_sum(book, "works_price", Label("Price contingency", "涨价预备费"), [price])


def _declare_parts_of_compensation(book: Book) -> None:
    """What is paid for compensation before contingencies, for the physical contingency, and for the rise of rates."""
    base, physical = [], []
    for path in items_of(book, "compensation"):
        amount = LineReference(f"{path}.total")
        name = book.lines[amount.key].label
        line = book.line(
            f"{path}.base_paid",
            Label(f"{name.en}: before contingencies", f"{name.zh}：不含预备费"),
            "yuan",
            spread_item(book, path, amount),
            summed=True,
        )
        base.append(line)
        physical.append(LineReference(f"{path}.base") - line)
    price = (
        LineReference("compensation.paid")
        - LineReference("cash.compensation_base")
        - LineReference("cash.compensation_physical")
    )
    for key, label, terms in (
        ("base", Label("Compensation before contingencies", "补偿（不含预备费）"), base),
        ("physical", Label("Physical contingency on compensation", "补偿基本预备费"), physical),
        ("price", Label("Price contingency on compensation", "补偿涨价预备费"), [price]),
    ):
        _declare_sum(book, f"compensation_{key}", label, terms)


def _declare_bonds(book: Book) -> None:
    """What of the loans is special bonds, a choice that a planner may change in the workbook."""
    for key, part, label in (
        ("bonds_drawdown", "drawdown", Label("Special bonds: drawdown", "专项债券：发行")),
        ("bonds_principal_repaid", "principal_repaid", Label("Special bonds: principal repaid", "专项债券：还本")),
        ("bonds_interest_paid", "interest_paid", Label("Special bonds: interest paid", "专项债券：付息")),
    ):  # fmt: skip
        bonds = (
            when(book.choice(f"{path}.type", "special_bond"), LineReference(f"{path}.{part}"))
            for path in loan_paths(book)
        )
        book.line(f"loans.{key}", label, "yuan", sum_of(bonds), summed=True, series=True)


def _declare_subsidies_so_far(book: Book) -> None:
    paid = LineReference("cash.subsidies_so_far")
    book.line(
        paid.key,
        Label("Subsidies so far, of interest too", "累计补助（含贴息）"),
        "yuan",
        paid.previous + LineReference("cash.subsidy") + LineReference("loans.subsidy_received"),
    )
