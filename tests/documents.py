"""What stands in the documents: fenced blocks, and the commands that a reader would type."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")


class Block(NamedTuple):
    """A fenced block: the marker above it, if any, its language and its text."""

    marker: str
    language: str
    text: str


def blocks(path: Path) -> list[Block]:
    fenced = r"(?:<!-- ([a-z-]+) -->\n)?^```(\w*)\n(.*?)^```$"
    parts = re.findall(fenced, path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [Block(*part) for part in parts]


def sessions(path: Path) -> Iterator[tuple[str, str]]:
    """Commands with what they are said to print."""
    for block in blocks(path):
        if block.language == "console":
            first, _, said = block.text.partition("\n")
            yield first.removeprefix("$ "), said


def shell_lines(path: Path) -> Iterator[str]:
    """Lines to type one after the other; what installs stands under a marker and is left to other tests."""
    for block in blocks(path):
        if block.language == "sh" and not block.marker:
            yield from block.text.splitlines()


def bring_examples(folder: Path) -> None:
    """Commands that read an example are run as from the folder of the README."""
    shutil.copytree(ROOT / "examples", folder / "examples")
