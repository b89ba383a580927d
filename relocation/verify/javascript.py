"""The script of the live page, which works the formulas out in a browser, in QuickJS: no line of it is Python."""

from __future__ import annotations

from importlib.metadata import version
from math import nan

from relocation.formula.targets.javascript import book_data, calculator_script
from relocation.javascript import Engine as Scripts
from relocation.javascript import script
from relocation.labels import Label
from relocation.verify.engine import Case
from relocation.verify.record import Answers, Place, Weakness


class JavaScript:
    """The formulas as the script of a page reads them."""

    key = "javascript"
    name = Label("JavaScript (QuickJS)", "JavaScript（QuickJS）")
    gives = Label("every line in every period", "全部项目的各期数值")
    remedy = Label("pip install quickjs-ng", "pip install quickjs-ng")
    weaknesses: tuple[Weakness, ...] = ()

    def is_installed(self) -> bool:
        """It comes with the package."""
        return True

    def work_out(self, case: Case) -> Answers:
        """The numbers of all lines."""
        appraisal = case.appraisal
        book = appraisal.book
        scripts = Scripts(calculator_script(), script("verify.lines"))
        inputs = book.input_vector(appraisal.inputs)
        rows = scripts.call("allLines", book_data(book), inputs, book.periods, book.groups)
        numbers: dict[Place, float | str] = {}
        for key, row in zip(book.lines, rows, strict=True):
            numbers.update(case.places_of(key, _row(row)))
        kept, limits = case.without_unproved(numbers)
        return Answers(version("quickjs-ng"), kept, limits)


def _row(row: float | list[float | None] | None) -> float | list[float]:
    """A line as Python has it; what is no number comes as null."""
    if isinstance(row, list):
        return [nan if number is None else float(number) for number in row]
    return nan if row is None else float(row)
