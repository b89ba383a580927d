"""Life after the move: what keeps a family from falling back, and what the village then earns and pays.

tiers, cliffs                       a compensation by tiers, and where paying more loses compensation
scheme, claims                      a declared insurance scheme; what it pays on a claim, step by step
fund, fund_outlook                  the insurance fund year by year; when it runs dry, how likely
claims_simulation                   claims of years to come, drawn by seed and chunk
livelihood, livelihood_account      income before and after, stream by stream; measures; who carries the running costs
livelihood_lines, collective_lines  their formulas, read by Python and by the workbook alike
points, points_rows                 the points ledger of a village shop, and how it is read
risks                               the eight risks of impoverishment and what is stated about each
sourced, fact_inputs, figures, known declared values with their sources; the figures of a paper as formulas over them
*_words                             what somebody asks, in words: amounts in yuan, names in either language
report, *_report, report_page       what is told of each of these: sentences and tables for terminal, page, JSON and CSV
"""
