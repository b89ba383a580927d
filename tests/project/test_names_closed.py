"""A name that turns the direction of writing turns it within itself only: a number behind it is never read backwards."""

import pytest

import relocation
from relocation.project.fields import closed_name
from relocation.project.names import input_labels


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("Road", ""),
        ("\u202eRoad", "\u202c"),
        ("\u202eRoad\u202c", ""),
        ("\u202eA\u202bB\u202c", "\u202c"),
        ("\u2067A\u202eB", "\u202c\u2069"),
        ("\u2067A\u202eB\u2069", ""),
        ("\u202cA\u2069", ""),
        ("\u2067A\u202c", "\u2069"),
    ],
)
def test_a_name_ends_each_direction_that_it_begins(name: str, ending: str) -> None:
    assert closed_name(name) == name + ending
    assert closed_name(closed_name(name)) == name + ending


def test_what_stands_behind_a_name_is_read_as_it_is_written() -> None:
    project = relocation.load("lujia").replace(
        {"loans.adbc.label_zh": "行\u202e", "village.name_en": "Village \u202e"}
    )
    assert input_labels(project)["loans.adbc.term"].zh.startswith("行\u202e\u202c：")
    assert project.village.name_en == "Village \u202e\u202c"
