"""Text files in any usual writing: encoding, the sign between cells, quotation marks, lines that are spoilt."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.problems import ProblemsFound
from relocation.reading.rows import Row
from relocation.reading.text_rows import LONGEST_LINE, TOO_LONG, UNPAIRED, open_text

KNOWN = {"a", "b", "c", "甲", "乙"}


def rows_of(folder: Path, data: bytes | str) -> list[Row]:
    path = folder / "t.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(open_text(path, lambda cell: cell.strip() in KNOWN))


def cells_of(folder: Path, data: bytes | str) -> list[list[str]]:
    return [list(row.cells) for row in rows_of(folder, data)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "，", "；"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_usual_writing(encoding: str, sign: str, end: str, tmp_path: Path) -> None:
    text = end.join(["某村 2018 年", sign.join(["甲", "乙"]), sign.join(["1", "李𠮷"]), ""])
    assert cells_of(tmp_path, text.encode(encoding))[1:] == [["甲", "乙"], ["1", "李𠮷"]]


def test_a_record_keeps_its_number_below_cells_with_line_breaks(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, 'a,b\n"one\ntwo",1\nx,2\n')
    assert [(row.number, list(row.cells)) for row in rows] == [
        (1, ["a", "b"]),
        (2, ["one\ntwo", "1"]),
        (3, ["x", "2"]),
    ]


def test_a_quotation_mark_without_its_pair_spoils_one_line(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, 'a,b\nx,"1\ny,2\nz,"3" 4\n5" pipe,6\n"last,7\n')
    assert [(row.number, row.torn) for row in rows] == [
        (1, None),
        (2, UNPAIRED),
        (3, None),
        (4, UNPAIRED),
        (5, None),
        (6, UNPAIRED),
    ]
    assert list(rows[4].cells) == ['5" pipe', "6"]


def test_a_line_without_end_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "a,b\n1," + "9" * LONGEST_LINE + "\n2,3\n")
    assert [row.torn for row in rows] == [None, TOO_LONG, None]
    assert list(rows[2].cells) == ["2", "3"]


def test_the_sign_may_be_said_in_the_first_line(tmp_path: Path) -> None:
    assert cells_of(tmp_path, "sep=;\na;b\n1,5;2\n") == [[], ["a", "b"], ["1,5", "2"]]


def test_a_text_that_is_written_as_a_formula_is_that_text(tmp_path: Path) -> None:
    rows = cells_of(tmp_path, 'a,b\n="001",="a ""b"""\n"=""002""",=1+1\n')
    assert rows[1:] == [["001", 'a "b"'], ["002", "=1+1"]]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\n\n", b" \r\n\t"])
def test_nothing_is_an_empty_file(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="an empty file"):
        rows_of(tmp_path, data)


@pytest.mark.parametrize(
    "data", [b"\x00\x01", b"\xff\xfe\x00\xd8", b"\xff\xff", b"a,b\n\x00", "a,b".encode("utf-32")]
)
def test_other_bytes_are_no_text(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="other bytes"):
        rows_of(tmp_path, data)


def test_two_signs_that_part_headings_alike_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="several signs"):
        rows_of(tmp_path, "a;x,b\n1;2,3\n")


CELL = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=8).filter(
    lambda cell: not cell.startswith('="') and cell.strip() == cell
)


@given(
    st.lists(st.lists(CELL | st.just("two\nlines"), min_size=2, max_size=2), max_size=6),
    st.sampled_from(",;\t|，"),
)
def test_what_is_written_as_csv_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], sign: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=sign, lineterminator="\n").writerows([["a", "b"], *rows])
    assert cells_of(tmp_path_factory.mktemp("csv"), text.getvalue()) == [["a", "b"], *rows]
