"""The order of the pages of the site, by chapter, each with a short title for the column beside the page."""

from __future__ import annotations

from relocation.labels import Label

CONTENTS: dict[Label, dict[str, Label]] = {
    Label("Start here", "入门"): {
        "planner": Label("A planner", "规划人员"),
        "officer": Label("A finance officer", "财务人员"),
        "analyst": Label("An analyst", "分析人员"),
        "readme": Label("At a glance", "概览"),
        "gallery": Label("Gallery", "图例"),
        "cases": Label("Cases with solutions", "带解答的案例"),
    },
    Label("How to", "操作指南"): {
        "report": Label("Write a report", "撰写报告"),
        "web": Label("A page for the office", "办公室网页"),
        "charts": Label("Charts", "图表"),
        "python": Label("Use it from Python", "Python 用法"),
        "loans": Label("Loans", "贷款"),
        "scenarios": Label("Scenarios and simulation", "方案与模拟"),
        "county": Label("Stress, norms and counties", "压力测试、标准与全县"),
        "households": Label("Households", "农户核算"),
        "after_move": Label("Life after the move", "搬迁之后"),
    },
    Label("Understand", "理解"): {
        "equations": Label("The method", "计算方法"),
        "verdict": Label("The verdict", "结论"),
        "verify": Label("Cross-check by other engines", "其他引擎复核"),
        "findings": Label("Findings", "意外发现"),
        "decisions": Label("Decisions", "设计决定（英文）"),
    },
    Label("Look up", "查阅"): {
        "api": Label("Python, name by name", "Python 接口逐名说明"),
        "cli": Label("Command line", "命令行"),
        "inputs": Label("Inputs", "输入项"),
        "method": Label("Every formula", "全部公式"),
        "formula": Label("The language of line items", "条目的语言（英文）"),
        "benchmarks": Label("Benchmarks", "性能测试（英文）"),
        "benchmark_results": Label("Results of simulations", "模拟的性能（英文）"),
        "daily_results": Label("Results of every day", "日常操作的性能（英文）"),
        "changes": Label("Changes", "变更记录（英文）"),
    },
}
