"""The forms of the pages as they arrive: counted before they are parsed, refused where they are too large or too slow."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from relocation.web.limits import Limits
from relocation.web.names import safe_name
from relocation.web.refusals import broken_off, too_large, too_slow
from relocation.web.task import Upload

MOST_FILES, MOST_FIELDS = 2, 40
BASE64 = 4 / 3  # letters for a byte, in a page that holds a file for the next question
ROOM = 1000  # bytes of a field beside the file in it
DRAINED = (
    20.0  # seconds in which what is too large is read away, so that a browser comes to see why it was refused
)


class _InMemory(MultiPartParser):
    """A parser that lays no file down."""

    spool_max_size = 1 << 62


@dataclass(frozen=True, slots=True)
class Form:
    """What a form holds: texts by their names, and the files, first those that a page held."""

    typed: dict[str, str] = field(default_factory=dict)
    files: tuple[Upload, ...] = ()


async def read_form(request: Request, limits: Limits) -> Form:
    """The form of a request. Raises Refusal for what is too large, too slow, broken off or no form."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise broken_off()
    try:
        async with asyncio.timeout(limits.arriving):
            form = await _parsed(request, limits)
            try:
                return await _read(form, limits)
            finally:
                await form.close()
    except TimeoutError:
        raise too_slow() from None
    except (MultiPartException, ClientDisconnect, UnicodeError):
        raise broken_off() from None


async def _parsed(request: Request, limits: Limits) -> FormData:
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > limits.request:
        await _drain(request)
        raise too_large(limits)
    parser = _InMemory(
        request.headers,
        _counted(request, limits),
        max_files=MOST_FILES,
        max_fields=MOST_FIELDS,
        max_part_size=int(limits.file * BASE64) + ROOM,
    )
    return await parser.parse()


async def _counted(request: Request, limits: Limits) -> AsyncGenerator[bytes, None]:
    """The bytes of a request, for as long as they are not too many."""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limits.request:
            await _drain(request)
            raise too_large(limits)
        yield chunk


async def _drain(request: Request) -> None:
    """Reads the rest away: a browser shows no answer that comes while it is still sending."""
    try:
        async with asyncio.timeout(DRAINED):
            while (message := await request.receive())["type"] == "http.request":
                if not message.get("more_body"):
                    return
    except TimeoutError:
        return


async def _read(form: FormData, limits: Limits) -> Form:
    typed: dict[str, str] = {}
    kept, names, uploads = list[bytes](), list[str](), list[Upload]()
    for key, value in form.multi_items():
        if isinstance(value, UploadFile):
            data = await value.read()
            if value.filename and data:
                uploads.append(_upload(value.filename, data, limits))
        elif key == "kept":
            kept.append(_decoded(value))
        elif key == "name":
            names.append(value)
        else:
            typed[key] = value
    if len(kept) != len(names) or len(kept) + len(uploads) > MOST_FILES:
        raise broken_off()
    held = [_upload(name, data, limits) for name, data in zip(names, kept, strict=True)]
    return Form(typed, (*held, *uploads))


def _upload(name: str, data: bytes, limits: Limits) -> Upload:
    if len(data) > limits.file:
        raise too_large(limits)
    return Upload(safe_name(name), data)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise broken_off() from None
