"""The columns of a roster: those that every roster has, and those that a rule file declares (structures, choices).

A column is a FieldRecord with a key. Numbers are kept as int64: measures in hundredths of their unit, counts as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from relocation.labels import Label
from relocation.project.fields import Choice, FieldRecord

Part = Literal["household", "given_up", "chosen"]

MEASURES = {"m2", "mu", "yuan"}  # units with two decimals
COUNTS = {"person", "household", "garage", "building", "quantity"}
HOUSEHOLD = "household"  # the quantity 1 of every household
YES_NO = (Choice("yes", Label("yes", "是")), Choice("no", Label("no", "否")))


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """One column of a roster. A private one never leaves in a message; `part` is its place in a statement."""

    key: str
    record: FieldRecord
    private: bool = False
    part: Part = "household"

    @property
    def scale(self) -> int:
        """How many stored units make one unit of the column."""
        return 100 if self.record.unit in MEASURES else 1

    @property
    def is_number(self) -> bool:
        """Whether the column holds a quantity that rules may count."""
        return self.record.kind in {"number", "whole"}


def _text(key: str, en: str, zh: str, help_en: str, help_zh: str, required: bool = False) -> RosterColumn:
    record = FieldRecord("text", "text", Label(en, zh), Label(help_en, help_zh), required=required)
    return RosterColumn(key, record)


def _private(key: str, en: str, zh: str, help_en: str, help_zh: str, required: bool = False) -> RosterColumn:
    return RosterColumn(key, _text(key, en, zh, help_en, help_zh, required).record, private=True)


ID = _private(
    "id",
    "Household id",
    "户编号",
    "Text, one per household; an identity number keeps all its digits as text",
    "文本，每户唯一；身份证号须以文本格式填写",
    required=True,
)
NAME = _private("name", "Name", "户主姓名", "Head of the household", "户主")
GROUP = _text("group", "Village group", "村民小组", "For the distribution by group", "用于分组统计")
VILLAGE = _text("village", "Village", "村", "Where one file holds several villages", "一个文件含多个村时填写")
COUNTY = _text("county", "County", "县", "Where one file holds several counties", "一个文件含多个县时填写")
BANK_ACCOUNT = _private(
    "bank_account", "Bank account", "银行账号", "May be left empty; text", "可不填；以文本格式填写"
)
PERSONS = RosterColumn(
    "persons",
    FieldRecord(
        "whole",
        "person",
        Label("Persons", "家庭人口"),
        Label("Persons in the household", "该户人口数"),
        low=1,
        high=200,
        usual=(1, 30),
        required=True,
    ),
)
POOR_PERSONS = RosterColumn(
    "poor_persons",
    FieldRecord(
        "whole",
        "person",
        Label("Registered poor persons", "建档立卡人数"),
        Label("Of these, persons on the poverty register", "其中建档立卡贫困人口数"),
        low=0,
        high=200,
        default=0,
    ),
)
REGISTERED = RosterColumn(
    "registered",
    FieldRecord(
        "choice",
        "choice",
        Label("Registered poor household", "建档立卡户"),
        Label("May be left empty: yes if there are registered persons", "可不填：有建档立卡人口即为是"),
        choices=YES_NO,
    ),
)


def option_column(choices: tuple[Choice, ...]) -> RosterColumn:
    """The column of the option that a household has chosen."""
    label = Label("Option", "安置方式")
    help_text = Label("How the household is resettled; choose from the list", "该户的安置方式，从列表中选择")
    return RosterColumn(
        "option", FieldRecord("choice", "choice", label, help_text, choices=choices, required=True)
    )


def declared_column(key: str, label: Label, unit: str, part: Part, high: float) -> RosterColumn:
    """A quantity that a rule file declares. Empty counts as none."""
    chosen = Label("Chosen in the new settlement; empty if none", "在新社区选购；没有则留空")
    given = Label("Measured at the old home; empty if none", "按旧房丈量；没有则留空")
    measured = unit in MEASURES
    record = FieldRecord(
        "number" if measured else "whole",
        unit,
        label,
        chosen if part == "chosen" else given,
        low=0,
        high=high,
        usual=(1, 1_000) if measured else None,
        default=0,
    )
    return RosterColumn(key, record, part=part)


def roster_columns(
    choices: tuple[Choice, ...], declared: tuple[RosterColumn, ...]
) -> tuple[RosterColumn, ...]:
    """All columns of a roster in the order of the template."""
    return (
        ID,
        NAME,
        GROUP,
        PERSONS,
        POOR_PERSONS,
        REGISTERED,
        *declared,
        option_column(choices),
        BANK_ACCOUNT,
        VILLAGE,
        COUNTY,
    )


CORE_KEYS = frozenset(one.key for one in roster_columns((), ()))
