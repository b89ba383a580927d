"""How long a formula becomes in a cell. A spreadsheet takes 8,192 characters, and what is written twice doubles fast."""

from __future__ import annotations

from relocation.formula.language.book import Book, FormulaError, LineItem
from relocation.formula.language.exact import Facts
from relocation.formula.language.expression import (
    ARITHMETIC,
    COMPARISONS,
    Constant,
    Expression,
    Grouped,
    Operation,
    Reduction,
)
from relocation.formula.language.ties import without_ties

MOST = 8192
REFERENCE, RANGE = 14, 40  # characters of an address on another sheet, and of a function over a range there
SIGN, FUNCTION = 3, 10  # what an operator with its brackets, and a function, add to their operands


def refuse_too_long(book: Book, facts: Facts) -> None:
    """Raises FormulaError for a line whose formula no cell could hold."""
    for line in book.lines.values():
        for formula in (line.formula, line.opening):
            if formula is not None and _length(without_ties(formula, facts), {}) > MOST:
                raise _too_long(line)


def _length(node: Expression, known: dict[int, int]) -> int:
    """An estimate, rather too long than too short. Parts that are one object are measured once and written each time."""
    if not isinstance(node, Operation):
        if isinstance(node, Constant):
            return len(repr(node.value))
        return RANGE if isinstance(node, Reduction | Grouped) else REFERENCE
    if id(node) not in known:
        parts = [_length(argument, known) for argument in node.arguments]
        own = SIGN if node.name in ARITHMETIC | COMPARISONS else FUNCTION
        twice = parts[1] + 2 * FUNCTION if node.name == "ratio" else 0
        known[id(node)] = min(sum(parts) + twice + own, MOST + 1)
    return known[id(node)]


def _too_long(line: LineItem) -> FormulaError:
    return FormulaError(
        f"{line.key}: too long for a cell of a spreadsheet; split the formula over several lines",
        f"{line.key}：公式过长，电子表格的单元格容纳不下，请拆成几行",
        [line.key],
    )
