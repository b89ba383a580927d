"""借款还本付息计划表: every loan as an account from the opening to the closing balance, then all together.

    opening + drawn + capitalised - repaid = closing

Below them, from what the debt service of each year is paid, as far as it follows from the plan: what no cash covers at the
end of its period, with money that nobody gives yet; of the rest first the year's own flow before financing, then cash at
hand and new loans.
"""

from __future__ import annotations

from dataclasses import replace

from relocation.annual.rows import NO_ITEM, Entry, balance, check, detail, row_of
from relocation.annual.years import at_year_end, of_year
from relocation.formula.language.book import Book
from relocation.formula.language.expression import larger, smaller, sum_of
from relocation.labels import Label
from relocation.project.book_inputs import items_of
from relocation.project.paths import InputPath

TABLE = "loans"
TITLE = Label("Loan repayment and interest", "借款还本付息计划表")
NOTE = Label(
    "Interest accrues as the loan's terms on the Inputs sheet say; level 1 is the balance at the end of the year.",
    "利息按“输入”表所列贷款条件计提；一级行为年末余额。",
)
ALL, ALL_KEY = Label("All loans", "全部借款"), "all"


def loan_table(book: Book) -> list[Entry]:
    """Each loan, all together, and the sources of their debt service."""
    loans = items_of(book, "loans")
    return [
        *(_account(_key(path), name, path, f"{path}.closing", item=path) for path, name in loans.items()),
        _account(ALL_KEY, ALL, "loans", "loans.outstanding"),
        *_sources(),
        check(
            Label("Check: balances of all loans", "检查：各笔借款余额合计"),
            sum_of(row_of(TABLE, f"{_key(path)}_closing") for path in loans),
            row_of(TABLE, "all_opening")
            + row_of(TABLE, "all_drawdown")
            + row_of(TABLE, "all_capitalised")
            - row_of(TABLE, "all_principal_repaid"),
        ),
    ]


def _key(loan: InputPath) -> str:
    """The beginning of the keys of a loan's rows: its id, unless all loans together have that name."""
    return f"loan_{loan.name}" if loan.name == ALL_KEY else loan.name


def _account(key: str, name: Label, path: str, owed: str, item: InputPath = NO_ITEM) -> Entry:
    """A loan as an account, or all of them under the path `loans`; `owed` is what is outstanding by period."""

    def in_year(part: str, label: Label) -> Entry:
        return Entry(f"{key}_{part}", label, of_year(f"{path}.{part}"))

    def explained(part: str, line: str, label: Label) -> Entry:
        return detail(f"{key}_{part}", label, of_year(f"{path}.{line}"))

    closing = row_of(TABLE, f"{key}_closing")
    parts = (
        balance(
            f"{key}_opening", Label("Owed at the beginning of the year", "年初借款本息累计"), closing.previous
        ),
        in_year("drawdown", Label("Drawn in the year", "本年借款")),
        in_year("accrued", Label("Interest accrued", "本年应计利息")),
        explained("capitalised", "capitalised", Label("of which added to the loan", "其中：计入本金")),
        explained(
            "subsidised", "subsidy_received", Label("of which paid by interest subsidy", "其中：财政贴息")
        ),
        in_year("interest_paid", Label("Interest paid", "本年付息")),
        in_year("principal_repaid", Label("Principal repaid", "本年还本")),
        Entry(
            f"{key}_reserve",
            Label("sinking fund at the end of the year", "年末偿债准备金"),
            at_year_end(f"{path}.reserve"),
            flow=False,
            style="detail",
        ),
    )
    said = Label(f"{name.en}: owed at the end of the year", f"{name.zh}：年末借款余额")
    whole = balance(f"{key}_closing", said, at_year_end(owed), parts)
    return replace(whole, item=item)


def _sources() -> list[Entry]:
    service, flow, uncovered = (row_of(TABLE, key) for key in ("service", "from_flow", "uncovered"))
    return [
        Entry(
            "service",
            Label("Debt service, principal and interest", "还本付息合计"),
            of_year("loans.debt_service"),
            parts=(
                Entry(
                    "from_flow",
                    Label("from the flow of the year before financing", "来自当年融资前净现金流量"),
                    smaller(service - uncovered, larger(0, of_year("cash.before_financing"))),
                ),
                Entry(
                    "from_cash",
                    Label("from cash at hand and new financing", "来自结存资金及新增融资"),
                    service - flow - uncovered,
                ),
                Entry(
                    "uncovered",
                    Label("not covered: cash is negative at a period's end", "未落实：当期期末现金为负"),
                    of_year("loans.paid_from_overdraft"),
                ),
            ),
        ),
    ]
