"""Reading a drawn tree: its nodes of a class, the points of its paths, the room of its texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from relocation.charts.svg import SCRIPTS, drawn
from relocation.javascript import Engine, script
from relocation.labels import Language
from relocation.tables.figures import Figure, figure_data

Point = tuple[float, float]


class Node(NamedTuple):
    tag: str
    attributes: dict[str, Any]
    text: str

    def number(self, name: str) -> float:
        return float(self.attributes[name])


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str

    def touches(self, other: Box) -> bool:
        """Whether the two cover each other by more than the rounding of a place."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.5 and down > 0.5


@cache
def engine() -> Engine:
    return Engine(*map(script, SCRIPTS))


def nodes(figure: Figure, lang: Language = "en", width: int = 760, *, titled: bool = True) -> list[Node]:
    """Every node of the drawing of a figure, the svg first."""
    return list(flattened(drawn(figure_data(figure, titled=titled), lang, width)))


def flattened(tree: Any) -> Iterator[Node]:
    tag, attributes, children = tree
    yield Node(tag, attributes, "".join(child for child in children if isinstance(child, str)))
    for child in children:
        if not isinstance(child, str):
            yield from flattened(child)


def of_class(drawing: list[Node], name: str, tag: str = "") -> list[Node]:
    return [node for node in drawing if node.attributes.get("class") == name and tag in {"", node.tag}]


def texts(drawing: list[Node], name: str) -> list[str]:
    return [node.text for node in of_class(drawing, name, "text")]


def points(path: str) -> list[list[Point]]:
    """The points of a path of M and L, a list for each piece."""
    pieces = [piece for piece in path.split("M") if piece]
    return [[place(part) for part in piece.strip("Z").split("L")] for piece in pieces]


def place(text: str) -> Point:
    x, y = text.split()
    return float(x), float(y)


def columns(path: str) -> list[tuple[float, float, float, float]]:
    """Left, foot, right and top of each column of a path."""
    found = re.findall(r"M(\S+) (\S+)V(\S+)H(\S+)V", path)
    return [(float(left), float(foot), float(right), float(top)) for left, foot, top, right in found]


def boxes(drawing: list[Node]) -> list[Box]:
    """The room that each text takes, as the script itself counts it."""
    svg = drawing[0]
    return [box(node, svg.number("font-size")) for node in drawing if node.tag == "text" and node.text]


def box(node: Node, usual: float) -> Box:
    size = float(node.attributes.get("font-size", usual))
    is_bold = node.attributes.get("font-weight") == "bold"
    width = engine().call("chartTextWidth", node.text, size, is_bold)
    x, y = node.number("x"), node.number("y")
    left = {"start": x, "middle": x - width / 2, "end": x - width}[
        node.attributes.get("text-anchor", "start")
    ]
    return Box(left, y - 0.78 * size, left + width, y + 0.2 * size, node.text)
