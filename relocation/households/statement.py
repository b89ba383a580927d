"""The account of one household: what you give up, what you get, what you pay, what is left. Records, no layout."""

from __future__ import annotations

from dataclasses import dataclass

from relocation.households.amounts import unit_scale
from relocation.households.columns import ID, NAME, PERSONS, POOR_PERSONS, Part
from relocation.households.ledger_lines import LedgerLines
from relocation.households.money import Ratio, decimal_text
from relocation.households.overrides import Override
from relocation.households.rules import SIDES, Option, Rule, Side
from relocation.labels import Label, Language
from relocation.tables.numbers import fen_text
from relocation.tables.units import UNITS

OPTION = Label("Option", "安置方式")
LEFT = Label("What is left", "您最终所得")
MUST_ADD = Label("You add this amount yourself", "此数须由您另行支付")
SIGNATURES = (
    Label("Head of the household", "户主"),
    Label("Village committee", "村委会"),
    Label("Township government", "乡镇政府"),
    Label("Date", "日期"),
)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line. A thing given or received in kind has no amount; an overridden line also keeps what the rule gave."""

    label: Label
    quantity: int
    scale: int
    unit: str
    rate: Ratio | None = None
    amount: int | None = None
    ruled: int | None = None
    override: Override | None = None

    def quantity_text(self, lang: Language) -> str:
        """The quantity with its unit: 80.50 m2, 3 persons."""
        number = decimal_text(self.quantity) if self.scale == 100 else str(self.quantity)
        return f"{number} {UNITS[self.unit].text(lang)}"

    def rate_text(self) -> str:
        """The exact rate in yuan per unit, as a fraction where no decimal is exact; empty without one."""
        if self.rate is None:
            return ""
        hundredfold = self.rate.fraction * 100
        return fen_text(int(hundredfold)) if hundredfold.denominator == 1 else str(self.rate.fraction)


@dataclass(frozen=True, slots=True, repr=False)
class Statement:
    """The account of one household with its id and name, since whoever asks for it asks for these."""

    id: str
    name: str
    place: str
    persons: int
    poor_persons: int
    option: Option
    given_up: tuple[StatementLine, ...]
    received: tuple[StatementLine, ...]
    in_kind: tuple[StatementLine, ...]
    paid: tuple[StatementLine, ...]
    fund: tuple[StatementLine, ...]
    received_total: int
    paid_total: int
    left: int
    synthetic: bool = False

    def heading(self, lang: Language) -> str:
        """Who the account is for, in one line."""
        parts = (
            (ID.record.label, self.id),
            (NAME.record.label, self.name),
            (PERSONS.record.label, str(self.persons)),
            (POOR_PERSONS.record.label, str(self.poor_persons)),
            (OPTION, self.option.label.text(lang)),
        )
        colon = "：" if lang == "zh" else ": "
        return "  ·  ".join(f"{label.text(lang)}{colon}{text}" for label, text in parts if text)

    def outcome(self) -> Label:
        """What the amount that is left stands for."""
        return self.option.settlement if self.left >= 0 else MUST_ADD

    def __repr__(self) -> str:
        return f"Statement({self.place})"

    def blocks(self) -> list[tuple[Label, tuple[StatementLine, ...], int | None]]:
        """Heading, lines and total of every block that has something in it, in the order of the page."""
        found = [
            (SIDES["given_up"], self.given_up, None),
            (SIDES["received"], self.received, self.received_total),
            (SIDES["in_kind"], self.in_kind, None),
            (SIDES["paid"], self.paid, self.paid_total),
        ]
        return [block for block in found if block[1] or block[2] is not None]


def statement_at(ledger: LedgerLines, at: int) -> Statement:
    """The account of the household at a position of the roster."""
    roster, sides = ledger.roster, {side: _rule_lines(ledger, at, side) for side in SIDES}
    numbers = roster.numbers
    received, paid = (sum(line.amount or 0 for line in sides[side]) for side in ("received", "paid"))
    return Statement(
        roster.texts[ID.key][at],
        roster.texts[NAME.key][at],
        roster.places.row(int(roster.rows[at])),
        int(numbers[PERSONS.key][at]),
        int(numbers[POOR_PERSONS.key][at]),
        ledger.rules.options[int(ledger.batch["option"][at])],
        _things(ledger, at, "given_up") + sides["given_up"],
        sides["received"],
        _things(ledger, at, "chosen") + sides["in_kind"],
        sides["paid"],
        sides["fund"],
        received,
        paid,
        received - paid,
        roster.synthetic,
    )


def _things(ledger: LedgerLines, at: int, part: Part) -> tuple[StatementLine, ...]:
    """The quantities of a household themselves: the old home, the new one."""
    columns = [one for one in ledger.rules.columns if one.part == part and ledger.batch[one.key][at] > 0]
    return tuple(
        StatementLine(one.record.label, int(ledger.batch[one.key][at]), one.scale, one.record.unit)
        for one in columns
    )


def _rule_lines(ledger: LedgerLines, at: int, side: Side) -> tuple[StatementLine, ...]:
    lines = (_rule_line(ledger, at, rule) for rule in ledger.rules.rules if rule.side == side)
    return tuple(line for line in lines if line.amount or line.quantity or line.override)


def _rule_line(ledger: LedgerLines, at: int, rule: Rule) -> StatementLine:
    final, ruled = ledger.amounts[rule.id], ledger.ruled[rule.id]
    override = ledger.override_at.get((at, rule.id))
    return StatementLine(
        rule.label,
        int(final.quantity[at]),
        unit_scale(ledger.rules, rule),
        rule.unit,
        rule.rate,
        int(final.amount[at]),
        int(ruled.amount[at]),
        override,
    )
