"""Compiled kernels on disk: a source file named by the hash of its text, and beside it what the compiler made of it.

A file is written once and never again; where nothing can be written, or a file is not what its name says, the kernel is
compiled in memory.
"""

from __future__ import annotations

import gc
import hashlib
import importlib.util
import os
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from relocation.folders import cache_folder, put_in_place


def key_of(text: str) -> str:
    """The name of a source text."""
    return f"kernel_{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def compiled(text: str, name: str) -> Callable[..., Any]:
    """The function `name` of a source text. CACHE in it says whether numba may keep what it compiles beside the file."""
    key = key_of(text)
    file = _stored(text, key)
    with _no_collection():
        module = _from_file(file, key) if file else _in_memory(text, key)
    function: Callable[..., Any] = getattr(module, name)
    return function


def _stored(text: str, key: str) -> Path | None:
    """The file with the text, written if it is not there; None where that is not possible."""
    try:
        folder = cache_folder("kernels")
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{key}.py"
        if not file.exists():
            put_in_place(file, text.encode())
        return file if file.read_text(encoding="utf-8") == text and os.access(folder, os.W_OK) else None
    except (OSError, UnicodeDecodeError, RuntimeError):
        return None


def _from_file(file: Path, key: str) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(key, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    module.__dict__["CACHE"] = True
    sys.modules[key] = module  # numba imports it by name when it takes a kernel from the disk
    spec.loader.exec_module(module)
    return module


def _in_memory(text: str, key: str) -> types.ModuleType:
    module = types.ModuleType(key)
    module.__dict__["CACHE"] = False
    exec(compile(text, f"<{key}>", "exec"), module.__dict__)
    return module


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without looks for rubbish, which take a tenth of the time that a compiler needs."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
