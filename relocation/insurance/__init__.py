"""Insurance against falling back into poverty: a declared scheme, what it pays, and the fund that pays it.

poverty_lines, scheme   what is declared: lines, causes, groups, schedules, the fund
tiers                   a compensation by tiers, and where paying more loses compensation
claims                  what is paid on a claim, step by step
claims_simulation       claims of years to come, drawn by seed and chunk
fund                    the fund year by year; when it runs dry, how likely
*_words, *_report       what somebody asks, in words, and what is told
*sheet, sheets          the scheme as live sheets
"""
