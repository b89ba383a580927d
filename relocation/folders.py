"""The folders of the program: those that are shipped with it, and the user's cache folder, where compiled kernels and planned books are kept."""

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


def data_dir(name: str) -> Path:
    """The shipped folder of an installed package, else the one in the checkout."""
    package = Path(__file__).resolve().parent
    packed = package / "_data" / name
    return packed if packed.is_dir() else package.parent / name
