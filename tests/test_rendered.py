"""Every command shows what it showed before, in both languages and every form, unless a reason is recorded."""

import pytest
from typer.main import get_command

from relocation.cli import app
from relocation.labels import Language
from tests.rendered_commands import (
    FORM,
    LANGUAGE,
    LANGUAGES,
    MORE,
    NEEDS_A_CLUSTER,
    NOT_RENDERED,
    SHOWS_VERSIONS,
    groups,
    neutral,
    renderings,
)
from tests.rendered_record import PAGE, Record, differing, digests, page, recorded, records

HOW = """these commands show something else than recorded. To see what: run
    python tests/rendered_commands.py FOLDER --only {group}
here and in a checkout of the commit before, and compare the folders with diff -r. If it is intended, record the reason:
    python tests/rendered_commands.py --record WHY --only {group}
"""


ENDED_WELL = "\nexit code 0\n"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("group", groups())
def test_the_commands_show_what_they_showed(group: str, lang: Language) -> None:
    before = {name: digest for name, digest in recorded(group).items() if f"/{lang}." in name}
    shown = renderings(group, lang)
    if not group.startswith(MORE):  # what a document says to type ends well
        assert [
            name for name, text in shown.items() if text.startswith("$ ") and ENDED_WELL not in text
        ] == []
    changed = differing(before, digests(shown))
    assert not changed, HOW.format(group=group) + "\n".join(changed)


def test_every_option_of_every_command_is_rendered() -> None:
    """But for those that each line is given anyway, one that needs machines of its own, and commands of which each line shows something else."""
    lines = [line for typed in groups().values() for line in typed]
    used = {(line[0], word) for line in lines for word in line}
    given = {*LANGUAGE, *FORM, "--force", NEEDS_A_CLUSTER, SHOWS_VERSIONS}
    commands = {
        name: command for name, command in get_command(app).commands.items() if name not in NOT_RENDERED
    }
    assert set(commands) == {command for command, *_ in lines}
    missing = [
        (name, param.opts)
        for name, command in commands.items()
        for param in command.params
        if param.opts[0].startswith("-") and not given & {*param.opts}
        if not used & {(name, option) for option in param.opts}
    ]
    assert missing == []


def test_every_rendering_belongs_to_a_group_that_is_rendered() -> None:
    names = {name for record in records() for name, digest in record["digests"].items() if digest}
    assert {name.partition("/")[0] for name in names} == set(groups())


def test_every_difference_has_its_reason_on_the_page() -> None:
    told = records()
    assert all(len(record["why"].split()) > 2 for record in told)
    assert PAGE.read_text("utf-8") == page(told)


def test_only_last_digits_and_the_version_are_left_out() -> None:
    assert neutral("1.00000000000001 65427.9764285714286 0.1 12,345.678901") == (
        "1 65427.9764286 0.1 12,345.678901"
    )
    assert neutral("-0.0 | n/a | -0.00") == "-0.0 | n/a | -0.00"


def test_a_record_is_laid_over_those_before_it() -> None:
    told: list[Record] = [
        {"why": "as first recorded", "digests": {"a/x": "1", "a/y": "2", "b/x": "3"}},
        {"why": "y is gone", "digests": {"a/x": "4", "a/y": None}},
    ]
    assert recorded("a", told) == {"a/x": "4"}
    assert differing({"x": "1", "y": "2", "z": "3"}, {"x": "1", "y": "4", "w": "5"}) == {
        "w": "5",
        "y": "4",
        "z": None,
    }
