"""The command that works a case out again by other engines: verify."""

from __future__ import annotations

from collections.abc import Sequence

from relocation.appraisal import Appraisal, appraise
from relocation.cli.opening import changed, end_where_differing, opened
from relocation.cli.options import Command
from relocation.cli.steps import deliver, progress_bar
from relocation.cli.verify_command import Verify
from relocation.labels import Label
from relocation.reports.verification import cross_check_report
from relocation.verify.crosscheck import ENGINES, Progress, verify
from relocation.verify.record import CrossCheck

ASKING = Label("engines", "引擎")


def verify_case(asked: Verify) -> None:
    """A case by every engine that is there; of a workbook what somebody wrote over its formulas is told as well."""
    _refuse_unknown(asked, asked.engines or ())
    appraisal = appraise(changed(asked, opened(asked, asked.case).project, asked.changes))
    check = cross_check(asked, appraisal, asked.engines or ())
    deliver(asked, lambda: cross_check_report(appraisal, check), asked.case)
    end_where_differing(asked, check)


def cross_check(asked: Command, appraisal: Appraisal, engines: Sequence[str] = ()) -> CrossCheck:
    """The cross-check of a plan; how far it is stands on stderr."""
    with progress_bar(asked, ASKING) as show:
        progress: Progress | None = None
        if show is not None:

            def progress(done: int, total: int, following: Label) -> None:
                show(done, total, following.text(asked.lang))

        return verify(appraisal, engines, lang=asked.lang, progress=progress)


def _refuse_unknown(asked: Verify, engines: Sequence[str]) -> None:
    known = [engine.key for engine in ENGINES]
    for name in engines:
        if name not in known:
            listed = ", ".join(known)
            asked.refuse(
                Label(
                    f'no engine is called "{name}"; there are: {listed}',
                    f"没有名为“{name}”的引擎；可选：{listed}",
                )
            )
