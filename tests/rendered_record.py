"""The digests of everything that the commands show, as first recorded, and every intended difference since, with its reason.

rendered.json holds the first ones and is never changed; rendered_differences.jsonl holds a record a line, each laid over those
before it; rendered_differences.md tells them to a reader. What two branches add is joined by git (.gitattributes); where both
change the same rendering the test asks for a record of the two together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

FIRST = Path(__file__).with_name("rendered.json")
DIFFERENCES = Path(__file__).with_name("rendered_differences.jsonl")
PAGE = Path(__file__).with_name("rendered_differences.md")
DIGITS = 16
HEAD = """# What the commands show, and no longer show as they did

Made by `python tests/rendered_commands.py --record WHY`, newest last.

"""


class Record(TypedDict):
    """Why these renderings are what they are; None where there is no such rendering any more."""

    why: str
    digests: dict[str, str | None]


def records() -> list[Record]:
    """The first record, and those since."""
    texts = [FIRST.read_text("utf-8"), *DIFFERENCES.read_text("utf-8").splitlines()]
    return [json.loads(text) for text in texts]


def recorded(group: str, told: Iterable[Record] | None = None) -> dict[str, str]:
    """Name -> digest of the renderings of a group, as last recorded."""
    digests: dict[str, str | None] = {}
    for record in records() if told is None else told:
        digests.update(record["digests"])
    return {name: digest for name, digest in digests.items() if digest and name.startswith(f"{group}/")}


def digests(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: sha256(text.encode()).hexdigest()[:DIGITS] for name, text in texts.items()}


def differing(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str | None]:
    """What is another than before, is new, or is gone."""
    names = sorted({*before, *now})
    return {name: now.get(name) for name in names if before.get(name) != now.get(name)}


def add(why: str, groups: Iterable[str], texts: Mapping[str, str]) -> str:
    """Records what differs in these groups, and says what that is."""
    before = {name: digest for group in groups for name, digest in recorded(group).items()}
    changed = differing(before, digests(texts))
    if changed:
        record: Record = {"why": why, "digests": changed}
        with DIFFERENCES.open("a", encoding="utf-8", newline="\n") as lines:
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
        PAGE.write_text(page(records()), encoding="utf-8")
    return "\n".join(changed) or "nothing differs"


def page(told: Iterable[Record]) -> str:
    """Every record in a line, with the commands that show something else since."""
    return HEAD + "".join(f"- {record['why']}: {_summary(record['digests'])}\n" for record in told)


def _summary(changed: Mapping[str, str | None]) -> str:
    groups = sorted({name.partition("/")[0] for name in changed})
    commands = sorted({name.split("/")[1].split("_")[0] for name in changed})
    return f"{len(changed)} renderings of {', '.join(commands)} (in {', '.join(groups)})"
