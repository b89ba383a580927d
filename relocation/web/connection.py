"""A connection to the server: closed where nothing comes of it, so that it takes the place of nobody."""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from relocation.web.guard import refused, with_strict
from relocation.web.limits import Limits
from relocation.web.refusals import Refusal, no_length, unreadable

PIECE = 4096  # bytes
LEAST = 5_000  # bytes in a second that come or go, where nothing else happens


class Seen(NamedTuple):
    """Whether the server waits for a connection, since which request, and the bytes that have moved."""

    waits: bool
    request: object
    moved: int


class Connection(H11Protocol):
    """Asks for something in time, fetches what it gets in time, and makes room for others where there are too many."""

    def __init__(self, limits: Limits, **options: Any) -> None:
        super().__init__(**options)
        self.limits = limits
        self.came, self.since = 0, self.loop.time()
        self.seen = Seen(False, None, 0)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Takes a place, that of the one that asks longest where there is no other."""
        super().connection_made(transport)
        every: list[Any] = [each for each in self.connections if not each.transport.is_closing()]
        if len(every) > self.limits.connections:
            waiting = (each for each in every if not each.is_worked_for)
            min(waiting, key=lambda each: each.since).transport.abort()
        self._look_again()

    @property
    def waits(self) -> bool:
        """Whether no request has come since the last answer."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def is_worked_for(self) -> bool:
        """Whether a whole request has come, and its answer has not begun."""
        return not self.waits and not self.cycle.more_body

    def data_received(self, data: bytes) -> None:
        """Reads on, a head by pieces: what follows one that is refused is not even taken apart."""
        self.came += len(data)
        while data and not self.transport.is_closing():
            size = PIECE if self.waits else len(data)
            super().data_received(data[:size])
            data = data[size:]
            self._refuse_odd()

    def _refuse_odd(self) -> None:
        """Ends what no browser does: a form in chunks, which may be a byte each; a request before the last is answered.

        Who sends on would not be seen to leave.
        """
        if not self.waits and any(name == b"transfer-encoding" for name, _ in self.headers):
            self._refuse(no_length())
        elif self.is_worked_for and self.conn.trailing_data[0]:
            self.transport.abort()

    def send_400_response(self, _: str) -> None:
        """A page of ours for what is not HTTP."""
        self._refuse(unreadable())

    def _refuse(self, refusal: Refusal) -> None:
        """Answers, where that is still possible, with all strict headers, and ends."""
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            page = refused(refusal, {})
            headers = [*with_strict(page.raw_headers), (b"connection", b"close")]
            sent = (
                h11.Response(status_code=refusal.status, headers=headers, reason=b"Refused"),
                h11.Data(data=bytes(page.body)),
                h11.EndOfMessage(),
            )
            self.transport.write(b"".join(self.conn.send(event) or b"" for event in sent))
        self.transport.close()

    def _look_again(self) -> None:
        """Closes where neither a request comes nor an answer goes; while one comes or is worked on, its own bounds hold."""
        before, self.seen = self.seen, self._stands()
        moved = self.seen.moved - before.moved
        if self.seen.waits and before[:2] == self.seen[:2] and moved < LEAST * self.limits.silent:
            self.transport.abort()
        elif self in self.connections:
            self.loop.call_later(self.limits.silent, self._look_again)

    def _stands(self) -> Seen:
        return Seen(self.waits, self.cycle, self.came - self.transport.get_write_buffer_size())
