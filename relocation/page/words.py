"""What the page itself says, beside the chapters: its heads, controls and messages, all in both languages.

{0} and {1} stand for what is filled in.
"""

from __future__ import annotations

from relocation.labels import Label

# What stands in the file.
TITLE = Label("Report on the balance of funds", "资金平衡测算报告")
CHAPTERS = Label("Chapters", "目录")
KEY_FIGURES = Label("Key figures", "关键数字")
CASH = Label("Cash and loan over time", "现金与贷款走势")
WHAT_IF = Label("What if", "情景试算")
SLIDERS_NOTE = Label(
    "These inputs move the lowest cash most. Every other input can be changed under “Assumptions and their sources”.",
    "以上输入项对最低现金影响最大；其余各项可在“输入数据及来源”中修改。",
)
PER_HOUSEHOLD = Label("Net cash per household", "户均净得现金")
STILL = Label(
    "Scripts do not run here: this is the report as it was delivered, and nothing in it can be changed.",
    "此处未运行脚本：本页为交付时的报告，不能改动数值。",
)
EXPLAIN_NOTE = Label(
    "Every figure can be asked where it comes from: click it, or press Enter on it.",
    "点击任一数字，或在其上按回车键，可查看其来由。",
)
DELIVERED = Label("as delivered, not worked out anew", "交付时数值，未重新计算")
WORKED_OUT_BY = Label("Worked out by relocation {0}", "由 relocation {0} 测算")

# What the script says.
SAID: dict[str, Label] = {
    "language": Label("中文", "English"),
    "print": Label("Print", "打印"),
    "reset": Label("Reset all", "全部恢复"),
    "back": Label("Back to {0}", "恢复为 {0}"),
    "link": Label("Copy link", "复制链接"),
    "scenario": Label("Copy as scenario", "复制为情景"),
    "copied": Label("Copied.", "已复制。"),
    "close": Label("Close", "关闭"),
    "changed": Label(
        "What-if, not the delivered plan. Inputs changed: {0}.",
        "情景试算，并非交付方案。已改动{0}项输入：",
    ),
    "change": Label("{0}: {1} instead of {2}", "{0}：{1}（原为{2}）"),
    "was": Label("delivered: {0}", "交付值：{0}"),
    "as_delivered": Label("as delivered", "与交付方案相同"),
    "what_if": Label("what-if", "试算"),
    "what_if_input": Label("what-if assumption, delivered: {0}", "试算假设，原为：{0}"),
    "not_applied": Label("Expected: {0}. {1}.", "应为：{0}。{1}。"),
    "broken": Label(
        "These values do not go together, so the figures are still those before.",
        "所填数值互相矛盾，以下数字仍为改动前的数字。",
    ),
    "too_large": Label(
        "A number grows too large to be worked out: the figures are still those before.",
        "数值过大，无法计算：以下数字仍为改动前的数字。",
    ),
    "other_plan": Label(
        "The link was made for another state of this plan; its changes are not applied.",
        "该链接对应方案的另一版本，其中的改动未采用。",
    ),
    "partly": Label(
        "Part of the link could not be read and is not applied.", "链接中有无法读取的部分，未采用。"
    ),
    "fixed": Label("decides the rows of the tables and stays as delivered", "决定表格行列，保持交付值"),
    "exchanged": Label(
        "At the start the script wrote {0} figures otherwise than they were delivered.",
        "启动时脚本改写了{0}个数字。",
    ),
    "agreed": Label(
        "The script worked out every figure of this page again when it was opened, and wrote none otherwise.",
        "打开本页时脚本已重新计算全部数字，与交付值完全一致。",
    ),
    "scenario_title": Label("This what-if as a scenario", "本试算作为情景"),
    "scenario_csv": Label(
        "A line for a file of scenarios, which `relocation compare CASE --scenarios FILE.csv` reads:",
        "情景文件的一行，供 `relocation compare 方案 --scenarios 文件.csv` 读取：",
    ),
    "scenario_toml": Label("The same for a file of inputs (TOML):", "同样内容，用于输入文件（TOML）："),
    "scenario_name": Label("what-if", "情景试算"),
    "explanation": Label("Where this comes from", "数字来由"),
    "source": Label("source", "来源"),
    "formula": Label("formula", "公式"),
    "all_periods": Label("all periods", "各期"),
    "period_before": Label("the period before", "上一期"),
    "opening": Label("opening", "期初"),
    "more": Label("what it comes from", "由何得来"),
    "slider": Label("{0}, {1}", "{0}，{1}"),
    "moved": Label("{0} against the delivered plan", "较交付方案{0}"),
    "waiting": Label("being worked out again", "正在重新计算"),
    "input": Label("input", "输入项"),
    "nobody": Label("nobody stated it; preset by the program", "未填写，由程序设定"),
}

# How a formula is said: signs stand between two operands, everything else is a text around them.
OPERATIONS: dict[str, Label] = {
    "neg": Label("−{0}", "−{0}"),
    "not": Label("not ({0})", "非（{0}）"),
    "if": Label("{1} if {0}, else {2}", "若{0}则{1}，否则{2}"),
    "flag": Label("1 if {0}, else 0", "若{0}则1，否则0"),
    "min": Label("the smaller of ({0}) and ({1})", "（{0}）与（{1}）中较小者"),
    "max": Label("the larger of ({0}) and ({1})", "（{0}）与（{1}）中较大者"),
    "abs": Label("the size of ({0})", "（{0}）的绝对值"),
    "sign": Label("the sign of ({0})", "（{0}）的正负号"),
    "floor": Label("({0}) rounded down", "（{0}）向下取整"),
    "round": Label("({0}) to the cent", "（{0}）取两位小数"),
    "decimals": Label("({0}) to {1} decimals", "（{0}）取{1}位小数"),
    "ratio": Label("({0}) ÷ ({1})", "（{0}）÷（{1}）"),
    "payment": Label(
        "level payment at rate ({0}) over ({1}) periods on a principal of ({2})",
        "利率（{0}）、期数（{1}）、本金（{2}）的等额还款",
    ),
    "month_after": Label("the day ({1}) months after ({0})", "（{0}）之后（{1}）个月之日"),
    "na": Label("n/a", "n/a"),
    "total": Label("sum of {0} over all periods", "{0}各期合计"),
    "final": Label("{0} in the last period", "{0}末期值"),
    "lowest": Label("lowest {0}", "{0}最低值"),
    "highest": Label("highest {0}", "{0}最高值"),
    "average": Label("average {0}", "{0}平均值"),
    "discounted": Label("sum of {0} × {1}", "{0} × {1} 各期合计"),
    "irr": Label("rate of return of {0}", "{0}的内部收益率"),
    "previous": Label("{0} of the period before", "上一期{0}"),
    "grouped": Label("{0} within the same {1}", "同一{1}内的{0}"),
    "period": Label("number of the period", "期次"),
}
