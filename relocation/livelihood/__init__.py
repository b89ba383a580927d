"""Life after the move: what a household lives on, what the village earns and pays, and the risks of impoverishment.

inputs, livelihood               what is stated, in a file or a workbook
income_lines, collective_lines   the formulas, read by Python and by a workbook alike
account                          all numbers; from which year on the collective carries the running costs
risks                            the eight risks and what is stated about each
*_report                         what is told of them
"""
