"""A remainder for many scenarios with numpy: each operation is one call on an array with one entry per scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from relocation.formula.kernel.graph import Axis, Node
from relocation.formula.kernel.schedule import Loop, Schedule, Singles
from relocation.formula.language.arithmetic import HALF_CENT
from relocation.formula.language.operations import OPERATIONS
from relocation.formula.language.reductions import REDUCTIONS
from relocation.formula.targets.irr_block import sure_rates
from relocation.formula.targets.numpy_memory import (
    Body,
    Floats,
    Known,
    Room,
    arranged,
    counts,
    has_zeros,
    known_of,
)
from relocation.formula.targets.numpy_operations import NAMES

WIDTH = 4096  # scenarios at once: enough to forget the cost of a call, few enough to stay in the cache

# For each known row of groups: the group of each period, and whether it is its first.
Places = list[list[tuple[int, bool]]]


def numpy_source(schedule: Schedule, known: Known) -> tuple[str, Places]:
    """The source of `calculate(inputs, numbers, periods, groups, of_group, room, size)`, which returns the outputs.

    The number `zero` is a single object: a value that is it in some step is known to be nothing, and no work is done.
    """
    writer = _Writer(schedule, known)
    return writer.source(), list(writer.places.values())


class _Writer:
    def __init__(self, schedule: Schedule, known: Known) -> None:
        self.schedule = schedule
        self.known = known
        self.names: dict[Node, str] = {}
        self.accounts = {key: f"a{number}" for number, key in enumerate(schedule.remainder.accounts)}
        self.inputs = {key: f"inputs[{number}]" for number, key in enumerate(schedule.remainder.varied)}
        self.loaded: tuple[Node, ...] = ()
        self.body: Body | None = None
        self.places: dict[Node, list[tuple[int, bool]]] = {}

    def source(self) -> str:
        text = ["def calculate(inputs, numbers, periods, groups, of_group, room, size):"]
        for step in self.schedule.steps:
            lines = (
                [self.operation(node) for node in step.nodes]
                if isinstance(step, Singles)
                else self.loop(step, arranged(step))
            )
            text += [f"    {line}" for line in lines]
        outputs = ", ".join(self.value(node) for node in self.schedule.remainder.outputs)
        return "\n".join([*text, f"    return [{outputs}]", ""])

    def name(self, node: Node) -> str:
        return self.names.setdefault(node, f"v{len(self.names)}")

    def value(self, node: Node) -> str:
        """How a node is named where it is used."""
        if node.op == "constant":
            return "zero" if repr(node.value) == "0.0" else node.literal
        if node.op == "given":
            place = self.known.place[node]
            if node.axis is Axis.SINGLE:
                return f"numbers[{place}]"
            return f"row[{place}]" + (" != 0.0" if node.condition else "")
        if node.op == "input":
            return self.inputs[node.name]
        if node.op == "previous" and node not in self.loaded:
            return self.accounts[node.name]
        return self.name(node)

    def operation(self, node: Node, out: str = "") -> str:
        """The line that works a node out, into a buffer if there is one."""
        operands = [self.value(argument) for argument in node.arguments]
        if node.op == "irr":
            text = f"sure_rates({self.name(node.arguments[0])}_kept)"
        elif node.op == "if" and node.arguments[0].op == "given":
            text = f"{operands[1]} if {operands[0]} else {operands[2]}"
        else:
            into = (
                {"out": f", {out}", "out_by_name": f", out={out}"} if out else {"out": "", "out_by_name": ""}
            )
            text = OPERATIONS[node.op].numpy.format(*operands, **into)
        return f"{self.name(node)} = {self.unless_zero(node, operands, text)}"

    def unless_zero(self, node: Node, operands: list[str], text: str) -> str:
        """With less work in the steps in which an operand is zero."""
        zero = self.body.sometimes_zero if self.body else set()
        parts = list(zip(node.arguments, operands, strict=True))
        if node.op in {"*", "/", "neg"} and node in zero:
            tests = [f"{name} is zero" for part, name in parts if part in zero]
            tests += [f"{name} == 0.0" for part, name in parts if has_zeros(part)] if node.op == "*" else []
            return f"zero if {' or '.join(tests)} else {text}"
        if node.op in {"+", "-"} and node.arguments[1] in zero:
            text = f"{operands[0]} if {operands[1]} is zero else {text}"
        if node.op == "+" and node.arguments[0] in zero:
            text = f"{operands[1]} if {operands[0]} is zero else {text}"
        return text

    def loop(self, loop: Loop, body: Body) -> list[str]:
        self.loaded, self.body = loop.loaded, body
        places = self.own_places(loop, body)
        body.take_buffers(places)
        before = [*self.before(loop, body), *(line for node in loop.gathered for line in self.begin(node))]
        step = [*self.step(loop, body, places), *self.carry(loop, places)]
        after = [line for node in loop.gathered for line in self.finish(node)]
        self.loaded, self.body = (), None
        return [*before, f"for t in range({loop.length}):", *(f"    {line}" for line in step), *after]

    def before(self, loop: Loop, body: Body) -> Iterator[str]:
        """Accounts before the first step, and the arrays that a loop writes into."""
        for key, account in loop.accounts.items():
            yield f"{self.accounts[key]} = full(size, {self.value(account.opening)})"
        for name in map(self.accounts.get, loop.accounts):
            yield f"{name}_next = room.floats('{name}', size)"
        for name in [f"{self.name(node)}_kept" for node in loop.kept]:
            yield f"{name} = room.floats('{name}', {loop.length}, size)"
        yield from (f"w{number} = room.floats('w{number}', size)" for number in range(body.floats))
        yield from (f"m{number} = room.flags('m{number}', size)" for number in range(body.flags))

    def step(self, loop: Loop, body: Body, places: dict[Node, str]) -> Iterator[str]:
        """What is done in each step, up to what it leaves for the step after."""
        yield f"row = {'groups' if loop.axis is Axis.GROUP else 'periods'}[t]"
        yield from (f"{self.name(node)} = {self.name(node)}_kept[t]" for node in loop.loaded)
        for node in loop.kept:
            if node in places:
                yield f"{places[node]} = {self.name(node)}_kept[t]"
        yield from self.lines(body.order_outside(), body)
        for node in loop.kept:
            if node not in places:
                yield f"{self.name(node)}_kept[t] = {self.value(node)}"
        yield from (line for node in loop.gathered for line in self.gather(node))

    def own_places(self, loop: Loop, body: Body) -> dict[Node, str]:
        """Kept series and accounts are written where they are kept."""
        places = {node: f"{self.name(node)}_now" for node in loop.kept if body.is_always_written(node)}
        for key, account in loop.accounts.items():
            if body.is_always_written(account.value):
                places.setdefault(account.value, f"{self.accounts[key]}_next")
        return places

    def carry(self, loop: Loop, places: dict[Node, str]) -> Iterator[str]:
        """What accounts are in the step after this one: two arrays take turns."""
        for key, account in loop.accounts.items():
            following = f"{self.accounts[key]}_next"
            if places.get(account.value) != following:
                yield f"copyto({following}, {self.value(account.value)})"
        for key in loop.accounts:
            name = self.accounts[key]
            yield f"{name}, {name}_next = {name}_next, {name}"

    def lines(self, nodes: Iterable[Node], body: Body) -> Iterator[str]:
        for node in nodes:
            line = self.operation(node, body.buffer.get(node, ""))
            if node not in body.inside:
                yield line
                continue
            condition, value, otherwise = (self.value(argument) for argument in node.arguments)
            known = node.arguments[0].op == "given"
            yield f"if {condition if known else f'count_nonzero({condition})'}:"
            yield from (f"    {inner}" for inner in self.lines(body.inside[node], body))
            yield f"    {f'{self.name(node)} = {value}' if known else line}"
            yield "else:"
            yield f"    {self.name(node)} = {otherwise}"

    def begin(self, node: Node) -> Iterator[str]:
        name = self.name(node)
        if node.op == "grouped":
            yield from self.begin_groups(node)
            return
        yield f"{name} = full(size, {REDUCTIONS[node.op].start})"
        if node.op == "average":
            yield f"{name}_count = zeros(size)"

    def begin_groups(self, node: Node) -> Iterator[str]:
        """The sums of groups that have a period begin with it, the others with nothing."""
        kept, by, groups = f"{self.name(node)}_kept", node.arguments[1], self.schedule.remainder.groups
        yield f"{kept} = room.floats('{kept}', {groups}, size)"
        if by.value is None:
            yield f"{kept}[:] = 0.0"
            return
        of = np.broadcast_to(np.asarray(by.value, dtype=float), self.schedule.remainder.periods).tolist()
        places = [int(group) - 1 if group in range(1, groups + 1) else -1 for group in of]
        self.places[by] = [(place, place not in places[:period]) for period, place in enumerate(places)]
        for empty in sorted(set(range(groups)) - set(places)):
            yield f"{kept}[{empty}] = 0.0"

    def gather(self, node: Node) -> Iterator[str]:
        name, first = self.name(node), node.arguments[0]
        if counts(node):
            condition = self.value(first.arguments[0])
            yield f"if count_nonzero({condition}): add({name}, {condition}, {name})"
            return
        if node.op == "grouped":
            yield self.gather_group(f"{name}_kept", node)
            return
        fold, values = REDUCTIONS[node.op], [self.value(argument) for argument in node.arguments]
        text = (first.missing and fold.numpy_known) or fold.numpy
        yield self.unless_nothing(node, values[0]) + text.format(name, *values)

    def unless_nothing(self, node: Node, series: str) -> str:
        """What goes without steps in which the series is zero, or not available, in all scenarios."""
        first = node.arguments[0]
        if REDUCTIONS[node.op].is_extreme:
            return f"if {series} is not nan: " if first.missing else ""
        sometimes_zero = self.body is not None and first in self.body.sometimes_zero
        return (
            f"if {series} is not zero: "
            if sometimes_zero and not first.missing and node.op == "total"
            else ""
        )

    def gather_group(self, sums: str, node: Node) -> str:
        series, by = node.arguments
        amount = (
            f"where(equal({self.value(series)}, {self.value(series)}), {self.value(series)}, 0.0)"
            if series.missing
            else self.value(series)
        )
        if by.value is None:
            return f"into_groups({sums}, {amount}, {self.value(by)})"
        return f"into_group({sums}, {amount}, *of_group[{list(self.places).index(by)}][t])"

    def finish(self, node: Node) -> Iterator[str]:
        name = self.name(node)
        if node.op == "average":
            yield f"{name} = ratio({name}, {name}_count)"
        elif node.op != "grouped" and REDUCTIONS[node.op].is_extreme and node.arguments[0].missing:
            yield f"{name}[isinf({name})] = nan"


def numpy_kernel(schedule: Schedule) -> Callable[[Floats], Floats]:
    """A function from inputs (varied, n) to outputs (outputs, n). Other numbers than finite ones give NaN."""
    known = known_of(schedule)
    source, of_group = numpy_source(schedule, known)
    names = {**NAMES, "sure_rates": lambda flows: sure_rates(flows, HALF_CENT)}
    exec(compile(source, "<block>", "exec"), names)
    calculate, numbers = names["calculate"], known.numbers.tolist()
    periods, groups = known.periods.tolist(), known.groups.tolist()

    def run(columns: Floats) -> Floats:
        outputs = np.empty((len(schedule.remainder.outputs), columns.shape[1]))
        room = Room()
        with np.errstate(all="ignore"):
            for start in range(0, columns.shape[1], WIDTH):
                part = columns[:, start : start + WIDTH]
                rows = calculate(part, numbers, periods, groups, of_group, room, part.shape[1])
                for place, row in enumerate(rows):
                    outputs[place, start : start + WIDTH] = row
            outputs += (columns * 0.0).sum(axis=0)  # what is not finite leads to no number
        return outputs

    return run
