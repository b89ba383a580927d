"""What is wrong with an input: where, what was found, what is expected, how to mend it. All problems at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from relocation.caller import for_caller
from relocation.labels import Label, Language, same
from relocation.tables.wording import filled

Severity = Literal["error", "warning", "assumption"]  # what the program assumed, where nobody stated anything
LONGEST_FOUND = 200
FOUND: dict[str, Label] = {
    "described": Label("found {found}", "发现{found}"),
    "nothing": Label("nothing found", "未填写"),
    "stated": Label('found "{found}"', "填写为“{found}”"),
}
_ERROR = Label("{where}: {said}, expected {expected}", "{where}：{said}，应为{expected}")
_MENDED = Label(f"{_ERROR.en}; {{remedy}}", f"{_ERROR.zh}；{{remedy}}")
LINES: dict[str, Label] = {
    "error": _MENDED,
    "error_without_remedy": _ERROR,
    "warning": Label(f"warning: {_MENDED.en}", f"提醒：{_MENDED.zh}"),
    "warning_without_remedy": Label(f"warning: {_ERROR.en}", f"提醒：{_ERROR.zh}"),
    "assumption": Label(
        "assumed by the program: {where}: {said}; {remedy}", "程序设定：{where}：{said}；{remedy}"
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `where` is sheet!cell, a dotted path or a file name; `found` is what stands there, if anything.

    A Label as `found` describes it; a text repeats it.
    """

    where: str
    found: str | Label
    expected: Label
    remedy: Label
    name: Label | None = None
    severity: Severity = "error"

    def text(self, lang: Language = "en") -> str:
        """The problem in one line: where: name: found ..., expected ...; remedy."""
        names = Label(self.where, self.where) if self.name is None else same(self.where).colon(self.name)
        parts = {"where": names, "said": self._said(), "expected": self.expected, "remedy": self.remedy}
        return filled(LINES[self._line()], parts).text(lang)

    def _line(self) -> str:
        if self.severity == "assumption":
            return "assumption"
        return f"{self.severity}_without_remedy" if not any(self.remedy) else self.severity

    @property
    def stands(self) -> Label:
        """What stands there, as a cell of a table says it."""
        if isinstance(self.found, Label):
            return self.found
        return same(_shortened(self.found)) if self.found else FOUND["nothing"]

    def _said(self) -> Label:
        """What was found: quoted where it stands in the file, plain where it is described."""
        if self.severity == "assumption":
            return self.found if isinstance(self.found, Label) else same(self.found)
        if isinstance(self.found, Label):
            return filled(FOUND["described"], {"found": self.found})
        if not self.found:
            return FOUND["nothing"]
        return filled(FOUND["stated"], {"found": same(_shortened(self.found))})

    def record(self, lang: Language = "en") -> dict[str, str]:
        """The problem as `relocation check -f json` prints it."""
        return {
            "where": self.where,
            "name": self.name.text(lang) if self.name else "",
            "found": self.found.text(lang) if isinstance(self.found, Label) else _shortened(self.found),
            "expected": self.expected.text(lang),
            "remedy": self.remedy.text(lang),
            "severity": self.severity,
        }


def _shortened(found: str) -> str:
    """What a message repeats of something that may be of any length."""
    return found if len(found) <= LONGEST_FOUND else f"{found[: LONGEST_FOUND - 1]}…"


class ProblemsFound(ValueError):
    """The input cannot be used; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text() for problem in self.problems))


def near(word: str, known: Iterable[str], otherwise: Label | None = None) -> Label:
    """A remedy that names what was probably meant, or else says where to look: for inputs, unless told otherwise."""
    close = get_close_matches(word, list(known), n=3, cutoff=0.5)
    if close:
        return Label(f"did you mean {', '.join(close)}?", f"是否应为 {'、'.join(close)}？")
    return otherwise or _list_of_inputs()


def _list_of_inputs() -> Label:
    return for_caller(
        Label("relocation schema lists all inputs", "用 relocation schema 查看全部输入项"),
        Label("project.by_path() lists all inputs", "用 project.by_path() 查看全部输入项"),
    )
