"""A report as one plain page that can be printed. Every text is escaped, and nothing is loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from relocation.labels import Language
from relocation.tables.record import (
    Bar,
    Branch,
    Cell,
    Profile,
    Report,
    Row,
    Sentence,
    Stacked,
    Table,
    tone_of,
)

STYLE = """body{font:11pt/1.5 Calibri,"宋体",serif;color:#1f2a37;margin:2em auto;max-width:60em;padding:0 1em}
h1{color:#0f4c5c;font-size:1.5em}h2{color:#0f4c5c;font-size:1.1em;margin:1.6em 0 .3em}table{width:100%;border-collapse:collapse}
th{background:#0f4c5c;color:#fff;font-weight:600;vertical-align:bottom}th,td{padding:.25em .6em;text-align:left;vertical-align:top}
td{border-bottom:1px solid #d5dbe1}td.n,th.n{text-align:right;white-space:nowrap}tr.strong td{font-weight:bold;background:#f1f6f7}
tr.band td{color:#0f4c5c;font-weight:600;background:#dce9ec}tr.apart td{border-top:1px solid #0f4c5c}.d1{padding-left:1.6em}
.d2{padding-left:2.6em}small{display:block;color:#6b7280;font-size:.85em}p.answer{font-weight:600;margin:.3em 0}
p.note,.quiet{color:#6b7280}p.note{margin:.2em 0}.good{color:#15803d}.bad{color:#b91c1c}.warn{color:#b45309}.strong{font-weight:600}
tr{break-inside:avoid}svg{width:12em;height:1em}"""


def report_page(reports: Sequence[Report], lang: Language = "en") -> str:
    """A whole HTML page with one section for each report."""
    told = [report.for_readers for report in reports]
    title = told[0].title.text(lang) if told else ""
    return page_text(title, (_section(report, lang) for report in told), lang)


def page_text(title: str, sections: Iterable[str], lang: Language, style: str = STYLE) -> str:
    """A whole HTML page around sections that are escaped already."""
    html_lang = "zh-CN" if lang == "zh" else "en"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    body = "\n".join(sections)
    return f'<!doctype html>\n<html lang="{html_lang}"><head>{head}<style>{style}</style></head><body>\n{body}\n</body></html>\n'


def _section(report: Report, lang: Language) -> str:
    answers = "".join(_sentence(answer, "answer", lang) for answer in report.answers)
    tables = "\n".join(table_html(table, lang) for table in report.tables if table.rows)
    tree = f"<ul>{_branch(report.tree, lang)}</ul>" if report.tree is not None else ""
    notes = "".join(_sentence(note, "note", lang) for note in report.notes)
    return f"<section><h1>{escape(report.title.text(lang))}</h1>{answers}{tree}\n{tables}\n{notes}</section>"


def _branch(branch: Branch, lang: Language) -> str:
    """What a number is and where it comes from, as a list within a list."""
    said = "".join(f"<small>{escape(sentence.text(lang))}</small>" for sentence in branch.said)
    below = "".join(_branch(one, lang) for one in branch.below)
    head = f"<b>{escape(branch.head.text(lang))}</b> {escape(branch.key)}{said}"
    return f"<li>{head}{f'<ul>{below}</ul>' if below else ''}</li>"


def _sentence(sentence: Sentence, kind: str, lang: Language) -> str:
    classes = " ".join(filter(None, (kind, tone_of(sentence))))
    return f'<p class="{classes}">{escape(sentence.text(lang))}</p>'


def table_html(table: Table, lang: Language) -> str:
    """A table with its title above and its notes below."""
    kinds = ["" if table.columns[number].words else "n" for number in table.beside]
    titles = [table.columns[number].heading(lang) for number in table.beside]
    heads = "".join(_tag("th", (kind,), escape(title)) for kind, title in zip(kinds, titles, strict=True))
    rows = "".join(_row(table, row, kinds, lang) for row in table.readable)
    title = _tag("h2", (), escape(table.heading(lang))) if any(table.title) else ""
    notes = "".join(_sentence(note, "note", lang) for note in table.notes)
    return f"{title}<table><tr>{heads}</tr>{rows}</table>{notes}"


def _row(table: Table, row: Row, kinds: Sequence[str], lang: Language) -> str:
    if row.band:
        return f'<tr class="band"><td colspan="{len(kinds)}">{_cell(table, row.cells[0], lang)}</td></tr>'
    below = table.below(row, lang)
    cells = []
    for place, (number, kind) in enumerate(zip(table.beside, kinds, strict=True)):
        text = _cell(table, row.cells[number], lang)
        if number == table.entry and below:
            text += f"<small>{escape(below)}</small>"
        depth = f"d{row.depth}" if row.depth and place == 0 else ""
        cells.append(_tag("td", (kind, tone_of(row.cells[number]), depth), text))
    flags = {"strong": row.strong, "quiet": row.quiet, "apart": row.apart}
    return _tag("tr", tuple(name for name, there in flags.items() if there), "".join(cells))


def _cell(table: Table, cell: Cell, lang: Language) -> str:
    if isinstance(cell, Bar):
        return _bar(cell)
    if isinstance(cell, Profile):
        return _profile(cell)
    if isinstance(cell, Stacked):
        first, *rest = (_cell(table, one, lang) for one in cell.cells)
        return first + "".join(f"<small>{one}</small>" for one in rest)
    return escape(table.text(cell, lang))


def _tag(name: str, classes: Iterable[str], content: str) -> str:
    said = " ".join(filter(None, classes))
    kind = f' class="{said}"' if " " in said else f" class={said}" if said else ""
    return f"<{name}{kind}>{content}</{name}>"


def _bar(bar: Bar) -> str:
    """Two bars that meet where things stand now, or one."""
    sides = ((bar.low, bar.now, "#9db8be"), (bar.high, bar.now, "#0f4c5c"))
    least, most = bar.ends
    scale = 100 / (most - least or 1)
    drawn = "".join(
        f'<rect x="{(min(end, now) - least) * scale:.2f}" width="{abs(end - now) * scale:.2f}" height="10" fill="{colour}"/>'
        for end, now, colour in ((end, bar.low if now is None else now, colour) for end, now, colour in sides)
    )
    return _drawing(drawn)


def _profile(profile: Profile) -> str:
    """A column for each interval, the highest for the most."""
    wide, most = 100 / len(profile.counts), max(profile.counts) or 1
    return _drawing(
        "".join(
            f'<rect x="{position * wide:.2f}" y="{10 - count / most * 10:.2f}" width="{wide:.2f}" height="{count / most * 10:.2f}"/>'
            for position, count in enumerate(profile.counts)
        )
    )


def _drawing(shapes: str) -> str:
    return f'<svg viewBox="0 0 100 10" preserveAspectRatio="none">{shapes}</svg>'
