"""What the command that works a case out again by other engines may be asked."""

from __future__ import annotations

from typing import Annotated

from relocation.cli.options import (
    TEXT_FILES,
    Changed,
    FileOption,
    ForceOption,
    KindOption,
    SetOption,
    Told,
    option,
    say,
)


class Verify(Changed, Told):
    kinds = tuple(TEXT_FILES)
    help = say(
        "Work a case out again by engines that are not ours. Figure by figure; exit code 3 where they differ.",
        "用其他独立引擎重新计算一个案例，逐项对照；有不一致时退出码为 3。",
    )
    changes: SetOption = None
    engines: Annotated[
        list[str] | None,
        option(
            "An engine to ask, instead of all: fractions, numpy_financial, javascript, formualizer, gnumeric, libreoffice. "
            "Repeatable.",
            "只用此引擎：fractions、numpy_financial、javascript、formualizer、gnumeric、libreoffice。可多次使用。",
            "--engine",
            metavar="NAME",
        ),
    ] = None
    form: KindOption = None
    file: FileOption = None
    force: ForceOption = False
