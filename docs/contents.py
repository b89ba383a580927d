"""The order of the pages of the site, by chapter."""

from __future__ import annotations

from relocation.labels import Label

CONTENTS: dict[Label, tuple[str, ...]] = {
    Label("Begin", "入门"): ("planner", "officer", "analyst", "readme", "gallery"),
    Label("How to", "操作指南"): ("report", "loans", "scenarios", "county", "households", "after_move"),
    Label("Understand", "理解"): ("equations", "verdict", "decisions"),
    Label("Look up", "查阅"): (
        "api",
        "cli",
        "inputs",
        "method",
        "formula",
        "benchmarks",
        "benchmark_results",
        "daily_results",
        "changes",
    ),
}
