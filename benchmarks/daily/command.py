"""Times what users call every day, prints the tables and writes them to benchmarks/daily/results.md.

All times are CPU seconds of whole processes, the fastest of several, so that only their ratios mean anything elsewhere.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks import machine
from benchmarks.daily import builds, calls
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
seconds of whole processes, the fastest of several calls."""


def main() -> None:
    asked = _arguments()
    repeats = QUICK if asked.quick else REPEATS
    run_on = markdown(("run on", ""), machine.facts(PACKAGES, PROGRAMS))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        ours = Build(builds.here(), folder / "here")
        before = None
        if asked.against:
            say(f"installing {asked.against}")
            before = Build(builds.earlier(asked.against, folder), folder / "earlier")
        say("templates")
        for build in filter(None, (ours, before)):
            build.folder.mkdir()
            calls.files(build.python, build.folder)
        say("peers")
        peers = dict(calls.peers(ours.python, ours.folder, repeats))
        commands = markdown(
            ("call", "seconds", "beside", "is", "goal", "reached", "Gnumeric", "earlier build"),
            _commands(peers, ours, before, repeats),
        )
        scenarios = markdown(
            ("call", "ms", "earlier build", "times faster", "goal", "reached"),
            _appraisals(ours, before, repeats),
        )
    asked.only = None
    publish(asked, INTRODUCTION, [commands, scenarios, run_on], RESULTS)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.daily", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one call of each; writes no file")
    parser.add_argument(
        "--against", metavar="COMMIT", help="also install this commit in a venv of its own and time it"
    )
    return parser.parse_args()


def _commands(
    peers: Mapping[tuple[str, str], float | None], ours: Build, before: Build | None, repeats: int
) -> Iterator[list[str]]:
    for daily in CALLS:
        say(daily.text)
        taken = calls.seconds(daily, *ours, repeats)
        earlier = calls.seconds(daily, *before, repeats) if before else None
        peer, gnumeric = peers[daily.peer, daily.file], peers.get((GNUMERIC, daily.file))
        yield [
            daily.text,
            f"{taken:.2f}",
            *_beside(daily, taken, peer),
            _times(taken, gnumeric),
            _times(taken, earlier),
        ]


def _beside(daily: Daily, ours: float, peer: float | None) -> list[str]:
    if peer is None:
        return [f"{daily.peer}: not installed", "", f"{daily.most}x", "not measured"]
    reached = "yes" if ours <= daily.most * peer else "NO"
    return [f"{daily.peer}: {peer:.2f} s", f"{ours / peer:.2f}x", f"{daily.most}x", reached]


def _times(ours: float, other: float | None) -> str:
    return "" if other is None else f"{other:.2f} s, {ours / other:.2f}x"


def _appraisals(ours: Build, before: Build | None, repeats: int) -> Iterator[list[str]]:
    for periods, least in TIMELINES.items():
        say(f"replace().appraise(), T = {periods}")
        taken = calls.appraisals(*ours, periods, repeats)
        earlier = calls.appraisals(*before, periods, repeats) if before else None
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
