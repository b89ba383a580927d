"""The rows of the statements: which lines a reader sees, in what order, and which of them are totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from relocation.formula.language.book import Book
from relocation.formula.targets.scalar import Values
from relocation.items.construction import HEADINGS
from relocation.labels import Label
from relocation.project.book_inputs import items_of
from relocation.project.names import slots_last
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import SourcedInputs
from relocation.statements.lines import FINANCING, lines_of
from relocation.tables.units import UNITS

STATEMENT_TITLES = {
    "fund_balance": Label("Fund balance", "资金平衡表"),
    "sources_and_uses": Label("Sources and uses of funds", "资金来源与运用表"),
    "cash_plan": Label("Cash plan", "资金计划表"),
    "loan": Label("Loan schedule", "借款还本付息计划表"),
    "household": Label("Average household", "户均情况"),
    "gap": Label("Who bears the gap", "缺口由谁承担"),
    "published": Label("Published figures beside ours", "已公布数字与本模型对照"),
}


# Cash that sinking funds hold, and what is left beside it: shown below the cash account.
RESERVED_CASH = ("loans.reserve", "cash.free")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a statement: the line it shows and its rank among the rows."""

    key: str
    is_total: bool = False
    is_detail: bool = False
    label: Label | None = None


def fund_balance_rows(book: Book) -> list[Row]:
    """The fund balance as the paper lays it out: revenue, expenditure, balance; what is netted stands as detail."""
    revenue = _rows_of(book, "fund", "revenue", "subsidy")
    costs: list[Row] = []
    for row in _rows_of(book, "fund", "cost"):
        costs.append(row)
        if row.key == "compensation.net":
            costs += [Row(f"{group}.total", is_detail=True) for group in ("compensation", "purchases")]
    return [
        *revenue,
        Row("fund_balance.revenue", is_total=True),
        *costs,
        Row("fund_balance.expenditure", is_total=True),
        *(Row(f"construction.{heading}", is_detail=True) for heading in HEADINGS),
        Row("fund_balance.balance", is_total=True),
    ]


def sources_and_uses_rows(book: Book) -> list[Row]:
    """Sources, their total, uses, their total."""
    return [
        Row(key, is_total=key == f"{side}.total")
        for side in ("sources", "uses")
        for key, line in book.lines.items()
        if line.group == side
    ]


def cash_plan_rows(book: Book) -> list[Row]:
    """Opening, inflow line by line, outflow line by line, closing."""
    return [
        Row("cash.opening"),
        *_rows_of(book, "cash", "revenue", "subsidy", *FINANCING),
        Row("cash.inflow", is_total=True),
        *_rows_of(book, "cash", "cost", "financing_out"),
        Row("cash.outflow", is_total=True),
        Row("cash.closing", is_total=True),
        *(Row(key, is_detail=True) for key in RESERVED_CASH),
        Row("cash.cumulative_before_financing", is_detail=True),
    ]


def loan_rows(path: InputPath) -> list[Row]:
    """The account of one loan, and below it what is set aside for its repayment."""
    labels = {
        "opening": Label("Opening balance", "期初余额"),
        "drawdown": Label("Drawdown", "提款"),
        "accrued": Label("Interest accrued", "应计利息"),
        "construction_interest": Label("of which interest during construction", "其中：建设期利息"),
        "subsidy_received": Label("Interest subsidy", "财政贴息"),
        "capitalised": Label("Interest capitalised", "资本化利息"),
        "interest_paid": Label("Interest paid", "支付利息"),
        "interest_owed": Label("Interest accrued, not yet due", "应计未到期利息"),
        "issue_costs": Label("Issue costs", "发行费用"),
        "principal_repaid": Label("Principal repaid", "偿还本金"),
        "closing": Label("Closing balance", "期末余额"),
        "set_aside": Label("Set aside in the sinking fund", "提取偿债准备金"),
        "reserve": Label("Sinking fund", "偿债准备金余额"),
    }
    details = {"construction_interest", "interest_owed", "issue_costs", "set_aside", "reserve"}
    return [
        Row(path / key, is_total=key == "closing", is_detail=key in details, label=label)
        for key, label in labels.items()
    ]


def household_rows(book: Book) -> list[Row]:
    """What the average household gets, pays and keeps."""
    return [
        Row(key, is_total=key == "household.net_cash")
        for key, line in book.lines.items()
        if line.group == "household"
    ]


def gap_rows(book: Book) -> list[Row]:
    """What is missing, and whose part of it is how large."""
    return [
        Row(key, key == "gap.total", is_detail=key == "gap.fund" or line.unit == "yuan/household")
        for key, line in book.lines.items()
        if line.group == "gap"
    ]


def published_rows(book: Book) -> list[str]:
    """The ids of the published figures that the book reproduces."""
    return [path.name for path in items_of(book, "published") if f"{path}.ours" in book.lines]


def _rows_of(book: Book, section: str, *kinds: str) -> list[Row]:
    """The lines of a statement by kind, of each kind those of slots last."""
    return [
        Row(key) for kind in kinds for key in slots_last(line.key for line in lines_of(book, section, kind))
    ]


# The inputs of a loan that say how it is counted, rather than how much it is.
LOAN_CONVENTIONS = (
    "method",
    "sinking_fund",
    "term",
    "grace",
    "grace_basis",
    "grace_interest",
    "drawdown_rule",
    "draw_interest",
    "rounding",
)
# What follows from them, as lines of the loan.
LOAN_TIMES = {
    "repayments_made": Label("Number of repayments", "还款次数"),
    "first_repaid": Label("First repayment, at the end of period", "首次还款（期末），期次"),
    "last_repaid": Label("Last repayment, at the end of period", "末次还款（期末），期次"),
}
CONVENTION_NOTES = (
    Label(
        "Compounding: the rate is nominal; a month bears a twelfth of it, a quarter a fourth, by the end of the period.",
        "计息：利率为名义年利率，每月计十二分之一、每季计四分之一，期末计息。",
    ),
    Label(
        "Day one: payments fall on the last day of a period. Without grace the first repayment comes one period after "
        "the money: at the end of the same period if that bears interest in whole, else of the next.",
        "起算：还本付息在期末。无宽限期时，提款满一期即首次还款：提款当期按全期计息的，于当期期末；否则于下一期期末。",
    ),
    Label(
        "Grace: periods without repayment, that of the first drawdown included. Inside the term each takes one "
        "repayment away, so that a grace of 1 is another loan than none.",
        "宽限期：不还本的期数，含首次提款所在期。含在期限内时，每期宽限减少一次还款，故宽限1期与无宽限期并非同一笔贷款。",
    ),
)
ORDER_NOTE = Label(
    "Order among loans: interest and principal that fall due; then drawdown on need; then sweeps, which take no "
    "borrowed money; the last two in the order in which the loans are listed.",
    "各笔贷款的先后：先付到期本息，再按需提款，后以余款提前还款（不动用借入未用资金）；后两项按贷款所列顺序。",
)


def loan_conventions(project: SourcedInputs, values: Values, path: str) -> Iterator[tuple[Label, Label]]:
    """What each convention is called, and how this loan has it; then when it is repaid."""
    known = project.by_path()
    for key in LOAN_CONVENTIONS:
        term = known[f"{path}.{key}"]
        chosen = {choice.key: choice.label for choice in term.record.choices}
        unit = UNITS[term.record.unit]
        counted = Label(
            f"{term.value} {unit.en.removesuffix('s' * (term.value == 1))}", f"{term.value}{unit.zh}"
        )
        yield term.record.label, chosen.get(term.value, counted)
    count, first, last = (f"{values[f'{path}.{key}']:.0f}" for key in LOAN_TIMES)
    times = Label(
        f"{count}, at the end of {'period ' + first if first == last else f'periods {first} to {last}'}",
        f"共{count}次，于第{first}{'' if first == last else f'至{last}'}期期末",
    )
    yield Label("Repayments", "还款"), Label("none", "无") if count == "0" else times
