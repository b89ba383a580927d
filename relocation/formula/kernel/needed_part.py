"""The part of a book that some outputs need, with fixed choices decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from relocation.formula.language.book import Book
from relocation.formula.language.expression import ChoiceIs, Constant, Expression, Operation, Reduction
from relocation.formula.language.line_items import LineItem, Link
from relocation.formula.language.plan import Plan, Stage


def needed_part(
    book: Book, outputs: Iterable[str], fixed: Mapping[str, float | str], keep: Collection[str] = ()
) -> Book:
    """The lines that `outputs` need, and the inputs these name, besides `keep`.

    A choice that is `fixed` decides its branches, so that what only the others need is left out. The guess of a rate of
    return is left out as well: only a spreadsheet's search needs it.
    """
    chosen = {key: _choice(book, key, value) for key, value in fixed.items() if book.inputs[key].choices}
    needed: dict[str, LineItem] = {}
    pending = list(outputs)
    while pending:
        key = pending.pop()
        if key not in needed:
            needed[key] = _decided_line(book.lines[key], chosen)
            pending += [name for name, link in needed[key].links if link is not Link.GUESS]
    return _part(book, needed, keep)


def reached(book: Book, varied: Collection[str]) -> frozenset[str]:
    """The lines that a varied input reaches, through the periods before and through totals as well."""
    naming = (key for key, line in book.lines.items() if any(name in varied for name in line.input_keys))
    return book.reached(naming, set(Link) - {Link.GUESS})


def only(book: Book, keys: Collection[str]) -> Book:
    """The book with some of its lines, which lean on no others."""
    return _part(book, {key: line for key, line in book.lines.items() if key in keys}, ())


def _part(book: Book, lines: Mapping[str, LineItem], keep: Collection[str]) -> Book:
    """A book whose plan is that of the whole: what was proved of all lines holds for some."""
    named = {name for line in lines.values() for name in line.input_keys}
    part = Book(book.periods, book.groups)
    part.inputs = {key: item for key, item in book.inputs.items() if key in named or key in keep}
    part.lines = {key: lines[key] for key in book.lines if key in lines}
    part.plan = _plan_of(book.plan, lines)
    return part


def _plan_of(plan: Plan, lines: Collection[str]) -> Plan:
    def of(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(key for key in keys if key in lines)

    stages = (Stage(of(stage.singles), of(stage.series), of(stage.grouped)) for stage in plan.stages)
    return replace(plan, stages=tuple(stages))


def _choice(book: Book, key: str, value: float | str) -> str:
    return value if isinstance(value, str) else book.inputs[key].choices[int(value)]


def _decided_line(line: LineItem, chosen: Mapping[str, str]) -> LineItem:
    if not any(isinstance(node, ChoiceIs) or _has_guess(node) for node in line.nodes):
        return line
    opening = None if line.opening is None else _number(_decided(line.opening, chosen))
    return replace(line, formula=_number(_decided(line.formula, chosen)), opening=opening)


def _has_guess(node: Expression) -> bool:
    return isinstance(node, Reduction) and node.name == "irr" and node.by is not None


def _number(decided: Expression | bool) -> Expression:
    return Constant(float(decided)) if isinstance(decided, bool) else decided


def _decided(node: Expression, chosen: Mapping[str, str]) -> Expression | bool:
    """The expression with fixed choices decided; True or False where a condition is thereby known."""
    match node:
        case ChoiceIs(key, choice) if key in chosen:
            return chosen[key] == choice
        case Reduction("irr", key):
            return Reduction("irr", key)
        case Operation("if", (condition, value, otherwise)):
            held = _decided(condition, chosen)
            if isinstance(held, bool):
                return _decided(value if held else otherwise, chosen)
            branches = (_number(_decided(branch, chosen)) for branch in (value, otherwise))
            return Operation("if", (held, *branches))
        case Operation("and" | "or" as name, (left, right)):
            return _joined(name, _decided(left, chosen), _decided(right, chosen))
        case Operation("not", (condition,)):
            held = _decided(condition, chosen)
            return not held if isinstance(held, bool) else Operation("not", (held,))
        case Operation("flag", (condition,)):
            held = _decided(condition, chosen)
            return _number(held) if isinstance(held, bool) else Operation("flag", (held,))
        case Operation(name, arguments):
            return Operation(name, tuple(_number(_decided(argument, chosen)) for argument in arguments))
    return node


def _joined(name: str, left: Expression | bool, right: Expression | bool) -> Expression | bool:
    decisive = name == "or"  # one that holds decides an "or", one that does not an "and"
    for known, other in ((left, right), (right, left)):
        if isinstance(known, bool):
            return decisive if known == decisive else other
    assert isinstance(left, Expression)
    assert isinstance(right, Expression)
    return Operation(name, (left, right))
