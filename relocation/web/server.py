"""The server itself: where it listens, what its address is, and that no connection waits for ever."""

from __future__ import annotations

import asyncio
import errno
import os
import secrets
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from relocation.web.application import application
from relocation.web.connection import Connection
from relocation.web.guard import in_address
from relocation.web.limits import Limits

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
BACKLOG = 400
USUAL_PORTS = {"http": 80, "https": 443}  # which an address leaves out


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server listens, and as what a server before it is called, such as https://plans.example, if there is one."""

    host: str
    port: int
    outside: str = ""

    @property
    def is_here_only(self) -> bool:
        """Whether nobody but this machine reaches it."""
        if self.outside:
            return False
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"


def bound(place: Place) -> socket.socket:
    """A socket that listens there. Raises OSError where that is not possible."""
    try:
        answers = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except UnicodeError:  # of a name that no host can have
        raise OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL)) from None
    family, kind, protocol, _, address = answers[0]
    listening = socket.socket(family, kind, protocol)
    try:
        _reused(listening)
        listening.bind(address)
        listening.listen(BACKLOG)  # only then nobody else can
    except OSError:
        listening.close()
        raise
    return listening


def _reused(listening: socket.socket) -> None:
    """Lets a server begin where another has just ended; on Windows it would let two listen at one port."""
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


def new_token(place: Place) -> str:
    """What the address of a server that others reach begins with; nothing where only this machine does."""
    return "" if place.is_here_only else secrets.token_urlsafe(24)


def address(place: Place, listening: socket.socket, token: str) -> str:
    """What is typed into a browser."""
    path = f"/{token}/" if token else "/"
    if place.outside:
        return place.outside + path
    there, port = listening.getsockname()[:2]
    host = socket.gethostname() if ip_address(there).is_unspecified else in_address(place.host)
    return f"http://{host}:{port}{path}"


def outside_of(text: str) -> str | None:
    """An address as browsers name where a form comes from: scheme, host and port. None for what is no whole address."""
    try:
        parts = urlsplit(text.strip().lower())
        port = "" if parts.port in (None, USUAL_PORTS.get(parts.scheme)) else f":{parts.port}"
    except ValueError:
        return None
    if parts.scheme not in USUAL_PORTS or not parts.hostname or parts.username is not None:
        return None
    is_bare = parts.path in ("", "/") and not parts.query and not parts.fragment
    return f"{parts.scheme}://{in_address(parts.hostname)}{port}" if is_bare else None


def serve(
    place: Place, listening: socket.socket, token: str, limits: Limits, ready: Callable[[], None]
) -> None:
    """Answers until it is interrupted; `ready` is called once it listens."""
    names = {place.host.lower(), *(LOOPBACK if place.is_here_only else ())}
    if not place.is_here_only:
        names |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    config = uvicorn.Config(
        application(limits, frozenset(names), token, place.outside),
        http=partial(Connection, limits),  # type: ignore[arg-type]  # called as a class is
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=0,
    )
    _end_as_interrupted()
    asyncio.run(_served(uvicorn.Server(config), listening, ready))


async def _served(server: Any, listening: socket.socket, ready: Callable[[], None]) -> None:
    asyncio.get_running_loop().call_soon(ready)
    await server.serve(sockets=[listening])


def _end_as_interrupted() -> None:
    """Whatever ends the server, a closed terminal too, does so as Ctrl+C does: no process and no folder is left."""
    for name in ("SIGTERM", "SIGHUP"):
        end = getattr(signal, name, None)
        if end is not None and signal.getsignal(end) is not signal.SIG_IGN:
            signal.signal(end, _interrupt)


def _interrupt(*_: object) -> None:
    signal.raise_signal(signal.SIGINT)
