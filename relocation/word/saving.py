"""A document as the bytes of its file: the same for the same document, whenever and by whom it is made."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from relocation.labels import Language
from relocation.word.styles import TONGUES
from relocation.word.texts import allowed

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
LONGEST = 255  # characters of a property


def saved(document: Document, title: str, subject: str, lang: Language) -> bytes:
    """The file; its properties say what it is and nothing of a person or a time."""
    _describe(document, title, subject, lang)
    _drop_thumbnail(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_times(buffer.getvalue())


def _describe(document: Document, title: str, subject: str, lang: Language) -> None:
    properties = document.core_properties
    properties.title, properties.subject = (allowed(text)[:LONGEST] for text in (title, subject))
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.category, properties.language = "", TONGUES[lang]
    properties.revision = 1
    properties.created = properties.modified = datetime(*FIXED_TIME)


def _drop_thumbnail(document: Document) -> None:
    """The library's template brings a picture of itself."""
    relations = document.part.package.rels
    for key in [
        key for key, relation in relations.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL
    ]:
        del relations[key]


def _without_times(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w") as written:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, given.read(name))
    return buffer.getvalue()
