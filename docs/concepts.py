"""The concepts of the page of the method, in the order in which money moves."""

from __future__ import annotations

from docs.equations import NO_SOURCE, THIRD_EDITION, Concept, Stated
from relocation.labels import Label

IRR = Stated(
    "irr",
    r"\sum_{t} F_{t} \, \left(1 + j\right)^{-\left(t - 1\right)} = 0",
    Label(
        "The rate per period is the one at which the flow is worth nothing. It is shown if there is exactly one.",
        "每期内部收益率使净现金流量的现值为零；仅在恰有一个解时显示。",
    ),
)
LOANS = "relocation.items.loans"
CONCEPTS = (
    Concept(
        Label("Time", "时间"),
        Label(
            "A period t is a month, a quarter or a year of m months and counts from 1. What happens evenly over n periods "
            "from period s on has the same amount in each; below, [ ] is 1 where what stands in it holds, else 0.",
            "期次 t 为月、季或年，含 m 个月，从 1 起算。自第 s 期起均匀发生 n 期的款项，每期金额相同；下文中 [ ] 内条件成立时为 1，否则为 0。",
        ),
        ("timeline.months", "timeline.year"),
        "relocation.formula.language.timing",
    ),
    Concept(
        Label("Land quota", "土地指标"),
        Label(
            "Reclaimed land becomes quota, quota is sold, and the money comes in instalments. A delay that is no whole number "
            "of periods splits an instalment between two neighbouring periods.",
            "复垦土地形成指标，指标调剂取得收入，款项分期到账。延迟不足整期时，一笔款项分摊到相邻两期。",
        ),
        (
            "land_quota.sold",
            "land_quota.revenue",
            "land_quota.delay_periods",
            "land_quota.receipts.one.received",
            "land_quota.unscheduled",
            "land_quota.received",
        ),
        "relocation.items.land_quota",
        Label(
            "国土资发〔2008〕138号; for Lujia: Hou, line 93", "国土资发〔2008〕138号；陆家村案例：Hou，第93行"
        ),
        "国土资发〔2008〕138号",
    ),
    Concept(
        Label("Subsidies", "财政补助"),
        Label(
            "A rate on a stated basis: person, household, square metre, mu or a lump sum.",
            "按明示的计算基础（人、户、平方米、亩或一次性）乘以标准。",
        ),
        ("subsidies.one.total", "subsidies.one.received"),
        "relocation.items.subsidies",
    ),
    Concept(
        Label("Construction and its two contingencies", "工程费与两项预备费"),
        Label(
            "Cost is spent over time, evenly or along an S-curve. The physical contingency is a share of it; the price "
            "contingency is what prices rise to since the estimate, by the middle of each period.",
            "工程费按期均匀或按 S 曲线支出。基本预备费按比例计提；涨价预备费为自估算以来价格上涨所增加的支出，计至各期期中。",
        ),
        (
            "construction.one.cost",
            "construction.one.contingency",
            "construction.one.progress",
            "construction.one.spent",
            "construction.one.base",
            "construction.years_of_rise",
            "construction.one.rise",
            "construction.one.price_rise",
            "construction.one.spending",
        ),
        "relocation.items.construction",
        THIRD_EDITION,
        "建设项目经济评价方法与参数（第三版）",
    ),
    Concept(
        Label("Compensation and what households pay", "拆迁补偿与农户购房"),
        Label(
            "What households pay for their new homes is netted against compensation and is never revenue. Contingencies are money of the "
            "plan, not of the households.",
            "农户购房款从补偿中抵扣，不计入收入。预备费属于方案资金，不属于农户。",
        ),
        (
            "compensation.one.total",
            "compensation.one.contingency",
            "compensation.one.base",
            "compensation.one.price_rise",
            "compensation.one.paid",
            "compensation.net",
            "household.compensation",
            "household.net_cash",
        ),
        "relocation.items.compensation",
        Label(
            "Hou, lines 93-95: the published revenue lists no payments of households",
            "Hou，第93—95行：公布的收入不含农户付款",
        ),
        "Hou, lines 93-95",
    ),
    Concept(
        Label("Fund balance", "资金平衡"),
        Label(
            "Amounts whenever they fall, without any loan: what the published case calls revenue, expenditure and balance.",
            "不论发生时间，也不含贷款：即公布案例中的收入、支出与结余。",
        ),
        (
            "fund_balance.own_revenue",
            "fund_balance.revenue",
            "fund_balance.expenditure",
            "fund_balance.balance",
            "break_even.quota_revenue",
            "break_even.price",
        ),
        "relocation.indicators.drivers",
    ),
    Concept(
        Label("Loans: the account", "贷款：账户"),
        Label(
            "What is owed is carried from period to period. Nothing is rounded here; a loan may be rounded to the fen, as a bank "
            "prints it.",
            "欠款逐期结转。此处不取整；贷款可按银行单据取整到分。",
        ),
        (
            "loans.one.period_rate",
            "loans.one.first_repayment",
            "loans.one.repayments",
            "loans.one.last_period",
            "loans.one.remaining",
            "loans.one.opening",
            "loans.one.closing",
        ),
        LOANS,
    ),
    Concept(
        Label("Loans: interest, grace and interest during drawdown", "贷款：利息、宽限期与提款当期利息"),
        Label(
            "Money drawn on the first day bears interest for the whole period, in the course of it for half, on the last day for "
            "none. In grace interest is paid or becomes debt. Interest during construction is all that accrues up to its end.",
            "期初提款全期计息，期中提款半期计息，期末提款当期不计息。宽限期内利息支付或转为本金。建设期利息为截至建设期末的全部应计利息。",
        ),
        (
            "loans.one.draw_weight",
            "loans.one.accrued",
            "loans.one.capitalising",
            "loans.one.capitalised",
            "loans.one.interest_paid",
            "loans.one.interest_owed",
            "loans.one.construction_interest",
        ),
        "relocation.items.loans.interest",
        THIRD_EDITION,
        "建设项目经济评价方法与参数（第三版）",
    ),
    Concept(
        Label("Loans: ways to repay", "贷款：还款方式"),
        Label(
            "Level payment, equal parts, in one sum, on receipt of quota money, or sculpted: as much as a debt service cover allows. In the "
            "last period all of the rest falls due.",
            "等额本息、等额本金、到期一次还本、按指标到账还款，或按目标偿债备付率所允许的金额还本。末期还清全部余额。",
        ),
        (
            "loans.one.owed",
            "loans.one.level_payment",
            "loans.one.interest_on_owed",
            "loans.one.annuity",
            "loans.one.equal_principal",
            "loans.one.on_quota_receipt",
            "loans.one.sculptable",
        ),
        "relocation.items.loans.repayment",
    ),
    Concept(
        Label("Loans: the sinking fund", "贷款：偿债准备金"),
        Label(
            "A bullet may set equal parts aside; they are released with the last repayment.",
            "到期一次还本的借款可按期等额提取准备金，末期还本时释放。",
        ),
        ("loans.one.set_aside", "loans.one.released", "loans.one.reserve"),
        "relocation.items.loans.repayment",
    ),
    Concept(
        Label("Cash plan", "资金计划"),
        Label(
            "Money by period. The loan is financing in it: drawn, with interest, and repaid.",
            "按期次的资金收支。贷款在其中是融资：提款、付息、还本。",
        ),
        (
            "cash.before_financing",
            "cash.opening",
            "cash.inflow",
            "cash.outflow",
            "cash.closing",
            "cash.minimum",
            "cash.cumulative_before_financing",
            "cash.peak_funding_need",
        ),
        "relocation.statements.lines",
    ),
    Concept(
        Label("NPV, IRR and payback", "净现值、内部收益率与投资回收期"),
        Label(
            "Of the flow before financing. Period 1 is the base date and is not discounted; the third edition discounts it too, "
            "so its NPV is ours / (1 + ρ)^(m/12).",
            "基于融资前净现金流量。第 1 期为基准日，不折现；第三版首期亦折现，其净现值等于此处净现值除以 (1 + ρ)^(m/12)。",
        ),
        ("npv.factor", "npv", IRR, "irr", "payback.crossing", "payback"),
        "relocation.indicators.returns",
        THIRD_EDITION,
        "建设项目经济评价方法与参数（第三版）",
    ),
    Concept(
        Label("DSCR and ICR by year", "年度偿债备付率与利息备付率"),
        Label(
            "From the year in which repayment begins. A ratio exists where something is due, the one of a year's own flow where the "
            "year has a flow.",
            "自进入还款期的年度起计算。有应还款项时才有比率；仅用当年资金的比率还须当年有净流入。",
        ),
        (
            "annual.debt_cover.dscr",
            "annual.debt_cover.dscr_with_cash",
            "annual.debt_cover.icr",
            "annual.debt_cover.icr_with_cash",
        ),
        "relocation.annual.debt_cover",
        THIRD_EDITION,
        "建设项目经济评价方法与参数（第三版）",
    ),
    Concept(
        Label("LLCR and the coverage multiple", "贷款期偿债备付率与本息覆盖倍数"),
        Label(
            "LLCR sets the discounted flow over the life of the loans against the debt when repayment begins; the multiple sets all "
            "money of the life against all debt service, as special bonds are disclosed.",
            "贷款期偿债备付率以贷款期内可用资金折现值除以进入还款期时的债务；本息覆盖倍数以全期资金除以全部还本付息，与专项债券披露口径一致。",
        ),
        (
            "llcr.cost_of_debt",
            "llcr.factor",
            "llcr.worth",
            "llcr.debt",
            "llcr",
            "coverage_multiple.available",
            "coverage_multiple.service",
            "coverage_multiple",
        ),
        "relocation.indicators.debt",
        Label(
            "财预〔2017〕89号 (not seen by us) for the multiple; LLCR as project finance states it",
            "本息覆盖倍数：财预〔2017〕89号（未见原文）；LLCR 按项目融资惯例",
        ),
        "财预〔2017〕89号",
    ),
    Concept(
        Label("Verdict", "结论"),
        Label(
            "A rule holds if nothing is missing to it, counted in yuan to the fen. Cash, repayment, fund balance and the checks decide; "
            "the others warn.",
            "规则以元计（精确到分），无缺额即满足。现金、还款、资金平衡与校验四条规则决定结论，其余仅提示。",
        ),
        (
            "verdict.cash.short",
            "verdict.repayment.short",
            "verdict.fund_balance.short",
            "verdict.npv.short",
            "verdict.coverage.short",
            "verdict.liabilities_excess",
        ),
        "relocation.verdict.rules",
    ),
    Concept(
        Label("Bridge test", "过桥压力测试"),
        Label(
            "The plan is worked out again with quota money late by n months, a price lower by x, costs higher by x, money dearer by 100 "
            "basis points; the bridge is what must be found from outside at the worst moment.",
            "以指标款迟到 n 个月、单价下降 x、成本上升 x、利率上升 100 个基点重新测算；过桥资金为最紧时刻须由外部筹措的金额。",
        ),
        (
            Stated(
                "bridge", r"b = \max\left(0, -\min_{t} H_{t}\right)", Label("Bridge needed", "所需过桥资金")
            ),
            Stated(
                "stressed_price",
                r"p' = p \, \left(1 - x\right)",
                Label("Quota price under stress", "压力情形下的指标单价"),
            ),
            Stated(
                "stressed_rate",
                r"u' = u \, \left(1 + x\right)",
                Label("Rate of works and compensation under stress", "压力情形下的工程与补偿单价"),
            ),
        ),
        "relocation.stress",
    ),
    Concept(
        Label("Households", "农户"),
        Label(
            "Each amount of a household is rounded by itself to whole fen, half a fen away from zero, and every total is the sum of "
            "rounded amounts, so that sheets foot. q is the quantity, u the exact rate, f one fen.",
            "每户每项金额各自取整到分（半分远离零取整），合计为取整后金额之和，故表内勾稽。q 为数量，u 为精确单价，f 为一分。",
        ),
        (
            Stated(
                "household_amount",
                r"a = f \, \left\lfloor \frac{q \, u}{f} + \frac{1}{2} \right\rfloor",
                Label("Amount of a rule, of what is not below zero", "单项金额（非负时）"),
            ),
        ),
        "relocation.households.money",
    ),
    Concept(
        Label("Simulation", "模拟"),
        Label(
            "Each uncertain input is drawn by the quantile function of its distribution; u is a uniform number, by Latin hypercube or at "
            "random. The numbers of n scenarios are told by mean, spread and quantiles; loss at 5 % is the value at risk, and the mean "
            "beyond it the expected shortfall. Correlation is reached by reordering.",
            "各不确定输入按其分布的分位函数抽取；u 为均匀随机数（拉丁超立方或随机抽样）。n 个情景的结果以均值、离散程度与分位数表示；5% 分位的损失为风险价值，其外的平均损失为期望短缺。相关性通过重排实现。",
        ),
        (
            Stated("mean", r"\bar{x} = \frac{1}{n} \, \sum_{k} x_{k}", Label("Mean", "均值")),
            Stated(
                "std",
                r"\sigma = \sqrt{\frac{1}{n - 1} \, \sum_{k} \left(x_{k} - \bar{x}\right)^{2}}",
                Label("Spread", "标准差"),
            ),
            Stated(
                "triangular",
                r"x = a + \sqrt{u \, \left(b - a\right) \, \left(c - a\right)}",
                Label(
                    "A triangular input with lowest a, likeliest c and highest b, left of c",
                    "三角分布（最低 a、最可能 c、最高 b）在 c 左侧的取值",
                ),
            ),
        ),
        "relocation.scenarios.simulation.sampling",
        Label(
            "R. L. Iman, W. J. Conover, Communications in Statistics B11 (1982) 311-334, for rank correlation",
            "秩相关：R. L. Iman, W. J. Conover, Communications in Statistics B11 (1982) 311-334",
        ),
        "Communications in Statistics B11 (1982) 311-334",
    ),
)
__all__ = ["CONCEPTS", "NO_SOURCE"]
