"""The points of a village shop: the ledger that only grows, how it is read from a table, and what is told of it."""
