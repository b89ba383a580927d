#!/usr/bin/env bash
# openpyxl writes a number with sixteen significant digits, of which a double needs up to seventeen. So about a quarter of
# random doubles between 0 and 1 come back from a workbook as another number, without a word; 0.1 + 0.2 comes back as 0.3.
#
# Seen with openpyxl 3.1.5: cell 0.30000000000000004 read back as 0.3; 2,527 of 10,000 random doubles changed.
# What relocation does about it: relocation/excel/write/page.py writes constants with all their digits.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder/numbers.xlsx" <<'PY'
import random
import sys

import openpyxl

draw = random.Random(1)
written = [0.1 + 0.2, *(draw.random() for _ in range(10_000))]
book = openpyxl.Workbook()
for number in written:
    book.active.append([number])
book.save(sys.argv[1])
read = [row[0] for row in openpyxl.load_workbook(sys.argv[1]).active.iter_rows(values_only=True)]
changed = sum(ours != theirs for ours, theirs in zip(written[1:], read[1:], strict=True))
print(f"openpyxl {openpyxl.__version__}: {written[0]!r} is read back as {read[0]!r}")
print(f"{changed:,} of {len(written) - 1:,} random doubles are read back as another number")
raise SystemExit(0 if read[0] == 0.3 and 2_000 < changed < 3_000 else 1)
PY
