"""A county: villages side by side, consolidated by the calendar, shared loans, checks, files that could not be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from relocation.county.consolidation import FIGURES, FLOWS, CarriedLoan, County, Village
from relocation.labels import Label, same
from relocation.reports.statements import agreement_table
from relocation.reports.stress import NO, YES
from relocation.tables.record import Amount, Cell, Column, Report, Row, Said, Sentence, Table
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
HALF_A_FEN = 0.005  # less has not moved


def county_report(county: County, scale: str = "yuan") -> Report:
    """A county; csv has one row per village and one for the county, in yuan."""
    missing = Label(
        f"Interrupted: {county.missing} files were not read.", f"已中断：尚有 {county.missing} 个文件未读取。"
    )
    loans = (_loan(county, loan, scale) for loan in county.loans)
    checks = [(check.label, check.difference, check.passed) for check in county.checks]
    return Report(
        county.name if any(county.name) else COUNTY,
        (Said(missing, "bad"),) if county.missing else (),
        (_villages(county, scale), _periods(county, scale), *loans, agreement_table(CHECKS, checks)),
        tuple(_unread(county)),
        program=county.to_record,
        csv=lambda lang: str(county.to_frame(lang).to_csv(index=False, lineterminator="\n")),
    )


def _villages(county: County, scale: str) -> Table:
    rows = [_village(village) for village in county.villages]
    amounts = (Amount(county.total(figure), "yuan") for figure in FIGURES if figure.key in SHOWN)
    rows.append(
        Row(
            (
                county.name if any(county.name) else COUNTY,
                *amounts,
                *_cash(county.lowest_cash, county.lowest_cash_day),
                Amount(county.net_cash_per_household, "yuan/household"),
                _viable(county.viable),
            ),
            strong=True,
        )
    )
    return Table(
        "villages", VILLAGES, VILLAGE_COLUMNS, tuple(rows), scale=scale, scaled=True, notes=(ONE_PURSE,)
    )


def _village(village: Village) -> Row:
    appraisal = village.appraisal
    name = Label(village.name("en"), village.name("zh"))
    return Row(
        (
            Label(*(f"{text} ({village.file})" for text in name)),
            *(Amount(figure.of(appraisal), "yuan") for figure in FIGURES if figure.key in SHOWN),
            *_cash(appraisal.number("cash.minimum"), village.lowest_cash_day),
            Amount(appraisal.number("household.net_cash"), "yuan/household"),
            _viable(village.viable),
        )
    )


def _cash(lowest: float, day: date | None) -> tuple[Cell, Cell]:
    return Amount(lowest, "yuan"), f"{day:%Y-%m}" if day else "-"


def _viable(viable: bool | None) -> Label:
    return STATUS[None] if viable is None else YES if viable else NO


def _periods(county: County, scale: str) -> Table:
    series = [*(county.flows[key] for key in FLOWS), county.closing]
    rows = _by_period(county.days, series)
    return Table("periods", PERIODS, PERIOD_COLUMNS, tuple(rows), scale=scale, scaled=True)


def _by_period(days: Sequence[date], series: Iterable[Sequence[float]]) -> Iterator[Row]:
    for day, *values in zip(days, *series, strict=True):
        yield Row((f"{day:%Y-%m}", *(Amount(value, "yuan") for value in values)))


def _loan(county: County, loan: CarriedLoan, scale: str) -> Table:
    """A shared loan as one, and beside it what each village carries of its debt service."""
    record = loan.to_record(county)
    whole = [record["whole"][part] for part in WHOLE]
    service = [
        [sum(parts) for parts in zip(carried["interest_paid"], carried["principal_repaid"], strict=True)]
        for carried in record["villages"].values()
    ]
    moved = [
        at
        for at in range(len(county.days))
        if any(abs(values[at]) >= HALF_A_FEN for values in (*whole, *service))
    ]
    rows = _by_period(
        [county.days[at] for at in moved], ([values[at] for at in moved] for values in (*whole, *service))
    )
    pays = Label("pays", "承担")
    columns = (
        BEGINS,
        *(Column(part, label) for part, label in WHOLE.items()),
        *(Column(file, pays.colon(same(file))) for file in record["villages"]),
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
