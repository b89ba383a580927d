"""借款还本付息计划表: every loan as an account from the opening to the closing balance, then all together.

    opening + drawn + capitalised - repaid = closing

Below them, from what the debt service of each year is paid, as far as it follows from the plan: first the year's own
flow before financing, then cash at hand and new loans, and what is left of it is paid with money that nobody gives yet.
"""

from __future__ import annotations

from relocation.annual.rows import Entry, balance, check, detail, row_of
from relocation.annual.years import at_year_end, of_year
from relocation.formula.book import Book
from relocation.formula.expression import Expression, larger, smaller, sum_of
from relocation.labels import Label
from relocation.project.names import is_slot
from relocation.statements import loan_paths

TABLE = "loans"
TITLE = Label("Loan repayment and interest", "借款还本付息计划表")
NOTE = Label(
    "Interest accrues as the loan's terms on the Inputs sheet say; level 1 is the balance at the end of the year.",
    "利息按“输入”表所列贷款条件计提；一级行为年末余额。",
)
SPARE, ALL = Label("Spare loans", "备用贷款"), Label("All loans", "全部借款")


def loan_table(book: Book) -> list[Entry]:
    """Each loan in use, the spare slots as one if there are any, all together, and the sources of debt service."""
    paths = loan_paths(book)
    named = [path for path in paths if not is_slot(path)]
    spare = [path for path in paths if is_slot(path)]
    accounts = [(path.split(".")[1], _name(book, path), [path]) for path in named]
    accounts += [("spare", SPARE, spare)] if spare else []
    return [
        *(_account(key, name, paths) for key, name, paths in accounts),
        _account("all", ALL, ["loans"]),
        *_sources(),
        check(
            Label("Check: balances of all loans", "检查：各笔借款余额合计"),
            sum_of(row_of(TABLE, f"{key}_closing") for key, *_ in accounts),
            row_of(TABLE, "all_opening")
            + row_of(TABLE, "all_drawdown")
            + row_of(TABLE, "all_capitalised")
            - row_of(TABLE, "all_principal_repaid"),
        ),
    ]


def _name(book: Book, path: str) -> Label:
    """The name of a loan, which begins the label of each of its lines."""
    label = book.lines[f"{path}.drawdown"].label
    return Label(label.en.rpartition(": ")[0], label.zh.rpartition("：")[0])


def _account(key: str, name: Label, paths: list[str]) -> Entry:
    def of_all(part: str) -> Expression:
        return sum_of(of_year(f"{path}.{part}") for path in paths)

    closing = row_of(TABLE, f"{key}_closing")
    balances = ["loans.outstanding"] if key == "all" else [f"{path}.closing" for path in paths]
    set_aside = sum_of(at_year_end(f"{path}.reserve") for path in paths)
    parts = (
        balance(
            f"{key}_opening", Label("Owed at the beginning of the year", "年初借款本息累计"), closing.previous
        ),
        Entry(f"{key}_drawdown", Label("Drawn in the year", "本年借款"), of_all("drawdown")),
        Entry(f"{key}_accrued", Label("Interest accrued", "本年应计利息"), of_all("accrued")),
        detail(
            f"{key}_capitalised", Label("of which added to the loan", "其中：计入本金"), of_all("capitalised")
        ),
        detail(
            f"{key}_subsidised",
            Label("of which paid by interest subsidy", "其中：财政贴息"),
            of_all("subsidy_received"),
        ),
        Entry(f"{key}_interest_paid", Label("Interest paid", "本年付息"), of_all("interest_paid")),
        Entry(f"{key}_principal_repaid", Label("Principal repaid", "本年还本"), of_all("principal_repaid")),
        Entry(
            f"{key}_reserve",
            Label("sinking fund at the end of the year", "年末偿债准备金"),
            set_aside,
            flow=False,
            style="detail",
        ),
    )
    said = Label(f"{name.en}: owed at the end of the year", f"{name.zh}：年末借款余额")
    return balance(f"{key}_closing", said, sum_of(at_year_end(one) for one in balances), parts)


def _sources() -> list[Entry]:
    service, flow, covered = (row_of(TABLE, key) for key in ("service", "from_flow", "uncovered"))
    return [
        Entry(
            "service",
            Label("Debt service, principal and interest", "还本付息合计"),
            of_year("loans.debt_service"),
            parts=(
                Entry(
                    "from_flow",
                    Label("from the flow of the year before financing", "来自当年融资前净现金流量"),
                    smaller(service, larger(0, of_year("cash.before_financing"))),
                ),
                Entry(
                    "from_cash",
                    Label("from cash at hand and new financing", "来自结存资金及新增融资"),
                    service - flow - covered,
                ),
                Entry(
                    "uncovered",
                    Label("not covered: cash is negative at the end of the year", "未落实：年末现金为负"),
                    smaller(service - flow, larger(0, -at_year_end("cash.closing"))),
                ),
            ),
        ),
    ]
