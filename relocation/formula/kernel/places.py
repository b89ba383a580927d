"""Where a compiled kernel keeps its numbers, and how they are named inside its innermost loops.

work    one row of LANES numbers for each input, number that a later loop reads, account and reduction; after them the
        series that are kept, side by side for each period. One array, so that the compiler can tell that they differ
sums    sums by group, one row per group and sum
known   known rows, one number per period, shared by all scenarios
"""

from __future__ import annotations

from relocation.formula.kernel.graph import Axis, Node
from relocation.formula.kernel.lane_operations import LANES
from relocation.formula.kernel.lane_text import LaneLoop
from relocation.formula.kernel.layout import literal
from relocation.formula.kernel.steps import KernelSteps
from relocation.formula.kernel.tables import KernelTables

BAD = "what is not a finite number"
RARE = "what the scalar kernel works out"


class KernelPlaces:
    """Hands out rows and names. `before` are the places of a first writing, which knows what is read by later loops."""

    def __init__(self, steps: KernelSteps, before: KernelPlaces | None = None) -> None:
        self.steps = steps
        self.before = before
        remainder = steps.schedule.remainder
        self.tables = KernelTables(remainder.periods, remainder.groups)
        self.read_later: set[Node] = set()
        self.rows: dict[object, int] = {}
        self.names: dict[Node, str] = {}
        self.series: dict[Node, int] = {}

    @property
    def fixed_rows(self) -> int:
        """How many rows of `work` stand before the series."""
        return len(self.before.rows) if self.before else 0

    @property
    def kept_series(self) -> int:
        """How many series are kept, side by side for each period."""
        return len(self.before.series) if self.before else 1

    def is_stored(self, node: Node) -> bool:
        """Whether a number is written to `work` when it is worked out."""
        return node.axis is Axis.SINGLE and (self.before is None or node in self.before.read_later)

    def first(self, key: object) -> int:
        """The first number of a row of `work`."""
        return self.rows.setdefault(key, len(self.rows)) * LANES

    def place(self, key: object) -> str:
        """A number of a row of `work`."""
        return f"work[{self.first(key)} + k]"

    def stored(self, node: Node) -> int:
        """The row of a number that a function of the kernel finds by its place."""
        if node.op == "input":
            return self.first(("input", node.name))
        self.read_later.add(node)
        return self.first(node)

    def short(self, letter: str, key: object) -> str:
        """The name of a number that a loop carries along."""
        return f"{letter}{self.first(key) // LANES}"

    def name(self, node: Node, ahead: int = 0) -> str:
        name = self.names.setdefault(node, f"v{len(self.names)}")
        return f"{name}_{ahead}" if ahead else name

    def kept(self, node: Node) -> int:
        """The number of a kept series."""
        return self.series.setdefault(self.steps.shares(node), len(self.series))

    def whole_series(self, node: Node) -> str:
        """A kept series as functions of the kernel take it: from its first number on, and how far its periods are apart."""
        return f"work[{(self.fixed_rows + self.kept(node)) * LANES}:], {self.kept_series * LANES}"

    def state(self, node: Node, lanes: LaneLoop) -> str:
        """The name of what an account or a power was before the period."""
        return lanes.carried(self.state_name(node), self.place((node.op, node.name, node.arguments)))

    def state_name(self, node: Node) -> str:
        return self.short("a", (node.op, node.name, node.arguments))

    def value(self, node: Node, lanes: LaneLoop, ahead: int = 0) -> str:
        """How a node is written in an innermost loop, `ahead` periods after the first of the loop."""
        match node.op:
            case "constant":
                return literal(node)
            case "given":
                return self._known(node, lanes, ahead)
            case "previous" | "geometric":
                return self.state(node, lanes)
            case "scattered" | "loaded":
                return self._series_value(node, lanes, ahead)
        if node in lanes.here:
            return self.name(node, ahead)
        lanes.reads[self.name(node)] = f"work[{self.stored(node)} + k]"
        return f"({self.name(node)} != 0.0)" if node.condition else self.name(node)

    def _known(self, node: Node, lanes: LaneLoop, ahead: int) -> str:
        if node.axis is Axis.SINGLE:
            at = self.tables.number(node)
            name = f"n{at}"
            lanes.before[name] = f"numbers[{at}]"
        else:
            assert lanes.phase is not None
            at = self.tables.row(node, lanes.phase.start)
            name = f"r{at}_{ahead}"
            lanes.before[name] = f"known[{at}, t + {ahead}]"
        return f"({name} != 0.0)" if node.condition else name

    def _series_value(self, node: Node, lanes: LaneLoop, ahead: int) -> str:
        name = self.name(node, ahead)
        loaded = lanes.phase.loaded[node] if lanes.phase and node.op == "loaded" else node
        line = f"{name} = {self.in_series(loaded, lanes, ahead)}"
        if line not in lanes.body:
            lanes.body.append(line)
        return f"({name} != 0.0)" if node.condition else name

    def in_series(self, node: Node, lanes: LaneLoop, ahead: int) -> str:
        """The number of a kept series, or of a sum by group, in a period or group."""
        if node.op == "grouped" and not self.steps.one_by_one(node.arguments[1]):
            lanes.before["group"] = f"(t & MOST_PERIODS) * {self.steps.width}"
            row = ahead * self.steps.grouped + self.steps.place_in_group(node)
            return f"sums[group + {row * LANES} + k]"
        width = self.kept_series * LANES
        lanes.before["at"] = f"{self.fixed_rows * LANES} + (t & MOST_PERIODS) * {width}"
        return f"work[at + {ahead * width + self.kept(node) * LANES} + k]"
