"""What a page asks of a process, and what that answers: put down as files in a folder that both see, and that is then gone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from relocation.labels import Language
from relocation.web.limits import Limits

Asked = Literal[
    "judge", "compare", "report", "document", "workbook", "comparison", "comparison_workbook", "template"
]
TAKEN: tuple[Asked, ...] = ("report", "document", "workbook", "comparison", "comparison_workbook")
TASK, ANSWER, DATA = "task.json", "answer.json", "answer"
WITH_SERVER = "--with-server"  # a process ends, and its folder goes, where what it is given to read ends


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was received, under a name that is safe."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked, in which language, of which files, with what typed beside, and within which bounds."""

    asked: Asked
    lang: Language
    files: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    def put(self, folder: Path, uploads: tuple[Upload, ...]) -> None:
        """Lays the task and its files into a folder, each file in one of its own since two may bear one name."""
        for place, upload in enumerate(uploads):
            (folder / str(place)).mkdir()
            (folder / str(place) / upload.name).write_bytes(upload.data)
        (folder / TASK).write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def taken(cls, folder: Path) -> Task:
        """The task that lies in a folder."""
        stated = json.loads((folder / TASK).read_text(encoding="utf-8"))
        return cls(**{**stated, "files": tuple(stated["files"]), "limits": Limits(**stated["limits"])})

    def paths(self, folder: Path) -> list[Path]:
        """The files of the task."""
        return [folder / str(place) / name for place, name in enumerate(self.files)]


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back: a page, or a file by its name; and the status."""

    data: bytes
    name: str = ""
    status: int = 200

    def put(self, folder: Path) -> None:
        """Lays the answer into a folder."""
        (folder / DATA).write_bytes(self.data)
        (folder / ANSWER).write_text(json.dumps([self.name, self.status]), encoding="utf-8")

    @classmethod
    def taken(cls, folder: Path) -> Answer | None:
        """The answer that lies in a folder, if there is one."""
        if not (folder / ANSWER).is_file():
            return None
        name, status = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
        return cls((folder / DATA).read_bytes(), name, status)
