"""A report as one plain page that can be printed. Every text is escaped, and nothing is loaded from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from relocation.labels import Language
from relocation.tables.report import Report, Row, Table, cell_text

STYLE = """body{font:11pt/1.5 Calibri,"宋体",serif;color:#1f2a37;margin:2em auto;max-width:60em;padding:0 1em}
h1{color:#0f4c5c;font-size:1.5em}h2{color:#0f4c5c;font-size:1.1em;margin:1.6em 0 .3em}table{width:100%;border-collapse:collapse}
th{background:#0f4c5c;color:#fff;font-weight:600;vertical-align:bottom}th,td{padding:.25em .6em;text-align:left;vertical-align:top}
td{border-bottom:1px solid #d5dbe1}td.n,th.n{text-align:right;white-space:nowrap}tr.strong td{font-weight:bold;background:#f1f6f7}
small{display:block;color:#6b7280;font-size:.85em}p.answer{font-weight:600;margin:.3em 0}p.note{color:#6b7280;margin:.2em 0}tr{break-inside:avoid}"""


def report_page(reports: Sequence[Report], lang: Language = "en") -> str:
    """A whole HTML page with one section for each report."""
    html_lang = "zh-CN" if lang == "zh" else "en"
    title = escape(reports[0].title.text(lang)) if reports else ""
    body = "\n".join(_section(report, lang) for report in reports)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    return f'<!doctype html>\n<html lang="{html_lang}"><head>{head}<style>{STYLE}</style></head><body>\n{body}\n</body></html>\n'


def _section(report: Report, lang: Language) -> str:
    answers = "".join(f'<p class="answer">{escape(one.text(lang))}</p>' for one in report.answers)
    tables = "\n".join(_table(table, lang) for table in report.tables if table.rows)
    notes = "".join(f'<p class="note">{escape(one.text(lang))}</p>' for one in report.notes)
    return f"<section><h1>{escape(report.title.text(lang))}</h1>{answers}\n{tables}\n{notes}</section>"


def _table(table: Table, lang: Language) -> str:
    beside = table.beside
    kinds = ["" if table.columns[at].words else " class=n" for at in beside]
    titles = [table.columns[at].heading(lang) for at in beside]
    heads = "".join(f"<th{kind}>{escape(title)}</th>" for kind, title in zip(kinds, titles, strict=True))
    rows = "".join(_row(table, row, kinds, lang) for row in table.readable)
    return f"<h2>{escape(table.title.text(lang))}</h2><table><tr>{heads}</tr>{rows}</table>"


def _row(table: Table, row: Row, kinds: Sequence[str], lang: Language) -> str:
    texts = [escape(cell_text(row.cells[at], lang)) for at in table.beside]
    if below := table.below(row, lang):
        texts[0] += f"<small>{escape(below)}</small>"
    cells = "".join(f"<td{kind}>{text}</td>" for kind, text in zip(kinds, texts, strict=True))
    return f"<tr{' class=strong' if row.strong else ''}>{cells}</tr>"
