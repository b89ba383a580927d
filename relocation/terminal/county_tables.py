"""A county on the terminal: villages side by side, consolidated by the calendar, shared loans, checks, bad files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from relocation.county.consolidation import FIGURES, FLOWS, County
from relocation.labels import Label, Language
from relocation.terminal.tables import SCALES, amount, heading, json_text, table_of, text_of
from relocation.verdict import STATUS

VILLAGES = Label("Villages side by side", "各村对照")
PERIODS = Label("The county by calendar period", "全县分期汇总")
CHECKS = Label("The county beside the sum of its villages", "县级与各村之和核对")
COLUMNS = ("revenue", "expenditure", "balance", "loan", "interest")
YES, NO, NOTHING = Label("yes", "是"), Label("no", "否"), "-"
UNFINISHED = STATUS[None]
MOST_CELLS = 0.005  # yuan; less than half a fen has not moved


def county_text(county: County, form: str, lang: Language, scale: str, *, plain: bool = False) -> str:
    """The county in the wanted format."""
    if form == "json":
        return json_text(county.to_record(lang))
    if form == "csv":
        return str(county.to_frame(lang).to_csv(index=False, lineterminator="\n"))
    return text_of(_parts(county, lang, scale), plain=plain)


def _parts(county: County, lang: Language, scale: str) -> Iterable[RenderableType]:
    name = county.name if any(county.name) else Label("County", "全县")
    yield heading(name, lang)
    if county.missing:
        yield heading(
            Label(
                f"Interrupted: {county.missing} files were not read.",
                f"已中断：尚有 {county.missing} 个文件未读取。",
            ),
            lang,
            "bold red",
        )
    yield _villages(county, lang, scale)
    yield Text(
        Label(
            "The county's lowest cash is that of one common purse; a village can run out while it does not.",
            "全县最低现金按统一资金池计算；全县未出现缺口时个别村仍可能缺口。",
        ).text(lang)
    )
    yield _periods(county, lang, scale)
    yield from _loans(county, lang, scale)
    yield _checks(county, lang)
    yield from _unread(county, lang)


def _titled(title: Label, lang: Language, scale: str) -> str:
    unit = SCALES[scale][2]
    return Label(f"{title.en} ({unit.en})", f"{title.zh}（{unit.zh}）").text(lang)


def _villages(county: County, lang: Language, scale: str) -> Table:
    labels = {figure.key: figure.label.text(lang) for figure in FIGURES}
    heads = [
        Label("village", "村庄").text(lang),
        *(labels[key] for key in COLUMNS),
        Label("lowest cash", "最低现金").text(lang),
        Label("from", "始于").text(lang),
        Label("yuan per household", "户均净得（元）").text(lang),
        Label("viable", "可行").text(lang),
    ]
    table = table_of(_titled(VILLAGES, lang, scale), heads)
    record = county.to_record(lang)
    for row in [*record["villages"], record["county"]]:
        each = row["net_cash_per_household"]
        table.add_row(
            f"{row['name']} ({row['file']})" if row["file"] else row["name"],
            *(amount(row[key], "yuan", scale) for key in COLUMNS),
            amount(row["lowest_cash"], "yuan", scale),
            str(row["lowest_cash_date"] or NOTHING)[:7],
            NOTHING if each is None else f"{each:,.0f}",
            (UNFINISHED if row["viable"] is None else YES if row["viable"] else NO).text(lang),
            style="" if row["file"] else "bold",
        )
    return table


def _periods(county: County, lang: Language, scale: str) -> Table:
    heads = [
        Label("begins", "期初").text(lang),
        *(label.text(lang) for label in FLOWS.values()),
        Label("closing cash", "期末现金").text(lang),
    ]
    table = table_of(_titled(PERIODS, lang, scale), heads, texts=())
    for at, day in enumerate(county.days):
        moved = [county.flows[key][at] for key in FLOWS]
        table.add_row(f"{day:%Y-%m}", *(_moved(value, scale) for value in [*moved, county.closing[at]]))
    return table


def _moved(value: float, scale: str) -> str:
    return NOTHING if abs(value) < MOST_CELLS else amount(value, "yuan", scale)


def _loans(county: County, lang: Language, scale: str) -> Iterator[Table]:
    """Each shared loan as one, and beside it what each village carries of its debt service."""
    for loan in county.loans:
        record = loan.to_record(county, lang)
        carried = record["villages"]
        title = Label(f"Shared loan: {loan.label.en}", f"统贷：{loan.label.zh}")
        heads = [
            Label("begins", "期初").text(lang),
            Label("drawn", "提款").text(lang),
            Label("interest", "付息").text(lang),
            Label("repaid", "还本").text(lang),
            Label("outstanding", "余额").text(lang),
            *(Label(f"pays: {file}", f"承担：{file}").text(lang) for file in carried),
        ]
        table = table_of(_titled(title, lang, scale), heads, texts=())
        for at, day in enumerate(county.days):
            whole = [
                record["whole"][part][at]
                for part in ("drawdown", "interest_paid", "principal_repaid", "closing")
            ]
            service = [one["interest_paid"][at] + one["principal_repaid"][at] for one in carried.values()]
            if any(abs(value) >= MOST_CELLS for value in [*whole, *service]):
                table.add_row(f"{day:%Y-%m}", *(_moved(value, scale) for value in [*whole, *service]))
        yield table


def _checks(county: County, lang: Language) -> Table:
    heads = ("", Label("difference, yuan", "差额（元）").text(lang), Label("passed", "通过").text(lang))
    table = table_of(CHECKS.text(lang), heads)
    for check in county.checks:
        mark = Text("✓", style="green") if check.passed else Text("✗", style="bold red")
        table.add_row(check.label.text(lang), f"{check.difference + 0.0:,.2f}".replace("-0.00", "0.00"), mark)
    return table


def _unread(county: County, lang: Language) -> Iterator[Text]:
    if not county.unread:
        return
    count = len(county.unread)
    yield heading(
        Label(
            f"Files that could not be used and are not in the county: {count}",
            f"无法使用、未计入全县的文件：{count} 个",
        ),
        lang,
        "bold red",
    )
    yield Text("\n".join(one.file for one in county.unread))
