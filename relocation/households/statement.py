"""The account of one household: what you give up, what you get, what you pay, what is left. Records, no layout."""

from __future__ import annotations

from dataclasses import dataclass

from relocation.households.columns import ID, NAME, PERSONS, POOR_PERSONS
from relocation.households.money import Ratio, decimal_text
from relocation.households.overrides import Override
from relocation.households.rules import SIDES, Option
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
        blocks = [
            (SIDES["given_up"], self.given_up, None),
            (SIDES["received"], self.received, self.received_total),
            (SIDES["in_kind"], self.in_kind, None),
            (SIDES["paid"], self.paid, self.paid_total),
        ]
        return [block for block in blocks if block[1] or block[2] is not None]
