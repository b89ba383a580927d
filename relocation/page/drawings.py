"""A picture as it stands in HTML: the same as its SVG, with no more quotes than it needs, and without what only says what is seen anyway."""

from __future__ import annotations

import re
from html import escape

from relocation.charts.svg import WIDTH, Node, drawn
from relocation.labels import Language
from relocation.tables.figures import Figure, figure_data

APOSTROPHE = "'"  # need not be escaped between double quotes
PLAIN = re.compile(r"[\w.#%-]+", re.ASCII)


def drawing_html(figure: Figure, lang: Language) -> str:
    """The picture of a figure in a language, as wide as a page."""
    return _written(drawn(figure_data(figure), lang, WIDTH))


def _written(node: Node | str) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    tag, attributes, children = node
    told = "".join(
        f" {name}={_quoted(str(value))}"
        for name, value in attributes.items()
        if name != "class" or tag == "svg"
    )
    inner = "".join(_written(child) for child in children if child != ["title", {}, children[-1:]])
    return f"<{tag}{told}>{inner}</{tag}>" if inner else f"<{tag}{told} />"


def _quoted(value: str) -> str:
    return value if PLAIN.fullmatch(value) else f'"{escape(value).replace("&#x27;", APOSTROPHE)}"'
