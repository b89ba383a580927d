"""The text of a loop along an axis: phase by phase, and in each several periods in one innermost loop.

Accounts, reductions and powers stay in registers between those periods, which is where most of the time is won.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relocation.formula.kernel.graph import Axis, Node
from relocation.formula.kernel.kernel_plan import PlannedLoop
from relocation.formula.kernel.lane_operations import LANES
from relocation.formula.kernel.memory import KernelMemory, LaneLoop
from relocation.formula.kernel.phases import Phase
from relocation.formula.kernel.schedule import Loop
from relocation.formula.language.operations import OPERATIONS
from relocation.formula.language.reductions import REDUCTIONS, Fold

MOST_TOGETHER = 6  # periods in one innermost loop
MOST_NODES = 240  # in one innermost loop: the compiler takes its time
FEW_PERIODS = 20  # a phase of fewer is not worth that time
MOST_FACTORS = 64  # a whole power up to here is written as products


def together(lengths: Sequence[int], nodes: int) -> int:
    """How many periods of so many nodes go into one innermost loop: as many as leave no rest in any run of periods."""
    most = min(MOST_TOGETHER, MOST_NODES // max(nodes, 1)) if sum(lengths) >= FEW_PERIODS else 2
    even = [many for many in range(2, most + 1) if not any(length % many for length in lengths)]
    usual = 4 if most >= 4 and max(lengths) >= FEW_PERIODS else 1
    return max(even, default=usual)


def assignment(node: Node, memory: KernelMemory, lanes: LaneLoop, ahead: int = 0) -> list[str]:
    """The lines that work a node out for one scenario of a block."""
    name = memory.name(node, ahead)
    exponent = _whole(node.arguments[1]) if node.op == "^" else 0
    if 0 < abs(exponent) <= MOST_FACTORS:
        lines = _power(memory.value(node.arguments[0], lanes, ahead), exponent, name)
    else:
        signed = _signed_unless_small(node)
        operands = [memory.value(argument, lanes, ahead) for argument in signed or node.arguments]
        text = f"direction({', '.join(operands)})" if signed else _operation(node, operands)
        lines = [f"{name} = {text}"]
    lanes.here.add(node)
    return lines


def _whole(node: Node) -> int:
    """A known whole number as such, else 0."""
    if node.axis is not Axis.SINGLE or node.value is None or node.condition:
        return 0
    number = float(node.value)
    return int(number) if number.is_integer() and abs(number) <= MOST_FACTORS else 0


def _operation(node: Node, operands: list[str]) -> str:
    kind = OPERATIONS[node.op]
    if kind.lane_known and any(argument.value is not None for argument in node.arguments):
        known_first = operands if node.arguments[0].value is not None else operands[::-1]
        return kind.lane_known.format(*known_first)
    return kind.lane.format(*operands)


def _signed_unless_small(node: Node) -> tuple[Node, ...] | None:
    """Of `if |x| < c then y else sign of x`: the condition, y and x. There the sign is 1 or -1."""
    match node:
        case Node(
            op="if",
            arguments=(Node(op="<", arguments=(size, limit)) as small, other, Node(op="sign") as sign),
        ):
            value = sign.arguments[0]
            fits = size.op == "abs" and size.arguments[0] is value and (limit.constant or 0.0) > 0
            return (small, other, value) if fits else None
    return None


def _power(base: str, exponent: int, name: str) -> list[str]:
    """The lines of a whole power other than 0, by squaring; each name is given once."""
    lines: list[str] = []
    factors: list[str] = []
    square, rest = base, abs(exponent)
    while rest:
        if rest & 1:
            factors.append(square)
        rest >>= 1
        if rest:
            lines.append(f"{name}_{len(lines)} = {square} * {square}")
            square = f"{name}_{len(lines) - 1}"
    product = " * ".join(factors)
    return [*lines, f"{name} = {product}" if exponent > 0 else f"{name} = 1.0 / ({product})"]


class LoopText:
    """Writes one loop; `powers` are the even powers it carries along."""

    def __init__(self, memory: KernelMemory, loop: Loop, powers: Sequence[Node]) -> None:
        self.memory = memory
        self.loop = loop
        self.powers = powers

    def begin(self) -> Iterator[str]:
        """What accounts, powers and reductions are before the first step."""
        memory, lanes = self.memory, LaneLoop()
        for line, account in self.loop.accounts.items():
            before = memory.plan.previous(line, self.loop.axis)
            lanes.writes[memory.place(("previous", before.name, ()))] = memory.value(account.opening, lanes)
        for node in self.powers:
            base, first, step = (memory.value(argument, lanes) for argument in node.arguments)
            key = ("geometric", node.name, node.arguments)
            lanes.writes[memory.place(key)] = (
                "1.0" if node.arguments[1].constant == 0 else f"{base} ** {first}"
            )
            lanes.writes[memory.place((key, "step"))] = f"{base} ** {step}"
        for node in self.loop.gathered:
            if node.op != "grouped":
                lanes.writes[memory.place(node)] = REDUCTIONS[node.op].start
            if node.op == "average":
                lanes.writes[memory.place((node, "count"))] = "0.0"
        yield from lanes.lines()
        if self._is_first_with_sums():
            yield f"sums[:(groups + 1) * {memory.plan.width}] = 0.0"

    def _is_first_with_sums(self) -> bool:
        """Sums by group of all loops stand together, and what an earlier loop summed up may not have been read yet."""
        loops = (step.loop for step in self.memory.plan.steps if isinstance(step, PlannedLoop))
        adding = (loop for loop in loops if any(self._needs_sums(node) for node in loop.gathered))
        return next(adding, None) is self.loop

    def _needs_sums(self, node: Node) -> bool:
        return node.op == "grouped" and not self.memory.plan.one_by_one(node.arguments[1])

    def phase(self, phase: Phase) -> Iterator[str]:
        """All periods of a phase, run by run of one group."""
        tables, plan = self.memory.tables, self.memory.plan
        first, last = tables.add_runs(phase.start, phase.stop, plan.members(self.loop))
        lengths = tables.lengths(first, last)
        many = together(lengths, len(phase.body)) if plan.goes_together(self.loop) else 1
        if not list(self._periods(phase, 1)):
            return
        yield f"for run in range({first}, {last}):"
        yield "    begin, end = runs[run, 0], runs[run, 1]"
        yield from (f"    {line}" for line in self._begin_run(phase))
        yield f"    middle = end - (end - begin) % {many}"
        yield f"    for t in range(begin, middle, {many}):"
        yield from (f"        {line}" for line in self._periods(phase, many))
        if any(length % many for length in lengths):
            yield "    for t in range(middle, end):"
            yield from (f"        {line}" for line in self._periods(phase, 1))
        yield from (f"    {line}" for line in self._end_run(phase))

    def end(self) -> Iterator[str]:
        """What reductions are after the last step. A sum that outgrew a float leaves no extreme either."""
        memory, lanes = self.memory, LaneLoop()
        for node in self.loop.gathered:
            row = memory.place(node)
            if node.op == "average":
                lanes.body.append(f"{row} = ratio({row}, {memory.place((node, 'count'))})")
            if node.op == "grouped" or not REDUCTIONS[node.op].is_extreme:
                continue
            if node.arguments[0].missing:
                lanes.body.append(f"{row} = {row} if abs({row}) < inf else nan")
            elif key := self._account_of(node.arguments[0]):
                last = memory.state(memory.plan.previous(key, self.loop.axis), lanes)
                lanes.body.append(f"{row} = {row} if {last} == {last} else nan")
        yield from lanes.lines()

    def _account_of(self, series: Node) -> str | None:
        """The account with the values of a series, which is no number for good once it is none."""
        return next((key for key, account in self.loop.accounts.items() if account.value is series), None)

    def _in_runs(self, phase: Phase) -> list[Node]:
        """The sums by group that are gathered run by run."""
        by_run = self.memory.plan.members(self.loop)
        grouped = [
            node for node in self.loop.gathered if node.op == "grouped" and node.arguments[1] in by_run
        ]
        return [node for node in grouped if phase.stands[node.arguments[0]].constant != 0]

    def _begin_run(self, phase: Phase) -> Iterator[str]:
        lanes = LaneLoop()
        for node in self._in_runs(phase):
            lanes.writes[self.memory.place((node, "run"))] = "0.0"
        yield from lanes.lines()

    def _end_run(self, phase: Phase) -> Iterator[str]:
        memory, lanes = self.memory, LaneLoop()
        for node in self._in_runs(phase):
            member = memory.tables.member(node.arguments[1])
            lanes.before[f"m{member}"] = f"(members[{member}, begin] & MOST_PERIODS) * {memory.plan.width}"
            row = memory.plan.place_in_group(node) * LANES
            lanes.body.append(f"sums[m{member} + {row} + k] += {memory.place((node, 'run'))}")
        yield from lanes.lines()

    def _periods(self, phase: Phase, many: int) -> Iterator[str]:
        lanes = LaneLoop(phase)
        for ahead in range(many):
            for node in phase.body:
                lanes.body += assignment(node, self.memory, lanes, ahead)
            for node in self.loop.kept:
                value = self.memory.value(phase.stands[node], lanes, ahead)
                number = f"choose({value}, 1.0, 0.0)" if node.condition else value
                lanes.body.append(f"{self.memory.in_series(node, lanes, ahead)} = {number}")
            for node in self.loop.gathered:
                self._gather(node, phase, lanes, ahead)
            self._step(phase, lanes, ahead)
        yield from lanes.lines()

    def _step(self, phase: Phase, lanes: LaneLoop, ahead: int) -> None:
        """Takes the accounts and the powers to the next period."""
        memory, taken = self.memory, {}
        for key, account in self.loop.accounts.items():
            before = memory.plan.previous(key, self.loop.axis)
            value = phase.stands[account.value]
            if value is not before:
                memory.state(before, lanes)
                taken[memory.state_name(before)] = memory.value(value, lanes, ahead)
        for name, text in taken.items():
            lanes.carry(name, text, ahead)
        for node in self.powers:
            state, name = memory.state(node, lanes), memory.state_name(node)
            lanes.reads[f"{name}_step"] = memory.place((("geometric", node.name, node.arguments), "step"))
            lanes.carry(name, f"{state} * {name}_step", ahead)

    def _gather(self, node: Node, phase: Phase, lanes: LaneLoop, ahead: int) -> None:
        series = phase.stands[node.arguments[0]]
        if node.op == "grouped":
            self._gather_by_group(node, series, phase, lanes, ahead)
            return
        adds_nothing = series.constant == 0 and node.op in {"total", "discounted"}
        is_nowhere = series.op == "constant" and series.missing and node.op != "final"
        if adds_nothing or is_nowhere:
            return
        name = self.memory.short("g", node)
        now = lanes.carried(name, self.memory.place(node))
        value = self.memory.value(series, lanes, ahead)
        fold, besides = REDUCTIONS[node.op], [phase.stands[argument] for argument in node.arguments[1:]]
        added = _available(series, value) if fold.adds else value
        others = [self.memory.value(argument, lanes, ahead) for argument in besides]
        lanes.carry(name, self._step_text(node, fold).format(now, added, *others), ahead)
        if node.op == "average":
            count = lanes.carried(f"{name}_count", self.memory.place((node, "count")))
            lanes.carry(f"{name}_count", f"{count} + choose({value} == {value}, 1.0, 0.0)", ahead)

    def _step_text(self, node: Node, fold: Fold) -> str:
        """An extreme is known to be a number as long as what is none is dealt with in the end."""
        series = node.arguments[0]
        is_known = fold.is_extreme and (series.missing or self._account_of(series))
        return fold.lane_known if is_known else fold.lane

    def _gather_by_group(self, node: Node, series: Node, phase: Phase, lanes: LaneLoop, ahead: int) -> None:
        memory, by = self.memory, node.arguments[1]
        one_by_one = memory.plan.one_by_one(by)
        if series.constant == 0 and not one_by_one:
            return
        if one_by_one and (
            node in memory.plan.shared or not memory.plan.is_read(node, phase.start, phase.stop)
        ):
            return
        there = _available(series, memory.value(series, lanes, ahead))
        if by.value is None:
            group = memory.value(phase.stands[by], lanes, ahead)
            row = f"place_in({group}, groups) * {memory.plan.width} + {memory.plan.place_in_group(node) * LANES}"
            lanes.body.append(f"sums[{row} + k] += {there}")
        elif one_by_one:
            lanes.body.append(f"{memory.in_series(node, lanes, ahead)} = {there}")
        else:
            name = memory.short("s", (node, "run"))
            lanes.carry(name, f"{lanes.carried(name, memory.place((node, 'run')))} + {there}", ahead)


def _available(series: Node, value: str) -> str:
    return f"available({value})" if series.missing else value
