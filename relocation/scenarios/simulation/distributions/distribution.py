"""What every distribution can do, and how its parameters are checked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.values import is_finite, plain

Array = NDArray[np.float64]
Fault = tuple[str, Label]  # what was found, what is expected

PARAMETER_LABELS = {
    "value": Label("value", "取值"),
    "low": Label("low", "下限"),
    "mode": Label("mode", "最可能值"),
    "high": Label("high", "上限"),
    "weight": Label("weight", "权重系数"),
    "mean": Label("mean", "均值"),
    "std": Label("std", "标准差"),
    "values": Label("values", "取值"),
    "weights": Label("weights", "权重"),
    "data": Label("data", "数据"),
}
CORRECT_PARAMETERS = Label("correct the parameters of the distribution", "请更正分布参数")


class Distribution(ABC):
    """Base of all distributions. `key` is the name under which a file states it, `label` what people call it."""

    key: ClassVar[str]
    label: ClassVar[Label]

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            object.__setattr__(self, field.name, plain(getattr(self, field.name)))

    def parameters(self) -> dict[str, Any]:
        """The parameters that are stated, by name."""
        stated = {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]
        return {name: value for name, value in stated.items() if value is not None}

    def quantile(self, share: ArrayLike) -> Array:
        """The values below which the shares lie, in the shape of `share`. Raises ProblemsFound for bad parameters."""
        self._refuse()
        return self._quantile(np.asarray(share, dtype=float))

    def problems(self, where: str = "") -> list[Problem]:
        """Everything that is wrong with the parameters; `where` names the input."""
        place = where or type(self).__name__
        return [Problem(place, found, expected, CORRECT_PARAMETERS) for found, expected in self._faults()]

    def _refuse(self) -> None:
        if problems := self.problems():
            raise ProblemsFound(problems)

    def _faults(self) -> Iterator[Fault]:
        """What was found and what is expected instead."""
        wrong = list(no_numbers(self))
        yield from wrong or self._contradictions()

    def _contradictions(self) -> Iterator[Fault]:
        """What does not go together, once every parameter is a number."""
        yield from ()

    @property
    @abstractmethod
    def support(self) -> tuple[float, float]:
        """The lowest and the highest value that can come out."""

    @abstractmethod
    def _quantile(self, share: Array) -> Array: ...


def no_numbers(distribution: Any) -> Iterator[Fault]:
    """The parameters that are no finite numbers; None stands for a bound that is not stated."""
    for field in fields(distribution):
        value = getattr(distribution, field.name)
        if value is None and field.default is None:
            continue
        if not is_finite(value):
            yield said(distribution, field.name), Label("a finite number", "有限的数值")


def said(distribution: Any, *names: str) -> str:
    """The parameters as they are stated: low = 3, high = 2."""
    values = ((name, getattr(distribution, name)) for name in names)
    return ", ".join(
        f"{name} = {value:g}" if is_finite(value) else f"{name} = {value}" for name, value in values
    )
