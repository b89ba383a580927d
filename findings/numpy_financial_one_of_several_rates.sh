#!/usr/bin/env bash
# numpy-financial gives one rate of return of a flow that has several, and says nothing: of -100, 230, -132 it gives 10 %,
# though the flow is worth nothing at 20 % as well. A plan that pays at its end, as one with late reclamation does, may be such.
#
# Seen with numpy-financial 1.0.0: irr 0.1; npv 0 at 0.1 and at 0.2, and at 0.15 the flow is worth 0.19.
# What relocation does about it: it finds all rates and says whether there is one (relocation/formula/language/irr.py);
# relocation verify asks the library's npv, not its irr, and only for a rate that is unique (relocation/verify/numpy_financial.py).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check numpy-financial==1.0.0 numpy==2.2.6
"$folder/venv/bin/python" - <<'PY'
import numpy_financial as npf

flow = [-100, 230, -132]
rate = float(npf.irr(flow))
worth = {at: float(npf.npv(at, flow)) for at in (0.1, 0.15, 0.2)}
print(f"numpy-financial {npf.__version__}: irr of {flow} is {rate:.6f}")
for at, value in worth.items():
    print(f"at {at:.0%} it is worth {value:.6f}")
one_of_two = abs(worth[0.1]) < 1e-9 and abs(worth[0.2]) < 1e-9 and worth[0.15] > 0.1
raise SystemExit(0 if one_of_two and abs(rate - 0.1) < 1e-9 else 1)
PY
