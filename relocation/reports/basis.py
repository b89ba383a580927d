"""What the report of a plan rests on: who and when, the sources of its figures, and what is counted where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from relocation.calendar import day_of
from relocation.labels import COMMA, Label, joined, said_twice, same
from relocation.project.fields import PROVENANCE
from relocation.project.names import is_slot
from relocation.reports.findings import Findings
from relocation.reports.result import people
from relocation.reports.statements import period_names
from relocation.tables.numbers import SCALES, number_text
from relocation.tables.record import NO_WORDS, Amount, Cell, Column, Report, Row, Sentence, Table
from relocation.version import __version__

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

FACTS = Label("Basis", "编制依据")
FACT_COLUMNS = (
    Column("fact", NO_WORDS, words=True, unbroken=True),
    Column("said", NO_WORDS, words=True),
)
SOURCES = Label("Where the figures come from", "数据来源")
SOURCE_COLUMNS = (
    Column("source", Label("source", "来源"), words=True),
    Column("provenance", Label("provenance", "数据性质"), words=True),
    Column("inputs", Label("inputs", "输入项数")),
)
MOST_SOURCES = 8
MEANING = {
    "published": Label("printed by a source", "来源中载明"),
    "derived": Label("follows from printed figures by arithmetic", "由已载数字推算"),
    "assumption": Label("nobody printed it; to be confirmed", "未见载明，待核实"),
    "calibrated": Label("set so that a printed sum is met", "为与已载合计相符而设定"),
}
PERIOD_NAMES = {
    "month": Label("months", "个月"),
    "quarter": Label("quarters", "个季度"),
    "year": Label("years", "年"),
}
COUNTED: tuple[Sentence, ...] = (
    Label(
        "The loan is financing and never revenue. The fund balance counts revenue, subsidies and expenditure whenever they "
        "fall and knows no loan; the cash plan counts money in the period in which it moves, the loan with it.",
        "贷款属融资，绝不计入收入。资金平衡表不论时间，只计收入、补助与支出，不含贷款；资金计划表按收付所在期计列，含贷款。",
    ),
    Label(
        "Compensation counts less what households pay for their new homes; both stand beside it.",
        "拆迁补偿按扣除农户购房款后的净额计入支出，两者另行列示。",
    ),
    Label(
        "Closing cash is that of the end of a period; within a period cash may stand lower. Principal and interest are "
        "paid at the end of a period.",
        "期末现金为各期期末数，期内现金可能更低；贷款本息于期末支付。",
    ),
    Label(
        "Every amount is rounded by itself from the exact figure, so that the last digit of a printed sum may differ by one.",
        "各数均由精确值分别四舍五入，合计的末位可能与分项之和相差一个单位。",
    ),
)


def basis_chapter(findings: Findings) -> Report:
    """The plan and its conventions."""
    tables = (facts_table(findings), provenance_table(findings), sources_table(findings))
    return Report(NO_WORDS, tables=tables, notes=(*COUNTED, *_prices(findings)))


def facts_table(findings: Findings) -> Table:
    """Village, people, time, unit and program."""
    rows = tuple(Row((name, said)) for name, said in _facts(findings))
    return Table("basis", FACTS, FACT_COLUMNS, rows)


def _facts(findings: Findings) -> Iterator[tuple[Label, Cell]]:
    project = findings.appraisal.project
    money = SCALES[findings.scale].name
    yield (
        Label("Households and persons that move", "搬迁户数与人数"),
        people(project),
    )
    if project.village.registered_poor_households or project.village.registered_poor_persons:
        poor = people(project, "registered_poor_households", "registered_poor_persons")
        yield Label("of these on the poverty register", "其中建档立卡"), poor
    yield Label("Timeline", "测算期"), timeline(findings.appraisal)
    yield (
        Label("Unit of money", "金额单位"),
        Label(f"{money.en}, unless a table says otherwise", f"{money.zh}（另有注明的除外）"),
    )
    rate = number_text(project.evaluation.discount_rate, "1/year")
    yield (
        Label("Discount rate", "折现率"),
        Label(f"{rate} a year; the first period is not discounted", f"每年{rate}，首期不折现"),
    )
    yield Label("Worked out with", "测算程序"), same(f"relocation {__version__}")


def about(appraisal: Appraisal, scale: str) -> Label:
    """What stands below a title: when, in which unit, and with which version it was worked out."""
    when, money = timeline(appraisal), SCALES[scale].name
    return Label(
        f"{when.en}. Money in {money.en}. Worked out with relocation {__version__}.",
        f"测算期{when.zh}；金额单位：{money.zh}；测算程序 relocation {__version__}",
    )


def timeline(appraisal: Appraisal) -> Label:
    """How many periods there are, and when they begin."""
    names = period_names(appraisal)
    kind = PERIOD_NAMES[appraisal.project.timeline.period]
    count = appraisal.book.periods
    first = day_of(appraisal.series("timeline.date")[0])
    en = f"{count} {kind.en if count != 1 else kind.en.removesuffix('s')}, from {first:%Y-%m-%d}; the last begins in {names[-1]}"
    zh = f"{count}{kind.zh}，自{first:%Y-%m-%d}起，末期始于{names[-1]}"
    return Label(en, zh)


RISING = {"construction": Label("works", "工程"), "compensation": Label("compensation", "补偿")}


def _prices(findings: Findings) -> Iterator[Sentence]:
    """At which prices amounts are told."""
    rises = ((name, _rates(findings, group)) for group, name in RISING.items())
    told = [_rise(name, rates) for name, rates in rises if rates]
    if not told:
        yield Label(
            "Prices are those that the inputs state; no rise of prices is added.",
            "价格水平：按输入所载价格计算，未另计物价上涨。",
        )
        return
    yield Label(
        f"Prices are those that the inputs state; only these rise by their price contingency: {'; '.join(rise.en for rise in told)}.",
        f"价格水平：按输入所载价格计算；仅下列各项按涨价预备费率计涨：{'；'.join(rise.zh for rise in told)}。",
    )


def _rates(findings: Findings, group: str) -> list[float]:
    """The price contingencies of a group, each once."""
    items = getattr(findings.appraisal.project, group).items()
    return sorted(
        {
            item.price_contingency
            for name, item in items
            if item.price_contingency and not is_slot(f"{group}.{name}")
        }
    )


def _rise(name: Label, rates: Iterable[float]) -> Label:
    """What rises, and by how much a year."""
    listed = ", ".join(number_text(rate, "1/year") for rate in rates)
    return Label(f"{name.en} by {listed} a year", f"{name.zh}每年{listed}")


def provenance_table(findings: Findings) -> Table:
    """How many inputs of the calculation are published, derived, assumed, calibrated."""
    counted = findings.appraisal.provenance_counts
    columns = (
        Column("provenance", Label("provenance", "数据性质"), words=True),
        Column("meaning", Label("meaning", "含义"), words=True),
        Column("inputs", Label("inputs", "输入项数")),
    )
    rows = tuple(
        Row((label, MEANING[key], Amount(counted[key], "number"))) for key, label in PROVENANCE.items()
    )
    return Table("provenance", Label("How sure the inputs are", "输入数据的确定程度"), columns, rows)


def sources_table(findings: Findings) -> Table:
    """The documents and other sources that inputs name, those of most inputs first."""
    appraisal = findings.appraisal
    counted: dict[str, Counter[str]] = {}
    for value in appraisal.project.values():
        is_told = value.path in appraisal.book.inputs and not is_slot(value.path)
        if is_told and value.source.source and value.path.group != "published":
            counted.setdefault(value.source.source, Counter())[value.source.provenance] += 1
    ranked = sorted(counted.items(), key=lambda named: -named[1].total())
    rows = [
        Row(
            (
                said_twice(source),
                joined((PROVENANCE[key] for key in PROVENANCE if kinds[key]), COMMA),
                Amount(kinds.total(), "number"),
            )
        )
        for source, kinds in ranked
    ]
    more = len(rows) - MOST_SOURCES
    notes = (Label(f"... and {more} sources more", f"……另有{more}个来源"),) if more > 0 else ()
    return Table("sources", SOURCES, SOURCE_COLUMNS, tuple(rows[:MOST_SOURCES]), notes=notes)
