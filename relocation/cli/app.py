"""The application to which the commands belong."""

from __future__ import annotations

from typing import Annotated

import typer

from relocation.cli.options import say

app = typer.Typer(
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
    version: Annotated[
        bool, typer.Option("--version", help=say("Show the version and exit.", "显示版本并退出。"))
    ] = False,
) -> None:
    if version:
        from relocation.version import __version__

        typer.echo(f"relocation {__version__}")
        raise typer.Exit
