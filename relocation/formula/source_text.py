"""What the sources of all kernels write alike, whatever works them out."""

from __future__ import annotations

from relocation.formula.graph import Node

START = {"lowest": "inf", "highest": "-inf"}  # before the first step; other reductions begin with nothing


def literal(node: Node) -> str:
    """A number that is built into the source."""
    return {"nan": "nan", "inf": "inf", "-inf": "(-inf)"}.get(repr(node.value), f"({node.value!r})")


def start(node: Node) -> str:
    """What a reduction is before its first step."""
    return START.get(node.op, "0.0")
