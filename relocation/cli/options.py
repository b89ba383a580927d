"""The options that several commands share, and the language in which help is given."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer

from relocation.labels import LARGE_SCALE


class Lang(StrEnum):
    """Languages of output."""

    en = "en"
    zh = "zh"


class Format(StrEnum):
    """Formats of output."""

    table = "table"
    json = "json"
    csv = "csv"


class TreeFormat(StrEnum):
    """Formats of an explanation."""

    table = "table"
    json = "json"


class Unit(StrEnum):
    """Scales in which money is shown."""

    yuan = "yuan"
    wan = "wan"
    million = "million"


class PeriodName(StrEnum):
    """Lengths of a period."""

    month = "month"
    quarter = "quarter"
    year = "year"


class Method(StrEnum):
    """Ways to repay a loan."""

    annuity = "annuity"
    equal_principal = "equal_principal"
    bullet = "bullet"
    stated = "stated"


class DrawInterest(StrEnum):
    """Interest in the period of drawdown."""

    half_period = "half_period"
    full = "full"
    none = "none"


class GraceInterest(StrEnum):
    """Interest in the grace period."""

    paid = "paid"
    capitalised = "capitalised"


class GraceBasis(StrEnum):
    """Whether grace is part of the term."""

    inside = "inside"
    outside = "outside"


class Rounding(StrEnum):
    """To what the amounts of a schedule are rounded."""

    none = "none"
    fen = "fen"


class SinkingFund(StrEnum):
    """What is set aside for a bullet."""

    none = "none"
    level = "level"


def default_language() -> Lang:
    """RELOCATION_LANG, else what the surroundings say of messages, else the language of the machine."""
    names = [os.environ.get(name) for name in ("RELOCATION_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    named = next(filter(None, names), None) or locale.getlocale()[0] or ""
    return Lang.zh if named.lower().startswith(("zh", "chinese")) else Lang.en


def language_of(arguments: Sequence[str]) -> Lang:
    """The language that the arguments ask for: help is written before they are parsed."""
    wanted = [after for before, after in pairwise(arguments) if before == "--lang"]
    wanted += [one.removeprefix("--lang=") for one in arguments if one.startswith("--lang=")]
    return Lang(wanted[-1]) if wanted and wanted[-1] in set(Lang) else default_language()


HELP_LANGUAGE = language_of(sys.argv[1:])


def say(en: str, zh: str) -> str:
    """A text of the help in the language asked for."""
    return zh if HELP_LANGUAGE is Lang.zh else en


def shown_unit(unit: Unit | None, lang: Lang) -> str:
    """The scale asked for, else the usual one of the language: million yuan, or 万元."""
    return unit.value if unit else LARGE_SCALE[lang.value]


Case = Annotated[
    str,
    typer.Argument(
        help=say(
            "A shipped name (lujia), a .toml project file, or a filled .xlsx.",
            "随附案例名（如 lujia）、.toml 项目文件，或已填写的 .xlsx。",
        )
    ),
]
Cases = Annotated[
    list[str],
    typer.Argument(
        help=say(
            "A shipped name (lujia), a .toml or a filled .xlsx. With --consolidate several, a folder, or a county file.",
            "案例：随附案例名、.toml 或 .xlsx；加 --consolidate 时可为多个案例、文件夹或县级文件。",
        ),
        metavar="CASE...",
    ),
]
ConsolidateOption = Annotated[
    bool,
    typer.Option(
        "--consolidate",
        help=say(
            "Villages side by side and added up; -o county.xlsx writes the county workbook.",
            "多个村庄并列并汇总；-o county.xlsx 生成县级工作簿。",
        ),
    ),
]
LangOption = Annotated[
    Lang,
    typer.Option(
        "--lang",
        default_factory=default_language,
        show_default=False,
        help="Language of the output. 输出语言。",
    ),
]
FormatOption = Annotated[
    Format, typer.Option("-f", "--format", help=say("Format of the output.", "输出格式。"))
]
UnitOption = Annotated[
    Unit | None,
    typer.Option(
        "--unit",
        help=say(
            "Scale in which money is shown; json and csv are always in yuan.",
            "金额显示单位；json 与 csv 始终以元计。",
        ),
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help=say(
            "Change an input; PATH=*0.8 or PATH*=0.8 scales it. Repeatable, in the order given.",
            "更改一项输入；PATH=*0.8 或 PATH*=0.8 表示按比例缩放。可多次使用，按先后顺序执行。",
        ),
    ),
]


def file_option(en: str, zh: str) -> Any:
    """The option that names the file to write; which kinds there are differs by command."""
    return typer.Option("-o", "--output", help=say(en, zh))


OutputOption = Annotated[
    Path | None,
    file_option(
        "File to write: .xlsx is a live workbook; .json, .csv and .txt as their names say.",
        "写入的文件：.xlsx 为带公式的工作簿；.json、.csv、.txt 如其名。",
    ),
]
FileOption = Annotated[
    Path | None,
    file_option(
        "File to write: .json, .csv and .txt as their names say.",
        "写入的文件：.json、.csv、.txt 如其名。",
    ),
]
NumbersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--metric",
        metavar="NAME",
        help=say(
            "A number to show, such as balance or cash.minimum. Repeatable.",
            "要显示的数字，如 balance 或 cash.minimum。可多次使用。",
        ),
    ),
]
MetricOption = Annotated[
    str,
    typer.Option(
        "--metric",
        metavar="NAME",
        help=say("The number that moves, such as balance or npv.", "所考察的数字，如 balance 或 npv。"),
    ),
]
PathsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--path",
        metavar="PATH",
        help=say(
            "An input to move; if not given, all that the number depends on. Repeatable.",
            "要变动的输入项；未指定时为该数字所依赖的全部输入项。可多次使用。",
        ),
    ),
]
TopOption = Annotated[
    int | None, typer.Option("--top", min=1, help=say("Show so many inputs.", "只显示前几项。"))
]
KindOption = Annotated[
    Format | None,
    typer.Option(
        "-f",
        "--format",
        help=say(
            "Format of the output; if not given, what the name of the output file says, else table.",
            "输出格式；未指定时按输出文件名，否则为 table。",
        ),
    ),
]
ForceOption = Annotated[
    bool,
    typer.Option(
        "--force",
        help=say(
            "Replace an output file that exists (never the input).",
            "覆盖已存在的输出文件（绝不覆盖输入文件）。",
        ),
    ),
]
