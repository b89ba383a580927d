"""The page of the method: each concept with its equations, typeset from the formulas of the book, and where they come from.

An equation is never written a second time: `latex` turns the expression that the model calculates with into LaTeX. What
stands here is which lines belong to a concept, the symbol of each name, and what is stated about the whole of a
calculation and is no line of the book. tests/docs/test_equations.py reads the LaTeX again and calculates with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docs.latex import Latex
from relocation.formula.language.book import Book
from relocation.labels import Label, Language
from relocation.project.fields import UNITS, FieldRecord
from relocation.project.schema import patterns

ONE = "one"  # the id of the single item that stands for all items of its group
THIRD_EDITION = Label(
    "建设项目经济评价方法与参数（第三版） (Economic evaluation of construction projects: methods and parameters, 3rd edition)",
    "《建设项目经济评价方法与参数（第三版）》",
)
NO_SOURCE = Label("arithmetic of the model; no source is needed", "模型自身的算术关系，无需引用")

# The symbol of each name. A series gets its period by itself.
SYMBOLS = {
    "timeline.months": "m",
    "timeline.periods": "N",
    "timeline.year": "y",
    "land_quota.area": "A",
    "land_quota.acceptance": "a",
    "land_quota.resettlement_area": "A^{R}",
    "land_quota.retained_area": "A^{K}",
    "land_quota.sold": "Q",
    "land_quota.price": "p",
    "land_quota.revenue": "R^{Q}",
    "land_quota.delay": "d",
    "land_quota.delay_periods": r"\delta",
    "land_quota.receipts.one.share": "w",
    "land_quota.receipts.one.period": "k",
    "land_quota.receipts.one.received": "r",
    "land_quota.unscheduled": r"\bar{w}",
    "land_quota.received": "R^{q}",
    "subsidies.one.quantity": "q",
    "subsidies.one.rate": "u",
    "subsidies.one.start": "s",
    "subsidies.one.duration": "n",
    "subsidies.one.total": "S",
    "subsidies.one.received": "S",
    "subsidies.total": "S^{F}",
    "construction.one.quantity": "q",
    "construction.one.rate": "u",
    "construction.one.start": "s",
    "construction.one.duration": "n",
    "construction.one.cost": "K",
    "construction.one.physical_contingency": "c",
    "construction.one.contingency": "K^{P}",
    "construction.one.price_contingency": "f",
    "construction.one.progress": "x",
    "construction.one.spent": "z",
    "construction.one.base": "B",
    "construction.years_of_rise": "Y",
    "construction.first_period": "s^{0}",
    "evaluation.estimate_lead": "L",
    "construction.one.rise": "e",
    "construction.one.price_rise": "E",
    "construction.one.spending": "C",
    "construction.contingency": "K^{P}",
    "construction.price_rise": "K^{E}",
    "compensation.one.quantity": "q",
    "compensation.one.rate": "u",
    "compensation.one.start": "s",
    "compensation.one.duration": "n",
    "compensation.one.total": "V",
    "compensation.one.paid": "v",
    "compensation.one.physical_contingency": "c",
    "compensation.one.contingency": "V^{P}",
    "compensation.one.base": "B",
    "compensation.one.price_contingency": "f",
    "compensation.years_of_rise": "Y",
    "compensation.one.price_rise": "E",
    "compensation.contingency": "V^{P}",
    "compensation.price_rise": "V^{E}",
    "compensation.total": "V^{G}",
    "purchases.total": "V^{H}",
    "compensation.net": "V^{N}",
    "village.households": "h",
    "household.net_cash": r"\bar{v}",
    "loans.one.rate": "i^{A}",
    "loans.one.yearly_rate": "i^{A}",
    "loans.one.period_rate": "i",
    "loans.one.start": "s",
    "loans.one.grace": "g",
    "loans.one.term": "T",
    "loans.one.first_repayment": "t^{1}",
    "loans.one.repayments": "n^{R}",
    "loans.one.last_period": "t^{N}",
    "loans.one.remaining": "n",
    "loans.one.opening": "O",
    "loans.one.closing": "D",
    "loans.one.drawdown": "d",
    "loans.one.scheduled_drawdown": "d",
    "loans.one.capitalised": "k",
    "loans.one.capitalising": "c",
    "loans.one.principal_repaid": "P",
    "loans.one.draw_weight": "w",
    "loans.one.accrued": "I",
    "loans.one.subsidy_received": "Z",
    "loans.one.interest_owed": "W",
    "loans.one.interest_falls_due": "F",
    "loans.one.interest_paid": "I^{P}",
    "loans.one.owed": "B",
    "loans.one.interest_on_owed": "I^{B}",
    "loans.one.level_payment": "M",
    "loans.one.annuity": "P^{A}",
    "loans.one.equal_principal": "P^{E}",
    "loans.one.bullet": "P^{B}",
    "loans.one.on_quota_receipt": "P^{Q}",
    "loans.one.receipt_share": r"\rho",
    "loans.one.sculpted": "P^{S}",
    "loans.one.sculptable": r"\hat{P}",
    "loans.one.target_dscr": r"\tau",
    "loans.planned_service": r"\Sigma",
    "loans.one.reserve": "G",
    "loans.one.set_aside": "G^{+}",
    "loans.one.released": "G^{-}",
    "loans.one.construction_interest": "I^{C}",
    "timeline.in_construction": "b",
    "timeline.construction_end": "t^{C}",
    "fund_balance.own_revenue": "R^{F}",
    "fund_balance.revenue": "R",
    "fund_balance.expenditure": "X",
    "fund_balance.balance": "R^{B}",
    "cash.revenue": "r",
    "cash.subsidy": "S^{c}",
    "cash.cost": "C^{c}",
    "cash.financing_in": "F^{+}",
    "cash.financing_out": "F^{-}",
    "cash.before_financing": "F",
    "cash.opening": "O",
    "cash.closing": "H",
    "cash.inflow": "H^{+}",
    "cash.outflow": "H^{-}",
    "cash.minimum": "H^{min}",
    "cash.cumulative_before_financing": r"\Phi",
    "cash.peak_funding_need": r"\Phi^{min}",
    "evaluation.discount_rate": r"\rho",
    "npv.factor": r"\beta",
    "npv": "NPV",
    "irr.per_period": "j",
    "irr": "IRR",
    "payback.crossing": r"\pi",
    "payback": "PB",
    "annual.debt_cover.flow": "A",
    "annual.debt_cover.service": "D",
    "annual.debt_cover.interest": "I",
    "annual.debt_cover.cash_brought": "H",
    "annual.debt_cover.dscr": "DSCR",
    "annual.debt_cover.dscr_with_cash": "DSCR^{c}",
    "annual.debt_cover.icr": "ICR",
    "annual.debt_cover.icr_with_cash": "ICR^{c}",
    "cover.available": "a",
    "cover.running": "o",
    "cover.owed": "B",
    "loans.accrued": "I",
    "loans.subsidy_received": "Z",
    "loans.outstanding": "D",
    "loans.drawdown": "d",
    "loans.debt_service": r"\Sigma",
    "loans.issue_costs": r"\kappa",
    "llcr.cost_of_debt": "i^{D}",
    "llcr.factor": r"\gamma",
    "llcr.ends": "t^{N}",
    "llcr.worth": "U",
    "llcr.debt": "U^{D}",
    "llcr": "LLCR",
    "cash.own_capital": "E",
    "coverage_multiple.available": "M^{A}",
    "coverage_multiple.service": "M^{D}",
    "coverage_multiple": "M",
    "evaluation.minimum_coverage": "M^{min}",
    "evaluation.maximum_liabilities": r"\lambda",
    "balance_sheet.liabilities": "L",
    "balance_sheet.assets": "A",
    "verdict.liabilities_excess": "L^{+}",
    "verdict.cash.short": r"\Delta^{cash}",
    "verdict.repayment.short": r"\Delta^{debt}",
    "verdict.fund_balance.short": r"\Delta^{fund}",
    "verdict.npv.short": r"\Delta^{NPV}",
    "verdict.coverage.short": r"\Delta^{M}",
    "loans.uncovered": "D^{u}",
    "break_even.price": r"p^{0}",
    "break_even.quota_revenue": r"R^{0}",
    "other.one.total": "R^{O}",
    "household.compensation": r"\bar{V}",
}
# Lines that are written out where they are used: the steps of rounding to the fen, which the page leaves out.
INLINED = frozenset(
    f"loans.one.{key}"
    for key in (
        "accrued_exact",
        "subsidy_received_exact",
        "interest_on_owed_exact",
        "level_payment_anew",
        "level_payment_anew_exact",
        "equal_part",
        "equal_part_anew",
        "equal_part_anew_exact",
        "set_aside_exact",
    )
)
NEVER = frozenset({("loans.one.rounding", "fen")})


@dataclass(frozen=True)
class Stated:
    """What is true of a whole calculation and is no line of the book; a test works it out."""

    key: str
    latex: str
    meaning: Label


@dataclass(frozen=True)
class Concept:
    """One concept of the method: what it is, its lines in the order in which they are read, and its source."""

    title: Label
    text: Label
    lines: tuple[str | Stated, ...]
    module: str  # whose docstring states it
    source: Label = NO_SOURCE
    named: str = ""  # how the docstring names the source


HEAD = (
    Label("# The method", "# 计算方法"),
    Label(
        "Each equation on this page is typeset from the formula that the model calculates with; a test reads it again from the page and "
        "compares the numbers. A choice of the planner stands in words. An amount that does not exist, such as a ratio to nothing, "
        "is *not available*. Equations are those of one item; totals add them up. [Every formula](method.md) lists all lines by "
        "their names, [inputs](inputs.md) all inputs.",
        "本页各公式均由模型实际计算所用的表达式排版而成；测试会从页面重新读取公式并核对数值。填表人的选择以文字表示。不存在的数值（如分母为零的比率）为"
        "“不可用”。公式针对单个项目，合计为其加总。[全部公式](method.md)按名称列出所有条目，[输入项](inputs.zh.md)列出全部输入。",
    ),
)
SYMBOL, MEANING, UNIT, NAME = (
    Label("symbol", "符号"),
    Label("meaning", "含义"),
    Label("unit", "单位"),
    Label("name", "名称"),
)
ITEM = Label("amount of the item", "该项金额")


def page(book: Book, concepts: tuple[Concept, ...], lang: Language) -> Iterator[str]:
    """The page, paragraph by paragraph."""
    other = "[English](equations.md)" if lang == "zh" else "[中文](equations.zh.md)"
    yield from (HEAD[0].text(lang), other, HEAD[1].text(lang))
    records = dict(patterns())
    latex = typesetter(book, records, lang)
    for concept in concepts:
        yield f"## {concept.title.text(lang)}"
        yield concept.text.text(lang)
        yield from (_equation(latex, line, lang) for line in concept.lines)
        yield from _legend(latex, concept, records)
        said = Label(
            f"Source: {concept.source.en}. Stated in `{concept.module}`.",
            f"来源：{concept.source.zh}。见 `{concept.module}`。",
        )
        yield said.text(lang)


def typesetter(book: Book, records: dict[str, FieldRecord], lang: Language) -> Latex:
    """What writes the equations of a book with the symbols of this page."""
    conditions = {}
    for key, item in book.inputs.items():
        record = records.get(with_id(key))
        for choice in item.choices:
            if record is not None:
                name = record.choice(choice)
                conditions[key, choice] = Label(
                    f"{record.label.en}: {name.en}", f"{record.label.zh}：{name.zh}"
                )
    symbols = {key: upright(symbol) for key, symbol in SYMBOLS.items()}
    return Latex(book, symbols, INLINED, NEVER, conditions, lang)


def upright(symbol: str) -> str:
    """Words of several letters stand upright, as a product of letters does not."""
    return re.sub(r"(?<![\\A-Za-z])([A-Za-z]{2,})", r"\\mathrm{\1}", symbol)


def with_id(key: str) -> str:
    return re.sub(rf"(?<=\.){ONE}\b", "<id>", key)


def _equation(latex: Latex, line: str | Stated, lang: Language) -> str:
    if isinstance(line, str):
        return f"```math\n{latex.equation(line)}\n```"
    return f"{line.meaning.text(lang)}\n\n```math\n{line.latex}\n```"


def names_in(latex: Latex, concept: Concept) -> list[str]:
    """Every name whose symbol stands in an equation of the concept, in the order of reading."""
    keys = [line for line in concept.lines if isinstance(line, str)]
    return list(
        dict.fromkeys(name for key in keys for name in (key, *latex.names(latex.book.lines[key].formula)))
    )


def _legend(latex: Latex, concept: Concept, records: dict[str, FieldRecord]) -> Iterator[str]:
    names = names_in(latex, concept)
    if not names:
        return
    lang = latex.lang
    heads = [head.text(lang) for head in (SYMBOL, MEANING, UNIT, NAME)]
    rows = [
        [f"${latex.symbol(name)}$", *_meaning(latex, name, records), f"`{with_id(name)}`"] for name in names
    ]
    lines = ["| " + " | ".join(row) + " |" for row in (heads, *rows)]
    yield "\n".join([lines[0], "|---|---|---|---|", *lines[1:]])


def _meaning(latex: Latex, name: str, records: dict[str, FieldRecord]) -> list[str]:
    if name in latex.book.lines:
        line = latex.book.lines[name]
        label = re.sub(r"^(item: |item$|项目：|项目$|\d+ )", "", line.label.text(latex.lang))
        return [label or ITEM.text(latex.lang), _unit(line.unit, latex.lang)]
    record = records[with_id(name)]
    return [record.label.text(latex.lang), _unit(record.unit, latex.lang)]


def _unit(unit: str, lang: Language) -> str:
    return UNITS[unit].text(lang) if unit in UNITS else unit
