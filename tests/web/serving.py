"""A server that a test starts, and what is sent to it, byte by byte where a browser would not send it so."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

from tests.processes import PATIENCE, Program, started

SERVER = """
import json, sys
from relocation.cli import main
from relocation.cli import serving
from relocation.web import limits, server

stated = json.loads(sys.argv.pop())
bounds = limits.Limits(**stated["limits"])
limits.Limits = lambda: bounds
if stated["token"]:
    server.new_token = lambda place: stated["token"]
main()
"""
BOUNDARY = "tests"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
Field = tuple[str, str | None, bytes]  # its name, that of its file, what it holds


def text(name: str, value: str) -> Field:
    return name, None, value.encode()


def file(name: str, data: bytes) -> Field:
    return "file", name, data


def part(field: Field) -> bytes:
    name, file_name, data = field
    named = "" if file_name is None else f'; filename="{file_name}"'
    return (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode()
        + data
        + b"\r\n"
    )


def form(*fields: Field) -> bytes:
    return b"".join(map(part, fields)) + f"--{BOUNDARY}--\r\n".encode()


@dataclass(frozen=True)
class Reply:
    """An answer; of a header that is stated twice, both."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def stated(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def page(self) -> str:
        return self.body.decode("utf-8")


@dataclass(frozen=True)
class Served:
    """A server that listens."""

    program: Program
    address: str
    folder: Path  # of what it lays down

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2].partition("/")[0])

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def processes(self) -> list[int]:
        """Those that it has started, that have begun, and that live."""
        pid = self.program.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in children if b"relocation.web.worker" in _command(child)]

    @property
    def connections(self) -> int:
        links = Path(f"/proc/{self.program.pid}/fd").iterdir()
        return sum(os.path.realpath(link).rpartition("/")[2].startswith("socket:") for link in links)

    @property
    def most_memory(self) -> int:
        """Bytes that it has held at most."""
        status = Path(f"/proc/{self.program.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024

    @property
    def is_empty(self) -> bool:
        return not any(self.folder.iterdir())

    def connected(self, sent: bytes = b"") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        connection.sendall(sent)
        return connection

    def raw(self, sent: bytes) -> Reply:
        """The first answer to these bytes."""
        with self.connected(sent) as connection:
            return answered(connection, sent.partition(b" ")[0].decode("latin-1"))

    def got(self, path: str = "/", method: str = "GET", **headers: str) -> Reply:
        return self.raw(request(path, method, Host=headers.pop("Host", self.host), **headers))

    def posting(self, path: str, body: bytes, **headers: str) -> bytes:
        """A whole request with a form."""
        stated = {"Host": self.host, "Content-Type": FORM, "Content-Length": str(len(body)), **headers}
        return request(path, "POST", **stated) + body

    def posted(self, path: str, *fields: Field, **headers: str) -> Reply:
        return self.raw(self.posting(path, form(*fields), **headers))


def _command(process: str) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:  # it has gone
        return b""


def request(path: str, method: str = "GET", **headers: str) -> bytes:
    """The head of a request, as it is stated: no header is added."""
    lines = [
        f"{method} {path} HTTP/1.1",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def answered(connection: socket.socket, method: str = "GET") -> Reply:
    with HTTPResponse(connection, method=method) as response:
        response.begin()
        return Reply(response.status, response.getheaders(), response.read())


def is_closed(connection: socket.socket) -> bool:
    """Waits for the other side to end it; whatever it says before is read away."""
    try:
        while connection.recv(1 << 16):
            pass
    except ConnectionError:
        return True
    return True


@contextmanager
def served(
    folder: Path, *, token: str = "", host: str = "127.0.0.1", cwd: Path | None = None, **limits: float
) -> Iterator[Served]:
    """The command `web` with these limits; `folder` is where it may lay something down, and is given back empty."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-P", "-c", SERVER, "web", "--host", host, "--port", "0"]
    command.append(json.dumps({"limits": limits, "token": token}))
    surroundings: Mapping[str, str] = {**os.environ, "TMPDIR": str(folder), "RELOCATION_LANG": "en"}
    with started(command, env=surroundings, cwd=cwd) as program:
        assert program.stdout is not None
        yield Served(program, program.stdout.readline().strip(), folder)
