"""What stands before every page: the token of the address, the name the server is called by, who sent a form, strict headers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from relocation.web.language import language_of
from relocation.web.pages import refusal_page, web_policy
from relocation.web.refusals import Refusal, no_such_page, not_asked_so, other_host, other_origin

METHODS = ("GET", "HEAD", "POST")
OWN_SITE = ("same-origin", "none")
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
    path, unless it is empty.
    """

    app: ASGIApp
    names: frozenset[str]
    token: str = ""

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
        host = headers.getlist("host")
        if len(host) != 1 or not self._is_ours(host[0], scope):
            raise other_host()
        if scope["method"] not in METHODS:
            raise not_asked_so()
        if scope["method"] == "POST":
            origin = headers.get("origin")
            own = origin is None or origin == f"{scope['scheme']}://{host[0]}"
            if not own or headers.get("sec-fetch-site", "none") not in OWN_SITE:
                raise other_origin()

    def _is_ours(self, host: str, scope: Scope) -> bool:
        try:
            called = urlsplit(f"//{host}")
            name, port = called.hostname, called.port or 80
        except ValueError:
            return False
        server = scope.get("server") or ("", None)
        return port == server[1] and name in {*self.names, server[0].lower()} and called.username is None

    def _within(self, scope: Scope) -> Scope:
        """The request below the token. Raises Refusal where that is not the right one."""
        if not self.token:
            return scope
        empty, token, *rest = scope["path"].split("/")
        if empty or not compare_digest(token.encode("utf-8", "replace"), self.token.encode()) or not rest:
            raise no_such_page()
        return {**scope, "path": "/" + "/".join(rest), "root_path": ""}


def refused(refusal: Refusal, headers: Mapping[str, str]) -> HTMLResponse:
    """A refusal as a page in the language of its reader."""
    page = refusal_page(language_of(headers), refusal.label)
    return HTMLResponse(page, refusal.status, {"Content-Security-Policy": web_policy()})


def strict(send: Send) -> Send:
    """Sends with the strict headers; what an answer says of itself counts."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            stated = {name.lower() for name, _ in message["headers"]}
            missing = {name.lower(): value for name, value in HEADERS.items()}
            more = [
                (name.encode(), value.encode())
                for name, value in missing.items()
                if name.encode() not in stated
            ]
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return sent
