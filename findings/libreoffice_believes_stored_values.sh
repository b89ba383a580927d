#!/usr/bin/env bash
# LibreOffice, asked to convert a workbook, gives back the results that are stored in it and does not calculate: of =1+1 with a
# stored 3 it shows 3. A comparison through it compares a program with itself.
#
# Seen with LibreOffice 7.4.7 (`soffice`, which must be installed): 3 with its own settings, 2 with a profile that says
# "recalculate on load: always".
# What relocation does about it: relocation verify brings such a profile and takes every result out of the file first
# (relocation/verify/spreadsheets.py).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
command -v soffice >/dev/null || { echo "LibreOffice is not installed: nothing can be shown" >&2; exit 77; }
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check xlsxwriter==3.2.9 openpyxl==3.1.5
HOME=$folder "$folder/venv/bin/python" -W ignore - "$folder" <<'PY'
import subprocess
import sys
from pathlib import Path

import openpyxl
import xlsxwriter

folder = Path(sys.argv[1])
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
book = xlsxwriter.Workbook(folder / "sum.xlsx")
book.add_worksheet().write_formula("A1", "=1+1", None, 3)
book.close()
(folder / "told" / "user").mkdir(parents=True)
(folder / "told" / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
shown = {}
for profile in ("usual", "told"):
    place = (folder / profile).as_uri()
    command = ["soffice", f"-env:UserInstallation={place}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(folder / f"by_{profile}"), str(folder / "sum.xlsx")], check=True, capture_output=True)
    sheet = openpyxl.load_workbook(folder / f"by_{profile}" / "sum.xlsx", data_only=True).active
    shown[profile] = sheet["A1"].value
    print(f"=1+1 with a stored 3, {profile} profile: {shown[profile]}")
raise SystemExit(0 if shown == {"usual": 3, "told": 2} else 1)
PY
