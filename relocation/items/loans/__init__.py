"""Loans (银行贷款、专项债券): drawdown, interest, grace period, repayment and the account of each as a corkscrew.

    closing_t = opening_t + drawdown_t + capitalised_t - principal_t,   opening_t = closing_t-1

`terms` works out the rate and the clock of a loan, `drawdown` what is drawn, `interest` what that costs, `repayment`
what falls due and is repaid beyond it, `reserve` what is set aside for it, `cash` the money of the project that decides
on all this, and `account` puts them together.
"""

from relocation.items.loans.account import LoanParts, declare_loans

__all__ = ["LoanParts", "declare_loans"]
