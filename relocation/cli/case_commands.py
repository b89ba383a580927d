"""What the commands on a case may be asked, and those that need none: demo, list, template, check, run, explain, chart, loan, schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from relocation.cli.options import (
    PAGE,
    PNG,
    SVG,
    TEXT_FILES,
    WORKBOOK,
    Changed,
    Command,
    ForceOption,
    Format,
    FormatOption,
    KindOption,
    PeriodName,
    RulesOption,
    SetOption,
    Told,
    TreeFormat,
    UnitOption,
    Written,
    argument,
    file_option,
    option,
    say,
)


class Demo(Command):
    help = say(
        "Lujia Village: printed figures beside ours. With their differences, and where the paper disagrees with itself.",
        "陆家村示例：原文数字与本模型对照、差额，以及原文自相矛盾之处。",
    )
    unit: UnitOption = None
    every: Annotated[
        bool,
        option("Every figure of the paper, not only the fund.", "原文全部数字，不限于资金平衡。", "--all"),
    ] = False
    form: Annotated[
        Format, option("Format of the output; with --all.", "输出格式，与 --all 合用。", "-f", "--format")
    ] = "table"


class List(Command):
    help = say(
        "List the cases that come with the package, each with its question.", "列出随附案例及其所答问题。"
    )
    form: FormatOption = "table"


class Template(Written):
    kinds = (WORKBOOK,)
    help = say(
        "Write the workbook that a planner fills. Inputs stand on one sheet, live formulas on the others.",
        "生成供填写的工作簿：一张输入表，其余各表均为公式，随填随算。",
    )
    file: Annotated[Path, option("Workbook to write.", "要写入的工作簿。", "-o", "--output")] = Path(
        "village.xlsx"
    )
    source: Annotated[str | None, option("Fill it from this case.", "用此案例的数据填写。", "--from")] = None
    periods: Annotated[int | None, option("Number of periods, 1 to 600.", "期数，1 至 600。")] = None
    period: Annotated[PeriodName | None, option("Length of a period.", "每期长度。")] = None
    items: Annotated[
        list[str] | None,
        option(
            "Room for so many items of a group, such as construction=12; at least for those of --from. Repeatable.",
            "某类项目的行数，如 construction=12；不少于 --from 案例已有的项目数。可多次使用。",
            "--items",
            metavar="GROUP=NUMBER",
        ),
    ] = None
    unit: UnitOption = None
    roster: Annotated[
        bool,
        option(
            "The roster of households instead, for --rules; --from then names a roster.",
            "改为生成农户花名册模板，按 --rules 的规则；此时 --from 为花名册。",
            "--roster",
        ),
    ] = False
    rules: RulesOption = "lujia"
    force: ForceOption = False


class Check(Command):
    help = say(
        "Report every problem of a file at once. With its cell, what was found, what is expected, how to mend it.",
        "一次列出文件的全部问题：所在单元格、现有内容、应填内容、如何改正。",
    )
    file: Annotated[
        str, argument("A filled .xlsx or a .toml project file.", "已填写的 .xlsx 或 .toml 项目文件。")
    ]
    form: FormatOption = "table"


class Run(Told):
    kinds = (PAGE, WORKBOOK, *TEXT_FILES)
    help = say(
        "Calculate a case. Fund balance, indicators, cash plan, loans, checks, verdict; with --consolidate a county.",
        "测算一个案例：资金平衡、资金计划、借款、指标、检查与结论；加 --consolidate 汇总多个村庄。",
    )
    cases: Annotated[
        list[str],
        argument(
            "A shipped name (lujia), a .toml or a filled .xlsx. With --consolidate several, a folder, or a county file.",
            "案例：随附案例名、.toml 或 .xlsx；加 --consolidate 时可为多个案例、文件夹或县级文件。",
            "CASE...",
        ),
    ]
    changes: SetOption = None
    form: KindOption = None
    file: Annotated[
        Path | None,
        file_option(
            "File to write: .xlsx is a live workbook, .html (with --consolidate) a page with pictures; .json, .csv and .txt "
            "as their names say.",
            "写入的文件：.xlsx 为带公式的工作簿，.html（须加 --consolidate）为带图的网页；.json、.csv、.txt 如其名。",
        ),
    ] = None
    unit: UnitOption = None
    require: Annotated[
        list[str] | None,
        option(
            'A rule such as "balance>=0", verdict, or one of its rules such as repayment; exit code 3 if not met. '
            "Repeatable.",
            "一条规则，如 “balance>=0”、verdict 或其中一条（如 repayment）；不满足时退出码为 3。可多次使用。",
            "--require",
            metavar="RULE",
        ),
    ] = None
    force: ForceOption = False
    consolidate: Annotated[
        bool,
        option(
            "Villages side by side and added up; -o county.xlsx writes the county workbook, -o county.html its page.",
            "多个村庄并列并汇总；-o county.xlsx 生成县级工作簿，-o county.html 生成网页。",
            "--consolidate",
        ),
    ] = False


class Explain(Changed):
    help = say(
        "Show where a number comes from. As a tree, down to the inputs and their sources.",
        "一个数字的由来：逐层展开，直至输入及其来源。",
    )
    key: Annotated[
        str,
        argument(
            "A number such as fund_balance.balance, or an input.",
            "数字名，如 fund_balance.balance，或输入项。",
        ),
    ]
    period: Annotated[
        int | None,
        option("Period of a series, counted from 1.", "时间序列的期次，从 1 起算。", "--at", min=1),
    ] = None
    depth: Annotated[
        int | None, option("So many steps deep; all if not given.", "展开的层数，未指定时为全部。", min=0)
    ] = None
    changes: SetOption = None
    form: Annotated[TreeFormat, option("Format of the output.", "输出格式。", "-f", "--format")] = "table"


class Chart(Changed, Written):
    kinds = (SVG, PNG)
    help = say(
        "Draw a chart of a case. As SVG, or with -o as the name says; without KIND it lists the kinds.",
        "绘制一个案例的图：默认输出 SVG，用 -o 则按文件名；不填 KIND 时列出全部种类。",
    )
    kind: Annotated[
        str,
        argument(
            "What to draw: cash, sources, budget, loans, household, tornado, stress.",
            "图的种类：cash、sources、budget、loans、household、tornado、stress。",
            "KIND",
        ),
    ] = ""
    changes: SetOption = None
    file: Annotated[
        Path | None,
        file_option(
            "File to write: .svg, or .png where the extra `pictures` is installed.",
            "写入的文件：.svg，或 .png（需安装附加组件 pictures）。",
        ),
    ] = None
    width: Annotated[
        int,
        option(
            "Width in pixels; below 520 it is laid out for a phone.",
            "图宽（像素）；小于 520 时按手机版式绘制。",
            min=240,
            max=4000,
        ),
    ] = 760
    unit: UnitOption = None
    force: ForceOption = False


class Loan(Command):
    help = say("Show the schedule of one loan.", "单笔借款的还本付息计划。")
    principal: Annotated[float, option("Amount borrowed, in yuan.", "借款金额（元）。", min=0)]
    rate: Annotated[float, option("Interest a year, as 0.049.", "年利率，如 0.049。", min=0, max=1)]
    term: Annotated[
        int,
        option(
            "Periods from the first to the last, grace included unless it lies outside.",
            "借款期数，含宽限期（另计者除外）。",
            min=1,
            max=600,
        ),
    ]
    period: Annotated[PeriodName, option("Length of a period.", "每期长度。")] = "year"
    method: Annotated[
        Literal["annuity", "equal_principal", "bullet", "stated"],
        option(
            "Repayment: level payment, equal principal, bullet, or as stated by --repayment.",
            "还款方式：等额本息、等额本金、到期一次还本，或按 --repayment 所列计划。",
        ),
    ] = "annuity"
    grace: Annotated[int, option("Periods without repayment.", "宽限期数（不还本）。", min=0)] = 0
    grace_basis: Annotated[
        Literal["inside", "outside"],
        option("Grace inside the term or beside it.", "宽限期含在借款期内，或另计。"),
    ] = "inside"
    grace_interest: Annotated[
        Literal["paid", "capitalised"],
        option("Interest in the grace period.", "宽限期利息：支付或资本化。"),
    ] = "paid"
    draw_interest: Annotated[
        Literal["half_period", "full", "none"],
        option("Interest in the period of drawdown.", "提款当期利息：半期、全期或不计。"),
    ] = "full"
    draws: Annotated[
        str | None,
        option(
            "Amounts drawn in periods 1, 2, ..., such as 500,1000,500.",
            "第 1、2……期的提款额，如 500,1000,500。",
        ),
    ] = None
    rate_step: Annotated[
        list[str] | None,
        option(
            "Another rate from a period on, such as 5=0.045. Repeatable.",
            "自某期起的新利率，如 5=0.045，可多次使用。",
            metavar="PERIOD=RATE",
        ),
    ] = None
    sinking_fund: Annotated[
        Literal["none", "level"],
        option("For a bullet: set its principal aside in equal parts.", "到期还本时：等额提取偿债准备金。"),
    ] = "none"
    subsidised_principal: Annotated[
        float,
        option(
            "Part of the principal whose interest is subsidised, in yuan.", "享受贴息的本金（元）。", min=0
        ),
    ] = 0
    interest_subsidy: Annotated[
        float,
        option("Share of that interest which is subsidised.", "该部分利息的贴息比例。", min=0, max=1),
    ] = 0
    rounding: Annotated[
        Literal["none", "fen"],
        option(
            "To the fen, as a bank prints its schedule; the last repayment takes the rest.",
            "取整到分，即银行还款计划口径，尾差计入末期。",
            "--round",
        ),
    ] = "none"
    repayment: Annotated[
        list[str] | None,
        option(
            "Principal that the lender's plan repays at the end of a period, for --method stated. Repeatable.",
            "银行还款计划中某期期末应还的本金，与 --method stated 合用，可多次使用。",
            metavar="PERIOD=YUAN",
        ),
    ] = None
    form: FormatOption = "table"
    unit: UnitOption = None


class Schema(Command):
    help = say("List every input: path, unit, range, meaning.", "全部输入项：路径、单位、范围、含义。")
    form: FormatOption = "table"
