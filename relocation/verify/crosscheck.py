"""A case put to every engine, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Collection

from relocation.appraisal import Appraisal
from relocation.labels import Label, Language, same
from relocation.verify.engine import Case, Engine
from relocation.verify.fund_fractions import ExactFractions
from relocation.verify.javascript import JavaScript
from relocation.verify.numpy_financial import NumpyFinancial
from relocation.verify.record import Answers, Asked, CrossCheck, Limit
from relocation.verify.spreadsheets import Formualizer, Gnumeric, LibreOffice

ENGINES: tuple[Engine, ...] = (
    ExactFractions(),
    NumpyFinancial(),
    JavaScript(),
    Formualizer(),
    Gnumeric(),
    LibreOffice(),
)
BROKE = Label("it broke off", "中途出错")
Progress = Callable[[int, int, Label], None]


def verify(
    appraisal: Appraisal,
    engines: Collection[str] = (),
    *,
    lang: Language = "en",
    progress: Progress | None = None,
) -> CrossCheck:
    """Asks the engines of these keys, or all; `lang` is that of the workbook that spreadsheet programs are given.

    `progress` is told how many are done, of how many, and which is next.
    """
    case = Case(appraisal, lang)
    chosen = [engine for engine in ENGINES if not engines or engine.key in engines]
    asked = []
    for done, engine in enumerate(chosen):
        if progress is not None:
            progress(done, len(chosen), engine.name)
        asked.append(_ask(engine, case))
    return CrossCheck(case.ours, case.money, tuple(asked))


def _ask(engine: Engine, case: Case) -> Asked:
    answers = None
    if engine.is_installed():
        try:
            answers = engine.work_out(case)
        except Exception as error:
            # Whatever a program that is not ours does, the others are asked too, and it is told.
            why = BROKE.colon(same(f"{type(error).__name__}: {error}"[:200]))
            answers = Answers("", cannot=(Limit(why),), failed=True)
    return Asked(engine.key, engine.name, engine.gives, engine.remedy, engine.weaknesses, answers)
