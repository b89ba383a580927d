"""Accounts of households as one plain page: a section for each household, printed on a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from relocation.households.roster import SYNTHETIC_NOTE
from relocation.households.statement import LEFT, SIGNATURES, Statement, StatementLine
from relocation.labels import Label, Language
from relocation.tables.numbers import fen_text

COLUMNS = (
    Label("Item", "项目"),
    Label("Quantity", "数量"),
    Label("Yuan per unit", "单价（元）"),
    Label("Yuan", "金额（元）"),
)
TOTAL = Label("Together", "小计")
COLON = Label(": ", "：")
WIDTHS = '<colgroup><col style="width:46%"><col style="width:17%"><col style="width:18%"><col></colgroup>'
STYLE = """body{font:11pt/1.5 Calibri,"宋体",serif;color:#1f2a37;margin:2em auto;max-width:46em}
table{table-layout:fixed}section{break-after:page;margin-bottom:4em}section:last-child{break-after:auto}table{width:100%;border-collapse:collapse}
th,td{padding:.2em .5em;text-align:left;border-bottom:1px solid #d5dbe1}td.n,th.n{text-align:right;white-space:nowrap}
tr.total td{font-weight:bold}p.sign span{display:inline-block;min-width:11em;margin-top:3em}.note{color:#6b7280}"""


def override_note(line: StatementLine, lang: Language) -> str:
    """Why a line is not what the rule gives, empty where it is."""
    override = line.override
    if override is None or override.day is None:
        return ""
    ruled = fen_text(line.ruled or 0)
    en = f"decided by {override.author} on {override.day}: {override.reason}; by the rule {ruled}"
    return Label(en, f"{override.day} 由{override.author}决定：{override.reason}；按规则为 {ruled}").text(
        lang
    )


def statement_page(statements: Iterable[Statement], scheme: Label, lang: Language = "en") -> str:
    """A whole HTML page. Every text is escaped, and nothing is loaded from anywhere."""
    sections = "\n".join(_section(statement, scheme, lang) for statement in statements)
    html_lang = "zh-CN" if lang == "zh" else "en"
    head = f'<meta charset="utf-8"><title>{escape(scheme.text(lang))}</title><style>{STYLE}</style>'
    return (
        f'<!doctype html>\n<html lang="{html_lang}"><head>{head}</head><body>\n{sections}\n</body></html>\n'
    )


def _section(statement: Statement, scheme: Label, lang: Language) -> str:
    blocks = "".join(_block(label, lines, total, lang) for label, lines, total in statement.blocks())
    outcome = f"{LEFT.text(lang)}{COLON.text(lang)}{statement.outcome().text(lang)}"
    left = _row([outcome, "", "", fen_text(statement.left)], "total")
    invented = f'<p class="note">{escape(SYNTHETIC_NOTE.text(lang))}</p>' if statement.synthetic else ""
    colon = COLON.text(lang)
    signs = "".join(f"<span>{escape(sign.text(lang))}{colon}____________</span> " for sign in SIGNATURES)
    head = f"<h1>{escape(scheme.text(lang))}</h1>{invented}<p>{escape(statement.heading(lang))}</p>"
    return f'<section>{head}{blocks}<table>{WIDTHS}{left}</table><p class="sign">{signs}</p></section>'


def _block(label: Label, lines: tuple[StatementLine, ...], total: int | None, lang: Language) -> str:
    titles = "".join(
        f"<th{' class=n' if position else ''}>{escape(text.text(lang))}</th>"
        for position, text in enumerate(COLUMNS)
    )
    rows = "".join(_line(line, lang) for line in lines)
    if total is not None:
        rows += _row([TOTAL.text(lang), "", "", fen_text(total)], "total")
    return f"<h2>{escape(label.text(lang))}</h2><table>{WIDTHS}<tr>{titles}</tr>{rows}</table>"


def _line(line: StatementLine, lang: Language) -> str:
    amount = "" if line.amount is None else fen_text(line.amount)
    name, note = line.label.text(lang), override_note(line, lang)
    noted = Label(f"{name} ({note})", f"{name}（{note}）").text(lang)
    return _row([noted if note else name, line.quantity_text(lang), line.rate_text(), amount])


def _row(cells: list[str], kind: str = "") -> str:
    inner = "".join(
        f"<td{' class=n' if position else ''}>{escape(text)}</td>" for position, text in enumerate(cells)
    )
    return f'<tr class="{kind}">{inner}</tr>' if kind else f"<tr>{inner}</tr>"
