"""The line items of a relocation, one module per concept. None imports another; `appraisal` wires them together.

Every function takes the book and declares its lines in it. Inputs stand in the book under their dotted paths.
Lines carry a kind (revenue, subsidy, cost, financing_in, financing_out, capital, memo) and a section: "fund" for the
published view, which counts amounts whenever they fall, and "cash" for the plan by period.
"""
