"""Tables with headings in workbooks and text files: whatever people and programs do to them, one reader says it alike."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from relocation.households import RosterRead, read_overrides, read_roster
from relocation.points.entries import read_points
from relocation.problems import Problem, ProblemsFound
from tests.households.rosters import EN, LUJIA, ZH, row, told

Change = Callable[[Worksheet], None]
POINTS = ("编号", "日期", "户编号", "获得或兑换", "积分", "事由", "审批人")
OVERRIDES = ("Household id", "Rule", "Quantity", "Amount (yuan)", "Author", "Reason", "Date")


def sheet_file(
    folder: Path, *rows: Sequence[Any], change: Change | None = None, title: str = "Households"
) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for cells in rows:
        sheet.append(list(cells))
    if change is not None:
        change(sheet)
    path = folder / "table.xlsx"
    book.save(path)
    return path


def roster_sheet(folder: Path, *rows: Sequence[Any], change: Change | None = None) -> RosterRead:
    return read_roster(sheet_file(folder, EN, *rows, change=change), LUJIA)


def text_file(folder: Path, *rows: Sequence[Any], sign: str = ",") -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(sign.join(map(str, cells)) for cells in rows) + "\n", encoding="utf-8")
    return path


def changed(path: Path, part: str, old: str, new: str) -> Path:
    """The same workbook with other XML in one part."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


# Title lines, signs, headings on two levels ------------------------------------------------------------------------

ENTRY = (1, "2018/1/15", "H1", "获得", 20, "劳动", "评议会")
DECISION = ("H1", "brick", "", "1000.50", "王", "measured again", "2018/3/1")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("titles", [0, 2])
def test_titles_and_signs_are_alike_for_every_reader(sign: str, titles: int, tmp_path: Path) -> None:
    above = [["陆家村"], ["制表 2018 年"]][:titles]
    read = read_roster(text_file(tmp_path, *above, ZH, row(id="H1"), sign=sign), LUJIA)
    assert (read.rows_read, read.problems) == (1, ())
    points = read_points(text_file(tmp_path, *above, POINTS, ENTRY, sign=sign))
    assert points.entries[0].day == date(2018, 1, 15)
    [decision] = read_overrides(
        text_file(tmp_path, *above, OVERRIDES, DECISION, sign=sign), read.roster, LUJIA
    )
    assert (decision.amount, decision.day) == (100_050, date(2018, 3, 1))


LEVELS = [
    [
        "户编号",
        "户主姓名",
        "家庭人口",
        "建档立卡人数",
        "原房屋面积(㎡)",
        None,
        "新居住房",
        "车库",
        "安置方式",
    ],
    [None, None, None, None, "砖房", "土房", None, None, None],
]
LEVELLED = ["H1", "甲", 3, 0, 90.25, 10, 70, 0, "产权调换"]


def test_headings_on_two_levels(tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("E1:F1")
        for letter in "ABCDGHI":
            sheet.merge_cells(f"{letter}1:{letter}2")

    blank = [[cell or "" for cell in cells] for cells in LEVELS]
    for path in (
        sheet_file(tmp_path, *LEVELS, LEVELLED, change=merge),
        text_file(tmp_path, ["陆家村"], *blank, LEVELLED),
    ):
        read = read_roster(path, LUJIA)
        assert (read.rows_read, read.problems) == (1, ())
        assert (read.roster.numbers["brick"].tolist(), read.roster.numbers["soil"].tolist()) == (
            [9025],
            [1000],
        )


def test_a_column_that_is_parted_below_is_the_measured_one(tmp_path: Path) -> None:
    head = [["户编号", "家庭人口", "建档立卡人数", "砖房", "", "土房", "新居住房", "车库", "安置方式"]]
    head.append(["", "", "", "间数", "面积(㎡)", "面积(㎡)", "", "", ""])
    read = read_roster(text_file(tmp_path, *head, ["H1", 3, 0, 4, 90.25, 10, 70, 0, "产权调换"]), LUJIA)
    assert read.roster.numbers["brick"].tolist() == [9025]
    assert [one.severity for one in read.problems] == ["warning"]  # of the number of rooms, which is not read


@pytest.mark.parametrize(
    "units", [["", "", "", "人", "人", "㎡", "㎡", "㎡", "个", "", ""], ["—", "", "", "人"] + [""] * 7]
)
def test_a_row_of_units_below_the_headings_is_no_household(units: list[str], tmp_path: Path) -> None:
    read = read_roster(text_file(tmp_path, ["某村花名册"], ZH, units, row(id="H1")), LUJIA)
    assert (read.rows_read, read.problems, read.roster.rows.tolist()) == (1, (), [4])


def test_a_first_row_that_lacks_its_numbers_is_refused_and_no_heading(tmp_path: Path) -> None:
    bad = row(id="甲", persons="", poor_persons="", brick="", soil="", flat="", garages="", bank="")
    read = read_roster(text_file(tmp_path, ZH, bad, row(id="H1")), LUJIA)
    assert (read.rows_read, read.refused) == (1, (2,))


def test_other_names_of_a_column_count_where_nobody_has_the_first(tmp_path: Path) -> None:
    other = {"户编号": "户号", "家庭人口": "人口", "砖房": "砖房面积", "户主姓名": "姓名"}
    read = read_roster(text_file(tmp_path, [other.get(one, one) for one in ZH], row(id="H1")), LUJIA)
    assert (read.rows_read, read.problems) == (1, ())
    both = read_roster(text_file(tmp_path, [*ZH, "户号"], [*row(id="H1"), "7"]), LUJIA)
    assert both.roster.texts["id"] == ("H1",)
    assert [one.severity for one in both.problems] == ["warning"]


# Merged cells ------------------------------------------------------------------------------------------------------


def test_a_group_that_is_merged_over_households_holds_for_each(tmp_path: Path) -> None:
    rows = [
        row(id="H1", group="一组"),
        row(id="H2", group=None),
        row(id="H3", group=None),
        row(id="H4", group="二组"),
    ]
    read = roster_sheet(tmp_path, *rows, change=lambda sheet: sheet.merge_cells("C2:C4"))
    assert read.roster.texts["group"] == ("一组", "一组", "一组", "二组")
    [warning] = read.problems
    assert (warning.where, warning.severity) == ("Households!C", "warning")
    assert "合并单元格" in warning.text("zh")


@pytest.mark.parametrize("column", ["A", "B", "D", "F", "J"])
def test_what_may_not_hold_for_each_is_refused_and_never_blank_or_0(column: str, tmp_path: Path) -> None:
    rows = [row(id="H1"), row(id="H2"), row(id="H3")]
    rows[1]["ABCDEFGHIJK".index(column)] = None
    read = roster_sheet(tmp_path, *rows, change=lambda sheet: sheet.merge_cells(f"{column}2:{column}3"))
    assert (read.rows_read, read.rows_refused) == (1, 2)
    assert told(read) == [f"Households!{column}2", f"Households!{column}3"]
    assert "unmerge" in read.problems[0].text()


def test_cells_that_are_merged_across_are_refused(tmp_path: Path) -> None:
    read = roster_sheet(
        tmp_path,
        row(id="H1", poor_persons=None),
        row(id="H2"),
        change=lambda sheet: sheet.merge_cells("D2:E2"),
    )
    assert (read.rows_read, told(read)) == (1, ["Households!D2"])


def test_a_blank_village_among_others_is_mentioned(tmp_path: Path) -> None:
    """A text file cannot say that cells were merged."""
    head, rows = [*EN, "Village"], [[*row(id=f"H{at}"), name] for at, name in enumerate(["陆家", "", ""])]
    read = read_roster(text_file(tmp_path, head, *rows), LUJIA)
    [warning] = read.problems
    assert warning.severity == "warning"
    assert "2 blank cells" in warning.text()
    assert not read_roster(
        text_file(tmp_path, head, *[[*row(id=f"H{at}"), ""] for at in range(3)]), LUJIA
    ).problems


def test_a_date_that_is_merged_over_entries_holds_for_each(tmp_path: Path) -> None:
    entries = [(at, date(2018, 1, 15) if at == 1 else None, "H1", "获得", 20, "劳动", "会") for at in (1, 2)]
    path = sheet_file(
        tmp_path, POINTS, *entries, title="积分", change=lambda sheet: sheet.merge_cells("B2:B3")
    )
    warnings: list[Problem] = []
    assert [one.day for one in read_points(path, warnings).entries] == [date(2018, 1, 15)] * 2
    assert [one.where for one in warnings] == ["积分!B"]


# Rows of totals ----------------------------------------------------------------------------------------------------

HOUSEHOLDS = [
    row(id="H1", persons=3, poor_persons=0, brick=10, soil=20, flat=50),
    row(id="H2", persons=2, poor_persons=1, brick=30, soil=0, flat=60),
    row(id="H3", persons=4, poor_persons=2, brick=5.5, soil=7, flat=70),
]
SUMS = {"persons": 9, "poor_persons": 3, "brick": 45.5, "soil": 27, "flat": 180, "garages": 0}
BLANK = {"id": "", "name": "", "group": "", "option": "", "bank": ""}


def total(**values: Any) -> list[Any]:
    return row(**{**BLANK, **SUMS, **values})


@pytest.mark.parametrize("reader", [text_file, sheet_file])
@pytest.mark.parametrize(
    "values",
    [
        {"id": "合计"},
        {"name": "合 计："},
        {"group": "一组小计"},
        {"id": "Total"},
        {"name": "Grand total", "persons": 900},
        {"id": "合计（3户）"},
        {},
        {"id": "3", "option": "cash"},
        {"persons": 917, "poor_persons": 3},
    ],
)
def test_a_row_of_totals_is_named_and_deleting_it_is_right(
    reader: Any, values: dict[str, Any], tmp_path: Path
) -> None:
    numbers = {**SUMS, **values}
    if numbers["persons"] > 200:
        many = [row(id=f"M{at}", persons=100, poor_persons=0, brick=0, soil=0, flat=0) for at in range(9)]
        more = [] if values.get("name") else [row(id="N", persons=8, poor_persons=0, brick=0, soil=0, flat=0)]
        households = [*HOUSEHOLDS, *(many + more if not values.get("name") else [])]
    else:
        households = HOUSEHOLDS
    read = read_roster(reader(tmp_path, EN, *households, total(**values)), LUJIA)
    [problem] = [one for one in read.problems if one.severity == "error"]
    assert "a row of totals" in problem.text()
    assert "delete this row" in problem.text()
    assert problem.remedy.zh == "请删除该行"
    assert problem.where.endswith(f"{'!' if reader is sheet_file else ':'}{len(households) + 2}")
    assert (read.rows_read, read.rows_refused) == (len(households), 1)
    obeyed = read_roster(reader(tmp_path, EN, *households), LUJIA)
    assert obeyed.roster.people == read.roster.people


def test_subtotals_of_groups_and_the_total_of_all(tmp_path: Path) -> None:
    first, second = HOUSEHOLDS[:2], [row(id="H4", brick=1, flat=2), row(id="H5", brick=3, flat=4)]
    part = {"persons": 5, "poor_persons": 1, "brick": 40, "soil": 20, "flat": 110, "garages": 0}
    other = {"persons": 6, "poor_persons": 4, "brick": 4, "soil": 60, "flat": 6, "garages": 0}  # of H4 and H5
    whole = {key: part[key] + other[key] for key in part}
    rows = [*first, total(**part), *second, total(**other), total(**whole)]
    read = read_roster(text_file(tmp_path, EN, *rows), LUJIA)
    assert (read.rows_read, read.refused) == (4, (4, 7, 8))
    assert all("delete this row" in one.text() for one in read.problems if one.severity == "error")


def test_sums_by_formulas_are_totals(tmp_path: Path) -> None:
    sums = ["", "", "", *(f"=SUM({letter}2:{letter}4)" for letter in "DEFGHI"), "", ""]
    read = roster_sheet(tmp_path, *HOUSEHOLDS, sums)
    assert [one.where for one in read.problems] == ["Households!5"]
    assert "delete this row" in read.problems[0].text()


def test_a_household_may_have_the_numbers_of_the_one_above(tmp_path: Path) -> None:
    read = read_roster(text_file(tmp_path, EN, row(id="H1"), row(id="H2"), row(id="H3")), LUJIA)
    assert read.rows_read == 3


def test_a_nameless_row_is_never_told_only_to_get_an_id(tmp_path: Path) -> None:
    """Whoever fills in what a row of totals lacks counts everything twice."""
    read = read_roster(text_file(tmp_path, EN, *HOUSEHOLDS, total(persons=10, option="cash")), LUJIA)
    assert [one.remedy.en for one in read.problems if "Household id" in one.where] == [
        "fill it in, or delete the row if it is a sum or a note"
    ]


@pytest.mark.parametrize("word", ["合计", "Total"])
def test_totals_of_points_and_overrides_are_named(word: str, tmp_path: Path) -> None:
    roster = read_roster(text_file(tmp_path, EN, row(id="H1")), LUJIA).roster
    for act in (
        lambda: read_points(text_file(tmp_path, POINTS, ENTRY, [word, "", "", "", 20, "", ""])),
        lambda: read_overrides(
            text_file(tmp_path, OVERRIDES, DECISION, [word, "", "", "1000.50", "", "", ""]), roster, LUJIA
        ),
    ):
        with pytest.raises(ProblemsFound) as found:
            act()
        assert [one.where for one in found.value.problems] == ["table.csv:3"]
        assert "delete this row" in str(found.value)


# Formulas that were never calculated ---------------------------------------------------------------------------------


def with_result(path: Path, result: str, *, asks: bool) -> Path:
    """What XlsxWriter does: every formula has the result 0, and whoever opens the file shall calculate."""
    changed(path, "xl/worksheets/sheet1.xml", "<v />", f"<v>{result}</v>")
    return path if asks else changed(path, "xl/workbook.xml", 'fullCalcOnLoad="1"', "")


@pytest.mark.parametrize(
    ("result", "asks", "read_rows"), [("0", True, 1), ("0", False, 2), ("44.5", True, 2)]
)
def test_a_result_nobody_calculated_is_none(result: str, asks: bool, read_rows: int, tmp_path: Path) -> None:
    path = sheet_file(tmp_path, EN, row(id="H1", brick="=40+4.5"), row(id="H2"))
    read = read_roster(with_result(path, result, asks=asks), LUJIA)
    assert read.rows_read == read_rows
    if read_rows == 1:
        [problem] = read.problems
        assert problem.where == "Households!F2"
        assert "never calculated" in problem.text()
        assert "从未计算过的公式" in problem.text("zh")


@pytest.mark.parametrize("result", ["NaN", "INF", "n/a"])
def test_a_result_that_is_no_number_is_none_either(result: str, tmp_path: Path) -> None:
    path = sheet_file(tmp_path, EN, row(id="H1", brick="=40+4.5"), row(id="H2"))
    read = read_roster(with_result(path, result, asks=False), LUJIA)
    assert told(read) == ["Households!F2"]
    assert "write the number" not in read.problems[0].text()
    assert [one.where for one in read.problems if one.severity == "warning"] == ["Households!F2"]


def test_formulas_that_show_nothing_make_no_row(tmp_path: Path) -> None:
    path = sheet_file(tmp_path, EN, row(id="H1"), ['=IF(A2="","","")'] * len(EN))
    changed(path, "xl/worksheets/sheet1.xml", "<v />", "<v></v>")
    read = read_roster(changed(path, "xl/workbook.xml", 'fullCalcOnLoad="1"', ""), LUJIA)
    assert read.rows_in_file in (1, 2)


# What nobody sees ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_mentioned(state: Any, tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.create_sheet("Front")["A1"] = "nothing here"
        sheet.sheet_state = state
        sheet.parent.active = 1

    read = roster_sheet(tmp_path, row(id="H1"), change=hide)
    assert [(one.where, one.severity) for one in read.problems] == [("Households", "warning")]


def test_carriage_returns_of_the_file_format_are_decoded(tmp_path: Path) -> None:
    read = roster_sheet(
        tmp_path, row(id="H1_x000D_"), row(id="H1"), row(id="H2", option="exchange_x000d__x000A_")
    )
    assert read.refused == (2, 3)
    assert read.rows_read == 1
    kept = roster_sheet(tmp_path, row(id="H_x005F_x000D_"), row(id="H3", name="a_xyz_b"))
    assert kept.roster.texts["id"] == ("H_x000D_", "H3")
    assert kept.roster.texts["name"][1] == "a_xyz_b"


@pytest.mark.parametrize("mark", ["\u200e", "\u202e", "\u2066", "\u200b", "\ufeff"])
def test_signs_that_nobody_sees_are_mentioned_and_left_out(mark: str, tmp_path: Path) -> None:
    read = roster_sheet(tmp_path, row(id=f"H{mark}1"), row(id="H2", name=f"王{mark}五", option=f"cash{mark}"))
    assert read.roster.texts["id"] == ("H1", "H2")
    assert read.roster.texts["name"][1] == "王五"
    assert [one.where for one in read.problems] == ["Households!A2", "Households!B3"]
    assert roster_sheet(tmp_path, row(id="H1"), row(id=f"H1{mark}")).rows_refused == 2


# What is not stated ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", [text_file, sheet_file])
def test_blank_registered_persons_are_no_no(reader: Any, tmp_path: Path) -> None:
    rows = [row(id="H1", poor_persons=""), row(id="H2", poor_persons=""), row(id="H3", poor_persons=0)]
    read = read_roster(reader(tmp_path, EN, *rows), LUJIA)
    [warning] = read.problems
    assert warning.severity == "warning"
    assert "2 blank cells" in warning.text()
    assert "write 0" in warning.text()


def test_who_says_no_need_not_say_nobody(tmp_path: Path) -> None:
    head, rows = [*EN, "Registered poor household"], [[*row(id="H1", poor_persons=""), "no"]]
    assert read_roster(text_file(tmp_path, head, *rows), LUJIA).problems == ()


@pytest.mark.parametrize(
    ("yes", "no"), [(True, False), (1, 0), ("是", "否"), ("Y", "N"), ("√", "×"), (1.0, 0.0)]
)
def test_yes_and_no_in_any_usual_writing(yes: Any, no: Any, tmp_path: Path) -> None:
    rows = [[*row(id="H1", poor_persons=2), yes], [*row(id="H2", poor_persons=0), no]]
    path = sheet_file(tmp_path, [*EN, "Registered poor household"], *rows)
    read = read_roster(path, LUJIA)
    assert (read.rows_read, read.problems) == (2, ())
    assert read.roster.numbers["registered"].tolist() == [1, 0]


def test_digits_that_a_spreadsheet_has_cut_are_mentioned(tmp_path: Path) -> None:
    read = read_roster(
        text_file(tmp_path, EN, row(id="990000190001011000"), row(id="990000190001011001")), LUJIA
    )
    assert read.rows_read == 2
    assert [one.where for one in read.problems] == ["table.csv:2 Household id"]


@pytest.mark.parametrize("moment", [datetime(2015, 12, 31, 23, 59, 17), datetime(2016, 1, 1, 0, 0, 43)])
def test_a_date_that_another_program_has_shifted_by_seconds(moment: datetime, tmp_path: Path) -> None:
    entry = (1, moment, "H1", "获得", 20, "劳动", "会")
    warnings: list[Problem] = []
    ledger = read_points(sheet_file(tmp_path, POINTS, entry, title="积分"), warnings)
    assert (ledger.entries[0].day, warnings) == (date(2016, 1, 1), [])


def test_a_date_that_is_shifted_by_hours_is_mentioned(tmp_path: Path) -> None:
    entry = (1, datetime(2018, 1, 14, 16), "H1", "获得", 20, "劳动", "会")
    warnings: list[Problem] = []
    read_points(sheet_file(tmp_path, POINTS, entry, title="积分"), warnings)
    assert [one.where for one in warnings] == ["积分!B2"]
    assert "2018-01-15" in warnings[0].text("zh")


def test_overrides_of_a_workbook_that_has_none_are_asked_for(tmp_path: Path) -> None:
    """A file that is named as one of overrides has some; a roster need not."""
    path = sheet_file(tmp_path, EN, row(id="H1"))
    roster = read_roster(path, LUJIA).roster
    assert read_overrides(path, roster, LUJIA) == ()
    with pytest.raises(ProblemsFound, match="a roster of households, expected a row of headings"):
        read_overrides(path, roster, LUJIA, required=True)
    other = sheet_file(tmp_path, OVERRIDES, DECISION, title="Decisions")
    assert len(read_overrides(other, roster, LUJIA, required=True)) == 1
