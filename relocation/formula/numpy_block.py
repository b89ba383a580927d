"""A remainder for many scenarios with numpy: each operation is one call on an array with one entry per scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from relocation.formula.array_operations import cents, day_after_months, level_payment, ratio
from relocation.formula.graph import Axis, Node
from relocation.formula.irr_block import sure_rates
from relocation.formula.kernel_layout import Floats, KernelLayout, lay_out
from relocation.formula.scalar import HALF_CENT
from relocation.formula.schedule import Loop, Schedule, Singles

WIDTH = 2048  # scenarios at once: enough to forget the cost of a call, few enough to stay in the cache

INTO = {
    "+": "add", "-": "subtract", "*": "multiply", "/": "divide", "min": "minimum", "max": "maximum", "abs": "absolute",
    "sign": "sign", "floor": "floor", "neg": "negative", "^": "float_power",
}  # fmt: skip
TRUTH = {
    "=": "equal", "<>": "not_equal", "<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal",
    "and": "logical_and", "or": "logical_or", "not": "logical_not",
}  # fmt: skip
OTHER = {
    "if": "where({0}, {1}, {2})",
    "round": "cents({0})",
    "ratio": "ratio({0}, {1})",
    "payment": "payment({0}, {1}, {2})",
    "month_after": "month_after({0}, {1})",
    "flag": "multiply({0}, 1.0)",
    "na": "nan",
}


def numpy_source(schedule: Schedule, layout: KernelLayout) -> str:
    """The source of `calculate(inputs, numbers, periods, groups, size)`, which returns the outputs."""
    return _Writer(schedule, layout).source()


class _Writer:
    def __init__(self, schedule: Schedule, layout: KernelLayout) -> None:
        self.schedule = schedule
        self.layout = layout
        self.names: dict[Node, str] = {}
        self.accounts = {key: f"a{at}" for at, key in enumerate(schedule.remainder.accounts)}
        self.inputs = {key: f"inputs[{at}]" for at, key in enumerate(schedule.remainder.varied)}
        self.loaded: tuple[Node, ...] = ()
        self.text: list[str] = []

    def source(self) -> str:
        self.text = ["def calculate(inputs, numbers, periods, groups, size):"]
        for step in self.schedule.steps:
            if isinstance(step, Singles):
                for node in step.nodes:
                    self.write(4, node)
            else:
                self.loop(step)
        outputs = ", ".join(self.value(node) for node in self.schedule.remainder.outputs)
        return "\n".join([*self.text, f"    return [{outputs}]", ""])

    def name(self, node: Node) -> str:
        return self.names.setdefault(node, f"v{len(self.names)}")

    def value(self, node: Node) -> str:
        """How a node is named where it is used."""
        if node.op == "constant":
            return _literal(node.value)
        if node.op == "given":
            known = self.layout.place[node]
            if node.axis is Axis.SINGLE:
                return f"numbers[{known}]"
            return f"row[{known}]" + (" != 0.0" if node.condition else "")
        if node.op == "input":
            return self.inputs[node.name]
        if node.op == "previous" and node not in self.loaded:
            return self.accounts[node.name]
        return self.name(node)

    def write(self, indent: int, node: Node) -> None:
        operands = [self.value(one) for one in node.arguments]
        name = self.name(node)
        if node.op == "irr":
            text = f"sure_rates({self.name(node.arguments[0])}_kept)"
        elif node.op in INTO or node.op in TRUTH:
            text = f"{INTO.get(node.op) or TRUTH[node.op]}({', '.join(operands)})"
        elif node.op == "if" and node.arguments[0].op == "given":
            text = f"{operands[1]} if {operands[0]} else {operands[2]}"
        else:
            text = OTHER[node.op].format(*operands)
        self.text.append(f"{' ' * indent}{name} = {text}")

    def loop(self, loop: Loop) -> None:
        add = self.text.append
        self.loaded = loop.loaded
        for key, account in loop.accounts.items():
            add(f"    {self.accounts[key]} = {self.value(account.opening)}")
        for node in loop.kept:
            add(f"    {self.name(node)}_kept = empty(({loop.length}, size))")
        for node in loop.gathered:
            self.text += [f"    {line}" for line in self.begin(node)]
        rows = "groups" if loop.axis is Axis.GROUP else "periods"
        add(f"    for t in range({loop.length}):")
        add(f"        row = {rows}[t]")
        for node in loop.loaded:
            add(f"        {self.name(node)} = {self.name(node)}_kept[t]")
        for node in loop.body:
            self.write(8, node)
        for node in loop.kept:
            add(f"        {self.name(node)}_kept[t] = {self.value(node)}")
        for node in loop.gathered:
            self.text += [f"        {line}" for line in self.gather(node)]
        taken = [(self.accounts[key], self.value(account.value)) for key, account in loop.accounts.items()]
        if taken:
            add(f"        {', '.join(left for left, _ in taken)} = {', '.join(right for _, right in taken)}")
        for node in loop.gathered:
            self.text += [f"    {line}" for line in self.finish(node)]

    def begin(self, node: Node) -> Iterator[str]:
        name = self.name(node)
        if node.op == "grouped":
            yield f"{name}_kept = zeros(({self.schedule.remainder.groups}, size))"
            return
        yield f"{name} = full(size, {START.get(node.op, '0.0')})"
        if node.op == "average":
            yield f"{name}_count = zeros(size)"

    def gather(self, node: Node) -> Iterator[str]:
        name, first = self.name(node), node.arguments[0]
        series = self.value(first)
        available = f"available({series})" if first.missing else series
        match node.op:
            case "total":
                yield f"add({name}, {available}, {name})"
            case "average":
                yield f"add({name}, {available}, {name})"
                yield f"add({name}_count, equal({series}, {series}), {name}_count)"
            case "final":
                yield f"{name} = {series}"
            case "lowest" | "highest":
                yield f"{EXTREME[node.op, first.missing]}({name}, {series}, out={name})"
            case "discounted":
                yield f"add({name}, multiply({series}, {self.value(node.arguments[1])}), {name})"
            case "grouped":
                yield f"add_to_group({name}_kept, {available}, {self.value(node.arguments[1])})"

    def finish(self, node: Node) -> Iterator[str]:
        name = self.name(node)
        if node.op == "average":
            yield f"{name} = ratio({name}, {name}_count)"
        if node.op in {"lowest", "highest"} and node.arguments[0].missing:
            yield f"{name}[isinf({name})] = nan"


START = {"lowest": "inf", "highest": "-inf"}
EXTREME = {
    ("lowest", False): "minimum",
    ("lowest", True): "fmin",
    ("highest", False): "maximum",
    ("highest", True): "fmax",
}


def _literal(value: Any) -> str:
    return {"nan": "nan", "inf": "inf", "-inf": "(-inf)"}.get(repr(value), f"({value!r})")


def _available(series: Any) -> Any:
    return np.where(np.equal(series, series), series, 0.0)


def _add_to_group(sums: Floats, amount: Any, group: Any) -> None:
    """Adds an amount of one period to the sums of its group, which may differ by scenario."""
    if np.ndim(group) == 0:
        if group in range(1, len(sums) + 1):
            sums[int(group) - 1] += amount
        return
    for at in range(len(sums)):
        sums[at] += np.where(group == at + 1, amount, 0.0)


NAMES: dict[str, Any] = {
    **{name: getattr(np, name) for name in (*INTO.values(), *TRUTH.values(), *EXTREME.values())},
    **{name: getattr(np, name) for name in ("where", "empty", "zeros", "full", "isinf", "inf", "nan")},
    "cents": cents,
    "ratio": ratio,
    "payment": level_payment,
    "month_after": day_after_months,
    "available": _available,
    "add_to_group": _add_to_group,
    "sure_rates": lambda flows: sure_rates(flows, HALF_CENT),
}


def numpy_kernel(schedule: Schedule) -> Callable[[Floats], Floats]:
    """A function from inputs (varied, n) to outputs (outputs, n). Other numbers than finite ones give NaN."""
    layout = lay_out(schedule)
    names = dict(NAMES)
    exec(compile(numpy_source(schedule, layout), "<block>", "exec"), names)
    calculate, data = names["calculate"], layout.data

    def run(columns: Floats) -> Floats:
        found = np.empty((len(schedule.remainder.outputs), columns.shape[1]))
        with np.errstate(all="ignore"):
            for start in range(0, columns.shape[1], WIDTH):
                part = columns[:, start : start + WIDTH]
                rows = calculate(
                    part, data.numbers, data.periods.tolist(), data.groups.tolist(), part.shape[1]
                )
                for place, row in enumerate(rows):
                    found[place, start : start + WIDTH] = row
            found += (columns * 0.0).sum(axis=0)  # what is not finite leads to no number
        return found

    return run
