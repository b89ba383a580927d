"""Which language a reader is answered in first."""

from __future__ import annotations

from collections.abc import Mapping

from relocation.labels import LANGUAGES, Language


def language_of(headers: Mapping[str, str], asked: str = "") -> Language:
    """The one asked for on a page, else the first that the browser says its reader knows."""
    wanted = [asked, *(tag.strip().lower()[:2] for tag in headers.get("accept-language", "").split(",")[:20])]
    return next((lang for tag in wanted for lang in LANGUAGES if tag == lang), "en")
