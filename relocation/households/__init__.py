"""The money of a relocation, decided house by house: roster, rules, ledger, statements. Amounts are whole fen.

rules = households.shipped_rules("lujia")
read = households.read_roster("roster.xlsx", rules)      # rows_read + rows_refused = rows in the file
book = households.ledger(read.roster, rules)
book.totals()                                            # {rule: fen}
households.fed(project, book)                            # the project with the sums of the ledger
households.stream(["nation.parquet"])                    # any number of rows: village -> county -> nation
"""

from relocation.households.household_ledger import Ledger, ledger
from relocation.households.overrides import Override, read_overrides
from relocation.households.project_feed import fed
from relocation.households.roster import Roster, RosterRead
from relocation.households.roster_file import read_roster
from relocation.households.roster_stream import Streamed, stream
from relocation.households.rule_file import read_rules, shipped_rules
from relocation.households.rules import RuleSet
from relocation.households.statement_page import statement_page
from relocation.households.synthetic import synthetic_lujia

__all__ = [
    "Ledger",
    "Override",
    "Roster",
    "RosterRead",
    "RuleSet",
    "Streamed",
    "fed",
    "ledger",
    "read_overrides",
    "read_roster",
    "read_rules",
    "shipped_rules",
    "statement_page",
    "stream",
    "synthetic_lujia",
]
