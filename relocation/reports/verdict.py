"""The verdict on a village: its name, one sentence, each rule with what it found, and the flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relocation.labels import Label
from relocation.tables.cells import told_by
from relocation.tables.numbers import SCALES
from relocation.tables.record import NO_WORDS, Amount, Column, Named, Row, Said, Table
from relocation.verdict import RULES, Rule

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

NAMELESS = Label("A village without a name", "未命名的村庄")
TITLE = Label("Verdict", "结论")
COLUMNS = (
    Column("rule", NO_WORDS, words=True),
    Column("value", Label("value", "数值")),
    Column("threshold", Label("threshold", "阈值")),
    Column("result", Label("result", "结果"), words=True),
    Column("kind", Label("rule", "作用"), words=True),
    Column("origin", Label("origin of the threshold", "阈值来源"), words=True),
)
NOT_APPLICABLE = Named(None, Label("not applicable", "不适用"), "quiet")
PASSED, NOT_MET = Named(True, Label("passed", "通过"), "good"), Label("not met", "未达")
DECIDING = (Named(False, NOT_MET, "bad"), PASSED, NOT_APPLICABLE)
WARNING = (Named(False, NOT_MET, "warn"), PASSED, NOT_APPLICABLE)
DECIDES, WARNS = Label("decides", "决定"), Label("warns", "提示")


def village_name(appraisal: Appraisal) -> Label:
    """The name of the village in both languages, if it has one in either."""
    village = appraisal.project.village
    names = Label(village.name_en or village.name_zh, village.name_zh or village.name_en)
    return names if any(names) else NAMELESS


def verdict_sentence(appraisal: Appraisal) -> Said:
    """Viable, or which rules fail."""
    return Said(*appraisal.verdict.summary)


def rules_table(appraisal: Appraisal, scale: str, assumed: Label | None) -> Table:
    """Each rule with its value and threshold; below them the flags, and what the program assumed."""
    money = SCALES[scale].name
    flags = (warning(flag.sentence) for flag in appraisal.verdict.flags)
    return Table(
        "verdict",
        TITLE.in_brackets(Label(f"money in {money.en}", f"金额单位：{money.zh}")),
        COLUMNS,
        tuple(_row(appraisal, rule) for rule in RULES),
        scale=scale,
        notes=(*flags, *([assumed] if assumed is not None else ())),
    )


def warning(sentence: Label) -> Said:
    """What must not be overlooked."""
    return Said(Label(f"! {sentence.en}", f"! {sentence.zh}"), "warn")


def _row(appraisal: Appraisal, rule: Rule) -> Row:
    unit, key = appraisal.book.lines[rule.value].unit, f"verdict.{rule.key}.threshold"
    threshold, passed = appraisal.number(key), appraisal.number(f"verdict.{rule.key}.passed")
    return Row(
        (
            rule.label,
            Amount(appraisal.number(rule.value), unit, live=rule.value),
            Amount(threshold, unit, before="≤ " if rule.at_most else "≥ ", live=key),
            told_by(f"verdict.{rule.key}.passed", passed, DECIDING if rule.decides else WARNING),
            DECIDES if rule.decides else WARNS,
            appraisal.verdict.origin(rule),
        )
    )
