"""How the workbook looks: fonts, colours, number formats, and how the style of a cell is set."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any, Literal, NamedTuple, TypedDict, Unpack
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray

from relocation.labels import Language
from relocation.tables.numbers import without_zero

MoneyUnit = Literal["yuan", "wan", "million"]

FONTS: dict[Language, str] = {"en": "Arial", "zh": "宋体"}
NORMAL = Font(
    name="Arial", size=10
)  # by whose digits programs measure columns; found, or matched, everywhere
INK = "1F2A37"
ACCENT = "0F4C5C"
QUIET = "6B7280"
INPUT_INK = "1D4ED8"
RULE = "D5DBE1"
WARNING = "B45309"

INPUT_FILL = PatternFill("solid", fgColor="FFF7DB")
KEY_FILL = PatternFill("solid", fgColor="FFEBB0")
FIXED_FILL = PatternFill("solid", fgColor="EEF0F3")
HEADING_FILL = PatternFill("solid", fgColor=ACCENT)
SECTION_FILL = PatternFill("solid", fgColor="DCE9EC")
TOTAL_FILL = PatternFill("solid", fgColor="F1F6F7")
PASS_FILL = PatternFill("solid", bgColor="CDEBD3")
FAIL_FILL = PatternFill("solid", bgColor="F8C9C4")
WARN_FILL = PatternFill("solid", bgColor="FBE3B6")
CHANGED_FILL = PatternFill("solid", bgColor="F9D9A8")

HAIRLINE = Border(bottom=Side(style="hair", color=RULE))
ITEM_LINE = Border(top=Side(style="thin", color="9DB8BE"), bottom=Side(style="hair", color=RULE))
GRID = Border(
    left=Side(style="hair", color=RULE),
    right=Side(style="hair", color=RULE),
    bottom=Side(style="hair", color=RULE),
)
TOTAL_LINE = Border(top=Side(style="thin", color=ACCENT), bottom=Side(style="thin", color=ACCENT))
# How a section, a total and any other row look, as rules that a row may follow or not: their fill and their lines.
SECTION = (PatternFill("solid", bgColor="DCE9EC"), None)
TOTAL = (PatternFill("solid", bgColor="F1F6F7"), TOTAL_LINE)
PLAIN = (None, HAIRLINE)
UNLOCKED = Protection(locked=False)
MIDDLE = Alignment(vertical="center")
LEFT = Alignment(vertical="center", wrap_text=True)
SET_IN = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
RUN_OVER = Alignment(horizontal="left", vertical="center", indent=1)  # into empty cells beside it
SET_IN_TWICE = Alignment(horizontal="left", vertical="center", indent=2)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
TO_THE_LEFT = Alignment(horizontal="left", vertical="center")
FITTED = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)

# The scale of money in a workbook of which nobody asked another; values are in yuan whatever it shows.
USUAL_MONEY: dict[Language, MoneyUnit] = {"en": "yuan", "zh": "wan"}


@cache
def font(
    lang: Language,
    size: float = 10,
    *,
    bold: bool = False,
    colour: str = INK,
    italic: bool = False,
    figures: bool = False,
) -> Font:
    """The workbook's font; Chinese files name a Chinese font for words, so that no program has to guess one."""
    name = NORMAL.name if figures else FONTS[lang]
    return Font(name=name, size=size, bold=bold, color=colour, italic=italic)


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


def varied(look: Look, **more: Unpack[Look]) -> Look:
    """A look with some of its parts otherwise."""
    return {**look, **more}


HEADING: Look = {"bold": True, "colour": "FFFFFF", "fill": HEADING_FILL, "alignment": CENTRE}
BELOW_HEADING: Look = {"colour": QUIET, "alignment": CENTRE, "fill": TOTAL_FILL}
LINE: Look = {"border": HAIRLINE}  # one cell of a table
WORDS: Look = {**LINE, "alignment": LEFT}
CENTRED: Look = {**LINE, "alignment": CENTRE}
STRONG: Look = {**LINE, "bold": True}
QUIET_LINE: Look = {**LINE, "colour": QUIET}
GROUP: Look = {"bold": True, "size": 11, "colour": ACCENT}  # the heading of a group of rows


Combination = tuple[bytes, tuple[tuple[str, object], ...]]

# Each combination is worked out once, since the library compares all parts of a style anew for every cell. Beside a style
# stand the parts it was made of: while they live, nothing else can have their identity.
_known: WeakKeyDictionary[Workbook, dict[Combination, tuple[StyleArray, StyleParts]]] = WeakKeyDictionary()


def parts_of(look: Look, lang: Language, *, figures: bool, is_slot: bool) -> StyleParts:
    """A look as the parts of a style. `figures` says that a cell shows a number, `is_slot` that a zero in it shows nothing."""
    parts: StyleParts = {
        "font": font(
            lang,
            look.get("size", 10),
            bold=look.get("bold", False),
            colour=look.get("colour", INK),
            italic=look.get("italic", False),
            figures=figures,
        )
    }
    if (fill := look.get("fill")) is not None:
        parts["fill"] = fill
    if "number_format" in look:
        shown = look["number_format"]
        parts["number_format"] = without_zero(shown) if is_slot else shown
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
