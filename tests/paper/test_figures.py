"""Every figure of the paper, worked out from models/, against figures that were worked out from the paper alone.

figures.csv holds them: printed and computed number, the difference allowed between the two, and what they say of
each other. Of an amount in US dollars the computed number is the yuan a dollar that it implies.
"""

from __future__ import annotations

import csv
import json
import math
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from relocation.cli import app
from relocation.folders import data_dir
from relocation.formula.language.line_items import UnknownName
from relocation.labels import Language
from relocation.paper.figures import figures, shortened, status_of, worked_out
from relocation.paper.known import Known, about, known, subjects
from relocation.printed import DollarFigure, FactFile, FigureFile, FigureResult
from relocation.problems import ProblemsFound
from relocation.reports.published import paper_report
from relocation.tables.numbers import cell_text
from relocation.tables.terminal import report_text

MODELS = data_dir("models")
FILES = sorted((MODELS / "figures").glob("*.toml"))
FACTS = sorted((MODELS / "facts").glob("*.toml"))


class Row(NamedTuple):
    """A figure as it was worked out from the paper."""

    identity: str
    line: str
    printed: float | None
    computed: float
    tolerance: float
    status: str


def rows() -> list[Row]:
    path = Path(__file__).with_name("figures.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                one["id"],
                one["line"],
                float(one["printed"]) if one["printed"] else None,
                float(one["computed"]),
                float(one["tolerance"]),
                one["status"],
            )
            for one in csv.DictReader(file)
        ]


ROWS = rows()


@pytest.fixture(scope="module")
def ours() -> dict[str, FigureResult]:
    return {one.identity: one for one in figures()}


def test_all_179_are_there_and_each_once(ours: dict[str, FigureResult]) -> None:
    assert len(ROWS) == 179
    assert sorted(one.identity for one in figures()) == sorted(row.identity for row in ROWS)
    assert len(ours) == 179


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.identity)
def test_ours_is_the_computed_figure_and_says_the_same_of_the_printed_one(
    row: Row, ours: dict[str, FigureResult]
) -> None:
    one = ours[row.identity]
    found = one.ours if one.rate is None else one.rate
    digits = 5e-7 if one.rate is None else 5e-5  # the computed figures have six decimals, the rates four
    assert found == pytest.approx(row.computed, rel=1e-12, abs=digits * 1.01)
    assert one.printed == row.printed
    assert one.status == one.declared == row.status
    assert one.place == f"Hou, line {row.line}"


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.status == "DISCREPANCY"], ids=lambda row: row.identity
)
def test_a_discrepancy_is_one(row: Row, ours: dict[str, FigureResult]) -> None:
    one = ours[row.identity]
    assert one.difference is not None
    assert abs(one.difference) > row.tolerance
    assert one.note.en
    assert one.note.zh


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.status == "ROUNDED"], ids=lambda row: row.identity
)
def test_a_rounded_figure_is_within_its_tolerance(row: Row, ours: dict[str, FigureResult]) -> None:
    one = ours[row.identity]
    assert one.difference is not None
    assert abs(one.difference) <= one.tolerance
    if one.rate is None:
        assert one.tolerance == row.tolerance


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_figure_is_a_constant(path: Path) -> None:
    """Every formula rests on a name, and a number of its own is no more than a count of years or a hundred."""
    file = FigureFile.read(path)
    texts = [one.ours for one in file.figures.values()] + [one.amount for one in file.dollars.values()]
    texts += [one.rate for one in file.dollars.values()]
    for text in texts:
        assert re.search(r"[a-z_]+\.[a-z]", text), text
        assert set(re.findall(r"(?<![\w.])\d[\d_.]*", text)) <= {"1", "5", "100"}, text


@pytest.mark.parametrize("path", [*FILES, *FACTS], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_names_and_notes_speak_both_languages(path: Path) -> None:
    file = (FigureFile if path.parent.name == "figures" else FactFile).read(path)
    for one in file.values():
        language = one.path.rpartition("_")[2]
        if language in {"en", "zh"}:
            assert one.value, one.path
            assert str(one.value).isascii() == (language == "en"), one.path
        if one.source.note:
            english, slash, chinese = one.source.note.rpartition(" / ")
            assert slash, one.path
            assert english.isascii(), one.path
            assert not chinese.isascii(), one.path


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.stem)
def test_a_fact_says_where_it_stands(path: Path) -> None:
    file = FactFile.read(path)
    for identity in file.facts:
        source = file.sources[f"facts.{identity}.number"]
        assert source.source or source.provenance == "assumption", identity


def test_every_fact_is_used() -> None:
    said = " ".join(path.read_text("utf-8") for path in FILES)
    for path in FACTS:
        unused = [one for one in FactFile.read(path).facts if not re.search(rf"\b{path.stem}\.{one}\b", said)]
        assert unused == [], path.stem


TEXT = '[section]\nname_en = "s"\nname_zh = "节"\n\n[figures.X]\nours = "{}"\nprinted = "{}"\nunit = "yuan"\nstatus = "AGREES"\n'


def test_a_name_that_is_not_known_comes_with_close_ones() -> None:
    with pytest.raises(ProblemsFound) as found:
        worked_out([FigureFile.parse(TEXT.format("lujia.land_quota.aera", "nashion.poor_2012"))])
    first, second = found.value.problems
    assert (first.where, second.where) == ("figures.X.ours", "figures.X.printed")
    assert "did you mean lujia.land_quota.area" in first.expected.en
    assert "did you mean nation" in second.expected.en
    with pytest.raises(UnknownName):
        about("luja")


def test_a_figure_that_changes_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    file = FigureFile.parse(TEXT.format("lujia.village.households", "391"))
    [same] = worked_out([file])
    assert same.status == same.declared == "AGREES"
    [other] = worked_out([FigureFile.parse(TEXT.format("lujia.village.households", "390"))])
    assert other.status == "DISCREPANCY" != other.declared
    monkeypatch.setattr("relocation.paper.figures.figures", lambda: [other])
    assert "no longer what its file declares: X" in report_text(paper_report(), "table", "en")


@pytest.mark.parametrize(
    ("value", "reference", "tolerance", "status"),
    [
        (1.0, None, 0, "DERIVED"),
        (1.0, 1.0, 0, "AGREES"),
        (0.1 + 0.2, 0.3, 0, "AGREES"),
        (1.0, 1.5, 0.5, "ROUNDED"),
        (1.0, 1.5, 0.4, "DISCREPANCY"),
        (0.0, 0.0, 0, "AGREES"),
    ],
)
def test_the_status_follows_from_the_numbers(
    value: float, reference: float | None, tolerance: float, status: str
) -> None:
    assert status_of(value, reference, tolerance) == status


@pytest.mark.parametrize(
    ("dollars", "step", "cut", "expected"),
    [
        (723.85, 1, "cut_off", 723),
        (723.85, 1, "rounded", 724),
        (16_472_365, 1e5, "cut_off", 16_400_000),
        (72.5, 0.1, "cut_off", 72.5),
        (579_080.0, 1, "cut_off", 579_080),
    ],
)
def test_dollars_are_shortened_as_printed(dollars: float, step: float, cut: str, expected: float) -> None:
    one = DollarFigure.model_validate(
        {"amount": "x", "printed": 1.0, "rate": "y", "step": step, "cut": cut, "status": "ROUNDED"}
    )
    assert shortened(dollars, one) == pytest.approx(expected)


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ProblemsFound, match=r"figures\.X\.unit"):
        FigureFile.parse(TEXT.format("1", "1").replace('"yuan"', '"yuan/furlong"'))


def test_every_subject_can_be_asked() -> None:
    assert {"lujia", "jinpo", "wei_county", "tongyu", "nation", "norms", "poverty_lines"} <= set(subjects())
    for subject in subjects():
        assert about(subject)
    assert known("poverty_lines.year_2015").value == 2855


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_shows_every_figure(lang: Language) -> None:
    text = report_text(paper_report(), "table", lang)
    shown_ids = re.findall(r"^ ([A-Z]\d\d(?:\.\w+)?) ", text, re.MULTILINE)
    assert sorted(shown_ids) == sorted(row.identity for row in ROWS)
    assert "163,266,000" in text
    assert "{}".format({"en": "179 figures: agrees 15", "zh": "179 个数字：一致 15"}[lang]) in text


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_fits_its_terminal_and_breaks_no_english_word(
    lang: Language, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = report_text(paper_report(), "table", lang)
    assert max(cell_len(line) for line in text.splitlines()) <= columns
    assert "\ue000" not in text
    words = {word for one in figures() for word in f"{one.label.en} {one.note.en} {one.unit.en}".split()}
    told = set(text.split())
    if lang == "en":
        assert (
            sorted(word for word in words if f"[{word}]" not in told and word not in told and len(word) > 12)
            == []
        )
    assert ("difference" if lang == "en" else "差额") in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_prints_json_and_csv(lang: str) -> None:
    runner = CliRunner()
    done = runner.invoke(app, ["demo", "--all", "--lang", lang, "-f", "json"])
    assert done.exit_code == 0
    records = json.loads(done.stdout)
    assert len(records) == 179
    assert {one["status"] for one in records} == {"AGREES", "ROUNDED", "DISCREPANCY", "DERIVED"}
    done = runner.invoke(app, ["demo", "--all", "--lang", lang, "-f", "csv"])
    assert len(list(csv.DictReader(done.stdout.splitlines()))) == 179


def test_numbers_as_the_table_shows_them() -> None:
    assert [cell_text(one, "figure") for one in (None, 0.0, -0.00001, 1200.0, 0.69692, -5.5)] == [
        "-",
        "0",
        "0",
        "1,200",
        "0.6969",
        "-5.5",
    ]


def test_every_figure_moves_with_the_models(
    monkeypatch: pytest.MonkeyPatch, ours: dict[str, FigureResult]
) -> None:
    """Each known number is taken a little larger, no two alike: a figure that stays would be a constant."""

    def larger(name: str) -> Known:
        one = known(name)
        return replace(one, value=one.value * (1.01 + crc32(name.encode()) % 1000 / 1e5) + 1e-3)

    monkeypatch.setattr("relocation.paper.figures.known", larger)
    moved = {one.identity: one for one in figures()}
    assert [
        name for name, one in ours.items() if math.isclose(moved[name].ours, one.ours, rel_tol=1e-7)
    ] == []


def test_another_model_gives_other_figures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A village with one household more and a stream of income less: what rests on them moves, and nothing else."""
    models = tmp_path / "models"
    shutil.copytree(MODELS, models)
    for path, before, after in (
        ("lujia.toml", "households = {value = 391", "households = {value = 392"),
        ("livelihoods/lujia.toml", "per_household = 28000", "per_household = 27000"),
    ):
        text = (models / path).read_text("utf-8")
        assert text.count(before) == 1
        (models / path).write_text(text.replace(before, after), encoding="utf-8")
    before = {one.identity: one.ours for one in figures()}
    for module in ("paper.known", "livelihood.livelihood", "sourced", "paper.figures"):
        monkeypatch.setattr(f"relocation.{module}.data_dir", lambda name: tmp_path / name)
    about.cache_clear()
    try:
        found = {one.identity: one for one in figures()}
    finally:
        monkeypatch.undo()
        about.cache_clear()
    assert found["I01"].ours == 40_082
    assert found["I01"].status == "DISCREPANCY"
    assert found["I12"].ours == 40_082 * 392
    assert found["I26"].ours == before["I26"]
    moved = {name for name, one in found.items() if one.ours != before[name]}
    assert {"I01", "I05", "I06", "I10", "I12", "I14", "I15"} <= moved
    assert not {name for name in moved if name[0] in "NWJ"}
