"""Employment and income schemes told: how many, how much each brings, who receives it; interest that is spared."""

from __future__ import annotations

from relocation.labels import Label
from relocation.livelihood.account import LivelihoodAccount
from relocation.project.names import item_name
from relocation.sourced import note_of, source_text
from relocation.tables.record import Amount, Cell, Column, Named, Report, Row, Table
from relocation.tables.units import fact_unit

MEASURES = (
    Column("measure", Label("measure", "措施"), words=True, width=46),
    Column("count", Label("count", "数量"), width=12),
    Column("counted_in", Label("of", "单位"), words=True, width=12),
    Column("rate", Label("yuan\neach", "每单位\n（元）")),
    Column("amount", Label("yuan\na year", "年增收\n（元）"), width=18),
    Column("recipient", Label("received\nby", "受益方"), words=True),
    Column("per_facility", Label("a\nfacility", "每处\n设施")),
    Column("source", Label("source", "来源"), words=True, below=True, width=40),
    Column("note", Label("note", "说明"), words=True, below=True, width=40),
)
SPARED = (
    Column("loan", Label("loan without interest", "免息贷款"), words=True),
    Column("principal", Label("principal", "本金")),
    Column("rate", Label("rate spared", "免除利率")),
    Column("years", Label("years", "年数")),
    Column("interest", Label("interest spared,\na loan", "每笔免除\n利息")),
    Column("source", Label("source of the rate", "利率来源"), words=True, below=True),
)
RECIPIENTS = {"household": Label("households", "农户"), "collective": Label("collective", "村集体")}


def measures_report(account: LivelihoodAccount) -> Report:
    """Every measure and loan without interest that a livelihood states."""
    livelihood = account.livelihood
    unknown = [
        item_name(f"measures.{identity}", measure.label_en, measure.label_zh)
        for identity, measure in livelihood.measures.items()
        if measure.count is None
    ]
    notes = []
    if unknown:
        notes.append(
            Label(
                f"Their number is not known, so they are in no sum: {', '.join(one.en for one in unknown)}.",
                f"数量未知，未计入合计：{'、'.join(one.zh for one in unknown)}。",
            )
        )
    return Report(
        livelihood.name,
        tuple(_answers(account)),
        (_measures(account), _spared(account)),
        tuple(notes),
        {
            "households": Amount(account.number("measures.household"), "yuan"),
            "collective": Amount(account.number("measures.collective"), "yuan"),
        },
    )


def _answers(account: LivelihoodAccount) -> list[Label]:
    if not account.livelihood.measures and not account.livelihood.spared_interest:
        return [Label("No measures are stated.", "未载增收措施。")]
    homes, common = account.number("measures.household"), account.number("measures.collective")
    return [
        Label(
            f"Known income from measures a year: {homes:,.0f} yuan to households, {common:,.0f} to collectives.",
            f"已知措施年增收：农户 {homes:,.0f} 元，村集体 {common:,.0f} 元。",
        )
    ]


def counted_in(word: str) -> Label:
    """The unit of a count in both languages; a word that is not known stands for both."""
    try:
        return fact_unit(word)
    except KeyError:
        return Label(word, word)


def _measures(account: LivelihoodAccount) -> Table:
    livelihood = account.livelihood
    rows = []
    for identity, measure in livelihood.measures.items():
        path = f"measures.{identity}"
        name = item_name(path, measure.label_en, measure.label_zh)
        each = f"{path}.per_facility"
        known = None if measure.facilities is None else account.number(each)
        cells: tuple[Cell, ...] = (
            Named(identity, name),
            Amount(measure.count, "quantity", live=f"->{path}.count"),
            counted_in(measure.counted_in),
            Amount(measure.rate, "yuan/unit", live=f"->{path}.rate"),
            Amount(account.number(f"{path}.amount"), "yuan", live=f"{path}.amount"),
            Named(measure.recipient, RECIPIENTS[measure.recipient]),
            Amount(known, "quantity", live=each if each in account.book.lines else ""),
            source_text(livelihood.sources.get(f"{path}.rate")),
            note_of(livelihood.sources.get(f"{path}.rate")),
        )
        rows.append(Row(cells, key=identity))
    return Table("measures", Label("Measures: count x rate", "增收措施：数量×标准"), MEASURES, tuple(rows))


def _spared(account: LivelihoodAccount) -> Table:
    livelihood, interest = account.livelihood, account.spared_interest()
    rows = []
    for identity, loan in livelihood.spared_interest.items():
        path = f"spared_interest.{identity}"
        cells: tuple[Cell, ...] = (
            Named(identity, item_name(path, loan.label_en, loan.label_zh)),
            Amount(loan.principal, "yuan", live=f"->{path}.principal"),
            Amount(loan.rate, "1/year", live=f"->{path}.rate"),
            Amount(loan.years, "period", live=f"->{path}.years"),
            Amount(interest[identity], "yuan", live=f"{path}.interest"),
            source_text(livelihood.sources.get(f"{path}.rate")),
        )
        rows.append(Row(cells))
    title = Label("Interest that is spared (yuan)", "免除的利息（元）")
    return Table("spared_interest", title, SPARED, tuple(rows))
