"""What takes long to make, and follows from the program alone, is kept from one command to the next.

Only the command line keeps (`keep_on_disk`): a script keeps what it makes in memory. A file is named by what it was
made from, the files of this program and of Python included, so what is read back is what would be made again. Where
nothing can be read or written it is made again.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import sys
from collections.abc import Callable, Hashable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from relocation.folders import cache_folder, put_in_place

Made = TypeVar("Made")
FILES_KEPT = 32
WRITTEN_BY_A_PROCESS = 8  # a county of many structures is not slowed by files that push each other out
OTHERS_MAY_WRITE = 0o022
OUR_NAME = re.compile(r"[a-z]+_[0-9a-f]{40}\.pickle").fullmatch
DIGEST = hashlib.sha256
_written: list[Path] | None = None  # None where nothing is kept


def keep_on_disk() -> None:
    """From now on this process keeps what it makes."""
    global _written
    _written = []


def kept(kind: str, made_from: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` returns, or what an earlier process kept of it; `made_from` is told apart by its repr."""
    if _written is None:
        return make()
    file = _file(kind, made_from)
    known = _read(file)
    if known is not None:
        return known  # type: ignore[return-value]
    made = make()
    _write(file, made)
    return made


def _file(kind: str, made_from: Hashable) -> Path | None:
    try:
        name = DIGEST(f"{_program()}{made_from!r}".encode("utf-8", "surrogatepass")).hexdigest()
        return cache_folder("books") / f"{kind}_{name[:40]}.pickle"
    except (OSError, RuntimeError):
        return None


@cache
def _program() -> str:
    """What tells this version of the program from any other: its files, and the Python that runs them."""
    return "".join([sys.version, *sorted(_files(Path(__file__).parent))])


def _files(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(Path(entry.path))
            elif entry.name.endswith(".py"):
                state = entry.stat()
                yield f"{entry.path} {state.st_size} {state.st_mtime_ns}"


def _read(file: Path | None) -> object:
    """What a file holds; None unless it is whole and nobody but the user can have written it."""
    try:
        if file is None or not (_is_ours(file) and _is_ours(file.parent)):
            return None
        data = file.read_bytes()
        size = DIGEST().digest_size
        if DIGEST(data[size:]).digest() != data[:size]:
            return None
        os.utime(file)
        return pickle.loads(data[size:])
    except Exception:  # whatever is wrong with a file, what it held can be made again
        return None


def _is_ours(path: Path) -> bool:
    if sys.platform == "win32":
        return path.exists()
    state = path.stat()
    return state.st_uid == os.getuid() and not state.st_mode & OTHERS_MAY_WRITE


def _write(file: Path | None, made: object) -> None:
    if file is None or _written is None or len(_written) >= WRITTEN_BY_A_PROCESS:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_ours(file.parent):
            return
        data = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        put_in_place(file, DIGEST(data).digest() + data)
        _written.append(file)
        _forget_the_oldest(file.parent)
    except Exception:  # such as a formula that is nested too deeply: it is made again next time
        return


def _forget_the_oldest(folder: Path) -> None:
    ours = (
        file for file in folder.iterdir() if OUR_NAME(file.name)
    )  # the folder may be one that the user named
    files = sorted(ours, key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[FILES_KEPT:]:
        file.unlink(missing_ok=True)
