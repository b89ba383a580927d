"""What every kind of picture holds, in both languages and both widths."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from relocation.charts.svg import NARROW_WIDTH, WIDTH, svg_text
from relocation.labels import LANGUAGES, Language
from tests.charts.figures import EXAMPLES


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [WIDTH, NARROW_WIDTH])
@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_kind_is_well_formed_and_told(kind: str, width: int, lang: Language) -> None:
    figure = EXAMPLES[kind]
    svg = ElementTree.fromstring(svg_text(figure, lang, width))
    texts = [element.text for element in svg]
    assert svg.attrib["role"] == "img"
    assert svg.attrib["width"] == str(width)
    assert texts[:2] == [figure.title.text(lang), figure.told.text(lang)]
    assert figure.told.text(lang) in svg.attrib["aria-label"]
