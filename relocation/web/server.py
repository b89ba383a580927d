"""The server itself: where it listens, what its address is, and that no connection waits for ever."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from relocation.web.application import application
from relocation.web.limits import Limits

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
HEADERS_WITHIN = 20.0  # seconds from the connection to the end of the headers
MOST_CONNECTIONS = 400


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server listens."""

    host: str
    port: int

    @property
    def is_here_only(self) -> bool:
        """Whether nobody but this machine reaches it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"


class Impatient(H11Protocol):
    """A connection that is closed where it asks for nothing in time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait."""
        super().connection_made(transport)
        self.loop.call_later(HEADERS_WITHIN, self._close_if_silent)

    def _close_if_silent(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


def bound(place: Place) -> socket.socket:
    """A socket that listens there. Raises OSError where that is not possible."""
    family, kind, protocol, _, address = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[
        0
    ]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError:
        listening.close()
        raise
    return listening


def new_token(place: Place) -> str:
    """What the address of a server that others reach begins with; nothing where only this machine does."""
    return "" if place.is_here_only else secrets.token_urlsafe(24)


def address(place: Place, listening: socket.socket, token: str) -> str:
    """What is typed into a browser."""
    host = place.host
    if host in {"0.0.0.0", "::"}:
        host = socket.gethostname()
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{listening.getsockname()[1]}/{token + '/' if token else ''}"


def serve(
    place: Place, listening: socket.socket, token: str, limits: Limits, ready: Callable[[], None]
) -> None:
    """Answers until it is interrupted; `ready` is called once it listens."""
    names = {place.host.lower(), *(LOOPBACK if place.is_here_only else ())}
    if not place.is_here_only:
        names |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    config = uvicorn.Config(
        application(limits, frozenset(names), token),
        http=Impatient,
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=3,
    )
    asyncio.run(_served(uvicorn.Server(config), listening, ready))


async def _served(server: Any, listening: socket.socket, ready: Callable[[], None]) -> None:
    asyncio.get_running_loop().call_soon(ready)
    await server.serve(sockets=[listening])
