"""How long the page of a plan takes for one change, beside what the browser takes to lay the same page out."""
