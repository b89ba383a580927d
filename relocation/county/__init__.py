"""A county of villages: consolidation, and loans that several villages share."""
