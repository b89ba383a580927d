"""What a book is refused for before anything is calculated: each error names the line, and what to write instead.

A number is not available where a ratio has nothing below its line, or where no rate of return exists; the targets show it
alike, as NaN or as the text n/a. All other operations must be sure of a result for every valid input, and of a cell that can
hold their formula, so that no cell of a workbook ever shows an error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable

from relocation.formula.language.expression import (
    Constant,
    Expression,
    Grouped,
    LineReference,
    Operation,
    Period,
    Previous,
    Reduction,
    walk,
)
from relocation.formula.language.facts import Facts, KnownBounds, may_be_missing
from relocation.formula.language.intervals import Bounds, never_zero, power_is_real
from relocation.formula.language.line_items import Declarations, FormulaError, LineItem, Link, UnknownName
from relocation.formula.language.notation import show
from relocation.formula.language.operations import OPERATIONS, Sign
from relocation.formula.language.ties import without_ties

MOST = 8192  # characters that a cell takes; what is written twice doubles fast
REFERENCE, RANGE = 14, 40  # characters of an address on another sheet, and of a function over a range there
SIGN, FUNCTION = 3, 10  # what an operator with its brackets, and a function, add to their operands


def refuse_unknown(book: Declarations) -> None:
    """A formula names what there is."""
    for line in book.lines.values():
        for key in line.input_keys:
            if key not in book.inputs:
                raise UnknownName(key, book.inputs, line.key)
        for key, _ in line.links:
            if key not in book.lines:
                raise UnknownName(key, [*book.lines, *book.inputs], line.key)


def refuse_singles_as_series(book: Declarations, series: Collection[str]) -> None:
    """What is totalled, or looked at one period earlier, is a series; what stands before the first period is none."""
    for line in book.lines.values():
        for key, link in line.links:
            if link in {Link.WHOLE, Link.BY_GROUP, Link.PREVIOUS} and key not in series:
                raise FormulaError(
                    f"{line.key}: {key} is one number, not a series over the periods",
                    f"{line.key}：{key} 是单个数值，不是逐期序列",
                    [line.key],
                )
        if line.opening is not None and any(
            isinstance(node, (Period, Previous)) or (isinstance(node, LineReference) and node.key in series)
            for node in walk(line.opening)
        ):
            raise FormulaError(
                f"{line.key}: an opening value stands before the first period and cannot vary with it",
                f"{line.key}：期初值在第一期之前，不能随期次变化",
                [line.key],
            )


def refuse_mixed_axes(book: Declarations, series: Collection[str], grouped: Collection[str]) -> None:
    """A line stands by periods or by groups; what it takes from the other axis it must total or group."""
    for key, line in book.lines.items():
        for other, link in line.links:
            by_period = other in series and other not in grouped
            foreign = key in grouped and by_period and link in {Link.SAME, Link.PREVIOUS}
            if foreign or (link is Link.BY_GROUP and other in grouped):
                raise FormulaError(
                    f"{key}: {other} and {key} stand on different time axes; group or total one of them",
                    f"{key}：{other} 与 {key} 的时间轴不同，请先分组或合计",
                    [key],
                )


def refuse_misuse_of_missing(book: Declarations, missing: Collection[str]) -> None:
    """A spreadsheet finds any text greater than any number, so 'n/a' must never be compared, nor start a period."""
    for line in book.lines.values():
        for node in line.nodes:
            match node:
                case Previous(key) if key in missing:
                    raise _misused(
                        book, line, LineReference(key), "the period before cannot be used", "不能引用上一期"
                    )
                case Reduction("irr" | "discounted", key, by) if key in missing or by in missing:
                    which = LineReference(key if key in missing else str(by))
                    raise _misused(book, line, which, "it cannot be discounted", "不能折现")
                case Operation() if line.key in missing:
                    for below in (below for operand in _compared(node) for below in walk(operand)):
                        if may_be_missing(below, missing):
                            raise _misused(book, line, below, "it cannot be compared", "不能比较大小")


def _compared(node: Operation) -> tuple[Expression, ...]:
    if OPERATIONS[node.name].asks_for_size:
        return node.arguments
    return node.arguments[:1] if node.name in {"if", "flag"} else ()


def _misused(book: Declarations, line: LineItem, what: Expression, en: str, zh: str) -> FormulaError:
    """The error, which also names the line where the n/a comes from."""
    origin = _origin(book, what) or line.key
    here = origin in (line.key, getattr(what, "key", None))
    return FormulaError(
        f"{line.key}: {show(what)} may be not available{'' if here else f' because of {origin}'}, so {en}",
        f"{line.key}：{show(what)} 可能为“n/a”{'' if here else f'（源自 {origin}）'}，{zh}",
        dict.fromkeys([line.key, origin]),
    )


def _origin(book: Declarations, node: Expression) -> str | None:
    """The line behind a reference that is itself a ratio or a rate of return."""
    fresh = [node.key] if isinstance(node, (LineReference, Reduction)) else []
    seen: set[str] = set()
    while fresh:
        key = fresh.pop(0)
        if key in seen:
            continue
        seen.add(key)
        nodes = list(book.lines[key].nodes)
        if any(may_be_missing(part, ()) for part in nodes):
            return key
        fresh += [part.key for part in nodes if isinstance(part, (LineReference, Reduction))]
    return None


def refuse_undefined(book: Declarations, order: Iterable[str]) -> KnownBounds:
    """Raises FormulaError for a quotient, power or payment that some valid input leaves without a value.

    Gives the bounds between which each line lies.
    """
    bounds = KnownBounds(book)
    for key in order:
        line = book.lines[key]
        for node in line.nodes:
            if isinstance(node, Operation):
                _refuse_undefined(line, node, bounds.of)
        bounds.lines[key] = bounds.of(line.formula)
    return bounds


def _refuse_undefined(line: LineItem, node: Operation, within: Callable[[Expression], Bounds]) -> None:
    match node:
        case Operation("/", (_, below)) if not never_zero(within(below)):
            raise FormulaError(
                f"{line.key}: {show(below)} may be zero; divide by max(1, ...) or write ratio(a, b), "
                "which is n/a where b is zero",
                f"{line.key}：{show(below)} 可能为零；请除以 max(1, ...)，或写 ratio(a, b)，b 为零时显示 n/a",
                [line.key],
            )
        case Operation("^", (base, exponent)) if not power_is_real(within(base), within(exponent)):
            raise FormulaError(
                f"{line.key}: {show(node)} may have no value; a power needs a base above zero, "
                "such as max(0.01, ...), or a whole number from 1 up as its exponent",
                f"{line.key}：{show(node)} 可能没有值；幂的底数须大于零（如 max(0.01, ...)），或指数为不小于1的整数",
                [line.key],
            )
        case Operation("payment", (rate, periods, _)) if not (
            within(rate)[0] > -1 and within(periods)[0] > 0
        ):
            raise FormulaError(
                f"{line.key}: {show(node)} may have no value; the rate must be above -1 "
                "and the number of periods above 0, such as max(1, ...)",
                f"{line.key}：{show(node)} 可能没有值；利率须大于-1，期数须大于0（如 max(1, ...)）",
                [line.key],
            )
    low, high = within(node)
    if low == high and math.isinf(low):
        raise FormulaError(
            f"{line.key}: {show(node)} is too large a number",
            f"{line.key}：{show(node)} 数值过大",
            [line.key],
        )


def refuse_too_long(book: Declarations, facts: Facts) -> None:
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
        own = SIGN if isinstance(OPERATIONS[node.name].excel, Sign) else FUNCTION
        twice = parts[1] + 2 * FUNCTION if node.name == "ratio" else 0
        known[id(node)] = min(sum(parts) + twice + own, MOST + 1)
    return known[id(node)]


def _too_long(line: LineItem) -> FormulaError:
    return FormulaError(
        f"{line.key}: too long for a cell of a spreadsheet; split the formula over several lines",
        f"{line.key}：公式过长，电子表格的单元格容纳不下，请拆成几行",
        [line.key],
    )
