"""python -m benchmarks.page; needs node with playwright-core in NODE_PATH, and Chromium."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

import relocation
from benchmarks.daily.processes import wall_seconds
from benchmarks.table import markdown
from relocation.page.browser import browser
from relocation.page.page import page_text
from relocation.project.project import Project

SCRIPT = Path(__file__).with_name("changes.cjs")
RESULTS = Path(__file__).with_name("results.md")
GOALS = {"Lujia, 12 years": 16.0, "three loans, 144 months": 40.0}  # milliseconds of one change
HEADS = (
    "plan",
    "file, kB",
    "change, best ms",
    "median ms",
    "layout alone, ms",
    "ratio",
    "goal ms",
    "reached",
)


def plans() -> dict[str, Project]:
    """The plans that are timed, by what they are."""
    lujia = relocation.load("lujia")
    loan = {"principal": 4e6, "rate": 0.045, "term": 96, "grace": 12}
    nested = lujia.counted_in("month").nested()
    nested["loans"] |= {"county": loan, "bond": {**loan, "method": "bullet"}}
    return dict(zip(GOALS, (lujia, Project.build(nested)), strict=True))


def main(runs: int = 200) -> list[tuple[str, ...]]:
    """Times every plan in one run of the browser; a row each."""
    with tempfile.TemporaryDirectory() as name:
        files = {Path(name) / f"{number}.html": what for number, what in enumerate(GOALS)}
        for (file, _), plan in zip(files.items(), plans().values(), strict=True):
            file.write_text(page_text(plan.appraise(), "en"), encoding="utf-8")
        sizes = {what: file.stat().st_size for file, what in files.items()}
        os.environ.update(CHROMIUM=browser(), RUNS=str(runs))
        _, printed = wall_seconds(["node", SCRIPT, *files], Path(name))
        told = json.loads(printed)
    return [_row(files[Path(file)], sizes[files[Path(file)]], times) for file, times in told.items()]


def _row(what: str, size: int, times: dict[str, list[float]]) -> tuple[str, ...]:
    taken, alone = median(times["change"]), median(times["layout"])
    is_reached = "yes" if taken <= GOALS[what] else "NO"
    numbers = (min(times["change"]), taken, alone)
    return (
        what,
        f"{size / 1000:,.0f}",
        *(f"{number:.1f}" for number in numbers),
        f"{taken / alone:.1f}x",
        f"{GOALS[what]:g}",
        is_reached,
    )


if __name__ == "__main__":
    rows = markdown(HEADS, main())
    print(rows)
    if "--quick" not in sys.argv:
        RESULTS.write_text(
            f"# One change on the page\n\nBy `python -m benchmarks.page`.\n\n{rows}\n", encoding="utf-8"
        )
