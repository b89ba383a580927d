"""The user's cache folder, where compiled kernels and planned books are kept.

It is that of the environment variable RELOCATION_CACHE, else the system's own place for such files.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

VARIABLE = "RELOCATION_CACHE"


def cache_folder(kind: str) -> Path:
    """Where files of a kind are kept; all kinds share the folder that the environment names."""
    stated = os.environ.get(VARIABLE)
    return Path(stated) if stated else _of_the_system() / "relocation" / kind


def put_in_place(file: Path, data: bytes) -> None:
    """Writes beside the file first, so that nobody reads half of it; nothing is left of what was interrupted."""
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as new:
        try:
            new.write(data)
            new.close()
            os.replace(new.name, file)
        except BaseException:
            os.unlink(new.name)
            raise


def _of_the_system() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    if sys.platform == "darwin":
        return home / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
