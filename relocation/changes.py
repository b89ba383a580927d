"""What the command line says in text: changes such as land_quota.price=*0.8 and rules such as balance>=0."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from relocation.appraisal import Appraisal
from relocation.caller import for_caller, named
from relocation.formula.language.line_items import UnknownName
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import FieldRecord
from relocation.project.messages import expectation
from relocation.project.plausibility import doubts
from relocation.project.project import Project
from relocation.project.sourced_inputs import InputValue, unknown_path
from relocation.reading.values import read_value
from relocation.reconciliation import figures
from relocation.short_names import key_of
from relocation.verdict import RULES

RULE = re.compile(r"^\s*([a-z_][a-z0-9_.]*)\s*(>=|<=|>|<)\s*([-+0-9.eE_]+)\s*$")


def apply_changes(project: Project, changes: Iterable[str]) -> Project:
    """The project with changes path=value or path=*factor, made in the order given.

    Raises ProblemsFound with everything that is wrong.
    """
    return changed_with_warnings(project, changes)[0]


def changed_with_warnings(project: Project, changes: Iterable[str]) -> tuple[Project, list[Problem]]:
    """The changed project, and what was accepted but should be looked at."""
    known = project.by_path()
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for text in changes:
        path, sign, wanted = _parts(text)
        if not path or not sign:
            problems.append(_change_problem(text))
        elif path not in known:
            problems.append(unknown_path(path, list(known)))
        else:
            value, noted = changed_value(known[path], values.get(path, known[path].value), wanted)
            problems += noted
            if value is not None:
                values[path] = value
    if any(problem.severity == "error" for problem in problems):
        raise ProblemsFound(problem for problem in problems if problem.severity == "error")
    after = project.replace(values) if values else project
    return after, [*problems, *cautions(project, after)]


def cautions(before: Project, after: Project) -> list[Problem]:
    """What a change brings along that its author may not have meant."""
    known = doubts(before)
    # A value that was set to 0 was meant so; only what stands there in an odd magnitude is pointed out.
    odd = [doubt for doubt in doubts(after) if doubt.found and doubt not in known]
    return [*_other_periods(before, after), *odd]


def _other_periods(before: Project, after: Project) -> list[Problem]:
    if before.timeline.period == after.timeline.period:
        return []
    remedy = Label(
        "they were counted anew, ten years as forty quarters; look at what was given beside it, which counts the new periods",
        "已按新期长换算（如10年换算为40季）；同时给出的其他数值按新期长理解，请核对",
    )
    counts = Label("starts, durations and terms in the new periods", "起始、持续和期限按新的期长计数")
    found = f"{before.timeline.period} -> {after.timeline.period}"
    return [Problem("timeline.period", found, counts, remedy, severity="warning")]


def _parts(text: str) -> tuple[str, str, str]:
    """Path, equals sign and wanted value; path*=0.8 means the same as path=*0.8."""
    path, sign, wanted = (part.strip() for part in text.partition("="))
    return (path[:-1].rstrip(), sign, f"*{wanted}") if path.endswith("*") else (path, sign, wanted)


def changed_value(input_value: InputValue, before: Any, wanted: Any) -> tuple[Any, list[Problem]]:
    """The value that an input shall have where `before` stands, None where an error was found; and the problems.

    A text is read as a planner's; "*0.8" multiplies a number.
    """
    if not isinstance(wanted, str):
        return read_value(input_value.path, wanted, input_value.record)
    text = wanted.strip()
    if text.startswith("*") and input_value.record.kind in {"number", "whole", "share"}:
        factor = _float(text[1:])
        if factor is None:
            return None, [_value_problem(input_value.path, text, input_value.record)]
        return read_value(input_value.path, before * factor, input_value.record)
    value, problems = read_value(input_value.path, text, input_value.record)
    # Every change is a text: what is written as plain digits need not be called one.
    return value, [] if value is not None and text.isascii() and _float(text) is not None else problems


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _value_problem(path: str, text: str, record: FieldRecord) -> Problem:
    return Problem(
        path,
        text,
        expectation(record),
        for_caller(
            Label("write PATH=*0.8 to scale", "按比例请写 路径=*0.8"),
            Label('write "*0.8" to scale', "按比例请写 “*0.8”"),
        ),
        record.label,
    )


def _change_problem(text: str) -> Problem:
    return Problem(
        named("--set", "changes"),
        text,
        Label("PATH=VALUE, such as land_quota.price=90000", "路径=值，如 land_quota.price=90000"),
        Label("write the path, an equals sign and the value", "请写明路径、等号和数值"),
    )


def _such_as(names: Sequence[str]) -> Label:
    return Label(f"such as {', '.join(names)}", f"如 {'、'.join(names)}")


def _rule_of_verdict(appraisal: Appraisal, key: str) -> bool | None:
    """Whether the verdict's rule of this key holds, or the printed figures are met; None if there is no such rule."""
    if key == "verdict":
        return appraisal.verdict.viable is True
    if key == "published":
        return not any(figure.missed for figure in figures(appraisal))
    named = [rule for rule in RULES if rule.key == key]
    return appraisal.verdict.passed(named[0]) is not False if named else None


def _rule_problem(rule: str) -> Problem:
    keys = ", ".join(known_rule.key for known_rule in RULES)
    expected = Label(
        f"a rule such as balance>=0 or dscr_min>=1.2; verdict; one of its rules: {keys}; or published",
        f"规则，如 balance>=0 或 dscr_min>=1.2；verdict；或其中一条：{keys}；或 published",
    )
    return Problem(named("--require", "rule"), rule, expected, Label("correct the rule", "请更正规则"))


def rule_holds(appraisal: Appraisal, rule: str) -> bool:
    """Whether a rule holds: one such as balance>=0, a rule of the verdict by its key, or `verdict` itself.

    A number that is not available meets no rule; a rule of the verdict that is not applicable stops nobody.
    Raises ProblemsFound for a text that is no rule, or names no single number.
    """
    if (by_key := _rule_of_verdict(appraisal, rule.strip())) is not None:
        return by_key
    match = RULE.match(rule)
    bound = _float(match[3]) if match else None
    if match is None or bound is None:
        raise ProblemsFound([_rule_problem(rule)])
    name = key_of(match[1])
    try:
        value = appraisal.number(name)
    except UnknownName as error:
        raise ProblemsFound(
            [
                Problem(
                    named("--require", "rule"),
                    name,
                    Label("an output that is one number", "单一数值的输出项"),
                    _such_as(error.close or ("balance", "cash.minimum", "npv")),
                )
            ]
        ) from None
    # Money is compared to the fen, since a sum of floats may miss a round number by its last bit.
    slack = 0.005 if appraisal.book.lines[name].unit == "yuan" else 1e-12
    return {
        ">=": value >= bound - slack,
        "<=": value <= bound + slack,
        ">": value > bound + slack,
        "<": value < bound - slack,
    }[match[2]]
