"""What the pages of the server say, in both languages."""

from __future__ import annotations

from relocation.labels import Label

TITLE = Label("Does the money work when a village moves?", "村庄搬迁，资金是否平衡？")
ABOUT = Label(
    "Fill the template in Excel, WPS or LibreOffice and drop it here. What is wrong is told with its cell and how to mend it; "
    "else the verdict and the report come back.",
    "在 Excel、WPS 或 LibreOffice 中填好模板，拖到这里。有问题时逐项指出单元格与改法；否则给出结论与报告。",
)
KEPT_PRIVATE = Label(
    "The file goes to the computer that runs this page and no further. It is deleted there as soon as the answer is made.",
    "文件只传送到运行本页面的电脑，不会再传往别处；结果生成后即从该电脑删除。",
)
CHECK = Label("Check and work out a file", "校验并测算")
DROP = Label("Drop a filled template here, or choose it", "将填好的模板拖到此处，或点击选择")
KINDS = Label(".xlsx or .toml, at most {0} MB", ".xlsx 或 .toml，不超过 {0} MB")
GO = Label("Check and work out", "校验并测算")
WORKING = Label("Being worked out …", "测算中……")
FOLLOWS = Label("The browser stores the file as soon as it is made.", "正在生成，完成后由浏览器保存。")
TO_PRINT = Label(
    "What stands below on the screen is printed whole once it is downloaded.",
    "屏幕下方的内容请下载后完整打印。",
)
COMPARE = Label("Compare two files", "对比两个文件")
FIRST, SECOND = Label("Base", "基准方案"), Label("Compared with it", "对比方案")
COMPARE_GO = Label("Compare", "对比")
TEMPLATE = Label("New template", "新模板")
TEMPLATE_ABOUT = Label(
    "Inputs stand on one sheet, live formulas on the others.", "一张输入表，其余各表均为公式，随填随算。"
)
LANGUAGE = Label("Language of the workbook", "工作簿语言")
LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
AS_IN_FILE = Label("as in the file, else a year", "同文件；未选文件时为年")
ITEMS = Label("Room for so many items", "各类项目行数")
FILLED_FROM = Label("Filled from a file (may stay empty)", "用文件中的数据填写（可不选）")
WRITE = Label("Write the template", "生成模板")

NOT_YET = Label("{0}: this cannot be worked out yet", "{0}：暂时无法测算")
MEND = Label("Mend what is listed, save the file, and send it again.", "请按下表改正并保存，然后重新发送。")
LOOK_AT, ASSUMED = (
    Label("To look at: {0}", "请核对：{0}项"),
    Label("Assumed by the program: {0}", "程序设定：{0}项"),
)
DOWNLOAD = Label("Download", "下载")
TAKE = {
    "report": Label("Report", "报告网页"),
    "document": Label("Word document", "Word 文档"),
    "workbook": Label("Workbook", "工作簿"),
    "comparison": Label("Page", "网页"),
    "comparison_workbook": Label("Workbook", "工作簿"),
}
NO_WORD = Label(
    'Word documents need: pip install "relocation[word]"', 'Word 文档需安装：pip install "relocation[word]"'
)
COMPARE_WITH = Label("Compare with another file", "与另一文件对比")
COMPARE_SCENARIOS = Label(
    "Without another file, the scenarios of this one are compared.", "不选其他文件时，对比本文件中的各情景。"
)
ANOTHER = Label("Another file", "另一个文件")
SHOW = Label("Show the report", "显示报告")
REPORT, COMPARISON = Label("Report", "报告"), Label("Comparison", "方案对比")
FIRST_PAGE = Label("To the first page", "返回首页")
NOT_DONE = Label("This was not done", "未能处理")
SWITCH = Label("中文", "English")
AS_IN_FILE_PERIODS = Label("as in the file, else 12", "同文件；未选文件时为 12")
SEVERAL = Label(
    "One file at a time is checked here; two are compared on the first page.",
    "此处每次只校验一个文件；两个文件请在首页对比。",
)
TOO_LARGE = Label(
    "That file is larger than {0} MB. Copy its inputs into a fresh template.",
    "该文件超过 {0} MB。请将输入值复制到新模板。",
)
