"""Scenarios as the rows of a table, of a file or of a sheet: `scenario_table` reads few, `run` any number."""
