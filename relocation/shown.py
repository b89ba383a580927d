"""What a notebook shows of a result: what is told of it, in the tables that the command line, pages and documents share."""

from __future__ import annotations

from relocation import hooks


class Shown:
    """Something of which a notebook shows what is told, in the language that RELOCATION_LANG or the machine names."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        text: str = hooks.call("html", self)
        return text
