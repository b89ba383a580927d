"""An amount is stated whole or not at all: what stands half empty was forgotten, and must never count as nothing."""

from __future__ import annotations

from collections.abc import Iterator

from relocation.formula.expression import Expression, InputReference
from relocation.labels import Label
from relocation.project.inputs import Inputs
from relocation.project.rule import STATE_IT, Rule, as_stated

COUNTED_GROUPS = ("subsidies", "construction", "compensation", "purchases")
YEARLY_GROUPS = ("income", "costs")


def amounts_are_whole(inputs: Inputs) -> Iterator[Rule]:
    """An area with its price, a quantity with its rate, a loan with its principal, rate and term, and the reverse."""
    yield from _pair("land_quota.area", "land_quota.price")
    for group in COUNTED_GROUPS:
        for identity in getattr(inputs, group):
            item = f"{group}.{identity}"
            yield from _pair(f"{item}.quantity", f"{item}.rate", as_stated(f"{item}.start"))
    for group in YEARLY_GROUPS:
        for identity in getattr(inputs, group):
            item = f"{group}.{identity}"
            # Beside an amount a quantity only says what it is for.
            is_counted = ~(InputReference(f"{item}.amount") > 0)
            for path, other in ((f"{item}.quantity", f"{item}.rate"), (f"{item}.rate", f"{item}.quantity")):
                yield _whole(path, is_counted & (InputReference(other) > 0))
            begun = as_stated(f"{item}.start") & ~as_stated(f"{item}.quantity")
            yield _whole(f"{item}.amount", begun)
    for identity in inputs.loans:
        yield from _loan(f"loans.{identity}", list(inputs.loans[identity].drawdowns))


def _loan(loan: str, drawdowns: list[str]) -> Iterator[Rule]:
    principal, rate, term, start = (f"{loan}.{key}" for key in ("principal", "rate", "term", "start"))
    borrowed = InputReference(principal) > 0
    yield _whole(principal, (InputReference(rate) > 0) | as_stated(term) | as_stated(start))
    yield _whole(rate, borrowed)
    yield _whole(term, borrowed)
    for identity in drawdowns:
        path = f"{loan}.drawdowns.{identity}"
        yield _whole(f"{path}.period", InputReference(f"{path}.share") > 0)


def _pair(first: str, second: str, begun: Expression | None = None) -> Iterator[Rule]:
    """Each of two factors where the other is more than nothing; the first one also where the item was begun otherwise."""
    needed = InputReference(second) > 0
    yield _whole(first, needed if begun is None else needed | begun)
    yield _whole(second, InputReference(first) > 0)


def _whole(where: str, needed: Expression) -> Rule:
    return Rule(
        "amounts_whole",
        Label("amounts are stated whole", "金额填写完整"),
        where,
        ~needed | as_stated(where),
        Label("the other part of what is stated here by half", "该项的另一部分（目前只填写了一半）"),
        STATE_IT,
        found="",
    )
