"""A cross-check: who worked the plan out again, which figures they agree on, what they could not do, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any

from relocation.labels import COMMA, Label, Language, joined, same
from relocation.reports.findings import Findings
from relocation.reports.verdict import verdict_sentence, village_name
from relocation.reports.verified_figures import figure_bands, place_label
from relocation.tables.numbers import unit_label
from relocation.tables.programs import csv_text
from relocation.tables.record import NO_WORDS, Amount, Cell, Column, Named, Report, Row, Said, Sentence, Table
from relocation.verify.record import Asked, CrossCheck, Difference, Limit, Number, Place
from relocation.version import __version__

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

PYTHON = "python"
MOST_TOLD = 20  # differences
ENGINES = Label("Who worked it out again", "验算引擎")
FIGURES = Label("Figures of the plan (yuan)", "方案主要数字（元）")
DIFFERENCES = Label("Where they differ", "不一致之处")
WEAKNESSES = Label("Known weaknesses of the engines", "各引擎的已知缺陷")
ENGINE_COLUMNS = (
    Column("number", Label("no.", "编号"), words=True, unbroken=True),
    Column("engine", Label("engine", "引擎"), words=True),
    Column("version", Label("version", "版本"), words=True, unbroken=True),
    Column("compared", Label("numbers", "数字个数")),
    Column("differ", Label("differ", "不一致")),
    Column("result", Label("result", "结果"), words=True, unbroken=True),
    Column("gives", NO_WORDS, words=True, below=True),
    Column("cannot", NO_WORDS, words=True, below=True),
)
FIGURE, UNIT = (
    Column("figure", Label("figure", "数字"), words=True),
    Column("unit", Label("unit", "单位"), words=True),
)
OURS = Column("python", same("Python"))
LARGEST = Column("gap", Label("largest\ndifference", "最大差额"), spare=1)
DIFFERENCE_COLUMNS = (
    FIGURE,
    Column("engine", Label("engine", "引擎"), words=True),
    OURS,
    Column("theirs", Label("engine's", "引擎结果")),
    Column("difference", Label("difference", "差额")),
)
WEAKNESS_COLUMNS = (
    Column("engine", Label("engine", "引擎"), words=True, unbroken=True),
    Column("weakness", Label("weakness, and what is done about it", "缺陷及处理方式"), words=True),
    Column("finding", NO_WORDS, words=True, below=True),
)
SAME, OTHER, NOT_GIVEN = Named(True, same("=")), Named(False, same("≠"), "bad"), Named(None, NO_WORDS)
AGREES, DIFFERS = (
    Named(True, Label("agrees", "一致"), "good"),
    Named(False, Label("differs", "不一致"), "bad"),
)
NOT_INSTALLED = Named(None, Label("not installed", "未安装"), "quiet")
FAILED = Named(None, Label("failed", "未完成"), "warn")
COULD_NOT = Label("not done", "未验算")
LEGEND = Label(
    "= agrees within 0.01 yuan, or 1e-9 of the number; ≠ differs; blank: the engine does not work this figure out.",
    "“=”：相差不超过0.01元或该数的1e-9；“≠”：不一致；空白：该引擎不计算此项。",
)
AS_DELIVERED = Label(
    "Worked out again was the plan as delivered. Spreadsheet programs were given the workbook without any result in it; the exact fractions know no formula of ours.",
    "重新计算的是交付时的方案。提供给电子表格程序的工作簿不含任何计算结果；精确分数由输入直接计算，不使用本程序的公式。",
)
NOBODY = Label("No engine that was asked for is installed.", "所选引擎均未安装。")
ALL_DATA = Label(
    "As CSV every number is listed, by every engine.",
    "以 CSV 输出时列出各引擎的全部数字。",
)


def cross_check_report(appraisal: Appraisal, check: CrossCheck) -> Report:
    """What a cross-check found, for readers and programs."""
    return Report(
        NO_WORDS,
        program=partial(_record, appraisal, check),
        csv=partial(_csv, appraisal, check),
        made=lambda: _for_readers(appraisal, check),
    )


def cross_check_chapter(findings: Findings) -> Report | None:
    """The chapter of the report of a plan, where it was asked for."""
    return None if findings.cross_check is None else findings.cross_check.for_readers


def _for_readers(appraisal: Appraisal, check: CrossCheck) -> Report:
    tables = [_engines_table(check)]
    if check.checked:
        tables.append(_figures_table(appraisal, check))
    if check.differences:
        tables.append(_differences_table(appraisal, check))
    tables.append(_weaknesses_table(check))
    notes = (AS_DELIVERED, ALL_DATA)
    unfinished = () if appraisal.verdict.viable is not None else (verdict_sentence(appraisal),)
    return Report(village_name(appraisal), (_answer(appraisal, check), *unfinished), tuple(tables), notes)


def _answer(appraisal: Appraisal, check: CrossCheck) -> Sentence:
    count, differing = len(check.checked), len(check.differing)
    engines = sum(bool(engine.numbers) for engine in check.engines)
    if not engines:
        return Said(NOBODY, "warn")
    if differing:
        several = "numbers" if count > 1 else "number"
        return Said(
            Label(
                f"Engines differ from Python on {differing:,} of {count:,} {several}.",
                f"{count:,}个数字中有{differing:,}个与Python结果不一致。",
            ),
            "bad",
        )
    who = "one engine that is" if engines == 1 else f"{engines} engines that are"
    gap = check.largest_gap([place for place in _listed(appraisal, check) if place.key in check.money])
    agree = Label(
        f"All agree: {count:,} numbers of this plan were worked out again by {who} not ours.",
        f"全部一致：本方案的{count:,}个数字已由{engines}个独立引擎重新计算。",
    )
    return Said(agree if gap != gap else joined((agree, _largest(gap)), Label(" ", "")), "good")


def _largest(gap: float) -> Label:
    return Label(
        f"The largest difference in an amount listed below is {_size(gap)} yuan.",
        f"下表所列金额最大差额为{_size(gap)}元。",
    )


def _listed(appraisal: Appraisal, check: CrossCheck) -> list[Place]:
    """The figures with a row, all of them such as a reader asks for."""
    return [place for _, places in figure_bands(appraisal, check) for place in places]


def _engines_table(check: CrossCheck) -> Table:
    rows = [_engine_row(number, check, engine) for number, engine in enumerate(check.engines, start=1)]
    return Table("engines", ENGINES, ENGINE_COLUMNS, tuple(rows))


def _engine_row(number: int, check: CrossCheck, engine: Asked) -> Row:
    answers = engine.answers
    cannot = joined(map(_limit, answers.cannot)) if answers else engine.remedy
    cells: tuple[Cell, ...] = (
        str(number),
        engine.name,
        answers.version if answers else "",
        Amount(len(engine.numbers) if answers else None, "number"),
        Amount(_count_of(check, engine) if answers else None, "number"),
        _result(check, engine),
        engine.gives,
        COULD_NOT.colon(cannot) if answers and any(cannot) else cannot,
    )
    return Row(cells, key=engine.key)


def _limit(limit: Limit) -> Label:
    count = limit.count
    return limit.reason.in_brackets(Label(f"{count:,}", f"{count:,}项")) if count else limit.reason


def _count_of(check: CrossCheck, engine: Asked) -> int:
    return sum(difference.engine is engine for difference in check.differences)


def _result(check: CrossCheck, engine: Asked) -> Named:
    if engine.answers is None:
        return NOT_INSTALLED
    if engine.answers.failed:
        return FAILED
    return DIFFERS if _count_of(check, engine) else AGREES


def _figures_table(appraisal: Appraisal, check: CrossCheck) -> Table:
    """The figures that are printed elsewhere, and how many other numbers agree as well."""
    asked = [(str(number), engine) for number, engine in enumerate(check.engines, start=1) if engine.numbers]
    columns = (FIGURE, UNIT, OURS, *(Column(engine.key, same(number)) for number, engine in asked), LARGEST)
    rows: list[Row] = []
    shown: set[Place] = set()
    for band, places in figure_bands(appraisal, check):
        rows.append(Row((band,), band=True))
        rows += (_figure_row(appraisal, check, place, [engine for _, engine in asked]) for place in places)
        shown.update(places)
    return Table("figures", FIGURES, columns, tuple(rows), notes=(LEGEND, _further(check, shown)))


def _figure_row(appraisal: Appraisal, check: CrossCheck, place: Place, engines: Sequence[Asked]) -> Row:
    unit = appraisal.book.lines[place.key].unit
    marks = (
        (SAME if check.agrees(place, engine.numbers[place]) else OTHER)
        if place in engine.numbers
        else NOT_GIVEN
        for engine in engines
    )
    gap = check.largest_gap([place])
    cells: tuple[Cell, ...] = (
        Amount(check.ours[place], unit),
        *marks,
        _size(gap),
    )
    return Row((place_label(appraisal, place), unit_label(unit), *cells), depth=1, key=str(place))


def _size(gap: float) -> str:
    """How large a difference is, by its first digit."""
    return "0" if gap == 0 else f"{gap:.0e}" if isfinite(gap) else ""


def _further(check: CrossCheck, shown: set[Place]) -> Sentence:
    """How it stands with all numbers that have no row."""
    others = check.checked - shown
    differing = len(others & check.differing)
    agreeing = f"{len(others) - differing:,}"
    if not differing:
        return Said(
            Label(
                f"{agreeing} further numbers, every line in every period, agree as well.",
                f"其余{agreeing}个数字（各项目各期）也全部一致。",
            ),
            "strong",
        )
    words = Label(
        f"Of the further numbers, every line in every period, {differing:,} differ and {agreeing} agree.",
        f"其余数字（各项目各期）中，{differing:,}个不一致，{agreeing}个一致。",
    )
    return Said(words, "bad")


def _differences_table(appraisal: Appraisal, check: CrossCheck) -> Table:
    left = len(check.differences) - MOST_TOLD
    more = Label(f"{left:,} more.", f"另有{left:,}处。")
    rows = tuple(_difference_row(appraisal, found) for found in check.differences[:MOST_TOLD])
    return Table("differences", DIFFERENCES, DIFFERENCE_COLUMNS, rows, notes=(more,) if left > 0 else ())


def _difference_row(appraisal: Appraisal, difference: Difference) -> Row:
    unit = appraisal.book.lines[difference.place.key].unit
    theirs = difference.theirs
    if isinstance(theirs, str):
        cells: tuple[Cell, Cell] = (theirs, "")
    else:
        cells = (Amount(theirs, unit), f"{theirs - difference.ours:+.6g}")
    name = place_label(appraisal, difference.place)
    return Row(
        (name, difference.engine.name, Amount(difference.ours, unit), *cells), key=str(difference.place)
    )


def _weaknesses_table(check: CrossCheck) -> Table:
    """What engines are known to do wrong; those that share a weakness stand together."""
    names: dict[tuple[Label, str], list[Label]] = {}
    for engine in check.engines:
        for weakness in engine.weaknesses:
            names.setdefault((weakness.said, weakness.finding), []).append(engine.name)
    rows = (
        Row((joined(engines, COMMA), said, same(f"findings/{finding}")))
        for (said, finding), engines in names.items()
    )
    return Table("weaknesses", WEAKNESSES, WEAKNESS_COLUMNS, tuple(rows))


def _record(appraisal: Appraisal, check: CrossCheck, lang: Language) -> dict[str, Any]:
    """The whole of it for a program: the figures with a row and all that differ, and the engines."""
    told = list(
        dict.fromkeys([*_listed(appraisal, check), *(difference.place for difference in check.differences)])
    )
    others = len(check.checked.difference(told))
    return {
        "title": village_name(appraisal).text(lang),
        "agree": check.holds,
        "figures": [_figure_record(appraisal, check, place, lang) for place in told],
        "further": {"compared": others, "agree": others},
        "engines": {
            PYTHON: {"version": __version__, "agrees": True, "cannot": []},
            **{engine.key: _engine_record(check, engine, lang) for engine in check.engines},
        },
    }


def _figure_record(appraisal: Appraisal, check: CrossCheck, place: Place, lang: Language) -> dict[str, Any]:
    return {
        "name": str(place),
        "label": place_label(appraisal, place).text(lang),
        "unit": appraisal.book.lines[place.key].unit,
        "values": _values(check, place),
        "agree": place not in check.differing,
    }


def _values(check: CrossCheck, place: Place) -> dict[str, float | str | None]:
    given = {engine.key: engine.numbers[place] for engine in check.engines if place in engine.numbers}
    return {key: _plain(number) for key, number in {PYTHON: check.ours[place], **given}.items()}


def _plain(number: Number) -> float | str | None:
    return number if isinstance(number, str) or isfinite(number) else None


def _engine_record(check: CrossCheck, engine: Asked, lang: Language) -> dict[str, Any]:
    answers, differ = engine.answers, _count_of(check, engine)
    return {
        "name": engine.name.text(lang),
        "installed": answers is not None,
        "version": answers.version if answers else None,
        "agrees": not differ if answers and not answers.failed else None,
        "compared": len(engine.numbers),
        "differ": differ,
        "cannot": [_limit(limit).text(lang) for limit in answers.cannot] if answers else [],
        "remedy": None if answers else engine.remedy.text(lang),
        "weaknesses": [
            {"text": weakness.said.text(lang), "finding": f"findings/{weakness.finding}"}
            for weakness in engine.weaknesses
        ],
    }


def _csv(appraisal: Appraisal, check: CrossCheck, lang: Language) -> str:
    """Every number that anybody has worked out again, in the order of the lines."""
    engines = [PYTHON, *(engine.key for engine in check.engines if engine.numbers)]
    heads = ["name", "label", "unit", *engines, "agree"]
    places = [place for place in check.ours if place in check.checked]
    records = (_figure_record(appraisal, check, place, lang) for place in places)
    return csv_text(
        heads,
        (
            [record[key] for key in heads[:3]]
            + [record["values"].get(key) for key in engines]
            + [record["agree"]]
            for record in records
        ),
    )
