"""What a file is called: as somebody else's browser says it, and as it may safely be shown, stored and sent back."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

LONGEST = 80  # letters; four bytes each still make a name that every file system takes
LONGEST_ENDING = 10
FORBIDDEN = set('<>:"/\\|?*%')  # one of them is forbidden on some system, or changes what a header says
RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789"),
}


def safe_name(given: str, otherwise: str = "file") -> str:
    """The last part of a name, without what a file system, a header or a reader could take for something else."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    kept = "".join("_" if letter in FORBIDDEN else letter for letter in last if _is_seen(letter))
    kept = " ".join(kept.split()).strip(" .")
    path = PurePosixPath(kept or otherwise)
    ending = path.suffix if len(path.suffix) <= LONGEST_ENDING else ""
    stem = (kept or otherwise).removesuffix(ending).rstrip(" .") or otherwise
    if stem.split(".")[0].lower() in RESERVED:
        stem = f"_{stem}"
    return f"{stem[: LONGEST - len(ending)].rstrip(' .')}{ending}"


def _is_seen(letter: str) -> bool:
    """Not so: control characters, marks that turn the direction of writing, and what stands for no character."""
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
