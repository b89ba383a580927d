"""Life after the move of one place as live sheets: income, measures, the collective year by year, the eight risks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from relocation.formula.language.book import Book
from relocation.formula.language.line_items import UnknownName
from relocation.formula.language.text import parse
from relocation.insurance.scheme import Scheme
from relocation.labels import Label
from relocation.livelihood.account import LivelihoodAccount
from relocation.livelihood.collective_report import collective_report, of_collective
from relocation.livelihood.income_report import livelihood_report, of_income, over_keys
from relocation.livelihood.measures_report import measures_report
from relocation.livelihood.risks import risk_rows
from relocation.livelihood.risks_report import risks_sheet
from relocation.printed import FigureResult
from relocation.tables.numbers import unit_label
from relocation.tables.record import NO_WORDS, Amount, Cell, Column, Row, Table
from relocation.tables.sheets import Sheet, running_over, untitled, widened


def livelihood_sheets(
    account: LivelihoodAccount,
    *,
    subject: str = "",
    printed: Sequence[FigureResult] = (),
    scheme: Scheme | None = None,
) -> list[Sheet]:
    """All sheets but that of the inputs. `printed` are figures of a source about `subject`, set beside the same worked out."""
    livelihood = account.livelihood
    shown = [one for one in printed if can_be_worked_out(account.book, one)]
    return [
        income_sheet(account, [one for one in shown if of_income(one, subject)]),
        measures_sheet(account),
        collective_sheet(account, [one for one in shown if of_collective(one, subject)]),
        risks_sheet(risk_rows(livelihood.project, livelihood, scheme)),
    ]


def can_be_worked_out(book: Book, figure: FigureResult) -> bool:
    """Whether a figure rests on lines and inputs of the book alone."""
    try:
        parse(over_keys(figure.formula), book.reference)
    except UnknownName:
        return False
    return True


FURTHER = (
    Column("name", NO_WORDS, words=True),
    Column("unit", NO_WORDS, words=True, below=True, unbroken=True),
    Column("value", NO_WORDS),
)


def income_sheet(account: LivelihoodAccount, printed: Iterable[FigureResult]) -> Sheet:
    """Streams, what is received once, further figures, and what the source prints of them."""
    streams, once, comparison = livelihood_report(account, printed).tables
    lead = Label(
        "Yuan. Worked out: a household x households / persons. What is received once is in no yearly income. Change "
        "numbers on the sheet Inputs.",
        "单位：元。折算人均＝户均×户数÷人数。一次性所得不计入年收入。请在“输入”表中修改数字。",
    )
    lines = [key for key in account.book.lines if key.split(".")[0] in {"income", "before", "once"}]
    rest = [key for key in lines if key not in _keys((streams, once))]
    further = Table(
        "further", Label("Further figures", "其他数字"), FURTHER, tuple(_lines(account.book, rest))
    )
    below = (running_over(table) for table in (once, further, comparison) if table.rows)
    title = Label("Income before and after the move", "搬迁前后收入")
    return Sheet("income", title, lead, (untitled(streams), *below), first=5, beside="B")


def _keys(tables: Iterable[Table]) -> set[str | Label]:
    """What stands in these tables live."""
    cells = (cell for table in tables for row in table.rows for cell in row.cells)
    return {cell.live for cell in cells if isinstance(cell, Amount)}


def _lines(book: Book, keys: Iterable[str]) -> Iterator[Row]:
    for key in keys:
        line = book.lines[key]
        yield Row((line.label, unit_label(line.unit), Amount(None, line.unit, live=key)))


def measures_sheet(account: LivelihoodAccount) -> Sheet:
    """Every measure: count x rate, and what is known in all; interest that is spared."""
    measures, spared = measures_report(account).tables
    lead = Label(
        "Yuan a year = count x rate. A count of 0 is not known, and in no sum. What is part of another measure is counted there.",
        "年增收＝数量×标准。数量为0表示未知，不计入合计；属于其他措施的部分不重复计算。",
    )
    times = Column("times", Label("times before", "为原标准倍数"), width=14)
    lines = account.book.lines
    cells = (
        (Amount(None, "times", live=key if (key := f"measures.{row.key}.times") in lines else ""),)
        for row in measures.rows
    )
    measures = widened(untitled(measures), (times,), cells, before="source")
    sums = []
    for key in ("measures.household", "measures.collective"):
        amount = Amount(account.number(key), "yuan", live=key)
        said: list[Cell] = [amount if column.key == "amount" else "" for column in measures.columns[1:]]
        sums.append(Row((lines[key].label, *said), strong=True))
    measures = replace(measures, rows=(*measures.rows, *sums))
    tables = (measures, running_over(spared)) if spared.rows else (measures,)
    title = Label("Employment and income schemes", "就业与增收措施")
    return Sheet("measures", title, lead, tables, first=5, beside="B")


STRONG = {"collective.income.total", "collective.costs.total", "collective.after_costs"}
TURNING = {
    "collective.after_costs": Label(
        "First year from which the collective's part carries the running costs to the end (0: never)",
        "自第几年起集体股所得可持续承担运行费用（0为始终不能）",
    ),
    "collective.income_after_costs": Label(
        "The same of all its income, before it is shared out", "以全部集体收入（分红前）承担：自第几年起"
    ),
}


def collective_sheet(account: LivelihoodAccount, printed: Iterable[FigureResult]) -> Sheet:
    """Every line of the collective by year, the turning years, and what the source prints of it."""
    comparison = replace(collective_report(account, printed).tables[-1], key="collective_comparison")
    lead = Label(
        "Yuan. Collective's part = share x income; the rest is paid to members. Growth and costs stand on Inputs.",
        "单位：元。集体股所得＝集体股占比×收入，其余归成员。增长率与费用见“输入”表。",
    )
    tables = (_years(account), _turning(account), running_over(comparison))
    title = Label("The village collective, year by year", "村集体经济逐年收支")
    return Sheet(
        "collective", title, lead, tuple(table for table in tables if table.rows), first=5, beside="C"
    )


def _years(account: LivelihoodAccount) -> Table:
    book = account.book
    years = range(1, book.periods + 1)
    columns = (
        Column("name", Label("yuan", "元"), words=True, width=46),
        Column("unit", Label("unit", "单位"), words=True, below=True, width=14),
        *(Column(f"year_{year}", NO_WORDS, width=14, period=year) for year in years),
    )
    rows = []
    for key, line in book.lines.items():
        if key.startswith("collective."):
            amounts = (Amount(None, line.unit, live=key) for _ in years)
            rows.append(Row((line.label, unit_label(line.unit), *amounts), strong=key in STRONG, key=key))
    return Table("years", NO_WORDS, columns, tuple(rows))


def _turning(account: LivelihoodAccount) -> Table:
    """The year after the last one that is short; the horizon is as long as the sheet is wide."""
    columns = (
        Column("name", NO_WORDS, words=True),
        Column("gap", NO_WORDS, words=True),
        Column("turning_year", NO_WORDS),
    )
    last = f"year_{account.book.periods}"
    rows = []
    for key, name in TURNING.items():
        answered = (
            account.running_costs if key == "collective.after_costs" else account.running_costs_of_all_income
        )
        year = answered.year if answered.answer in {"always", "from_year"} else 0
        short = f"MAX({{years!{key}.short_in.year_1}}:{{years!{key}.short_in.{last}}})"
        live = f"=IF({short}={{years!head.{last}}},0,{short}+1)"
        rows.append(
            Row((name, "", Amount(year, "year", live=live)), strong=True, key=key.removeprefix("collective."))
        )
    is_stated = account.running_costs.answer != "no_costs"
    return Table("collective", NO_WORDS, columns, tuple(rows) if is_stated else ())
