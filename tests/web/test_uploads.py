"""What is sent: refused before it is read where it is too large, too slow or no form, and to nobody else's harm."""

from __future__ import annotations

import base64
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import PATIENCE, wait_until
from tests.web.serving import (
    BOUNDARY,
    FORM,
    Served,
    answered,
    file,
    form,
    is_closed,
    part,
    request,
    served,
    text,
)

MEGABYTE = 1_000_000
GREATEST = 300 * MEGABYTE
SMALL = b"x" * 900
NO_TEXT = file("a.toml", b"[")
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="counts what a process holds")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("laid")) as started:
        yield started


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One that takes little, so that it is soon too much."""
    with served(tmp_path_factory.mktemp("small"), file=3_000, request=9_000, held=10_000) as started:
        yield started


def head(server: Served, **headers: str) -> bytes:
    return request("/judge", "POST", Host=server.host, Content_Type=FORM, **headers)


def chunked(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def begun(field: tuple[str, str | None, bytes], size: int) -> bytes:
    """A part that goes on."""
    return part((*field[:2], b""))[:-2] + b"x" * size


@only_linux
@pytest.mark.parametrize(
    "field", [file("a.toml", b""), text("x", ""), text("kept", "")], ids=["file", "text", "kept"]
)
def test_300_megabytes_are_refused_and_not_held(server: Served, field: tuple[str, str | None, bytes]) -> None:
    start, block = begun(field, 0), b"x" * MEGABYTE
    before = server.most_memory
    with server.connected(head(server, Content_Length=str(GREATEST + len(start))) + start) as connection:
        for _ in range(GREATEST // MEGABYTE):
            connection.sendall(block)
        reply = answered(connection)
    assert (reply.status, server.is_empty) == (413, True)
    assert "20 MB" in reply.page
    assert server.most_memory - before < 40 * MEGABYTE


@pytest.mark.parametrize("before", ["", "x" * 5_000], ids=["at once", "after a long head"])
def test_what_comes_in_chunks_is_not_read(server: Served, before: str) -> None:
    """A chunk may be a byte, and to take a million of them apart holds up everybody."""
    sent = head(server, X=before, Transfer_Encoding="chunked") + chunked(form(NO_TEXT))
    with server.connected(sent) as connection:
        assert answered(connection).status == 411
        assert is_closed(connection)
    assert (
        server.raw(head(server, Transfer_Encoding="chunked", Content_Length="5") + b"0\r\n\r\n").status == 411
    )
    assert server.raw(request("/", Host=server.host, Transfer_Encoding="chunked")).status == 411


def test_what_says_that_it_is_too_large_is_not_waited_for(server: Served) -> None:
    with server.connected(head(server, Content_Length=str(GREATEST), Expect="100-continue")) as connection:
        assert answered(connection).status == 413


@pytest.mark.parametrize(
    ("field", "status"),
    [
        (file("a.toml", b"x" * 3_001), 413),
        (text("kept", "x" * 4_001), 413),
        (text("lang", "x" * 1_001), 413),
        (text("name", "x" * 1_001), 413),
        (text("what", "x" * 1_000), 400),
    ],
)
def test_each_field_has_its_bound(small: Served, field: tuple[str, str | None, bytes], status: int) -> None:
    assert small.posted("/judge", field).status == status


def test_a_held_file_is_as_large_as_a_sent_one(small: Served) -> None:
    for size, status in ((3_000, 422), (3_001, 413)):
        kept = base64.b64encode(b"[" * size).decode()
        assert small.posted("/judge", text("kept", kept), text("name", "a.toml")).status == status


KEPT, NAME = text("kept", base64.b64encode(SMALL).decode()), text("name", "a.toml")
NO_FORMS = {
    "nothing": b"",
    "no end": part(NO_TEXT),
    "end of another": form(NO_TEXT).replace(b"--tests--", b"--other--"),
    "no name of a part": form(NO_TEXT).replace(b"name=", b"nome="),
    "a long head": form(NO_TEXT).replace(b"form-data;", b"form-data; x=" + b"y" * 8_000 + b";"),
    "many heads": form(NO_TEXT).replace(b"Content-D", b"X: y\r\n" * 1_400 + b"Content-D"),
    "many parts": form(NO_TEXT, *[text(f"{number}", "") for number in range(40)]),
    "three files": form(NO_TEXT, NO_TEXT, NO_TEXT),
    "two files and a held one": form(NO_TEXT, NO_TEXT, KEPT, NAME),
    "a held file without a name": form(KEPT),
    "a name without a held file": form(NO_TEXT, NAME),
    "no letters": form(text("kept", "не"), NAME),
    "other letters": form(text("kept", "####"), NAME),
    "bytes before": b"x" * 5_000 + form(NO_TEXT),
    "returns": b"\r\n" * 3_000,
    "beginnings": f"--{BOUNDARY}\r\n".encode() * 500,
}


@pytest.mark.parametrize("body", NO_FORMS.values(), ids=NO_FORMS.keys())
def test_what_is_no_form_of_ours_is_refused(small: Served, body: bytes) -> None:
    assert small.raw(small.posting("/judge", body)).status == 400


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=" + "x" * 300,
        "multipart/mixed; boundary=tests",
        "multipart/form-datax; boundary=tests",
        'multipart/form-data; boundary="tests',
        "multipart/form-data; boundary=tests; boundary=other",
    ],
)
def test_a_form_is_of_one_kind(small: Served, kind: str) -> None:
    assert small.raw(small.posting("/judge", form(NO_TEXT), **{"Content-Type": kind})).status == 400


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "undefined", "utf-16", "unicode_escape", "zip", "x" * 99]
)
def test_a_form_is_utf_8_whatever_it_says(small: Served, charset: str) -> None:
    """Some codecs take the square of the time, and one raises for every text."""
    kind = f"{FORM}; charset={charset}"
    assert (
        small.raw(small.posting("/judge", form(text("lang", "zh")), **{"Content-Type": kind})).status == 400
    )
    assert (
        "未选择文件"
        in small.raw(small.posting("/judge", form(text("what", "中")), **{"Content-Type": kind})).page
    )


def test_more_or_less_than_was_stated_is_no_form(small: Served) -> None:
    body = form(NO_TEXT)
    with small.connected(head(small, Content_Length=str(len(body) - 9)) + body) as connection:
        assert is_closed(connection)
    with small.connected(head(small, Content_Length=str(len(body) + 9)) + body) as connection:
        connection.shutdown(socket.SHUT_WR)
        assert is_closed(connection)


def test_there_is_room_for_so_many_bytes_and_it_is_given_back(small: Served) -> None:
    """8000 bytes have place in 10000 alone, and not beside 3000 of another that stays away in the middle of them."""
    eight = [text(f"{number}", "x" * 900) for number in range(8)]

    def is_answered(status: int) -> bool:
        return small.posted("/judge", *eight).status == status

    assert is_answered(400)
    with small.connected(head(small, Content_Length="8000") + begun(NO_TEXT, 2_900)):
        wait_until(lambda: is_answered(503), small.program)
        assert small.posted("/judge", text("lang", "en")).status == 400
    wait_until(lambda: is_answered(400), small.program)


def test_who_stops_sending_is_not_waited_for(tmp_path: Path) -> None:
    with served(tmp_path / "laid", silent=0.1) as server:
        with server.connected(head(server, Content_Length="8000") + begun(NO_TEXT, 10)) as body:
            assert answered(body).status == 408
            assert is_closed(body)
        with server.connected(b"GET / HTTP/1.1\r\nHost") as headers, server.connected() as nothing:
            assert is_closed(headers)
            assert is_closed(nothing)
        with server.connected(request("/", Host=server.host)) as again:
            assert answered(again).status == 200
            again.sendall(b"GET / HT")
            assert is_closed(again)
        with server.connected(head(server, Content_Length="8000", Origin="null")) as refused:
            assert answered(refused).status == 403
            refused.sendall(b"x")
            assert is_closed(refused)


def test_a_whole_form_must_come_in_time(tmp_path: Path) -> None:
    with served(tmp_path / "laid", arriving=0.1, silent=600) as server:
        sent = head(server, Content_Length="8000") + begun(NO_TEXT, 10)
        assert server.raw(sent).status == 408


@only_linux
def test_who_does_not_fetch_an_answer_is_not_waited_for(tmp_path: Path) -> None:
    """The page that answers holds the file, and is larger than what a system keeps for a connection."""
    with served(tmp_path / "laid", silent=0.1) as server:
        lujia = (Path(__file__).parents[2] / "models" / "lujia.toml").read_bytes()
        body = form(file("lujia.toml", lujia + b"# " + b"x" * (4_900_000 - len(lujia))))
        before = server.connections
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(PATIENCE)
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(server.posting("/judge", body))
            assert connection.recv(12) == b"HTTP/1.1 200"
            wait_until(lambda: server.connections == before, server.program)


def test_slow_ones_take_the_place_of_nobody(tmp_path: Path) -> None:
    """300 connections that send one byte after another, in places for twenty, and somebody who works."""
    with served(tmp_path / "laid", connections=20, silent=600, arriving=600) as server:
        slow = []
        try:
            for number in range(300):
                half = (
                    b"GET / HTTP/1.1\r\nHo" if number % 2 else head(server, Content_Length="8000") + b"--te"
                )
                slow.append(server.connected(half))
                if number % 50 == 0:
                    assert server.got().status == 200
                    assert server.posted("/judge", text("lang", "en")).status == 400
            assert server.posted("/judge", NO_TEXT).status == 422
            assert is_closed(slow[0])
        finally:
            for connection in slow:
                connection.close()


@only_linux
def test_who_leaves_in_the_middle_of_sending_leaves_nothing(server: Served) -> None:
    before = server.connections
    with server.connected(head(server, Content_Length="8000") + begun(NO_TEXT, 100)):
        pass
    wait_until(lambda: server.connections == before, server.program)
    assert server.is_empty
    assert server.posted("/judge", text("lang", "en")).status == 400
