"""What the command that writes the report of a case may be asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from relocation.cli.options import (
    PAGE,
    PDF,
    WORD,
    Case,
    ForceOption,
    RulesOption,
    SetOption,
    UnitOption,
    Written,
    file_option,
    option,
    say,
)


class ReportCommand(Written):
    kinds = (PAGE, WORD, PDF)
    help = say(
        "Write the report of a case. A page to read and print, a Word document to edit and sign, or a PDF.",
        "生成一个案例的报告：可阅读打印的网页、可编辑签章的 Word 文档，或 PDF。",
    )
    case: Case
    changes: SetOption = None
    file: Annotated[
        Path | None,
        file_option(
            "File to write: .html, .docx (needs the extra word) or .pdf (needs a browser).",
            "写入的文件：.html、.docx（需附加包 word）或 .pdf（需浏览器）。",
        ),
    ] = None
    unit: UnitOption = None
    force: ForceOption = False
    roster: Annotated[
        str | None,
        option(
            "A roster of the village: the report shows how households differ.",
            "本村农户花名册：报告另列各户差异。",
            "--households",
            metavar="ROSTER",
        ),
    ] = None
    rules: RulesOption = "lujia"
    verify: Annotated[
        bool,
        option(
            "Work the case out again by the engines that verify knows, and add a chapter on it; takes some seconds.",
            "用 verify 的各独立引擎重新计算，并在报告中增列一章；需数秒。",
            "--verify",
        ),
    ] = False
