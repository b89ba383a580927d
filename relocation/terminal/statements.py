"""A run on the terminal: verdict, statements, cash plan, loans, indicators, checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from relocation import presets
from relocation.checks import CHECKS
from relocation.formula.targets.scalar import day_of
from relocation.indicators import INDICATORS
from relocation.labels import Label, Language
from relocation.norms import replacement_costs
from relocation.reconciliation import figures
from relocation.scenarios.margins import margins
from relocation.statements import (
    CONVENTION_NOTES,
    ORDER_NOTE,
    RESERVED_CASH,
    STATEMENT_TITLES,
    Row,
    cash_plan_rows,
    fund_balance_rows,
    gap_rows,
    household_rows,
    loan_conventions,
    loan_paths,
    loan_rows,
    sources_and_uses_rows,
)
from relocation.stress import bridge_test
from relocation.terminal.published_table import published_parts
from relocation.terminal.quantities_table import quantities_table
from relocation.terminal.replacement_table import replacement_table
from relocation.terminal.stress_table import stress_notes, stress_table
from relocation.terminal.tables import (
    RATE_STATUS,
    SCALES,
    amount,
    heading,
    json_text,
    provenance_name,
    table_of,
    text_of,
    unit_name,
    width,
)
from relocation.terminal.verdict import verdict, verdict_parts

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

LABEL_WIDTH = 36  # of the first column of a cash plan, at most
HEAD_WIDTH = 12  # characters of a heading above figures, before it goes on in the next line
MOST_SIDE_BY_SIDE = 24  # periods; a longer plan runs down the page and shows totals only
CASH_TOTALS = (
    "cash.opening",
    "cash.inflow",
    "cash.outflow",
    "cash.closing",
    "cash.cumulative_before_financing",
)
PERIOD = Label("Period", "期次")
NAMELESS = Label("A village without a name", "未命名的村庄")


def run_text(
    appraisal: Appraisal,
    form: str,
    lang: Language,
    scale: str,
    *,
    plain: bool = False,
    cells: Mapping[str, str] | None = None,
) -> str:
    """The result of a run in the wanted format. `cells` are those of the inputs, where a workbook was read."""
    if form == "json":
        return json_text(run_record(appraisal, lang))
    if form == "csv":
        return str(appraisal.to_frame(lang).to_csv(index=False, lineterminator="\n"))
    return text_of(run_parts(appraisal, lang, scale, cells), plain=plain)


def run_record(appraisal: Appraisal, lang: Language) -> dict[str, Any]:
    """The one object of a run: the appraisal, and what comes from appraising the plan again."""
    test = bridge_test(appraisal.project)
    return {
        **appraisal.to_record(lang),
        "assumed_by_program": presets.to_records(appraisal),
        "margins": None if appraisal.verdict.viable is None else margins(appraisal).to_record(lang),
        "bridge_test": test.to_records(lang),
        "replacement_cost": [one.to_record(lang) for one in replacement_costs(appraisal.project)],
        "published": [one.to_record(lang) for one in figures(appraisal)],
    }


def run_parts(
    appraisal: Appraisal, lang: Language, scale: str, cells: Mapping[str, str] | None = None
) -> Iterable[RenderableType]:
    """The parts of a run from top to bottom."""
    book = appraisal.book
    yield village_name(appraisal, lang)
    yield verdict(appraisal, lang)
    if appraisal.number("verdict.money") == 0:
        yield quantities_table(appraisal.project, lang)
        yield _checks(appraisal, lang)
        return
    if appraisal.verdict.viable is not None:
        yield Text(margins(appraisal).sentence.text(lang), style="bold")
    yield from verdict_parts(appraisal, lang, scale)
    if (assumed := presets.sentence(appraisal, cells)) is not None:
        yield Text(f"{assumed.text(lang)}\n", style="dim")
    yield statement(appraisal, "fund_balance", fund_balance_rows(book), lang, scale)
    yield _indicators(appraisal, lang, scale)
    yield statement(appraisal, "sources_and_uses", sources_and_uses_rows(book), lang, scale)
    yield from _cash_plan(appraisal, lang, scale)
    for path in loan_paths(book):
        yield from _loan(appraisal, path, lang, scale)
    if loan_paths(book):
        yield notes_text((*CONVENTION_NOTES, ORDER_NOTE), lang)
    yield statement(appraisal, "household", household_rows(book), lang, "yuan")
    if appraisal.number("gap.total") >= 0.005:
        yield statement(appraisal, "gap", gap_rows(book), lang, scale)
    if replaced := replacement_costs(appraisal.project):
        yield replacement_table(replaced, lang)
    yield from _bridge_test(appraisal, lang, scale)
    yield from published_parts(appraisal, lang)
    yield _checks(appraisal, lang)


def _bridge_test(appraisal: Appraisal, lang: Language, scale: str) -> Iterator[RenderableType]:
    test = bridge_test(appraisal.project)
    yield stress_table(test, lang, scale)
    if notes := stress_notes(test, lang):
        yield notes


def village_name(appraisal: Appraisal, lang: Language) -> Text:
    village = appraisal.project.village
    names = Label(village.name_en or village.name_zh, village.name_zh or village.name_en)
    return heading(names if any(names) else NAMELESS, lang)


def statement(appraisal: Appraisal, name: str, rows: Sequence[Row], lang: Language, scale: str) -> Table:
    """A statement of amounts over the whole life, each with its provenance."""
    heads = ("", SCALES[scale][2].text(lang), Label("provenance", "数据性质").text(lang))
    table = table_of(STATEMENT_TITLES[name].text(lang), heads, texts=(0, 2))
    for row in rows:
        indent = "" if row.is_total else "    " if row.is_detail else "  "
        style = "bold" if row.is_total else "dim" if row.is_detail else ""
        shown = _in_unit(appraisal, row.key, lang, scale)
        sure = provenance_name(appraisal.provenance(row.key), lang)
        table.add_row(indent + _name(appraisal, row, lang), shown, sure, style=style)
    return table


def _in_unit(appraisal: Appraisal, key: str, lang: Language, scale: str) -> str:
    """An amount on the scale of its table; what is counted otherwise, such as per household, with its own unit."""
    unit = appraisal.book.lines[key].unit
    shown = amount(appraisal.number(key), unit, scale)
    is_own = unit != "yuan" and scale != "yuan"
    return f"{shown} {unit_name(unit, lang)}" if is_own else shown


def _name(appraisal: Appraisal, row: Row, lang: Language) -> str:
    return (row.label or appraisal.book.lines[row.key].label).text(lang)


def _series(appraisal: Appraisal, key: str) -> list[float]:
    found = appraisal.value(key)
    assert isinstance(found, list)
    return found


def period_names(appraisal: Appraisal) -> list[str]:
    """Periods by their first day: 2016, or 2016-04 where they are shorter than a year."""
    yearly = appraisal.number("timeline.months") == 12
    days = [day_of(one) for one in _series(appraisal, "timeline.date")]
    return [f"{day:%Y}" if yearly else f"{day:%Y-%m}" for day in days]


def _titled(title: str, lang: Language, scale: str) -> str:
    unit = SCALES[scale][2].text(lang)
    return Label(f"{title} ({unit})", f"{title}（{unit}）").text(lang)


def _moved(value: float, scale: str) -> str:
    """Money of one period; a dash where nothing moved."""
    return "-" if abs(value) < 0.005 else amount(value, "yuan", scale)


def _cash_plan(appraisal: Appraisal, lang: Language, scale: str) -> Iterator[RenderableType]:
    held = any(_series(appraisal, "loans.reserve"))
    rows = [row for row in cash_plan_rows(appraisal.book) if held or row.key not in RESERVED_CASH]
    title = STATEMENT_TITLES["cash_plan"]
    if appraisal.book.periods > MOST_SIDE_BY_SIDE:
        totals = [row for row in rows if row.key in CASH_TOTALS]
        yield _down_the_page(appraisal, title, totals, lang, scale)
        yield Text(
            Label(
                "Totals only; -f csv and -o plan.xlsx show every line of every period.",
                "此处仅列合计；用 -f csv 或 -o plan.xlsx 查看各期各项。",
            ).text(lang)
        )
    else:
        yield from _side_by_side(appraisal, title, rows, lang, scale)


def _side_by_side(
    appraisal: Appraisal, title: Label, rows: Sequence[Row], lang: Language, scale: str
) -> Iterator[Table]:
    """Periods as columns, as many to a table as the terminal has room for."""
    names = period_names(appraisal)
    cells = [[_moved(one, scale) for one in _series(appraisal, row.key)] for row in rows]
    labels = [_name(appraisal, row, lang) for row in rows]
    column = max(len(text) for line in [names, *cells] for text in line) + 2
    widest = min(LABEL_WIDTH, width() // 2 - 2)
    label = min(widest, max(map(cell_len, labels))) + 4
    room = max(1, (width() - label) // column)
    room = -(-len(names) // -(-len(names) // room))  # tables of equal width
    for first in range(0, len(names), room):
        shown = slice(first, first + room)
        span = f" {names[shown][0]} - {names[shown][-1]}" if room < len(names) else ""
        table = table_of(_titled(title.text(lang) + span, lang, scale), ["", *names[shown]])
        table.columns[0].max_width = widest
        for row, text, line in zip(rows, labels, cells, strict=True):
            table.add_row(text, *line[shown], style="bold" if row.is_total else "")
        yield table


def _down_the_page(
    appraisal: Appraisal, title: Label, rows: Sequence[Row], lang: Language, scale: str
) -> Table:
    """Periods as rows; periods at the end in which nothing stands any more are left out."""
    heads = [fill(_name(appraisal, row, lang), HEAD_WIDTH) for row in rows]
    table = table_of(_titled(title.text(lang), lang, scale), [PERIOD.text(lang), *heads], texts=())
    series = [_series(appraisal, row.key) for row in rows]
    moved = [at for at in range(appraisal.book.periods) if any(abs(one[at]) >= 0.005 for one in series)]
    names = period_names(appraisal)[: max(moved, default=-1) + 1]
    for at, name in enumerate(names):
        table.add_row(name, *(_moved(one[at], scale) for one in series))
    return table


def _loan(appraisal: Appraisal, path: str, lang: Language, scale: str) -> Iterator[RenderableType]:
    item = appraisal.project.loans[path.split(".")[1]]
    name = Label(item.label_en or item.label_zh or path, item.label_zh or item.label_en or path)
    title = STATEMENT_TITLES["loan"]
    shown = [row for row in loan_rows(path) if any(_series(appraisal, row.key)) or _always(row.key)]
    if not any(row.key.endswith((".capitalised", ".subsidy_received", ".interest_owed")) for row in shown):
        paid_as_accrued = ("accrued", "construction_interest")
        shown = [row for row in shown if row.key.rsplit(".", 1)[1] not in paid_as_accrued]
    said = Label(f"{title.en}: {name.en}", f"{title.zh}：{name.zh}")
    yield _down_the_page(appraisal, said, shown, lang, scale)
    yield conventions_text(loan_conventions(appraisal.project, appraisal.values, path), lang)


def _always(key: str) -> bool:
    """Columns of a loan that are shown even where nothing stands in them."""
    return key.endswith((".opening", ".drawdown", ".interest_paid", ".principal_repaid", ".closing"))


def conventions_text(conventions: Iterable[tuple[Label, Label]], lang: Language) -> Text:
    """How a loan is counted, in one paragraph."""
    said = [Label(f"{name.en}: {how.en}", f"{name.zh}：{how.zh}").text(lang) for name, how in conventions]
    listed = Label("; ", "；").text(lang).join(said) + Label(".", "。").text(lang)
    return Text(f"{listed}\n", style="dim")


def notes_text(notes: Iterable[Label], lang: Language) -> Text:
    """Sentences below a table, one to a line."""
    return Text("\n".join([*(note.text(lang) for note in notes), ""]), style="dim")


def _indicators(appraisal: Appraisal, lang: Language, scale: str) -> Table:
    heads = ("", Label("value", "数值").text(lang), Label("unit", "单位").text(lang))
    table = table_of(Label("Indicators", "指标").text(lang), heads, texts=(0, 2))
    for key in INDICATORS:
        line = appraisal.book.lines[key]
        value, unit = amount(appraisal.number(key), line.unit, scale), unit_name(line.unit, lang, scale)
        if key in appraisal.rates_of_return:
            value, unit = _rate_of_return(appraisal, key, lang)
        elif key == "cash.minimum_period":
            unit = _when(appraisal, lang)
        elif key == "dscr_min_year" and appraisal.number(key) == appraisal.number(key):
            year = int(_series(appraisal, "annual.date")[int(appraisal.number(key)) - 1])
            unit = Label(
                f"project year, from {day_of(year):%Y-%m}", f"项目年度，始于 {day_of(year):%Y-%m}"
            ).text(lang)
        elif line.unit == "date":
            value, unit = day_of(appraisal.number(key)).isoformat(), ""
        table.add_row(line.label.text(lang), value, unit)
    return table


def _rate_of_return(appraisal: Appraisal, key: str, lang: Language) -> tuple[str, str]:
    """The rate and its status; where there is not exactly one, the rates beside the status."""
    shown, found = appraisal.number(key), appraisal.rates_of_return[key]
    if shown == shown:
        return amount(shown, "1/year"), RATE_STATUS["unique"].text(lang)
    status = RATE_STATUS[found.status]
    if found.status == "none":
        return "n/a", status.text(lang)
    rates = Label(", ", "、").text(lang).join(amount(rate, "1/year") for rate in found.rates)
    return "n/a", Label(f"{status.en}: {rates}", f"{status.zh}：{rates}").text(lang)


def _when(appraisal: Appraisal, lang: Language) -> str:
    """The date of the period in which cash is lowest."""
    name = period_names(appraisal)[int(appraisal.number("cash.minimum_period")) - 1]
    return Label(f"period, from {name}", f"期，始于 {name}").text(lang)


def _checks(appraisal: Appraisal, lang: Language) -> Table:
    heads = (
        "",
        Label("difference, yuan", "差额（元）").text(lang),
        Label("passed", "通过").text(lang),
    )
    table = table_of(Label("Checks", "检查").text(lang), heads)
    for check in CHECKS:
        passed = appraisal.number(f"checks.{check.key}.passed") == 1
        difference = f"{appraisal.number(f'checks.{check.key}') + 0.0:,.2f}".replace("-0.00", "0.00")
        mark = Text("✓", style="green") if passed else Text("✗", style="bold red")
        table.add_row(check.label.text(lang), difference, mark)
    return table
