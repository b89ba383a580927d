"""The value of an input at which an output takes a target: `solve` is the way in."""
