#!/usr/bin/env bash
# The level payment of a loan loses its digits in numpy-financial when the rate of a period is small, until it is infinite:
# the power (1 + rate)^n is taken as it stands and 1 subtracted from it, where log1p and expm1 would keep all digits.
#
# Seen with numpy-financial 1.0.0, 240 payments on a million: at 1e-14 a period 4,170.00 instead of 4,166.67, at 3e-16
# 5,629.50, below 1e-16 infinite; at 0 exact. A fen is lost from about 1e-9 on.
# What relocation does about it: relocation/second_opinion.py asks for payments at a rate of 0 or of a millionth and more.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check numpy-financial==1.0.0 numpy==2.2.6
"$folder/venv/bin/python" -W ignore - <<'PY'
from fractions import Fraction

import numpy_financial as npf


def exact(rate: float) -> float:
    per_period = Fraction(rate)
    return float(1_000_000 * per_period / (1 - (1 + per_period) ** -240))


off = {}
for rate in (1e-3, 1e-9, 1e-12, 1e-14, 3e-16, 1e-16):
    theirs = float(npf.pmt(rate, 240, -1_000_000))
    off[rate] = abs(theirs - exact(rate))
    print(f"numpy-financial {npf.__version__}: rate {rate:g}: pmt {theirs:,.4f}, exactly {exact(rate):,.4f}")
raise SystemExit(0 if off[1e-3] < 1e-6 and off[1e-14] > 3 and off[3e-16] > 1_000 and off[1e-16] > 1e9 else 1)
PY
