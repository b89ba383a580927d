"""What the commands on scenarios of a case may be asked: compare, vary, tornado, switching, sensitivity, solve, simulate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from relocation.cli.options import (
    A_NUMBER_PERHAPS,
    NO_HINT,
    PAGE,
    TEXT_FILES,
    WORKBOOK,
    Analysis,
    ForceOption,
    KindOption,
    MoneyAnalysis,
    NumbersOption,
    PageFileOption,
    SchedulerOption,
    SetOption,
    Told,
    UnitOption,
    argument,
    file_option,
    option,
    say,
)

MetricOption = Annotated[
    str,
    option(
        "The number that moves, such as balance or npv.",
        "所考察的数字，如 balance 或 npv。",
        "--metric",
        metavar="NAME",
    ),
]
PathsOption = Annotated[
    list[str] | None,
    option(
        "An input to move; if not given, all that the number depends on. Repeatable.",
        "要变动的输入项；未指定时为该数字所依赖的全部输入项。可多次使用。",
        "--path",
        metavar="PATH",
    ),
]
TopOption = Annotated[int | None, option("Show so many inputs.", "只显示前几项。", "--top", min=1)]


class Compare(Told):
    kinds = (PAGE, WORKBOOK, *TEXT_FILES)
    otherwise = A_NUMBER_PERHAPS
    help = say(
        "Set cases and scenarios side by side. With their differences to the first, and what each assumes instead.",
        "方案对比：各案例与方案并列，列出与第一个案例之差及变动的假设。",
    )
    cases: Annotated[
        list[str],
        argument(
            "Shipped names, .toml or filled .xlsx; the first is the base, and brings its sheet Scenarios along.",
            "案例名、.toml 或已填写的 .xlsx；第一个为基准，其“方案”表一并参与对比。",
            "CASE...",
        ),
    ]
    table: Annotated[
        Path | None,
        option(
            "Scenarios of the base, one a row; the headings are name, parent and paths of inputs.",
            "基准的各方案，一行一个；表头为 name、parent 和输入项路径。",
            "--scenarios",
            metavar="FILE.csv",
        ),
    ] = None
    scenarios: Annotated[
        list[str] | None,
        option(
            'A scenario: "cheap: land_quota.price=*0.8; loans.adbc.rate=0.06". Repeatable.',
            "一个方案：“低价: land_quota.price=*0.8; loans.adbc.rate=0.06”。可多次使用。",
            "--scenario",
            metavar="TEXT",
        ),
    ] = None
    only: Annotated[
        list[str] | None,
        option("Only this scenario. Repeatable.", "只取此方案。可多次使用。", "--only", metavar="NAME"),
    ] = None
    outputs: NumbersOption = None
    changes: SetOption = None
    form: KindOption = None
    file: Annotated[
        Path | None,
        file_option(
            "File to write: .html is a page with pictures, .xlsx compares by live formulas; .json, .csv and .txt as their "
            "names say.",
            "写入的文件：.html 为带图的网页，.xlsx 以公式对比；.json、.csv、.txt 如其名。",
        ),
    ] = None
    unit: UnitOption = None
    force: ForceOption = False


class Vary(MoneyAnalysis):
    help = say(
        "Show a number for many values of one or two inputs. One input gives a list, two give a grid.",
        "一至两个输入项取多个值时的结果：单因素为列表，双因素为二维表。",
    )
    ways: Annotated[
        list[str],
        argument(
            "Values of an input, both ends included: land_quota.price=60000:120000:20000, "
            "=*0.8:*1.2:*0.1 for factors, or =a,b,c for single values.",
            "输入项的取值（含两端）：land_quota.price=60000:120000:20000；=*0.8:*1.2:*0.1 表示倍数；=a,b,c 表示逐个取值。",
            "PATH=LOW:HIGH:STEP...",
        ),
    ]
    outputs: NumbersOption = None


class Tornado(MoneyAnalysis):
    kinds = (WORKBOOK, *TEXT_FILES)
    help = say(
        "Rank the inputs by how far they move a number. Each alone goes down and up by the same share.",
        "敏感性排序：各输入项单独按同一比例升降，按对结果的影响排列。",
    )
    metric: MetricOption = "balance"
    by: Annotated[float, option("Share by which inputs move.", "输入项变动的比例。", "--by")] = 0.10
    paths: PathsOption = None
    split: Annotated[
        bool,
        option(
            "The quantity and the unit cost of an item each by itself.",
            "数量与单价分别列示。",
            "--split",
        ),
    ] = False
    top: TopOption = None
    spider: Annotated[
        bool,
        option(
            "Draw the lines between, at five factors, instead of bars.",
            "不画条形图，而画五个系数下的结果（蛛网图）。",
            "--spider",
        ),
    ] = False
    changes: SetOption = None
    form: KindOption = None
    file: Annotated[
        Path | None,
        file_option(
            "File to write: .xlsx has both charts; .json, .csv and .txt as their names say.",
            "写入的文件：.xlsx 含两种图；.json、.csv、.txt 如其名。",
        ),
    ] = None


class Switching(Analysis):
    help = say(
        "Show how far each input may move before a number reaches its target. The nearest first.",
        "转换值：各输入项单独变动多少，结果恰好到达目标值；最接近者在前。",
    )
    metric: MetricOption = "balance"
    target: Annotated[float, option("What the number shall be.", "结果的目标值。", "--target")] = 0
    paths: PathsOption = None
    top: TopOption = None


class Sensitivity(MoneyAnalysis):
    help = say(
        "Show how strongly NPV and IRR follow each uncertain factor. Sensitivity coefficients and critical points.",
        "敏感度系数和临界点分析表：净现值与内部收益率随各不确定因素变动的程度。",
    )
    indicators: NumbersOption = None
    by: Annotated[
        list[float] | None,
        option(
            "How far each factor moves, down and up; 0.10 if not given. Repeatable.",
            "各因素上下变动的幅度，未指定时为 0.10，可多次使用。",
            "--by",
            metavar="SHARE",
        ),
    ] = None


class Solve(Analysis):
    otherwise = NO_HINT
    help = say(
        "Find the value of one input at which a number is at its target. Exit code 3 if there is none.",
        "求解：某一输入项取何值时结果到达目标值；无解时退出码为 3。",
    )
    path: Annotated[
        str,
        argument("The input to find, such as land_quota.price.", "待求输入项，如 land_quota.price。"),
    ]
    target: Annotated[
        str,
        option("A number and what it shall be.", "某个数字及其目标值。", "--target", metavar="NAME=VALUE"),
    ] = "balance=0"


class Simulate(MoneyAnalysis):
    kinds = (PAGE, *TEXT_FILES)
    help = say(
        "Draw many scenarios from the distributions of inputs. What comes out, how sure, how often it fails, and why.",
        "模拟：按输入项的分布抽取大量情景，给出结果的分布、误差、失败概率与主要影响因素。",
    )
    spec: Annotated[
        Path,
        option(
            "Distributions, correlations, outputs, rules; see docs/scenarios.md.",
            "分布、相关系数、输出与规则；见 docs/scenarios.zh.md。",
            "--spec",
            metavar="FILE.toml",
        ),
    ]
    count: Annotated[
        str | None,
        option(
            "Number of scenarios, such as 1e6; if not given, that of the file, else 100,000.",
            "情景数，如 1e6；未指定时取文件所写，否则为 100,000。",
            "-n",
            metavar="N",
        ),
    ] = None
    seed: Annotated[
        int | None,
        option(
            "The same seed gives the same result; if not given, that of the file, else 0.",
            "种子相同则结果相同；未指定时取文件所写，否则为 0。",
            "--seed",
            min=0,
        ),
    ] = None
    sampling: Annotated[
        Literal["random", "latin", "sobol"] | None,
        option("How scenarios are drawn.", "抽样方式。", "--sampling"),
    ] = None
    workers: Annotated[int | None, option("Number of threads.", "线程数。", "--workers", min=1)] = None
    scheduler: SchedulerOption = None
    outputs: NumbersOption = None
    changes: SetOption = None
    form: KindOption = None
    file: PageFileOption = None
