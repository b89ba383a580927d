"""Every kind of workbook: what it is called, its sheets, the mark in its properties if it has one, and which command reads it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from relocation.caller import for_caller
from relocation.labels import Label

# What is read first stands and prints first; what works it out comes last.
SHEETS: dict[str, Label] = {
    "about": Label("About", "说明"),
    "inputs": Label("Inputs", "输入"),
    "statements": Label("Statements", "报表"),
    "annual": Label("Annual", "年度报表"),
    "budget": Label("Budget", "安置预算"),
    "indicators": Label("Indicators", "指标"),
    "stress": Label("Stress", "压力测试"),
    "checks": Label("Checks", "检查"),
    "scenarios": Label("Scenarios", "方案"),
    "calculation": Label("Calculation", "计算"),
    "map": Label("Map", "对照"),
}
COMPARISON = Label("Comparison", "方案对比")  # in the workbook of a comparison only, after the scenarios
COUNTY_SHEETS = {
    "county": Label("County", "县级汇总"),
    "periods": Label("By period", "分期汇总"),
    "loans": Label("Shared loans", "统贷"),
}
SENSITIVITY_SHEETS = {"tornado": Label("Tornado", "敏感性排序"), "spider": Label("Spider", "蛛网图")}
ROSTER_SHEET = Label("Households", "农户花名册")
LEDGER_SHEETS = {
    "statements": Label("Statements", "农户对账单"),
    "ledger": Label("Ledger", "明细账"),
    "totals": Label("Totals", "合计"),
    "spread": Label("Distribution", "分布"),
    "limits": Label("Limits", "限额"),
}
LIVELIHOOD_SHEETS = {
    "inputs": Label("Inputs", "输入"),
    "income": Label("Income", "收入"),
    "measures": Label("Measures", "增收措施"),
    "collective": Label("Collective", "集体经济"),
    "risks": Label("Risks", "风险核对"),
}
POINTS_SHEETS = {
    "points": Label("Points", "积分"),
    "households": Label("Households", "农户"),
    "cost": Label("Cost", "成本"),
}
INSURANCE_SHEETS = {
    "claim": Label("Claim", "赔付试算"),
    "fund": Label("Fund", "基金"),
    "gate": Label("Gate", "保障线"),
    "simulation": Label("Simulation", "模拟"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of workbook: what it is called, what reads it, and by which mark or by the titles of which sheets it is known."""

    label: Label
    read_with: Callable[[], Label]
    titles: tuple[Label, ...] = ()
    mark: str = ""

    def marks(self, file: Path | IO[bytes]) -> bool:
        """Whether a file bears the mark of the kind; told without reading its sheets."""
        if not self.mark:
            return False
        try:
            with zipfile.ZipFile(file) as archive:
                return self.mark.encode() in archive.read("docProps/core.xml")[:5000]
        except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
            return False

    def is_known_by(self, titles: set[str]) -> bool:
        """Whether sheets with these titles make a workbook of this kind, in either language."""
        return all(not titles.isdisjoint(title) for title in self.titles)


def _read_by(command: str, function: str) -> Callable[[], Label]:
    return lambda: for_caller(
        Label(f"it is read by: {command} FILE", f"请用以下命令读取：{command} 文件"),
        Label(f"it is read by {function}", f"请用 {function} 读取"),
    )


def _results(*titles: Label) -> Kind:
    return Kind(
        Label("a workbook of results", "结果工作簿"),
        lambda: Label("give the file that it was made from", "请给出生成该结果所用的文件"),
        titles,
    )


PROJECT = Kind(
    Label("the workbook of a project", "项目工作簿"),
    _read_by("relocation run", "load of relocation"),
    (SHEETS["inputs"], SHEETS["calculation"]),
)
LIVELIHOOD = Kind(
    Label("the workbook of a village after the move", "搬迁后生计工作簿"),
    _read_by("relocation livelihood", "read_livelihood_workbook of relocation.excel.read.livelihood"),
    (LIVELIHOOD_SHEETS["inputs"], LIVELIHOOD_SHEETS["collective"]),
    "relocation livelihood",
)
COUNTY = Kind(
    Label("the workbook of a county", "县级工作簿"),
    lambda: for_caller(
        Label(
            "its villages are read from their own files: relocation run FOLDER --consolidate",
            "请读取各村文件：relocation run 文件夹 --consolidate",
        ),
        Label(
            "its villages are read from their own files: consolidate([load(file), ...])",
            "请读取各村文件：consolidate([load(文件), ...])",
        ),
    ),
    (COUNTY_SHEETS["county"], COUNTY_SHEETS["periods"]),
    "relocation county",
)
ROSTER = Kind(
    Label("a roster of households", "农户花名册"),
    _read_by("relocation households", "read_roster of relocation.households.roster_file"),
)
POINTS = Kind(
    Label("a points ledger", "积分账"),
    _read_by("relocation points", "read_points of relocation.points.entries"),
)
# Those that are known by the titles of their sheets, in the order in which they are asked for.
TITLED = (
    PROJECT,
    LIVELIHOOD,
    COUNTY,
    _results(LEDGER_SHEETS["statements"], LEDGER_SHEETS["ledger"]),
    _results(SENSITIVITY_SHEETS["tornado"]),
    _results(INSURANCE_SHEETS["claim"], INSURANCE_SHEETS["fund"]),
)
