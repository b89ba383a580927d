"""Writes the ready workbooks of excel_templates/ again, by the command that a planner would use:

    python -m tests.make_templates

To be run, and the files committed, whenever the workbook changes; tests/excel/test_templates.py tells.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "excel_templates"
OPTIONS = {
    "blank_en.xlsx": ("--lang", "en"),
    "blank_zh.xlsx": ("--lang", "zh"),
    "lujia_en.xlsx": ("--lang", "en", "--from", "lujia"),
    "lujia_zh.xlsx": ("--lang", "zh", "--from", "lujia"),
}


def make_template(name: str, folder: Path) -> Path:
    """Writes one of the workbooks into a folder."""
    path = folder / name
    arguments = ["template", *OPTIONS[name], "--output", str(path), "--force"]
    program = "from relocation.cli import main; main()"
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True)
    return path


if __name__ == "__main__":
    for name in OPTIONS:
        print(make_template(name, FOLDER))
