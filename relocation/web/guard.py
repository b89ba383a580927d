"""What stands before every page: the token of the address, the name the server is called by, who sent a form, strict headers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from ipaddress import IPv4Address, ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from relocation.web.language import language_of
from relocation.web.pages import refusal_page, web_policy
from relocation.web.refusals import Refusal, no_such_page, not_asked_so, other_host, other_origin

METHODS = ("GET", "HEAD", "POST")
OWN_SITE = {"same-origin", "none"}
HTTP = 80  # the port that an address leaves out
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Not no-referrer: with it a browser says of its own forms that they come from nowhere.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Guard:
    """Lets through what comes to the address that was told, from pages of this server.

    `names` are the hosts by which it may be called, with the one at which a connection arrives; `token` stands first in the
    path, unless it is empty; `outside` is the scheme and host of a server before this one that passes both on, if there is one.
    """

    app: ASGIApp
    names: frozenset[str]
    token: str = ""
    outside: str = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request; anything but HTTP is left to the server."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            self._refuse(scope, headers)
            within = self._within(scope)
        except Refusal as refusal:
            await refused(refusal, headers)(scope, receive, strict(send))
            return
        await self.app(within, receive, strict(send))

    def _refuse(self, scope: Scope, headers: Headers) -> None:
        """Raises Refusal for another host, another method, or a form of another page."""
        host = [name.lower() for name in headers.getlist("host")]
        if len(host) != 1 or not (self._is_outside(host[0]) or host[0] in self._own(scope)):
            raise other_host()
        if scope["method"] not in METHODS:
            raise not_asked_so()
        if scope["method"] == "POST":
            own = {self.outside if self._is_outside(host[0]) else f"{scope['scheme']}://{host[0]}"}
            if (
                not {*headers.getlist("origin")} <= own
                or not {*headers.getlist("sec-fetch-site")} <= OWN_SITE
            ):
                raise other_origin()

    def _is_outside(self, host: str) -> bool:
        """Whether a browser called the server before this one."""
        return bool(self.outside) and host == self.outside.partition("://")[2]

    def _own(self, scope: Scope) -> set[str]:
        """What a browser says that it calls, of this server: a name as it stands in an address, and the port."""
        arrived, port = scope["server"]
        hosts = {in_address(name) for name in (*self.names, arrived.lower())}
        return {f"{host}:{port}" for host in hosts} | (hosts if port == HTTP else set())

    def _within(self, scope: Scope) -> Scope:
        """The request below the token. Raises Refusal where that is not the right one."""
        if not self.token:
            return scope
        begins = f"/{self.token}/"
        path = scope["path"]
        if not compare_digest(path[: len(begins)].encode("utf-8", "replace"), begins.encode()):
            raise no_such_page()
        return {**scope, "path": path[len(begins) - 1 :]}


def in_address(host: str) -> str:
    """A host as it is written in an address."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv4Address):
        return host
    return str(address.ipv4_mapped or f"[{address}]")  # who calls by IPv4 may arrive at IPv6


def refused(refusal: Refusal, headers: Mapping[str, str]) -> HTMLResponse:
    """A refusal as a page in the language of its reader."""
    page = refusal_page(language_of(headers), refusal.label)
    return HTMLResponse(page, refusal.status, {"Content-Security-Policy": web_policy()})


def strict(send: Send) -> Send:
    """Sends with the strict headers; what an answer says of itself counts."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": with_strict(message["headers"])}
        await send(message)

    return sent


def with_strict(stated: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer, and the strict ones that it does not state."""
    headers = MutableHeaders(raw=list(stated))
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    return headers.raw
