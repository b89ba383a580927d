"""Life after the move: what keeps a family from falling back, and what the village then earns and pays.

tiers, cliffs              a compensation by tiers, and where paying more loses compensation
scheme, claims             a declared insurance scheme; what it pays on a claim, step by step
fund, claims_simulation    the insurance fund year by year; how likely it needs a top-up
livelihood, streams        a household's income before and after, stream by stream; what a measure brings
collective, microcredit    the village's own income and running costs; interest that a household is spared
points                     the points ledger of a village shop
risks                      the eight risks of impoverishment and what a project does about each
sourced, facts, figures    declared values with their sources; the figures of a paper as formulas over them
"""
