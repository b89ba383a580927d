"""The colours can be seen on white, told apart by people who see no red or no green, and by their lightness in grey print."""

import math
from itertools import combinations
from typing import Any

import pytest

from relocation.javascript import Engine, script

Colour = tuple[float, float, float]  # linear red, green, blue

# Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1.0.
DEFICIENT = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
SEEN_ON_WHITE, READ = 3.0, 4.5  # contrast of graphics and of texts, WCAG 2.2
APART, APART_IN_GREY = 15.0, 6.0  # distances in CIELAB, about 2 of which are just noticed side by side


def constants(text: str) -> Any:
    return Engine(
        script("charts.parts"), script("charts.tiles"), f"function wanted() {{ return {text}; }}"
    ).call("wanted")


SERIES = constants("CHART_COLOURS")
INK, QUIET = constants("[CHART_INK, CHART_QUIET]")
FIELDS = constants("[HEAT_HOLDS, HEAT_FAILS]")


def linear(colour: str) -> Colour:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def luminance(colour: Colour) -> float:
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted(luminance(linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour: Colour) -> Colour:
    red, green, blue = colour
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    of_x, of_y, of_z = (bent(part) for part in (x, luminance(colour), z))
    return 116 * of_y - 16, 500 * (of_x - of_y), 200 * (of_y - of_z)


def bent(part: float) -> float:
    return part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116


def seen_with(deficiency: str, colour: str) -> Colour:
    rows = [
        sum(factor * part for factor, part in zip(row, linear(colour), strict=True))
        for row in DEFICIENT[deficiency]
    ]
    red, green, blue = (min(max(part, 0.0), 1.0) for part in rows)
    return red, green, blue


def worst_distance(deficiency: str, colours: list[str]) -> float:
    seen = [lab(seen_with(deficiency, colour)) for colour in colours]
    return min(math.dist(one, other) for one, other in combinations(seen, 2))


def worst_in_grey(colours: list[str]) -> float:
    return min(abs(lab(linear(one))[0] - lab(linear(other))[0]) for one, other in combinations(colours, 2))


@pytest.mark.parametrize("colour", SERIES)
def test_every_colour_is_seen_on_white(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= SEEN_ON_WHITE


@pytest.mark.parametrize("deficiency", DEFICIENT)
def test_colours_are_told_apart_without_red_or_green(deficiency: str) -> None:
    assert worst_distance(deficiency, SERIES) >= APART


def test_colours_are_told_apart_in_grey() -> None:
    assert worst_in_grey(SERIES) >= APART_IN_GREY


@pytest.mark.parametrize("background", ["#ffffff", *(colour for side in FIELDS for colour in side)])
def test_texts_are_read_on_white_and_on_every_field(background: str) -> None:
    assert contrast(INK, background) >= READ
    assert contrast(QUIET, "#ffffff") >= READ


@pytest.mark.parametrize("colour", [SERIES[3], SERIES[2]])
def test_signs_are_seen_on_their_fields(colour: str) -> None:
    side = FIELDS[0] if colour == SERIES[3] else FIELDS[1]
    assert min(contrast(colour, field) for field in side) >= SEEN_ON_WHITE


@pytest.mark.parametrize("deficiency", DEFICIENT)
def test_red_and_green_of_traffic_lights_would_fail(deficiency: str) -> None:
    assert (
        worst_distance(deficiency, ["#e15759", "#59a14f"]) < APART
        or worst_in_grey(["#e15759", "#59a14f"]) < APART_IN_GREY
    )
