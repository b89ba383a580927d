"""The village collective told: what it earns, whose it is, and from which year on it carries the village's running costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from relocation.labels import Label
from relocation.livelihood.account import LivelihoodAccount, RunningCosts
from relocation.livelihood.income_report import comparison
from relocation.printed import FigureResult
from relocation.project.names import item_name
from relocation.project.sourced_inputs import Source
from relocation.sourced import source_text
from relocation.tables.record import Amount, Cell, Column, Named, Report, Row, Table

ITEMS = (
    Column("item", Label("income and cost", "收支项目"), words=True),
    Column("amount", Label("yuan in year 1", "首年金额（元）")),
    Column("growth", Label("growth a year", "年增长率")),
    Column("source", Label("source", "来源"), words=True, below=True),
    Column("growth_source", Label("source of the growth", "增长率来源"), words=True, below=True),
)
ITEMS_TITLE = Label("What the collective earns and the village costs", "集体收入与村庄运行费用")
YEARLY = {
    "income.total": Column("income", Label("income", "收入")),
    "own": Column("own", Label("collective's\npart", "集体股\n所得")),
    "dividends": Column("dividends", Label("dividends", "成员分红")),
    "dividend_per_member": Column("dividend_per_member", Label("a member", "人均分红")),
    "costs.total": Column("costs", Label("running\ncosts", "运行费用")),
    "after_costs": Column("after_costs", Label("left of\nits part", "集体股\n结余")),
    "income_after_costs": Column("income_after_costs", Label("left of all\nincome", "全部收入\n结余")),
}
YEARS = (Column("year", Label("year", "年次")), *YEARLY.values())
FIRST_SHOWN, EVERY = 5, 5  # readers see the first five years and every fifth after


def collective_report(account: LivelihoodAccount, printed: Iterable[FigureResult] = ()) -> Report:
    """The collective over its horizon. `printed` are figures of a source to hold it against."""
    collective = account.livelihood.collective
    return Report(
        account.livelihood.name,
        tuple(_answers(account)),
        (_years(account), _items(account), comparison(printed)),
        (
            Label(
                f"The collective keeps {collective.share:.0%} of its income as its own share; the rest is paid to "
                f"{account.livelihood.members:,.0f} members.",
                f"集体股占 {collective.share:.0%}，其余分给 {account.livelihood.members:,.0f} 名成员。",
            ),
        ),
        _facts(account),
    )


def of_collective(figure: FigureResult, subject: str) -> bool:
    """Whether a figure holds the income of this subject's collective against something."""
    named = f"{subject}.collective." in figure.formula
    return named and figure.reference is not None and figure.rate is None


def _answers(account: LivelihoodAccount) -> Iterator[Label]:
    collective = account.livelihood.collective
    if not collective.income and not collective.costs:
        yield Label("Nothing is stated of a collective.", "未载集体经济收支。")
        return
    own, everything = account.running_costs.label, account.running_costs_of_all_income.label
    yield Label(
        f"Running costs of the village, from the collective's own part: {own.en}.",
        f"以集体股所得负担村庄运行费用：{own.zh}。",
    )
    yield Label(
        f"From all its income, before it is shared out: {everything.en}.",
        f"以全部集体收入（分红前）负担：{everything.zh}。",
    )


def _items(account: LivelihoodAccount) -> Table:
    rows: list[Row] = []
    collective = account.livelihood.collective
    if not collective.income and not collective.costs:
        return Table("items", ITEMS_TITLE, ITEMS, ())
    for group, total in (("income", "Income of year 1"), ("costs", "Running costs of year 1")):
        rows += _group(account, "income" if group == "income" else "costs")
        zh = "首年收入合计" if group == "income" else "首年运行费用合计"
        amount = Amount(account.series(f"collective.{group}.total")[0], "yuan")
        rows.append(
            Row(
                (Named(f"{group}.total", Label(total, zh)), amount, Amount(None, "share"), "", ""),
                strong=True,
            )
        )
    return Table("items", ITEMS_TITLE, ITEMS, tuple(rows))


def _group(account: LivelihoodAccount, group: Literal["income", "costs"]) -> Iterator[Row]:
    sources = account.livelihood.sources
    items = account.livelihood.collective.income if group == "income" else account.livelihood.collective.costs
    for identity, item in items.items():
        path = f"collective.{group}.{identity}"
        cells: tuple[Cell, ...] = (
            Named(f"{group}.{identity}", item_name(path, item.label_en, item.label_zh)),
            Amount(item.amount, "yuan"),
            Amount(item.growth, "share"),
            source_text(sources.get(f"{path}.amount")),
            _growth_source(sources.get(f"{path}.growth")),
        )
        yield Row(cells)


def _growth_source(source: Source | None) -> Label:
    found = source_text(source)
    return Label(f"growth: {found.en}", f"增长率：{found.zh}")


def _years(account: LivelihoodAccount) -> Table:
    series = {key: account.series(f"collective.{key}") for key in YEARLY}
    units = {"dividend_per_member": "yuan/person"}
    turning = account.running_costs
    rows = [
        Row(
            (
                Amount(year, "year"),
                *(Amount(values[year - 1], units.get(key, "yuan")) for key, values in series.items()),
            ),
            strong=turning.answer == "from_year" and year == turning.year,
        )
        for year in range(1, len(series["own"]) + 1)
    ]
    if not account.livelihood.collective.income and not account.livelihood.collective.costs:
        rows = []
    shown = {
        position
        for position in range(len(rows))
        if position < FIRST_SHOWN or (position + 1) % EVERY == 0 or position + 1 == turning.year
    }
    return Table("years", Label("Year by year (yuan)", "逐年（元）"), YEARS, tuple(rows), frozenset(shown))


def _facts(account: LivelihoodAccount) -> dict[str, Cell | bool | None]:
    first = {key: account.series(f"collective.{key}")[0] for key in YEARLY}
    return {
        "income_year_1": Amount(first["income.total"], "yuan"),
        "income_before": Amount(account.livelihood.collective.before, "yuan"),
        "share": Amount(account.livelihood.collective.share, "share"),
        "members": Amount(account.livelihood.members, "person"),
        "dividend_per_member_year_1": Amount(first["dividend_per_member"], "yuan/person"),
        "running_costs_year_1": Amount(first["costs.total"], "yuan"),
        **_carried("running_costs", account.running_costs),
        **_carried("running_costs_of_all_income", account.running_costs_of_all_income),
    }


def _carried(key: str, found: RunningCosts) -> dict[str, Cell | bool | None]:
    return {f"{key}_carried": found.answer, f"{key}_carried_from_year": Amount(found.year or None, "year")}
