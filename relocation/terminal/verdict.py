"""The verdict on the terminal: one line, each rule with what it found, and the flags as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from relocation.labels import Label, Language
from relocation.terminal.tables import amount, heading, table_of, unit_name
from relocation.verdict import RULES, Rule

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

DECIDES, WARNS = Label("decides", "决定"), Label("warns", "提示")
RESULTS: dict[bool | None, tuple[Label, str]] = {
    True: (Label("passed", "通过"), "green"),
    False: (Label("not met", "未达"), "bold red"),
    None: (Label("not applicable", "不适用"), "dim"),
}


def verdict(appraisal: Appraisal, lang: Language) -> Text:
    """One line: viable, or which rules fail."""
    found = appraisal.verdict
    if found.facts.number("verdict.money") == 0:
        return heading(Label("Nothing to judge: no money is stated.", "无从评判：未填写任何金额。"), lang)
    failed = [one.text(lang) for one in found.failed()]
    reasons = Label("; ", "；").text(lang).join(failed)
    if found.viable is None:
        said = Label(
            f"Unfinished, neither viable nor not: {reasons}.", f"未完成，尚不能判断是否可行：{reasons}。"
        )
        return heading(said, lang, "bold yellow")
    if not found.viable:
        return heading(Label(f"Not viable: {reasons}.", f"不可行：{reasons}。"), lang, "bold red")
    if not found.failed(decides=False):
        return heading(Label("Viable: every rule holds.", "可行：各项规则均满足。"), lang, "bold green")
    said = Label(
        "Viable: every rule that decides holds; rules that warn do not.",
        "可行：决定性规则均满足；部分提示性规则未达。",
    )
    return heading(said, lang, "bold green")


def verdict_parts(appraisal: Appraisal, lang: Language, scale: str) -> Iterator[RenderableType]:
    """The rules as a table, then the flags."""
    yield _rules(appraisal, lang, scale)
    for one in appraisal.verdict.flags:
        yield Text(f"! {one.sentence.text(lang)}", style="bold yellow")
    yield Text("")


def _rules(appraisal: Appraisal, lang: Language, scale: str) -> Table:
    heads = [
        label.text(lang)
        for label in (
            Label("", ""),
            Label("value", "数值"),
            Label("threshold", "阈值"),
            Label("result", "结果"),
            Label("rule", "作用"),
            Label("origin of the threshold", "阈值来源"),
        )
    ]
    money = unit_name("yuan", lang, scale)
    title = Label(f"Verdict (money in {money})", f"结论（金额单位：{money}）").text(lang)
    table = table_of(title, heads, texts=(0, 3, 4, 5))
    for rule in RULES:
        result, style = RESULTS[appraisal.verdict.passed(rule)]
        kind = DECIDES if rule.decides else WARNS
        table.add_row(
            rule.label.text(lang),
            *_figures(appraisal, rule, scale),
            Text(result.text(lang), style=style if rule.decides else style.replace("red", "yellow")),
            kind.text(lang),
            appraisal.verdict.origin(rule).text(lang),
        )
    return table


def _figures(appraisal: Appraisal, rule: Rule, scale: str) -> tuple[str, str]:
    """The value, and the threshold with its side."""
    unit = appraisal.book.lines[rule.value].unit
    asked = amount(appraisal.number(f"verdict.{rule.key}.threshold"), unit, scale)
    return amount(appraisal.number(rule.value), unit, scale), f"{'≤' if rule.at_most else '≥'} {asked}"
