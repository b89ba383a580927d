"""The source of a compiled kernel, written for what is left of a book.

The kernel takes scenarios in blocks of LANES. Its innermost loops go over the scenarios of a block, so that the compiler
works on several of them per instruction; around them go the loops over periods and groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relocation.formula.kernel.graph import Node
from relocation.formula.kernel.lane_text import LaneLoop, assignment
from relocation.formula.kernel.loop_text import LoopText
from relocation.formula.kernel.places import BAD, RARE, KernelPlaces
from relocation.formula.kernel.schedule import Schedule
from relocation.formula.kernel.steps import KernelSteps, PlannedLoop
from relocation.formula.kernel.tables import KernelTables
from relocation.formula.targets.scalar import HALF_CENT

ARGUMENTS = "columns, stop, numbers, known, members, runs, periods, groups, work, sums, scratch, found"


class KernelSource:
    """Writes `kernel(columns, stop, ..., found)` as `text`; `tables` holds the data it is called with.

    `stop` is a number of scenarios that fills whole blocks.

    `found` has a row for each output, and one that marks scenarios which are rare and left to the scalar kernel.

    It is written twice: the first time finds out which numbers are read by a later loop and must be stored.
    """

    def __init__(self, schedule: Schedule) -> None:
        self.steps = KernelSteps(schedule)
        self.places = KernelPlaces(self.steps)
        self._text()
        self.places = KernelPlaces(self.steps, self.places)
        self.text = self._text()

    @property
    def tables(self) -> KernelTables:
        return self.places.tables

    @property
    def work_rows(self) -> int:
        """How many rows of LANES numbers a block needs."""
        return self.places.fixed_rows + self.places.kept_series * self.tables.periods

    def _text(self) -> str:
        """Many functions, since a compiler is slow with long ones; each works on the block that begins at `start`."""
        steps = [
            self._loop(step) if isinstance(step, PlannedLoop) else [list(self._singles(step))]
            for step in self.steps.steps
        ]
        parts = [list(self._inputs()), *(part for step in steps for part in step), list(self._outputs())]
        written = [part for part in parts if part]
        lines: list[str] = []
        for at, part in enumerate(written):
            lines += [
                "@lane",
                f"def part_{at}(start, {ARGUMENTS}):",
                *(f"    {line}" for line in part),
                "",
                "",
            ]
        lines += [
            "@outermost",
            f"def kernel({ARGUMENTS}):",
            "    for start in range(0, stop, LANES):",
        ]
        return "\n".join(
            [*lines, *(f"        part_{at}(start, {ARGUMENTS})" for at in range(len(written))), ""]
        )

    def _inputs(self) -> Iterator[str]:
        varied = self.steps.schedule.remainder.varied
        for at in range(len(varied)):
            yield f"i{at} = columns[{at}, start:]"
        yield "for k in range(LANES):"
        for at, key in enumerate(varied):
            yield f"    {self.places.place(('input', key))} = i{at}[k]"
        bad = " + ".join(["0.0", *(f"i{at}[k] * 0.0" for at in range(len(varied)))])
        yield f"    {self.places.place(BAD)} = {bad}"
        yield f"    {self.places.place(RARE)} = 0.0"

    def _outputs(self) -> Iterator[str]:
        outputs, lanes = self.steps.schedule.remainder.outputs, LaneLoop()
        for at, node in enumerate(outputs):
            lanes.before[f"o{at}"] = f"found[{at}, start:]"
            lanes.body.append(f"o{at}[k] = {self.places.value(node, lanes)} + bad")
        lanes.before["rare"] = f"found[{len(outputs)}, start:]"
        lanes.reads["bad"] = self.places.place(BAD)
        lanes.body.append(f"rare[k] = {self.places.place(RARE)}")
        yield from lanes.lines()

    def _singles(self, nodes: Sequence[Node]) -> Iterator[str]:
        lanes = LaneLoop()
        for node in nodes:
            if node.op == "irr":
                yield from lanes.lines()
                lanes = LaneLoop()
                yield from self._search(node)
            else:
                lanes.body += assignment(node, self.places, lanes)
                if self.places.is_stored(node):
                    name = self.places.name(node)
                    lanes.writes[self.places.place(node)] = (
                        f"choose({name}, 1.0, 0.0)" if node.condition else name
                    )
        yield from lanes.lines()

    def _search(self, node: Node) -> Iterator[str]:
        parts = self.steps.rate_parts[node.arguments[0]].nodes()
        yield from self._filled(parts)
        rows = ", ".join(str(self.places.stored(one)) for one in parts)
        series = self.places.whole_series(node.arguments[0])
        yield f"find_rates({series}, periods, {HALF_CENT!r}, scratch, work, {self.places.first(node)}, {self.places.first(RARE)}, {rows})"

    def _filled(self, nodes: Sequence[Node]) -> Iterator[str]:
        """Rows with a number that is known, for functions that find numbers by their place."""
        for node in nodes:
            if node.value is not None:
                lanes = LaneLoop()
                lanes.writes[self.places.place(node)] = self.places.value(node, lanes)
                yield from lanes.lines()

    def _loop(self, planned: PlannedLoop) -> list[list[str]]:
        """What comes before the loop, each of its phases, and what comes after it."""
        text = LoopText(self.places, planned.loop, planned.powers)
        before = [*self._singles(planned.singles), *self._payments(planned), *text.begin()]
        phases = []
        for phase in planned.phases:
            lines = list(text.phase(phase))
            if lines and planned.guard is not None:
                lines = [*self._guard(planned.guard), *(f"    {line}" for line in lines)]
            phases.append(lines)
        return [before, *phases, list(text.end())]

    def _payments(self, planned: PlannedLoop) -> Iterator[str]:
        for node in planned.scattered:
            series = self.places.whole_series(node)
            yield f"clear({series}, periods)"
            yield from self._filled(node.arguments)
            rows = [self.places.stored(one) for one in node.arguments]
            for amount, date in zip(rows[::2], rows[1::2], strict=True):
                yield f"add_payments({series}, periods, work, {amount}, {date})"

    def _guard(self, needed: Node) -> Iterator[str]:
        lanes = LaneLoop()
        lanes.body.append(f"in_need += 1.0 if {self.places.value(needed, lanes)} else 0.0")
        yield "in_need = 0.0"
        yield from lanes.lines()
        yield "if in_need > 0.0:"
