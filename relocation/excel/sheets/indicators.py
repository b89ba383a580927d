"""The verdict and the indicators, all live: the sheet Indicators, and the reasons that the sheet About gives.

Values and sentences that do not move stand below a guard, which says whether the plan is still the one they tell of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openpyxl.utils import get_column_letter

from relocation import presets
from relocation.appraisal import Appraisal
from relocation.checks import ALL_PASSED
from relocation.excel.write import styles
from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page
from relocation.excel.write.styles import CENTRED, LINE, QUIET_LINE, STRONG, WORDS, Look, varied
from relocation.indicators import INDICATORS
from relocation.labels import Label
from relocation.project.rule_book import STATED
from relocation.scenarios.margins import margins
from relocation.tables.numbers import sheet_format
from relocation.verdict import FLAGS, RULES, VIABLE, Rule, Verdict

# The numbers by which the live model is known to be the delivered one, in hundreds of yuan or as counts.
MONEY = ("cash.minimum", "fund_balance.balance", "npv", "loans.interest_total", "uses.total")
COUNTS = ("complete.broken", "rules.broken")
CURRENT = Label("As calculated when this file was written", "以下为生成本文件时的计算结果")
STALE = Label(
    "OUT OF DATE: inputs were changed since. Write it again: relocation run FILE -o NEW.xlsx",
    "已过时：此后输入已改动，请重新生成：relocation run 文件 -o 新文件.xlsx",
)


def write_guard(page: Page, row: int, live: str, delivered: str) -> None:
    """Says in column A whether what follows is out of date; the numbers compared stand in columns that are not printed."""
    draft, places = page.draft, page.draft.places.on(page.sheet, live)
    terms = [f"ROUND({places.line(key)}/100,0)" for key in MONEY] + [places.line(key) for key in COUNTS]
    quiet: Look = {"colour": styles.QUIET, "alignment": styles.MIDDLE}
    page.raw_formula(f"{live}{row}", "=" + '&"|"&'.join(terms), _delivered(draft), None, **quiet)
    page.text(f"{delivered}{row}", _delivered(draft), **quiet)
    is_same = f"{live}{row}={delivered}{row}"
    text = f'=IF({is_same},"{CURRENT.text(draft.lang)}","{STALE.text(draft.lang)}")'
    page.raw_formula(f"A{row}", text, CURRENT.text(draft.lang), None, **quiet)
    draft.uncompared.update({(page.ws.title, f"A{row}"), (page.ws.title, f"{live}{row}")})


def _delivered(draft: Draft) -> str:
    numbers = [draft.single(key) / 100 for key in MONEY] + [draft.single(key) for key in COUNTS]
    return "|".join(f"{round(number) + 0:d}" for number in numbers)


TITLE = Label("Why, and how far from failing", "理由与距失败的余地")
LAST_COLUMN, WIDTH = 6, 132  # WIDTH in characters
LIVE, DELIVERED = "H", "I"  # what the numbers come to now and came to then, beside what is printed


def write_findings(page: Page, row: int, appraisal: Appraisal, *, told: bool) -> int:
    """Writes the block from `row` on; returns the row after it. Without `told` there are no sentences below its line."""
    page.section(row, TITLE, LAST_COLUMN)
    row += 1
    write_guard(page, row, LIVE, DELIVERED)
    cells = page.draft.places.inputs if told else {}
    for sentence in findings(appraisal, cells) if told else ():
        row = page.paragraph(row + 1, f"• {page.said(sentence)}", WIDTH)
    return row + 2


def findings(appraisal: Appraisal, cells: Mapping[str, str]) -> Iterator[Label]:
    """The reasons of the verdict, the margins of a finished plan, rules that warn, the flags, and what the program assumed."""
    verdict = appraisal.verdict
    yield from (Label(_capital(reason.en), reason.zh) for reason in verdict.failed())
    if verdict.viable is not None:
        yield margins(appraisal).sentence
    warned = verdict.failed(decides=False)
    yield from (Label(f"Warning: {reason.en}", f"提示：{reason.zh}") for reason in warned)
    yield from (flag.sentence for flag in verdict.flags)
    if (assumed := presets.sentence(appraisal, cells)) is not None:
        yield assumed


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


PATH_COLUMN = 7  # of the indicators, beyond what is printed
BALANCE = ("fund_balance.revenue", "fund_balance.expenditure", "fund_balance.balance")
INDICATOR_HEADS = (Label("Indicator", "指标"), Label("Value", "数值"), Label("Unit", "单位"))
RULE_HEADS = (
    Label("Rule", "规则"),
    Label("Value", "数值"),
    Label("Threshold", "阈值"),
    Label("Result", "结果"),
    Label("Role", "作用"),
    Label("Origin of the threshold", "阈值来源"),
)
DECIDES, WARNS = Label("decides", "决定"), Label("warns", "提示")
# Words instead of 1 and 0, by format alone: the cells hold numbers, or n/a where there is nothing to judge.
ANSWER = Label('"VIABLE";;"NOT VIABLE";"UNFINISHED"', '"可行";;"不可行";"未完成"')
PASSED = Label('"passed";;"not met"', '"通过";;"未达"')
LACKS = Label('"MISSING";;"stated"', '"未填写";;"已填写"')
RAISED = Label('"LOOK";;"no"', '"请注意";;"无"')


def write_indicators(draft: Draft, verdict: Verdict) -> None:
    """Writes the verdict with its rules and flags, then every indicator with its unit."""
    page = Page.of(draft, "indicators")
    page.title(
        Label("Verdict and indicators", "结论与指标"),
        Label(
            "Live links to the Calculation sheet; n/a where a denominator is zero.",
            "与“计算”表实时相连；分母为零时显示 n/a。",
        ),
    )
    top = _write_flags(page, _write_verdict(page, 4, verdict))
    path_column = get_column_letter(PATH_COLUMN)
    page.heading(top, INDICATOR_HEADS)
    page.heading(top, [Label("Path", "路径")], first_column=PATH_COLUMN)
    for row, key in enumerate([*BALANCE, *INDICATORS, ALL_PASSED], start=top + 1):
        line = draft.book.lines[key]
        page.text(f"A{row}", line.label, **WORDS)
        page.line(f"B{row}", key, **STRONG)
        page.text(f"C{row}", draft.unit_text(line.unit), **varied(QUIET_LINE, alignment=styles.SET_IN))
        page.text(f"{path_column}{row}", key, **QUIET_LINE)
    page.widths({"A": 46, "B": 18, "C": 17, "D": 12, "E": 9, "F": 37, "G": 34})
    page.ws.freeze_panes = "A4"
    page.print_to_scale((1, 1), landscape=False, last="F")


def _write_verdict(page: Page, row: int, verdict: Verdict) -> int:
    """The verdict, what a finished plan states, and every rule; returns the row after them."""
    money = page.draft.unit_text("yuan")
    said = Label(f"Verdict (live; money in {money})", f"结论（实时；金额单位：{money}）")
    page.section(row, said, LAST_COLUMN)
    row += 1
    page.text(f"A{row}", page.draft.book.lines[VIABLE].label, bold=True, alignment=styles.LEFT)
    show_verdict(page, f"B{row}")
    for key, label in STATED.counts(verdict.facts.project).items():
        row += 1
        _write_flag(page, row, label, key, LACKS)
    row += 2
    page.heading(row, RULE_HEADS)
    for rule in RULES:
        row += 1
        _write_rule(page, row, rule, verdict.origin(rule))
    return row + 2


def _write_flags(page: Page, row: int) -> int:
    page.section(row, Label("What must not be overlooked (live)", "重要提示（实时）"), LAST_COLUMN)
    for key, label in FLAGS.items():
        row += 1
        _write_flag(page, row, label, f"flags.{key}", RAISED)
    return row + 2


def _write_flag(page: Page, row: int, label: Label, key: str, words: Label) -> None:
    page.text(f"A{row}", label, **WORDS)
    page.line(f"B{row}", key, **varied(CENTRED, number_format=page.said(words)))
    colour_flags(page, f"B{row}")


def show_verdict(page: Page, cell: str) -> None:
    """The verdict in one word."""
    page.line(cell, VIABLE, **varied(CENTRED, number_format=page.said(ANSWER), bold=True, size=12))
    page.colour_passes(cell)


def colour_flags(page: Page, cells: str) -> None:
    """Amber where a flag is up."""
    page.colour_where(cells, "greaterThan", "0", styles.WARN_FILL)


def _write_rule(page: Page, row: int, rule: Rule, origin: Label) -> None:
    page.text(f"A{row}", rule.label, **WORDS)
    page.line(f"B{row}", rule.value, **STRONG)
    side = "<= " if rule.at_most else ">= "
    threshold = f"verdict.{rule.key}.threshold"
    shape = sheet_format(page.draft.book.lines[threshold].unit, page.draft.money, before=side)
    page.line(f"C{row}", threshold, **varied(LINE, number_format=shape))
    page.line(f"D{row}", f"verdict.{rule.key}.passed", **varied(CENTRED, number_format=page.said(PASSED)))
    page.colour_where(f"D{row}", "equal", "1", styles.PASS_FILL)
    page.colour_where(f"D{row}", "equal", "0", styles.FAIL_FILL if rule.decides else styles.WARN_FILL)
    page.text(f"E{row}", DECIDES if rule.decides else WARNS, **CENTRED)
    page.text(f"F{row}", origin, **varied(WORDS, colour=styles.QUIET))
