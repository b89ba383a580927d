"""The account of an insurance fund told: of stated claims year by year, and of many simulated futures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from relocation.caller import named
from relocation.households.money import Column as Fen
from relocation.insurance.claim_report import MODES
from relocation.insurance.claim_words import fen_of
from relocation.insurance.fund import COLUMNS, FundOutlook, FundYear, fund_account, quantiles
from relocation.insurance.scheme import Scheme
from relocation.labels import Label, said_twice
from relocation.problems import Problem, ProblemsFound
from relocation.reading.values import hundredths_of_double
from relocation.tables.numbers import fen_text
from relocation.tables.record import Amount, Column, Report, Row, Table


@dataclass(frozen=True, slots=True)
class StatedFund:
    """Amounts in fen; `claims` is None where none are stated, `top_ups` where what is missing is added."""

    opening: int
    premium: int
    claims: tuple[int, ...] | None
    top_ups: tuple[int, ...] | None


def read_fund(
    scheme: Scheme, opening: str | None, premium: str | None, claims: str | None, top_ups: str | None
) -> StatedFund:
    """What the words say, else what the scheme says. Raises ProblemsFound with every amount that cannot be."""
    problems: list[Problem] = []

    def amounts(where: str, text: str | None) -> tuple[int, ...] | None:
        if text is None:
            return None
        found = []
        for year, part in enumerate(text.replace("，", ",").split(","), start=1):
            try:
                found.append(fen_of(f"--{where} ({year})", part))
            except ProblemsFound as one:
                problems.extend(one.problems)
        return tuple(found)

    own = hundredths_of_double(float(scheme.fund.opening))
    opened, paid_in = amounts("opening", opening), amounts("premium", premium)
    spent, added = amounts("claims", claims), amounts("top-ups", top_ups)
    for where, one in (("opening", opened), ("premium", paid_in)):
        if one is not None and len(one) > 1:
            expected = Label("one amount, without commas", "一个金额，不含逗号")
            problems.append(
                Problem(named(f"--{where}", where), str(len(one)), expected, Label("correct it", "请更正"))
            )
    if added is not None and spent is None:
        claims_too = named("--claims", "claims")
        expected = Label(f"{claims_too} beside it", f"同时给出 {claims_too}")
        remedy = Label(f"give {claims_too}", f"请给出 {claims_too}")
        problems.append(Problem(named("--top-ups", "top_ups"), str(top_ups), expected, remedy))
    if problems:
        raise ProblemsFound(problems)
    return StatedFund(
        opened[0] if opened else own, paid_in[0] if paid_in else scheme.yearly_premium, spent, added
    )


ACCOUNT = (
    Column("year", Label("year", "年份"), width=46),
    *(
        Column(key, Label(label.en.lower().replace(" ", "\n"), label.zh), width=18)
        for key, label in COLUMNS.items()
    ),
)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
EQUATION = Label(
    "opening + premium + top-up - claims = carried forward",
    "期初结余＋保费收入＋财政补足－补偿支出＝结转下年",
)


def account_report(scheme: Scheme, years: Sequence[FundYear]) -> Report:
    """The account over stated claims."""
    missing = [year for year in years if year.top_up]
    total = sum(year.top_up for year in years)
    if missing:
        first = missing[0]
        answer = Label(
            f"The fund runs dry in {first.year}: {fen_text(first.top_up)} yuan are missing; "
            f"{fen_text(total)} over all {len(years)} years.",
            f"基金在 {first.year} 年出现缺口 {fen_text(first.top_up)} 元；{len(years)} 年合计需补足 {fen_text(total)} 元。",
        )
    else:
        left = fen_text(years[-1].carried_forward)
        answer = Label(
            f"The fund pays every claim; {left} yuan are left after {years[-1].year}.",
            f"基金足以支付各年补偿；{years[-1].year} 年末结余 {left} 元。",
        )
    return Report(
        scheme.name,
        (answer,),
        (account_table(years),),
        (EQUATION, premium_note(scheme, years[0].premium)),
        {
            "premium": Amount(years[0].premium, "fen"),
            "runs_dry": bool(missing),
            "first_dry_year": Amount(missing[0].year, "year") if missing else None,
            "top_up": Amount(total, "fen"),
        },
    )


# How each amount of a year follows on a sheet, where the premium stands above the account.
OTHER_PREMIUM = "{premium!other.value}"
LIVE = {
    "opening": "={^carried_forward}",
    "premium": f"=IF({OTHER_PREMIUM}>0,{OTHER_PREMIUM},{{premium!by_scheme.value}})",
    "top_up": "=MAX(0,ROUND({claims}-{opening}-{premium},2))",
    "carried_forward": "=ROUND({opening}+{premium}+{top_up}-{claims},2)",
}


def account_table(years: Sequence[FundYear]) -> Table:
    """A row for each year; claims and what the first opens with are stated."""
    rows: list[Row] = []
    for of_year in years:
        stated = {"claims"} if rows else {"claims", "year", "opening"}
        year = Amount(
            of_year.year, "year", live="" if "year" in stated else "={^year}+1", open="year" in stated
        )
        amounts = (
            Amount(getattr(of_year, key), "fen", live="" if key in stated else LIVE[key], open=key in stated)
            for key in COLUMNS
        )
        rows.append(Row((year, *amounts), key=str(of_year.year)))
    title = Label("The fund year by year (yuan)", "基金收支（元）")
    return Table("account", title, ACCOUNT, tuple(rows))


def premium_note(scheme: Scheme, premium: int) -> Label:
    """How the premium of a year comes about, or that another was asked for."""
    if premium != scheme.yearly_premium:
        here, own = fen_text(premium), fen_text(scheme.yearly_premium)
        return Label(
            f"Premium of a year as asked for: {here} yuan; by the scheme {own}.",
            f"年保费按指定：{here} 元；按方案为 {own} 元。",
        )
    terms, yearly = scheme.fund, fen_text(scheme.yearly_premium)
    return Label(
        f"Premium of a year by the scheme: {terms.premium:g} yuan x {terms.insured_share:.0%} of "
        f"{terms.rural_population:,.0f} rural people = {yearly} yuan.",
        f"方案年保费：{terms.premium:g} 元 × 农村人口 {terms.rural_population:,.0f} 人的 {terms.insured_share:.0%} = {yearly} 元。",
    )


OUTLOOK = (
    *ACCOUNT,
    Column("probability_dry", Label("needs\ntop-up", "需补足\n概率")),
    Column("first_dry", Label("runs dry\nfirst", "首次耗尽\n概率")),
)
SPREAD = (
    Column("level", Label("in a share of", "概率水平")),
    Column("claims", Label("claims of a year\nat most", "年补偿\n不超过")),
    Column("top_up", Label("top-up of all years\nat most", "累计补足\n不超过")),
    Column("carried_forward", Label("left at the end\nat most", "期末结余\n不超过")),
)


def outlook_report(scheme: Scheme, outlook: FundOutlook, *, first_year: int, seed: int) -> Report:
    """The account on average over all futures, how likely the fund runs dry and when, and the spread."""
    return Report(
        scheme.name,
        (_dry(outlook, first_year),),
        (_means(outlook, first_year), _spread(outlook)),
        (
            EQUATION,
            premium_note(scheme, outlook.premium),
            Label(
                f"{outlook.paths:,} futures of {outlook.years} years, seed {seed}; the same seed gives the same numbers. "
                f"Tiers read as {MODES[scheme.scheme.mode].en}.",
                f"模拟 {outlook.paths:,} 种情形，各 {outlook.years} 年，种子 {seed}；种子相同则结果相同。阶梯算法为{MODES[scheme.scheme.mode].zh}。",
            ),
            *_assumed(scheme),
        ),
        {
            "premium": Amount(outlook.premium, "fen"),
            "opening": Amount(outlook.opening, "fen"),
            "mode": scheme.scheme.mode,
            "n": Amount(outlook.paths, "number"),
            "seed": Amount(seed, "number"),
            "claims_mean": Amount(float(outlook.claims.mean()), "fen"),
            "probability_dry": Amount(outlook.probability_of_top_up, "probability"),
            "median_first_dry_year": _median_dry(outlook, first_year),
        },
    )


def _dry(outlook: FundOutlook, first_year: int) -> Label:
    share = outlook.probability_of_top_up
    if not share:
        return Label(
            f"The fund ran dry in none of {outlook.paths:,} futures.",
            f"{outlook.paths:,} 种情形中基金均未耗尽。",
        )
    by_year = outlook.first_dry_by_year
    likely = first_year + by_year.index(max(by_year))
    return Label(
        f"The fund runs dry in {share:.1%} of the futures, most often for the first time in {likely}.",
        f"基金在 {share:.1%} 的情形中耗尽，首次耗尽最常见于 {likely} 年。",
    )


def _median_dry(outlook: FundOutlook, first_year: int) -> Amount | None:
    """The year by which the fund has run dry in half of the futures; None where it never does in half of them."""
    reached = np.flatnonzero(np.cumsum(outlook.first_dry_by_year) >= 0.5)
    return Amount(first_year + int(reached[0]), "year") if reached.size else None


def mean_account(outlook: FundOutlook, first_year: int) -> list[FundYear]:
    """The account over the mean claims of each year, which is not the mean of the accounts: what is left over stays."""
    claims = [round(mean) for mean in outlook.claims.mean(axis=0).tolist()]
    return fund_account(outlook.opening, outlook.premium, claims, first_year=first_year)


def _means(outlook: FundOutlook, first_year: int) -> Table:
    """In whole yuan. Claims follow from the other four, so that the account foots."""
    top_ups, left = (_whole_yuan(number) for number in (outlook.top_ups, outlook.carried_forward))
    rows, opening, premium = [], round(outlook.opening / 100), round(outlook.premium / 100)
    for year in range(outlook.years):
        claims = opening + premium + top_ups[year] - left[year]
        account = (opening, premium, top_ups[year], claims, left[year])
        chances = (outlook.probability_by_year[year], outlook.first_dry_by_year[year])
        rows.append(
            Row(
                (
                    Amount(first_year + year, "year"),
                    *(Amount(number, "yuan") for number in account),
                    *(Amount(chance, "probability") for chance in chances),
                )
            )
        )
        opening = left[year]
    title = Label("On average over all futures (yuan)", "各情形平均（元）")
    return Table("account", title, OUTLOOK, tuple(rows))


def _whole_yuan(amounts: Fen) -> list[int]:
    """The mean of each year [yuan]."""
    return [round(mean / 100) for mean in amounts.mean(axis=0).tolist()]


def _spread(outlook: FundOutlook) -> Table:
    claims, top_ups = outlook.claims_by_quantile(LEVELS), outlook.top_up_by_quantile(LEVELS)
    left = quantiles(outlook.carried_forward[:, -1], LEVELS)
    rows = [
        Row(
            (
                Amount(level, "probability"),
                *(Amount(quantiles_of[level] / 100, "yuan") for quantiles_of in (claims, top_ups, left)),
            )
        )
        for level in LEVELS
    ]
    return Table("quantiles", Label("How far it spreads (yuan)", "分布（元）"), SPREAD, tuple(rows))


def _assumed(scheme: Scheme) -> list[Label]:
    """How often claims happen is not published of most schemes: it is said again beside every result."""
    assumed = [assumption for assumption in scheme.assumptions() if assumption.path.group == "incidence"]
    if not assumed:
        return []
    notes = [said_twice(one.source.note) for one in assumed if one.source.note][:1]
    return [
        Label(
            f"{len(assumed)} figures on how often claims happen and how large they are rest on assumption.",
            f"发生频率与金额共 {len(assumed)} 项为假设。",
        ),
        *notes,
    ]
