"""Writing a roster as a text file that a spreadsheet program opens without running anything in it."""

from __future__ import annotations

import csv
import io

from relocation.households.columns import REGISTERED, RosterColumn
from relocation.households.money import decimal_text
from relocation.households.roster import Roster
from relocation.households.rules import RuleSet
from relocation.labels import Language

FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "'")


def safe_text(text: str) -> str:
    """A text as a CSV cell may hold it: what a spreadsheet program could run as a formula gets an apostrophe first.

    Reading a roster takes the apostrophe away again.
    """
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def roster_csv(roster: Roster, rules: RuleSet, lang: Language = "en") -> bytes:
    """The roster as CSV in UTF-8 with BOM, one row per household; it reads back as the same roster."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    columns = rules.roster_columns
    writer.writerow([column.record.label.text(lang) for column in columns])
    for at in range(len(roster)):
        writer.writerow([safe_cell(roster, column, at, lang) for column in columns])
    return buffer.getvalue().encode("utf-8-sig")


def safe_cell(roster: Roster, column: RosterColumn, at: int, lang: Language) -> str:
    """One value of a household as the text of a CSV cell."""
    value = roster_value(roster, column, at, lang)
    if column.record.kind == "text":
        return safe_text(str(value))
    return decimal_text(int(value)) if column.scale == 100 else str(value)


def roster_value(roster: Roster, column: RosterColumn, at: int, lang: Language) -> str | int:
    """One value of a household: a text, the name of a choice, or a number in stored units."""
    if column.record.kind == "text":
        return roster.texts[column.key][at]
    stored = int(roster.numbers[column.key][at])
    if column.key == REGISTERED.key:
        return column.record.choices[0 if stored else 1].label.text(lang)
    if column.record.kind == "choice":
        key = roster.options[stored]
        return next(one.label.text(lang) for one in column.record.choices if one.key == key)
    return stored
