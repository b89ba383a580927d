"""A remainder for one scenario after another in plain Python floats: nothing to compile, a fraction of a millisecond each."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.formula.kernel.graph import Axis, Node
from relocation.formula.kernel.schedule import Loop, Schedule, Singles
from relocation.formula.language.arithmetic import HALF_CENT
from relocation.formula.language.irr import sure_rate
from relocation.formula.language.reductions import REDUCTIONS
from relocation.formula.targets.program import operation_text
from relocation.formula.targets.scalar import CALLED

Floats = NDArray[np.float64]

GROUPED = "{0}_kept[{2}] = {0}_kept.get({2}, 0.0) + {1}"
NAMES = {
    **CALLED,
    "inf": math.inf,
    "isinf": math.isinf,
    "sure_rate": lambda flows: sure_rate(flows, HALF_CENT),
}


class ScalarSource:
    """Writes `calculate(inputs, numbers, rows)`, which returns the outputs as a list.

    `numbers` are the known numbers that it names, `rows` the known rows: for each loop a list with one tuple per step.
    """

    def __init__(self, schedule: Schedule) -> None:
        self.remainder = schedule.remainder
        self.numbers: list[float] = []
        self.rows: list[list[tuple[Any, ...]]] = []
        self.names: dict[Node, str] = {}
        self.inputs = {key: f"i{number}" for number, key in enumerate(self.remainder.varied)}
        self.accounts = {key: f"a{number}" for number, key in enumerate(self.remainder.accounts)}
        self.known: dict[Node, str] = {}
        self.loaded: Sequence[Node] = ()
        body = [line for step in schedule.steps for line in self._step(step)]
        outputs = ", ".join(self.value(node) for node in self.remainder.outputs)
        head = ["def calculate(inputs, numbers, rows):"]
        head += [f"    {', '.join(self.inputs.values())}, = inputs"] if self.inputs else []
        known = [f"n{number}" for number in range(len(self.numbers))]
        head += [f"    {', '.join(known)}, = numbers"] if known else []
        self.text = "\n".join([*head, *(f"    {line}" for line in body), f"    return [{outputs}]", ""])

    def name(self, node: Node) -> str:
        return self.names.setdefault(node, f"v{len(self.names)}")

    def value(self, node: Node) -> str:
        """How a node is named where it is used."""
        if node.op == "constant":
            return node.literal
        if node.op == "given":
            return self._number(node) if node.axis is Axis.SINGLE else self._known(node)
        if node.op == "input":
            return self.inputs[node.name]
        if node.op == "previous" and node not in self.loaded:
            return self.accounts[node.name]
        return self.name(node)

    def _number(self, node: Node) -> str:
        if node not in self.names:
            self.names[node] = f"n{len(self.numbers)}"
            self.numbers.append(float(node.value))  # type: ignore[arg-type]
        return self.names[node]

    def _known(self, node: Node) -> str:
        return self.known.setdefault(node, f"r{len(self.known)}")

    def _step(self, step: Singles | Loop) -> list[str]:
        return (
            [self._operation(node) for node in step.nodes] if isinstance(step, Singles) else self._loop(step)
        )

    def _operation(self, node: Node) -> str:
        if node.op == "irr":
            return f"{self.name(node)} = sure_rate({self.name(node.arguments[0])}_kept)"
        # Operands are plain names here, so that they may be named twice, which is faster than a call.
        operands = [self.value(argument) for argument in node.arguments]
        return (
            f"{self.name(node)} = {operation_text(lambda kind: kind.named or kind.python, node.op, operands)}"
        )

    def _loop(self, loop: Loop) -> list[str]:
        self.loaded, self.known = loop.loaded, {}
        before = [
            f"{self.accounts[key]} = {self.value(account.opening)}" for key, account in loop.accounts.items()
        ]
        before += [f"{self.name(node)}_kept = []" for node in loop.kept]
        before += [line for node in loop.gathered for line in self._begin(node)]
        body = [self._operation(node) for node in loop.body]
        body += [f"{self.name(node)}_kept.append({self.value(node)})" for node in loop.kept]
        body += [self._gather(node) for node in loop.gathered]
        taken = [(self.accounts[key], self.value(account.value)) for key, account in loop.accounts.items()]
        if taken:
            body.append(f"{', '.join(left for left, _ in taken)} = {', '.join(right for _, right in taken)}")
        after = [line for node in loop.gathered for line in self._finish(node)]
        return [*before, self._head(loop), *(f"    {line}" for line in body), *after]

    def _head(self, loop: Loop) -> str:
        """The line of the loop: each step unpacks its known numbers, and what an earlier loop has kept for it."""
        columns = [np.broadcast_to(np.asarray(node.value), loop.length).tolist() for node in self.known]
        columns.append(list(range(loop.length)))  # so that there is a tuple even where no known row is named
        place = len(self.rows)
        self.rows.append(list(zip(*columns, strict=True)))
        step = f"({''.join(f'{name}, ' for name in self.known.values())}t)"
        if not loop.loaded:
            return f"for {step} in rows[{place}]:"
        names = [self.name(node) for node in loop.loaded]
        lists = [f"{name}_kept" for name in names]
        return f"for {', '.join([step, *names])} in zip({', '.join([f'rows[{place}]', *lists])}):"

    def _begin(self, node: Node) -> Iterator[str]:
        name = self.name(node)
        if node.op == "grouped":
            yield f"{name}_kept = {{}}"
            return
        yield f"{name} = {REDUCTIONS[node.op].start}"
        if node.op == "average":
            yield f"{name}_count = 0.0"

    def _gather(self, node: Node) -> str:
        series = self.value(node.arguments[0])
        step = GROUPED if node.op == "grouped" else REDUCTIONS[node.op].step
        text = step.format(self.name(node), *map(self.value, node.arguments))
        missing = node.arguments[0].missing and node.op not in {"final", "discounted"}
        return f"if {series} == {series}: {text}" if missing else text

    def _finish(self, node: Node) -> Iterator[str]:
        name = self.name(node)
        if node.op == "grouped":
            yield f"{name}_kept = [{name}_kept.get(float(t), 0.0) for t in range(1, {self.remainder.groups + 1})]"
        elif node.op == "average":
            yield f"{name} = {name} / {name}_count if {name}_count else nan"
        elif REDUCTIONS[node.op].is_extreme and node.arguments[0].missing:
            yield f"{name} = nan if isinf({name}) else {name}"


def scalar_kernel(schedule: Schedule) -> Callable[[Floats], Floats]:
    """A function from inputs (varied, n) to outputs (outputs, n).

    A scenario with an input that is not finite, or in which a number grows too large, has NaN for every output.
    """
    source = ScalarSource(schedule)
    names: dict[str, Any] = dict(NAMES)
    exec(compile(source.text, "<scenario>", "exec"), names)
    calculate, numbers, rows = names["calculate"], source.numbers, source.rows
    nothing = [math.nan] * len(schedule.remainder.outputs)

    def scenario(column: Sequence[float]) -> list[float]:
        try:
            return [float(value) for value in calculate(column, numbers, rows)]
        except (ArithmeticError, ValueError, TypeError):  # too large, or a root of a negative number
            return nothing

    def run(columns: Floats) -> Floats:
        outputs = [
            scenario(column) if all(map(math.isfinite, column)) else nothing for column in columns.T.tolist()
        ]
        return np.array(outputs).reshape(-1, len(nothing)).T

    return run
