#!/usr/bin/env bash
# The same program writes another workbook once python-docx is installed: python-docx brings lxml, and openpyxl, which finds it, writes
# its cells with lxml and reads the parts of a file with lxml's parser where it used defusedxml before. Nobody asked it to.
#
# Seen with openpyxl 3.1.5, defusedxml 0.7.1, python-docx 1.2.0: a formula without a result is written <v /> before and <v></v> after, and
# the parser of a part is defusedxml's before and lxml's after.
# What relocation does about it: it sets OPENPYXL_LXML=False before it imports openpyxl (relocation/excel/__init__.py), so that a
# workbook is the same with and without Word documents, and reads no file before its own gate has looked at every part
# (relocation/excel/gate/gate.py).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
install() { "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
seen() {
    "$folder/venv/bin/python" - <<'PY'
import io
import zipfile

import openpyxl
from openpyxl.xml import functions

book = openpyxl.Workbook()
book.active["A1"] = "=1+1"
written = io.BytesIO()
book.save(written)
sheet = zipfile.ZipFile(written).read("xl/worksheets/sheet1.xml").decode()
reader = getattr(functions.fromstring, "func", functions.fromstring).__module__
print("<v />" if "<v />" in sheet else "<v></v>" if "<v></v>" in sheet else "neither", reader.split(".")[0])
PY
}

install openpyxl==3.1.5 defusedxml==0.7.1
before=$(seen)
install python-docx==1.2.0
after=$(seen)
echo "openpyxl 3.1.5 by itself: $before; with python-docx 1.2.0 beside it: $after"
[ "$before" = "<v /> defusedxml" ] && [ "$after" = "<v></v> lxml" ]
