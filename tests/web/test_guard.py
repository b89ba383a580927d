"""Who is let in: the host that is called, the page that a form comes from, the token, and the headers of every answer."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from relocation.web.guard import HEADERS, in_address
from relocation.web.server import Place, new_token
from tests.processes import PATIENCE
from tests.web.serving import FORM, Reply, Served, answered, file, request, served, text

TOKEN = "a-token-that-nobody-guesses"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("here")) as server:
        yield server


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("shared"), token=TOKEN) as server:
        yield server


@pytest.mark.parametrize("host", ["127.0.0.1:{0}", "localhost:{0}", "LocalHost:{0}", "[::1]:{0}"])
def test_it_answers_to_its_names(here: Served, host: str) -> None:
    assert here.got(Host=host.format(here.port)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:1",
        "evil.example:{0}",
        "127.0.0.1.evil.example:{0}",
        "127.0.0.1:{0}.evil.example",
        "evil.example#127.0.0.1:{0}",
        "127.0.0.1:{0}/",
        "127.0.0.1:{0}?x",
        "localhost.:{0}",
        "a@127.0.0.1:{0}",
        "@127.0.0.1:{0}",
        "0.0.0.0:{0}",
        "127.0.0.1:0{0}",
        "127.0.0.1:{0}, evil.example",
        "[::ffff:127.0.0.1]:{0}",
        "[::1%25lo]:{0}",
        "2130706433:{0}",
    ],
)
def test_it_answers_to_no_other_name(here: Served, host: str) -> None:
    """A name of somebody else that is made to lead here says who calls."""
    assert here.got(Host=host.format(here.port)).status == 421


def test_a_request_calls_one_host(here: Served) -> None:
    assert (
        here.raw(f"GET / HTTP/1.1\r\nHost: {here.host}\r\nHost: evil.example\r\n\r\n".encode()).status == 400
    )
    assert here.raw(b"GET / HTTP/1.1\r\n\r\n").status == 400
    assert here.raw(b"GET / HTTP/1.0\r\n\r\n").status == 421


@pytest.mark.parametrize(
    "target", ["http://evil.example/", "http://127.0.0.1/", "*", "x", "//", "/%2e/", "/..", "/judge/"]
)
def test_a_target_is_an_address_of_ours(here: Served, target: str) -> None:
    assert here.got(target).status == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "GETS"])
def test_methods_are_those_of_a_page(here: Served, method: str) -> None:
    assert here.got(method=method).status == 405


def sent_from(server: Served, *headers: str) -> int:
    """What becomes of an empty form with these headers: 400 where it was read."""
    lines = [f"Host: {server.host}", f"Content-Type: {FORM}", "Content-Length: 11", *headers]
    return server.raw("\r\n".join(["POST /judge HTTP/1.1", *lines, "", "--tests--\r\n"]).encode()).status


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://evil.example",
        "https://{0}",
        "http://{0}/",
        "http://{0}.evil.example",
        "http://a@{0}",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://localhost:{1}",
        "http://{0} http://evil.example",
    ],
)
def test_a_form_of_another_page_is_refused(here: Served, origin: str) -> None:
    stated = f"Origin: {origin.format(here.host, here.port)}"
    own = f"Origin: http://{here.host}"
    assert sent_from(here, stated) == 403
    assert sent_from(here, own, stated) == 403
    assert sent_from(here, own) == 400


def test_what_a_browser_says_of_the_sender_counts(here: Served) -> None:
    said = {
        site: sent_from(here, f"Sec-Fetch-Site: {site}")
        for site in ("same-origin", "none", "same-site", "cross-site")
    }
    assert said == {"same-origin": 400, "none": 400, "same-site": 403, "cross-site": 403}
    assert sent_from(here, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site") == 403


@pytest.mark.parametrize("path", [f"/{TOKEN}/", f"/%61{TOKEN[1:]}/", f"/{TOKEN}/?x=1"])
def test_the_token_opens(shared: Served, path: str) -> None:
    assert shared.got(path).status == 200
    head = shared.got(path, "HEAD")
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "*",
        "x",
        f"/{TOKEN}",
        f"{TOKEN}/",
        f"//{TOKEN}/",
        f"/./{TOKEN}/",
        f"/x/../{TOKEN}/",
        f"/{TOKEN[:-1]}/",
        f"/{TOKEN}x/",
        f"/{TOKEN.upper()}/",
        f"/{TOKEN}%00/",
        f"/%FF{TOKEN}/",
        f"/{TOKEN}%5C",
        f"/{TOKEN}/x",
        f"http://127.0.0.1/{TOKEN}/",
        f"/?{TOKEN}/",
        "/" + "x" * 5000,
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_no_other_address_opens(shared: Served, path: str, method: str) -> None:
    reply = shared.got(path, method)
    assert reply.status == 404
    assert TOKEN not in f"{reply.headers}{reply.page}"


def test_a_page_below_the_token_leads_to_pages_below_it(shared: Served) -> None:
    reply = shared.got(f"/{TOKEN}/")
    assert TOKEN not in reply.page
    assert 'action="judge"' in reply.page
    assert 'action="/' not in reply.page
    assert shared.posted(f"/{TOKEN}/judge", text("lang", "en")).status == 400
    assert shared.posted("/judge", text("lang", "en")).status == 404


def test_who_is_reached_by_others_has_a_token() -> None:
    assert {
        new_token(Place(host, 0)) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST")
    } == {""}
    reached = [
        new_token(Place(host, 0)) for host in ("0.0.0.0", "0", "::", "192.168.1.2", "office", "127.1", "")
    ]
    assert len(set(reached)) == len(reached)
    assert all(len(token) >= 32 for token in reached)


def test_a_host_is_called_as_an_address_writes_it() -> None:
    written = {
        "::1": "[::1]",
        "0:0::1": "[::1]",
        "::ffff:192.168.1.2": "192.168.1.2",
        "10.0.0.1": "10.0.0.1",
        "office": "office",
    }
    assert {host: in_address(host) for host in written} == written


def test_a_server_at_an_address_of_six_answers_there(tmp_path: Path) -> None:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        pytest.skip("this machine has no IPv6")
    with served(tmp_path / "laid", host="::1") as server:
        assert server.address == f"http://[::1]:{server.port}/"
        with socket.create_connection(("::1", server.port), PATIENCE) as connection:
            connection.sendall(request("/", Host=f"[::1]:{server.port}"))
            assert answered(connection).status == 200


def refusals(server: Served) -> Iterator[tuple[int, Reply]]:
    """Every kind of answer with the status that it has."""
    host = {"Host": server.host}
    yield 200, server.got()
    yield 200, server.got(method="HEAD")
    yield 400, server.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
    yield 400, server.raw(request("/", X="x" * 66_000))
    yield 400, server.raw(request("/judge", "POST", **host, Content_Length="-1"))
    yield 411, server.raw(request("/judge", "POST", **host, Transfer_Encoding="chunked"))
    yield 400, server.posted("/judge", text("lang", "en"))
    yield 403, server.posted("/judge", Origin="null")
    yield 404, server.got("/x")
    yield 404, server.got("/judge")
    yield 405, server.got(method="PUT")
    yield 413, server.posted("/judge", file("a.toml", b"x" * 2_000))
    yield 421, server.got(Host="evil.example")
    yield 422, server.posted("/judge", file("a.toml", b"["))
    yield 503, server.posted("/judge", *[text(f"{i}", "x" * 900) for i in range(9)])
    shutil.rmtree(server.folder)
    yield 500, server.posted("/judge", file("a.toml", b"["))


def test_every_answer_is_strict(tmp_path: Path) -> None:
    with served(tmp_path / "laid", file=1_000, held=8_000) as server:
        for status, reply in refusals(server):
            assert reply.status == status
            assert reply.stated("Content-Type") == ["text/html; charset=utf-8"]
            for name, value in HEADERS.items():
                stated = reply.stated(name)
                assert len(stated) == 1, (status, name)
                assert stated == [value] or name == "Content-Security-Policy"
            assert "default-src 'none'" in reply.stated("Content-Security-Policy")[0]
            assert "frame-ancestors 'none'" in reply.stated("Content-Security-Policy")[0]
            assert not reply.stated("Set-Cookie") + reply.stated("Server") + reply.stated("Location")
            assert str(tmp_path) not in reply.page
