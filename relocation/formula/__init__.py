"""The language of line items: a formula is written once and read by every target. It knows nothing of relocation."""
