"""The columns of a roster: those that every roster has, and those that a rule file declares (structures, choices).

A column is a FieldRecord with a key. Numbers are kept as int64: measures in hundredths of their unit, counts as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from relocation.labels import Label
from relocation.project.fields import Choice, FieldRecord
from relocation.reading.headings import MEASURES, YES_NO, TableColumn

Part = Literal["household", "given_up", "chosen"]

COUNTS = {"person", "household", "garage", "building", "quantity"}
Per = Literal["persons", "poor_persons", "household"]  # what an allowance may be for
HOUSEHOLD: Final = "household"  # the quantity 1 of every household
SELF_FUNDING = "self_funding"  # what a household pays beyond what it receives; a limit may measure it
UNSAID = -1  # a choice that a row leaves open


@dataclass(frozen=True, slots=True)
class RosterColumn(TableColumn):
    """One column of a roster; `part` is its place in a statement."""

    part: Part = "household"


def _text(
    key: str, en: str, zh: str, help_en: str, help_zh: str, required: bool = False, **more: Any
) -> RosterColumn:
    record = FieldRecord("text", "text", Label(en, zh), Label(help_en, help_zh), required=required)
    return RosterColumn(key, record, **more)


ID = _text(
    "id",
    "Household id",
    "户编号",
    "Text, one per household; an identity number keeps all its digits as text",
    "文本，每户唯一；身份证号须以文本格式填写",
    required=True,
    private=True,
    long_number=True,
    names_row=True,
    synonyms=("household", "household no", "household number", "户号", "农户编号", "农户号", "家庭编号"),
)
NAME = _text(
    "name",
    "Name",
    "户主姓名",
    "Head of the household",
    "户主",
    private=True,
    optional=True,
    names_row=True,
    synonyms=("head of household", "姓名", "户主"),
)
PLACE: dict[str, Any] = {"optional": True, "names_row": True, "spreads": True}
GROUP = _text(
    "group",
    "Village group",
    "村民小组",
    "For the distribution by group",
    "用于分组统计",
    **PLACE,
    synonyms=("组", "小组", "组别", "村组"),
)
VILLAGE = _text(
    "village",
    "Village",
    "村",
    "Where one file holds several villages",
    "一个文件含多个村时填写",
    **PLACE,
    synonyms=("村名", "行政村", "村庄"),
)
COUNTY = _text(
    "county",
    "County",
    "县",
    "Where one file holds several counties",
    "一个文件含多个县时填写",
    **PLACE,
    synonyms=("县名", "县区", "区县"),
)
BANK_ACCOUNT = _text(
    "bank_account",
    "Bank account",
    "银行账号",
    "May be left empty; text",
    "可不填；以文本格式填写",
    private=True,
    long_number=True,
    optional=True,
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
    synonyms=("household size", "people", "人口", "人口数", "家庭人口数", "家庭人数", "人数"),
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
    synonyms=(
        "registered persons",
        "建档立卡人口",
        "建档立卡人口数",
        "建档立卡贫困人口",
        "贫困人口",
        "贫困人口数",
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
    optional=True,
    synonyms=("是否建档立卡户", "是否建档立卡"),
)


def option_column(choices: tuple[Choice, ...]) -> RosterColumn:
    """The column of the option that a household has chosen."""
    label = Label("Option", "安置方式")
    help_text = Label("How the household is resettled; choose from the list", "该户的安置方式，从列表中选择")
    record = FieldRecord("choice", "choice", label, help_text, choices=choices, required=True)
    return RosterColumn("option", record, synonyms=("choice", "安置类型", "选择的安置方式"))


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
    area = (f"{label.en} area", f"{label.zh}面积") if unit in {"m2", "mu"} else ()
    return RosterColumn(key, record, part=part, synonyms=area)


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


CORE_KEYS = frozenset(column.key for column in roster_columns((), ()))
