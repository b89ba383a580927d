"""The page in a browser: moved by hand, told as Python tells it after each change, printed, on a phone, without scripts."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import relocation
from relocation.calendar import day_number
from relocation.labels import Language
from relocation.page import page_text
from relocation.project.project import Project
from relocation.reports.verdict import village_name
from tests.cli.running import relocation as command
from tests.page.villages import WHAT_IFS, lujia, plans
from tests.processes import finished
from tests.spreadsheet_programs import by_node, missing

SCRIPT = Path(__file__).with_name("in_browser.cjs")
COMPARED: dict[Language, list[str]] = {"en": list(WHAT_IFS), "zh": ["late"]}
JUNK = {
    "other": "#en~0000000000~1=5",
    "nonsense": "#en~MARK~zz=1~g=~%00~=4~i=-3~i=4",
    "empty": "#",
    "zh": "#zh",
    "markup": "#<img src=x onerror=alert(1)>",
}
SURE = {"published", "derived", "assumption", "calibrated", "已公布", "推算", "假设", "校准"}
SAID_OF_CHANGED = {"what-if", "试算"}
NO_DEBT = "No loan or bond is taken up."


def chromium() -> str:
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None) or missing("chromium")


def as_number(project: Project, path: str, value: Any) -> float:
    """A value as the page holds it: a choice by its place, a day by its number."""
    choices = project.at(path).record.choices
    if choices:
        return [choice.key for choice in choices].index(value)
    return day_number(value) if isinstance(value, date) else float(value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages, and what is asked of them."""
    place, base = tmp_path_factory.mktemp("pages"), lujia()

    def put(name: str, project: Project, lang: Language) -> str:
        text = page_text(project.appraise(), lang)
        (place / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
        return text

    text = put("lujia_en", base, "en")
    put("lujia_zh", base, "zh")
    tampered = text.replace("function readPlan(", "function readPlan (", 1)
    (place / "tampered.html").write_text(tampered, encoding="utf-8", newline="\n")
    for lang, names in COMPARED.items():
        for name in names:
            put(f"{name}_{lang}", lujia(WHAT_IFS[name]), lang)
    for name, project in plans().items():
        put(name, project, "en")
    asked = {
        "whatIfs": {
            name: {path: as_number(base, path, value) for path, value in changes.items()}
            for name, changes in WHAT_IFS.items()
        },
        "compared": COMPARED,
        "plans": list(plans()),
        "junk": JUNK,
    }
    (place / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def told(folder: Path) -> Any:
    """What the browser saw."""
    return json.loads(by_node(SCRIPT, folder, CHROMIUM=chromium()))


def test_a_page_says_nothing_in_the_console_and_asks_nobody(told: Any) -> None:
    assert told["requests"] == []
    refused = [message for message in told["messages"] if message.startswith("tampered: ")]
    assert [message for message in told["messages"] if message not in refused] == []
    assert len(refused) == 1
    assert "Content Security Policy" in refused[0]


def figures(told: Any) -> Iterator[tuple[str, Any]]:
    return iter(told["everyWhatIf"].items())


def test_every_figure_after_a_change_is_that_of_python(told: Any) -> None:
    """What Python shows of the changed plan is seen on the live page too, letter by letter; it marks what rests on a change."""
    for name, found in figures(told):
        live, written = found["live"]["cells"], found["written"]["cells"]
        assert found["problem"] == "", name
        assert len(written) > 2000, name
        for place, texts in written.items():
            assert len(live[place]) == len(texts), (name, place)
            for shown, wanted in zip(live[place], texts, strict=True):
                is_sure = wanted in SURE and shown in SAID_OF_CHANGED
                assert shown == wanted or is_sure, (name, place)


def test_every_sentence_after_a_change_is_that_of_python(told: Any) -> None:
    for name, found in figures(told):
        told_of_debt = [text for text in found["live"]["said"] if text.startswith("Financing comes to")]
        without_loan = name.startswith("nothing")
        said = [text for text in found["live"]["said"] if not (without_loan and text in told_of_debt)]
        assert said == found["written"]["said"], name
        assert found["live"]["ranked"] == found["written"]["ranked"], name


def test_at_the_start_the_script_exchanges_nothing(told: Any) -> None:
    assert told["byHand"]["exchanged"] == "0"
    assert {name: found["exchanged"] for name, found in told["hardPlans"].items()} == dict.fromkeys(
        plans(), "0"
    )


def test_a_slider_is_moved_by_keys_and_the_page_says_what_was_changed(told: Any) -> None:
    hand = told["byHand"]
    assert hand["byKeys"] == [["land_quota.delay", 6]]
    assert hand["spoken"] == "6 months"
    assert "not the delivered plan" in hand["changed"]
    assert "Delay of quota money: 6 months instead of 0 months" in hand["changed"]
    assert hand["title"].startswith("what-if")
    assert hand["afterOneBack"] == 1
    assert hand["afterReset"] == [False, "Viable: every rule that decides holds; rules that warn do not."]


def test_a_wrong_entry_says_what_is_expected_and_is_not_applied(told: Any) -> None:
    said, invalid = told["byHand"]["wrong"]
    assert said.startswith("Expected: a number in yuan >= 0.")
    assert invalid == "true"
    assert told["byHand"]["notApplied"] == 1
    assert told["byHand"]["fullWidth"] == 6000


def test_a_broken_rule_is_told_by_its_name_and_greys_the_figures(told: Any) -> None:
    said, stale = told["byHand"]["broken"]
    assert "Instalment: " in said
    assert "expected shares that sum to 1" in said
    assert stale


def test_any_figure_is_explained_down_to_its_source(told: Any) -> None:
    tree = told["byHand"]["explanation"]
    assert "Lowest closing cash" in tree
    assert "20,757,500 yuan" in tree
    assert "Opening cash + Total inflow − Total outflow" in tree
    assert told["byHand"]["unexplained"] == 0
    assert told["byHand"]["focusAfterExplanation"]
    assert told["byHand"]["focusAfterScenario"] == "copy"


def test_the_language_is_changed_without_loading(told: Any) -> None:
    verdict, lang, balance = told["byHand"]["other"]
    assert verdict.startswith("可行")
    assert (lang, balance) == ("zh-CN", "4,948.30")


def test_the_state_is_in_the_link_and_junk_changes_nothing(told: Any) -> None:
    hand = told["byHand"]
    assert hand["again"] == hand["byKeys"]
    changed = {name: found[0] for name, found in hand["junk"].items()}
    assert changed == {"other": 0, "nonsense": 1, "empty": 0, "zh": 0, "markup": 0}
    assert "another state" in hand["junk"]["other"][1]
    assert hand["junk"]["zh"][2] == "zh"


def test_a_what_if_is_a_scenario_that_the_program_reads(told: Any, tmp_path: Path) -> None:
    csv, toml = told["byHand"]["scenario"]
    (tmp_path / "futures.csv").write_text(csv, encoding="utf-8")
    found = command("compare", "lujia", "--scenarios", tmp_path / "futures.csv", "-f", "json").record
    assert found["changed"]["what-if"] == {"land_quota.delay": [0, 6]}
    assert tomllib.loads(toml) == {"land_quota": {"delay": 6}}


def test_a_phone_scrolls_down_only_and_is_moved_by_touch(told: Any) -> None:
    phone = told["onPhone"]
    assert phone["wider"] <= 0
    assert phone["widerOpen"] <= 0
    assert phone["byTouch"] == 1
    assert all(width <= 390 for width in phone["charts"])


@pytest.mark.parametrize("page", ["lujia_en", "tampered"])
def test_without_the_script_the_report_stands_and_no_control_is_seen(told: Any, page: str) -> None:
    found = told["still"][page]
    assert found["verdict"] == "Viable: every rule that decides holds; rules that warn do not."
    assert found["pictures"] == 7
    assert found["cells"] > 4000
    assert (found["controls"], found["live"]) == (0, False)


@pytest.mark.parametrize("name", plans())
def test_hard_plans_are_drawn_and_computed(told: Any, name: str) -> None:
    found, project = told["hardPlans"][name], plans()[name]
    assert found["problem"] == ""
    assert (found["scripts"], found["images"]) == (2, 0)
    assert found["wider"] <= 0
    assert found["changed"] == (0 if name == "no_money" else 1)
    names = village_name(project.appraise())
    assert found["heading"] == (names.en if names.en == names.zh else names.en + names.zh)


def test_a_serious_fault_of_access_is_found_nowhere(told: Any) -> None:
    serious = {
        page: [fault for fault in faults if fault["impact"] in {"serious", "critical"}]
        for page, faults in told["judgedByAxe"].items()
    }
    assert serious == {page: [] for page in serious}


def test_a_changed_page_is_printed_with_what_was_changed_and_without_controls(
    told: Any, folder: Path
) -> None:
    sliders, tools, what_if, selects = told["printed"]["seen"]
    assert (sliders, tools, what_if, selects) == (False, False, True, False)
    if shutil.which("pdftotext") is None:
        missing("pdftotext")
    text = str(finished(["pdftotext", "-layout", folder / "lujia.pdf", "-"]).stdout)
    assert "情景试算，并非交付方案" in re.sub(r"\s", "", text)
    info = str(finished(["pdfinfo", folder / "lujia.pdf"]).stdout)
    assert re.search(r"Page size: +59[45]\.\d+ x 84[12]\.\d+ pts \(A4\)", info)
    assert 5 <= int(re.search(r"Pages: +(\d+)", info)[1]) <= 14  # type: ignore[index]


def test_the_package_writes_the_page(tmp_path: Path) -> None:
    relocation.load("lujia").appraise().to_html(tmp_path / "lujia.html", lang="zh")
    assert (tmp_path / "lujia.html").read_text("utf-8") == page_text(lujia().appraise(), "zh")
