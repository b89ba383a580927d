#!/usr/bin/env bash
# Two functions of one library disagree on what a letter is: pyarrow's `utf8_is_alnum` follows a newer table of Unicode
# than its regular expressions (\p{L}, \p{N}). Thousands of characters are letters to the one and none to the other, rare
# Chinese characters as names of people and places have them among them; a filter by the one and a check by the other part
# rows that should stay together.
#
# Seen with pyarrow 26.0.1: 21,862 characters; 4,298 of them Chinese characters, those of extension J (Unicode 17).
# What relocation does about it: a text whose letters either function knows is taken with its column, and one that neither knows
# is read cell by cell, which gives the same household (relocation/households/parquet_columns.py).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PY'
import pyarrow as pa
import pyarrow.compute as pc

signs = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
texts = pa.array(signs)
by_table = pc.utf8_is_alnum(texts).to_pylist()
by_pattern = pc.match_substring_regex(texts, r"^[\p{L}\p{N}]$").to_pylist()
apart = [sign for sign, one, other in zip(signs, by_table, by_pattern) if one != other]
han = [sign for sign in apart if 0x323B0 <= ord(sign) <= 0x33479]
print(f"pyarrow {pa.__version__}: {len(apart):,} characters are letters or digits to one function only")
print(f"{len(han):,} of them are Chinese characters of extension J, such as U+{ord(han[0]):X}")
raise SystemExit(0 if len(han) == 4_298 else 1)
PY
