"""PySAM's Singleowner: not this model but its own, a power plant financed over 25 years by its single owner.

It stands here because it is the compiled cash flow model that many people run by the thousand: taxes, depreciation,
reserves, debt sized to a cover ratio, and revenue summed from 8,760 hours. The cost and the price of power differ.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.model import VARIED, Array

CAPACITY_FACTOR, PRICE = 0.25, 0.06  # of the year; dollars per kWh
CASE = "CustomGenerationProfileSingleOwner"


def make(_periods: int) -> Callable[[Array], Array]:
    """Outputs: rate of return, net present value and lowest debt cover of its own model, shape (3, n)."""
    import PySAM.Singleowner as Singleowner

    plant = Singleowner.default(CASE)
    plant.SystemOutput.gen = [plant.value("system_capacity") * CAPACITY_FACTOR] * 8760
    cost = plant.value("total_installed_cost")
    # The shares of two varied inputs around their middle stand for the cost and the price.
    spent, paid = VARIED.index("construction.housing.rate"), VARIED.index("land_quota.price")

    def run(columns: Array) -> Array:
        shares = columns[[spent, paid]] / np.array([[1_700.0], [97_637.0]])
        return np.array([appraise(*column) for column in shares.T.tolist()]).T

    def appraise(cost_share: float, price_share: float) -> list[float]:
        plant.value("total_installed_cost", cost * cost_share)
        plant.value("ppa_price_input", [PRICE * price_share])
        plant.execute(0)
        found = plant.Outputs
        return [
            found.project_return_aftertax_irr,
            found.project_return_aftertax_npv,
            found.min_dscr,
        ]

    return run
