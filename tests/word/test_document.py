"""The report as a Word document, read back: its figures, its form, what hostile and unfinished plans make of it."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table as WordTable

import relocation as rl
from relocation.appraisal import Appraisal
from relocation.charts.png import NO_DRAWER, CannotDraw
from relocation.labels import LANGUAGES, Label, Language
from relocation.reports.document import CHAPTERS
from relocation.reports.run import run_record
from relocation.tables.record import NO_WORDS, Column, Report, Row, Table
from relocation.word.document import word_bytes
from tests.footing import statement_off
from tests.page.own_village import own_village
from tests.processes import finished
from tests.small_village import finished_appraisal, small_project
from tests.spreadsheet_programs import document_as_pdf
from tests.word.reading import (
    Captioned,
    captions,
    every_text,
    footing_rows,
    headings,
    known_texts,
    numbers_in,
    opened,
    parts,
    printed_numbers,
    tables,
)

# Tables that count or rank, which a run does not print.
COUNTING = ("How sure", "输入数据的确定程度", "Where the figures", "数据来源")
MOVING = (
    "each input alone",
    "各输入项",
    "Assumptions to be confirmed",
    "待核实的假设",
    "each alone by whole ones",
    "各自单独按整期",
)
COUNTED = {"en": ("Table", "Figure"), "zh": ("表", "图")}


@pytest.fixture(scope="module")
def lujia() -> Appraisal:
    return rl.load("lujia").appraise()


@pytest.fixture(scope="module")
def documents(lujia: Appraisal) -> Mapping[Language, bytes]:
    return {lang: word_bytes(lujia, lang) for lang in LANGUAGES}


def three_loans(periods: int = 144, period: str = "month", **village: Any) -> Appraisal:
    """A village with an annuity, a bond with a sinking fund, and a loan repaid from quota money."""
    year = {"month": 12, "quarter": 4, "year": 1}[period]
    loan = {"rate": 0.045, "start": 1}
    return finished_appraisal(
        periods,
        period,
        village={"households": 120, "persons": 410, "name_en": "Wang Gully", **village},
        land_quota={
            "area": 620.0,
            "price": 180_000.0,
            "receipts": {"all": {"share": 1.0, "period": year + 1}},
        },
        construction={"housing": {"quantity": 9600.0, "rate": 2300.0, "unit": "m2", "start": 1}},
        compensation={"brick": {"quantity": 9000.0, "rate": 1400.0, "unit": "m2", "start": 1}},
        loans={
            "bank": {**loan, "principal": 40e6, "term": 10 * year, "grace": year, "method": "annuity"},
            "bond": {
                **loan,
                "principal": 20e6,
                "term": 8 * year,
                "method": "bullet",
                "type": "special_bond",
                "sinking_fund": "level",
            },
            "bridge": {**loan, "principal": 8e6, "term": 2 * year, "method": "on_quota_receipt"},
        },
    )


def strays(data: bytes, appraisal: Appraisal, lang: Language) -> list[str]:
    """Printed numbers that are none of a run."""
    numbers = [
        *numbers_in(run_record(appraisal, lang)),
        *appraisal.to_frame()["value"].dropna(),
        *(stated.value for stated in appraisal.project.values() if isinstance(stated.value, (int, float))),
    ]
    known = known_texts(numbers, lang)
    return [
        f"{table.caption}: {text}"
        for table in tables(opened(data))
        if not any(word in table.caption for word in (*COUNTING, *MOVING))
        for text in _without_shares(table)
        if text not in known
    ]


def _without_shares(table: Captioned) -> list[str]:
    """Of the budget the shares are left out, which are quotients of what is told beside them."""
    heading = table.cells[0]
    shares = {place for place, text in enumerate(heading) if text in ("share of the budget", "占预算比重")}
    if not shares:
        return list(printed_numbers(table))
    cells = [[text for place, text in enumerate(row) if place not in shares] for row in table.cells]
    return [text for row in cells[1:] for text in row[1:] if re.fullmatch(r"-?[\d,.]+", text)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_is_one_of_the_run(
    lujia: Appraisal, documents: Mapping[Language, bytes], lang: Language
) -> None:
    assert strays(documents[lang], lujia, lang) == []
    assert sum(len(list(printed_numbers(table))) for table in tables(opened(documents[lang]))) > 300


def test_a_changed_figure_is_found(lujia: Appraisal, documents: Mapping[Language, bytes]) -> None:
    data = documents["en"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = {name: archive.read(name) for name in archive.namelist()}
    name = "word/document.xml"
    changed = texts[name].replace(b">49.483<", b">49.484<", 1)
    assert changed != texts[name]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part, text in {**texts, name: changed}.items():
            archive.writestr(part, text)
    [stray] = strays(buffer.getvalue(), lujia, "en")
    assert stray.endswith("49.484")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_of_144_months_with_three_loans_tells_the_figures_of_its_years(lang: Language) -> None:
    appraisal = three_loans()
    data = word_bytes(appraisal, lang)
    schedules = [
        table
        for table in tables(opened(data))
        if "loan schedule" in table.caption.lower() or "借款还本付息" in table.caption
    ]
    assert len(schedules) == 3
    assert len(schedules[0].cells) <= 13  # ten years, not 120 months
    cash = next(
        table
        for table in tables(opened(data))
        if "Cash plan" in table.caption or "资金计划表" in table.caption
    )
    for row in footing_rows(cash):
        opening, inflow, outflow, closing = (value or 0.0 for value in row.numbers[:4])
        step = max(row.steps[:4])
        assert abs(opening + inflow - outflow - closing) <= 2.5 * step, row.label


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "title", "column"),
    [
        ("fund_balance", ("Fund balance", "资金平衡表"), 1),
        ("sources_and_uses", ("Sources and uses of funds", "资金来源与运用表"), 1),
        ("cash_plan", ("Cash plan", "资金计划表"), None),
    ],
)
def test_what_is_printed_foots(
    documents: Mapping[Language, bytes], lang: Language, name: str, title: tuple[str, str], column: int | None
) -> None:
    [table] = [
        table for table in tables(opened(documents[lang])) if title[LANGUAGES.index(lang)] in table.caption
    ]
    assert list(statement_off(name, footing_rows(table, column))) == []


def test_a_sum_that_is_off_is_found(documents: Mapping[Language, bytes]) -> None:
    table = next(table for table in tables(opened(documents["en"])) if "Fund balance" in table.caption)
    rows = footing_rows(table, 1)
    rows[0] = type(rows[0])(rows[0].label, 1, (149.0,), rows[0].steps)
    assert list(statement_off("fund_balance", rows)) != []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_chapters_are_headings_that_word_numbers(documents: Mapping[Language, bytes], lang: Language) -> None:
    document = opened(documents[lang])
    wanted = [
        chapter.title.text(lang)
        for chapter in CHAPTERS
        if "word" in chapter.media and chapter.key != "cross_check"
    ]
    assert headings(document) == wanted
    numbering = document.part.numbering_part.element
    style = document.styles["Heading 1"].element
    number = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    listed = next(
        entry
        for entry in numbering.findall(qn("w:abstractNum"))
        if entry.get(qn("w:abstractNumId")) == number
    )
    shown = [level.find(qn("w:lvlText")).get(qn("w:val")) for level in listed.findall(qn("w:lvl"))]
    assert shown == (["%1.", "%1.%2"] if lang == "en" else ["%1、", "（%2）"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_captions_count_tables_and_pictures(documents: Mapping[Language, bytes], lang: Language) -> None:
    document = opened(documents[lang])
    for kind in COUNTED[lang]:
        listed = captions(document, kind)
        numbers = [int(re.findall(r"\d+", text)[0]) for text in listed]
        assert numbers == list(range(1, len(listed) + 1))
        assert len(listed) >= 3
    fields = re.findall(r"SEQ (\S+) ", "".join(_instructions(document)))
    assert set(fields) == set(COUNTED[lang])


def _instructions(document: Any) -> list[str]:
    return [text.text for text in document.element.iter(qn("w:instrText"))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_are_numbered_by_fields(documents: Mapping[Language, bytes], lang: Language) -> None:
    footer = opened(documents[lang]).sections[0].footer
    fields = [text.text.strip() for text in footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_break_well(documents: Mapping[Language, bytes], lang: Language) -> None:
    document = opened(documents[lang])
    for part, following in zip(listed := list(parts(document)), listed[1:], strict=False):
        if following in document.tables:
            assert part.paragraph_format.keep_with_next, part.text
    for table in document.tables:
        rows = list(table.rows)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
        repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows]
        assert not any(repeated[1:])
        assert table.autofit is False
        assert all(column.width is not None and column.width.cm > 0.5 for column in table.columns)
        widths = {True: 26.0, False: 17.1}
        assert sum(column.width.cm for column in table.columns) <= widths[len(table.columns) > 9]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_stand_to_the_right(documents: Mapping[Language, bytes], lang: Language) -> None:
    for table in tables(opened(documents[lang])):
        for row in table.table.rows:
            for cell in list(row.cells)[1:]:
                paragraph = cell.paragraphs[0]
                if re.fullmatch(r"-?[\d,]+\.\d+", paragraph.text):
                    assert paragraph.style.name == "Table Figure", table.caption


@pytest.mark.parametrize("lang", LANGUAGES)
def test_fonts_are_named_for_both_scripts(documents: Mapping[Language, bytes], lang: Language) -> None:
    document = opened(documents[lang])
    for name, font in (("Normal", "宋体"), ("Table Text", "宋体"), ("Heading 1", "黑体"), ("Title", "黑体")):
        fonts = document.styles[name].element.find(f".//{qn('w:rFonts')}")
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:ascii")) == ("Calibri" if lang == "en" else "Times New Roman")
        assert not [key for key in fonts.keys() if "Theme" in key]  # noqa: SIM118  # of an element of XML
    language = document.styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == ("en-US" if lang == "en" else "zh-CN")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pictures_say_in_words_what_they_show(documents: Mapping[Language, bytes], lang: Language) -> None:
    pictures = list(opened(documents[lang]).element.iter(qn("wp:docPr")))
    assert [picture.get("name") for picture in pictures] == ["sources", "cash", "tornado"]
    for picture in pictures:
        assert len(picture.get("descr")) > 20
        assert picture.get("title")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_left_of_templates_and_persons(
    documents: Mapping[Language, bytes], lang: Language
) -> None:
    document = opened(documents[lang])
    assert not re.search(r"[{}]", every_text(document))
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title
    assert properties.subject
    with zipfile.ZipFile(io.BytesIO(documents[lang])) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name or "vba" in name.lower()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_plan_gives_the_same_file(
    lujia: Appraisal, documents: Mapping[Language, bytes], lang: Language
) -> None:
    assert word_bytes(lujia, lang) == documents[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_money_stands_in_the_unit_of_the_language_or_in_another(
    lujia: Appraisal, documents: Mapping[Language, bytes], lang: Language
) -> None:
    unit = {"en": "million yuan", "zh": "万元"}[lang]
    text = every_text(opened(documents[lang]))
    assert unit in text
    in_yuan = every_text(opened(word_bytes(lujia, lang, "yuan")))
    assert "49,483,000" in in_yuan
    assert f"({unit})" not in in_yuan
    assert f"（{unit}）" not in in_yuan


HOSTILE = '<b>&amp;</b> "]]> \x0b\x1f\ufffe =1+1 '


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_are_words(lang: Language) -> None:
    appraisal = three_loans(12, "year", name_en=f"{HOSTILE}W", name_zh=f"{HOSTILE}村" + "很长" * 200)
    document = opened(word_bytes(appraisal, lang))
    title = document.paragraphs[0].text
    assert title.startswith('<b>&amp;</b> "]]>')
    assert "\ufffd\ufffd\ufffd" in title
    assert len(document.sections[0].header.paragraphs[0].text) < 120


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unfinished_plan_says_so_first(lang: Language) -> None:
    project = small_project(land_quota={"area": 10.0, "price": 1e5})
    document = opened(word_bytes(project.appraise(), lang))
    second = document.paragraphs[1].text
    assert {"en": "Unfinished", "zh": "未完成"}[lang] in second
    missing = tables(document)[0]
    assert {"en": "still to be stated", "zh": "尚待填写"}[lang] in missing.caption
    assert len(missing.cells) > 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_without_money_or_loans_has_its_document(lang: Language) -> None:
    counted = opened(word_bytes(rl.load("jinpo").appraise(), lang))
    assert len(headings(counted)) < 8
    assert not list(counted.element.iter(qn("wp:docPr")))
    without = opened(word_bytes(rl.load("lujia").replace({"loans.adbc.principal": 0}).appraise(), lang))
    assert {"en": "No loan or bond is taken up.", "zh": "本方案无贷款或债券。"}[lang] in every_text(without)


def test_a_wide_table_lies_on_its_side(documents: Mapping[Language, bytes]) -> None:
    turns = [section.orientation for section in opened(documents["en"]).sections]
    assert turns == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_a_table_too_wide_for_any_page_goes_on_below_itself() -> None:
    appraisal = finished_appraisal(
        24,
        "quarter",
        land_quota={"area": 620.0, "price": 180_000.0},
        construction={"housing": {"quantity": 9600.0, "rate": 2300.0, "unit": "m2", "start": 1}},
    )
    named = [
        table.caption for table in tables(opened(word_bytes(appraisal, "en"))) if "Cash plan" in table.caption
    ]
    assert len(named) > 1
    assert "2020-01 - " in named[0]


def test_lines_to_sign_are_empty(documents: Mapping[Language, bytes]) -> None:
    signed = opened(documents["zh"]).tables[-1]
    assert [cell.text for cell in signed.columns[1].cells][1:] == [""] * 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_writer_prints_lujia_on_four_to_eight_pages(
    documents: Mapping[Language, bytes], lang: Language, tmp_path: Path
) -> None:
    (tmp_path / "printed.pdf").write_bytes(document_as_pdf(documents[lang], tmp_path))
    counter = shutil.which("pdfinfo") or pytest.skip("pdfinfo is not installed")
    told = finished([counter, tmp_path / "printed.pdf"]).stdout
    [pages] = re.findall(r"Pages:\s+(\d+)", told)
    assert 4 <= int(pages) <= 8
    assert "A4" in told


def test_an_appraisal_writes_its_document(
    lujia: Appraisal, documents: Mapping[Language, bytes], tmp_path: Path
) -> None:
    target = tmp_path / "lujia.docx"
    lujia.to_word(target, lang="zh")
    assert target.read_bytes() == documents["zh"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_tell_figures_of_the_run(
    lujia: Appraisal, documents: Mapping[Language, bytes], lang: Language
) -> None:
    known = known_texts(numbers_in(run_record(lujia, lang)), lang)
    document = opened(documents[lang])
    told = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Answer"]
    figures = re.findall(r"\d[\d,]*\.\d{2,3}", "\n".join(told))
    assert len(figures) >= 10
    assert [figure for figure in figures if figure not in known] == []


def test_a_machine_without_what_draws_gives_a_document_without_pictures(
    lujia: Appraisal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: Any) -> bytes:
        raise CannotDraw(NO_DRAWER)

    monkeypatch.setattr("relocation.word.pictures.png_bytes", cannot)
    said: list[Label] = []
    document = opened(word_bytes(lujia, "en", left_out=said.append))
    assert said == [NO_DRAWER]
    assert not list(document.element.iter(qn("wp:docPr")))
    assert captions(document, "Figure") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_tables_stand_side_by_side(lang: Language) -> None:
    bare = Table("a", NO_WORDS, (Column("a", Label("a", "甲")),), (Row(("1",)),))
    roster = Report(NO_WORDS, tables=(bare, replace(bare, key="b")))
    document = opened(word_bytes(rl.load("lujia").appraise(), lang, roster=roster))
    kinds = [isinstance(part, WordTable) for part in parts(document)]
    assert not any(one and other for one, other in pairwise(kinds))
    assert sum(kinds) >= 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_of_a_village_of_ones_own_is_one_of_its_run(lang: Language) -> None:
    appraisal = own_village().appraise()
    data = word_bytes(appraisal, lang)
    assert strays(data, appraisal, lang) == []
    assert sum(len(list(printed_numbers(table))) for table in tables(opened(data))) > 300
