"""Times what users call every day, prints the tables and writes them to benchmarks/daily/results.md.

All times are CPU seconds of whole processes, the fastest of several, so that only their ratios mean anything elsewhere.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import machine
from benchmarks.daily import builds, calls, rosters
from benchmarks.daily.calls import CALLS, GNUMERIC, Daily
from benchmarks.program import publish, say
from benchmarks.table import markdown, ratio


class Build(NamedTuple):
    """The Python that has a build of the package, and the folder with the files that this build wrote."""

    python: Path
    folder: Path


RESULTS = Path(__file__).with_name("results.md")
REPEATS, QUICK = 5, 1
TIMELINES = {12: 25.0, 120: 10.0}  # periods -> how many times faster than the earlier build
PACKAGES = ("relocation", "numpy", "pandas", "pydantic", "openpyxl", "typer")
PROGRAMS = (("LibreOffice", "soffice"), ("Gnumeric", "ssconvert"))
INTRODUCTION = """# Benchmark results: every day

Written by `python -m benchmarks.daily --against COMMIT`; [README.md](../README.md) says what the rows mean. Times are CPU
seconds of whole processes, the fastest of several calls, but for rosters, on which several cores work."""


def main() -> None:
    asked = _arguments()
    run_on = markdown(("run on", ""), machine.facts(PACKAGES, PROGRAMS))
    with tempfile.TemporaryDirectory() as place:
        builds_made = list(_builds(Path(place), asked.against))
        tables = [
            *_tables(builds_made, QUICK if asked.quick else REPEATS),
            _rosters(builds_made, Path(place), quick=asked.quick),
        ]
    publish(asked, INTRODUCTION, [*tables, run_on], RESULTS)


def _builds(folder: Path, commit: str | None) -> Iterator[Build]:
    """The build here, and the earlier one if there is one; each with the templates that it writes itself."""
    pythons = {"here": builds.here()}
    if commit:
        say(f"installing {commit}")
        pythons["earlier"] = builds.earlier(commit, folder)
    for name, python in pythons.items():
        say(f"templates, {name}")
        (folder / name).mkdir()
        calls.files(python, folder / name)
        yield Build(python, folder / name)


def _tables(made: Sequence[Build], repeats: int) -> Iterator[str]:
    say("peers")
    peers = dict(calls.peers(*made[0], repeats))
    heads = ("call", "seconds", "beside", "is", "goal", "reached", "Gnumeric", "earlier build")
    yield markdown(heads, _commands(peers, made, repeats))
    yield markdown(
        ("call", "ms", "earlier build", "times faster", "goal", "reached"), _appraisals(made, repeats)
    )


def _rosters(made: Sequence[Build], folder: Path, *, quick: bool) -> str:
    say("rosters")
    pythons = dict(zip(("here", "earlier"), (build.python for build in made), strict=False))
    found = dict(rosters.seconds(pythons, folder, quick=quick))
    head = f"households, {rosters.QUICK if quick else rosters.HOUSEHOLDS:,} rows, seconds on the clock"
    return markdown((head, "beside", "is", "goal", "reached"), rosters.rows(found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.daily", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one call of each; writes no file")
    parser.add_argument(
        "--against", metavar="COMMIT", help="also install this commit in a venv of its own and time it"
    )
    return parser.parse_args(namespace=argparse.Namespace(only=None))


def _commands(
    peers: Mapping[tuple[str, str], float | None], made: Sequence[Build], repeats: int
) -> Iterator[list[str]]:
    for daily in CALLS:
        say(daily.text)
        taken, *before = (calls.seconds(daily, *build, repeats) for build in made)
        peer, gnumeric = peers[daily.peer, daily.file], peers.get((GNUMERIC, daily.file))
        yield [
            daily.text,
            f"{taken:.2f}",
            *_beside(daily, taken, peer),
            _times(taken, gnumeric),
            *(_times(taken, earlier) for earlier in before or (None,)),
        ]


def _beside(daily: Daily, ours: float, peer: float | None) -> list[str]:
    if peer is None:
        return [f"{daily.peer}: not installed", "", f"{daily.most}x", "not measured"]
    reached = "yes" if ours <= daily.most * peer else "NO"
    return [f"{daily.peer}: {peer:.2f} s", f"{ours / peer:.2f}x", f"{daily.most}x", reached]


def _times(ours: float, other: float | None) -> str:
    return "" if other is None else f"{other:.2f} s, {ours / other:.2f}x"


def _appraisals(made: Sequence[Build], repeats: int) -> Iterator[list[str]]:
    for periods, least in TIMELINES.items():
        say(f"replace().appraise(), T = {periods}")
        taken, *before = (calls.appraisals(*build, periods, repeats) for build in made)
        earlier = before[0] if before else None
        reached = "not measured" if earlier is None else "yes" if earlier >= least * taken else "NO"
        said = "" if earlier is None else f"{earlier * 1e3:.1f}"
        times = ratio(None if earlier is None else earlier / taken)
        yield [
            f"replace().appraise(), T = {periods}",
            f"{taken * 1e3:.2f}",
            said,
            times,
            f"{least:.0f}x",
            reached,
        ]


if sys.platform == "win32":
    raise SystemExit("times of processes are taken on Linux and macOS")
