"""A second, coarser time axis: months in years, with sums of flows and balances at the end, alike in every target."""

import numpy as np
import pytest

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    PERIOD,
    LineReference,
    as_number,
    equals,
    final,
    floor,
    in_group,
    lowest,
    ratio,
    total,
)
from relocation.formula.language.line_items import FormulaError
from relocation.formula.targets.block import compile_block
from relocation.formula.targets.explain import explain
from relocation.formula.targets.scalar import compile_scalar
from relocation.labels import Label

NAME = Label("line", "项目")


def seven_months() -> Book:
    """Seven periods in groups of three, the last one short: 1-3, 4-6, 7."""
    book = Book(7, 3)
    rate = book.input("rate", NAME, "yuan")
    group = book.line("group", NAME, "number", floor((PERIOD - 1) / 3) + 1)
    is_last = equals(floor(PERIOD / 3), group) | equals(PERIOD, 7)
    end = book.line("group_end", NAME, "number", group * as_number(is_last))
    flow = book.line("flow", NAME, "yuan", rate * PERIOD)
    balance = book.line("balance", NAME, "yuan", LineReference("balance").previous + flow)
    by_group = book.line("flow_by_group", NAME, "yuan", in_group(flow, group))
    at_end = book.line("balance_at_end", NAME, "yuan", in_group(balance, end))
    share = book.line("share", NAME, "share", ratio(by_group, at_end))
    book.line("so_far", NAME, "yuan", LineReference("so_far").previous + by_group)
    book.line("lowest_share", NAME, "share", lowest(share))
    book.line("all", NAME, "yuan", total(by_group))
    return book


def test_flows_add_up_and_balances_stand_at_the_end() -> None:
    values = compile_scalar(seven_months())({"rate": 2.0})
    # 2 + 4 + 6, 8 + 10 + 12, 14; a balance is all that came before it.
    assert values["flow_by_group"] == [0, 12, 30, 14]
    assert values["balance_at_end"] == [0, 12, 42, 56]
    assert values["so_far"] == values["balance_at_end"]
    assert values["lowest_share"] == 14 / 56
    assert values["all"] == 56


def test_a_block_of_scenarios_gives_the_same() -> None:
    book, keys = seven_months(), ["lowest_share", "all", "last_so_far"]
    book.line("last_so_far", NAME, "yuan", final(LineReference("so_far")))
    block = compile_block(book, {"rate": 1.0}, ["rate"], keys, target="numpy")(np.array([[2.0, 3.5]]))
    # Twice 1 + ... + 7, and three and a half times; the share of the last group does not hang on the rate.
    assert block == pytest.approx(np.array([[0.25, 0.25], [56, 98], [56, 98]]), rel=1e-15)


def test_a_group_is_explained_by_its_periods() -> None:
    book = seven_months()
    values = compile_scalar(book)({"rate": 2.0})
    tree = explain(book, values, {"rate": 2.0}, "flow_by_group", period=2)
    assert [(one.key, one.period, one.value) for one in tree.ingredients] == [
        ("flow", 4, 8.0),
        ("flow", 5, 10.0),
        ("flow", 6, 12.0),
    ]


def test_the_two_axes_are_not_mixed() -> None:
    book = seven_months()
    book.line("mixed", NAME, "yuan", LineReference("flow_by_group") + LineReference("flow"))
    with pytest.raises(FormulaError, match="mixed: flow and mixed stand on different time axes"):
        _ = book.plan


def test_groups_are_not_grouped_again() -> None:
    book = seven_months()
    book.line("again", NAME, "yuan", in_group(LineReference("flow_by_group"), LineReference("group")))
    with pytest.raises(FormulaError, match="different time axes"):
        _ = book.plan


def test_one_number_cannot_be_grouped() -> None:
    book = seven_months()
    book.line("wrong", NAME, "yuan", in_group(LineReference("all"), LineReference("group")))
    with pytest.raises(FormulaError, match="all is one number"):
        _ = book.plan
