"""The verdict on a sheet, all live: whether the plan is viable, each rule with its threshold, and the flags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from relocation import presets
from relocation.appraisal import Appraisal
from relocation.excel.read.as_delivered import write_guard
from relocation.excel.write import styles
from relocation.excel.write.cell_styles import Look
from relocation.excel.write.conditional_looks import colour_passes, colour_where
from relocation.excel.write.page import Page
from relocation.labels import Label
from relocation.project.rule_book import STATED
from relocation.scenarios.margins import margins
from relocation.verdict import FLAGS, RULES, VIABLE, Rule, Verdict

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
        row = page.paragraph(row + 1, f"• {sentence.text(page.draft.lang)}", WIDTH)
    return row + 2


def findings(appraisal: Appraisal, cells: Mapping[str, str]) -> Iterator[Label]:
    """The reasons of the verdict, the margins of a finished plan, rules that warn, the flags, and what the program assumed."""
    verdict = appraisal.verdict
    yield from (Label(_capital(one.en), one.zh) for one in verdict.failed())
    if verdict.viable is not None:
        yield margins(appraisal).sentence
    yield from (Label(f"Warning: {one.en}", f"提示：{one.zh}") for one in verdict.failed(decides=False))
    yield from (flag.sentence for flag in verdict.flags)
    if (assumed := presets.sentence(appraisal, cells)) is not None:
        yield assumed


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


HEADS = (
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


def write_verdict(page: Page, row: int, verdict: Verdict) -> int:
    """Writes the block from `row` on; returns the row after it."""
    lang = page.draft.lang
    money = page.draft.unit_text("yuan")
    page.section(
        row, Label(f"Verdict (live; money in {money})", f"结论（实时；金额单位：{money}）"), LAST_COLUMN
    )
    row += 1
    page.text(f"A{row}", page.draft.book.lines[VIABLE].label.text(lang), bold=True, alignment=styles.LEFT)
    show_verdict(page, f"B{row}")
    row = _write_stated(page, row + 1, verdict) + 1
    page.heading(row, [text.text(lang) for text in HEADS])
    for rule in RULES:
        row += 1
        _write_rule(page, row, rule, verdict.origin(rule))
    row += 2
    page.section(row, Label("What must not be overlooked (live)", "重要提示（实时）"), LAST_COLUMN)
    for key, label in FLAGS.items():
        row += 1
        page.text(f"A{row}", label.text(lang), border=styles.HAIRLINE, alignment=styles.LEFT)
        page.line(
            f"B{row}", f"flags.{key}", number_format=RAISED.text(lang), border=styles.HAIRLINE, alignment=styles.CENTRE
        )  # fmt: skip
        colour_flags(page, f"B{row}")
    return row + 2


def _write_stated(page: Page, row: int, verdict: Verdict) -> int:
    """What a finished plan states, and of each whether this one does; returns the row after it."""
    lang = page.draft.lang
    for key, label in STATED.counts(verdict.facts.project).items():
        page.text(f"A{row}", label.text(lang), border=styles.HAIRLINE, alignment=styles.LEFT)
        page.line(
            f"B{row}", key, number_format=LACKS.text(lang), border=styles.HAIRLINE, alignment=styles.CENTRE
        )
        colour_flags(page, f"B{row}")
        row += 1
    return row


def show_verdict(page: Page, cell: str) -> None:
    """The verdict in one word."""
    page.line(
        cell,
        VIABLE,
        number_format=ANSWER.text(page.draft.lang),
        bold=True,
        size=12,
        alignment=styles.CENTRE,
        border=styles.HAIRLINE,
    )
    colour_passes(page, cell)


def colour_flags(page: Page, cells: str) -> None:
    """Amber where a flag is up."""
    colour_where(page, cells, "greaterThan", "0", styles.WARN_FILL)


def _write_rule(page: Page, row: int, rule: Rule, origin: Label) -> None:
    lang = page.draft.lang
    look: Look = {"border": styles.HAIRLINE}
    words: Look = {**look, "alignment": styles.LEFT}
    middle: Look = {**look, "alignment": styles.CENTRE}
    result: Look = {**middle, "number_format": PASSED.text(lang)}
    strong: Look = {**look, "bold": True}
    quiet: Look = {**words, "colour": styles.QUIET}
    page.text(f"A{row}", rule.label.text(lang), **words)
    page.line(f"B{row}", rule.value, **strong)
    threshold = page.line(f"C{row}", f"verdict.{rule.key}.threshold", **look)
    threshold.number_format = _with_side(threshold.number_format, rule)
    page.line(f"D{row}", f"verdict.{rule.key}.passed", **result)
    colour_where(page, f"D{row}", "equal", "1", styles.PASS_FILL)
    colour_where(page, f"D{row}", "equal", "0", styles.FAIL_FILL if rule.decides else styles.WARN_FILL)
    page.text(f"E{row}", (DECIDES if rule.decides else WARNS).text(lang), **middle)
    page.text(f"F{row}", origin.text(lang), **quiet)


def _with_side(number_format: str, rule: Rule) -> str:
    """The format with >= or <= before the number, zero as 0."""
    side = "<=" if rule.at_most else ">="
    first = number_format.split(";")[0]
    return f'"{side} "{first};"{side} "-{first};"{side} 0"'
