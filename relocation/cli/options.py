"""The options that several commands share."""

from __future__ import annotations

import locale
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """Languages of output."""

    en = "en"
    zh = "zh"


class Format(StrEnum):
    """Formats of output."""

    table = "table"
    json = "json"
    csv = "csv"


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


class DrawInterest(StrEnum):
    """Interest in the period of drawdown."""

    half_period = "half_period"
    full = "full"
    none = "none"


class GraceInterest(StrEnum):
    """Interest in the grace period."""

    paid = "paid"
    capitalised = "capitalised"


def default_language() -> Lang:
    named = os.environ.get("RELOCATION_LANG") or (locale.getlocale()[0] or "")
    return Lang.zh if named.lower().startswith(("zh", "chinese")) else Lang.en


Case = Annotated[str, typer.Argument(help="A shipped name (lujia), a .toml project file, or a filled .xlsx.")]
LangOption = Annotated[
    Lang, typer.Option("--lang", default_factory=default_language, help="Language of the output. 输出语言。")
]
FormatOption = Annotated[Format, typer.Option("-f", "--format", help="Format of the output.")]
UnitOption = Annotated[
    Unit, typer.Option("--unit", help="Scale in which money is shown; json and csv are always in yuan.")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change an input; PATH=*0.8 scales it. Repeatable."),
]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", help="File to write; an .xlsx becomes a live workbook.")
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Replace an output file that exists (never the input).")
]
