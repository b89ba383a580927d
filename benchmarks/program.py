"""What the programs here do alike: read the command line, choose peers, print the tables and write them to a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from benchmarks import machine

Peer = TypeVar("Peer")


def arguments(module: str, text: str | None, *, quick: str, full: str) -> argparse.Namespace:
    """The command line; `quick` and `full` say what these change."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=text)
    parser.add_argument("--quick", action="store_true", help=f"{quick}; writes no file")
    parser.add_argument("--full", action="store_true", help=full)
    parser.add_argument(
        "--only", metavar="NAME", help="only the peers with this in their key; writes no file"
    )
    return parser.parse_args()


def chosen(peers: Sequence[Peer], only: str | None) -> list[Peer]:
    """The peers with a text in their key. Ends the program if there is none."""
    keys = {peer.key: peer for peer in peers}  # type: ignore[attr-defined]
    found = [peer for key, peer in keys.items() if only is None or only in key]
    if not found:
        sys.exit(f"no such peer: {only}; there is {', '.join(keys)}")
    return found


def publish(asked: argparse.Namespace, introduction: str, sections: Iterable[str], file: Path) -> None:
    """Prints the sections; a whole run writes them to a file."""
    text = "\n\n".join([*sections, f"Load at the end: {machine.load()}."])
    print(text)
    if asked.only is None and not asked.quick:
        file.write_text(f"{introduction}\n\n{text}\n", "utf-8")


def say(what: str) -> None:
    """What is done now, on stderr."""
    print(f"... {what}", file=sys.stderr, flush=True)
