"""Income before and after the move told: stream by stream, one-off cash apart, printed figures beside those worked out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from relocation.labels import Label
from relocation.livelihood.account import LivelihoodAccount
from relocation.livelihood.income_lines import stream_name
from relocation.printed import STATUSES, FigureResult
from relocation.project.names import item_name
from relocation.sourced import source_text
from relocation.tables.record import Amount, Cell, Column, Named, Report, Row, Table

STREAMS = (
    Column("stream", Label("stream of income", "收入项"), words=True, width=44),
    Column("before_per_person", Label("before,\na person", "搬迁前\n人均")),
    Column("per_household", Label("after,\na household", "搬迁后\n户均")),
    Column("per_person_printed", Label("a person,\nprinted", "原文人均")),
    Column("per_person", Label("a person,\nworked out", "折算人均")),
    Column("difference", Label("difference", "差额"), width=14),
    Column("source", Label("source", "来源"), words=True, below=True, width=44),
)
ONCE = (
    Column("item", Label("received once", "一次性所得"), words=True),
    Column("per_household", Label("a household", "户均")),
    Column("village", Label("all households", "全村")),
    Column("source", Label("source", "来源"), words=True, below=True),
)
COMPARISON = (
    Column("figure", Label("figure", "数字"), words=True),
    Column("printed", Label("printed", "原文")),
    Column("ours", Label("ours", "本模型")),
    Column("difference", Label("difference", "差额")),
    Column("status", Label("status", "状态"), words=True),
    Column("note", Label("note", "说明"), words=True, below=True),
)
IN_ALL = "={per_household}*{@place.households}"
TOTAL = Label("Income of a year", "年收入合计")
NAME = re.compile(r"\b[A-Za-z_]\w*\.([\w.]+)")  # of a number of a subject
INCOMES = ("income.", "after.", "before.", "measures.")


def livelihood_report(account: LivelihoodAccount, printed: Iterable[FigureResult] = ()) -> Report:
    """Income of a household and a person and year. `printed` are figures of a source to hold it against."""
    return Report(
        account.livelihood.name,
        tuple(_answers(account)),
        (_streams(account), _once(account), comparison(printed)),
        (
            Label(
                "Worked out: yuan a household x households / persons. What is received once is in no yearly income.",
                "折算人均＝户均×户数÷人数。一次性所得不计入年收入。",
            ),
        ),
        _facts(account),
    )


def comparison(printed: Iterable[FigureResult]) -> Table:
    """Printed figures beside ours, which on a sheet are worked out over the keys of their subject."""
    rows = []
    for figure in printed:
        name = Named(
            figure.identity,
            Label(f"{figure.label.en} [{figure.unit.en}]", f"{figure.label.zh} [{figure.unit.zh}]"),
        )
        reference = figure.printed if figure.printed is not None else figure.reference
        ours = Amount(figure.ours, "number", live=f"~{over_keys(figure.formula)}")
        apart = Amount(figure.difference, "number", live="={ours}-{printed}")
        status = Named(figure.status, STATUSES[figure.status])
        cells = (name, Amount(reference, "number"), ours, apart, status, _place_and_note(figure))
        rows.append(Row(cells, key=figure.identity))
    title = Label("Printed in the source and worked out here", "原文数字与本模型对照")
    return Table("comparison", title, COMPARISON, tuple(rows))


def over_keys(formula: str) -> str:
    """The formula of a figure without the name of its subject; a series counts in its first year."""
    return NAME.sub(lambda found: found[1].removesuffix(".year_1"), formula)


def _place_and_note(figure_result: FigureResult) -> Label:
    """Where a figure stands in the source, and what is to be said of it."""
    return Label(
        "; ".join(filter(None, (figure_result.place, figure_result.note.en))),
        "；".join(filter(None, (figure_result.place, figure_result.note.zh))),
    )


def of_income(figure: FigureResult, subject: str) -> bool:
    """Whether a figure holds an income of this subject against something."""
    names = tuple(f"{subject}.{part}" for part in INCOMES)
    return figure.reference is not None and figure.rate is None and figure.formula.startswith(names)


def _answers(account: LivelihoodAccount) -> Iterable[Label]:
    number = account.number
    if not account.livelihood.after:
        yield Label("No income by stream is stated; see measures.", "未载分项收入，可查看增收措施。")
        return
    household, printed, person = (
        number(f"income.{key}") for key in ("per_household", "per_person_printed", "per_person")
    )
    yield Label(
        f"After the move {household:,.0f} yuan a household and year; {printed:,.0f} a person by the printed parts, "
        f"{person:,.2f} worked out from households.",
        f"搬迁后户均年收入 {household:,.0f} 元；人均按原文分项合计 {printed:,.0f} 元，由户均折算 {person:,.2f} 元。",
    )
    if account.livelihood.before.per_person:
        times, year = number("income.times"), account.livelihood.before.year
        person, household = account.livelihood.before.per_person, number("before.per_household")
        yield Label(
            f"That is {times:.2f} times the {person:,.0f} yuan a person of {year}, then {household:,.0f} a household.",
            f"为 {year} 年人均 {person:,.0f} 元（户均 {household:,.0f} 元）的 {times:.2f} 倍。",
        )


def _streams(account: LivelihoodAccount) -> Table:
    livelihood, number = account.livelihood, account.number
    rows = []
    for identity, stream in livelihood.after.items():
        path, key = f"after.{identity}", f"income.{identity}"
        before = (
            number("before.labour") if stream.kind == "labour" and livelihood.before.labour_share else None
        )
        apart = None if stream.per_person is None else number(f"{key}.difference")
        cells: tuple[Cell, ...] = (
            Named(identity, stream_name(livelihood, identity)),
            _person(before, "->before.labour" if stream.kind == "labour" else ""),
            Amount(stream.per_household, "yuan/household", live=f"->{path}.per_household"),
            _person(stream.per_person, f"->{path}.per_person"),
            _person(number(f"{key}.per_person"), f"{key}.per_person"),
            _person(apart, f"{key}.difference"),
            source_text(livelihood.sources.get(f"{path}.per_household")),
        )
        rows.append(Row(cells))
    if rows:
        total: tuple[Cell, ...] = (
            Named("total", TOTAL),
            _person(livelihood.before.per_person, "->before.per_person"),
            Amount(number("income.per_household"), "yuan/household", live="income.per_household"),
            *(
                _person(number(f"income.{key}"), f"income.{key}")
                for key in ("per_person_printed", "per_person", "per_person_difference")
            ),
            "",
        )
        rows.append(Row(total, strong=True))
    title = Label("Income of a year, stream by stream (yuan)", "分项年收入（元）")
    return Table("streams", title, STREAMS, tuple(rows))


def _person(value: float | None, live: str) -> Amount:
    return Amount(value, "yuan/person", live=live)


def _once(account: LivelihoodAccount) -> Table:
    livelihood = account.livelihood
    rows = [
        Row(
            (
                Named(identity, item_name(f"once.{identity}", item.label_en, item.label_zh)),
                Amount(item.per_household, "yuan/household", live=f"->once.{identity}.per_household"),
                Amount(item.per_household * livelihood.households, "yuan", live=IN_ALL),
                source_text(livelihood.sources.get(f"once.{identity}.per_household")),
            ),
            key=identity,
        )
        for identity, item in livelihood.once.items()
    ]
    title = Label("Received once, in no yearly income (yuan)", "一次性所得，不计入年收入（元）")
    return Table("once", title, ONCE, tuple(rows))


def _facts(account: LivelihoodAccount) -> dict[str, Cell | bool | None]:
    number, livelihood = account.number, account.livelihood
    return {
        "households": Amount(livelihood.households, "household"),
        "persons": Amount(livelihood.persons, "person"),
        "income_per_household": Amount(number("income.per_household"), "yuan/household"),
        "income_per_person_printed": Amount(number("income.per_person_printed"), "yuan/person"),
        "income_per_person": Amount(number("income.per_person"), "yuan/person"),
        "income_before_per_household": Amount(number("before.per_household"), "yuan/household"),
        "income_before_per_person": Amount(livelihood.before.per_person, "yuan/person"),
        "times_before": Amount(number("income.times"), "times"),
        "labour_share": Amount(number("income.labour_share"), "share"),
        "received_once_per_household": Amount(number("once.per_household"), "yuan/household"),
    }
