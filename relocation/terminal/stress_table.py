"""The bridge test on the terminal: what late, less or dearer money does to cash."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from relocation.labels import Label, Language
from relocation.stress import BridgeTest, StressedCase
from relocation.terminal.tables import SCALES, amount, table_of

TITLE = Label("Bridge test: the plan appraised again under stress", "过桥压力测试：在不利情形下重新测算")
NAMES = (
    Label("", ""),
    Label("lowest cash", "最低现金"),
    Label("from", "始于"),
    Label("bridge", "需过桥资金"),
    Label("balance", "资金结余"),
    Label("repaid", "贷款还清"),
    Label("viable", "可行"),
    Label("cover", "倍数"),
)
BOND_COVER = Label("of bonds", "专项债")
YES, NO = Label("yes", "是"), Label("no", "否")
UNKNOWN = "-"


def stress_table(test: BridgeTest, lang: Language, scale: str) -> Table:
    """One row per case; what cannot be calculated says so below the table."""
    unit = SCALES[scale][2]
    title = Label(f"{TITLE.en} ({unit.en})", f"{TITLE.zh}（{unit.zh}）")
    has_bonds = any(case.bond_coverage is not None for case in test.cases)
    names = [*NAMES, BOND_COVER] if has_bonds else NAMES
    table = table_of(title.text(lang), [name.text(lang) for name in names])
    for case in test.cases:
        table.add_row(
            case.stress.label.text(lang),
            _money(case.lowest_cash, scale),
            f"{case.day:%Y-%m}" if case.day else UNKNOWN,
            _money(case.bridge, scale),
            _money(case.balance, scale),
            _answer(case.loans_repaid, lang),
            UNKNOWN if case.status is None else case.status.text(lang),
            _multiple(case.coverage),
            *([_multiple(case.bond_coverage)] if has_bonds else ()),
        )
    return table


def stress_notes(test: BridgeTest, lang: Language) -> Text:
    """What a reader must know of single cases: a longer timeline, or why there are no numbers."""
    return Text("\n".join(note.text(lang) for case in test.cases for note in _notes(case)))


def _notes(case: StressedCase) -> list[Label]:
    label = case.stress.label
    notes = []
    if case.longer_by:
        notes.append(
            Label(
                f"{label.en}: the timeline was made longer by {case.longer_by} periods, so that all money arrives.",
                f"{label.zh}：时间轴延长{case.longer_by}期，使全部款项到账。",
            )
        )
    if case.reason is not None:
        notes.append(
            Label(
                f"{label.en}: cannot be calculated: {case.reason.en}",
                f"{label.zh}：无法测算：{case.reason.zh}",
            )
        )
    return notes


def _money(value: float | None, scale: str) -> str:
    return UNKNOWN if value is None else amount(value, "yuan", scale)


def _multiple(value: float | None) -> str:
    return UNKNOWN if value is None else amount(value, "times")


def _answer(value: bool | None, lang: Language) -> str:
    return UNKNOWN if value is None else (YES if value else NO).text(lang)
