"""Rosters: rows read and refused, totals of every rule, how the result is spread, limits, the project fed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from relocation.appraisal import Appraisal
from relocation.caller import named
from relocation.households.columns import SELF_FUNDING
from relocation.households.money import decimal_text
from relocation.households.roster import SYNTHETIC_NOTE
from relocation.households.rules import WHO, Limit, Side
from relocation.households.spread import HEADINGS, Distribution
from relocation.households.summary import Summary
from relocation.labels import Label, Language, joined, said_twice, same
from relocation.tables.numbers import STATED, number_text, unit_label
from relocation.tables.programs import csv_text
from relocation.tables.record import (
    NO_WORDS,
    Amount,
    Cell,
    Column,
    Named,
    Report,
    Row,
    Said,
    Sentence,
    Table,
)

TOTAL_COLUMNS = (
    Column("rule", Label("rule", "规则"), words=True),
    Column("side", Label("part", "类别"), words=True),
    Column("yuan", Label("yuan", "元")),
)
LIMIT_COLUMNS = (
    Column("limit", Label("limit", "限额"), words=True),
    Column("at_most", Label("at most", "上限"), words=True),
    Column("above", Label("households above it", "超限户数")),
)
PROJECT_COLUMNS = (
    Column("line", NO_WORDS, words=True),
    Column("before", Label("before", "代入前")),
    Column("after", Label("with the roster", "代入后")),
    Column("change", Label("change", "变动")),
)
COUNTY = Column("county", Label("County", "县"), words=True, unbroken=True)
SPREAD = Label("What is left, by household (whole yuan)", "农户最终所得的分布（取整到元）")
GROUPED = Label("The same by group", "分组情况")
PROJECT = Label("The project with the sums of the roster", "以花名册合计代入项目")
SUMS = {
    "received": Label("Received by the households", "农户得到合计"),
    "paid": Label("Paid by the households", "农户支付合计"),
    "left": Label("Left to the households", "农户所得余额合计"),
}
PARTS: dict[Side, Label] = {
    "given_up": Label("given up", "农户交出"),
    "received": Label("received", "农户得到"),
    "in_kind": Label("received in kind", "农户得到的实物或优惠"),
    "paid": Label("paid", "农户支付"),
    "fund": Label("for the project", "项目获得"),
}
EACH = {
    "persons": Label("person", "人"),
    "poor_persons": Label("registered person", "建档立卡人口"),
    "household": Label("household", "户"),
}
APPROXIMATE = Label(
    "Quartiles within 1/16,384 of themselves; all other numbers exact.",
    "四分位数误差不超过其自身的 1/16384；其余数字均为精确值。",
)
COUNTS, QUARTILES = ("households", "below_zero"), ("lower_quartile", "median", "upper_quartile")
SHOWN_LINES = (
    "fund_balance.revenue",
    "fund_balance.expenditure",
    "fund_balance.balance",
    "cash.minimum",
    "household.net_cash",
)
MOST_GROUPS = 40  # lines for a reader; csv and json have all


@dataclass(frozen=True)
class Fed:
    """A project before and after it was fed from a ledger."""

    case: str
    before: Appraisal
    after: Appraisal

    def inputs(self) -> dict[str, list[Any]]:
        """The inputs that changed: path -> [before, after]."""
        old = {stated.path: stated.value for stated in self.before.project.values()}
        new = {stated.path: stated.value for stated in self.after.project.values()}
        return {path: [old.get(path), value] for path, value in new.items() if old.get(path) != value}

    def record(self) -> dict[str, Any]:
        """The change as plain data, in yuan."""
        lines = {key: [plan.number(key) for plan in (self.before, self.after)] for key in SHOWN_LINES}
        return {"case": self.case, "unit": "yuan", "lines": lines, "inputs": self.inputs()}


def households_report(summary: Summary, fed: Fed | None = None) -> Report:
    """The summary; csv has a row for each rule, or for each group if there are groups."""

    def record(lang: Language) -> dict[str, Any]:
        told = summary.record(lang)
        return told if fed is None else {**told, "project": fed.record()}

    return Report(
        summary.rules.label,
        tuple(_answers(summary)),
        tuple(_tables(summary, fed)),
        (same(f"sha256 {summary.roll_up.sha256}"),),
        program=record,
        csv=partial(_groups_csv if summary.groups else _totals_csv, summary),
    )


def _answers(summary: Summary) -> list[Sentence]:
    said: list[Sentence] = [Said(SYNTHETIC_NOTE, "warn")] if summary.synthetic else []
    said.append(summary.count_text())
    if summary.interrupted:
        said.append(Said(interrupted(summary), "bad"))
    return said


def interrupted(summary: Summary) -> Label:
    """That the sums are not those of all rows."""
    return Label(
        f"interrupted: {summary.done:,} of {summary.size:,} rows were read; the sums are those of these rows",
        f"已中断：共 {summary.size:,} 行，已读取 {summary.done:,} 行；合计仅含这些行",
    )


def _totals_csv(summary: Summary, lang: Language) -> str:
    totals = summary.roll_up.totals()
    rows = [
        [rule.id, rule.label.text(lang), rule.side, totals[rule.id], decimal_text(totals[rule.id])]
        for rule in summary.rules.rules
    ]
    return csv_text(["rule", "label", "side", "fen", "yuan"], rows)


def _groups_csv(summary: Summary, lang: Language) -> str:
    records = summary.record(lang)["groups"]
    return csv_text(list(records[0]), [list(record.values()) for record in records])


def _tables(summary: Summary, fed: Fed | None) -> list[Table]:
    more = len(summary.groups) - MOST_GROUPS
    whole = named("-f csv", "summary.record()")
    left_out = (Label(f"... and {more:,} more; {whole} has all", f"……另有 {more:,} 组；{whole} 列出全部"),)
    quartiles = () if summary.exact_quartiles or not summary.distribution else (APPROXIMATE,)
    all_households = [(None, distribution) for distribution in summary.distribution]
    tables = [
        _totals(summary),
        _spread("distribution", SPREAD, all_households, () if summary.groups else quartiles),
        _spread(
            "groups", GROUPED, summary.groups[:MOST_GROUPS], (*(left_out if more > 0 else ()), *quartiles)
        ),
        _limits(summary),
    ]
    return tables if fed is None else [*tables, _project(fed)]


def _totals(summary: Summary) -> Table:
    totals, sums = summary.roll_up.totals(), summary.sums()
    rows = [
        Row((rule.label, PARTS[rule.side], Amount(totals[rule.id], "fen"))) for rule in summary.rules.rules
    ]
    for number, (key, label) in enumerate(SUMS.items()):
        rows.append(Row((label, "", Amount(sums[key], "fen")), strong=True, apart=number == 0))
    return Table("totals", NO_WORDS, TOTAL_COLUMNS, tuple(rows))


def _spread(
    key: str, title: Label, groups: Sequence[tuple[Label | None, Distribution]], notes: tuple[Sentence, ...]
) -> Table:
    """One row for each group. Columns of quartiles are left out where none were kept."""
    has_quartiles = any(distribution.median is not None for _, distribution in groups)
    keys = [key for key in HEADINGS if key != "total" and (has_quartiles or key not in QUARTILES)]
    columns = [Column(key, HEADINGS[key], words=key == "group", unbroken=key == "group") for key in keys]
    has_counties = any(county for county, _ in groups)
    rows = []
    for county, distribution in groups:
        cells: list[Cell] = [county or ""] if has_counties else []
        rows.append(Row((*cells, *(_spread_cell(distribution, key) for key in keys))))
    return Table(key, title, (*([COUNTY] if has_counties else ()), *columns), tuple(rows), notes=notes)


def _spread_cell(distribution: Distribution, key: str) -> Cell:
    if key == "group":
        return distribution.group
    value = getattr(distribution, key)
    return Amount(value, "household") if key in COUNTS else Amount(value / 100, "yuan")


def _limits(summary: Summary) -> Table:
    above = summary.roll_up.limits()
    rows = []
    for limit in summary.rules.limits:
        count = above[limit.id]
        told = number_text(count, "household")
        rows.append(Row((limit.label, _most(limit), Named(told, same(told), "bad" if count else ""))))
    return Table("limits", NO_WORDS, LIMIT_COLUMNS, tuple(rows))


def _most(limit: Limit) -> Label:
    """The bound with its source: 25 m2 per registered poor person (Xinhua, 2017-03-16)."""
    unit, each = (
        unit_label("yuan" if limit.measure == (SELF_FUNDING,) else limit.unit),
        EACH[limit.allowance.per],
    )
    number = number_text(limit.allowance.limit.fraction, "number", digits=STATED)
    who = NO_WORDS if limit.households == "all" else WHO[limit.households]
    bound = Label(f"{number} {unit.en} / {each.en}", f"{number}{unit.zh}/{each.zh}")
    return bound.in_brackets(joined((who, said_twice(limit.source or limit.provenance))))


def _project(fed: Fed) -> Table:
    rows = []
    for key in SHOWN_LINES:
        line, before, after = fed.after.book.lines[key], fed.before.number(key), fed.after.number(key)
        change = Amount(after - before, line.unit, signed=True)
        rows.append(Row((line.label, Amount(before, line.unit), Amount(after, line.unit), change)))
    return Table("project", PROJECT.colon(same(fed.case)), PROJECT_COLUMNS, tuple(rows))
