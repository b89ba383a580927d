"""The figures of a paper (models/figures/*.toml): as printed, and as the shipped models give them.

Every figure is a formula text over names of `known`, read by the same reader as a planner's own lines and worked out
by the same book. Nothing here holds a number: what is printed is a fact with its line in the paper.

    AGREES         ours is the printed figure
    ROUNDED        within the stated tolerance of it; of dollars, cut off or rounded to the last printed digit
    DISCREPANCY    the paper contradicts itself, and the contradiction is still there
    DERIVED        the paper does not print it
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

from relocation.folders import data_dir
from relocation.formula.language.book import Book
from relocation.formula.language.expression import Expression, as_number
from relocation.formula.language.line_items import FormulaError
from relocation.formula.language.text import parse
from relocation.formula.targets.scalar import Values, compile_scalar
from relocation.labels import Label, said_twice
from relocation.paper.known import Known, known
from relocation.printed import DollarFigure, Figure, FigureFile, FigureResult, Status
from relocation.problems import Problem, ProblemsFound
from relocation.project.names import item_name
from relocation.sourced import problem
from relocation.tables.units import fact_unit

EQUAL = 1e-9  # of the figure: what the last bits of floats may differ


def figures() -> list[FigureResult]:
    """Every figure of every shipped file, section by section. Raises ProblemsFound."""
    paths = sorted((data_dir("models") / "figures").glob("*.toml"))
    files = sorted((FigureFile.read(path) for path in paths), key=lambda file: file.section.order)
    return worked_out(files)


def worked_out(files: Iterable[FigureFile]) -> list[FigureResult]:
    """The results of figure files. Raises ProblemsFound for every formula that cannot be read."""
    listed = list(files)
    reader = _Reader()
    for file in listed:
        for identity, figure in file.figures.items():
            for part in ("ours", "printed", "against"):
                reader.read(f"figures.{identity}.{part}", getattr(figure, part))
        for identity, dollar in file.dollars.items():
            for part in ("amount", "rate"):
                reader.read(f"dollars.{identity}.{part}", getattr(dollar, part))
    values = reader.values()
    return [result for file in listed for result in _results(file, reader, values)]


def status_of(ours: float, reference: float | None, tolerance: float) -> Status:
    """What the numbers themselves say."""
    if reference is None:
        return "DERIVED"
    if math.isclose(ours, reference, rel_tol=EQUAL):
        return "AGREES"
    return "ROUNDED" if abs(ours - reference) <= tolerance else "DISCREPANCY"


class _Reader:
    """Reads formula texts into one book whose inputs are known numbers."""

    def __init__(self) -> None:
        self.book = Book(periods=1)
        self.known: dict[str, Known] = {}
        self.problems: list[Problem] = []

    def read(self, where: str, text: str) -> None:
        if not text:
            return
        try:
            formula = parse(text, self.resolve)
        except FormulaError as error:
            expected = Label(
                f"a formula over known names ({error.label.en})", f"由已知名称组成的公式（{error.label.zh}）"
            )
            self.problems.append(problem(where, text, expected))
            formula = as_number(0)
        self.book.line(where, Label(where, where), "number", formula)

    def resolve(self, name: str) -> Expression:
        if name not in self.known:
            number = known(name)
            self.known[name] = number
            self.book.input(name, number.label, "number", lowest=number.value, highest=number.value)
        return self.book.reference(name)

    def values(self) -> Values:
        if self.problems:
            raise ProblemsFound(self.problems)
        return compile_scalar(self.book)({name: number.value for name, number in self.known.items()})


def _results(file: FigureFile, reader: _Reader, values: Values) -> Iterator[FigureResult]:
    section = Label(file.section.name_en, file.section.name_zh)

    def number(key: str) -> float | None:
        value = values.get(key)
        return None if value is None or isinstance(value, list) else value

    for identity, figure in file.figures.items():
        yield _figure(file, section, identity, figure, number)
    for identity, dollar in file.dollars.items():
        yield _dollar(file, section, identity, dollar, reader, number)


def _figure(
    file: FigureFile, section: Label, identity: str, figure: Figure, number: Callable[[str], float | None]
) -> FigureResult:
    path = f"figures.{identity}"
    ours, printed = number(f"{path}.ours"), number(f"{path}.printed")
    assert ours is not None, "a figure has a formula"
    reference = printed if printed is not None else number(f"{path}.against")
    source = file.sources[f"{path}.ours"]
    return FigureResult(
        identity=identity,
        section=section,
        label=item_name(path, figure.label_en, figure.label_zh),
        unit=fact_unit(figure.unit),
        place=source.source,
        printed=printed,
        reference=reference,
        ours=ours,
        tolerance=figure.tolerance,
        declared=figure.status,
        status=status_of(ours, reference, figure.tolerance),
        note=said_twice(source.note),
        formula=figure.ours,
    )


def _dollar(
    file: FigureFile,
    section: Label,
    identity: str,
    dollar: DollarFigure,
    reader: _Reader,
    number: Callable[[str], float | None],
) -> FigureResult:
    path = f"dollars.{identity}"
    amount, rate = number(f"{path}.amount"), number(f"{path}.rate")
    assert amount is not None
    assert rate is not None
    source = file.sources[f"{path}.amount"]
    named = (
        reader.known[dollar.amount].label
        if dollar.amount in reader.known
        else Label(dollar.amount, dollar.amount)
    )
    cut = shortened(amount * rate, dollar)
    return FigureResult(
        identity=identity,
        section=section,
        label=named,
        unit=fact_unit("USD"),
        place=source.source,
        printed=dollar.printed,
        reference=dollar.printed,
        ours=amount * rate,
        tolerance=dollar.step,
        declared=dollar.status,
        status="ROUNDED" if math.isclose(cut, dollar.printed, rel_tol=EQUAL) else "DISCREPANCY",
        note=said_twice(source.note),
        formula=f"{dollar.amount} * {dollar.rate}",
        rate=amount / dollar.printed,
    )


def shortened(dollars: float, figure: DollarFigure) -> float:
    """A number of dollars as the paper shortens it; the last bits of a float do not decide."""
    steps = dollars / figure.step
    return math.floor(steps + (0.5 if figure.cut == "rounded" else 0) + EQUAL) * figure.step
