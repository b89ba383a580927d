"""Workbooks: `gate` admits files, `read` and `write` know their cells, `layout` where what stands, `sheets` a file a sheet."""

import os

# With lxml at hand, as Word documents bring it, openpyxl writes other XML, and reads some of it past defusedxml. A workbook does
# not depend on what else is installed.
os.environ.setdefault("OPENPYXL_LXML", "False")
