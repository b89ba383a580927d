"""A figure as the text of an SVG: drawn by the scripts of the page in an engine that is kept between calls."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

from relocation.javascript import Engine, script
from relocation.labels import Language
from relocation.tables.figures import Figure, figure_data

# Whatever draws: in this order, each after what it rests on.
SCRIPTS = (
    "tables.numbers",
    "charts.parts",
    "charts.axes",
    "charts.periods",
    "charts.bars",
    "charts.tiles",
    "charts.drawing",
)
WIDTH, NARROW_WIDTH = 760, 390  # of a page or a sheet of paper, and of a phone, in pixels
NAMESPACE = "http://www.w3.org/2000/svg"

Node = list[Any]  # tag, attributes, children or text


def svg_text(
    figure: Figure, lang: Language, width: int = WIDTH, *, scale: str | None = None, titled: bool = True
) -> str:
    """The picture of a figure in a language and so many pixels wide; money on a scale, if not given that of the language."""
    tag, attributes, children = drawn(figure_data(figure, scale, titled=titled), lang, width)
    return "".join(_written([tag, {"xmlns": NAMESPACE, **attributes}, children]))


def drawn(data: dict[str, Any], lang: Language, width: int) -> Node:
    """The tree of nodes of a figure that is given as data."""
    tree: Node = _engine().call("drawing", data, lang, width)
    return tree


@cache
def _engine() -> Engine:
    return Engine(*map(script, SCRIPTS))


def _written(node: Node | str) -> list[str]:
    """A node with what is in it as text, piece by piece."""
    if isinstance(node, str):
        return [escape(node, quote=False)]
    tag, attributes, children = node
    head = "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items())
    inner = [piece for child in children for piece in _written(child)]
    return [f"<{tag}{head}/>"] if not inner else [f"<{tag}{head}>", *inner, f"</{tag}>"]
