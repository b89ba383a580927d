"""Where the server listens, and what is told where it cannot."""

from __future__ import annotations

import importlib.util
import socket
from typing import Any

import pytest

from relocation.cli.options import NOT_WRITTEN
from relocation.web.server import Place, address, bound
from tests.cli.running import relocation

NOWHERE = ["nowhere.invalid", "a..b", "x" * 70, "192.0.2.1", "127.0.0.1:80", "http://127.0.0.1", "999.1.1.1"]


@pytest.mark.parametrize("host", NOWHERE)
def test_a_host_that_is_none_is_named(host: str) -> None:
    outcome = relocation("web", "--host", host, "--port", "0")
    assert (outcome.code, outcome.stdout) == (NOT_WRITTEN, "")
    assert f"{host}:0: cannot listen there" in " ".join(outcome.stderr.split())


def test_a_port_that_is_taken_is_named() -> None:
    """Also while whoever took it has not begun to answer."""
    listening = bound(Place("127.0.0.1", 0))
    with listening:
        port = listening.getsockname()[1]
        outcome = relocation("web", "--port", port)
        assert outcome.code == NOT_WRITTEN
        assert f"127.0.0.1:{port}: cannot listen there" in " ".join(outcome.stderr.split())
        with pytest.raises(OSError, match="in use"):
            bound(Place("127.0.0.1", port))


def test_without_the_libraries_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    have = importlib.util.find_spec

    def lacks(name: str, *more: Any) -> Any:
        return None if name == "uvicorn" else have(name, *more)

    monkeypatch.setattr("relocation.cli.serving.find_spec", lacks)
    outcome = relocation("web")
    assert outcome.code != 0
    assert 'pip install "relocation[web]"' in " ".join(outcome.stderr.split())


@pytest.mark.parametrize(
    ("host", "token", "told"),
    [("127.0.0.1", "", "http://127.0.0.1:{0}/"), ("0.0.0.0", "t", None), ("0", "t", None)],
)
def test_the_address_is_one_that_a_browser_opens(host: str, token: str, told: str | None) -> None:
    with bound(Place(host, 0)) as listening:
        port = listening.getsockname()[1]
        expected = told or f"http://{socket.gethostname()}:{{0}}/t/"
        assert address(Place(host, port), listening, token) == expected.format(port)
