"""Times everything, prints the tables and writes them to benchmarks/results.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import calls, goals, limits, machine, operations, table
from benchmarks.model import MONTHS, YEARS
from benchmarks.peers.listing import PEERS
from benchmarks.results import Results, run_all

RESULTS = Path(__file__).with_name("results.md")
INTRODUCTION = """# Benchmark results

Written by `python -m benchmarks`; [README.md](README.md) says what the rows mean. Times of the first table are CPU seconds
of one core, the fastest of several calls; spread is by how much the median call took longer."""


def main() -> None:
    asked = _arguments()
    peers = [peer for peer in PEERS if asked.only is None or asked.only in peer.key]
    if not peers:
        sys.exit(f"no such peer: {asked.only}; there is {', '.join(peer.key for peer in PEERS)}")
    run_on = table.markdown(("run on", ""), machine.facts())
    results = run_all(peers, asked.quick, _say)
    sections = [table.peers_table(results), table.includes_table(results)]
    if asked.only is None:
        sections += _other_tables(results, quick=asked.quick, full=asked.full)
    text = "\n\n".join([*sections, run_on, f"Load at the end: {machine.load()}."])
    print(text)
    if asked.only is None and not asked.quick:
        RESULTS.write_text(f"{INTRODUCTION}\n\n{text}\n", "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few scenarios and calls; writes no file")
    parser.add_argument("--full", action="store_true", help="also simulate 100,000,000 scenarios")
    parser.add_argument(
        "--only", metavar="NAME", help="only the peers with this in their key; writes no file"
    )
    return parser.parse_args()


def _other_tables(results: Results, *, quick: bool, full: bool) -> Iterator[str]:
    _say("limits of the machine")
    found, counts = limits.measure(), [operations.count(periods) for periods in (MONTHS, YEARS)]
    made = calls.run(quick=quick, full=full, say=_say)
    reached = [
        *goals.ratios(results),
        *goals.bounds(results, found, counts),
        goals.within("first answer of a simulate call, warm cache, below 0.6 s", made.first_answer, 0.6),
        goals.within("one more scenario below 1 ms", made.one_more, 1e-3),
    ]
    yield table.limits_table(found, counts, results)
    yield table.calls_table(made.rows)
    yield table.goals_table(reached)


def _say(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)
