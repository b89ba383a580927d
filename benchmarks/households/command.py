"""Times the ten rules on rosters, prints the tables and writes them to benchmarks/households/results.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import machine
from benchmarks.households import calls, goals, table
from benchmarks.households.errors import errors
from benchmarks.households.peers.listing import PEERS
from benchmarks.households.question import roster
from benchmarks.households.results import NATIONAL_PROGRAMME, Results, run_all, scales
from benchmarks.table import markdown

RESULTS = Path(__file__).with_name("results.md")
PACKAGES = (
    *("relocation", "numpy", "numba", "llvmlite", "pandas", "numexpr", "pyarrow"),
    *("polars", "duckdb", "openfisca-core"),
)
INTRODUCTION = """# Benchmark results: households

Written by `python -m benchmarks.households`; [README.md](../README.md) says what the rows mean. Times of the first table
are CPU seconds of one core, the fastest of several calls; spread is by how much the median call took longer."""


def main() -> None:
    asked = _arguments()
    peers = [peer for peer in PEERS if asked.only is None or asked.only in peer.key]
    if not peers:
        sys.exit(f"no such peer: {asked.only}; there is {', '.join(peer.key for peer in PEERS)}")
    run_on = markdown(("run on", ""), machine.facts(PACKAGES, ()))
    results = run_all(peers, asked.quick, scales(quick=asked.quick, full=asked.full), _say)
    sections = [table.peers_table(results), table.includes_table(results)]
    if asked.only is None:
        sections += _other_tables(results, quick=asked.quick, full=asked.full)
    text = "\n\n".join([*sections, run_on, f"Load at the end: {machine.load()}."])
    print(text)
    if asked.only is None and not asked.quick:
        RESULTS.write_text(f"{INTRODUCTION}\n\n{text}\n", "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.households", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few households and calls; writes no file")
    parser.add_argument("--full", action="store_true", help="also 10,000,000 households")
    parser.add_argument(
        "--only", metavar="NAME", help="only the peers with this in their key; writes no file"
    )
    return parser.parse_args()


def _other_tables(results: Results, *, quick: bool, full: bool) -> Iterator[str]:
    _say("other numbers and other rounding")
    yield table.errors_table(errors(roster(10_000 if quick else NATIONAL_PROGRAMME)))
    _say("files of a nation")
    yield table.calls_table(calls.run(quick=quick, full=full))
    yield table.goals_table(goals.ratios(results))


def _say(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)
