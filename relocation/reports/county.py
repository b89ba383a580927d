"""A county: villages side by side, consolidated by the calendar, shared loans, checks, files that could not be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import compress

from relocation.county.consolidation import FLOWS, CarriedLoan, County, Village
from relocation.county.figures import FIGURES
from relocation.labels import LANGUAGES, Label, same
from relocation.reports.statements import Agreement, agreement_table
from relocation.reports.stress import NO, YES
from relocation.tables.numbers import HALF_A_FEN, NOTHING
from relocation.tables.programs import frame_csv
from relocation.tables.record import Amount, Cell, Column, Report, Row, Said, Sentence, Table
from relocation.tables.wording import month_text
from relocation.verdict import STATUS

COUNTY = Label("County", "全县")
VILLAGES = Label("Villages side by side", "各村对照")
PERIODS = Label("The county by calendar period", "全县分期汇总")
CHECKS = Label("The county beside the sum of its villages", "县级与各村之和核对")
ONE_PURSE = Label(
    "The county's lowest cash is that of one common purse; a village can run out while it does not.",
    "全县最低现金按统一资金池计算；全县未出现缺口时个别村仍可能缺口。",
)
SHOWN = ("revenue", "expenditure", "balance", "loan", "interest")
VILLAGE_COLUMNS = (
    Column("village", Label("village", "村庄"), words=True),
    *(Column(figure.key, figure.label) for figure in FIGURES if figure.key in SHOWN),
    Column("lowest_cash", Label("lowest cash", "最低现金")),
    Column("lowest_cash_date", Label("from", "始于")),
    Column("net_cash_per_household", Label("yuan per household", "户均净得（元）")),
    Column("viable", Label("viable", "可行")),
)
BEGINS = Column("begins", Label("begins", "期初"))
PERIOD_COLUMNS = (
    BEGINS,
    *(Column(key, label) for key, label in FLOWS.items()),
    Column("closing", Label("closing cash", "期末现金")),
)
WHOLE = {
    "drawdown": Label("drawn", "提款"),
    "interest_paid": Label("interest", "付息"),
    "principal_repaid": Label("repaid", "还本"),
    "closing": Label("outstanding", "余额"),
}
PAYS = Label("pays", "承担")


def county_report(county: County, scale: str = "yuan") -> Report:
    """A county; csv has one row per village and one for the county, in yuan."""
    missing = Label(
        f"Interrupted: {county.missing} files were not read.", f"已中断：尚有 {county.missing} 个文件未读取。"
    )
    loans = (_loan(county, loan, scale) for loan in county.loans)
    checks = [Agreement(check.label, check.difference, check.passed) for check in county.checks]
    return Report(
        county.name if any(county.name) else COUNTY,
        (Said(missing, "bad"),) if county.missing else (),
        (_villages(county, scale), _periods(county, scale), *loans, agreement_table(CHECKS, checks)),
        tuple(_unread(county)),
        program=county.to_record,
        csv=lambda lang: frame_csv(county.to_frame(lang)),
    )


def _villages(county: County, scale: str) -> Table:
    figures = [figure for figure in FIGURES if figure.key in SHOWN]
    rows = [
        _village(village, [figure.of(village.appraisal) for figure in figures]) for village in county.villages
    ]
    cells = (
        county.name if any(county.name) else COUNTY,
        *(Amount(county.total(figure), "yuan") for figure in figures),
        *_end(county.lowest_cash, county.lowest_cash_day, county.net_cash_per_household, county.viable),
    )
    rows.append(Row(cells, strong=True))
    return Table(
        "villages", VILLAGES, VILLAGE_COLUMNS, tuple(rows), scale=scale, scaled=True, notes=(ONE_PURSE,)
    )


def _village(village: Village, amounts: Sequence[float]) -> Row:
    lowest, each = (village.appraisal.number(key) for key in ("cash.minimum", "household.net_cash"))
    return Row(
        (
            Label(*(f"{village.name(lang)} ({village.file})" for lang in LANGUAGES)),
            *(Amount(amount, "yuan") for amount in amounts),
            *_end(lowest, village.lowest_cash_day, each, village.viable),
        )
    )


def _end(lowest: float, day: date | None, each: float | None, viable: bool | None) -> tuple[Cell, ...]:
    """What does not add up: the lowest cash and its day, what a household keeps, the verdict."""
    begins = month_text(day) if day else NOTHING
    return (
        Amount(lowest, "yuan"),
        begins,
        Amount(each, "yuan/household"),
        STATUS[None] if viable is None else YES if viable else NO,
    )


def _periods(county: County, scale: str) -> Table:
    series = [*(county.flows[key] for key in FLOWS), county.closing]
    rows = _by_period(county.days, series)
    return Table("periods", PERIODS, PERIOD_COLUMNS, tuple(rows), scale=scale, scaled=True)


def _by_period(days: Sequence[date], series: Iterable[Sequence[float]]) -> Iterator[Row]:
    for day, *values in zip(days, *series, strict=True):
        yield Row((month_text(day), *(Amount(value, "yuan") for value in values)))


def _loan(county: County, loan: CarriedLoan, scale: str) -> Table:
    """A shared loan as one, and beside it what each village carries of its debt service; only periods in which money moves."""
    record = loan.to_record(county)
    service = (
        [
            interest + repaid
            for interest, repaid in zip(own["interest_paid"], own["principal_repaid"], strict=True)
        ]
        for own in record["villages"].values()
    )
    series = [*(record["whole"][part] for part in WHOLE), *service]
    moved = [any(abs(value) >= HALF_A_FEN for value in values) for values in zip(*series, strict=True)]
    rows = compress(_by_period(county.days, series), moved)
    columns = (
        BEGINS,
        *(Column(part, label) for part, label in WHOLE.items()),
        *(Column(file, PAYS.colon(same(file))) for file in record["villages"]),
    )
    title = Label("Shared loan", "统贷").colon(loan.label)
    return Table("shared_loan", title, columns, tuple(rows), scale=scale, scaled=True)


def _unread(county: County) -> Iterator[Sentence]:
    count = len(county.unread)
    if not count:
        return
    yield Said(
        Label(
            f"Files that could not be used and are not in the county: {count}",
            f"无法使用、未计入全县的文件：{count} 个",
        ),
        "bad",
    )
    for unread in county.unread:
        yield same(unread.file)
