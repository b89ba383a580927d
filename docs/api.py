"""The page of the Python interface: each public name with the first words of its docstring; the site shows the whole of it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from relocation.labels import Label, Language


@dataclass(frozen=True)
class Named:
    """An object that the page documents: where it is imported from, and of a class which members ("*" all of its own)."""

    module: str
    name: str
    members: str = ""

    @property
    def object(self) -> object:
        """The object itself."""
        return getattr(import_module(self.module), self.name)

    @property
    def kind(self) -> str:
        """What Sphinx calls it."""
        if not isinstance(self.object, type):
            return "function"
        return "exception" if issubclass(self.object, Exception) else "class"

    def text(self) -> str:
        """A heading, the mark that the site reads, and what it is for."""
        members = " " + (self.members if self.members != "*" else "all") if self.members else ""
        first = (inspect.getdoc(self.object) or "").split("\n\n")[0].replace("\n", " ")
        return f"### {self.name}\n\n<!-- python: {self.kind} {self.module}.{self.name}{members} -->\n\n`from {self.module} import {self.name}`: {first}"


HOUSEHOLDS, DISTRIBUTIONS = "relocation.households", "relocation.scenarios.simulation.distributions"
PROJECT = "read, parse, build, appraise, value, at, values, by_path, replace, scale, counted_in, not_stated"
APPRAISAL = (
    "number, series, value, explain, source_of, internal_rate, rates_of_return, verdict, failed, provenance, "
    "provenance_counts, to_frame, annual, to_record, chart, to_excel, to_word, to_html"
)
CHAPTERS: dict[Label, tuple[Named, ...]] = {
    Label("A project", "项目"): (Named("relocation", "load"), Named("relocation", "Project", PROJECT)),
    Label("Its numbers", "测算结果"): (
        Named("relocation", "Appraisal", APPRAISAL),
        Named("relocation.charts.chart", "Chart", "*"),
        Named("relocation.loan_schedule", "loan_schedule"),
        Named("relocation.loan_schedule", "LoanSchedule", "*"),
    ),
    Label("Other numbers: compare, vary, solve", "其他数值：对比、变动、求解"): (
        Named("relocation", "compare"),
        Named("relocation.scenarios.comparison", "Comparison", "*"),
        Named("relocation", "vary"),
        Named("relocation.scenarios.sensitivity.vary", "Variation", "*"),
        Named("relocation", "tornado"),
        Named("relocation.scenarios.sensitivity.switching", "switching_values"),
        Named("relocation.scenarios.sensitivity.coefficients", "sensitivity_coefficients"),
        Named("relocation", "solve"),
        Named("relocation.scenarios.goal_seek.solution", "Solution", "*"),
    ),
    Label("Many futures: simulate", "大量情景：模拟"): (
        Named("relocation", "simulate"),
        Named("relocation.scenarios.simulation.simulation", "Simulation", "*"),
        Named("relocation.scenarios.simulation.outcome", "Outcome", "*"),
        *(
            Named(DISTRIBUTIONS, name)
            for name in (
                "Uniform",
                "Triangular",
                "PERT",
                "Normal",
                "Lognormal",
                "Discrete",
                "Empirical",
                "Fixed",
            )
        ),
    ),
    Label("Stress and counties", "压力测试与全县汇总"): (
        Named("relocation.stress", "bridge_test"),
        Named("relocation.stress", "BridgeTest", "*"),
        Named("relocation.stress", "StressedCase", "*"),
        Named("relocation.county.consolidation", "consolidate"),
        Named("relocation.county.consolidation", "County", "*"),
        Named("relocation.county_files", "plan_county"),
        Named("relocation.county_files", "read_county"),
    ),
    Label("Households", "农户"): tuple(
        Named(HOUSEHOLDS, name, "*" if name in ("Ledger", "Streamed") else "")
        for name in (
            "shipped_rules",
            "read_rules",
            "read_roster",
            "ledger",
            "Ledger",
            "stream",
            "Streamed",
            "fed",
        )
    ),
    Label("Errors", "错误"): (
        Named("relocation", "ProblemsFound"),
        Named("relocation", "Problem", "*"),
        Named("relocation.files", "CannotWrite"),
    ),
}
INTRODUCTION = Label(
    "What an analyst imports, ordered as work goes: a project, its numbers, other numbers, many futures. Money is in yuan, a period "
    "counts from 1, and `distributions` is `relocation.distributions`. [The Python side](python.md) and [scenarios](scenarios.md) show "
    "how they are used.",
    "分析人员所用的名称，按工作顺序排列：项目、测算结果、其他数值、大量情景。金额以元计，期次从 1 起算；分布在 `relocation.distributions` 中。"
    "用法见 [Python 用法](python.zh.md) 与[方案与模拟](scenarios.zh.md)。说明文字由代码中的英文注释生成。",
)


def page(lang: Language) -> Iterator[str]:
    """The page, paragraph by paragraph."""
    yield "# Python, name by name" if lang == "en" else "# Python 接口逐名说明"
    yield "[中文](api.zh.md)" if lang == "en" else "[English](api.md)"
    yield INTRODUCTION.text(lang)
    for title, names in CHAPTERS.items():
        yield f"## {title.text(lang)}"
        yield from (named.text() for named in names)
