"""The command that writes the report of a case: kinds, refusals, what is missing, what is left behind."""

import os
import stat
import sys
from pathlib import Path

import pytest

from relocation.page import browser
from relocation.page.browser import CannotPrint, pdf_of
from tests.cli.running import relocation
from tests.word.reading import every_text, opened

PRINTS = """#!{python}
import sys
[target] = [word.partition("=")[2] for word in sys.argv if word.startswith("--print-to-pdf=")]
[profile] = [word.partition("=")[2] for word in sys.argv if word.startswith("--user-data-dir=")]
open({log!r}, "w").write("\\n".join([profile, *sys.argv]))
open(target, "wb").write(b"%PDF-1.4 printed")
"""
REFUSES = """#!{python}
import sys
sys.exit("no room on this machine")
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def program(text: str, folder: Path) -> str:
    """A program that stands for a browser."""
    path = folder / "browser"
    path.write_text(text.format(python=sys.executable, log=str(folder / "asked")), encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_document_is_written_and_told(lang: str) -> None:
    outcome = relocation("report", "lujia", "-o", "lujia.docx", "--lang", lang)
    assert (outcome.code, outcome.stdout) == (0, "")
    assert "lujia.docx" in outcome.stderr
    text = every_text(opened(Path("lujia.docx").read_bytes()))
    assert {"en": "49.483", "zh": "4,948.30"}[lang] in text


def test_a_page_is_written() -> None:
    assert relocation("report", "lujia", "-o", "lujia.html").code == 0
    page = Path("lujia.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "49.483" in page


def test_changes_and_units_reach_the_report() -> None:
    changed = relocation(
        "report", "lujia", "-o", "l.docx", "--set", "land_quota.price*=0.8", "--unit", "yuan"
    )
    assert changed.code == 0
    assert "19,483,000" in every_text(opened(Path("l.docx").read_bytes()))


def test_a_roster_shows_how_households_differ() -> None:
    assert relocation("report", "lujia", "-o", "l.docx", "--households", "lujia").code == 0
    text = every_text(opened(Path("l.docx").read_bytes()))
    assert "What is left, by household" in text
    assert "391" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "-o FILE.html"),
        (["-o", "x.odt"], ".docx or .html or .pdf"),
        (["-o", "x.docx", "--households", "nowhere.xlsx"], "nowhere.xlsx"),
        (["-o", "x.docx", "--set", "nonsense=1"], "nonsense"),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments: list[str], said: str) -> None:
    outcome = relocation("report", "lujia", *arguments)
    assert outcome.code == 2
    assert said in outcome.stderr
    assert os.listdir() == []


def test_a_file_that_exists_stays_unless_forced() -> None:
    Path("l.docx").write_text("mine", encoding="utf-8")
    outcome = relocation("report", "lujia", "-o", "l.docx")
    assert outcome.code == 4
    assert "--force" in outcome.stderr
    assert Path("l.docx").read_text("utf-8") == "mine"
    assert relocation("report", "lujia", "-o", "l.docx", "--force").code == 0
    assert Path("l.docx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setattr("relocation.cli.report.find_spec", lambda _: None)
    outcome = relocation("report", "lujia", "-o", "l.docx", "--lang", lang)
    assert outcome.code == 2
    assert 'pip install "relocation[word]"' in outcome.stderr
    assert os.listdir() == []


def test_without_a_browser_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(browser.NAMED, raising=False)
    monkeypatch.setattr(browser, "installed", lambda *_: None)
    outcome = relocation("report", "lujia", "-o", "l.pdf")
    assert outcome.code == 2
    assert "RELOCATION_BROWSER" in outcome.stderr
    assert os.listdir() == []


def test_a_browser_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browser.NAMED, "/nowhere/browser")
    outcome = relocation("report", "lujia", "-o", "l.pdf")
    assert outcome.code == 2
    assert "/nowhere/browser" in outcome.stderr


@pytest.mark.skipif(os.name != "posix", reason="a script stands for the browser")
def test_the_browser_prints_without_network_in_a_profile_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(browser.NAMED, program(PRINTS, tmp_path))
    assert relocation("report", "lujia", "-o", "l.pdf").code == 0
    assert Path("l.pdf").read_bytes() == b"%PDF-1.4 printed"
    profile, *asked = (tmp_path / "asked").read_text("utf-8").splitlines()
    assert not Path(profile).parent.exists()
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in asked
    assert "--headless" in asked


@pytest.mark.skipif(os.name != "posix", reason="a script stands for the browser")
def test_a_browser_that_prints_nothing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(browser.NAMED, program(REFUSES, tmp_path))
    with pytest.raises(CannotPrint) as refusal:
        pdf_of("<!doctype html>")
    assert "no room on this machine" in refusal.value.label.en
    outcome = relocation("report", "lujia", "-o", "l.pdf")
    assert outcome.code == 2
    assert not Path("l.pdf").exists()


def test_a_browser_prints_the_page_of_lujia() -> None:
    try:
        browser.browser()
    except CannotPrint:
        pytest.skip("no browser is installed")
    assert relocation("report", "lujia", "-o", "l.pdf").code == 0
    assert Path("l.pdf").read_bytes().startswith(b"%PDF")
