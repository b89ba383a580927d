"""The same ten numbers by other means. Each module says which packages it needs and makes a function of a matrix.

`make(periods)` returns a function from scenarios, shape (len(VARIED), n), to outputs, shape (len(OUTPUTS), n).
"""
