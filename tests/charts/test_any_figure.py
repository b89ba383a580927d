"""Any figure at all: names of markup and of any letters, numbers of any size, every kind, language and width."""

from collections.abc import Callable
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.charts.svg import svg_text
from relocation.labels import Label, same
from relocation.tables.figures import Figure, Group, Level, Mark, Series
from tests.charts.figures import CASH_LINE, EXAMPLES, TOLD, lines
from tests.charts.trees import boxes, nodes

HOSTILE = [
    "<script>alert(1)</script>",
    "]]></title><svg onload=alert(1)>",
    "\"quoted' & <b>bold</b>",
    "&amp; &lt; &#x41; &nbsp;",
    "a\x00b\x07c\ud800d\ufffee",
    "two\nlines\tand a tab",
    "{{ 7*7 }} ${7*7} %s",
    "العربية \u202eevil\u202c",
    "😀" * 20,
    "一" * 80,
    "Wm" * 120,
]
ALLOWED = {"svg", "title", "desc", "text", "rect", "line", "path", "circle"}
LANGUAGE_AND_WIDTH = [("en", 760), ("en", 390), ("zh", 760), ("zh", 390)]

NAMES = st.one_of(
    st.sampled_from(["", "Quota price", "安置住房（6栋）：单位造价", *HOSTILE]), st.text(max_size=60)
)
LABELS = st.one_of(st.builds(Label, NAMES, NAMES), st.builds(same, NAMES))
NUMBERS = st.one_of(
    st.none(),
    st.just(0.0),
    st.floats(-1e9, 1e9),
    st.floats(-1e18, 1e18),
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(-1e-6, 1e-6),
)
UNITS = st.sampled_from(["yuan", "yuan/household", "share", "times", "household"])


def values(count: int) -> Any:
    return st.lists(NUMBERS, min_size=count, max_size=count).map(tuple)


@st.composite
def figures(draw: Callable[[Any], Any], kind: str) -> Figure:
    """A figure of a kind, with as many series as that has."""
    count = draw(st.integers(0 if kind != "areas" else 1, 12))
    many = {"tornado": (2, 2), "histogram": (1, 1), "fan": (5, 5), "areas": (1, 2), "heat": (1, 4)}.get(
        kind, (1, 5)
    )
    names = tuple(draw(st.lists(LABELS, min_size=count, max_size=count)))
    if kind in {"lines", "columns", "fan"} and draw(st.booleans()):
        names = tuple(same(f"{2016 + place // 12}-{place % 12 + 1:02d}") for place in range(count))
    roles = st.sampled_from(["cash", "debt", "before_financing", "outstanding", "case", "use", "paid", ""])
    series = tuple(
        Series(draw(LABELS), draw(values(count)), draw(roles)) for _ in range(draw(st.integers(*many)))
    )
    edges: tuple[float, ...] = ()
    if kind == "histogram":
        low, step = draw(st.floats(-1e9, 1e9)), draw(st.floats(1, 1e8))
        edges = tuple(low + step * place for place in range(count + 1))
    marks = draw(st.lists(st.builds(Mark, LABELS, st.just(0), st.integers(0, 12)), max_size=2))
    levels = draw(st.lists(st.builds(Level, LABELS, NUMBERS), max_size=3))
    groups = [Group(draw(LABELS), 0)] if kind == "bars" and draw(st.booleans()) else []
    return Figure(
        "any",
        kind,  # type: ignore[arg-type]
        draw(LABELS),
        draw(UNITS),
        names,
        series,
        tuple(marks) if kind in {"lines", "columns"} else (),
        TOLD,
        tuple(levels),
        edges,
        tuple(groups),
        stacked=draw(st.booleans()),
        running=draw(st.booleans()),
        sparse=draw(st.booleans()),
    )


@pytest.mark.parametrize("kind", sorted({figure.kind for figure in EXAMPLES.values()}))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_figure_is_well_formed_and_no_text_covers_another(kind: str, data: st.DataObject) -> None:
    figure = data.draw(figures(kind))
    lang, width = data.draw(st.sampled_from(LANGUAGE_AND_WIDTH))
    svg = ElementTree.fromstring(svg_text(figure, lang, width))
    assert {element.tag.rpartition("}")[2] for element in svg.iter()} <= ALLOWED
    for element in svg.iter():
        assert not {name for name in element.attrib if name.startswith("on") or name in {"style", "href"}}
        for value in element.attrib.values():
            assert "NaN" not in value or value == svg.attrib["aria-label"]
            assert "Infinity" not in value or value == svg.attrib["aria-label"]
    placed = boxes(nodes(figure, lang, width))
    for one, other in combinations(placed, 2):
        assert not one.touches(other), (one, other)
    high = float(svg.attrib["height"])
    for one in placed:
        assert one.left >= -11, one
        assert one.right <= width - 9, one
        assert -6 <= one.top <= one.bottom <= high, one


@pytest.mark.parametrize("name", HOSTILE)
def test_markup_in_a_name_is_text(name: str) -> None:
    figure = lines(
        Series(same(name), CASH_LINE.values, "cash"),
        Series(same("b"), CASH_LINE.values, "case"),
        names=(same(name),) * 5,
    )
    text = svg_text(figure, "en")
    svg = ElementTree.fromstring(text)
    assert "<script" not in text
    assert "<b>" not in text
    assert {element.tag.rpartition("}")[2] for element in svg.iter()} <= ALLOWED


def test_a_long_name_is_cut_and_told_in_full() -> None:
    figure = EXAMPLES["bars"]
    name = "Compensation of demolished houses " * 8
    long = Figure(figure.key, figure.kind, figure.title, figure.unit, (same(name),), (CASH_LINE,))
    drawing = nodes(long)
    shown = [node.text for node in drawing if node.attributes.get("class") == "name"]
    assert shown[-1].endswith("…")
    assert name.strip() in {node.text for node in drawing if node.tag == "title"}


def test_no_number_is_ever_cut() -> None:
    wide = tuple(-123_456_789_012.34 for _ in range(3))
    for kind in ("heat", "bars", "tornado"):
        figure = EXAMPLES[kind]
        series = tuple(
            Series(one.name, wide, one.role) for one in (figure.series * 2)[: 4 if kind == "heat" else 2]
        )
        drawing = nodes(
            Figure("wide", figure.kind, figure.title, "yuan", figure.names[:3], series), width=390
        )
        told = {node.text for node in drawing if node.attributes.get("class") == "value"}
        assert told <= {"-123,456.789", "-123,457", "-1.2E5"}


def test_the_same_figure_is_drawn_the_same() -> None:
    for figure in EXAMPLES.values():
        assert svg_text(figure, "zh", 390) == svg_text(figure, "zh", 390)
