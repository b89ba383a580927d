"""openfisca-core: a tax and benefit system of ten variables, households in villages. Its numbers are float32."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.households import rates
from benchmarks.households.question import ASKED, VILLAGE, Column, Roster, Run, villages

YEAR = "2016"
AREAS, COUNTS = ("brick", "soil", "flat"), ("persons", "poor_persons", "registered", "garages", "option")
Formula = Callable[[Any, Any, Any], Any]


def make(roster: Roster) -> Run:
    """Starts from a simulation into which the columns have been put; each run is a new simulation with the same columns."""
    from openfisca_core.simulation_builder import SimulationBuilder

    system, count, rows = _system(), villages(roster), len(roster[VILLAGE])
    inputs = {f"{key}_given": (roster[key] / 100).astype(np.float32) for key in AREAS}
    inputs |= {f"{key}_given": roster[key].astype(np.float32) for key in COUNTS}
    role = np.full(rows, "household")

    def run() -> Column:
        builder = SimulationBuilder()
        builder.create_entities(system)
        builder.declare_person_entity("household", range(rows))
        village = builder.declare_entity("village", range(count))
        builder.join_with_persons(village, roster[VILLAGE], roles=role)
        simulation = builder.build(system)
        for key, column in inputs.items():
            simulation.set_input(key, YEAR, column)
        found = [simulation.calculate(f"village_{one}", YEAR) for one in ASKED]
        return np.rint(np.array(found, dtype=np.float64) * 100).astype(np.int64)

    return run


def _system() -> Any:
    from openfisca_core.entities import build_entity
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

    household = build_entity("household", "households", "A household", is_person=True)
    role = {"key": "household", "plural": "households", "label": "Households"}
    village = build_entity("village", "villages", "A village", roles=[role])
    system = TaxBenefitSystem([household, village])
    for key in (*AREAS, *COUNTS):
        system.add_variable(_variable(f"{key}_given", household))
    for key, formula in FORMULAS.items():
        system.add_variable(_variable(key, household, formula))
    for key in ASKED:
        system.add_variable(_variable(f"village_{key}", village, _sum_of(key)))
    return system


def _variable(name: str, entity: Any, formula: Formula | None = None) -> Any:
    from openfisca_core.periods import DateUnit
    from openfisca_core.variables import Variable

    stated: dict[str, Any] = {
        "value_type": float,
        "entity": entity,
        "definition_period": DateUnit.YEAR,
        "label": name,
    }
    return type(name, (Variable,), stated if formula is None else {**stated, "formula": formula})


def _sum_of(key: str) -> Formula:
    return lambda village, period, _: village.sum(village.members(key, period))


def _buys(household: Any, period: Any) -> Any:
    return np.isin(household("option_given", period), rates.BUYING)


def _share(household: Any, period: Any) -> Any:
    return household("persons_given", period) * rates.SHARE


def _brick(household: Any, period: Any, _: Any) -> Any:
    return np.round(household("brick_given", period) * float(rates.BRICK), 2)


def _soil(household: Any, period: Any, _: Any) -> Any:
    return np.round(household("soil_given", period) * float(rates.SOIL), 1)


def _award(household: Any, period: Any, _: Any) -> Any:
    part = np.floor((household("brick", period) + household("soil", period)) * float(rates.AWARD))
    most = household("persons_given", period) * float(rates.AWARD_CAP)
    return np.minimum(part, most) * (_buys(household, period) & (household("brick_given", period) > 0))


def _moving(household: Any, _: Any, __: Any) -> Any:
    return np.full(household.count, float(rates.MOVING))


def _moving_head(household: Any, period: Any, _: Any) -> Any:
    return np.ceil(household("persons_given", period) * float(rates.MOVING_HEAD) * 10) / 10


def _poor(household: Any, period: Any, _: Any) -> Any:
    counted = np.minimum(household("poor_persons_given", period), rates.MOST_POOR)
    return counted * float(rates.POOR) * (household("registered_given", period) > 0)


def _flat_base(household: Any, period: Any, _: Any) -> Any:
    area = np.minimum(household("flat_given", period), _share(household, period))
    return np.round(area * float(rates.FLAT_BASE), 2) * _buys(household, period)


def _flat_above(household: Any, period: Any, _: Any) -> Any:
    area = np.maximum(household("flat_given", period) - _share(household, period), 0)
    return np.ceil(area * float(rates.FLAT_ABOVE) * 10) / 10 * _buys(household, period)


def _garages(household: Any, period: Any, _: Any) -> Any:
    return household("garages_given", period) * float(rates.GARAGE) * _buys(household, period)


def _programme(household: Any, period: Any, _: Any) -> Any:
    amount = np.round(household("persons_given", period) * float(rates.PROGRAMME), 2)
    return amount * (household("registered_given", period) <= 0)


def _left(household: Any, period: Any, _: Any) -> Any:
    received = sum(
        household(one, period) for one in ("brick", "soil", "award", "moving", "moving_head", "poor")
    )
    return received - sum(household(one, period) for one in ("flat_base", "flat_above", "garages"))


FORMULAS: dict[str, Formula] = {
    "brick": _brick,
    "soil": _soil,
    "award": _award,
    "moving": _moving,
    "moving_head": _moving_head,
    "poor": _poor,
    "flat_base": _flat_base,
    "flat_above": _flat_above,
    "garages": _garages,
    "programme": _programme,
    "left": _left,
}
