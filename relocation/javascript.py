"""Runs the scripts of this package in a small engine, so that what a page draws and works out is the same in Python.

The scripts are those of the page, read from the files that stand beside the modules they belong to. The engine, QuickJS, has no
network, no files and no document.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import quickjs

SCRIPTS = ".js"


@cache
def script(name: str) -> str:
    """The text of a script by its dotted name: `charts.drawing` stands in charts/drawing.js."""
    folder, _, file = name.rpartition(".")
    place = files("relocation").joinpath(*folder.split("."))
    return place.joinpath(file + SCRIPTS).read_text(encoding="utf-8")


class Engine:
    """An engine with some scripts loaded; their functions take and give what JSON can hold."""

    def __init__(self, *scripts: str) -> None:
        self._context = quickjs.Context()
        for text in scripts:
            self._context.eval(text)

    def call(self, function: str, *arguments: Any) -> Any:
        """What a function of the scripts gives. Raises quickjs.JSException for what it throws."""
        told = json.dumps(arguments, ensure_ascii=False, allow_nan=False)
        self._context.set("told", told)
        return json.loads(self._context.eval(f"JSON.stringify({function}(...JSON.parse(told)))"))
