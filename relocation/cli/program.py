"""The program: which commands there are, and where each is carried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from relocation.cli.options import Command, option, say
from relocation.version import __version__

# Every command in the order of the help: what it may be asked, and what carries it out, both in modules beside this one. A
# module imports at its top what it needs, and is not imported before one of its commands is asked for or carried out: so
# help, version and completion answer at once.
COMMANDS = {
    "demo": ("case_commands:Demo", "running:demo"),
    "list": ("case_commands:List", "lookups:list_cases"),
    "template": ("case_commands:Template", "cases:template"),
    "check": ("case_commands:Check", "lookups:check"),
    "run": ("case_commands:Run", "running:run"),
    "report": ("report_command:ReportCommand", "report:report"),
    "explain": ("case_commands:Explain", "cases:explain"),
    "verify": ("verify_command:Verify", "verifying:verify_case"),
    "compare": ("scenario_commands:Compare", "comparing:compare"),
    "households": ("village_commands:Households", "households:households"),
    "chart": ("case_commands:Chart", "charting:chart"),
    "web": ("web_command:Web", "serving:web"),
    "loan": ("case_commands:Loan", "lookups:loan"),
    "schema": ("case_commands:Schema", "lookups:schema"),
    "vary": ("scenario_commands:Vary", "analyses:vary"),
    "tornado": ("scenario_commands:Tornado", "analyses:tornado"),
    "switching": ("scenario_commands:Switching", "analyses:switching"),
    "sensitivity": ("scenario_commands:Sensitivity", "analyses:sensitivity"),
    "solve": ("scenario_commands:Solve", "solving:solve"),
    "simulate": ("scenario_commands:Simulate", "simulation:simulate"),
    "claim": ("village_commands:Claim", "insurance:claim"),
    "fund": ("village_commands:Fund", "insurance:fund"),
    "livelihood": ("village_commands:Livelihood", "village:livelihood"),
    "collective": ("village_commands:Collective", "village:collective"),
    "measures": ("village_commands:Measures", "village:measures"),
    "risks": ("village_commands:Risks", "village:risks"),
    "points": ("village_commands:Points", "village:points"),
}


GUARD = "steps:guarded"


def _fetch(home: str) -> Any:
    module, _, name = home.partition(":")
    return getattr(import_module(f"relocation.cli.{module}"), name)


class LateCommand(TyperCommand):
    """A command whose options are worked out when it is asked for, since that takes longer than all else at the start."""

    def __init__(self, name: str) -> None:
        asked, self._action = COMMANDS[name]
        self._asked: type[Command] = _fetch(asked)
        super().__init__(
            name, help=self._asked.help, context_settings=self._asked.settings, rich_markup_mode=None
        )

    @cached_property
    def _prepared(self) -> Any:
        def carry_out(**given: Any) -> None:
            _fetch(GUARD)(_fetch(self._action), self._asked(**given))

        carry_out.__signature__ = self._asked.signature()  # type: ignore[attr-defined]
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(self.name)(carry_out)
        return get_command(alone)

    @property
    def params(self) -> Any:
        """The options and arguments."""
        return self._prepared.params

    @params.setter
    def params(self, none_yet: Any) -> None:
        """The library sets none at first."""

    def invoke(self, ctx: Any) -> Any:
        """Carries the command out."""
        return self._prepared.invoke(ctx)


class LateCommands(Mapping[str, LateCommand]):
    """The commands by name, each made when it is looked up."""

    def __getitem__(self, name: str) -> LateCommand:
        return LateCommand(name)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Program(TyperGroup):
    """All commands in the order of the help."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = LateCommands()  # type: ignore[assignment]  # the library only looks commands up

    def list_commands(self, _: Any) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The version is told before the library loads what turns words into values, which takes longer than the rest."""
        if args[:1] == ["--version"]:
            start(version=True)
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=Program,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "Finance of village relocation: does the money work when a village moves?",
        "村庄搬迁资金测算：村庄搬迁，资金是否平衡？",
    ),
)


@app.callback(invoke_without_command=True)
def start(
    version: Annotated[bool, option("Show the version and exit.", "显示版本并退出。", "--version")] = False,
) -> None:
    """The program itself, without a command."""
    if version:
        typer.echo(f"relocation {__version__}")
        raise typer.Exit
