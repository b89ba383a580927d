"""Writes the pages and charts of docs/ that follow from the program, so that they cannot drift from it.

    python docs/make.py

equations.md holds the method with its equations typeset, method.md every formula, inputs.md every input, cli.md every option,
api.md every public name; all but method.md, which holds both languages, in English and Chinese.
The charts are those of Lujia.
tests/test_docs.py makes them again and compares.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import relocation
from docs import api
from docs.concepts import CONCEPTS
from docs.equations import ONE, page, with_id
from relocation.charts.chart import Chart
from relocation.formula.language.line_items import LineItem
from relocation.formula.language.notation import show
from relocation.labels import LANGUAGES, Label, Language
from relocation.model import build_book
from relocation.project.fields import UNITS
from relocation.project.project import Project
from relocation.project.schema import rows as input_rows
from relocation.reports.figures import FIGURES
from relocation.reports.simulation_figures import fan_figure, spread_figure
from relocation.scenarios.simulation.simulation import Simulation

FOLDER = Path(__file__).resolve().parent
COMMANDS = (
    "demo",
    "list",
    "template",
    "check",
    "run",
    "report",
    "verify",
    "compare",
    "vary",
    "tornado",
    "switching",
    "sensitivity",
    "solve",
    "simulate",
    "households",
    "explain",
    "chart",
    "web",
    "loan",
    "claim",
    "fund",
    "livelihood",
    "collective",
    "measures",
    "risks",
    "points",
    "schema",
)
GROUPS = ("subsidies", "construction", "compensation", "purchases", "loans", "income", "costs", "other")
PHONE = 390  # pixels
HELP_SCRIPT = """
import sys
from relocation.cli import app
for command in ([], *([name] for name in sys.argv[1:])):
    app([*command, "--help"], prog_name="relocation", standalone_mode=False)
    print(end="\\0")
"""
MADE = Label(
    "This page is made by `python docs/make.py`; change the program, not the page.",
    "本页由 `python docs/make.py` 生成；请改程序，勿改本页。",
)


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {name: write() for name, write in WRITTEN.items()} | charts()


def charts() -> dict[str, str]:
    """Every chart of Lujia in each language, one as a phone shows it, and two of many futures."""
    project = relocation.load("lujia")
    lujia, many = project.appraise(), many_futures(project)
    drawn = {(kind, lang): lujia.chart(kind, lang=lang) for kind in FIGURES for lang in LANGUAGES}
    pictures = {f"images/{kind}-{lang}.svg": chart.svg() + "\n" for (kind, lang), chart in drawn.items()}
    phones = {
        f"images/cash-phone-{lang}.svg": drawn["cash", lang].svg(width=PHONE) + "\n" for lang in LANGUAGES
    }
    futures = {
        f"images/{name}-{lang}.svg": Chart(figure, lang).svg() + "\n"
        for name, figure in (
            ("futures", fan_figure(many)),
            ("spread", spread_figure(many, "fund_balance.balance")),
        )
        for lang in LANGUAGES
    }
    return pictures | phones | futures


def many_futures(lujia: Project) -> Simulation:
    """The simulation that the page for an analyst shows."""
    price = relocation.distributions.Triangular(60_000, 97_637, 120_000)
    delay = relocation.distributions.Discrete([0, 12, 24], [6, 3, 1])
    return relocation.simulate(
        lujia, {"land_quota.price": price, "land_quota.delay": delay}, n=20_000, seed=1
    )


def method() -> str:
    """Every line of the model: key, labels, unit, formula, and its value before the first period."""
    parts = [
        "# The model, formula by formula / 模型公式",
        f"{MADE.en}\n{MADE.zh}",
        "Each formula is written once and read by Python, numpy, Excel and `explain`. Names are inputs (see "
        "[inputs](inputs.md)) or other lines; `t` is the number of the period, counted from 1; `previous(x)` is the "
        "value of x one period earlier, before the first period 0 or what the note says; `total`, `final`, `lowest`, "
        "`highest` and `average` look at all periods; `ratio(a, b)` is not available where b is zero. `<id>` stands "
        "for the name of an item. A sum over all items of a group is shown with one item in each.",
        "每个公式只写一次，由 Python、numpy、Excel 与 `explain` 读取。名称为输入项（见 [输入项](inputs.zh.md)）或其他条目；"
        "`t` 为期次，从 1 起算；`previous(x)` 为 x 的上一期数值，首期之前为 0 或按注明取值；`total`、`final`、`lowest`、"
        "`highest`、`average` 针对全部各期；`ratio(a, b)` 在 b 为零时不可用。`<id>` 代表项目名。各组合计以每组一项为例。",
    ]
    lines = list(build_book(project_of_everything()).lines.values())
    for group in dict.fromkeys(line.key.split(".")[0] for line in lines):
        rows = [_method_row(line) for line in lines if line.key.split(".")[0] == group]
        parts.append(f"## {group}\n\n" + _table(["key", "English", "中文", "unit", "formula"], rows))
    return _page(parts)


def equations(lang: Language) -> str:
    """The method, concept by concept, with its equations typeset."""
    first, *rest = page(build_book(project_of_everything()), CONCEPTS, lang)
    return _page([first, MADE.text(lang), *rest])


def python_interface(lang: Language) -> str:
    """Every public name, with the first words of its docstring."""
    first, *rest = api.page(lang)
    return _page([first, MADE.text(lang), *rest])


def project_of_everything() -> Project:
    """A project with one item in every group, so that every kind of line is there once."""
    money = {"amount": 1.0}
    work = {"quantity": 1.0, "rate": 1.0}
    named = {"label_en": "item", "label_zh": "项目"}
    share = {"share": 1.0, "period": 1}
    loan = {"principal": 1.0, "rate": 0.05, "term": 2, "drawdowns": {ONE: share}}
    items = {
        "subsidies": work,
        "construction": work,
        "compensation": work,
        "purchases": work,
        "loans": loan,
        "income": money,
        "costs": money,
        "other": {**money, "kind": "revenue"},
    }
    values = {
        "village": {"households": 1, "persons": 1},
        "timeline": {"start": date(2025, 1, 1), "periods": 3},
        "land_quota": {"receipts": {ONE: {**share, **named}}},
        **{group: {ONE: {**named, **items[group]}} for group in GROUPS},
    }
    return Project.build(values)


def _method_row(line: LineItem) -> list[str]:
    formula = f"`{with_id(show(line.formula))}`"
    if line.opening is not None:
        formula += f" (before period 1 / 首期之前: `{with_id(show(line.opening))}`)"
    unit = UNITS[line.unit].en if line.unit in UNITS else line.unit
    names = [with_id(text) for text in line.label]
    return [f"`{with_id(line.key)}`", *names, unit, formula]


def inputs(lang: Language) -> str:
    """Every input: path, name, unit, range, default, meaning."""
    title = Label("# Inputs", "# 输入项")
    heads = (
        Label("path", "路径"),
        Label("input", "输入项"),
        Label("unit", "单位"),
        Label("allowed", "允许范围"),
        Label("default", "默认值"),
        Label("meaning", "含义"),
    )
    other = Label("[中文](inputs.zh.md)", "[English](inputs.md)")
    parts = [title.text(lang), f"{MADE.text(lang)} {other.text(lang)}"]
    found = [
        [f"`{path}`", *(text.text(lang) if isinstance(text, Label) else text for text in rest)]
        for path, *rest in input_rows()
    ]
    for group in dict.fromkeys(row[0].strip("`").split(".")[0] for row in found):
        rows = [row for row in found if row[0].strip("`").split(".")[0] == group]
        parts.append(f"## {group}\n\n" + _table([head.text(lang) for head in heads], rows))
    return _page(parts)


def command_line(lang: Language) -> str:
    """The help of every command, as it prints it."""
    title = Label("# Command line", "# 命令行")
    other = Label("[中文](cli.zh.md)", "[English](cli.md)")
    parts = [title.text(lang), f"{MADE.text(lang)} {other.text(lang)}"]
    for command, text in _helps(lang).items():
        head = f"## relocation {command}\n\n" if command else ""
        lines = [line.rstrip() for line in text.strip().splitlines()]
        parts.append(head + "```text\n" + "\n".join(lines) + "\n```")
    return _page(parts)


def _helps(lang: Language) -> dict[str, str]:
    """The help of the program and of each command. Its language is settled when the program starts."""
    surroundings = {**os.environ, "RELOCATION_LANG": lang, "COLUMNS": "100", "PYTHONUTF8": "1"}
    program = [sys.executable, "-c", HELP_SCRIPT, *COMMANDS]
    run = subprocess.run(program, env=surroundings, capture_output=True, encoding="utf-8", check=True)
    return dict(zip(("", *COMMANDS), run.stdout.split("\0"), strict=False))


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(_table_lines(heads, rows))


def _table_lines(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def _page(parts: Sequence[str]) -> str:
    return "\n\n".join(parts) + "\n"


# What writes each page; a picture is written with all others by `charts`.
WRITTEN: dict[str, Callable[[], str]] = {
    "method.md": method,
    "equations.md": partial(equations, "en"),
    "equations.zh.md": partial(equations, "zh"),
    "api.md": partial(python_interface, "en"),
    "api.zh.md": partial(python_interface, "zh"),
    "inputs.md": partial(inputs, "en"),
    "inputs.zh.md": partial(inputs, "zh"),
    "cli.md": partial(command_line, "en"),
    "cli.zh.md": partial(command_line, "zh"),
}

if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
