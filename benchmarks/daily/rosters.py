"""A roster of ten million households: read, checked and added up by the command line, and by polars beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from benchmarks.daily import processes
from benchmarks.daily.builds import ROOT
from benchmarks.daily.calls import RUN
from benchmarks.households.question import TEN_RULES
from relocation.households.synthetic import write_synthetic_country

HOUSEHOLDS, QUICK = 10_000_000, 5_000
POLARS_MODULE = "benchmarks.daily.polars_roster"
MOST, LEAST = 1.5, 2.5  # times polars; times faster than the earlier build


class OtherTotals(AssertionError):
    """Two ways to the same totals gave different ones."""


def seconds(pythons: Mapping[str, Path], folder: Path, *, quick: bool) -> Iterator[tuple[str, float]]:
    """On the clock, the fastest of two calls each: of every build by its name, and of polars where it is installed."""
    if not find_spec("pyarrow"):
        return
    roster = folder / "roster.parquet"
    write_synthetic_country(roster, QUICK if quick else HOUSEHOLDS)
    asked = (*RUN, "households", roster, "--rules", TEN_RULES, "-f", "json")
    left = {}
    for name, python in pythons.items():
        found = [processes.wall_seconds((python, *asked), folder) for _ in range(2)]
        left[name] = json.loads(found[0][1])["sums"]["left"]
        yield name, min(took for took, _ in found)
    if find_spec("polars"):
        command = (next(iter(pythons.values())), "-m", POLARS_MODULE, roster)
        found = [processes.wall_seconds(command, ROOT) for _ in range(2)]
        left["polars"] = int(found[0][1].split()[1])
        yield "polars", min(took for took, _ in found)
    if len(set(left.values())) > 1:
        raise OtherTotals(str(left))


def rows(found: Mapping[str, float]) -> Iterator[list[str]]:
    """The seconds beside those of the others, and whether the goals are reached."""
    ours = found.get("here")
    for name, text, goal in (
        ("polars", "polars, streaming", f"at most {MOST}x"),
        ("earlier", "earlier build", f"{LEAST}x faster"),
    ):
        other = found.get(name)
        if ours is None or other is None:
            took = "pyarrow is not installed" if ours is None else f"{ours:.1f}"
            yield [took, f"{text}: not there", "", goal, "not measured"]
            continue
        is_reached = ours <= MOST * other if name == "polars" else LEAST * ours <= other
        yield [
            f"{ours:.1f}",
            f"{text}: {other:.1f} s",
            f"{ours / other:.2f}x",
            goal,
            "yes" if is_reached else "NO",
        ]
