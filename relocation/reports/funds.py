"""The chapters of the report of a plan that tell of its money: sources and uses, balance, cash, loans, stress, households."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from relocation.checks import CHECKS
from relocation.labels import Label, said_twice
from relocation.reconciliation import figures as printed_figures
from relocation.reports.blocks import blocks_table, is_long
from relocation.reports.findings import WHEN, Findings
from relocation.reports.loans import loan_tables
from relocation.reports.money_figures import cash_figure, household_figure, loans_figure, sources_figure
from relocation.reports.published import published_table
from relocation.reports.risk_figures import stress_figure
from relocation.reports.statements import (
    CASH_TOTALS,
    cash_plan_table,
    checks_table,
    indicators_table,
    statement_table,
)
from relocation.reports.stress import bridge_table, replacement_table
from relocation.reports.verdict import rules_table
from relocation.statements import (
    STATEMENT_TITLES,
    cash_plan_rows,
    fund_balance_rows,
    gap_rows,
    household_rows,
    sources_and_uses_rows,
)
from relocation.tables.numbers import HALF_A_FEN, NOTHING
from relocation.tables.record import NO_WORDS, Amount, Report, Row, Said, Sentence, Table, Tone
from relocation.tables.wording import filled, in_words
from relocation.verdict import RULES

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

SOURCES_SAID = Label(
    "Sources and uses come to {whole} each; {left} are left in cash at the end.",
    "资金来源与运用各为{whole}，期末结存现金{left}。",
)
BALANCE_SAID = Label(
    "Revenue and subsidies of {revenue} less expenditure of {expenditure} leave a balance of {balance}. The loan is not "
    "counted.",
    "收入与补助合计{revenue}，支出合计{expenditure}，资金结余{balance}；贷款不计入。",
)
CASH_SAID = Label(
    "Cash is lowest in the period from {day}, at {lowest}. Without financing at most {need} would be missing.",
    "现金最低出现在{day}起始的一期，为{lowest}；融资前资金需求峰值{need}。",
)
LOANS_SAID = Label(
    "Financing comes to {drawn}; interest over the life of all loans is {interest}.",
    "融资合计{drawn}，贷款利息总额{interest}。",
)
HOLDS_IN_ALL = Label("Cash holds in every case.", "各种情形下现金均不出现缺口。")
WORST = Label("Worst case: {case}; a bridge of {money} is needed.", "最不利情形：{case}，需过桥资金{money}。")
COVER = Label("Cover of the debt", "偿债能力")
COVER_RULES = ("coverage", "bond_coverage", "dscr", "icr", "reserve", "liabilities")
NO_DEBT = Label("No loan or bond is taken up.", "本方案无贷款或债券。")
ABOUT_COVER = Label(
    "DSCR and ICR are asked with the cash that a year begins with: quota money comes once, and what is left of it pays the "
    "debt service of later years. LLCR and the coverage multiple look at the whole life of the debt.",
    "偿债备付率与利息备付率均含年初结余：指标款一次到账，结余用于以后年度还本付息。LLCR与本息覆盖倍数针对债务全周期。",
)
ABOUT_STRESS = Label(
    "The whole plan is worked out again in each case. Bridge: money that must be found from outside at the worst moment.",
    "每种情形均重新测算整个方案。需过桥资金：现金最紧张时须从外部筹措的资金。",
)
SOUND = Label("All {count} checks of the calculation hold.", "全部{count}项计算检查均通过。")


ROSTER = {  # what a roster's tables are called in a document
    "totals": Label("All households of the roster together (yuan)", "花名册农户合计（元）"),
    "limits": Label("Households beyond a limit", "超限农户"),
}


def sources_chapter(findings: Findings) -> Report | None:
    """Where money comes from and where it goes."""
    if not findings.states_money:
        return None
    said = findings.said(SOURCES_SAID, whole="sources.total", left="uses.closing")
    tables = [_statement(findings, "sources_and_uses")]
    if findings.appraisal.number("gap.total") >= HALF_A_FEN:
        tables.append(_statement(findings, "gap"))
    return Report(NO_WORDS, (said,), tuple(tables), figures=(sources_figure(findings.appraisal),))


def balance_chapter(findings: Findings) -> Report | None:
    """Revenue and subsidies less expenditure."""
    if not findings.states_money:
        return None
    said = findings.said(
        BALANCE_SAID,
        revenue="fund_balance.revenue",
        expenditure="fund_balance.expenditure",
        balance="fund_balance.balance",
    )
    return Report(NO_WORDS, (said,), (_statement(findings, "fund_balance"),))


def _statement(findings: Findings, key: str) -> Table:
    rows = {
        "sources_and_uses": sources_and_uses_rows,
        "fund_balance": fund_balance_rows,
        "household": household_rows,
        "gap": gap_rows,
    }[key](findings.appraisal.book)
    scale = "yuan" if key == "household" else findings.scale
    return _without_nothing(statement_table(findings.appraisal, key, rows, scale))


def _without_nothing(table: Table) -> Table:
    """Rows in which nothing stands are not read, unless they are totals."""
    return replace(
        table,
        rows=tuple(
            replace(row, empty=row.empty or _is_nothing(row), seen_by=row.seen_by or _lines(row))
            for row in table.rows
        ),
    )


def _lines(row: Row) -> tuple[str, ...]:
    """The lines that stand in a row."""
    keys = (cell.formula("en") for cell in row.cells if isinstance(cell, Amount))
    return tuple(dict.fromkeys(filter(None, keys)))


def _is_nothing(row: Row) -> bool:
    amounts: list[float | None] = [
        None if cell.value is None else float(cell.value) for cell in row.cells if isinstance(cell, Amount)
    ]
    return not row.strong and all(value is not None and abs(value) < HALF_A_FEN for value in amounts)


def cash_chapter(findings: Findings) -> Report | None:
    """Cash period by period, of a long plan by year."""
    if not findings.states_money:
        return None
    appraisal = findings.appraisal
    said = findings.said(CASH_SAID, day=WHEN, lowest="cash.minimum", need="cash.peak_funding_need")
    return Report(
        NO_WORDS, (said,), (cash_table(appraisal, findings.scale),), figures=(cash_figure(appraisal),)
    )


def cash_table(appraisal: Appraisal, scale: str) -> Table:
    """The cash plan; of a long one the totals by year with the lowest cash in it."""
    if not is_long(appraisal):
        return _without_nothing(cash_plan_table(appraisal, scale))
    rows = [row for row in cash_plan_rows(appraisal.book) if row.key in CASH_TOTALS]
    return blocks_table(
        appraisal, "cash_plan", STATEMENT_TITLES["cash_plan"], rows, scale, lowest="cash.closing"
    )


def loans_chapter(findings: Findings) -> Report | None:
    """Each loan with its conventions, then how well the debt is covered."""
    appraisal = findings.appraisal
    if not findings.states_money:
        return None
    if not any(appraisal.series("loans.drawdown")):
        return Report(NO_WORDS, (NO_DEBT,))
    said = findings.said(LOANS_SAID, drawn="sources.financing", interest="loans.interest_total")
    schedules = loan_tables(appraisal, findings.scale, blocks_table if is_long(appraisal) else None)
    tables = (*schedules, cover_table(appraisal, findings.scale))
    return Report(NO_WORDS, (said,), tables, figures=(loans_figure(appraisal),))


def cover_table(appraisal: Appraisal, scale: str) -> Table:
    """The rules about debt, those that apply, with their thresholds, and the cover over the life of the loans."""
    rules = rules_table(appraisal, scale, None)
    rows = [
        replace(
            row,
            empty=appraisal.verdict.passed(rule) is None,
            seen_by=(f"?verdict.{rule.key}.passed",),
        )
        for rule, row in zip(RULES, rules.rows, strict=True)
        if rule.key in COVER_RULES
    ]
    llcr = appraisal.book.lines["llcr"]
    rows.insert(
        1,
        Row(
            (
                llcr.label,
                Amount(appraisal.number("llcr"), llcr.unit, live="llcr"),
                NOTHING,
                NO_WORDS,
                NO_WORDS,
                NO_WORDS,
            )
        ),
    )
    return replace(rules, key="cover", title=COVER, rows=tuple(rows), notes=(ABOUT_COVER,))


def stress_chapter(findings: Findings) -> Report | None:
    """The plan under stress."""
    if not findings.states_money:
        return None
    table, worst = bridge_table(findings.test, findings.scale), findings.test.worst
    answers = [] if worst is None else [_worst(findings, worst.stress.label, worst.bridge or 0.0)]
    figure = stress_figure(findings.appraisal, findings.test)
    return Report(
        NO_WORDS, tuple(answers), (replace(table, notes=(*table.notes, ABOUT_STRESS)),), figures=(figure,)
    )


def _worst(findings: Findings, case: Label, bridge: float) -> Sentence:
    if bridge < HALF_A_FEN:
        return HOLDS_IN_ALL
    return Said(filled(WORST, {"case": case, "money": in_words(bridge, "yuan", findings.scale)}), "strong")


def household_chapter(findings: Findings) -> Report | None:
    """What the average household gets and pays, what it can build for it, and how households differ where a roster tells."""
    if not findings.states_money:
        return None
    tables = [_statement(findings, "household")]
    if findings.replacement:
        tables.append(replacement_table(findings.replacement))
    answers: Sequence[Sentence] = ()
    if findings.roster is not None:
        answers = findings.roster.answers
        named = (replace(table, title=ROSTER.get(table.key, table.title)) for table in findings.roster.tables)
        tables += named
    moves = any(findings.appraisal.number(f"household.{key}") for key in ("compensation", "purchases"))
    figures = (household_figure(findings.appraisal),) if moves else ()
    return Report(NO_WORDS, tuple(answers), tuple(table for table in tables if table.rows), figures=figures)


def indicators_chapter(findings: Findings) -> Report | None:
    """Every indicator."""
    if not findings.states_money:
        return None
    return Report(NO_WORDS, tables=(indicators_table(findings.appraisal, findings.scale),))


def checks_chapter(findings: Findings) -> Report:
    """Whether the accounts hold; of an unfinished plan that is no good news yet."""
    appraisal = findings.appraisal
    tone: Tone = "good" if appraisal.verdict.viable is not None else ""
    held = all(appraisal.number(f"checks.{check.key}.passed") == 1 for check in CHECKS)
    said = Label(SOUND.en.format(count=len(CHECKS)), SOUND.zh.format(count=len(CHECKS)))
    return Report(NO_WORDS, (Said(said, tone),) if held else (), (checks_table(appraisal),))


def published_chapter(findings: Findings) -> Report | None:
    """Printed figures beside ours, and what the source itself contradicts."""
    printed = printed_figures(findings.appraisal)
    if not printed:
        return None
    table = published_table(printed)
    notes = (*table.notes, *_contradictions(findings))
    return Report(NO_WORDS, tables=(replace(table, notes=notes),))


def _contradictions(findings: Findings) -> Iterator[Sentence]:
    project = findings.appraisal.project
    for identity, item in project.published.items():
        note = project.sources[f"published.{identity}.value"].note
        if item.discrepancy == "yes" and note:
            name = Label(
                item.label_en or item.label_zh or identity, item.label_zh or item.label_en or identity
            )
            yield name.colon(said_twice(note))
