"""What a reader of a workbook sees of an input: its cell for its path, its label for its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.inputs import Inputs
from relocation.project.messages import field_at


@dataclass(frozen=True)
class SheetWords:
    """Turns paths into cells and labels. `addresses` are the cells by path, `name_of` names what a path leads to."""

    addresses: Mapping[str, str]
    name_of: Callable[[str], Label]

    def located(self, problem: Problem) -> Problem:
        """The same problem at its cell instead of its path, with what the sheet says where it names other inputs."""
        expected, remedy = self.in_words(problem.expected), self.in_words(problem.remedy)
        problem = replace(problem, expected=expected, remedy=remedy)
        for path, address in self.addresses.items():
            if path == problem.where or path.startswith(f"{problem.where}."):
                return replace(problem, where=address, name=problem.name or self.name_of(problem.where))
        return problem

    def in_words(self, text: Label) -> Label:
        """A text with the label and the cell of each input in place of its path."""
        return Label(
            self._paths.sub(lambda match: self._seen(match[0]).en, text.en),
            self._paths.sub(lambda match: self._seen(match[0]).zh, text.zh),
        )

    def _seen(self, path: str) -> Label:
        """The name of an input, and its cell or else how to change what is fixed."""
        name, record = self.name_of(path), field_at(Inputs, path.split("."))[0]
        address = self.addresses[path]
        place = Label(address, address)
        if record is not None and record.structural:
            place = Label(f"{address}; {record.help.en}", f"{address}，{record.help.zh}")
        return Label(f'"{name.en}" ({place.en})', f"“{name.zh}”（{place.zh}）")

    @cached_property
    def _paths(self) -> re.Pattern[str]:
        """Any path of an input of the workbook, a longer one before those that begin it."""
        known = sorted(self.addresses, key=len, reverse=True)
        return re.compile("|".join(rf"\b{re.escape(path)}\b" for path in known) or "(?!)", re.ASCII)
