"""The reductions of the language, each in one place: one number out of a whole series, as every target writes it.

    python      of a whole series {0}, and of the second series {1} where there is one
    javascript  the same in a browser
    excel       of the ranges {0} and {1}, or of the range {0} and the guess {1}
    step        in a loop over the periods: {0} is the number so far, {1} and {2} are those of the period; plain floats
    numpy       the same for a block of scenarios; `numpy_known` leaves out what is not available
    lane        the same for one scenario of a compiled block: what the number is after the period; `lane_known` where the
                number so far always is one

`start` is the number before the first period. A loop of the last three gathers no rate of return, which needs its series whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from relocation.formula.language import intervals
from relocation.formula.language.intervals import ANYTHING, Bounds
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT


class By(Enum):
    """What a reduction needs besides its series."""

    NOTHING = auto()
    SERIES = auto()
    GUESS = auto()  # only the search of a spreadsheet needs it


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """One reduction. `picks` says that it is one of the numbers of the series, `adds` that it adds them up."""

    python: str
    javascript: str
    excel: str
    step: str = ""
    numpy: str = ""
    numpy_known: str = ""
    lane: str = ""
    lane_known: str = ""
    start: str = "0.0"
    by: By = By.NOTHING
    bounds: Callable[[Bounds], Bounds] = lambda series: series
    picks: bool = False
    adds: bool = False
    passes_missing: bool = True  # it may be not available if a number of the series may be
    may_be_missing: bool = False  # it may be so in any case

    @property
    def is_extreme(self) -> bool:
        """Whether it is a lowest or highest number, of which there is none in a series where nothing is available."""
        return self.start != "0.0"


REDUCTIONS: dict[str, Fold] = {
    "total": Fold(
        python="total({0})",
        javascript="totalOf({0})",
        excel="SUM({0})",
        step="{0} += {1}",
        numpy="add({0}, {1}, {0})",
        numpy_known="add_available({0}, {1})",
        lane="{0} + {1}",
        bounds=intervals.total,
        adds=True,
        passes_missing=False,
    ),
    "final": Fold(
        python="{0}[-1]",
        javascript="{0}[{0}.length - 1]",
        excel="",  # a cell for itself
        step="{0} = {1}",
        numpy="copyto({0}, {1})",
        lane="{1}",
        picks=True,
    ),
    "lowest": Fold(
        python="lowest({0})",
        javascript="lowestOf({0})",
        excel="MIN({0})",
        step="{0} = {1} if {1} < {0} or {1} != {1} else {0}",
        numpy="minimum({0}, {1}, out={0})",
        numpy_known="fmin({0}, {1}, out={0})",
        lane="smaller({0}, {1})",
        lane_known="smaller_known({1}, {0})",
        start="inf",
        picks=True,
    ),
    "highest": Fold(
        python="highest({0})",
        javascript="highestOf({0})",
        excel="MAX({0})",
        step="{0} = {1} if {1} > {0} or {1} != {1} else {0}",
        numpy="maximum({0}, {1}, out={0})",
        numpy_known="fmax({0}, {1}, out={0})",
        lane="larger({0}, {1})",
        lane_known="larger_known({1}, {0})",
        start="-inf",
        picks=True,
    ),
    "average": Fold(
        python="average({0})",
        javascript="averageOf({0})",
        excel="AVERAGE({0})",
        step="{0} += {1}; {0}_count += 1.0",
        numpy="add_and_count({0}, {0}_count, {1})",
        lane="{0} + {1}",
        adds=True,
    ),
    "discounted": Fold(
        python="discounted({0}, {1})",
        javascript="discountedSum({0}, {1})",
        excel="SUMPRODUCT({0},{1})",
        step="{0} += {1} * {2}",
        numpy="add({0}, multiply({1}, {2}), {0})",
        lane="{0} + {1} * {2}",
        by=By.SERIES,
        bounds=lambda _: ANYTHING,
        adds=True,
    ),
    "irr": Fold(
        python="irr({0})",
        javascript="sureRate({0})",
        excel=f'IF(IRR({{0}},{{1}})>-1,IRR({{0}},{{1}}),"{NOT_AVAILABLE_TEXT}")',  # a search may end below -1, where there are no rates
        by=By.GUESS,
        bounds=intervals.rate,
        may_be_missing=True,
    ),
}
