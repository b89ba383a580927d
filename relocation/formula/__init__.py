"""The language of line items: a formula is written once and read by every target. It knows nothing of relocation.

A map for newcomers, from what is written to what reads it:

    expression      the nodes of a formula, and the functions that build them: when, ratio, payment, total, irr, ...
    timing          timing flags and shares, composed of them
    rate_of_return  the rows that lead to an internal rate of return, composed of them
    text            formula text <-> nodes: what a planner may write, and what a reader is shown
    book            inputs and lines over numbered periods; FormulaError, which speaks both languages

    plan            the order of calculation in stages; circles and unknown names are refused here
    certainty       which lines may be not available; whatever else could fail for a valid input is refused
    bounds          what that proof stands on: between which bounds a number lies

    program         nodes -> Python source, for any target that calculates
    scalar          one scenario, plain floats
    numpy_target    a block of scenarios
    irr             the rate of return, and how many there are
    excel_target    nodes -> the text of a cell (notation: with as few brackets as reading needs)
    explain         the tree of one number down to its inputs

A new target that calculates is one more `Dialect` of `program`; one that writes is one more `Notation`. The language
has two kinds of value, numbers and conditions. A number may be "not available": NaN in Python, the text n/a in a cell.
docs/formula.md shows all of it on a roof with solar panels.
"""
