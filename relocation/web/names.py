"""What a file is called: as somebody else's browser says it, and as it may safely be shown, stored and sent back."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

LONGEST, LONGEST_ENDING = 80, 10  # letters
MOST_BYTES = 140  # every file system takes so many, an encrypted one too
READ = 1000  # letters of what was given: it takes the longer to put accents into order, the more of them there are
FORBIDDEN = set('<>:"/\\|?*%')  # one of them is forbidden on some system, or changes what a header says
RESERVED = {
    *("con", "prn", "aux", "nul", "conin$", "conout$"),
    *(f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789¹²³"),
}


def safe_name(given: str, otherwise: str = "file") -> str:
    """The last part of a name, without what a file system, a header or a reader could take for something else."""
    last = given[-READ:].replace("\\", "/").rpartition("/")[2]
    seen = "".join("_" if letter in FORBIDDEN else letter for letter in last if _is_seen(letter))
    kept = " ".join(unicodedata.normalize("NFC", seen).split()).strip(" .") or otherwise
    suffix = PurePosixPath(kept).suffix
    ending = suffix if len(suffix) <= LONGEST_ENDING else ""
    stem = kept.removesuffix(ending).rstrip(" .") or otherwise
    if stem.split(".")[0].strip().lower() in RESERVED:
        stem = f"_{stem}"
    stem = stem[: LONGEST - len(ending)].encode()[: MOST_BYTES - len(ending.encode())].decode(errors="ignore")
    return f"{stem.rstrip(' .')}{ending}"


def _is_seen(letter: str) -> bool:
    """Not so: control characters, marks that turn the direction of writing, and what stands for no character."""
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
