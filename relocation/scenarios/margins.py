"""How far a plan is from failing: how late its quota money may come, how far the price may fall, how much costs may rise.

Each cause by itself, everything else as planned, and measured on the lowest closing cash:

    late months = the most months of further delay with cash at no time below zero
    price fall  = the largest x with lowest cash at price * (1 - x) not below zero
    cost rise   = the largest x with lowest cash at every rate of works and compensation * (1 + x) not below zero

If cash is short already, the rise of the price with which it would not be is told instead. The timeline is made longer for
late money, as in the bridge test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.appraisal import Appraisal
from relocation.labels import Label, Language, joined
from relocation.project.longer_timeline import lengthened, longer_data, missing_periods
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import SourcedInputs
from relocation.scenarios.batch import Batch
from relocation.shown import Shown
from relocation.tables.numbers import HALF_A_FEN
from relocation.tables.wording import Figure, filled, forms_data

Array = NDArray[np.float64]

MOST_MONTHS = 36
MOST_RISE = 3.0  # a price or cost four times as high
STEPS, ROUNDS = 48, 4  # of each search: so many points, then so many again between the two around the answer
AREA, PRICE, DELAY, LOWEST = "land_quota.area", "land_quota.price", "land_quota.delay", "cash.minimum"
COSTS = ("construction", "compensation")


@dataclass(frozen=True, slots=True)
class Cause:
    """What may go wrong, by the margin of that name: how far it may go; below `least` it may not happen at all."""

    key: str
    least: float
    text: Label
    at_all: Label


CAUSES = (
    Cause(
        "late_months",
        1,
        Label("quota money comes more than {far:count} months late", "指标款迟到超过{far:count}个月"),
        Label("quota money comes late at all", "指标款稍有迟到"),
    ),
    Cause(
        "price_fall",
        0.0005,
        Label("the quota price falls more than {far:percent1}", "指标单价下降超过{far:percent1}"),
        Label("the quota price falls at all", "指标单价稍有下降"),
    ),
    Cause(
        "cost_rise",
        0.0005,
        Label("costs rise more than {far:percent1}", "成本上升超过{far:percent1}"),
        Label("costs rise at all", "成本稍有上升"),
    ),
)
OR = Label(", or ", "，或")
TEXTS: dict[str, Label] = {
    "fails": Label("Fails if {causes}.", "如{causes}，现金即出现缺口。"),
    "fails_and_bears": Label(
        "Fails if {causes}. It bears quota money up to {months:count} months late; longer delays were not tried.",
        "如{causes}，现金即出现缺口。指标款迟到{months:count}个月以内不出现缺口，更久未试算。",
    ),
    "holds": Label(
        "Cash holds whatever is tried: quota money up to {months:count} months late, no quota money, costs up to "
        "{times:digits6} times as high.",
        "所试各种情形下现金均不出现缺口：指标款迟到{months:count}个月以内、无指标款、成本升至{times:digits6}倍以内。",
    ),
    "short": Label("Cash falls short already.", "现金已出现缺口。"),
    "no_price_mends": Label(
        "Cash falls short already, and no price of the quota alone would mend it.",
        "现金已出现缺口，仅靠提高指标单价无法弥补。",
    ),
    "price_mends": Label(
        "Cash falls short already; it would not if the quota price were {rise:percent_6_digits} higher.",
        "现金已出现缺口；如指标单价提高{rise:percent_6_digits}，则不再出现缺口。",
    ),
}


@dataclass(frozen=True, slots=True)
class Margins(Shown):
    """How far each cause may go before cash falls below zero; None where it does not make cash fail within its bounds.

    `needed_rise` is the rise of the price that a plan needs whose cash falls short already.
    """

    short: bool
    late_months: int | None = None
    price_fall: float | None = None
    cost_rise: float | None = None
    needed_rise: float | None = None
    sells_quota: bool = True

    @property
    def sentence(self) -> Label:
        """The margins in one sentence."""
        return _short(self) if self.short else _far(self)

    def to_record(self, lang: Language = "en") -> dict[str, Any]:
        """The margins as `relocation run -f json` prints them."""
        return {
            "late_months": self.late_months,
            "price_fall": self.price_fall,
            "cost_rise": self.cost_rise,
            "needed_price_rise": self.needed_rise,
            "sentence": self.sentence.text(lang),
        }


def margins(appraisal: Appraisal) -> Margins:
    """How far the plan is from failing, by its lowest cash."""
    project = appraisal.project
    quota = project.land_quota
    sells = quota.area * quota.price > 0
    price = _lowest_cash(project, [PRICE])
    if appraisal.number(LOWEST) < -HALF_A_FEN:
        return Margins(
            True, needed_rise=_first(price, MOST_RISE, fails=False) if sells else None, sells_quota=sells
        )
    costs = [
        input_value.path
        for input_value in project.values()
        if _is_cost(input_value.path) and input_value.value > 0
    ]
    return Margins(
        False,
        _late_months(project) if sells else None,
        _first(price, -1.0) if sells else None,
        _first(_lowest_cash(project, costs), MOST_RISE) if costs else None,
        sells_quota=sells,
    )


def _is_cost(path: InputPath) -> bool:
    return path.group in COSTS and path.name == "rate"


def _lowest_cash(project: SourcedInputs, paths: Sequence[str]) -> Callable[[Array], Array]:
    """Lowest cash for each change of these inputs, all by the same share."""
    batch = Batch(project, paths, [LOWEST])
    values = np.array([[project.value(path)] for path in paths])
    return lambda changes: batch.run(values * (1 + changes))[0]


def _first(lowest_cash: Callable[[Array], Array], end: float, *, fails: bool = True) -> float | None:
    """The smallest change towards `end` from which on cash fails, or no longer does; None where none does."""
    low, high = 0.0, end
    for _ in range(ROUNDS):
        changes = np.linspace(low, high, STEPS + 1)
        turned = np.flatnonzero((lowest_cash(changes) < -HALF_A_FEN) == fails)
        if not turned.size:
            return None
        turning = max(int(turned[0]), 1)
        low, high = float(changes[turning - 1]), float(changes[turning])
    return abs(low if fails else high)


def _late_months(project: SourcedInputs) -> int | None:
    """The most months of further delay that cash bears; None where it bears all that are tried."""
    longer = missing_periods(project, MOST_MONTHS)
    batch = Batch(lengthened(project, longer) if longer else project, [DELAY], [LOWEST])
    months: Array = np.arange(1, MOST_MONTHS + 1, dtype=float) + project.land_quota.delay
    late = np.flatnonzero(batch.run(months[None, :])[0] < -HALF_A_FEN)
    return int(late[0]) if late.size else None


def _far(margins: Margins) -> Label:
    figures: dict[str, Figure] = {"months": MOST_MONTHS, "times": 1 + MOST_RISE}
    causes = [
        filled(cause.at_all if far < cause.least else cause.text, {"far": far})
        for cause in CAUSES
        if (far := getattr(margins, cause.key)) is not None
    ]
    if not causes:
        return filled(TEXTS["holds"], figures)
    bears_all = margins.sells_quota and margins.late_months is None
    text = TEXTS["fails_and_bears" if bears_all else "fails"]
    return filled(text, figures | {"causes": joined(causes, OR)})


def _short(margins: Margins) -> Label:
    if margins.needed_rise is None:
        return TEXTS["no_price_mends" if margins.sells_quota else "short"]
    return filled(TEXTS["price_mends"], {"rise": ceil(margins.needed_rise * 1000 - 1e-6) / 1000})


def margins_data(project: SourcedInputs) -> dict[str, Any]:
    """What margins.js needs to find and to tell the same of changed inputs."""
    return {
        "forms": forms_data(),
        "steps": STEPS,
        "rounds": ROUNDS,
        "mostMonths": MOST_MONTHS,
        "mostRise": MOST_RISE,
        "fen": HALF_A_FEN,
        "lowest": LOWEST,
        "area": AREA,
        "price": PRICE,
        "delay": DELAY,
        "costs": [each.path for each in project.values() if _is_cost(each.path)],
        "longer": longer_data(project),
        "causes": [[cause.key, cause.least, list(cause.text), list(cause.at_all)] for cause in CAUSES],
        "or": list(OR),
        "texts": {key: list(text) for key, text in TEXTS.items()},
    }
