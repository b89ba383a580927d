"""What the server answers: what a command tells of the same file, to the letter; with bad workbooks, good ones and unfinished ones."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest
from docx import Document

import relocation
from relocation.caller import asked_by
from relocation.cases import open_case
from relocation.excel.read.project import read_workbook
from relocation.labels import LANGUAGES, Language
from relocation.page.page import page_text
from relocation.problems import Problem, ProblemsFound
from relocation.reports.verdict import verdict_sentence
from relocation.web.answers import answer, unexpected
from relocation.web.task import Answer, Asked, Task, Upload
from tests.bad_inputs.cases import DATES, FORMULAS, NUMBERS, ROWS, SHEETS, Case
from tests.bad_inputs.containers import CONTAINERS, MARKUP
from tests.bad_inputs.workbooks import Filled
from tests.planner import lujia_template, typed

BAD = [
    case
    for case in (*NUMBERS, *DATES, *FORMULAS, *ROWS, *SHEETS, *CONTAINERS, *MARKUP)
    if case.outcome == "reject"
]
SAMPLE = BAD[::6]
HOSTILE = "</script><img src=x onerror=alert(1)>'\"&amp;"


def asked(
    what: Asked,
    *files: Upload,
    lang: Language = "en",
    folder: Path,
    typed_in: Mapping[str, str] | None = None,
) -> Answer:
    task = Task(what, lang, tuple(file.name for file in files), typed_in or {})
    folder.mkdir(exist_ok=True)
    task.put(folder, files)
    with asked_by("page"):
        return answer(Task.taken(folder), folder)


def words_of(answered: Answer) -> str:
    """What a reader sees, in both languages."""
    body = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", "", answered.data.decode("utf-8"))
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", body.partition("<body")[2])))


def as_seen(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def lujia(lang: Language = "en") -> Upload:
    return Upload("lujia.xlsx", lujia_template(lang))


@pytest.mark.parametrize("case", SAMPLE, ids=[case.name for case in SAMPLE])
def test_every_problem_of_a_bad_workbook_is_on_the_page(case: Case, tmp_path: Path) -> None:
    made = case.make(Filled(lang := LANGUAGES[SAMPLE.index(case) % 2]))
    file = Upload("village.xlsx", made if isinstance(made, bytes) else made.bytes())
    answered = asked("judge", file, lang=lang, folder=tmp_path)
    with asked_by("page"), pytest.raises(ProblemsFound) as told:
        open_case(tmp_path / "0" / "village.xlsx")
    assert answered.status == 422
    assert_all_told(told.value.problems, words_of(answered))


def assert_all_told(problems: tuple[Problem, ...], seen: str) -> None:
    assert problems
    for problem in problems:
        for label in (problem.stands, problem.expected, problem.remedy):
            assert as_seen(label.en) in seen
            assert as_seen(label.zh) in seen
        assert as_seen(problem.where) in seen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_good_file_gets_its_verdict_and_holds_itself_for_the_next_question(
    lang: Language, tmp_path: Path
) -> None:
    answered = asked("judge", lujia(lang), lang=lang, folder=tmp_path)
    page, seen = answered.data.decode("utf-8"), words_of(answered)
    assert answered.status == 200
    assert 'data-state="good"' in page.partition("<body")[2]
    for sentence in verdict_sentence(relocation.load("lujia").appraise()).words:
        assert as_seen(sentence) in seen
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}"' in page
    assert page.count('name="kept"') == 3  # to take along, to compare, to show


def test_what_the_program_assumed_is_told_as_check_tells_it(tmp_path: Path) -> None:
    answered = asked("judge", lujia(), folder=tmp_path)
    case = open_case(tmp_path / "0" / "lujia.xlsx")
    problems = case.problems(case.project.appraise())
    assert {problem.severity for problem in problems} == {"assumption"}
    assert_all_told(tuple(problems), words_of(answered))


def test_no_green_stands_on_an_unfinished_plan(tmp_path: Path) -> None:
    blank = asked("template", folder=tmp_path / "a", typed_in={"loans": "1"})
    answered = asked("judge", Upload("blank.xlsx", blank.data), folder=tmp_path / "b")
    body = answered.data.decode("utf-8").partition("<body")[2]
    assert 'data-state="warn"' in body
    assert 'data-state="good"' not in body
    assert "Nothing to judge" in words_of(answered)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_taken_along_is_what_commands_write(lang: Language, tmp_path: Path) -> None:
    taken = {}
    for what in ("report", "document", "workbook"):
        taken[what] = asked(what, lujia(lang), lang=lang, folder=tmp_path / what)
    project = open_case(tmp_path / "report" / "0" / "lujia.xlsx").project
    with asked_by("page"):
        assert taken["report"].data.decode("utf-8") == page_text(project.appraise(), lang)
    assert len(Document(io.BytesIO(taken["document"].data)).tables) > 5
    path = tmp_path / "again.xlsx"
    path.write_bytes(taken["workbook"].data)
    assert read_workbook(path).project == project
    assert [answered.name.rpartition(".")[2] for answered in taken.values()] == ["html", "docx", "xlsx"]
    assert all(answered.name.startswith("lujia - ") for answered in taken.values())


def test_two_files_are_compared_and_both_are_named_where_one_is_wrong(tmp_path: Path) -> None:
    dearer = Upload("dearer.xlsx", typed(lujia_template("zh"), {"construction.housing.rate": 2000}))
    compared = asked("comparison", lujia(), dearer, folder=tmp_path / "a")
    assert "dearer.xlsx" in words_of(compared)
    assert asked("compare", lujia(), dearer, folder=tmp_path / "b").status == 200
    bad = Upload("bad.xlsx", typed(lujia_template("en"), {"land_quota.price": "dear"}))
    refused = asked("compare", bad, Upload("bad.xlsx", bad.data[:5000]), folder=tmp_path / "c")
    assert refused.status == 422
    assert "bad.xlsx: Inputs!" in words_of(refused)
    assert "dear" in words_of(refused)
    assert "breaks off" in words_of(refused)


def test_a_template_has_the_length_the_period_and_the_room_asked_for(tmp_path: Path) -> None:
    wanted = {"timeline.period": "month", "timeline.periods": "24", "loans": "5", "costs": "", "lang": "zh"}
    made = asked("template", lang="zh", folder=tmp_path, typed_in=wanted)
    assert made.name == "村庄.xlsx"
    path = tmp_path / "a.xlsx"
    path.write_bytes(made.data)
    filled = read_workbook(path)
    assert (filled.lang, filled.project.timeline.period, filled.project.timeline.periods) == (
        "zh",
        "month",
        24,
    )
    assert len(filled.with_slots.loans) == 5


def test_all_that_is_wrong_with_a_wanted_template_is_told(tmp_path: Path) -> None:
    refused = asked("template", folder=tmp_path, typed_in={"loans": "many", "costs": "61"})
    assert refused.status == 422
    assert words_of(refused).count("a whole number from 0 to 60") == 2
    refused = asked("template", folder=tmp_path / "b", typed_in={"timeline.periods": "601"})
    assert "600" in words_of(refused)


def test_a_refusal_about_a_fixed_cell_is_mended_by_the_page_itself(tmp_path: Path) -> None:
    """Its remedy, followed to the letter: the same file below New template."""
    file = Upload("a.xlsx", typed(lujia_template("en"), {"timeline.periods": 15}))
    assert "New template" in words_of(asked("judge", file, folder=tmp_path / "a"))
    made = asked("template", file, folder=tmp_path / "b")
    path = tmp_path / "b.xlsx"
    path.write_bytes(made.data)
    assert relocation.load(path).timeline.periods == 15


def test_markup_in_a_file_is_text(tmp_path: Path) -> None:
    lujia_text = (Path(relocation.__file__).parents[1] / "models" / "lujia.toml").read_text("utf-8")
    named = re.sub(r"(?m)^name_en = .*$", lambda _: f"name_en = {json.dumps(HOSTILE)}", lujia_text)
    assert HOSTILE.replace('"', '\\"') in named
    file = Upload("a.toml", named.encode("utf-8"))
    answered = asked("judge", file, folder=tmp_path / "a")
    assert answered.status == 200
    assert "<img" not in answered.data.decode("utf-8").partition("<body")[2]
    wrong = Upload("a.toml", f"[village]\nhouseholds = '{HOSTILE[:20]}'\n".encode())
    refused = asked("judge", wrong, folder=tmp_path / "b")
    assert refused.status == 422
    assert "<img" not in refused.data.decode("utf-8")


def test_an_error_of_ours_is_told_by_its_kind_alone() -> None:
    answered = unexpected(Task("judge", "en", ("a.xlsx",)), KeyError("what the file holds"))
    assert answered.status == 500
    assert "KeyError" in words_of(answered)
    assert "what the file holds" not in words_of(answered)
