"""Rosters on the terminal: rows read and refused, totals of every rule, how the result is spread, limits, the project fed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from relocation.appraisal import Appraisal
from relocation.households.columns import SELF_FUNDING
from relocation.households.money import decimal_text
from relocation.households.roster import SYNTHETIC_NOTE
from relocation.households.rules import WHO, Limit, Side
from relocation.households.spread import HEADINGS, Distribution
from relocation.households.summary import Summary
from relocation.labels import Label, Language
from relocation.tables.numbers import fen_text
from relocation.tables.units import UNITS
from relocation.terminal.tables import (
    amount,
    csv_text,
    heading,
    in_language,
    json_text,
    signed,
    table_of,
    text_of,
)

RULE, PART, YUAN = Label("rule", "规则"), Label("part", "类别"), Label("yuan", "元")
COUNTY = Label("County", "县")
SPREAD = Label("What is left, by household (whole yuan)", "农户最终所得的分布（取整到元）")
GROUPED = Label("The same by group", "分组情况")
LIMITS = (
    Label("limit", "限额"),
    Label("at most", "上限"),
    Label("households above it", "超限户数"),
)
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
PROJECT = Label("The project with the sums of the roster", "以花名册合计代入项目")
PROJECT_HEADS = (
    Label("", ""),
    Label("before", "代入前"),
    Label("with the roster", "代入后"),
    Label("change", "变动"),
)
SHOWN_LINES = (
    "fund_balance.revenue",
    "fund_balance.expenditure",
    "fund_balance.balance",
    "cash.minimum",
    "household.net_cash",
)
MOST_GROUPS = 40  # lines on the terminal; csv and json have all


@dataclass(frozen=True)
class Fed:
    """A project before and after it was fed from a ledger."""

    case: str
    before: Appraisal
    after: Appraisal

    def inputs(self) -> dict[str, list[Any]]:
        """The inputs that changed: path -> [before, after]."""
        old = {one.path: one.value for one in self.before.project.values()}
        new = {one.path: one.value for one in self.after.project.values()}
        return {path: [old.get(path), value] for path, value in new.items() if old.get(path) != value}

    def record(self) -> dict[str, Any]:
        """The change as plain data, in yuan."""
        lines = {key: [one.number(key) for one in (self.before, self.after)] for key in SHOWN_LINES}
        return {"case": self.case, "unit": "yuan", "lines": lines, "inputs": self.inputs()}


def interrupted(found: Summary) -> Label:
    """That the sums are not those of all rows."""
    return Label(
        f"interrupted: {found.done:,} of {found.size:,} rows were read; the sums are those of these rows",
        f"已中断：共 {found.size:,} 行，已读取 {found.done:,} 行；合计仅含这些行",
    )


def households_text(
    found: Summary, form: str, lang: Language, fed: Fed | None = None, *, plain: bool = False
) -> str:
    """The summary in a format: table, json, or csv with a row for each rule, or for each group if there are groups."""
    if form == "json":
        record = found.record(lang)
        return json_text(record if fed is None else {**record, "project": fed.record()})
    if form == "csv":
        return _groups_csv(found, lang) if found.groups else _totals_csv(found, lang)
    return text_of(_parts(found, lang, fed), plain=plain)


def _totals_csv(found: Summary, lang: Language) -> str:
    totals = found.roll_up.totals()
    rows = [
        [rule.id, rule.label.text(lang), rule.side, totals[rule.id], decimal_text(totals[rule.id])]
        for rule in found.rules.rules
    ]
    return csv_text(["rule", "label", "side", "fen", "yuan"], rows)


def _groups_csv(found: Summary, lang: Language) -> str:
    records = found.record(lang)["groups"]
    return csv_text(list(records[0]), [list(one.values()) for one in records])


def _parts(found: Summary, lang: Language, fed: Fed | None) -> Iterator[RenderableType]:
    yield heading(found.rules.label, lang)
    if found.synthetic:
        yield Text(SYNTHETIC_NOTE.text(lang), style="yellow")
    yield Text(found.count_text().text(lang))
    if found.interrupted:
        yield heading(interrupted(found), lang, "bold red")
    yield _totals(found, lang)
    if found.distribution:
        yield _spread(SPREAD, [(None, one) for one in found.distribution], lang)
    if found.groups:
        yield _spread(GROUPED, found.groups[:MOST_GROUPS], lang)
        yield from _left_out(len(found.groups) - MOST_GROUPS, lang)
    if found.distribution and not found.exact_quartiles:
        yield Text(APPROXIMATE.text(lang), style="dim")
    if found.rules.limits:
        yield _limits(found, lang)
    if fed is not None:
        yield _project(fed, lang)
    yield Text(f"sha256 {found.roll_up.sha256}", style="dim")


def _totals(found: Summary, lang: Language) -> Table:
    table = table_of("", [RULE.text(lang), PART.text(lang), YUAN.text(lang)], texts=(0, 1))
    totals, sums = found.roll_up.totals(), found.sums()
    for rule in found.rules.rules:
        table.add_row(rule.label.text(lang), PARTS[rule.side].text(lang), fen_text(totals[rule.id]))
    table.add_section()
    for key, label in SUMS.items():
        table.add_row(Text(label.text(lang), style="bold"), "", Text(fen_text(sums[key]), style="bold"))
    return table


def _spread(title: Label, rows: Sequence[tuple[Label | None, Distribution]], lang: Language) -> Table:
    """One row for each group. Columns of quartiles are left out where none were kept."""
    quartiles = rows[0][1].median is not None
    keys = [key for key in HEADINGS if quartiles or key not in ("lower_quartile", "median", "upper_quartile")]
    keys.remove("total")
    counties = [COUNTY.text(lang)] if any(county for county, _ in rows) else []
    heads = [*counties, *(HEADINGS[key].text(lang) for key in keys)]
    table = table_of(title.text(lang), heads, texts=range(len(counties) + 1))
    for column in table.columns[: len(counties) + 1]:
        column.no_wrap = True  # a figure beside it would move to another line than its name
    for county, one in rows:
        record = one.record(lang)
        cells = [county.text(lang) if county else ""] if counties else []
        table.add_row(*cells, *(_cell(key, record[key]) for key in keys))
    return table


def _cell(key: str, value: Any) -> str:
    if key == "group":
        return str(value)
    return f"{value:,}" if key in ("households", "below_zero") else amount(value / 100, "yuan")


def _left_out(count: int, lang: Language) -> Iterator[RenderableType]:
    if count > 0:
        more = Label(f"... and {count:,} more; -f csv has all", f"……另有 {count:,} 组；-f csv 列出全部")
        yield Text(more.text(lang), style="dim")


def _limits(found: Summary, lang: Language) -> Table:
    table = table_of("", [head.text(lang) for head in LIMITS], texts=(0, 1))
    above = found.roll_up.limits()
    for limit in found.rules.limits:
        count = above[limit.id]
        name = limit.label.text(lang)
        table.add_row(name, _most(limit, lang), Text(f"{count:,}", style="bold red" if count else ""))
    return table


def _most(limit: Limit, lang: Language) -> str:
    """The bound with its source: 25 m2 per registered poor person (Xinhua, 2017-03-16)."""
    unit = UNITS["yuan" if limit.measure == (SELF_FUNDING,) else limit.unit].text(lang)
    each = EACH[limit.allowance.per].text(lang)
    number = f"{float(limit.allowance.limit.fraction):,.10g}"
    who = "" if limit.households == "all" else WHO[limit.households].text(lang)
    source = in_language(limit.source or limit.provenance, lang)
    if lang == "zh":
        return f"{number}{unit}/{each}" + (f"（{who}；{source}）" if who else f"（{source}）")
    return f"{number} {unit} / {each}" + (f" ({who}; {source})" if who else f" ({source})")


def _project(fed: Fed, lang: Language) -> Table:
    table = table_of(f"{PROJECT.text(lang)}: {fed.case}", [head.text(lang) for head in PROJECT_HEADS])
    for key in SHOWN_LINES:
        before, after = fed.before.number(key), fed.after.number(key)
        name = fed.after.book.lines[key].label.text(lang)
        table.add_row(name, amount(before, "yuan"), amount(after, "yuan"), signed(after - before, "yuan"))
    return table
