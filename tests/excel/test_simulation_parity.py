"""A few scenarios of a simulation typed into the workbook: LibreOffice comes to the numbers of the simulation."""

from __future__ import annotations

from pathlib import Path

import pytest

import relocation as rl
from relocation.scenarios.simulation.distributions import Discrete, Normal, Triangular, Uniform
from tests.parity import sample
from tests.spreadsheet_programs import libreoffice, values_in

OUTPUTS = ["fund_balance.balance", "cash.minimum", "npv", "irr", "dscr.with_cash_min", "loans.interest_total"]
INPUTS = {
    "land_quota.price": Triangular(60_000, 97_637, 120_000),
    "land_quota.delay": Uniform(0, 36),
    "construction.housing.rate": Normal(1_700, 300),
    "loans.adbc.rate": Normal(0.049, 0.01),
    "loans.adbc.method": Discrete(("annuity", "equal_principal", "bullet", "sweep", "on_quota_receipt")),
    "compensation.brick.duration": Discrete((1, 2, 3, 4)),
}
COUNT = 6


def test_libreoffice_comes_to_the_numbers_of_the_simulation(tmp_path: Path) -> None:
    project = rl.load("lujia")
    found = rl.simulate(project, INPUTS, COUNT, seed=11, outputs=OUTPUTS)
    one = sample(project, "en")
    files = {f"s{number}": one.typed(found.scenario(number)).data for number in range(COUNT)}
    saved = libreoffice(files, tmp_path)
    places = {row.path: (row.sheet, row.cell) for row in one.draft.map if row.path in OUTPUTS}
    numbers = found.first.numbers
    for number in range(COUNT):
        shown = values_in(saved[f"s{number}"])
        theirs = [shown[places[key]] for key in OUTPUTS]
        ours = numbers[:, number].tolist()
        assert theirs == [pytest.approx(value, rel=1e-9, abs=0.005) for value in ours]
    assert len({tuple(column) for column in numbers.T.tolist()}) == COUNT
