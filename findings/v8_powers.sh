#!/usr/bin/env bash
# A discount factor is not the same number in a browser as in Python: the power of V8, the engine of Chrome, Edge, WeChat and
# node, is wrong in the last digit in about one case in ten, where the C library that Python calls is wrong in one of 1,500.
# A page that works out (1 + r) ** t with it shows other last digits than the report it was made from.
#
# Seen with mini-racer 0.12.4 (V8 12.6.228.18): 1,142 of 12,000 factors, rates of 0.1 % to 30 % over 1 to 40 periods, are not
# the number nearest to the exact power; the first is 1.002 ** 6 = 1.0120601602401922, exactly 1.01206016024019207...
# What relocation does about it: the script of its pages has a power of its own (relocation/formula/javascript/powers.js).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check mini-racer==0.12.4
"$folder/venv/bin/python" - <<'PY'
import json
from fractions import Fraction

from py_mini_racer import MiniRacer

engine = MiniRacer()
cases = [(1 + rate / 1000, periods) for rate in range(1, 301) for periods in range(1, 41)]
powers = json.loads(engine.eval(f"JSON.stringify({json.dumps(cases)}.map(([x, t]) => x ** t))"))
nearest = [float(Fraction(x) ** periods) for x, periods in cases]
wrong = [(*case, power, right) for case, power, right in zip(cases, powers, nearest) if power != right]
in_python = sum(x**periods != right for (x, periods), right in zip(cases, nearest))
print(f"V8 {engine.v8_version}: {len(wrong):,} of {len(cases):,} powers are not the nearest number; in Python {in_python}")
x, periods, power, right = wrong[0]
print(f"{x} ** {periods} gives {power!r}, the nearest number is {right!r}")
raise SystemExit(0 if len(wrong) == 1_142 and in_python < 20 else 1)
PY
