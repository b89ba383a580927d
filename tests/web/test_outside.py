"""A server with TLS stands before ours: its name is ours too, and forms come from its pages."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.responses import Response

from relocation.web.guard import Guard
from relocation.web.server import Place, address, bound, new_token, outside_of
from tests.cli.running import relocation

OUTSIDE = "https://plans.example"
GUARD = Guard(Response("let in"), frozenset({"127.0.0.1"}), "token", OUTSIDE)


def status(host: str, origin: str = "", path: str = "/token/") -> int:
    """The status of the answer to a form that is sent there."""
    headers = [(b"host", host.encode()), *([(b"origin", origin.encode())] if origin else [])]
    scope = {"type": "http", "method": "POST", "scheme": "http", "path": path, "headers": headers}
    sent: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b""}

    asyncio.run(GUARD({**scope, "server": ("127.0.0.1", 8765)}, receive, send))
    return int(sent[0]["status"])


def test_its_name_and_its_pages_are_let_in() -> None:
    assert status("plans.example", OUTSIDE) == 200
    assert status("Plans.Example", OUTSIDE) == 200
    assert status("127.0.0.1:8765", "http://127.0.0.1:8765") == 200


def test_nobody_else_is_let_in() -> None:
    assert status("plans.example", "http://plans.example") == 403
    assert status("plans.example", "http://127.0.0.1:8765") == 403
    assert status("127.0.0.1:8765", OUTSIDE) == 403
    assert status("plans.example:8765", OUTSIDE) == 421
    assert status("evil.example", OUTSIDE) == 421
    assert status("plans.example", OUTSIDE, path="/other/") == 404


def test_whoever_is_reached_through_another_server_has_a_token() -> None:
    place = Place("127.0.0.1", 0, OUTSIDE)
    token = new_token(place)
    assert token
    with bound(place) as listening:
        assert address(place, listening, token) == f"{OUTSIDE}/{token}/"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("https://Plans.Example/", OUTSIDE),
        (" https://plans.example:443", OUTSIDE),
        ("http://plans.example:8080", "http://plans.example:8080"),
        ("http://[::1]:80/", "http://[::1]"),
        ("plans.example", None),
        ("ftp://plans.example", None),
        ("https://plans.example/office", None),
        ("https://somebody@plans.example", None),
        ("https://plans.example:port", None),
        ("https://plans.example/?x", None),
    ],
)
def test_an_address_is_taken_as_browsers_name_it(typed: str, wanted: str | None) -> None:
    assert outside_of(typed) == wanted


def test_what_is_no_address_is_refused_with_what_to_write() -> None:
    told = relocation("web", "--reached-as", "plans.example")
    assert told.code == 2
    assert "https://plans.example" in told.stderr
    assert "https://plans.example" in relocation("web", "--reached-as", "x", "--lang", "zh").stderr
