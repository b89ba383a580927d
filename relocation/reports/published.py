"""Printed figures beside ours: those of a case, the demo, and every figure of the paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from relocation.labels import COMMA, Label, Language, joined, said_twice
from relocation.printed import STATUSES, FigureResult, Status
from relocation.project.fields import PROVENANCE
from relocation.reconciliation import Figure
from relocation.reports.statements import statement_table
from relocation.reports.verdict import verdict_sentence, village_name, warning
from relocation.statements import fund_balance_rows
from relocation.tables.numbers import unit_label
from relocation.tables.programs import csv_text
from relocation.tables.record import NO_WORDS, Amount, Column, Named, Report, Row, Said, Table, Tone

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

LABEL, PRINTED = Column("label", NO_WORDS, words=True), Column("printed", Label("printed", "原文"))
OURS, DIFFERENCE = Column("ours", Label("ours", "本模型")), Label("difference", "差额")
CASE = Label("Published figures beside this case", "已公布数字与本方案对照")
CASE_COLUMNS = (
    LABEL,
    Column("unit", Label("unit", "单位"), words=True),
    PRINTED,
    OURS,
    Column("difference", DIFFERENCE),
    Column("result", Label("result", "结果"), words=True),
)
AGREES, MISSED = Label("agrees", "一致"), Label("differs", "不符")
CONTRADICTION = Label("source contradicts itself", "原文自相矛盾")

FIGURES = Label("Printed figures and ours (yuan)", "原文数字与本模型（元）")
DISCREPANCIES = Label("Where the paper disagrees with itself (yuan)", "原文自相矛盾之处（元）")
PLACE = Label("place in the paper", "原文出处")
DEMO_COLUMNS = (LABEL, PRINTED, OURS, Column("difference", DIFFERENCE))
CLOSING = Label(
    "The loan is financing, never revenue. The paper does not publish how the expenditure is split: the parts are "
    "assumptions, with one calibrated residual.",
    "贷款属融资，绝不计入收入。原文未公布支出构成：各分项为假设，另有一个校准余项。",
)
NEXT = Label(
    "Next: relocation run lujia, or relocation template -o village.xlsx --from lujia",
    "下一步：relocation run lujia，或 relocation template -o village.xlsx --from lujia --lang zh",
)

PAPER_COLUMNS = (
    Column("figure", Label("no.", "编号"), words=True, unbroken=True),
    Column("label", Label("figure", "数字"), words=True),
    Column("place", PLACE, words=True, below=True),
    PRINTED,
    OURS,
    Column("difference", DIFFERENCE, below=True, spare=1),
    Column("status", Label("status", "状态"), words=True, unbroken=True),
    Column("note", Label("note", "说明"), words=True, below=True),
)
TONES: dict[Status, Tone] = {"DISCREPANCY": "warn", "DERIVED": "quiet"}
BROKEN = Label("A figure is no longer what its file declares", "有数字与其文件所载状态不符")


def published_table(figures: Sequence[Figure]) -> Table:
    """The printed figures of a case, and below them a sentence about those that it does not give."""
    missed = [figure.label for figure in figures if figure.missed]
    return Table(
        "published",
        CASE,
        CASE_COLUMNS,
        tuple(_case_row(figure) for figure in figures),
        notes=(warning(_missed(missed)),) if missed else (),
    )


def _case_row(figure: Figure) -> Row:
    key = f"published.{figure.identity}"
    amounts = _beside(figure.unit, figure.printed, figure.ours, f"{key}.ours", f"{key}.difference")
    return Row((figure.label, unit_label(figure.unit), *amounts, _result(figure)))


def _beside(
    unit: str, printed: float | None, ours: float | None, of_ours: str = "", of_difference: str = ""
) -> tuple[Amount, ...]:
    """Printed, ours and the difference, of which there is none without both; with the keys of the lines of the last two."""
    difference = None if printed is None or ours is None else ours - printed
    return (
        Amount(printed, unit),
        Amount(ours, unit, live=of_ours),
        Amount(difference, unit, signed=True, live=of_difference),
    )


def _result(figure: Figure) -> Named:
    if figure.missed:
        return Named("missed", MISSED, "warn")
    return Named("agrees", CONTRADICTION if figure.contradiction else AGREES)


def _missed(labels: Sequence[Label]) -> Label:
    count, listed = len(labels), joined(labels, COMMA)
    return Label(
        f"{count} published {'figure is' if count == 1 else 'figures are'} not what this case gives: {listed.en}.",
        f"{count}项已公布数字与本方案不符：{listed.zh}。",
    )


def demo_report(appraisal: Appraisal, scale: str = "yuan") -> Report:
    """Printed figures beside ours, where they come from, and what the source itself contradicts."""
    return Report(
        village_name(appraisal),
        (verdict_sentence(appraisal),),
        (
            _demo_table(appraisal, "no", FIGURES, Column("place", PLACE, words=True, below=True, spare=1)),
            _demo_table(appraisal, "yes", DISCREPANCIES, Column("place", PLACE, words=True, below=True)),
            statement_table(appraisal, "fund_balance", fund_balance_rows(appraisal.book), scale),
        ),
        (CLOSING, NEXT),
    )


def _demo_table(appraisal: Appraisal, discrepancy: str, title: Label, place: Column) -> Table:
    """The figures that are a discrepancy, or those that are none. Of a discrepancy its explanation stands below its name."""
    note = Column("note", NO_WORDS, words=True, below=True)
    rows = []
    for identity, item in appraisal.project.published.items():
        if item.discrepancy != discrepancy:
            continue
        source = appraisal.project.sources[f"published.{identity}.value"]
        label = Label(item.label_en, item.label_zh)
        name = label if item.unit == "yuan" else _with_square_brackets(label, unit_label(item.unit))
        # What the source prints and the model has no use for stands alone.
        ours = appraisal.number(f"published.{identity}.ours") if item.formula else None
        where = said_twice(source.source).in_brackets(PROVENANCE[source.provenance])
        explained = said_twice(source.note) if discrepancy == "yes" else NO_WORDS
        rows.append(Row((name, *_beside(item.unit, item.value, ours), where, explained)))
    return Table(discrepancy, title, (*DEMO_COLUMNS, place, note), tuple(rows))


def _with_square_brackets(label: Label, unit: Label) -> Label:
    return Label(f"{label.en} [{unit.en}]", f"{label.zh} [{unit.zh}]")


def paper_report() -> Report:
    """Every figure of the paper, section by section, and how many there are of each status."""
    from relocation.paper import figures as paper

    results = paper.figures()
    broken = [result.identity for result in results if result.declared != result.status]
    notes = [Said(_tally(results), "strong")]
    if broken:
        notes.append(Said(BROKEN.colon(Label(", ".join(broken), "、".join(broken))), "bad"))
    return Report(
        NO_WORDS,
        tables=tuple(_sections(results)),
        notes=tuple(notes),
        program=lambda lang: [_record(result, lang) for result in results],
        csv=lambda lang: _csv([_record(result, lang) for result in results]),
    )


def _sections(results: Iterable[FigureResult]) -> Iterator[Table]:
    for section, members in groupby(results, key=lambda result: result.section):
        yield Table(section.en, section, PAPER_COLUMNS, tuple(map(_paper_row, members)))


def _paper_row(result: FigureResult) -> Row:
    printed, ours = (Amount(value, "figure") for value in (result.printed, result.ours))
    difference = Amount(result.difference, "figure", signed=True)
    name = _with_square_brackets(result.label, result.unit)
    status = Named(result.status, STATUSES[result.status], TONES.get(result.status, ""))
    return Row((result.identity, name, result.place, printed, ours, difference, status, result.note))


def _tally(results: Sequence[FigureResult]) -> Label:
    counted = Counter(result.declared for result in results)
    listed = joined(
        (_counted(label, counted[status]) for status, label in STATUSES.items()), Label(", ", "，")
    )
    return Label(f"{len(results)} figures", f"{len(results)} 个数字").colon(listed)


def _counted(label: Label, count: int) -> Label:
    return Label(f"{label.en} {count}", f"{label.zh} {count}")


def _csv(records: Sequence[dict[str, Any]]) -> str:
    return csv_text(list(records[0]), (list(record.values()) for record in records))


def _record(result: FigureResult, lang: Language) -> dict[str, Any]:
    return {
        "figure": result.identity,
        "section": result.section.text(lang),
        "label": result.label.text(lang),
        "unit": result.unit.text(lang),
        "printed": result.printed,
        "ours": result.ours,
        "difference": result.difference,
        "status": result.status,
        "declared": result.declared,
        "tolerance": result.tolerance,
        "implied_rate": result.rate,
        "formula": result.formula,
        "place": result.place,
        "note": result.note.text(lang),
    }
