"""How the numbers of each unit are written: one rule a unit, for texts and for the cells of a spreadsheet.

    no number         -     nothing is to be shown
    not finite        n/a   there should be a number, and none can be worked out
    rounds to zero    0     never -0; money of a plan shows - in a cell, as accounts do

Halves go away from zero, seen from the number as it is written: a float may lie a little below them.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from relocation.calendar import day_of
from relocation.labels import Label, Language, same
from relocation.tables.units import UNITS

Number = float | Fraction  # or int, which counts as a float
Scale = Literal["yuan", "wan", "million"]

NOTHING, NOT_AVAILABLE = "-", "n/a"
LONGEST = Context(prec=400)  # digits of the largest float, and some
MOST_WHOLE = 10**15  # beyond it a float without decimals need not be a whole number
HALF_A_FEN = 0.005  # yuan; money that differs by less is the same, and less has not moved
LARGE = 10**6  # of a multiple, from which on only its magnitude is told
MOST_RATE = 10**4  # of a yearly rate, beyond which it says no more than that it is beyond
STATED, READ = (
    10,
    7,
)  # digits of a number as somebody stated it, and of one that was worked out and is read off
SMALLEST = 12  # decimals of a number that is told by its digits
MOST_DECIMALS = 6  # of a part of a fen, and of a cell whose number is not known yet


class MoneyScale(NamedTuple):
    """How many yuan make one, how many decimals are told of it, and its name."""

    size: float
    decimals: int
    name: Label


SCALES: dict[str, MoneyScale] = {
    "yuan": MoneyScale(1, 0, Label("yuan", "元")),
    "wan": MoneyScale(1e4, 2, Label("10,000 yuan", "万元")),
    "million": MoneyScale(1e6, 3, Label("million yuan", "百万元")),
}
# A spreadsheet scales by thousands only: of ten thousand it shows one decimal, set by a point before the last digit.
SCALED_CODES = {"yuan": "#,##0", "wan": r"0\.0,", "million": "#,##0.000,,"}
SCALED_STEPS = {"yuan": 1, "wan": 1000, "million": 1000}


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Decimals (None: none of a whole number, else two, or as many as there are up to `most`), and the power of ten by which a
    number is shown larger."""

    decimals: int | None
    power: int = 0
    sign: str = ""  # behind the digits
    grouped: bool = True  # whether thousands are set apart
    accounts: bool = False  # whether a cell shows a dash for zero
    large: int = 0  # from where on only the magnitude is told, if at all
    beyond: int = 0  # from where on no more is told than that it is larger, if at all
    most: int = 0
    parts: int = 0  # decimals of a number that is not whole, as far as there are any
    date: int = 0  # of what counts days, how many letters of the date are told: 2016-04-01, 2016-04, 2016

    def known(self, value: Number | None) -> NumberFormat:
        """The format with its decimals settled by the number."""
        if value is None or not math.isfinite(value):
            return self
        if self.parts and Fraction(value).denominator > 1:
            return self.needed(value, self.parts)
        if self.decimals is not None:
            return self
        if self.most:
            return self.needed(value, self.most)
        is_whole = float(value).is_integer() and abs(float(value)) < MOST_WHOLE
        return replace(self, decimals=0 if is_whole else 2)

    def needed(self, value: Number, most: int) -> NumberFormat:
        """The format with as many decimals as there are, up to some."""
        decimals = -int(_rounded(value, self.power, most).normalize(LONGEST).as_tuple().exponent)
        return replace(self, decimals=max(decimals, 0))


PERCENT = NumberFormat(2, power=2, sign=" %")
COUNT, SINGLE, RATE = NumberFormat(0), NumberFormat(0, grouped=False), NumberFormat(2)
FIRST_MONTH, FIRST_YEAR = "date:month", "date:year"  # of a period by its first day
FORMATS: dict[str, NumberFormat] = {
    "yuan": NumberFormat(0, accounts=True),
    "yuan/household": NumberFormat(0, accounts=True),
    "fen": NumberFormat(2, power=-2, parts=MOST_DECIMALS),
    "share": PERCENT,
    "probability": PERCENT,
    "1/year": replace(PERCENT, beyond=MOST_RATE),
    "change": PERCENT,
    "times": NumberFormat(2, large=LARGE),
    "years": RATE,
    "yuan/mu": RATE,
    "yuan/m2": RATE,
    "yuan/unit": RATE,
    "yuan/person": RATE,
    "mu": RATE,
    "m2": RATE,
    "household": COUNT,
    "person": COUNT,
    "points": COUNT,
    "cases": COUNT,
    "year": SINGLE,
    "period": SINGLE,
    "month": SINGLE,
    "flag": SINGLE,
    "figure": NumberFormat(None, most=4),  # that a source prints, in whatever unit
    "date": NumberFormat(None, date=10),
    FIRST_MONTH: NumberFormat(None, date=7),
    FIRST_YEAR: NumberFormat(None, date=4),
}
BY_SIGN = ("share", "probability", "change")
ANY = NumberFormat(None)
UNSAID = asdict(ANY)
LONG = "#,##0.00####"


def format_of(unit: str, scale: str = "yuan") -> NumberFormat:
    """The format of a unit; of money on a scale."""
    if unit == "yuan" and scale != "yuan":
        money = SCALES[scale]
        return NumberFormat(money.decimals, power=-round(math.log10(money.size)), accounts=True)
    return FORMATS.get(unit, ANY)


def number_form(unit: str, scale: str = "yuan", *, named: bool = False) -> dict[str, Any]:
    """The format of a unit as data, with which numbers.js writes the same; `named` with the name that stands behind a number."""
    form = form_data(format_of(unit, scale))
    return form | {"named": list(unit_label(unit, scale))} if named and unit not in BY_SIGN else form


def form_data(form: NumberFormat) -> dict[str, Any]:
    """A format as data; what it leaves unsaid is left out."""
    told = asdict(form)
    return {key: value for key, value in told.items() if key == "decimals" or value != UNSAID[key]}


def number_text(
    value: Number | None, unit: str, scale: str = "yuan", *, signed: bool = False, digits: int = 0
) -> str:
    """A number for a reader, in a sentence: 49.483, 4.90 %, n/a. `signed` puts a plus before what is above zero.

    With `digits` it has not the decimals of its unit but those of so many digits, as far as there are any.
    """
    return text_in_form(value, format_of(unit, scale), signed=signed, digits=digits)


def text_in_form(value: Number | None, form: NumberFormat, *, signed: bool = False, digits: int = 0) -> str:
    """A number for a reader, in a sentence, in any form."""
    if value is None:
        return NOTHING
    if isinstance(value, float) and not math.isfinite(value):
        return NOT_AVAILABLE
    form = form.known(value)
    if form.date:
        return day_text(value)[: form.date]
    if digits:
        form = form.needed(value, min(max(digits - _whole_digits(value, form.power), 0), SMALLEST))
    if form.beyond and value >= form.beyond:
        text = _beyond(form)
    else:
        text = _magnitude(value, form.power) if form.large and value >= form.large else _digits(value, form)
    return f"+{text}{form.sign}" if signed and text.strip("-0.,") and value > 0 else text + form.sign


def day_text(day: Number) -> str:
    """The date of a day number; not available where there is no such date."""
    try:
        return day_of(math.floor(day)).isoformat()
    except (OverflowError, ValueError):
        return NOT_AVAILABLE


def fen_text(fen: int | Fraction) -> str:
    """Fen as yuan with both decimals, exactly."""
    return number_text(fen, "fen")


def cell_text(
    value: Number | None, unit: str, scale: str = "yuan", *, signed: bool = False, digits: int = 0
) -> str:
    """A number for a reader, in a cell: a dash where there is nothing to show. What is told by its digits is a number always."""
    text = number_text(value, unit, scale, signed=signed, digits=digits)
    is_zero = not text.removesuffix(" %").strip("0.,")
    return NOTHING if is_zero and not digits and (signed or format_of(unit, scale).accounts) else text


def fen_of(yuan: float) -> float:
    """An amount of yuan in whole fen."""
    if not math.isfinite(yuan):
        return yuan
    return int(_decimal(yuan).scaleb(2, LONGEST).quantize(Decimal(1), ROUND_HALF_UP, LONGEST))


def _whole_digits(value: Number, power: int) -> int:
    """Digits before the point; below zero of a number with zeros behind it."""
    return _decimal(value).scaleb(power, LONGEST).adjusted() + 1 if value else 1


def _digits(value: Number, form: NumberFormat) -> str:
    decimals = form.decimals or 0
    rounded = _rounded(value, form.power, decimals)
    text = f"{rounded:,.{decimals}f}" if form.grouped else f"{rounded:.{decimals}f}"
    return text if text.strip("-0.,") else text.lstrip("-")


def _beyond(form: NumberFormat) -> str:
    return f">{_digits(form.beyond, replace(form, decimals=0))}"


def _magnitude(value: Number, power: int) -> str:
    exact = _decimal(value).scaleb(power, LONGEST)
    rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() - 1), ROUND_HALF_UP, LONGEST)
    return f"{rounded.scaleb(-rounded.adjusted(), LONGEST):.1f}E+{rounded.adjusted():02}"


def _rounded(value: Number, power: int, decimals: int) -> Decimal:
    exact = _decimal(value).scaleb(power, LONGEST)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, LONGEST)


def _decimal(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return LONGEST.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Decimal(value) if isinstance(value, int) else Decimal(repr(float(value)))


def sheet_format(unit: str, scale: str = "yuan", value: Number | None = None, *, before: str = "") -> str:
    """The number format code of a unit for the cells of a spreadsheet. Money changes its scale by it; the value stays in yuan.

    What is below zero has a section of its own: in another than the first, programs leave out the minus that is not written.

    The cells of a unit whose decimals depend on the number need it; without it they show as many as there is room for.
    `before` is written in front of the number.
    """
    form = format_of(unit, scale).known(value)
    if form.date:
        return "yyyy-mm-dd"[: form.date]
    front = f'"{before}"' if before else ""
    if form.decimals is None:
        return f"[>=1000]{front}{LONG};[<=-0.0000005]{front}-{LONG};{front}General"
    nothing = f'"{before}0"' if before else f'"{NOTHING}"'
    if unit == "yuan":
        return _sections(front + SCALED_CODES[scale], Decimal(SCALED_STEPS[scale]) / 2, nothing, front)
    code = (
        ("#,##0" if form.grouped else "0") + ("." + "0" * form.decimals if form.decimals else "") + form.sign
    )
    if form.large:
        return f"[>={LARGE}]{front}0.0E+00;[<=-0.005]{front}-{code};{front}{code}"
    if form.beyond:
        half = Decimal(5).scaleb(-form.decimals - form.power - 1)
        most = f'"{_beyond(form)}{form.sign}"'
        return f"[>={form.beyond}]{front}{most};[<=-{half:f}]{front}-{code};{front}{code}"
    is_whole = not form.most or value is None or float(value).is_integer()
    if is_whole and not (form.decimals or form.accounts or before):
        return code  # a count is whole, and has no part that could round to minus zero
    half = Decimal(5).scaleb(
        -form.decimals - (0 if unit == "fen" else form.power) - 1
    )  # the cells of fen hold yuan
    return _sections(front + code, half, nothing if form.accounts else front + code, front)


def _sections(code: str, half: Decimal, zero: str, front: str = "") -> str:
    """What rounds to zero is written as zero, whichever its sign; a section of its own for what is below it keeps the minus."""
    below = f"{front}-{code.removeprefix(front)}" if front else f"-{code}"
    return f"[>={half:f}]{code};[<=-{half:f}]{below};{zero}"


# In a cell whose unit is not known or changes from row to row.
ANY_NUMBER = sheet_format("")


def without_zero(code: str) -> str:
    """The same number format, in which a zero shows nothing."""
    first, *rest = code.split(";")
    if first == "General":
        return code
    if len(rest) < 2 or "E+" in first or rest[-1] == "General":
        plain = rest[-1] if rest else first
        return f"{plain};-{plain};"
    return f"{first};{rest[0]};"


def difference_format(unit: str, scale: str = "yuan") -> str:
    """The number format code of a difference, of days whole ones."""
    return "0" if unit == "date" else sheet_format(unit, scale)


def stated_format(unit: str) -> str:
    """The number format code of a cell into which a number is typed: of a rate all decimals are seen, of money the fen.

    A share and a rate are typed as a part of one, as files state them: in a cell of percentages a spreadsheet takes a 1 for 1 %,
    and one that adds the sign while somebody types takes 0.05 for 0.05 %.
    """
    form = RATE if unit in {"share", "probability", "1/year"} else format_of(unit)
    if form.decimals is None or unit == "date":
        return sheet_format(unit)
    if form.accounts:
        return f'#,##0;-#,##0;"{NOTHING}"'
    most = form.decimals if form.decimals == 0 or unit == "fen" else MOST_DECIMALS
    digits = ("." if form.decimals else "") + "0" * form.decimals + "#" * (most - form.decimals)
    return ("#,##0" if form.grouped else "0") + digits + form.sign.strip()


def unit_label(unit: str, scale: str = "yuan") -> Label:
    """A unit as people say it; money by its scale."""
    return SCALES[scale].name if unit == "yuan" else UNITS.get(unit, same(unit))


def text_with_unit(text: str, unit: str, scale: str = "yuan") -> Label:
    """A number that is written already with its unit behind it, unless its sign says that."""
    if unit in BY_SIGN:
        return same(text)
    name = unit_label(unit, scale)
    return Label(f"{text} {name.en}", f"{text} {name.zh}")


def with_unit(label: Label, unit: str, scale: str = "yuan") -> Label:
    """A label with its unit behind it in brackets."""
    return label.in_brackets(unit_label(unit, scale))


def unit_name(unit: str, lang: Language, scale: str = "yuan") -> str:
    """A unit in the wanted language."""
    return unit_label(unit, scale).text(lang)
