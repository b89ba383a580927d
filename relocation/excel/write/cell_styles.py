"""How the style of a cell is set: each combination is worked out once, since the library compares all parts of a style anew for
every cell."""

from __future__ import annotations

from copy import copy
from typing import Any, NamedTuple, TypedDict, Unpack
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection
from openpyxl.styles.cell_style import StyleArray

from relocation.excel.write import styles
from relocation.labels import Language


class StyleParts(TypedDict, total=False):
    """What the style of a cell is made of; a part that is left out stays as it is."""

    font: Font
    fill: PatternFill
    number_format: str
    alignment: Alignment
    border: Border
    protection: Protection


class Look(TypedDict, total=False):
    """How a cell looks; what is left out stays as usual."""

    size: float
    bold: bool
    italic: bool
    colour: str
    fill: PatternFill | None
    number_format: str
    alignment: Alignment
    border: Border
    protection: Protection
    item: str  # the path of the item that a cell tells of; a cell of a slot is empty until the slot is used


class Style(NamedTuple):
    """Parts of a style, and what tells them from others."""

    parts: StyleParts
    key: tuple[tuple[str, object], ...]


Combination = tuple[bytes, tuple[tuple[str, object], ...]]

# Beside a style stand the parts it was made of: while they live, nothing else can have their identity.
_known: WeakKeyDictionary[Workbook, dict[Combination, tuple[StyleArray, StyleParts]]] = WeakKeyDictionary()


def parts_of(look: Look, lang: Language, *, figures: bool, is_slot: bool) -> StyleParts:
    """A look as the parts of a style. `figures` says that a cell shows a number, `is_slot` that a zero in it shows nothing."""
    parts: StyleParts = {
        "font": styles.font(
            lang,
            look.get("size", 10),
            bold=look.get("bold", False),
            colour=look.get("colour", styles.INK),
            italic=look.get("italic", False),
            figures=figures,
        )
    }
    if (fill := look.get("fill")) is not None:
        parts["fill"] = fill
    if "number_format" in look:
        shown = look["number_format"]
        parts["number_format"] = styles.without_zero(shown) if is_slot else shown
    if "alignment" in look:
        parts["alignment"] = look["alignment"]
    if "border" in look:
        parts["border"] = look["border"]
    if "protection" in look:
        parts["protection"] = look["protection"]
    return parts


def set_style(cell: Cell | MergedCell, **parts: Unpack[StyleParts]) -> None:
    """Sets parts of the style of a cell."""
    _set_style(cell, parts, _key_of(parts))


def set_formula(cell: Cell, formula: str, style: Style) -> None:
    """Sets a formula and the style of its cell, without asking what kind of value it is."""
    written: Any = cell  # the library's stubs leave out where it keeps the value of a cell
    written._value, written.data_type = formula, "f"
    _set_style(cell, style.parts, style.key)


def style_of(parts: StyleParts) -> Style:
    """Parts of a style for many cells."""
    return Style(parts, _key_of(parts))


def _key_of(parts: StyleParts) -> tuple[tuple[str, object], ...]:
    return tuple((name, part if isinstance(part, str) else id(part)) for name, part in parts.items())


def _set_style(cell: Cell | MergedCell, parts: StyleParts, key: tuple[tuple[str, object], ...]) -> None:
    styled: Any = cell  # the library's stubs leave out where it keeps the style of a cell
    known = _known.setdefault(styled.parent.parent, {})
    combination = (styled._style.tobytes() if styled.has_style else b"", key)
    if combination in known:
        styled._style = StyleArray(known[combination][0])
        return
    for name, part in parts.items():
        setattr(styled, name, part)
    known[combination] = copy(styled._style), parts
