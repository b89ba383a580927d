"""What the commands on a village and its households may be asked: rosters, and life after the move."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from relocation.cli.options import (
    ForceOption,
    KindOption,
    Reported,
    RulesOption,
    SchedulerOption,
    Told,
    argument,
    file_option,
    option,
    say,
)

Grouping = Literal["group", "option", "registered", "village", "county"]
Mode = Literal["whole", "marginal"]

SchemeOption = Annotated[
    str,
    option("A shipped scheme or a .toml file.", "随附保险方案名或 .toml 文件。", "--scheme", metavar="NAME"),
]
ModeOption = Annotated[
    Mode | None,
    option(
        "How tiers are read, whole or by slices; if not given, as the scheme declares.",
        "阶梯算法：全额或分段；未指定时按方案所载。",
        "--mode",
    ),
]
Place = Annotated[
    str,
    argument(
        "lujia, wei_county, jinpo, a .toml file of a livelihood, or a workbook that -o wrote.",
        "lujia、wei_county、jinpo、生计 .toml 文件，或由 -o 生成的工作簿。",
        "PLACE",
    ),
]


class Households(Told):
    help = say(
        "Draw up the account of every household. From rosters (.xlsx, .csv, .parquet, folders) of a village or a nation.",
        "农户核算：按花名册（.xlsx、.csv、.parquet 或文件夹）逐户核算，一村至全国均可。",
    )
    roster: Annotated[
        list[str],
        argument(
            "Roster files or folders, or the shipped synthetic roster (lujia).",
            "花名册文件或文件夹，或随附的模拟花名册（lujia）。",
            "ROSTER...",
        ),
    ]
    rules: RulesOption = "lujia"
    overrides: Annotated[
        Path | None,
        option(
            "Decisions for single households, beside those on the sheet Overrides of the roster.",
            "个别农户的人工调整，与花名册“人工调整”表合并使用。",
            "--overrides",
            metavar="FILE",
        ),
    ] = None
    project: Annotated[
        str | None,
        option(
            "Put the sums into this case and show what becomes of its balance; -o FILE.xlsx writes it.",
            "将合计代入此案例并显示对资金平衡的影响；-o FILE.xlsx 写出该案例。",
            "--project",
            metavar="CASE",
        ),
    ] = None
    by: Annotated[
        Grouping | None, option("Show how the result is spread over groups.", "按组显示结果分布。", "--by")
    ] = None
    statements: Annotated[
        bool,
        option(
            "Write the account of every household, with ids and names, to -o FILE.xlsx or FILE.html.",
            "将各户对账单（含户编号与姓名）写入 -o FILE.xlsx 或 FILE.html。",
            "--statements",
        ),
    ] = False
    ledger: Annotated[
        bool,
        option(
            "Write the ledger, a line for each household and rule, to -o FILE.csv or FILE.parquet.",
            "将明细账（每户每条规则一行）写入 -o FILE.csv 或 FILE.parquet。",
            "--ledger",
        ),
    ] = False
    identified: Annotated[bool, option("With ids in the ledger.", "明细账含户编号。", "--identified")] = False
    workers: Annotated[
        int | None,
        option(
            "Number of threads for many rows; if not given, those of the machine from three million rows on, else one.",
            "大量数据时的线程数；未指定时，三百万行起用本机全部线程，否则逐批处理。",
            "--workers",
            min=1,
        ),
    ] = None
    scheduler: SchedulerOption = None
    form: KindOption = None
    file: Annotated[
        Path | None,
        file_option(
            "File to write: .html is a page with pictures, without ids and names; .json, .csv and .txt as their names say; "
            "others as the options above say.",
            "写入的文件：.html 为带图的网页，不含户编号与姓名；.json、.csv、.txt 如其名；其他类型见上述选项。",
        ),
    ] = None
    force: ForceOption = False


class Insurance(Reported):
    """A command on an insurance scheme."""

    mode: ModeOption = None
    scheme: SchemeOption = "wei_county"


class Claim(Insurance):
    settings: ClassVar = {"ignore_unknown_options": True}  # a negative amount is an amount that cannot be
    help = say(
        "Show what the insurance pays on a claim. Every step and tier, both readings, the cliffs nearby; without an amount "
        "the schedules.",
        "防贫保险赔付试算。逐步、逐档列出，两种算法对照，并提示断崖；不填金额则列出各补偿表。",
    )
    paid: Annotated[
        str | None, argument("What the household paid itself, in yuan.", "家庭自付金额（元）。", "YUAN")
    ] = None
    cause: Annotated[str, option("Cause, such as illness.", "原因，如 因病 或 illness。", "--cause")] = ""
    group: Annotated[
        str, option("Group of households, such as lifted.", "对象，如 lifted（脱贫户）。", "--group")
    ] = ""
    loss: Annotated[
        str,
        option("Kind of loss of a traffic accident.", "交通事故的损失类型：financial 或 medical。", "--loss"),
    ] = ""
    income: Annotated[
        str,
        option(
            "Income of a person and year, held against the gate; needs --year.",
            "人均年收入，用于核对收入保障线；须同时给出 --year。",
            "--income",
        ),
    ] = ""
    year: Annotated[int | None, option("Year of the claim.", "申请年份。", "--year")] = None
    court_paid: Annotated[
        bool, option("A court awarded a compensation already.", "已获司法赔偿。", "--court-paid")
    ] = False


class Fund(Insurance):
    help = say(
        "Show the insurance fund year by year. Opening + premium + top-up - claims = carried forward; with --claims of stated "
        "claims; without, of many simulated futures.",
        "防贫保险基金逐年收支。期初＋保费＋补足－补偿＝结转；给出 --claims 时按所填补偿，否则模拟多种情形。",
    )
    claims: Annotated[
        str | None,
        option(
            "Claims paid in each year, in yuan.",
            "各年补偿支出（元），逗号分隔。",
            "--claims",
            metavar="YUAN,YUAN,...",
        ),
    ] = None
    top_ups: Annotated[
        str | None,
        option(
            "What was really added in each year; if not given, what is missing.",
            "各年实际补足额；未指定时按缺口补足。",
            "--top-ups",
            metavar="YUAN,YUAN,...",
        ),
    ] = None
    opening: Annotated[
        str | None,
        option("Opening balance, in yuan; else the scheme's.", "期初结余（元）；默认按方案。", "--opening"),
    ] = None
    premium: Annotated[
        str | None,
        option(
            "Premium of a year, in yuan; else the scheme's.", "年保费总额（元）；默认按方案。", "--premium"
        ),
    ] = None
    first_year: Annotated[int, option("First calendar year.", "起始年份。", "--first-year", min=1)] = 2018
    years: Annotated[int, option("Years that are simulated.", "模拟年数。", "--years")] = 10
    count: Annotated[int, option("Simulated futures.", "模拟情形数。", "-n", metavar="N")] = 2000
    seed: Annotated[int, option("The same seed gives the same result.", "种子相同则结果相同。", "--seed")] = 0
    workers: Annotated[int | None, option("Number of threads.", "线程数。", "--workers")] = None


class Livelihood(Reported):
    help = say(
        "Show income before and after the move. By stream, per household and person; one-off cash apart; printed beside ours.",
        "搬迁前后分项收入。户均、人均，一次性所得单列，并与原文数字对照。",
    )
    place: Place = "lujia"


class Collective(Reported):
    help = say(
        "Show the village collective year by year. Shares, dividends, and the year from which on it carries the running "
        "costs of the village.",
        "村集体经济逐年收支。股份、分红，以及自何年起可承担村庄运行费用。",
    )
    place: Place = "lujia"


class Measures(Reported):
    help = say(
        "Show employment and income schemes. How many, how much each, what they bring a year; interest that is spared.",
        "就业与增收措施。数量、标准与年增收，以及免除的贷款利息。",
    )
    place: Place = "wei_county"


class Risks(Reported):
    help = say(
        "Check the eight risks of impoverishment. What the project states about each; no scores.",
        "搬迁致贫八类风险核对表。逐项列出项目已载明的措施，不作评分。",
    )
    place: Annotated[
        str,
        argument(
            "lujia, wei_county, jinpo, a livelihood .toml, or a project as .toml or .xlsx.",
            "lujia、wei_county、jinpo、生计 .toml 文件，或项目 .toml、.xlsx 文件。",
            "PLACE",
        ),
    ] = "lujia"


class Points(Reported):
    help = say(
        "Keep account of the points of a village shop. Earned, redeemed, what it costs the budget; never below zero.",
        "爱心超市积分账。获得、兑换与预算成本，结余不得为负。",
    )
    ledger: Annotated[
        Path,
        argument(
            "Entries as .csv or .xlsx; see examples/points.csv.",
            "积分记录 .csv 或 .xlsx，如 examples/points.csv。",
            "LEDGER",
        ),
    ]
    value: Annotated[
        str, option("What a point is worth, in yuan.", "每分价值（元）。", "--value", metavar="YUAN")
    ] = "1"
    household: Annotated[
        str | None,
        option("The account of one household.", "某一户的积分账。", "--household", metavar="ID"),
    ] = None
    every: Annotated[bool, option("The balance of every household.", "逐户列出结余。", "--households")] = (
        False
    )
    since: Annotated[
        datetime | None,
        option("Cost from this day on.", "成本自该日起计。", "--since", formats=["%Y-%m-%d"]),
    ] = None
    until: Annotated[
        datetime | None,
        option("Cost up to this day.", "成本计至该日。", "--until", formats=["%Y-%m-%d"]),
    ] = None
