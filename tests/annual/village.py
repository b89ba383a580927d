"""A tiny village worked out by hand: fourteen months, so that the second project year has two.

Money in thousands of yuan, by month (what is not named is nothing):

    month                    1     2     3     4     5     6   7-11    12     13     14
    quota money              .     .     .     .     .   400      .     .    600      .
    subsidy                 50     .     .     .     .     .      .     .      .      .
    housing               -100  -100  -100     .     .     .      .     .      .      .
    reclamation              .     .     .     .     .     .      .   -30    -30      .
    compensation             .  -200     .     .     .     .      .     .      .      .
    purchases                .     .  +120     .     .     .      .     .      .      .
    leases                   .     .     .     .     .     .      .     .      2      2
    upkeep                   .     .     .     .     .     .      .     .      .     -1
    before financing       -50  -300   +20     .     .  +400      .   -30   +572     +1
    drawn / repaid         240     .     .     .     .     .      .     .   -240      .
    interest (0.5 %)         .   1.2   1.2   1.2   1.2   1.2    1.2   1.2    1.2      .

Cash ends month 1 at 190 and month 2 at -111.2, then at -92.4, -93.6 and -94.8, and month 6 at 304: the gap grows by 111.2,
1.2 and 1.2, shrinks by 18.8 and 94.8, and no cash covers the interest of months 2 to 5.

Interest of year 1: months 2 to 12, 11 x 1.2 = 13.2. Construction ends with reclamation in month 13, so that all interest
accrues during construction.
"""

from __future__ import annotations

from typing import Any

from relocation.appraisal import Appraisal
from tests.small_village import appraised

BEFORE_FINANCING = {1: -50_000, 2: -300_000, 3: 20_000, 6: 400_000, 12: -30_000, 13: 572_000, 14: 1_000}
GROUPS: dict[str, Any] = {
    "land_quota": {
        "area": 10.0,
        "price": 100_000.0,
        "receipts": {"first": {"share": 0.4, "period": 6}, "second": {"share": 0.6, "period": 13}},
    },
    "subsidies": {"state": {"quantity": 10.0, "rate": 5_000.0, "basis": "person"}},
    "construction": {
        "housing": {"quantity": 200.0, "rate": 1_500.0, "duration": 3},
        "land": {"quantity": 10.0, "rate": 6_000.0, "group": "reclamation", "start": 12, "duration": 2},
    },
    "compensation": {"brick": {"quantity": 200.0, "rate": 1_000.0, "start": 2}},
    "purchases": {"flats": {"quantity": 100.0, "rate": 1_200.0, "start": 3}},
    "loans": {
        "bank": {
            "principal": 240_000.0,
            "rate": 0.06,
            "term": 13,
            "grace": 3,
            "method": "bullet",
            "draw_interest": "none",
        }
    },
    "income": {"leases": {"amount": 24_000.0, "start": 13}},
    "costs": {"upkeep": {"amount": 12_000.0, "start": 14}},
    "evaluation": {"discount_rate": 0.05},
}


def village(**changes: Any) -> Appraisal:
    """The village, with groups of inputs changed."""
    return appraised(14, "month", **{**GROUPS, **changes})
