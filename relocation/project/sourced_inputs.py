"""Everything a planner states, frozen and validated, every value with its unit and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Self, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from relocation.given import refused
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.book_inputs import input_numbers
from relocation.project.completeness import CHOOSE_KIND, told_at
from relocation.project.fields import FieldRecord
from relocation.project.groups import MONTHS
from relocation.project.inputs import Inputs
from relocation.project.messages import problems_of
from relocation.project.names import place_names
from relocation.project.paths import InputPath, leaf, leaves
from relocation.project.period_length import Period, times_in
from relocation.project.rule_book import STATED, broken_rules, rule_book
from relocation.project.spending import usual_group
from relocation.project.values import factor_of, is_finite, plain
from relocation.shown import Shown

Provenance = Literal["published", "derived", "assumption", "calibrated"]
Value = float | int | str | date


class Source(BaseModel):
    """Where a value comes from. `derivation` is the arithmetic behind a derived value.

    `stated` is False where nobody wrote the value, so that the program filled it in: an assumption of its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    provenance: Provenance = "assumption"
    source: str = ""
    note: str = ""
    derivation: str = ""
    stated: bool = True

    @property
    def is_silent(self) -> bool:
        """Whether nothing is said of the value beside the value itself."""
        return self.provenance == "assumption" and not (self.source or self.note or self.derivation)


BY_PROGRAM = Source(stated=False)


@dataclass(frozen=True, slots=True)
class InputValue:
    """One input of a project: its path, what is known of it, its value, and where the value comes from."""

    path: InputPath
    record: FieldRecord
    value: Any
    source: Source

    @property
    def stated(self) -> bool:
        """Whether somebody wrote the value."""
        return self.source.stated


class SourcedInputs(Inputs, Shown):
    """All inputs of a relocation. `sources` holds one Source for every input path.

    Layers below the appraisal see a `Project` as this record, and whatever is made from one is of its own class.
    """

    sources: dict[str, Source] = Field(default_factory=dict)

    def __repr__(self) -> str:
        name = self.village.name_en or self.village.name_zh or "of a village"
        time, count = self.timeline, sum(each.stated for each in self.values())
        spans = f"{time.periods} periods ({time.period}) from {time.start}"
        return f"<{type(self).__name__} {name}: {spans}; stated inputs: {count}>"

    __str__ = __repr__

    @classmethod
    def build(cls, values: Mapping[str, Any], sources: Mapping[str, Source] | None = None) -> Self:
        """A project from nested plain values. Raises ProblemsFound with everything that is wrong.

        What stands in `values` is stated, unless its source says otherwise; defaults fill in the rest.
        """
        try:
            bare = cls.model_validate(_with_nothing(plain(_with_usual_groups(_stated(values)))))
        except ValidationError as error:
            raise ProblemsFound(problems_of(error, cls)) from None
        given, stated = sources or {}, set(_paths(values))
        origins: dict[str, Source] = {
            path: _source_of(value, given.get(path) or (Source() if path in stated else BY_PROGRAM))
            for path, _, value in leaves(bare)
        }
        problems = broken_rules(bare, lambda path: origins[path].stated)
        if problems:
            raise ProblemsFound(problems)
        return bare.model_copy(update={"sources": origins})

    def values(self) -> Iterator[InputValue]:
        """Every input in the order in which a planner thinks."""
        for path, record, value in leaves(self):
            yield InputValue(path, record, value, self.sources.get(path, Source()))

    def by_path(self) -> dict[str, InputValue]:
        """Every input by its path, in the same order."""
        return {input_value.path: input_value for input_value in self.values()}

    def value(self, path: str) -> Any:
        """The value of an input. Raises ProblemsFound with close matches for an unknown path."""
        return self.at(path).value

    def at(self, path: str) -> InputValue:
        """The input at a path. Raises ProblemsFound with close matches for an unknown path."""
        stated = self._found(str(path))
        if stated is None:
            raise ProblemsFound(
                [unknown_path(str(path), [input_value.path for input_value in self.values()])]
            )
        return stated

    def _found(self, path: str) -> InputValue | None:
        place = InputPath.of(path)
        known = leaf(self, place.parts)
        return None if known is None else InputValue(place, *known, self.sources.get(path, Source()))

    def nested(self) -> dict[str, Any]:
        """The values as nested plain data, without sources."""
        return self.model_dump(exclude={"sources"})

    def replace(self, changes: Mapping[str, Any]) -> Self:
        """A new project with other values, validated wholly. Raises ProblemsFound with everything that is wrong.

        A changed value is no longer what its source said, so it becomes an assumption that names its old value. With
        another `timeline.period` all times are first counted in the new periods (`counted_in`), so that
        ten years become forty quarters; what is given beside it counts the new periods.
        """
        changes = {str(path): plain(value) for path, value in _stated(changes).items()}
        period = changes.get("timeline.period")
        is_other = period != self.timeline.period and isinstance(period, str) and period in MONTHS
        base = self.counted_in(cast(Period, period)) if is_other else self
        before = {path: (self if path == "timeline.period" else base)._found(path) for path in changes}
        if unknown := [path for path, old in before.items() if old is None]:
            known = [input_value.path for input_value in self.values()]
            raise ProblemsFound([unknown_path(path, known) for path in unknown])
        nested, sources = base.nested(), dict(base.sources)
        for path, value in changes.items():
            old = cast(InputValue, before[path])
            _put(nested, path, _fitting(old.record, value))
            if _differs(value, old.value):
                sources[path] = _changed_source(old)
            elif not old.source.stated:
                sources[path] = Source()
        return self.build(nested, sources)

    def counted_in(self, period: Period) -> Self:
        """The project on a timeline of months, quarters or years, with its sources as they were.

        Raises ProblemsFound, naming each input, where a number of months is not a whole number of longer periods.
        """
        if period not in MONTHS:
            names = ", ".join(MONTHS)
            write = Label("write one of them", "请选择其一")
            raise refused("timeline.period", period, Label(f"one of {names}", f"{names} 之一"), write)
        return self.restated({**times_in(self, period), "timeline.period": period})

    def restated(self, changes: Mapping[str, Any]) -> Self:
        """The same project said otherwise: other values for the same facts, so that every source still holds.

        Only the arithmetic behind a value is left out, since it gives the old number.
        """
        nested, sources = self.nested(), dict(self.sources)
        for path, value in changes.items():
            _put(nested, path, value)
            sources[path] = sources[path].model_copy(update={"derivation": ""})
        return self.build(nested, sources)

    def scale(self, path: str, factor: float | str) -> Self:
        """A new project with one number multiplied, by a factor such as 0.8, or as "-20%" or "*0.8" say."""
        input_value, times = self.at(path), factor_of(plain(factor))
        if input_value.record.kind not in {"number", "whole", "share"}:
            raise ProblemsFound([_not_a_number(input_value)])
        if not is_finite(times):
            expected = Label(
                'a number to multiply by, such as 0.8, or "-20%"', "用于相乘的数字，如 0.8，或 “-20%”"
            )
            write = Label("write a number", "请填写数字")
            raise ProblemsFound([Problem(path, str(factor)[:60], expected, write, input_value.record.label)])
        return self.replace({path: input_value.value * times})

    def not_stated(self) -> list[tuple[str, Problem]]:
        """What a finished plan states and this one does not: the kind of each thing, and where it is missing."""
        numbers = input_numbers(self, lambda path: self.sources[path].stated)
        missing = rule_book(self).broken(STATED, numbers)
        name_of = place_names(self)
        return [
            (
                rule.kind,
                replace(
                    problem,
                    where=(where := told_at(rule, lambda path: self.sources[path].stated)),
                    name=name_of(where),
                    found=self._said(where) if rule.found is None else problem.found,
                    remedy=problem.remedy if where == rule.where else CHOOSE_KIND,
                ),
            )
            for rule, problem in missing
        ]

    def _said(self, path: str) -> Label | str:
        """What somebody stated at a path, of a choice what it is called."""
        input_value = self._found(path)
        if input_value is None or not input_value.stated:
            return ""
        if input_value.record.choices:
            return input_value.record.choice(input_value.value)
        return (
            f"{input_value.value:g}"
            if isinstance(input_value.value, (int, float))
            else str(input_value.value)
        )


def unknown_path(path: str, known: Sequence[str]) -> Problem:
    """The problem of a path that a project does not have.

    Whoever names a slot of a template is told the items of its kind, of which one is what was typed into the slot.
    """
    path = str(path)
    place, others, remedy = InputPath.of(path), map(InputPath.of, known), near(path, list(known))
    alike = [
        other for other in others if place.slots and other.name == place.name and other.group == place.group
    ]
    if alike:
        remedy = Label(
            f"a used slot has become an item of its own: {', '.join(alike)}",
            f"已使用的空位已成为独立项目：{'、'.join(alike)}",
        )
    return Problem(path, path, Label("the path of an input", "输入项路径"), remedy)


def _not_a_number(input_value: InputValue) -> Problem:
    return Problem(
        where=input_value.path,
        found=str(input_value.value),
        expected=Label("a number, which can be multiplied", "可以相乘的数字"),
        remedy=Label("give the new value itself", "请直接给出新值"),
        name=input_value.record.label,
    )


def _put(nested: dict[str, Any], path: str, value: Any) -> None:
    *groups, name = InputPath.of(path).parts
    for group in groups:
        nested = nested[group]
    nested[name] = value


def _with_nothing(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values; of what there is none, which a quantity of 0 says, the rate need not be stated."""
    return {group: _none_of_it(items) for group, items in values.items()}


def _none_of_it(items: Any) -> Any:
    if not isinstance(items, Mapping):
        return items
    return {
        identity: {"rate": 0.0, **item}
        if isinstance(item, Mapping) and is_finite(item.get("quantity")) and item["quantity"] == 0
        else item
        for identity, item in items.items()
    }


def _with_usual_groups(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values, with the group of each item of construction that its id names and nothing else states."""
    works = values.get("construction")
    if not isinstance(works, Mapping):
        return dict(values)
    grouped = {
        identity: {"group": usual_group(identity), **item}
        if isinstance(item, Mapping) and usual_group(str(identity))
        else item
        for identity, item in works.items()
    }
    return {**values, "construction": grouped}


def _source_of(value: Any, source: Source) -> Source:
    """The source of a value as a project keeps it: an empty text states nothing."""
    return source.model_copy(update={"stated": False}) if value == "" and source.stated else source


def _paths(values: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Every path that nested values hold something at."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _paths(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def _fitting(record: FieldRecord, value: Any) -> Any:
    """A whole number written as 24.0 is 24; everything else is left to the validation."""
    if record.kind == "whole" and isinstance(value, float) and value.is_integer():
        return int(value)
    if record.kind in {"number", "share"} and is_finite(value):
        return float(value) + 0.0  # there is no minus zero
    return value


def _stated(values: Any) -> dict[str, Any]:
    """Values by their names. Raises ProblemsFound for what has none."""
    if isinstance(values, Mapping):
        return dict(values)
    expected = Label("values by their names: {name: value}", "按名称给出的值：{名称: 值}")
    raise ProblemsFound(
        [Problem("values", str(values)[:60], expected, Label("give a dictionary", "请给出字典"))]
    )


def _differs(value: Any, before: Any) -> bool:
    """Whether a value is another one; an array, which cannot be a value, is."""
    try:
        return bool(value != before)
    except (TypeError, ValueError):
        return True


def _changed_source(old: InputValue) -> Source:
    was = old.source.provenance
    note = f"changed from {old.value} ({was}) / 原值 {old.value}"
    return Source(provenance="assumption", note=note)
