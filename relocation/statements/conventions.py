"""By which conventions a loan is worked out: printed beside its schedule, wherever that is shown."""

from __future__ import annotations

from collections.abc import Iterator

from relocation.formula.targets.scalar import Values
from relocation.labels import Label
from relocation.project.sourced_inputs import SourcedInputs
from relocation.tables.units import UNITS

# The inputs of a loan that say how it is counted, rather than how much it is.
LOAN_CONVENTIONS = (
    "method",
    "sinking_fund",
    "term",
    "grace",
    "grace_basis",
    "grace_interest",
    "drawdown_rule",
    "draw_interest",
    "rounding",
)
# What follows from them, as lines of the loan.
LOAN_TIMES = {
    "repayments_made": Label("Number of repayments", "还款次数"),
    "first_repaid": Label("First repayment, at the end of period", "首次还款（期末），期次"),
    "last_repaid": Label("Last repayment, at the end of period", "末次还款（期末），期次"),
}
CONVENTION_NOTES = (
    Label(
        "Compounding: the rate is nominal; a month bears a twelfth of it, a quarter a fourth, by the end of the period.",
        "计息：利率为名义年利率，每月计十二分之一、每季计四分之一，期末计息。",
    ),
    Label(
        "Day one: payments fall on the last day of a period. Without grace the first repayment comes one period after "
        "the money: at the end of the same period if that bears interest in whole, else of the next.",
        "起算：还本付息在期末。无宽限期时，提款满一期即首次还款：提款当期按全期计息的，于当期期末；否则于下一期期末。",
    ),
    Label(
        "Grace: periods without repayment, that of the first drawdown included. Inside the term each takes one "
        "repayment away, so that a grace of 1 is another loan than none.",
        "宽限期：不还本的期数，含首次提款所在期。含在期限内时，每期宽限减少一次还款，故宽限1期与无宽限期并非同一笔贷款。",
    ),
)
ORDER_NOTE = Label(
    "Order among loans: interest and principal that fall due; then drawdown on need; then sweeps, which take no "
    "borrowed money; the last two in the order in which the loans are listed.",
    "各笔贷款的先后：先付到期本息，再按需提款，后以余款提前还款（不动用借入未用资金）；后两项按贷款所列顺序。",
)


def loan_conventions(project: SourcedInputs, values: Values, path: str) -> Iterator[tuple[Label, Label]]:
    """What each convention is called, and how this loan has it; then when it is repaid."""
    known = {input_value.path: input_value for input_value in project.values()}
    for key in LOAN_CONVENTIONS:
        term = known[f"{path}.{key}"]
        chosen = {choice.key: choice.label for choice in term.record.choices}
        unit = UNITS[term.record.unit]
        counted = Label(
            f"{term.value} {unit.en.removesuffix('s' * (term.value == 1))}", f"{term.value}{unit.zh}"
        )
        yield term.record.label, chosen.get(term.value, counted)
    count, first, last = (f"{values[f'{path}.{key}']:.0f}" for key in LOAN_TIMES)
    times = Label(
        f"{count}, at the end of {'period ' + first if first == last else f'periods {first} to {last}'}",
        f"共{count}次，于第{first}{'' if first == last else f'至{last}'}期期末",
    )
    yield Label("Repayments", "还款"), Label("none", "无") if count == "0" else times
