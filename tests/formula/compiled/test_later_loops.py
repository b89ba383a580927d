"""Loops that a compiled kernel leaves out or works out again change no number."""

import numpy as np

from relocation.formula.kernel.loop_fusion import with_rate_parts
from relocation.formula.kernel.schedule import Loop, make_schedule
from relocation.formula.kernel.specialise import specialise
from relocation.formula.language.book import Book
from relocation.formula.language.expression import PERIOD, LineReference, irr, larger, when
from relocation.formula.language.rate_of_return import declare_rate_of_return
from relocation.formula.targets.scalar import compile_scalar
from relocation.labels import Label
from tests.formula.interpreted import interpreted_kernel

KEYS = ["irr.possible_rates", "irr.per_period"]


def wearing_book() -> Book:
    """An outlay, an income that wears off, and a cost of leaving: money that may come to both sides of its total."""
    name = Label("name", "名称")
    book = Book(9)
    cost, income, wear, leaving = (
        book.input(key, name, "yuan") for key in ("cost", "income", "wear", "leaving")
    )
    later = larger(-leaving, income - wear * PERIOD)
    flow = book.line("flow", name, "yuan", when(PERIOD < 2, -cost, later))
    so_far = LineReference("so_far")
    book.line("so_far", name, "yuan", so_far.previous + flow)
    declare_rate_of_return(book, "irr", flow, so_far)
    return book


def test_turns_of_money_to_come_are_counted_wherever_there_are_any() -> None:
    book = wearing_book()
    varied = list(book.inputs)
    rng = np.random.default_rng(5)
    columns = np.array(
        [rng.uniform(low, high, 300) for low, high in [(-200, 900), (0, 500), (0, 150), (0, 300)]]
    )
    run = compile_scalar(book)
    found = [run(dict(zip(varied, column, strict=True))) for column in columns.T.tolist()]
    wanted = np.array([[one[key] for one in found] for key in KEYS], dtype=float)
    below = np.array([sum(one["irr.below.turn"][1:]) for one in found])  # type: ignore[arg-type,index]
    assert (below > 0).sum() > 40
    assert (below == 0).sum() > 40
    kernel = interpreted_kernel(make_schedule(specialise(book, dict.fromkeys(varied, 1.0), varied, KEYS)))
    np.testing.assert_allclose(kernel(columns), wanted, rtol=1e-9, atol=1e-12)
    for at in np.flatnonzero(below)[:40]:  # alone, for a block does whatever one of its scenarios needs
        np.testing.assert_allclose(kernel(columns[:, [at]])[:, 0], wanted[:, at], rtol=1e-9, atol=1e-12)


def test_a_kernel_with_many_rates_is_the_same_text_in_every_process() -> None:
    """Its hash names the compiled file, so the order of flows must not hang on where their nodes lie in memory."""
    name = Label("name", "名称")
    book = Book(5)
    price = book.input("price", name, "yuan")
    guess = book.line("guess", name, "share", price * 0)
    for at in range(12):
        flow = book.line(f"flow{at}", name, "yuan", when(PERIOD < 2, -price, at + PERIOD))
        book.line(f"rate{at}", name, "share", irr(flow, guess))
    keys = [key for key in book.lines if key.startswith("rate")]
    schedule, parts = with_rate_parts(make_schedule(specialise(book, {"price": 1.0}, ["price"], keys)))
    [loop] = [step for step in schedule.steps if isinstance(step, Loop)]
    assert list(parts) == list(loop.kept)
    assert len(parts) == 12
