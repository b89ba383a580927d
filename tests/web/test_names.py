"""Names of files as somebody else gives them: what is kept of them fits every system, header and reader."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relocation.web.names import FORBIDDEN, MOST_BYTES, RESERVED, safe_name
from relocation.web.task import Task, Upload
from tests.web.serving import Served, file, served, text

LUJIA = (Path(__file__).parents[2] / "models" / "lujia.toml").read_bytes()
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
HOSTILE = [
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "C:\\fakepath\\plan.xlsx",
    "/",
    "..",
    ". . .",
    "",
    "con.xlsx",
    "CON .x.xlsx",
    "com¹",
    "nul.tar.xlsx",
    "conin$",
    'a";\r\nSet-Cookie: x.toml',
    "a\0b.toml",
    "plan\u202excod.xlsx",
    "pl\u200ban\ufeff.xlsx",
    "e\u200d\u0301.toml",
    "\ud800.toml",
    "𠀀" * 100 + ".xlsx",
    "x" * 5000 + ".xlsx",
    "x" * 75 + "." + "y" * 15,
    "x." + "𠀀" * 9,
    "%2e%2e%2fplan.toml",
    "<img src=x onerror=alert(1)>.toml",
    "{0.__class__}{x}.toml",
    "~$plan.xlsx",
    "-rf.toml",
    "a\u0301\u0316" * 2000,
]
names = st.one_of(
    st.sampled_from(HOSTILE), st.text(), st.lists(st.sampled_from([*HOSTILE, ".", " ", "\\"])).map("".join)
)


@given(names)
@example("con")
@example(".xlsx")
def test_a_safe_name_is_safe(given_name: str) -> None:
    name = safe_name(given_name)
    assert name == safe_name(name)
    assert 0 < len(name.encode()) <= MOST_BYTES
    assert len(name) <= 81
    assert not FORBIDDEN & {*name}
    assert not UNSEEN & {unicodedata.category(letter) for letter in name}
    assert name == name.strip(" .")
    assert name.split(".")[0].strip().lower() not in RESERVED
    assert unicodedata.is_normalized("NFC", name)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("plan.xlsx", "plan.xlsx"),
        ("陆家 2024 (终稿).xlsx", "陆家 2024 (终稿).xlsx"),
        ("C:\\fakepath\\plan.xlsx", "plan.xlsx"),
        ("../../plan.toml", "plan.toml"),
        ("con.xlsx", "_con.xlsx"),
        ("con .x.xlsx", "_con .x.xlsx"),
        ("COM¹.toml", "_COM¹.toml"),
        ("plan\u202excod.xlsx", "planxcod.xlsx"),
        ("a\r\nb.toml", "ab.toml"),
        ("a?b*.toml", "a_b_.toml"),
        ("", "file"),
        ("..", "file"),
        ("x" * 200 + ".xlsx", "x" * 75 + ".xlsx"),
    ],
)
def test_of_an_ordinary_name_nothing_is_lost(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@pytest.mark.parametrize("given_name", HOSTILE, ids=lambda name: ascii(name)[:20])
def test_a_file_of_that_name_can_be_laid_down(tmp_path: Path, given_name: str) -> None:
    name = safe_name(given_name)
    Task("judge", "en", (name, name)).put(tmp_path, (Upload(name, b"1"), Upload(name, b"2")))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1", "task.json"]
    assert [path.read_bytes() for path in Task.taken(tmp_path).paths(tmp_path)] == [b"1", b"2"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("laid")) as started:
        yield started


@pytest.mark.parametrize("name", ["{0.__class__}{x}.toml", "<b>&amp;'.toml", "𠀀" * 100 + ".toml"])
def test_a_page_shows_a_name_as_text_and_no_folder(server: Served, name: str) -> None:
    shown = safe_name(name)
    reply = server.posted("/judge", file(name, b"["))
    assert reply.status == 422
    assert shown.replace("&", "&amp;").replace("'", "&#39;") in reply.page
    assert str(server.folder) not in reply.page
    assert "relocation-" not in reply.page.partition("<body")[2].partition("<script")[0]


def test_a_name_of_a_plan_is_text_too(server: Served) -> None:
    hostile = LUJIA.replace(b'"Lujia Village"', b'"{0}{x}<img src=x>"').replace(
        "陆家村".encode(), b"{0}<img src=x>"
    )
    assert hostile != LUJIA
    reply = server.posted("/judge", file("{0}.toml", hostile))
    assert reply.status == 200
    assert "{0}{x}&lt;img" in reply.page
    assert "<img" not in reply.page


def test_a_file_to_take_along_has_one_name_in_one_line(server: Served) -> None:
    name = "陆家\"; x=\u202e{0} é'.toml".replace('"', "%22")
    reply = server.posted("/take", file(name, LUJIA), text("what", "workbook"))
    [stated] = reply.stated("Content-Disposition")
    start, plain, encoded = (
        stated.partition('filename="')[0],
        stated.split('"')[1],
        stated.partition("UTF-8''")[2],
    )
    assert start == "attachment; "
    assert plain.isascii()
    assert stated.count('"') == 2
    assert unquote(encoded) == "陆家_22; x={0} é' - workbook.xlsx"
