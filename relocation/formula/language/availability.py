"""Which lines may be not available, and that nothing else can go wrong when a book is calculated.

A number is not available where a ratio has nothing below its line, or where no rate of return exists; the targets
show it alike, as NaN or as the text n/a. All other operations must be sure of a result for every valid input: what
could divide by zero is refused when the book is planned, long before a cell could show an error.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from relocation.formula.language.book import Book, FormulaError, LineItem
from relocation.formula.language.bounds import Bounds, KnownBounds, never_zero, power_is_real
from relocation.formula.language.expression import (
    COMPARISONS,
    CONNECTIVES,
    Expression,
    LineReference,
    Operation,
    Previous,
    Reduction,
    walk,
)
from relocation.formula.language.text import show

ORDERING = COMPARISONS | CONNECTIVES | {"min", "max", "round", "decimals", "sign", "floor"}


def maybe_missing(book: Book, order: Iterable[str]) -> frozenset[str]:
    """Lines that can be not available: they take a ratio or a rate of return, or build on a line that does."""
    missing: set[str] = set()
    for key in order:
        if any(_maybe_missing(node, missing) for node in book.lines[key].nodes):
            missing.add(key)
    return frozenset(missing)


def _maybe_missing(node: Expression, missing: Collection[str]) -> bool:
    match node:
        case Operation(name):
            return name in {"ratio", "na"}
        case LineReference(key):
            return key in missing
        case Reduction(name, key):
            return name == "irr" or (name != "total" and key in missing)
    return False


def refuse_misuse_of_missing(book: Book, missing: Collection[str]) -> None:
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
                    for below in (below for one in _compared(node) for below in walk(one)):
                        if _maybe_missing(below, missing):
                            raise _misused(book, line, below, "it cannot be compared", "不能比较大小")


def _compared(node: Operation) -> tuple[Expression, ...]:
    if node.name in ORDERING:
        return node.arguments
    return node.arguments[:1] if node.name in {"if", "flag"} else ()


def _misused(book: Book, line: LineItem, what: Expression, en: str, zh: str) -> FormulaError:
    """The error, which also names the line where the n/a comes from."""
    origin = _origin(book, what) or line.key
    here = origin in (line.key, getattr(what, "key", None))
    return FormulaError(
        f"{line.key}: {show(what)} may be not available{'' if here else f' because of {origin}'}, so {en}",
        f"{line.key}：{show(what)} 可能为“n/a”{'' if here else f'（源自 {origin}）'}，{zh}",
        dict.fromkeys([line.key, origin]),
    )


def _origin(book: Book, node: Expression) -> str | None:
    """The line behind a reference that is itself a ratio or a rate of return."""
    fresh = [node.key] if isinstance(node, (LineReference, Reduction)) else []
    seen: set[str] = set()
    while fresh:
        key = fresh.pop(0)
        if key in seen:
            continue
        seen.add(key)
        nodes = list(book.lines[key].nodes)
        if any(_maybe_missing(one, ()) for one in nodes):
            return key
        fresh += [one.key for one in nodes if isinstance(one, (LineReference, Reduction))]
    return None


def refuse_undefined(book: Book, order: Iterable[str]) -> KnownBounds:
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
    if low == high and abs(low) == float("inf"):
        raise FormulaError(
            f"{line.key}: {show(node)} is too large a number",
            f"{line.key}：{show(node)} 数值过大",
            [line.key],
        )
