"""The money of a relocation, decided house by house: roster, rules, ledger, statements. Amounts are whole fen."""
