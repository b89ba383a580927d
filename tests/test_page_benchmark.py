"""The benchmark of the page still runs; nothing is timed here."""

import os
import shutil

from benchmarks.page.__main__ import GOALS, main
from tests.spreadsheet_programs import missing


def test_every_plan_is_changed_in_the_browser() -> None:
    if not (shutil.which("node") and shutil.which("chromium") and os.environ.get("NODE_PATH")):
        missing("node with playwright-core, or chromium,")
    rows = main(runs=2)
    assert [row[0] for row in rows] == list(GOALS)
    assert all(float(number) > 0 for row in rows for number in row[2:5])
    assert {row[-1] for row in rows} <= {"yes", "NO"}
