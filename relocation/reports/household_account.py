"""The account of one household on a sheet of its own: what it gives and gets in plain words, a picture, the lines, signatures."""

from __future__ import annotations

from collections.abc import Iterator

from relocation.households.roster import SYNTHETIC_NOTE
from relocation.households.statement import LEFT, SIGNATURES, Statement, StatementLine
from relocation.households.statement_page import COLUMNS, TOTAL, override_note
from relocation.labels import COMMA, LANGUAGES, Label, joined
from relocation.tables.figures import Figure, Series
from relocation.tables.numbers import fen_text
from relocation.tables.overview import Overview, chapter
from relocation.tables.record import NO_WORDS, Amount, Column, Report, Row, Said, Sentence, Table

ACCOUNT, LINES, SIGNED = (
    Label("How it comes about", "所得构成"),
    Label("Line by line", "逐项明细"),
    Label("Signatures", "签字"),
)
GIVES, GETS = Label("You give up", "您交出"), Label("Beside money you get", "此外您得到")
FEN = 100
LINE_COLUMNS = (
    Column("item", COLUMNS[0], words=True),
    *(Column(key, title) for key, title in zip(("quantity", "rate", "yuan"), COLUMNS[1:], strict=True)),
)
SIGNATURE_COLUMNS = tuple(Column(f"sign{number}", sign, words=True) for number, sign in enumerate(SIGNATURES))


def household_overview(statement: Statement, scheme: Label, *, pictured: bool = True) -> Overview:
    """The account of a household under the name of its scheme; money in yuan, to the fen."""
    return Overview(
        scheme,
        Label(*(statement.heading(lang) for lang in LANGUAGES)),
        _result(statement),
        tuple(_below(statement)),
        chapters=tuple(_chapters(statement, pictured=pictured)),
    )


def _chapters(statement: Statement, *, pictured: bool) -> Iterator[Report]:
    figure = account_figure(statement) if pictured else None
    if figure is not None:
        yield chapter("account", ACCOUNT, (figure,))
    yield chapter("lines", LINES, (), (_lines(statement),))
    blank = Row(tuple("" for _ in SIGNATURES))
    yield chapter("signatures", SIGNED, (), (Table("signatures", NO_WORDS, SIGNATURE_COLUMNS, (blank,)),))


def _lines(statement: Statement) -> Table:
    """Every line below the side it belongs to, the sums of what is got and paid, and what is left."""
    rows: list[Row] = []
    for title, lines, total in statement.blocks():
        rows += [Row((title,), band=True), *map(_line, lines)]
        if total is not None:
            rows.append(Row((TOTAL, "", "", Amount(total, "fen")), strong=True))
    left = LEFT.colon(statement.outcome())
    rows.append(Row((left, "", "", Amount(statement.left, "fen")), strong=True, apart=True))
    return Table("lines", NO_WORDS, LINE_COLUMNS, tuple(rows))


def _line(line: StatementLine) -> Row:
    name = Label(*(_noted(line, number) for number in range(len(LANGUAGES))))
    quantity = Label(*(line.quantity_text(lang) for lang in LANGUAGES))
    amount = "" if line.amount is None else Amount(line.amount, "fen")
    return Row((name, quantity, line.rate_text(), amount))


def _noted(line: StatementLine, number: int) -> str:
    """The name of a line, and why it is not what the rule gives."""
    lang = LANGUAGES[number]
    name, note = line.label.text(lang), override_note(line, lang)
    return Label(f"{name} ({note})", f"{name}（{note}）").text(lang) if note else name


def _result(statement: Statement) -> Said:
    """What is got, paid and left in a sentence."""
    got, paid, left = (
        fen_text(amount) for amount in (statement.received_total, statement.paid_total, abs(statement.left))
    )
    head = Label(f"You get {got} yuan and pay {paid} yuan:", f"您得到{got}元，支付{paid}元，")
    if statement.left < 0:
        return Said(
            Label(f"{head.en} you add {left} yuan yourself.", f"{head.zh}须另行支付{left}元。"), "warn"
        )
    return Said(Label(f"{head.en} {left} yuan are left to you.", f"{head.zh}最终所得{left}元。"), "good")


def _below(statement: Statement) -> Iterator[Sentence]:
    """What is given up and what is got beside money, in words."""
    if statement.synthetic:
        yield Said(SYNTHETIC_NOTE, "warn")
    for head, lines in ((GIVES, statement.given_up), (GETS, statement.in_kind)):
        if lines:
            yield head.colon(joined(map(_thing, lines), COMMA))


def _thing(line: StatementLine) -> Label:
    quantity = Label(*(line.quantity_text(lang) for lang in LANGUAGES))
    return Label(*(f"{name} {text}" for name, text in zip(line.label, quantity, strict=True)))


def account_figure(statement: Statement) -> Figure | None:
    """How what is got and what is paid lead to what is left; None where no money moves."""
    got = [line for line in statement.received if line.amount]
    paid = [line for line in statement.paid if line.amount]
    if not got and not paid:
        return None
    sides = (
        ("received", Label("You get", "您得到"), [(line.amount or 0) / FEN for line in got]),
        ("paid", Label("You pay", "您支付"), [-(line.amount or 0) / FEN for line in paid]),
        ("kept", LEFT, [statement.left / FEN]),
    )
    length, before, series = len(got) + len(paid) + 1, 0, []
    for role, name, values in sides:
        placed: list[float | None] = [None] * length
        placed[before : before + len(values)] = values
        series.append(Series(name, tuple(placed), role))
        before += len(values)
    names = (*(line.label for line in (*got, *paid)), LEFT)
    return Figure(
        "account", "bars", ACCOUNT, "yuan", names, tuple(series), strong=(length - 1,), running=True
    )
