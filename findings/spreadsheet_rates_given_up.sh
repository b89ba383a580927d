#!/usr/bin/env bash
# IRR of a spreadsheet searches from a guess and gives up on rates of return far from it, each program on others: the rate is
# there, and the cell shows an error. LibreOffice gives up on -40 % over nine periods already, unless the guess is better.
#
# Seen with formualizer 0.13.0: errors for -99.9 % and -99 %; LibreOffice 7.4.7 as well, and for -40.05 % and 9,999,900 %;
# Gnumeric 1.12.55 for -99.9 % and 9,999,900 %. The two programs are asked only where they are installed.
# What relocation does about it: the workbook hands IRR a guess near the rate (relocation/formula/language/rate_of_return.py),
# shows n/a where the search gives up, and relocation verify tells such a rate as not worked out (relocation/verify/spreadsheets.py).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check formualizer==0.13.0 openpyxl==3.1.5
HOME=$folder "$folder/venv/bin/python" -W ignore - "$folder" <<'PY'
import shutil
import subprocess
import sys
from pathlib import Path

import formualizer
import openpyxl

folder = Path(sys.argv[1])
flows = {
    "-99.9 %": [-1, 0.001],
    "-99 %": [-100, 1, *[0] * 10],
    "-40.05 %": [-100, *[0] * 8, 1],
    "9,999,900 %": [-1, 100_000],
    "900 %": [-1, 10],
}
book = openpyxl.Workbook()
for row, flow in enumerate(flows.values(), start=1):
    book.active.append([f"=IRR(B{row}:M{row})", *flow])
book.save(folder / "rates.xlsx")
given = formualizer.load_workbook_bytes((folder / "rates.xlsx").read_bytes())
given.evaluate_all()
shown = {"formualizer": [given.get_value("Sheet", row, 1) for row in range(1, len(flows) + 1)]}
commands = {
    "soffice": ["--headless", "--convert-to", "xlsx", "--outdir", str(folder / "soffice"), str(folder / "rates.xlsx")],
    "ssconvert": ["--recalc", str(folder / "rates.xlsx"), str(folder / "ssconvert" / "rates.xlsx")],
}
for program, arguments in commands.items():
    if shutil.which(program):
        (folder / program).mkdir()
        subprocess.run([program, *arguments], check=True, capture_output=True)
        sheet = openpyxl.load_workbook(folder / program / "rates.xlsx", data_only=True).active
        shown[program] = [sheet.cell(row, 1).value for row in range(1, len(flows) + 1)]
for program, cells in shown.items():
    told = ", ".join(f"{rate}: {format(cell, '.6g') if isinstance(cell, (int, float)) else 'error'}" for rate, cell in zip(flows, cells))
    print(f"{program}: {told}")
errors = [not isinstance(cell, (int, float)) for cell in shown["formualizer"]]
raise SystemExit(0 if errors == [True, True, False, False, False] else 1)
PY
