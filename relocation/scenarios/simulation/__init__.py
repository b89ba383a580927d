"""Any number of inputs that are not known exactly, drawn very many times: `monte_carlo` is the way in."""
