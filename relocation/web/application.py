"""The addresses of the server, and what answers at each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from relocation.page.scripts import policy
from relocation.page.still import still_policy
from relocation.web.forms import Form, read_form
from relocation.web.guard import Guard, refused
from relocation.web.language import language_of
from relocation.web.limits import Limits
from relocation.web.pages import start_page, web_policy
from relocation.web.refusals import Refusal, broken_off, failed, no_file, no_such_page
from relocation.web.room import Room
from relocation.web.task import TAKEN, Answer, Asked, Task
from relocation.web.workers import Workers

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
SHOWN: dict[Asked, Callable[[], str]] = {
    "report": policy,
    "comparison": still_policy,
}  # what a page may do that is shown within one of ours
POSTS: dict[str, Sequence[Asked]] = {  # by address, what is answered there
    "/judge": ("judge",),
    "/compare": ("compare",),
    "/template": ("template",),
    "/take": TAKEN,
}
WITHIN = "; frame-ancestors 'self'; sandbox allow-scripts allow-modals allow-downloads"


def application(limits: Limits, names: frozenset[str], token: str = "", outside: str = "") -> ASGIApp:
    """The server as an ASGI application. Without a token it is for this machine alone; `outside` is as for `Guard`."""
    server = Server(limits)
    routes = [Route("/", server.start, methods=["GET"])]
    routes += [Route(path, server.posted(known), methods=["POST"]) for path, known in POSTS.items()]
    routes += [Route("/show", server.posted(tuple(SHOWN), _shown), methods=["POST"])]
    told = {404: _no_such_page, 405: _no_such_page, Refusal: _refused, Exception: _failed}
    pages = Starlette(routes=routes, exception_handlers=told)
    pages.router.redirect_slashes = False  # an address is ours, or it is none
    return Guard(pages, names, token, outside)


async def _no_such_page(request: Request, _: Exception) -> Response:
    return refused(no_such_page(), request.headers)


async def _refused(request: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Refusal)
    return refused(refusal, request.headers)


async def _failed(request: Request, error: Exception) -> Response:
    return refused(failed(error), request.headers)


class Server:
    """What answers; it holds nothing but its bounds and who is being worked for."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.workers = limits, Workers(limits)
        self.room = Room(limits.held)

    async def start(self, request: Request) -> Response:
        """The first page."""
        lang = language_of(request.headers, request.query_params.get("lang", ""))
        return _page(start_page(lang, self.limits).encode("utf-8"))

    def posted(
        self, known: Sequence[Asked], told: Callable[[Asked, Answer], Response] | None = None
    ) -> Callable[[Request], Awaitable[Response]]:
        """What answers a form that may ask for one of these."""

        async def answered(request: Request) -> Response:
            with self.room.shared() as share:
                form = await read_form(request, self.limits, share)
                asked = _named(form, known)
                answer = await self._asked(asked, request, form)
                return told(asked, answer) if told is not None else _answered(answer)

        return answered

    async def _asked(self, asked: Asked, request: Request, form: Form) -> Answer:
        """What a process answers, unless its reader has gone; then the process goes too."""
        if not form.files and asked != "template":
            raise no_file()
        task = Task(
            asked,
            language_of(request.headers, form.typed.get("lang", "")),
            tuple(file.name for file in form.files),
            form.typed,
            self.limits,
        )
        working = asyncio.ensure_future(self.workers.answer(task, form.files))
        leaving = asyncio.ensure_future(_left(request))
        try:
            await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                raise broken_off()
            return working.result()
        finally:
            for one in (working, leaving):
                one.cancel()
                with suppress(asyncio.CancelledError, Refusal):
                    await one


async def _left(request: Request) -> None:
    """Returns once the reader has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _named(form: Form, known: Sequence[Asked]) -> Asked:
    """What a form asks for, where there is a choice. Raises Refusal for what no form of ours asks for."""
    for name in known:
        if len(known) == 1 or name == form.typed.get("what"):
            return name
    raise no_such_page()


def _shown(asked: Asked, answer: Answer) -> Response:
    """A report or a comparison within a page of ours."""
    if not answer.name:
        return _answered(answer)
    return HTMLResponse(answer.data, answer.status, {"Content-Security-Policy": SHOWN[asked]() + WITHIN})


def _answered(answer: Answer) -> Response:
    return _file(answer) if answer.name else _page(answer.data, answer.status)


def _page(data: bytes, status: int = 200) -> Response:
    return HTMLResponse(data, status, {"Content-Security-Policy": web_policy()})


def _file(answer: Answer) -> Response:
    """A file to be stored; its name is spelt so that every browser reads it alike."""
    ending = answer.name[answer.name.rfind(".") :]
    plain = "".join(
        letter if (letter.isascii() and letter.isalnum()) or letter in " .-_" else "_"
        for letter in answer.name
    )
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(answer.name, safe='')}"
    return Response(answer.data, media_type=KINDS[ending], headers={"Content-Disposition": disposition})
