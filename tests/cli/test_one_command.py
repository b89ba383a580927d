"""Of the commands only that is prepared which is asked for; nobody may notice but by the time."""

import pytest
from typer.main import get_command

from relocation.cli import _know_only, app


@pytest.fixture(autouse=True)
def _all_commands_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "registered_commands", list(app.registered_commands))


def known() -> set[str]:
    return set(get_command(app).commands)  # type: ignore[attr-defined]


def test_every_command_is_known_alone_by_its_name() -> None:
    every = list(app.registered_commands)
    for name in known():
        app.registered_commands = list(every)
        _know_only([name])
        assert known() == {name}


@pytest.mark.parametrize("asked", [[], ["--help"], ["-h"], ["--version"], ["rum"], ["--lang"]])
def test_all_are_known_where_none_is_named(asked: list[str]) -> None:
    before = known()
    _know_only(asked)
    assert known() == before
    assert len(before) > 20
