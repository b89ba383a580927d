"""An insurance scheme as live sheets: what a claim brings, the fund year by year, the income gate, what was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from relocation.insurance.claim_sheet import claim_sheet
from relocation.insurance.fund import FundYear, fund_account
from relocation.insurance.fund_report import account_table
from relocation.insurance.poverty_lines import national_lines
from relocation.insurance.scheme import Scheme
from relocation.labels import Label
from relocation.reading.values import hundredths_of_double
from relocation.sourced import source_and_note, source_text
from relocation.tables.record import NO_WORDS, Amount, Column, Report, Row, Table
from relocation.tables.sheets import Sheet, terms, whole_fen, widened

USUAL_YEARS = 5
TO_FILL = Label("to be filled in", "待填写")
MORE = (
    Column("check", Label("Difference (0)", "差额（应为0）"), width=14),
    Column("dry", Label("Year, if topped up", "需补足的年份"), width=14),
    Column("origin", Label("Where the claims come from", "补偿支出的来源"), words=True, below=True, width=50),
)
DRY = Label("First year that needs a top-up (0: none)", "首次需补足的年份（0为无）")
WITH_SOURCE = (Column("source", NO_WORDS, words=True, below=True, unbroken=True),)


def fund_sheet(scheme: Scheme, years: Sequence[FundYear], origin: Label = TO_FILL) -> Sheet:
    """The account of the fund; claims and the first opening are yellow, the rest follows. Without years there are empty ones."""
    years = years or _empty(scheme)
    lead = Label(
        "Yuan. Opening + premium + top-up - claims = carried forward, which opens the next year. Change the yellow cells.",
        "单位：元。期初结余＋保费收入＋财政补足－补偿支出＝结转下年。请修改黄色单元格。",
    )
    account = account_table(years)
    more = (
        (
            Amount(
                year.difference,
                "fen",
                live="=ROUND({opening}+{premium}+{top_up}-{claims}-{carried_forward},2)",
            ),
            Amount(year.year if year.top_up else None, "year", live='=IF({top_up}>0,{year},"")'),
            origin,
        )
        for year in years
    )
    account = widened(account, MORE, more)
    sums = {
        key: Amount(sum(getattr(year, key) for year in years), "fen", live=f"=SUM({{{key}:}})")
        for key in ("premium", "top_up", "claims")
    }
    total = Row(
        (Label("All years", "各年合计"), *(sums.get(column.key, "") for column in account.columns[1:])),
        strong=True,
        key="total",
    )
    account = replace(account, rows=(*account.rows, total))
    dry = next((year.year for year in years if year.top_up), 0)
    first = Amount(dry, "year", live="=IF(COUNT({account!dry:})=0,0,MIN({account!dry:}))")
    tables = (
        _premium(scheme, years[0].premium),
        account,
        terms("dry", (Row((DRY, first), strong=True, key="first"),)),
    )
    title = Label(f"{scheme.name.en}: the fund", f"{scheme.name.zh}：基金收支")
    return Sheet("fund", title, lead, tables, beside="B")


def _empty(scheme: Scheme) -> list[FundYear]:
    """Years without claims, for somebody to fill in."""
    opening = hundredths_of_double(float(scheme.fund.opening))
    first = max(scheme.poverty_lines) + 1
    return fund_account(opening, scheme.yearly_premium, [0] * USUAL_YEARS, first_year=first)


def _premium(scheme: Scheme, premium: int) -> Table:
    """What the premium of a year comes to by the scheme, and another where one is asked for."""
    stated = (
        ("premium", Label("Premium a year for each insured person", "每名参保人年保费"), "yuan/person"),
        ("insured_share", Label("Insured share of the rural population", "参保比例（占农村人口）"), "share"),
        ("rural_population", Label("Rural population", "农村人口"), "person"),
    )
    rows = [
        Row(
            (
                name,
                Amount(getattr(scheme.fund, key), unit, open=True, defined=f"in_fund__{key}"),
                source_and_note(scheme.sources.get(f"fund.{key}")),
            ),
            key=key,
        )
        for key, name, unit in stated
    ]
    by_scheme = Amount(
        scheme.yearly_premium,
        "fen",
        live=whole_fen("{premium.value}*{insured_share.value}*{rural_population.value}"),
    )
    other = Amount(0 if premium == scheme.yearly_premium else premium, "fen", open=True)
    rows += [
        Row((Label("Premium of a year by the scheme", "方案年保费总额"), by_scheme, ""), key="by_scheme"),
        Row(
            (Label("Another premium of a year, if not 0", "另定年保费（非0时采用）"), other, ""), key="other"
        ),
    ]
    return terms("premium", rows, WITH_SOURCE)


GATE = (
    Column("year", Label("Year of the claim", "申请年份"), width=26),
    Column("line", Label("Line of the year before", "上年标准"), width=22),
    Column("gate", Label("Gate", "保障线"), width=18),
    Column("source", Label("Source of the line", "标准来源"), words=True, below=True, width=70),
)


def gate_sheet(scheme: Scheme) -> Sheet:
    """The income above which nothing is paid, year by year: times the poverty line of the year before."""
    national, own = national_lines(), scheme.income_gate
    sources = {line.year: national.sources.get(f"lines.{key}.amount") for key, line in national.lines.items()}
    sources |= {
        line.year: found
        for key, line in own.lines.items()
        if (found := scheme.sources.get(f"income_gate.lines.{key}.amount"))
    }
    rows = []
    for year, line in sorted(scheme.poverty_lines.items()):
        amount = Amount(hundredths_of_double(float(line.amount)), "fen", open=True)
        gate = Amount(scheme.gate(year + 1), "fen", live=whole_fen("{times!times.value}*{line}"))
        rows.append(
            Row((Amount(year + 1, "year"), amount, gate, source_text(sources.get(year))), key=str(year + 1))
        )
    times = Row(
        (
            Label("Times last year's line", "上年标准倍数"),
            Amount(own.times, "times", open=True),
            "",
            source_text(scheme.sources.get("income_gate.times")),
        ),
        key="times",
    )
    lead = Label(
        "Yuan a person and year. Gate = times x the national line of the year before; exactly the gate is let through.",
        "元/人·年。保障线＝倍数×上年国家贫困标准；恰等于时视为符合。",
    )
    gap = Column("gap", NO_WORDS, words=True)
    tables = (terms("times", (times,), (gap, *WITH_SOURCE)), Table("gate", NO_WORDS, GATE, tuple(rows)))
    return Sheet("gate", Label("The income gate", "收入保障线"), lead, tables)


def simulation_sheet(report: Report) -> Sheet:
    """What was drawn, as values: the tables and sentences of the report."""
    title = Label("Simulated futures of the fund (values)", "基金模拟结果（数值）")
    lead = Label(
        "Drawn when this file was written; it does not move.", "生成本文件时的抽样结果，不随填写变动。"
    )
    tables = tuple(
        replace(
            table,
            key=f"drawn_{table.key}",
            columns=tuple(replace(column, width=22) for column in table.columns),
        )
        for table in report.tables
    )
    return Sheet("simulation", title, lead, tables, said=report.answers, notes=report.notes)


USUAL_AMOUNT = 2_000_000  # fen; stands in the yellow cell until somebody types another


def insurance_sheets(
    scheme: Scheme,
    *,
    self_paid: int = USUAL_AMOUNT,
    years: Sequence[FundYear] = (),
    origin: Label = TO_FILL,
    simulated: Report | None = None,
) -> list[Sheet]:
    """All sheets of a scheme. `years` are the account on the sheet Fund, `origin` says where their claims come from."""
    sheets = [claim_sheet(scheme, self_paid), fund_sheet(scheme, years, origin), gate_sheet(scheme)]
    return sheets if simulated is None else [*sheets, simulation_sheet(simulated)]
