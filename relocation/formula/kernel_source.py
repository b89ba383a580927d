"""The source of a compiled kernel: loops over periods inside blocks of scenarios, written for what is left of a book.

Everything of a block stands in a few flat arrays, one row of LANES numbers per quantity, and the innermost loop always
goes along a row, so that the compiler works on several scenarios per instruction:

    work      inputs, numbers that a later loop reads, accounts, reductions
    flows     series that are kept, one row per period
    sums      sums by group, one row per group and sum
    known     known rows, one number per period, shared by all scenarios

Several periods are worked out in one innermost loop, so that accounts stay in registers between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relocation.formula.graph import Axis, Node
from relocation.formula.kernel_steps import KernelSteps, PlannedLoop
from relocation.formula.kernel_tables import KernelTables
from relocation.formula.lane_text import MOST_FACTORS, LaneLoop, literal, operation, powers, signed_unless_small
from relocation.formula.phases import Phase
from relocation.formula.scalar import HALF_CENT
from relocation.formula.schedule import Loop

UNROLLED = 4  # periods in one innermost loop
LONG = 8  # phases of fewer periods go one by one
START = {"lowest": "inf", "highest": "-inf"}
ARGUMENTS = "columns, numbers, known, members, runs, periods, groups, work, sums, scratch, found"


class KernelSource:
    """Writes `kernel(columns, ...)`. The text is `text`; what it is called with is in `tables`.

    It is written twice: the first time finds out which numbers a later loop reads, and so must be stored.
    """

    def __init__(self, steps: KernelSteps, before: KernelSource | None = None) -> None:
        self.steps = steps
        self.before = before
        self.remainder = steps.schedule.remainder
        self.tables = KernelTables(self.remainder.periods, self.remainder.groups)
        self.read_later: set[Node] = set()
        self.places: dict[object, int] = {}
        self.names: dict[Node, str] = {}
        self.series: dict[Node, int] = {}
        self.here: set[Node] = set()
        self.loop: PlannedLoop | None = None
        self.phase: Phase | None = None
        self.text = self._text()

    def _text(self) -> str:
        lines = [*self._load_inputs()]
        for step in self.steps.steps:
            lines += self._loop(step) if isinstance(step, PlannedLoop) else self._singles(step)
        lines += self._outputs()
        head = [f"def kernel({ARGUMENTS}):"]
        head += [f"    n{at} = numbers[{at}]" for at in range(len(self.tables.numbers))]
        head.append("    for start in range(0, columns.shape[1], LANES):")
        return "\n".join([*head, *(f"        {line}" for line in lines), ""])

    # Where things stand

    def row(self, key: object) -> int:
        """The first number of a row of `work`."""
        return self.places.setdefault(key, len(self.places)) * self.steps.lanes

    def name(self, node: Node) -> str:
        return self.names.setdefault(node, f"v{len(self.names)}")

    def in_work(self, key: object) -> str:
        return f"work[{self.row(key)} + k]"

    def kept(self, node: Node) -> int:
        """The number of a series in `flows`."""
        return self.series.setdefault(self.steps.shares(node), len(self.series))

    @property
    def fixed_rows(self) -> int:
        """How many rows of `work` stand before the series that are kept; known when all is written for the first time."""
        return len(self.before.places) if self.before else 0

    @property
    def kept_series(self) -> int:
        """How many series are kept, side by side for each period."""
        return len(self.before.series) if self.before else 1

    def value(self, node: Node, lanes: LaneLoop, ahead: int = 0) -> str:
        """How a node is named in an innermost loop, `ahead` periods after the loop's first."""
        if node.op == "constant":
            return literal(node.value)  # type: ignore[arg-type]
        if node.op == "given":
            return self._known(node, lanes, ahead)
        if node in self.here:
            return self.name(node)
        if node.op in {"previous", "geometric"}:
            return self._state(node, lanes)
        if node.op in {"scattered", "loaded"}:
            return self._read(node, lanes, ahead)
        if node.op == "input":
            lanes.reads[self.name(node)] = self.in_work(("input", node.name))
            return self.name(node)
        self.read_later.add(node)
        lanes.reads[self.name(node)] = self.in_work(node)
        return self.name(node)

    def _known(self, node: Node, lanes: LaneLoop, ahead: int) -> str:
        if node.axis is Axis.SINGLE:
            name = f"n{self.tables.number(node)}"
        else:
            assert self.phase is not None
            at = self.tables.row(node, self.phase.start)
            name = f"r{at}_{ahead}"
            lanes.before[name] = f"known[{at}, t + {ahead}]"
        return f"({name} != 0.0)" if node.condition else name

    def _state(self, node: Node, lanes: LaneLoop) -> str:
        name = self._state_name(node)
        lanes.reads[name] = self.in_work(name)
        return name

    def _state_name(self, node: Node) -> str:
        key = (node.op, node.name, node.arguments)
        return f"a{self.row(key) // self.steps.lanes}"

    def _read(self, node: Node, lanes: LaneLoop, ahead: int) -> str:
        name = f"{self.name(node)}_{ahead}"
        loaded = self.phase.loaded[node] if self.phase and node.op == "loaded" else node
        line = f"{name} = {self._place(loaded, lanes, ahead)}"
        if line not in lanes.body:
            lanes.body.append(line)
        return name

    def _place(self, node: Node, lanes: LaneLoop, ahead: int) -> str:
        """Where a kept series or a sum by group stands in this period or group."""
        if node.op == "grouped" and not self.steps.one_by_one(node.arguments[1]):
            lanes.before["group"] = f"(t & MOST_PERIODS) * {self.steps.width}"
            return f"sums[group + {(ahead * self.steps.grouped + self.steps.place_in_group(node)) * self.steps.lanes} + k]"
        width = self.kept_series * self.steps.lanes
        lanes.before["at"] = f"{self.fixed_rows * self.steps.lanes} + (t & MOST_PERIODS) * {width}"
        return f"work[at + {ahead * width + self.kept(node) * self.steps.lanes} + k]"

    def _series(self, node: Node) -> tuple[str, int]:
        """A kept series as the functions of a kernel take it: from its first number on, and what is between periods."""
        first = (self.fixed_rows + self.kept(node)) * self.steps.lanes
        return f"work[{first}:]", self.kept_series * self.steps.lanes

    # Loops over the lanes only

    def _load_inputs(self) -> Iterator[str]:
        bad = self.row("bad")
        yield "for k in range(LANES):"
        yield f"    work[{bad} + k] = 0.0"
        for at, key in enumerate(self.remainder.varied):
            row = self.row(("input", key))
            yield f"row = columns[{at}, start:]"
            yield "for k in range(LANES):"
            yield f"    work[{row} + k] = row[k]"
            yield f"    work[{bad} + k] += row[k] * 0.0"

    def _singles(self, nodes: Sequence[Node]) -> Iterator[str]:
        lanes = LaneLoop()
        self.here = set()
        for node in nodes:
            if node.op == "irr":
                yield from lanes.lines()
                lanes, self.here = LaneLoop(), set()
                yield from self._search(node)
            else:
                self._write(node, lanes)
        yield from lanes.lines()

    def _search(self, node: Node) -> Iterator[str]:
        flow = node.arguments[0]
        parts = self.steps.rate_parts[flow].nodes()
        yield from self._known_rows(parts)
        rows = ", ".join(str(self._stored(one)) for one in parts)
        series, stride = self._series(flow)
        yield f"find_rates({series}, {stride}, periods, {HALF_CENT!r}, scratch, work, {self.row(node)}, {rows})"

    def _write(self, node: Node, lanes: LaneLoop, ahead: int = 0) -> None:
        name = self.name(node)
        exponent = self.tables.whole(node.arguments[1]) if node.op == "^" else None
        if exponent is not None and 0 < abs(exponent) <= MOST_FACTORS:
            lanes.body += powers(self.value(node.arguments[0], lanes, ahead), abs(exponent), name)
            lanes.body += [f"{name} = 1.0 / {name}"] if exponent < 0 else []
        else:
            arguments = signed_unless_small(node) or node.arguments
            operands = [self.value(one, lanes, ahead) for one in arguments]
            lanes.body.append(f"{name} = {operation(node, operands)}")
        self.here.add(node)
        if node.axis is Axis.SINGLE and (self.before is None or node in self.before.read_later):
            lanes.writes[self.in_work(node)] = name

    def _outputs(self) -> Iterator[str]:
        bad = self.row("bad")
        self.here = set()
        for at, node in enumerate(self.remainder.outputs):
            lanes = LaneLoop()
            lanes.before["row"] = f"found[{at}, start:]"
            lanes.body.append(f"row[k] = {self.value(node, lanes)} + work[{bad} + k]")
            yield from lanes.lines()

    # Loops along an axis

    def _loop(self, planned: PlannedLoop) -> Iterator[str]:
        self.loop = planned
        yield from self._singles(planned.singles)
        self.here = set()
        yield from self._scatter(planned)
        yield from self._open(planned)
        for phase in planned.phases:
            self.phase = phase
            yield from self._phase(planned.loop, phase)
        self.phase, self.here = None, set()
        yield from self._finish(planned.loop)

    def _scatter(self, planned: PlannedLoop) -> Iterator[str]:
        for node in planned.scattered:
            series, stride = self._series(node)
            yield f"clear({series}, {stride}, periods)"
            pairs = list(zip(node.arguments[::2], node.arguments[1::2], strict=True))
            rows = [[self._stored(one) for one in pair] for pair in pairs]
            for pair, (amount, place) in zip(pairs, rows, strict=True):
                yield from self._known_rows(pair)
                yield f"add_payments({series}, {stride}, periods, work, {amount}, {place})"

    def _stored(self, node: Node) -> int:
        """The row of a number that a function reads by its place."""
        if node.op == "input":
            return self.row(("input", node.name))
        self.read_later.add(node)
        return self.row(node)

    def _known_rows(self, nodes: Sequence[Node]) -> Iterator[str]:
        """Rows filled with a number that is known."""
        for node in nodes:
            if node.value is not None:
                lanes = LaneLoop()
                lanes.writes[self.in_work(node)] = self.value(node, lanes)
                yield from lanes.lines()

    def _open(self, planned: PlannedLoop) -> Iterator[str]:
        """What accounts, powers and reductions are before the first step."""
        lanes = LaneLoop()
        for key, account in planned.loop.accounts.items():
            state = self._state_name(self.steps.previous(key, planned.loop.axis))
            lanes.writes[self.in_work(state)] = self.value(account.opening, lanes)
        for node in planned.powers:
            base, first, step = node.arguments
            state = self._state_name(node)
            lanes.body.append(f"{state}_base = {self.value(base, lanes)}")
            first_text = self.value(first, lanes)
            lanes.body.append(f"{state}_first = {state}_base ** {first_text}" if first.constant != 0 else f"{state}_first = 1.0")
            lanes.body.append(f"{state}_times = {state}_base ** {self.value(step, lanes)}")
            lanes.writes[self.in_work(state)] = f"{state}_first"
            lanes.writes[self.in_work(f"{state}_times")] = f"{state}_times"
        for node in planned.loop.gathered:
            if node.op != "grouped":
                lanes.writes[self.in_work(node)] = START.get(node.op, "0.0")
            if node.op == "average":
                lanes.writes[self.in_work((node, "count"))] = "0.0"
        yield from lanes.lines()
        if self.steps.members(planned.loop):
            yield f"for at in range((groups + 1) * {self.steps.width}):"
            yield "    sums[at] = 0.0"

    def _phase(self, loop: Loop, phase: Phase) -> Iterator[str]:
        members = self.steps.members(loop)
        first, last = self.tables.add_runs(phase.start, phase.stop, members)
        lengths = self.tables.lengths(first, last)
        many = phase.stop - phase.start >= LONG and max(lengths) >= UNROLLED and self.steps.unrolls(loop)
        if not list(self._periods(loop, phase, 1)):
            return
        yield f"for run in range({first}, {last}):"
        yield "    begin, end = runs[run, 0], runs[run, 1]"
        yield from (f"    {line}" for line in self._begin_run(loop, phase))
        if many:
            yield f"    middle = end - (end - begin) % {UNROLLED}"
            yield f"    for t in range(begin, middle, {UNROLLED}):"
            yield from (f"        {line}" for line in self._periods(loop, phase, UNROLLED))
        if not many or any(length % UNROLLED for length in lengths):
            yield f"    for t in range({'middle' if many else 'begin'}, end):"
            yield from (f"        {line}" for line in self._periods(loop, phase, 1))
        yield from (f"    {line}" for line in self._end_run(loop, phase))

    def _in_runs(self, loop: Loop, phase: Phase) -> list[Node]:
        """The sums by group that are gathered run by run."""
        grouped = [node for node in loop.gathered if node.op == "grouped"]
        known = [node for node in grouped if node.arguments[1] in self.steps.members(loop)]
        return [node for node in known if phase.stands[node.arguments[0]].constant != 0]

    def _begin_run(self, loop: Loop, phase: Phase) -> Iterator[str]:
        lanes = LaneLoop()
        for node in self._in_runs(loop, phase):
            lanes.writes[self.in_work((node, "run"))] = "0.0"
        yield from lanes.lines()

    def _end_run(self, loop: Loop, phase: Phase) -> Iterator[str]:
        lanes = LaneLoop()
        for node in self._in_runs(loop, phase):
            member, place = self.tables.member(node.arguments[1]), self.steps.place_in_group(node)
            lanes.before[f"m{member}"] = f"(members[{member}, begin] & MOST_PERIODS) * {self.steps.width}"
            lanes.body.append(f"sums[m{member} + {place * self.steps.lanes} + k] += {self.in_work((node, 'run'))}")
        yield from lanes.lines()

    def _periods(self, loop: Loop, phase: Phase, many: int) -> Iterator[str]:
        lanes = LaneLoop()
        for ahead in range(many):
            self.here = set()
            for node in phase.body:
                self._write(node, lanes, ahead)
            for node in loop.kept:
                lanes.body.append(f"{self._place(node, lanes, ahead)} = {self.value(phase.stands[node], lanes, ahead)}")
            for node in loop.gathered:
                self._gather(node, phase, lanes, ahead)
            self._step(loop, phase, lanes, ahead)
        yield from lanes.lines()

    def _step(self, loop: Loop, phase: Phase, lanes: LaneLoop, ahead: int) -> None:
        """Takes the accounts and the powers to the next period."""
        taken = []
        for key, account in loop.accounts.items():
            previous = self.steps.previous(key, loop.axis)
            value = phase.stands[account.value]
            if value.op == "previous" and value.name == key:
                continue
            state = self._state_name(previous)
            taken.append((state, self.value(value, lanes, ahead)))
            lanes.writes[self.in_work(state)] = state
        for state, value_text in taken:
            lanes.body.append(f"{state}_next = {value_text}")
        for state, _ in taken:
            lanes.body.append(f"{state} = {state}_next")
        assert self.loop is not None
        for node in self.loop.powers:
            state = self._state(node, lanes)
            lanes.reads[f"{state}_times"] = self.in_work(f"{state}_times")
            lanes.body.append(f"{state} = {state} * {state}_times")
            lanes.writes[self.in_work(state)] = state

    def _gather(self, node: Node, phase: Phase, lanes: LaneLoop, ahead: int) -> None:
        series = phase.stands[node.arguments[0]]
        one_by_one = node.op == "grouped" and self.steps.one_by_one(node.arguments[1])
        if series.constant == 0 and node.op in {"total", "discounted", "grouped"} and not one_by_one:
            return
        if series.op == "constant" and series.missing and node.op != "final" and not one_by_one:
            return
        if node.op == "grouped":
            self._add_to_group(node, phase, series, lanes, ahead)
            return
        name = f"g{self.row(node) // self.steps.lanes}"
        lanes.reads[name] = self.in_work(node)
        lanes.writes[self.in_work(node)] = name
        value = self.value(series, lanes, ahead)
        there = f"({value} if {value} == {value} else 0.0)" if series.missing else value
        match node.op:
            case "total":
                lanes.body.append(f"{name} = {name} + {there}")
            case "final":
                lanes.body.append(f"{name} = {value}")
            case "lowest":
                lanes.body.append(f"{name} = {value} if {value} < {name} else {name}")
            case "highest":
                lanes.body.append(f"{name} = {value} if {value} > {name} else {name}")
            case "discounted":
                factor = self.value(phase.stands[node.arguments[1]], lanes, ahead)
                lanes.body.append(f"{name} = {name} + {value} * {factor}")
            case "average":
                count = f"{name}_count"
                lanes.reads[count] = self.in_work((node, "count"))
                lanes.writes[self.in_work((node, "count"))] = count
                lanes.body.append(f"{name} = {name} + {there}")
                lanes.body.append(f"{count} = {count} + (1.0 if {value} == {value} else 0.0)")

    def _add_to_group(self, node: Node, phase: Phase, series: Node, lanes: LaneLoop, ahead: int) -> None:
        value = self.value(series, lanes, ahead)
        there = f"({value} if {value} == {value} else 0.0)" if series.missing else value
        by = node.arguments[1]
        if by.value is None:
            place = self.steps.place_in_group(node) * self.steps.lanes
            group = self.value(phase.stands[by], lanes, ahead)
            lanes.body.append(f"sums[place_in({group}, groups) * {self.steps.width} + {place} + k] += {there}")
        elif self.steps.one_by_one(by):
            lanes.body.append(f"{self._place(node, lanes, ahead)} = {there}")
        else:
            name, row = f"s{self.row((node, 'run')) // self.steps.lanes}", self.in_work((node, "run"))
            lanes.reads[name] = row
            lanes.writes[row] = name
            lanes.body.append(f"{name} = {name} + {there}")

    def _finish(self, loop: Loop) -> Iterator[str]:
        lanes = LaneLoop()
        for node in loop.gathered:
            name = self.in_work(node)
            if node.op == "average":
                lanes.body.append(f"{name} = ratio({name}, {self.in_work((node, 'count'))})")
            if node.op in {"lowest", "highest"} and node.arguments[0].missing:
                lanes.body.append(f"{name} = {name} if abs({name}) < inf else nan")
        yield from lanes.lines()
