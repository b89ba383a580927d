"""The command that draws very many scenarios of a case whose inputs are not known exactly."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from relocation.cli.app import app
from relocation.cli.cluster import SchedulerOption, cluster_at
from relocation.cli.options import (
    Case,
    FileOption,
    ForceOption,
    KindOption,
    Lang,
    LangOption,
    NumbersOption,
    SetOption,
    UnitOption,
    say,
    shown_unit,
)
from relocation.cli.progress import progress_bar
from relocation.cli.scenario_steps import give, text_file
from relocation.cli.scenario_texts import read_count
from relocation.cli.steps import INTERRUPTED, INVALID, changed, guarded, input_file, load, tell
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.scenarios.simulation.simulation import Simulation

SIMULATING = Label("scenarios", "模拟")


class Sampling(StrEnum):
    """Ways to draw scenarios."""

    random = "random"
    latin = "latin"
    sobol = "sobol"


@app.command(
    help=say(
        "Draw many scenarios from the distributions of inputs. What comes out, how sure, how often it fails, and why.",
        "模拟：按输入项的分布抽取大量情景，给出结果的分布、误差、失败概率与主要影响因素。",
    )
)
def simulate(
    case: Case,
    spec: Annotated[
        Path,
        typer.Option(
            "--spec",
            metavar="FILE.toml",
            help=say(
                "Distributions, correlations, outputs, rules; see docs/scenarios.md.",
                "分布、相关系数、输出与规则；见 docs/scenarios.zh.md。",
            ),
        ),
    ],
    lang: LangOption,
    count: Annotated[
        str | None,
        typer.Option(
            "-n",
            metavar="N",
            help=say(
                "Number of scenarios, such as 1e6; if not given, that of the file, else 100,000.",
                "情景数，如 1e6；未指定时取文件所写，否则为 100,000。",
            ),
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed",
            min=0,
            help=say(
                "The same seed gives the same result; if not given, that of the file, else 0.",
                "种子相同则结果相同；未指定时取文件所写，否则为 0。",
            ),
        ),
    ] = None,
    sampling: Annotated[
        Sampling | None,
        typer.Option("--sampling", help=say("How scenarios are drawn.", "抽样方式。")),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help=say("Number of threads.", "线程数。")),
    ] = None,
    scheduler: SchedulerOption = None,
    outputs: NumbersOption = None,
    changes: SetOption = None,
    form: KindOption = None,
    file: FileOption = None,
    unit: UnitOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.reports.simulation import simulation_report
    from relocation.scenarios.simulation.simulation import simulate as drawn
    from relocation.scenarios.simulation.spec_file import read_spec

    text_file(file, lang)
    number = guarded(lambda: read_count(count), lang) if count is not None else None
    project = changed(load(case, lang), changes, lang)
    arguments = guarded(lambda: read_spec(spec, project), lang).arguments()
    stated: dict[str, Any] = {"n": number, "seed": seed, "sampling": sampling, "outputs": outputs}
    arguments |= {key: value for key, value in stated.items() if value is not None}
    with cluster_at(scheduler, lang) as executor, progress_bar(SIMULATING, lang) as progress:
        found = guarded(
            lambda: drawn(project, **arguments, executor=executor, workers=workers, progress=progress), lang
        )
    _tell(found, lang)
    report = simulation_report(found, shown_unit(unit, lang))
    give(report, form, file, lang, force=force, forbid=_input_at(file, case, spec))
    if found.interrupted:
        raise typer.Exit(INTERRUPTED)
    if found.refused == found.n:
        raise typer.Exit(INVALID)


def _tell(found: Simulation, lang: Lang) -> None:
    """The scenarios that are left out, and an interrupt, on stderr."""
    from relocation.reports.simulation import interrupted, refused

    for one in found.refusals:
        for problem in one.problems:
            said = Label(
                f"scenario {one.number}: {problem.text('en')}",
                f"第 {one.number} 个情景：{problem.text('zh')}",
            )
            tell(said, lang)
    if found.refused:
        tell(refused(found), lang)
    if found.interrupted:
        tell(interrupted(found), lang)


def _input_at(file: Path | None, case: str, spec: Path) -> Path | None:
    """The input that an output would overwrite, if there is one."""
    if file is not None and file.exists() and spec.samefile(file):
        return spec
    return input_file(case)
