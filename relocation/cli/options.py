"""The options that several commands share, the record in which a command holds what was asked, and the language of the help."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import MISSING, dataclass, fields
from inspect import Parameter, Signature
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, NoReturn, dataclass_transform, get_type_hints

import typer

from relocation.caller import default_language
from relocation.labels import LANGUAGES, LARGE_SCALE, Label, Language

INVALID, NOT_MET, NOT_WRITTEN, INTERRUPTED = 2, 3, 4, 130  # exit codes

Format = Literal["table", "json", "csv"]
TEXT_FILES: dict[str, Format] = {".json": "json", ".csv": "csv", ".txt": "table"}
WORKBOOK, PAGE, INPUTS, WORD, PDF = ".xlsx", ".html", ".toml", ".docx", ".pdf"
SVG, PNG = ".svg", ".png"
NO_HINT = Label("", "")
A_NUMBER_PERHAPS = Label("; a number is chosen by --metric", "；选择要看的数字请用 --metric")

TreeFormat = Literal["table", "json"]
Scale = Literal["yuan", "wan", "million"]
PeriodName = Literal["month", "quarter", "year"]


def language_of(arguments: Sequence[str]) -> Language:
    """The language that the arguments ask for: help is written before they are parsed."""
    wanted = [after for before, after in pairwise(arguments) if before == "--lang"]
    wanted += [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    return next((lang for lang in LANGUAGES if wanted[-1:] == [lang]), default_language())


HELP_LANGUAGE = language_of(sys.argv[1:])


def say(en: str, zh: str) -> str:
    """A text of the help in the language asked for."""
    return zh if HELP_LANGUAGE == "zh" else en


def option(en: str, zh: str, *names: str, **more: Any) -> Any:
    """An option with its help; without names it is called as its field."""
    return typer.Option(*names, help=say(en, zh), **more)


def argument(en: str, zh: str, metavar: str | None = None) -> Any:
    """An argument with its help."""
    return typer.Argument(help=say(en, zh), metavar=metavar)


def file_option(en: str, zh: str) -> Any:
    """The option that names the file to write; which kinds there are differs by command."""
    return option(en, zh, "-o", "--output")


Case = Annotated[
    str,
    argument(
        "A shipped name (lujia), a .toml project file, or a filled .xlsx.",
        "随附案例名（如 lujia）、.toml 项目文件，或已填写的 .xlsx。",
    ),
]
LangOption = Annotated[
    Language,
    typer.Option(
        "--lang",
        default_factory=default_language,
        show_default=False,
        help="Language of the output. 输出语言。",
    ),
]
FormatOption = Annotated[Format, option("Format of the output.", "输出格式。", "-f", "--format")]
KindOption = Annotated[
    Format | None,
    option(
        "Format of the output; if not given, what the name of the output file says, else table.",
        "输出格式；未指定时按输出文件名，否则为 table。",
        "-f",
        "--format",
    ),
]
UnitOption = Annotated[
    Scale | None,
    option(
        "Scale in which money is shown; json and csv are always in yuan.",
        "金额显示单位；json 与 csv 始终以元计。",
        "--unit",
    ),
]
SetOption = Annotated[
    list[str] | None,
    option(
        "Change an input; PATH=*0.8 or PATH*=0.8 scales it. Repeatable, in the order given.",
        "更改一项输入；PATH=*0.8 或 PATH*=0.8 表示按比例缩放。可多次使用，按先后顺序执行。",
        "--set",
        metavar="PATH=VALUE",
    ),
]
FileOption = Annotated[
    Path | None,
    file_option(
        "File to write: .json, .csv and .txt as their names say.", "写入的文件：.json、.csv、.txt 如其名。"
    ),
]
PageFileOption = Annotated[
    Path | None,
    file_option(
        "File to write: .html is a page with pictures; .json, .csv and .txt as their names say.",
        "写入的文件：.html 为带图的网页；.json、.csv、.txt 如其名。",
    ),
]
ReportFileOption = Annotated[
    Path | None,
    file_option(
        "File to write: .xlsx is a live workbook, .html a page to print, .toml the file of inputs to start one's own from; "
        ".json, .csv and .txt as their names say.",
        "写入的文件：.xlsx 为带公式的工作簿，.html 为可打印网页，.toml 为可供修改的输入文件；.json、.csv、.txt 如其名。",
    ),
]
ForceOption = Annotated[
    bool,
    option(
        "Replace an output file that exists (never the input).",
        "覆盖已存在的输出文件（绝不覆盖输入文件）。",
        "--force",
    ),
]
NumbersOption = Annotated[
    list[str] | None,
    option(
        "A number to show, such as balance or cash.minimum. Repeatable.",
        "要显示的数字，如 balance 或 cash.minimum。可多次使用。",
        "--metric",
        metavar="NAME",
    ),
]
SchedulerOption = Annotated[
    str | None,
    option(
        "A dask scheduler that does the work, such as tcp://host:8786.",
        "由 dask 调度器执行，如 tcp://host:8786。",
        "--scheduler",
        metavar="ADDRESS",
    ),
]
RulesOption = Annotated[
    str,
    option(
        "A rule file (.toml), or the name of a shipped one.",
        "规则文件（.toml）或随附规则名。",
        "--rules",
        metavar="RULES",
    ),
]


@dataclass_transform(frozen_default=True, kw_only_default=True)
@dataclass(frozen=True, kw_only=True)
class Command:
    """What was asked of a command: its arguments and options, each declared once, as a field."""

    help: ClassVar[str]
    settings: ClassVar[dict[str, Any]] = {}
    lang: LangOption

    @classmethod
    def signature(cls) -> Signature:
        """The parameters of a function that is given every field, in the order of the help.

        First what must be given, then the language, what the command adds itself, and what it shares with others.
        """
        for kind in reversed(cls.__mro__[:-1]):
            if "__dataclass_fields__" not in vars(
                kind
            ):  # those of a command that nobody asks for need not be made
                dataclass(frozen=True, kw_only=True)(kind)
        defaults = {field.name: field.default for field in fields(cls)}
        written = (name for kind in cls.__mro__ for name in vars(kind).get("__annotations__", ()))
        required = (name for name, default in defaults.items() if default is MISSING and name != "lang")
        order = (name for name in dict.fromkeys((*required, "lang", *written)) if name in defaults)
        hints = get_type_hints(cls, include_extras=True)
        return Signature([_parameter(name, hints[name], defaults[name]) for name in order])

    @property
    def scale(self) -> Scale:
        """The scale of money asked for, else the usual one of the language: million yuan, or 万元."""
        asked: Scale | None = getattr(self, "unit", None)
        return asked or LARGE_SCALE[self.lang]

    def tell(self, text: Label | str) -> None:
        """A message, on stderr."""
        typer.echo(text if isinstance(text, str) else text.text(self.lang), err=True)

    def refuse(self, *reasons: Label) -> NoReturn:
        """Ends with exit code 2, and says why."""
        for reason in reasons:
            self.tell(reason)
        raise typer.Exit(INVALID)


def _parameter(name: str, kind: Any, default: Any) -> Parameter:
    stated = Parameter.empty if default is MISSING else default
    return Parameter(name, Parameter.KEYWORD_ONLY, default=stated, annotation=kind)


class Written(Command):
    """A command that may write a file.

    `kinds` are the endings of its name that are known before anything is read; `otherwise` is told beside any other.
    """

    kinds: ClassVar[Collection[str]] = ()
    otherwise: ClassVar[Label] = NO_HINT
    file: FileOption = None
    force: ForceOption = False


class Told(Written):
    """A command whose result is printed, or written to a file of the kind that its name says."""

    form: KindOption = None
    file: FileOption = None
    force: ForceOption = False


class Changed(Command):
    """A command on one case, the inputs of which may be changed first."""

    case: Case
    changes: SetOption = None


class Reported(Told):
    """A command whose result may be a page as well."""

    form: KindOption = None
    file: ReportFileOption = None
    force: ForceOption = False


class Analysis(Changed, Told):
    """A command that asks what becomes of one case."""

    kinds = tuple(TEXT_FILES)
    otherwise = A_NUMBER_PERHAPS
    changes: SetOption = None
    form: KindOption = None
    file: FileOption = None
    force: ForceOption = False


class MoneyAnalysis(Analysis):
    """An analysis that shows money."""

    changes: SetOption = None
    form: KindOption = None
    file: FileOption = None
    unit: UnitOption = None
    force: ForceOption = False
