"""How much the server holds of all requests together: what has come takes room, whoever sends slowly takes none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


class Full(Exception):
    """There is no room for more."""


@dataclass(slots=True)
class Room:
    """Bytes that there is still room for."""

    left: int

    @contextmanager
    def shared(self) -> Iterator[Share]:
        """What one request takes of it, given back at the end."""
        share = Share(self)
        try:
            yield share
        finally:
            self.left += share.size


@dataclass(slots=True)
class Share:
    """Bytes that one request holds."""

    room: Room
    size: int = 0

    def take(self, size: int) -> None:
        """So many more. Raises Full where there is no room for them."""
        if size > self.room.left:
            raise Full
        self.room.left -= size
        self.size += size
