"""A roster file of any kind: workbook, text or Parquet, told apart by what is in it rather than by its name."""

from __future__ import annotations

from pathlib import Path

from relocation.households.overrides import Override, overrides_of
from relocation.households.roster import Roster, RosterRead
from relocation.households.roster_parquet import read_parquet
from relocation.households.roster_rows import RowReader, roster_table
from relocation.households.rule_file import shipped_rules
from relocation.households.rules import RuleSet
from relocation.problems import Problem
from relocation.reading.table import is_parquet, open_table


def read_roster(path: Path | str, rules: RuleSet | None = None) -> RosterRead:
    """The households in a file, for the rules of a scheme (without one, those of Lujia).

    Rows that cannot be used are refused and told in `problems`, all of them. Raises ProblemsFound when no row can be
    read at all: another kind of file, no headings, a column missing.
    """
    path, rules = Path(path), rules or shipped_rules("lujia")
    if is_parquet(path):
        return read_parquet(path, rules)
    table = open_table(path, roster_table(rules))
    return RowReader(rules, table.places, table.headings.positions, typed=table.rows.typed).read(table)


def read_overrides(
    path: Path | str,
    roster: Roster,
    rules: RuleSet | None = None,
    *,
    required: bool = False,
    warnings: list[Problem] | None = None,
) -> tuple[Override, ...]:
    """The overrides in the sheet of a roster workbook, or in a file of their own, which must have them: `required`.

    Raises ProblemsFound with all problems; what should be looked at is put into `warnings`.
    """
    said = [] if warnings is None else warnings
    return overrides_of(Path(path), roster, rules or shipped_rules("lujia"), required=required, warnings=said)
