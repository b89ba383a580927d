"""偿债能力: what each year brings against the debt service that is due in it.

    DSCR_y     = cash flow available for debt service_y / (interest paid_y + principal due_y)
    ICR_y      = EBIT_y / (interest accrued_y less its subsidy)
    with cash  = max(0, cash brought forward into the year + the same flow) / the same

Years count from when repayment begins (`repayment_phase`). There is neither tax nor depreciation in a relocation fund, so
the available flow stands for EBIT and for EBITDA less tax. A ratio of a year's own flow exists where something is due
and the year has a flow of its own; where the flow is nothing or below there is nothing to cover with, and the ratio is
n/a. The lowest and the average exist if every year with debt service has its ratio.

Quota money comes once, and what is left of it pays the debt service of later years. A year measured with the cash that it
begins with always has a ratio where something is due: 1 or more exactly where no new money is needed. The verdict
asks for that one.

Source: 建设项目经济评价方法与参数（第三版）: ICR = EBIT / PI and DSCR = (EBITDA - TAX) / PD by year of the loan's repayment,
PD the principal and interest that are due; its financial plan carries surplus cash forward (累计盈余资金).
"""

from __future__ import annotations

from relocation.annual import phases as repayment_phase
from relocation.annual.rows import Entry, detail, row_of, work
from relocation.annual.years import of_year
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    Expression,
    LineReference,
    as_number,
    larger,
    lowest,
    ratio,
    to_cents,
    when,
)
from relocation.labels import Label

TABLE = "debt_cover"
TITLE = Label("Debt cover by year", "偿债能力分析表")
NOTE = Label(
    "From the year in which repayment begins; n/a where nothing is due or the year has no flow of its own.",
    "自进入还款期的年度起计列；当年无应还款项或无净流入时显示 n/a。",
)
CENT = 0.01  # less money than this is none
WAN = 10_000


def debt_cover(book: Book) -> list[Entry]:
    """The flow and the debt service of each year, their ratios, what is missing to the thresholds, and work rows."""
    return [
        Entry(
            "flow",
            Label("Cash flow available for debt service", "可用于还本付息的资金"),
            of_year(repayment_phase.AVAILABLE.key),
            parts=(
                detail(
                    "cash_brought",
                    Label("beside it: cash brought forward", "另有：年初结余资金"),
                    of_year(repayment_phase.CASH_BROUGHT.key),
                ),
            ),
        ),
        Entry(
            "service",
            Label("Principal and interest due", "应还本付息额"),
            of_year(repayment_phase.DUE.key),
            parts=(
                detail(
                    "principal",
                    Label("of which principal", "其中：应还本金"),
                    of_year("loans.scheduled_principal"),
                ),
                detail(
                    "interest",
                    Label("interest accrued, less its subsidy", "应计利息（扣除贴息）"),
                    of_year(repayment_phase.CHARGED.key),
                ),
                detail(
                    "prepaid",
                    Label("not due: repaid ahead of its plan", "不属应还：提前还本"),
                    of_year(repayment_phase.PREPAID.key),
                ),
            ),
        ),
        *(_cover(*cover) for cover in COVERS),
        *(_short(book, *short) for short in SHORT),
        *_work_rows(book),
    ]


def _row(key: str) -> LineReference:
    return row_of(TABLE, key)


COVERS: tuple[tuple[str, Label, str, bool], ...] = (
    ("dscr", Label("DSCR, the year's own flow", "偿债备付率（当年资金）"), "service", False),
    ("dscr_with_cash", Label("DSCR with cash brought forward", "偿债备付率（含年初结余）"), "service", True),
    ("icr", Label("Interest cover (ICR), the year's own flow", "利息备付率（当年资金）"), "interest", False),
    ("icr_with_cash", Label("ICR with cash brought forward", "利息备付率（含年初结余）"), "interest", True),
)
SHORT = (
    ("dscr", "service", Label("Cash short of the DSCR asked for", "距要求的偿债备付率所缺资金")),
    ("icr", "interest", Label("Cash short of the ICR asked for", "距要求的利息备付率所缺资金")),
)


def _cover(key: str, label: Label, owed: str, with_cash: bool) -> Entry:
    exists = _is_money(_row(owed)) if with_cash else _is_money(_row(owed)) & _is_money(_row("flow"))
    available = _with_cash() if with_cash else _row("flow")
    return Entry(key, label, ratio(available, when(exists, _row(owed))), flow=False, unit="times")


def _with_cash() -> Expression:
    return larger(0, _row("cash_brought") + _row("flow"))


def _is_money(amount: Expression) -> Expression:
    return to_cents(amount) > 0


def _short(book: Book, key: str, owed: str, label: Label) -> Entry:
    asked = book.reference(f"evaluation.minimum_{key}")
    missing = larger(0, asked * _row(owed) - _with_cash())
    return Entry(f"{key}_short", label, when(_is_money(_row(owed)), missing))


def _work_rows(book: Book) -> tuple[Entry, ...]:
    """A ratio that may be n/a cannot be compared, so years without one get a cover beyond all others."""
    flow, service, interest, ranked = map(_row, ("flow", "service", "interest", "ranked"))
    exists = _is_money(service) & _is_money(flow)
    beyond = as_number(WAN) * WAN * WAN
    is_lowest = exists & (to_cents((ranked - LineReference("dscr.ranked_min")) * WAN) <= 0)
    asked = book.reference("evaluation.minimum_dscr")
    return (
        work(
            "without_flow",
            Label("Debt service due, no flow of the year (1 = yes)", "有应还本付息而当年无净流入（1为是）"),
            as_number(_is_money(service) & ~_is_money(flow)),
            "flag",
        ),
        work(
            "without_earnings",
            Label("Interest due, no flow of the year (1 = yes)", "有应付利息而当年无净流入（1为是）"),
            as_number(_is_money(interest) & ~_is_money(flow)),
            "flag",
        ),
        work(
            "flow_short",
            Label("The year's own flow short of the DSCR asked for", "当年资金距要求的偿债备付率所缺"),
            when(_is_money(service), larger(0, asked * service - flow)),
        ),
        work(
            "ranked",
            Label("DSCR to find the lowest", "用于求最低值的偿债备付率"),
            when(exists, flow / larger(service, CENT), beyond),
            "times",
        ),
        work(
            "year_of_lowest",
            Label("Year if DSCR is lowest in it", "偿债备付率最低的年序"),
            when(is_lowest, LineReference("annual.year"), NOT_AVAILABLE),
            "number",
        ),
    )  # fmt: skip


def declare_lowest_cover(book: Book) -> None:
    """Declares the lowest DSCR of a year's own flow among the years that have one."""
    book.line("dscr.ranked_min", Label("Lowest of these", "其最低值"), "times", lowest(_row("ranked")))
