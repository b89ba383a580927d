"""The forms of the pages as they arrive: counted before they are parsed, refused where they are too large or too slow."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from starlette.requests import ClientDisconnect, Request

from relocation.web.limits import Limits
from relocation.web.names import safe_name
from relocation.web.parts import NoForm, Part, Parts
from relocation.web.refusals import broken_off, too_large, too_many, too_slow
from relocation.web.room import Full, Share
from relocation.web.task import Upload

MOST_FILES = 2
PIECE = 16_384  # bytes that are taken apart at once
KEPT = "kept"  # the field in which a page holds a file for the next question
LONGEST_TEXT = 1000  # bytes of any other field


@dataclass(frozen=True, slots=True)
class Form:
    """What a form holds: texts by their names, and the files, first those that a page held."""

    typed: dict[str, str] = field(default_factory=dict)
    files: tuple[Upload, ...] = ()


async def read_form(request: Request, limits: Limits, share: Share) -> Form:
    """The form of a request. Raises Refusal for what is too large, too slow, broken off or no form."""
    try:
        async with asyncio.timeout(limits.arriving):
            parts = await _parts(request, limits, share)
    except TimeoutError:
        raise too_slow() from None
    except (NoForm, ClientDisconnect):
        raise broken_off() from None
    except Full:
        raise too_many(limits) from None
    return _read(parts, limits)


async def _parts(request: Request, limits: Limits, share: Share) -> list[Part]:
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > limits.request:
        raise too_large(limits)
    largest = {True: limits.file, False: (limits.file + 2) // 3 * 4}  # as it is, and as letters in a page

    def most(part: Part) -> int:
        is_file = part.file_name is not None
        return largest[is_file] if is_file or part.name == KEPT else LONGEST_TEXT

    parts = Parts(request.headers.get("content-type", ""), most, too_large(limits))
    async for chunk in _counted(request, limits, share):
        parts.take(chunk)
    return parts.whole()


async def _counted(request: Request, limits: Limits, share: Share) -> AsyncGenerator[bytes, None]:
    """The bytes of a request, for as long as they are not too many, and come."""
    size, chunks = 0, request.stream()
    while True:
        async with asyncio.timeout(limits.silent):
            chunk = await anext(chunks, b"")
        if not chunk:
            return
        size += len(chunk)
        if size > limits.request:
            raise too_large(limits)
        share.take(len(chunk))
        for start in range(0, len(chunk), PIECE):
            yield chunk[start : start + PIECE]
            await asyncio.sleep(0)  # others have their turn, however long it takes to take it apart


def _read(parts: list[Part], limits: Limits) -> Form:
    typed: dict[str, str] = {}
    kept, names, uploads = list[bytes](), list[str](), list[Upload]()
    for part in parts:
        if part.file_name is not None:
            if part.file_name:
                uploads.append(Upload(safe_name(part.file_name), bytes(part.data)))
        elif part.name == KEPT:
            kept.append(_decoded(part.data))
        elif part.name == "name":
            names.append(safe_name(part.text))
        else:
            typed[part.name] = part.text
    if len(kept) != len(names) or len(kept) + len(uploads) > MOST_FILES:
        raise broken_off()
    if any(len(data) > limits.file for data in kept):
        raise too_large(limits)
    held = [Upload(name, data) for name, data in zip(names, kept, strict=True)]
    return Form(typed, (*held, *uploads))


def _decoded(letters: bytearray) -> bytes:
    try:
        return base64.b64decode(letters, validate=True)
    except (binascii.Error, ValueError):
        raise broken_off() from None
