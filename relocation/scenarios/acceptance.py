"""Whether a project accepts every scenario that can come, asked once instead of once for each scenario.

No rule between inputs can be broken inside a box if it is not broken at its corners: what a rule accepts of one input,
all others as they are, is an interval. Zero may stand apart from it, since many an input of 0 is one that is not used, so
zero and the number next to it are corners of their own. The corners of inputs that no rule looks at need not be tried.
Whether one does is found out by putting something in its place that cannot be looked at.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, NoReturn

from relocation.project.project import Project
from relocation.project.what_if import WhatIf

MOST_CORNERS = 2**13
LEAST = math.ulp(0.0)  # the number next to 0


class _LookedAt(Exception):
    """Somebody wanted to know the value."""


class _Unseen:
    """Stands for a value that nobody needs: whoever compares it or calculates with it is told off."""

    def _refuse(self, *_: Any) -> NoReturn:
        raise _LookedAt

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = __bool__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __neg__ = __pos__ = __abs__ = (
        _refuse
    )
    __int__ = __float__ = __index__ = __round__ = __floor__ = __ceil__ = __trunc__ = _refuse
    __str__ = __repr__ = __format__ = __iter__ = __len__ = __contains__ = __getattr__ = _refuse


def accepts_all(project: Project, sides: Mapping[str, Sequence[Any]]) -> bool:
    """Whether no rule can be broken while each input stays between its sides, or is one of its choices.

    False also where there are too many corners to tell.
    """
    what_if = WhatIf(project)
    return accepts_box(what_if, sides, unread(what_if, sides))


def unread(what_if: WhatIf, paths: Iterable[str]) -> frozenset[str]:
    """The inputs no rule looks at where the project stands."""
    return frozenset(path for path in paths if _ignores(what_if, {path: _Unseen()}))


def accepts_box(what_if: WhatIf, sides: Mapping[str, Sequence[Any]], ignored: Collection[str]) -> bool:
    """As `accepts_all`, for who knows already which inputs are `unread`."""
    unseen = {path: _Unseen() for path in sides if path in ignored}
    seen = {path: zero_apart(values) for path, values in sides.items() if path not in unseen}
    if prod(map(len, seen.values())) > MOST_CORNERS:
        return False
    corners = product(*seen.values())
    return all(_accepts(what_if, {**unseen, **dict(zip(seen, corner, strict=True))}) for corner in corners)


def zero_apart(values: Sequence[Any]) -> list[Any]:
    """The sides of an input, and where they reach from 0 upwards the least number above it."""
    found = list(values)
    if all(isinstance(one, (int, float)) for one in found) and 0 in found and max(found) > 0:
        found.append(1 if isinstance(max(found), int) else LEAST)
    return list(dict.fromkeys(found))


def _ignores(what_if: WhatIf, values: Mapping[str, Any]) -> bool:
    try:
        what_if.problems(values)
    except _LookedAt:
        return False
    return True


def _accepts(what_if: WhatIf, values: Mapping[str, Any]) -> bool:
    try:
        return not what_if.problems(values)
    except _LookedAt:  # seen at this corner, though not where the project stands
        return False
