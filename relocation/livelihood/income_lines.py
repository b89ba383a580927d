"""The lines of a livelihood: every figure as one formula, read by Python, by `explain` and by a workbook alike.

income per household = sum of the streams            one-off cash stands apart and is in no sum of yearly income
income per person, printed = sum of the streams per person as printed
income per person, worked out = income per household * households / persons
measure [yuan a year] = count * rate                 not available where the count is not stated
interest spared by a loan repaid at its end = principal * rate * years

A number that a source leaves out is 0 here, and what would rest on it is not available, in Python and in a workbook alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from relocation.formula.language.book import Book
from relocation.formula.language.expression import NOT_AVAILABLE, Expression, Operation, as_number, when
from relocation.labels import Label
from relocation.livelihood.collective_lines import declare_collective
from relocation.livelihood.livelihood import Livelihood
from relocation.project.names import item_name


def livelihood_book(livelihood: Livelihood) -> Book:
    """All lines of a livelihood; the periods are the years of the collective's horizon."""
    book = Book(periods=livelihood.collective.years)
    for stated in livelihood.values():
        record = stated.record
        if record.kind in {"number", "whole", "share"}:
            low = -math.inf if record.low is None else record.low
            book.input(stated.path, record.label, record.unit, lowest=low, whole=record.kind == "whole")
    _declare_income(book, livelihood)
    _declare_before(book)
    _declare_once(book, livelihood)
    _declare_measures(book, livelihood)
    _declare_spared_interest(book, livelihood)
    declare_collective(book, livelihood)
    return book


def stream_name(livelihood: Livelihood, identity: str) -> Label:
    """What a stream is called."""
    stream = livelihood.after[identity]
    return item_name(f"after.{identity}", stream.label_en, stream.label_zh)


def ratio(above: Expression, below: Expression) -> Operation:
    """A quotient, not available where nothing is divided by."""
    return Operation("ratio", (above, below))


def if_stated(what: Expression, value: Expression) -> Operation:
    """The value, not available where what it rests on is nothing."""
    return when(what > 0, value, NOT_AVAILABLE)


def added(parts: Iterable[Expression]) -> Expression:
    """The sum of the parts, zero for none."""
    total: Expression = as_number(0)
    for part in parts:
        total = total + part
    return total


def _declare_income(book: Book, livelihood: Livelihood) -> None:
    for identity in livelihood.after:
        _declare_stream(book, identity, stream_name(livelihood, identity))
    of, households = book.reference, book.reference("place.households")
    per_household = book.line(
        "income.per_household",
        Label("Income per household after the move", "搬迁后户均收入"),
        "yuan/household",
        added(of(f"after.{identity}.per_household") for identity in livelihood.after),
    )
    _declare_per_person(book, livelihood, per_household)
    book.line(
        "income.village",
        Label("Income of all households", "全村农户收入"),
        "yuan",
        per_household * households,
    )
    _declare_labour(book, livelihood, per_household)


def _declare_stream(book: Book, identity: str, name: Label) -> None:
    of = book.reference
    worked_out = book.line(
        f"income.{identity}.per_person",
        Label(f"{name.en}, per person from per household", f"{name.zh}，由户均折算的人均"),
        "yuan/person",
        ratio(of(f"after.{identity}.per_household") * of("place.households"), of("place.persons")),
    )
    printed = of(f"after.{identity}.per_person")
    book.line(
        f"income.{identity}.difference",
        Label(f"{name.en}, worked out less printed", f"{name.zh}，折算减原文"),
        "yuan/person",
        if_stated(printed, worked_out - printed),
    )


def _declare_per_person(book: Book, livelihood: Livelihood, per_household: Expression) -> None:
    of = book.reference
    printed = book.line(
        "income.per_person_printed",
        Label("Income per person: sum of the printed parts", "人均收入：原文分项之和"),
        "yuan/person",
        added(of(f"after.{identity}.per_person") for identity in livelihood.after),
    )
    worked_out = book.line(
        "income.per_person",
        Label("Income per person from income per household", "由户均收入折算的人均收入"),
        "yuan/person",
        ratio(per_household * of("place.households"), of("place.persons")),
    )
    book.line(
        "income.per_person_difference",
        Label("Income per person: worked out less printed", "人均收入：折算减原文"),
        "yuan/person",
        if_stated(printed, worked_out - printed),
    )


def _declare_labour(book: Book, livelihood: Livelihood, per_household: Expression) -> None:
    streams = [identity for identity, stream in livelihood.after.items() if stream.kind == "labour"]
    labour = book.line(
        "income.labour_per_household",
        Label("Labour income per household", "户均劳务收入"),
        "yuan/household",
        added(book.reference(f"after.{identity}.per_household") for identity in streams),
    )
    book.line(
        "income.labour_share",
        Label("Labour share after the move", "搬迁后劳务收入占比"),
        "share",
        ratio(labour, per_household),
    )
    book.line(
        "income.labour_village",
        Label("Labour income of all households", "全村劳务收入"),
        "yuan",
        labour * book.reference("place.households"),
    )


def _declare_before(book: Book) -> None:
    of = book.reference
    before, persons = of("before.per_person"), of("place.persons")
    book.line(
        "before.labour",
        Label("Labour income per person before", "搬迁前人均劳务收入"),
        "yuan/person",
        if_stated(before, before * of("before.labour_share")),
    )
    book.line(
        "before.per_household",
        Label("Income per household before", "搬迁前户均收入"),
        "yuan/household",
        if_stated(before, ratio(before * persons, of("place.households"))),
    )
    book.line(
        "income.times",
        Label("Income per person after, times before", "搬迁后人均收入为搬迁前的倍数"),
        "times",
        ratio(of("income.per_person_printed"), before),
    )


def _declare_once(book: Book, livelihood: Livelihood) -> None:
    once = book.line(
        "once.per_household",
        Label("Received once per household, in no yearly income", "户均一次性所得，不计入年收入"),
        "yuan/household",
        added(book.reference(f"once.{identity}.per_household") for identity in livelihood.once),
    )
    book.line(
        "once.village",
        Label("Received once by all households", "全村一次性所得"),
        "yuan",
        once * book.reference("place.households"),
    )


def _declare_measures(book: Book, livelihood: Livelihood) -> None:
    of = book.reference
    for identity, measure in livelihood.measures.items():
        name = item_name(f"measures.{identity}", measure.label_en, measure.label_zh)
        path = f"measures.{identity}"
        count, rate = of(f"{path}.count"), of(f"{path}.rate")
        book.line(f"{path}.amount", name, "yuan", if_stated(count, count * rate))
        if measure.facilities is not None:
            book.line(
                f"{path}.per_facility",
                Label(f"{name.en}: for each facility", f"{name.zh}：每处设施"),
                "quantity",
                ratio(of(f"{path}.count"), of(f"{path}.facilities")),
            )
        if measure.rate_before:
            book.line(
                f"{path}.times",
                Label(f"{name.en}: times before", f"{name.zh}：为原标准的倍数"),
                "times",
                ratio(of(f"{path}.rate"), of(f"{path}.rate_before")),
            )
    for recipient, name in (
        ("household", Label("Known income of households from measures", "已知措施带来的农户收入")),
        ("collective", Label("Known income of the collective from measures", "已知措施带来的集体收入")),
    ):
        paths = [
            f"measures.{identity}"
            for identity, measure in livelihood.measures.items()
            if measure.recipient == recipient and measure.part_of not in livelihood.measures
        ]
        amounts = (of(f"{path}.count") * of(f"{path}.rate") for path in paths)
        book.line(f"measures.{recipient}", name, "yuan", added(amounts))


def _declare_spared_interest(book: Book, livelihood: Livelihood) -> None:
    of = book.reference
    for identity, loan in livelihood.spared_interest.items():
        path = f"spared_interest.{identity}"
        name = item_name(path, loan.label_en, loan.label_zh)
        book.line(
            f"{path}.interest",
            Label(f"{name.en}: interest spared, a loan", f"{name.zh}：每笔免除利息"),
            "yuan",
            of(f"{path}.principal") * of(f"{path}.rate") * of(f"{path}.years"),
        )
