"""What is wrong with an input: where, what was found, what is expected, how to mend it. All problems at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from relocation.labels import Label, Language

Severity = Literal["error", "warning", "assumption"]  # what the program assumed, where nobody stated anything
LONGEST_FOUND = 200


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
        chinese = lang == "zh"
        parts = [self.where]
        if self.name is not None:
            parts.append(self.name.text(lang))
        if self.severity == "assumption":
            return self._assumed(parts, lang)
        said = self._said(lang)
        expected = ("，应为" if chinese else ", expected ") + self.expected.text(lang)
        remedy = self.remedy.text(lang)
        tail = (("；" if chinese else "; ") + remedy) if remedy else ""
        mark = ("提醒：" if chinese else "warning: ") if self.severity == "warning" else ""
        return (
            mark
            + ("：" if chinese else ": ").join(parts)
            + ("：" if chinese else ": ")
            + said
            + expected
            + tail
        )

    def _assumed(self, parts: list[str], lang: Language) -> str:
        value = self.found.text(lang) if isinstance(self.found, Label) else self.found
        if lang == "zh":
            return f"程序设定：{'：'.join(parts)}：{value}；{self.remedy.zh}"
        return f"assumed by the program: {': '.join(parts)}: {value}; {self.remedy.en}"

    def _said(self, lang: Language) -> str:
        """What was found: quoted where it stands in the file, plain where it is described."""
        if isinstance(self.found, Label):
            return f"发现{self.found.zh}" if lang == "zh" else f"found {self.found.en}"
        if not self.found:
            return "未填写" if lang == "zh" else "nothing found"
        found = _shortened(self.found)
        return f"填写为“{found}”" if lang == "zh" else f'found "{found}"'

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


LIST_OF_INPUTS = Label("relocation schema lists all inputs", "用 relocation schema 查看全部输入项")


def near(word: str, known: Iterable[str], otherwise: Label = LIST_OF_INPUTS) -> Label:
    """A remedy that names what was probably meant, or else says where to look."""
    close = get_close_matches(word, list(known), n=3, cutoff=0.5)
    if close:
        return Label(f"did you mean {', '.join(close)}?", f"是否应为 {'、'.join(close)}？")
    return otherwise
