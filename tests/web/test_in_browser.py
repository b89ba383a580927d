"""The pages of `relocation web` in a browser: a file dropped, its report moved, taken along and compared, a bad one mended."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest

import relocation
from relocation.appraisal import Appraisal
from relocation.caller import asked_by
from relocation.cases import open_case
from relocation.excel.workbook import scenario_table, workbook_bytes
from relocation.labels import LANGUAGES, LARGE_SCALE, Language
from relocation.page import page_text
from relocation.page.still import still_page
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project
from relocation.reports.comparison_overview import comparison_overview
from relocation.reports.verdict import verdict_sentence
from relocation.scenarios.comparison import compare
from relocation.web import words
from relocation.web.limits import Limits
from relocation.web.names import safe_name
from tests.bad_inputs.workbooks import PRICE, START, Filled, filled, village
from tests.page.villages import HOSTILE
from tests.processes import started
from tests.spreadsheet_programs import by_node, missing

SCRIPT = Path(__file__).with_name("in_browser.cjs")
UNFINISHED = Path(__file__).parents[1] / "rendered_files" / "unfinished.toml"
PLAIN = UNFINISHED.with_name("no_loan.toml")
SERVER = "from relocation.cli import main; main()"
OTHER_PRICE = 88_000.0
HOSTILE_FILE = "../..\\<img src=x onerror=alert(6)>\"'&\u202e\u200f" + "村" * 300 + ".toml"
BAD = {
    "many.xlsx": lambda: _many("en").bytes(),
    "title.xlsx": lambda: Filled("zh").change("xl/workbook.xml", 'name="输入"', 'name="我的"').bytes(),
    "cut.xlsx": lambda: filled("en")[:20_000],
    "faulty.toml": lambda: UNFINISHED.with_name("faulty.toml").read_bytes(),
    "date.xlsx": lambda: Filled("zh").typed(START, "2016-02-30").typed("loans.bank.term", "③").bytes(),
}


def _many(lang: Language) -> Filled:
    """A workbook with a mistake of every kind that a cell can hold."""
    book = (
        Filled(lang).typed(PRICE, "9.76万<b>").number("land_quota.area", -5).typed("loans.bank.rate", "4.9%")
    )
    book.beside("loans.bank.principal", "D", "万元").number("compensation.brick.rate", 0.15)
    return book.formula("construction.housing.quantity", "1/0", "#DIV/0!", "e")


def _hostile() -> str:
    """A plan that is not finished, and whose names are an attack."""
    text = UNFINISHED.read_text(encoding="utf-8")
    for key in ("name_en", "name_zh"):
        name = json.dumps(HOSTILE[f"village.{key}"], ensure_ascii=False)
        text = re.sub(rf"{key} = .*", lambda _, key=key, name=name: f"{key} = {name}", text)  # type: ignore[misc]
    return text


def chromium() -> str:
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None) or missing("chromium")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that are sent."""
    place, other = tmp_path_factory.mktemp("sent"), village().replace({PRICE: OTHER_PRICE})
    table = scenario_table(compare({"base": village(), "cheap": other}), "en")
    put = {
        "good.xlsx": workbook_bytes(village().appraise(), scenarios=table),
        "good_zh.xlsx": filled("zh"),
        "other.xlsx": Filled("en").number(PRICE, OTHER_PRICE).bytes(),
        "fixed.xlsx": Filled("zh").number("timeline.periods", 5).bytes(),
        "plain.toml": PLAIN.read_bytes(),
        "hostile.toml": _hostile().encode("utf-8"),
        **{name: make() for name, make in BAD.items()},
    }
    for name, data in put.items():
        (place / name).write_bytes(data)
    (place / "large.xlsx").touch()
    os.truncate(place / "large.xlsx", Limits().file + 1)  # a hole: nothing of it is stored
    asked = {"bad": list(BAD), "hostileFile": HOSTILE_FILE, "newTemplate": words.TEMPLATE.zh}
    (place / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """The address of the server; it says nothing but that, and leaves nothing behind."""
    told, kept = folder / "told.txt", folder / "kept"
    kept.mkdir()
    command = [sys.executable, "-c", SERVER, "web", "--port", "0"]
    with (
        told.open("w") as stderr,
        started(command, stderr=stderr, env={**os.environ, "TMPDIR": str(kept)}) as process,
    ):
        yield process.stdout.readline().strip()  # type: ignore[union-attr]
        assert process.poll() is None
    assert "Traceback" not in told.read_text()
    assert list(kept.iterdir()) == []


@pytest.fixture(scope="module")
def told(folder: Path, server: str) -> Any:
    """What the browser saw."""
    return json.loads(by_node(SCRIPT, folder, server, CHROMIUM=chromium()))


def sentence(appraisal: Appraisal, lang: Language) -> str:
    return verdict_sentence(appraisal).words.text(lang)


def report(project: Project) -> str:
    """The page that `relocation report -o` writes."""
    with asked_by("command"):
        return page_text(project.appraise(), "en")


def plain(text: str) -> str:
    """A text as it is seen: white space in a row is one."""
    return " ".join(text.split())


def part(text: str, pattern: str) -> list[str]:
    return [unescape(found) for found in re.findall(pattern, text, re.DOTALL)]


def test_nothing_is_said_in_the_console_and_nobody_else_is_asked(told: Any) -> None:
    assert told["messages"] == []
    assert told["elsewhere"] == []


def test_nothing_is_wider_than_a_phone(told: Any) -> None:
    assert set(told["wider"]) == {"start", "judged", "compared", "refused", "hostile"}
    assert {name: wide for name, wide in told["wider"].items() if max(wide) > 0} == {}
    assert max(told["onPhone"]["wider"]) <= 0


def test_a_serious_fault_of_access_is_found_nowhere(told: Any) -> None:
    assert len(told["serious"]) == 10
    assert {name: faults for name, faults in told["serious"].items() if faults} == {}


def test_a_dropped_file_comes_back_as_verdict_and_live_report(told: Any) -> None:
    seen, text = told["dropped"], report(village())
    assert seen["heading"] == "good.xlsx"
    assert seen["verdict"] == [sentence(village().appraise(), "en")]
    assert seen["report"]["figures"] == part(text, r"<b data-v=[^>]*>([^<]*)</b>")
    assert seen["report"]["verdict"] == seen["verdict"][0]


def test_a_slider_moved_there_changes_the_figures_as_python_has_them(told: Any) -> None:
    moved = told["dropped"]["moved"]
    assert len(moved["changed"]) == 1
    changed = village().replace({key: float(value) for key, value in moved["changed"]})
    text = report(changed)
    assert moved["figures"] == part(text, r"<b data-v=[^>]*>([^<]*)</b>")
    assert moved["figures"] != told["dropped"]["report"]["figures"]
    assert [moved["verdict"], moved["margins"]] == part(
        text, r'<p id="(?:verdict|margins)"><i lang=en>(.*?)</i>'
    )
    key, value = told["dropped"]["scenario"].split()[0].split(",")[1], moved["changed"][0][1]
    assert (key, value) == tuple(moved["changed"][0])


def test_two_files_at_once_are_not_sent(told: Any) -> None:
    assert told["dropped"]["several"] == [True, [words.SEVERAL.en], 0]


def test_within_the_page_no_link_is_offered_and_one_switch_changes_both(told: Any) -> None:
    seen = told["dropped"]
    assert seen["report"]["hidden"] == ["link", "language"]
    switched = seen["switched"]
    assert switched["verdict"] == [sentence(village().appraise(), "zh")]
    assert switched["languages"] == ["zh"]
    assert switched["report"]["language"] == "zh-CN"
    assert switched["report"]["changed"] == seen["moved"]["changed"]


def test_what_is_taken_along_is_what_the_commands_write(told: Any, folder: Path) -> None:
    assert told["dropped"]["names"] == ["good - report.html", "good - 报告.docx", "good - 工作簿.xlsx"]
    assert (folder / "report_en.html").read_text("utf-8") == report(village())
    opened = open_case(folder / "workbook_zh.xlsx")
    assert opened.project == village()
    assert [scenario.name for scenario in opened.scenarios] == ["cheap"]
    assert opened.lang == "zh"
    text = "\n".join(each.text for each in docx.Document(str(folder / "document_zh.docx")).paragraphs)
    assert village().village.name_zh in text
    assert sentence(village().appraise(), "zh") in text
    assert told["dropped"]["follows"] == [words.FOLLOWS.en]


def test_a_file_is_compared_with_its_scenarios_and_with_another(told: Any) -> None:
    seen = told["dropped"]
    assert seen["scenarios"] == ["good.xlsx", "cheap"]
    assert seen["stays"] == seen["moved"]["changed"]
    assert seen["compared"] == f"{words.COMPARISON.zh} · good.xlsx · other.xlsx"


def test_going_back_leaves_everything_usable(told: Any) -> None:
    assert told["dropped"]["unusable"] == 0
    assert told["hostile"]["back"] == 0
    assert told["bad"]["back"] == [0] * (len(BAD) - 1)
    assert told["byKeyboard"]["atHome"] == 0


def test_the_language_is_kept_on_the_way_to_the_first_page(told: Any) -> None:
    assert told["dropped"]["home"] == [words.TITLE.zh, "zh-CN"]


def problems(path: Path) -> Sequence[Problem]:
    """All that is wrong with a file, as the page tells it, the gravest first."""
    with asked_by("page"), pytest.raises(ProblemsFound) as refusal:
        open_case(path)
    ranks = ["error", "warning", "assumption"]
    return sorted(refusal.value.problems, key=lambda problem: ranks.index(problem.severity))


def expected(path: Path, lang: Language) -> list[list[str]]:
    """The rows of the tables that tell it."""
    return [
        [
            plain(f"{problem.where} {problem.name.text(lang) if problem.name else ''}"),
            *(plain(each.text(lang)) for each in (problem.stands, problem.expected, problem.remedy)),
        ]
        for problem in problems(path)
    ]


@pytest.mark.parametrize("name", BAD)
def test_everything_that_is_wrong_stands_there_with_its_cell_and_remedy(
    told: Any, folder: Path, name: str
) -> None:
    heading, rows = told["bad"]["told"][name]
    assert heading == f"{name}: this cannot be worked out yet"
    assert [[plain(cell) for cell in row] for row in rows] == expected(folder / name, "en")
    assert len(rows) == {"many.xlsx": 6, "date.xlsx": 2}.get(name, len(rows))


def test_a_mended_file_is_sent_from_the_page_that_told(told: Any) -> None:
    changed = village().replace({PRICE: OTHER_PRICE})
    assert told["bad"]["mended"] == [sentence(changed.appraise(), "en")]


def test_a_file_over_the_limit_is_told_before_it_is_sent(told: Any) -> None:
    said = words.TOO_LARGE.en.format(20)
    assert told["onPhone"]["large"] == [[said], 0, True]
    assert told["onPhone"]["requests"] == 0
    assert told["bad"]["large"][0] == [said]


def test_what_is_wrong_is_printed_without_forms(told: Any) -> None:
    assert told["bad"]["printed"] == [False, len(told["bad"]["told"]["date.xlsx"][1])]
    assert told["bad"]["printedReport"] == [False, [words.TO_PRINT.en]]


def test_the_keyboard_alone_reaches_everything_in_the_language_of_the_browser(
    told: Any, folder: Path
) -> None:
    seen = told["byKeyboard"]
    assert seen["language"] == "zh-CN"
    assert seen["english"] == [words.TITLE.en, ["en"]]
    heading, rows = seen["told"]
    assert heading == words.NOT_YET.zh.format("fixed.xlsx")
    assert [[plain(cell) for cell in row] for row in rows] == expected(folder / "fixed.xlsx", "zh")
    assert seen["verdict"] == [sentence(village().appraise(), "zh")]
    assert seen["name"] == "good_zh - 工作簿.xlsx"
    assert open_case(folder / "by_keyboard.xlsx").project == village()
    assert seen["looked"] > 0


def test_a_remedy_is_followed_to_the_letter(told: Any, folder: Path) -> None:
    remedies = " ".join(row[3] for row in told["byKeyboard"]["told"][1])
    assert f"请在首页“{words.TEMPLATE.zh}”一栏选用本文件" in remedies
    longer = village().replace({"timeline.periods": 5})
    assert relocation.load(folder / "unfixed.xlsx").nested() == longer.nested()


def test_a_new_template_has_what_was_asked_for(told: Any, folder: Path) -> None:
    assert told["onPhone"]["template"] == "村庄.xlsx"
    opened = open_case(folder / "template.xlsx", as_basis=True)
    assert opened.lang == "zh"
    assert (opened.project.timeline.period, opened.project.timeline.periods) == ("month", 24)
    with ZipFile(folder / "template.xlsx") as archive:
        assert len(re.findall(rb'name="in_loans__\w+?__principal"', archive.read("xl/workbook.xml"))) == 5


def test_two_files_are_compared_from_the_first_page(told: Any, folder: Path) -> None:
    names = ["good.xlsx", "other.xlsx"]
    assert told["onPhone"]["compared"] == [
        f"{words.COMPARISON.en} · good.xlsx · other.xlsx",
        [*names, "cheap"],
    ]
    other = village().replace({PRICE: OTHER_PRICE})
    found = compare({"good.xlsx": village(), "other.xlsx": other, "cheap": other})
    page = still_page({lang: comparison_overview(found, LARGE_SCALE[lang]) for lang in LANGUAGES})
    assert (folder / "comparison.html").read_text("utf-8") == page
    assert relocation.load(folder / "comparison.xlsx") == village()


def test_an_unfinished_plan_shows_no_green(told: Any) -> None:
    assert told["hostile"]["green"] == []
    project = Project.read(UNFINISHED)
    assert told["hostile"]["verdict"] == [sentence(project.appraise(), "en")]


def test_hostile_names_are_texts(told: Any) -> None:
    seen, name = (
        told["hostile"],
        safe_name(HOSTILE_FILE.replace('"', "%22")),
    )  # as browsers spell it in a form
    assert seen["heading"] == name
    assert "<" not in name
    assert len(name.encode("utf-8")) < 255
    assert seen["made"] == [[1, 0], [2, 0]]
    assert "<img src=x onerror=alert(1)>{{ script }}{% raw %}" in seen["village"]
    assert seen["name"].endswith(" - report.html")
    assert not set(seen["name"]) & set('/\\<>"\u202e\u200f')


def test_without_scripts_the_same_forms_do(told: Any, folder: Path) -> None:
    seen, project = told["withoutScripts"], Project.read(PLAIN)
    text = report(project)
    assert seen["verdict"] == [sentence(project.appraise(), "en"), False]
    assert (seen["switched"], seen["coming"]) == (True, False)
    assert seen["figures"] == part(text, r"<b data-v=[^>]*>([^<]*)</b>")
    assert (folder / "plain.html").read_text("utf-8") == text
