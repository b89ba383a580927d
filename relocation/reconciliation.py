"""Printed figures beside ours: what a source prints, what the model gives, and which of them do not agree.

A figure with a formula is missed if it differs by more than its tolerance, unless the source contradicts itself there.
Whoever changes inputs of a published case misses its figures, as must be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import Any

from relocation.appraisal import Appraisal
from relocation.labels import Label, Language
from relocation.problems import Problem
from relocation.statements import published_rows

NOT_AVAILABLE = "n/a"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a source prints, and ours, which is NaN where it is not available."""

    identity: str
    label: Label
    unit: str
    printed: float
    ours: float
    tolerance: float
    contradiction: bool

    @property
    def path(self) -> str:
        """The input with the printed figure."""
        return f"published.{self.identity}.value"

    @property
    def difference(self) -> float:
        """Ours less printed."""
        return self.ours - self.printed

    @property
    def agrees(self) -> bool:
        """Whether the two are the same up to the tolerance, and up to what floats can tell."""
        return abs(self.difference) <= self.tolerance + 1e-12 * abs(self.printed)

    @property
    def missed(self) -> bool:
        """Whether the two should agree and do not."""
        return not self.agrees and not self.contradiction

    def to_record(self, lang: Language) -> dict[str, Any]:
        """The figure as `relocation run -f json` prints it."""
        return {
            "key": self.identity,
            "label": self.label.text(lang),
            "unit": self.unit,
            "printed": self.printed,
            "ours": None if isnan(self.ours) else self.ours,
            "difference": None if isnan(self.ours) else self.difference,
            "agrees": self.agrees,
            "contradiction": self.contradiction,
        }


def figures(appraisal: Appraisal) -> list[Figure]:
    """The printed figures of a project that have a formula, in declared order."""
    return [_figure(appraisal, identity) for identity in published_rows(appraisal.book)]


def _figure(appraisal: Appraisal, identity: str) -> Figure:
    path, item = f"published.{identity}", appraisal.project.published[identity]
    return Figure(
        identity,
        appraisal.book.lines[f"{path}.ours"].label,
        item.unit,
        item.value,
        appraisal.number(f"{path}.ours"),
        item.tolerance,
        item.discrepancy == "yes",
    )


def missed_figures(appraisal: Appraisal) -> Iterator[Problem]:
    """A warning for each printed figure that the model should give and does not."""
    for figure in figures(appraisal):
        if figure.missed:
            ours, off = (
                NOT_AVAILABLE if isnan(figure.ours) else text
                for text in (f"{figure.ours:,.12g}", f"{figure.difference:+,.12g}")
            )
            yield Problem(
                figure.path,
                f"{figure.printed:,.15g}",
                Label(f"{ours}, as the model gives it ({off})", f"{ours}（本模型结果，差额 {off}）"),
                Label(
                    f"correct the figure, its formula or the inputs; or set published.{figure.identity}.discrepancy to yes, "
                    "if the source contradicts itself",
                    f"请更正该数字、其公式或输入；若原文自相矛盾，请将 published.{figure.identity}.discrepancy 设为“是”",
                ),
                figure.label,
                "warning",
            )
