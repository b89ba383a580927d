"""What the commands on scenarios say in text: values of an input, a target, a count."""

from __future__ import annotations

import math
from collections.abc import Sequence

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound

MOST_STEPS = 1_000_000
WAY = Label(
    "PATH=low:high:step or PATH=value,value, such as land_quota.price=60000:120000:20000",
    "路径=下限:上限:步长，或 路径=值,值，如 land_quota.price=60000:120000:20000",
)
TARGET = Label("NAME=NUMBER, such as balance=0", "名称=数值，如 balance=0")
CORRECT = Label("correct it", "请更正")


def read_ways(texts: Sequence[str]) -> dict[str, list[str]]:
    """The values of each path, as texts that `--set` takes, from PATH=low:high:step or PATH=value,value.

    Raises ProblemsFound with everything that is wrong.
    """
    ways: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for text in texts:
        path, sign, wanted = (part.strip() for part in text.partition("="))
        if not path or not sign or not wanted:
            problems.append(Problem("vary", text, WAY, CORRECT))
        elif path in ways:
            once = Label("each input once", "每个输入项只出现一次")
            problems.append(Problem(path, text, once, Label("put its values in one list", "请合并其取值")))
        else:
            ways[path], wrong = _values(path, wanted)
            problems += wrong
    if problems:
        raise ProblemsFound(problems)
    return ways


def _values(path: str, wanted: str) -> tuple[list[str], list[Problem]]:
    if ":" in wanted:
        try:
            return _counted(path, wanted), []
        except ProblemsFound as wrong:
            return [], list(wrong.problems)
    values = [value.strip() for value in wanted.replace("，", ",").split(",")]
    return values, [] if all(values) else [Problem(path, wanted, WAY, CORRECT)]


def _counted(path: str, wanted: str) -> list[str]:
    """low:high:step written out, both ends included; with a star before low they are factors."""
    star = "*" if wanted.startswith("*") else ""
    ends = [_number(part.strip().removeprefix("*") if star else part) for part in wanted.split(":")]
    if len(ends) != 3 or None in ends:
        raise ProblemsFound([Problem(path, wanted, WAY, CORRECT)])
    low, high, step = (end for end in ends if end is not None)
    if step == 0 or (high - low) / step < 0:
        expected = Label("a step that leads from low to high", "能从下限走到上限的步长")
        remedy = Label("write low:high:step with low below high", "请按 下限:上限:步长 填写，下限应小于上限")
        raise ProblemsFound([Problem(path, wanted, expected, remedy)])
    steps = (high - low) / step
    if steps >= MOST_STEPS:
        expected = Label(f"at most {MOST_STEPS:,} values", f"至多 {MOST_STEPS:,} 个取值")
        raise ProblemsFound([Problem(path, wanted, expected, Label("take a larger step", "请加大步长"))])
    # Twelve digits take away the dust of adding up, such as 0.30000000000000004.
    return [f"{star}{low + count * step:.12g}" for count in range(math.floor(steps + 1e-9) + 1)]


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def read_target(text: str) -> tuple[str, float]:
    """The output and the number that it shall have. Raises ProblemsFound for a text that is no target."""
    name, _, wanted = (part.strip() for part in text.partition("="))
    value = _number(wanted.replace("_", ""))
    if not name or value is None:
        raise ProblemsFound([Problem("--target", text, TARGET, CORRECT)])
    return name, value


def read_count(text: str) -> int:
    """A number of scenarios, such as 1000000, 1_000_000, 1,000,000 or 1e6. Raises ProblemsFound for what is none."""
    value = _number(text.replace(",", "").replace("_", ""))
    if value is None or value < 1 or value != int(value):
        expected = Label("a whole number from 1, such as 1e6", "不小于1的整数，如 1e6")
        raise ProblemsFound([Problem("-n", text, expected, CORRECT)])
    return int(value)
