"""The text of a loop along an axis: phase by phase, and in each several periods in one innermost loop.

Accounts, reductions and powers stay in registers between those periods, which is where most of the time is won.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relocation.formula.kernel.graph import Node
from relocation.formula.kernel.lane_operations import LANES
from relocation.formula.kernel.lane_text import LaneLoop, assignment
from relocation.formula.kernel.layout import START, start
from relocation.formula.kernel.phases import Phase
from relocation.formula.kernel.places import KernelPlaces
from relocation.formula.kernel.schedule import Loop
from relocation.formula.kernel.steps import PlannedLoop

MOST_TOGETHER = 6  # periods in one innermost loop
MOST_NODES = 240  # in one innermost loop: the compiler takes its time
FEW_PERIODS = 20  # a phase of fewer is not worth that time


def together(lengths: Sequence[int], nodes: int) -> int:
    """How many periods of so many nodes go into one innermost loop: as many as leave no rest in any run of periods."""
    most = min(MOST_TOGETHER, MOST_NODES // max(nodes, 1)) if sum(lengths) >= FEW_PERIODS else 2
    even = [many for many in range(2, most + 1) if not any(length % many for length in lengths)]
    usual = 4 if most >= 4 and max(lengths) >= FEW_PERIODS else 1
    return max(even, default=usual)


class LoopText:
    """Writes one loop; `powers` are the even powers it carries along."""

    def __init__(self, places: KernelPlaces, loop: Loop, powers: Sequence[Node]) -> None:
        self.places = places
        self.loop = loop
        self.powers = powers

    def begin(self) -> Iterator[str]:
        """What accounts, powers and reductions are before the first step."""
        places, lanes = self.places, LaneLoop()
        for line, account in self.loop.accounts.items():
            before = places.steps.previous(line, self.loop.axis)
            lanes.writes[places.place(("previous", before.name, ()))] = places.value(account.opening, lanes)
        for node in self.powers:
            base, first, step = (places.value(one, lanes) for one in node.arguments)
            key = ("geometric", node.name, node.arguments)
            lanes.writes[places.place(key)] = (
                "1.0" if node.arguments[1].constant == 0 else f"{base} ** {first}"
            )
            lanes.writes[places.place((key, "step"))] = f"{base} ** {step}"
        for node in self.loop.gathered:
            if node.op != "grouped":
                lanes.writes[places.place(node)] = start(node)
            if node.op == "average":
                lanes.writes[places.place((node, "count"))] = "0.0"
        yield from lanes.lines()
        if self._is_first_with_sums():
            yield f"sums[:(groups + 1) * {places.steps.width}] = 0.0"

    def _is_first_with_sums(self) -> bool:
        """Sums by group of all loops stand together, and what an earlier loop summed up may not have been read yet."""
        loops = (step.loop for step in self.places.steps.steps if isinstance(step, PlannedLoop))
        adding = (loop for loop in loops if any(self._needs_sums(node) for node in loop.gathered))
        return next(adding, None) is self.loop

    def _needs_sums(self, node: Node) -> bool:
        return node.op == "grouped" and not self.places.steps.one_by_one(node.arguments[1])

    def phase(self, phase: Phase) -> Iterator[str]:
        """All periods of a phase, run by run of one group."""
        tables, steps = self.places.tables, self.places.steps
        first, last = tables.add_runs(phase.start, phase.stop, steps.members(self.loop))
        lengths = tables.lengths(first, last)
        many = together(lengths, len(phase.body)) if steps.goes_together(self.loop) else 1
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
        places, lanes = self.places, LaneLoop()
        for node in self.loop.gathered:
            row = places.place(node)
            if node.op == "average":
                lanes.body.append(f"{row} = ratio({row}, {places.place((node, 'count'))})")
            if node.op in START and node.arguments[0].missing:
                lanes.body.append(f"{row} = {row} if abs({row}) < inf else nan")
            elif node.op in START and (key := self._account_of(node.arguments[0])):
                last = places.state(places.steps.previous(key, self.loop.axis), lanes)
                lanes.body.append(f"{row} = {row} if {last} == {last} else nan")
        yield from lanes.lines()

    def _account_of(self, series: Node) -> str | None:
        """The account with the values of a series, which is no number for good once it is none."""
        return next((key for key, one in self.loop.accounts.items() if one.value is series), None)

    def _in_runs(self, phase: Phase) -> list[Node]:
        """The sums by group that are gathered run by run."""
        by_run = self.places.steps.members(self.loop)
        grouped = [
            node for node in self.loop.gathered if node.op == "grouped" and node.arguments[1] in by_run
        ]
        return [node for node in grouped if phase.stands[node.arguments[0]].constant != 0]

    def _begin_run(self, phase: Phase) -> Iterator[str]:
        lanes = LaneLoop()
        for node in self._in_runs(phase):
            lanes.writes[self.places.place((node, "run"))] = "0.0"
        yield from lanes.lines()

    def _end_run(self, phase: Phase) -> Iterator[str]:
        places, lanes = self.places, LaneLoop()
        for node in self._in_runs(phase):
            member = places.tables.member(node.arguments[1])
            lanes.before[f"m{member}"] = f"(members[{member}, begin] & MOST_PERIODS) * {places.steps.width}"
            row = places.steps.place_in_group(node) * LANES
            lanes.body.append(f"sums[m{member} + {row} + k] += {places.place((node, 'run'))}")
        yield from lanes.lines()

    def _periods(self, phase: Phase, many: int) -> Iterator[str]:
        lanes = LaneLoop(phase)
        for ahead in range(many):
            for node in phase.body:
                lanes.body += assignment(node, self.places, lanes, ahead)
            for node in self.loop.kept:
                value = self.places.value(phase.stands[node], lanes, ahead)
                number = f"choose({value}, 1.0, 0.0)" if node.condition else value
                lanes.body.append(f"{self.places.in_series(node, lanes, ahead)} = {number}")
            for node in self.loop.gathered:
                self._gather(node, phase, lanes, ahead)
            self._step(phase, lanes, ahead)
        yield from lanes.lines()

    def _step(self, phase: Phase, lanes: LaneLoop, ahead: int) -> None:
        """Takes the accounts and the powers to the next period."""
        places, taken = self.places, {}
        for key, account in self.loop.accounts.items():
            before = places.steps.previous(key, self.loop.axis)
            value = phase.stands[account.value]
            if value is not before:
                places.state(before, lanes)
                taken[places.state_name(before)] = places.value(value, lanes, ahead)
        for name, text in taken.items():
            lanes.carry(name, text, ahead)
        for node in self.powers:
            state, name = places.state(node, lanes), places.state_name(node)
            lanes.reads[f"{name}_step"] = places.place((("geometric", node.name, node.arguments), "step"))
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
        name = self.places.short("g", node)
        now = lanes.carried(name, self.places.place(node))
        value = self.places.value(series, lanes, ahead)
        match node.op:
            case "total" | "average":
                text = f"{now} + {_available(series, value)}"
            case "lowest" | "highest":
                text = self._extreme(node, now, value)
            case "discounted":
                text = f"{now} + {value} * {self.places.value(phase.stands[node.arguments[1]], lanes, ahead)}"
            case _:
                text = value
        lanes.carry(name, text, ahead)
        if node.op == "average":
            count = lanes.carried(f"{name}_count", self.places.place((node, "count")))
            lanes.carry(f"{name}_count", f"{count} + choose({value} == {value}, 1.0, 0.0)", ahead)

    def _extreme(self, node: Node, name: str, value: str) -> str:
        series = node.arguments[0]
        if series.missing or self._account_of(series):
            return f"{'smaller' if node.op == 'lowest' else 'larger'}_known({value}, {name})"
        return f"{'smaller' if node.op == 'lowest' else 'larger'}({name}, {value})"

    def _gather_by_group(self, node: Node, series: Node, phase: Phase, lanes: LaneLoop, ahead: int) -> None:
        places, by = self.places, node.arguments[1]
        one_by_one = places.steps.one_by_one(by)
        if series.constant == 0 and not one_by_one:
            return
        if one_by_one and (
            node in places.steps.shared or not places.steps.is_read(node, phase.start, phase.stop)
        ):
            return
        there = _available(series, places.value(series, lanes, ahead))
        if by.value is None:
            group = places.value(phase.stands[by], lanes, ahead)
            row = f"place_in({group}, groups) * {places.steps.width} + {places.steps.place_in_group(node) * LANES}"
            lanes.body.append(f"sums[{row} + k] += {there}")
        elif one_by_one:
            lanes.body.append(f"{places.in_series(node, lanes, ahead)} = {there}")
        else:
            name = places.short("s", (node, "run"))
            lanes.carry(name, f"{lanes.carried(name, places.place((node, 'run')))} + {there}", ahead)


def _available(series: Node, value: str) -> str:
    return f"available({value})" if series.missing else value
