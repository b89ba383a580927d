"""How fast the package is beside other ways to the same ten numbers: python -m benchmarks (see README.md)."""
