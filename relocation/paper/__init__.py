"""The figures of the source paper: every name that the shipped files know, and each figure as a formula over them."""
