"""The templates of all pages, each filled in one pass: every text is escaped unless it is marked as written already."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


@cache
def template(name: str) -> Template:
    """A template by its folder below the package and the name of its file: page/still."""
    environment = Environment(
        loader=PackageLoader("relocation", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.html")
