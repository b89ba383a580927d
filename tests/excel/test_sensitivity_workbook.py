"""The workbook of a tornado and a spider: another engine comes to our differences, and the charts draw these cells."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

import relocation
from relocation.excel.sheets.tornado import sensitivity_draft
from relocation.excel.write.saving import bytes_of
from relocation.labels import Language
from relocation.model import build_book
from relocation.project.project import Project
from relocation.scenarios.sensitivity.spider import spider
from relocation.scenarios.sensitivity.tornado import tornado
from tests.spreadsheet_programs import in_process

LUJIA = relocation.load("lujia")
PATHS = (
    "land_quota.price",
    "land_quota.area",
    "land_quota.acceptance",
    "loans.adbc.method",
    "loans.adbc.rate",
)
NUMBERS = [path for path in PATHS if path != "loans.adbc.method"]
TITLES: dict[Language, list[str]] = {"en": ["Tornado", "Spider"], "zh": ["敏感性排序", "蛛网图"]}


def parts(project: Project, metric: str, lang: Language = "en") -> tuple[Any, ...]:
    frame = tornado(project, metric, 0.2, PATHS, lang)
    lines = spider(project, NUMBERS, [0.8, 1, 1.2], metric, lang)
    return project, frame, lines, build_book(project).lines[metric]


def sensitivity_bytes(*given: Any, **how: Any) -> bytes:
    return bytes_of(sensitivity_draft(*given, **how), front=0)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("metric", ["fund_balance.balance", "npv", "dscr.with_cash_min"])
def test_every_difference_recalculates_to_our_number(metric: str, lang: Language) -> None:
    given = parts(LUJIA, metric, lang)
    draft, data = sensitivity_draft(*given, lang=lang), sensitivity_bytes(*given, lang=lang)
    theirs = in_process(data, draft.cached)
    assert len(draft.cached) == 3 * (given[1]["swing"] >= 0).sum() >= 9
    for address, ours in draft.cached.items():
        assert theirs[address] == pytest.approx(ours, rel=1e-9, abs=1e-6), address
    assert data == sensitivity_bytes(*given, lang=lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sheets_show_the_frames_in_their_language(lang: Language) -> None:
    _, frame, lines, line = given = parts(LUJIA, "fund_balance.balance", lang)
    book = load_workbook(io.BytesIO(sensitivity_bytes(*given, lang=lang, money="wan")))
    assert book.sheetnames == TITLES[lang]
    tornado_sheet, spider_sheet = book.worksheets
    first = next(row for row in range(5, 60) if tornado_sheet.cell(row, 11).value == frame["path"][0])
    shown = [[cell.value for cell in row] for row in tornado_sheet.iter_rows(first, first + 4, 1, 11)]
    assert [row[0] for row in shown] == frame["label"].tolist()
    assert [row[4:6] for row in shown] == frame[["low", "high"]].to_numpy().tolist()
    assert shown[0][6] == f"=E{first}-$B$3"
    assert tornado_sheet["B3"].value == 49_483_000
    assert tornado_sheet[f"E{first}"].number_format == r'[>=500]0\.0,;[<=-500]-0\.0,;"-"'
    # 1.2 times the acceptance is more than all, which the project refuses: the cell stays blank.
    rows = [[cell.value for cell in row][:4] for row in spider_sheet.iter_rows(31, 34)]
    assert [row[1:] for row in rows] == [
        [19_483_000, 49_483_000, pytest.approx(79_483_000)],
        [pytest.approx(19_483_000), 49_483_000, pytest.approx(79_483_000)],
        [pytest.approx(19_483_000), 49_483_000, None],
        [49_483_000] * 3,
    ]
    assert line.label.text(lang) in spider_sheet["A1"].value
    assert len(lines) == 12


def test_the_charts_draw_the_ranked_rows_and_each_line_once() -> None:
    given = parts(LUJIA, "fund_balance.balance")
    tornado_sheet, spider_sheet = load_workbook(io.BytesIO(sensitivity_bytes(*given))).worksheets
    [bars] = tornado_sheet._charts
    first = next(row for row in range(5, 60) if tornado_sheet.cell(row, 11).value in PATHS)
    # Neither the method nor the rate of the loan moves the balance: three bars of five inputs.
    assert [one.val.numRef.f for one in bars.series] == [
        f"'Tornado'!${column}${first}:${column}${first + 2}" for column in "GH"
    ]
    named = [row[0].value for row in tornado_sheet[f"A{first}:A{first + 2}"]]
    assert named == given[1]["label"].tolist()[:3]
    for one in bars.series:
        reference = one.cat.strRef or one.cat.numRef
        assert reference.f == f"'Tornado'!$A${first}:$A${first + 2}"
    [lines] = spider_sheet._charts
    for one in lines.series:
        factors = spider_sheet[one.xVal.numRef.f.rpartition("!")[2].replace("$", "")][0]
        assert [cell.value for cell in factors] == [0.8, 1, 1.2]
    names = [one.tx.v for one in lines.series]
    assert names == [
        "Quota price; Reclaimed area",
        "Acceptance rate",
        "Agricultural Development Bank of China: Interest rate",
    ]
    assert [one.yVal.numRef.f for one in lines.series] == [
        f"'Spider'!$B${row}:$D${row}" for row in (31, 33, 34)
    ]


def test_a_choice_is_shown_by_its_name_and_what_cannot_move_without_a_number() -> None:
    share = "land_quota.receipts.first.share"  # all shares must sum to 1
    frame = tornado(LUJIA, "npv", 0.1, ["loans.adbc.method", share], "zh")
    given = (LUJIA, frame, spider(LUJIA, [], [1], "npv"), build_book(LUJIA).lines["npv"])
    book = load_workbook(io.BytesIO(sensitivity_bytes(*given, lang="zh")))
    assert book.sheetnames == ["敏感性排序"]
    rows = {row[10].value: [cell.value for cell in row] for row in book.worksheets[0].iter_rows(5, 60)}
    methods = {choice.label.zh for choice in LUJIA.at("loans.adbc.method").record.choices}
    assert set(rows["loans.adbc.method"][2:4]) <= methods
    assert rows[share][2:9] == ["n/a"] * 7
