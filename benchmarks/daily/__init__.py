"""What users call every day, beside other programs on the same file and beside an earlier build."""
