"""All rules between the inputs of a project, and all that a finished plan states, as a book of their own.

This book refuses a project in Python. Its lines are the same that `model` declares as checks of the whole book, so that a
live workbook refuses alike. They depend on which items there are, never on values: a book of rules is made once for all
projects of a structure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from relocation.formula.language.book import Book
from relocation.formula.language.expression import LineReference, as_number, sum_of
from relocation.formula.targets.scalar import Calculation
from relocation.kept_on_disk import kept
from relocation.labels import Label
from relocation.problems import Problem, Severity
from relocation.project.book_inputs import Structure, declare_inputs, input_numbers, numeric
from relocation.project.completeness import STATEMENTS
from relocation.project.inputs import Inputs
from relocation.project.messages import field_at
from relocation.project.names import GROUPS
from relocation.project.paths import InputPath, odd_ids
from relocation.project.rule import Rule, declare_months
from relocation.project.rules import RULES
from relocation.project.values import odd_dates
from relocation.tables.numbers import day_text
from relocation.tables.wording import FORMS

BOOKS_KEPT = 64
MOST_COUNTED = 100  # rules in one line: more are too many for a cell of a spreadsheet


@dataclass(frozen=True, slots=True)
class Section:
    """Rules of one sort: how their lines begin, what the count of broken ones is called, and how grave a breach is."""

    key: str
    label: Label
    kinds: tuple[Callable[[Inputs], Iterator[Rule]], ...]
    severity: Severity

    @property
    def broken(self) -> LineReference:
        """How many of them are broken."""
        return LineReference(f"{self.key}.broken")

    def counts(self, inputs: Inputs) -> dict[str, Label]:
        """What each kind of rule says, by the key of the line that counts its breaches."""
        return {f"{self.key}.{rule.kind}": rule.label for rule in reversed(self.rules(inputs))}

    def rules(self, inputs: Inputs) -> list[Rule]:
        """Each rule, for every item that it speaks of."""
        return [rule for kind in self.kinds for rule in kind(inputs)]


BETWEEN_INPUTS = Section(
    "rules", Label("Rules between inputs that are broken", "未满足的输入项规则数"), RULES, "error"
)
STATED = Section(
    "complete",
    Label("Things that a finished plan states and this one does not", "方案完整所需而尚未填写的项数"),
    STATEMENTS,
    "warning",
)
SECTIONS = (BETWEEN_INPUTS, STATED)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of one structure by section, and how they are worked out."""

    rules: Mapping[str, tuple[Rule, ...]]
    calculation: Calculation

    @property
    def book(self) -> Book:
        return self.calculation.book

    def broken(self, section: Section, numbers: Mapping[str, float | str]) -> Iterator[tuple[Rule, Problem]]:
        """Every rule of a section that inputs break, and how it is told."""
        values = self.calculation.run(numbers)
        for rule in self.rules[section.key]:
            if values[rule.key(section.key)] == 1:
                figures = {name: values[figure_key(section, rule, name)] for name in rule.figures}
                yield rule, rule.problem(figures, self._written(rule.where, numbers), section.severity)  # type: ignore[arg-type]

    def _written(self, path: str, numbers: Mapping[str, float | str]) -> str | Label:
        """What stands at the place of a rule, of a choice what it is called; nothing where that is a group of inputs."""
        value = numbers.get(path, "")
        if isinstance(value, str):
            record, _ = field_at(Inputs, InputPath.of(path).parts)
            return record.choice(value) if value and record is not None else value
        return day_text(value) if self.book.inputs[path].unit == "date" else FORMS["exact"].text(value).en


def broken_rules(inputs: Inputs, stated: Callable[[str], bool]) -> list[Problem]:
    """All that forbids a project. `stated` says of which paths somebody stated a value."""
    broken = rule_book(inputs).broken(BETWEEN_INPUTS, input_numbers(inputs, stated))
    return [*odd_ids(inputs), *odd_dates(inputs.timeline), *(problem for _, problem in broken)]


def rule_book(inputs: Inputs) -> RuleBook:
    """The rules of these inputs, whatever their values are."""
    return _made(_structure(inputs))


def declare_rules(book: Book, inputs: Inputs, name_of: Callable[[str], Label]) -> None:
    """Declares the line of every rule, how many of each kind are broken, and how many of each section.

    `name_of` says what the place of a rule is called.
    """
    for section in SECTIONS:
        kinds: dict[str, dict[str, list[LineReference]]] = {}
        for rule in section.rules(inputs):
            line = _declare(book, section, rule, name_of(rule.where))
            kinds.setdefault(f"{section.key}.{rule.kind}", {}).setdefault(
                InputPath.of(rule.where).group, []
            ).append(line)
        labels = section.counts(inputs)
        counts = [_declare_count(book, key, _broken(labels[key]), groups) for key, groups in kinds.items()]
        book.line(section.broken.key, section.label, "number", sum_of(counts))


def _declare_count(
    book: Book, key: str, label: Label, groups: Mapping[str, Sequence[LineReference]]
) -> LineReference:
    """Declares how many rules of a kind are broken, first for each group of inputs where there are several, or very many."""
    parts = [
        (
            f"{group}.{number}" if len(lines) > MOST_COUNTED else group,
            group,
            lines[start : start + MOST_COUNTED],
        )
        for group, lines in groups.items()
        for number, start in enumerate(range(0, len(lines), MOST_COUNTED), start=1)
    ]
    if len(parts) == 1:
        return book.line(key, label, "number", sum_of(*groups.values()))
    counts = [
        book.line(
            f"{key}.{part}",
            Label(f"{GROUPS[group].en}: {label.en}", f"{GROUPS[group].zh}：{label.zh}"),
            "number",
            sum_of(lines),
        )
        for part, group, lines in parts
    ]
    return book.line(key, label, "number", sum_of(counts))


def _declare(book: Book, section: Section, rule: Rule, name: Label) -> LineReference:
    for key, part in rule.parts.items():
        book.line(
            key,
            Label(f"{name.en}: {rule.label.en}", f"{name.zh}：{rule.label.zh}"),
            rule.unit_of_parts,
            as_number(part),
        )
    label = Label(f"{name.en}: {rule.label.en} (1 = broken)", f"{name.zh}：{rule.label.zh}（1为未满足）")
    return book.line(rule.key(section.key), label, "flag", as_number(~rule.holds))


def _broken(label: Label) -> Label:
    return Label(f"Broken: {label.en}", f"未满足：{label.zh}")


def figure_key(section: Section, rule: Rule, name: str) -> str:
    return f"{rule.key(section.key)}.{name}"


def _structure(inputs: Inputs) -> Structure[Inputs]:
    """Which inputs there are, and which own lines have a formula."""
    formulas = (identity for identity, item in inputs.other.items() if item.formula)
    return Structure((tuple(path for path, *_ in numeric(inputs)), tuple(formulas)), inputs)


@lru_cache(maxsize=BOOKS_KEPT)
def _made(structure: Structure[Inputs]) -> RuleBook:
    return kept("rules", structure.key, lambda: _made_of(structure.example))


def _made_of(inputs: Inputs) -> RuleBook:
    book = Book(1)
    declare_inputs(book, inputs)
    declare_months(book)
    declare_rules(book, inputs, lambda path: Label(path, path))
    rules = {section.key: tuple(section.rules(inputs)) for section in SECTIONS}
    for section in SECTIONS:
        for rule in rules[section.key]:
            for name, figure in rule.figures.items():
                book.line(figure_key(section, rule, name), rule.label, "number", figure)
    return RuleBook(rules, Calculation(book))
