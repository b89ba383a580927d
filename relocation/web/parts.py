"""A form taken apart as its bytes come: every part within a bound of its own, nothing of it laid down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MOST_PARTS = 40
LONGEST_HEAD = 8_000  # bytes of what stands before the data of a part: its name, that of its file


class NoForm(Exception):
    """What came is not a form, or not a whole one."""


@dataclass(slots=True)
class Part:
    """One field of a form, and the name of its file where it is one."""

    name: str = ""
    file_name: str | None = None
    data: bytearray = field(default_factory=bytearray)

    @property
    def text(self) -> str:
        """What was typed. Forms of ours are UTF-8, whatever a sender says of itself."""
        return self.data.decode("utf-8", "replace")


class Parts:
    """What has come of a form; `most` tells of how many bytes a part may be, and raises for one that there should not be."""

    def __init__(self, content_type: str, most: Callable[[Part], int], too_large: Exception) -> None:
        self._most, self._too_large = most, too_large
        self._parts: list[Part] = []
        self._key, self._value = bytearray(), bytearray()  # of a header of the part that comes
        self._room, self._ended = 0, False
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise NoForm
        try:
            self._parser = MultipartParser(options[b"boundary"], self._callbacks())
        except FormParserError:
            raise NoForm from None

    def take(self, chunk: bytes) -> None:
        """More of the form. Raises NoForm, or what is raised for too large a part."""
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise NoForm from None

    def whole(self) -> list[Part]:
        """All parts. Raises NoForm where the end of the form has not come."""
        if not self._ended:
            raise NoForm
        return self._parts

    def _callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": partial(self._read_head, self._key),
            "on_header_value": partial(self._read_head, self._value),
            "on_header_end": self._end_header,
            "on_headers_finished": self._end_head,
            "on_part_data": self._read_data,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self._parts) == MOST_PARTS:
            raise NoForm
        self._parts.append(Part())
        self._room = LONGEST_HEAD

    def _read_head(self, into: bytearray, data: bytes, start: int, end: int) -> None:
        self._room -= end - start
        if self._room < 0:
            raise NoForm
        into += data[start:end]

    def _end_header(self) -> None:
        if self._key.lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._value))
            part = self._parts[-1]
            part.name = options.get(b"name", b"").decode("utf-8", "replace")
            if b"filename" in options:
                part.file_name = options[b"filename"].decode("utf-8", "replace")
        self._key.clear()
        self._value.clear()

    def _end_head(self) -> None:
        self._room = self._most(self._parts[-1])

    def _read_data(self, data: bytes, start: int, end: int) -> None:
        self._room -= end - start
        if self._room < 0:
            raise self._too_large
        self._parts[-1].data += data[start:end]

    def _end(self) -> None:
        self._ended = True
