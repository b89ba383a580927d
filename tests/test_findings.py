"""Every finding has its entry on the page in both languages, with the versions and numbers of its script, and can be run.

The scripts themselves are not run here: they install packages from a network.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
from pathlib import Path

import pytest

from docs.build_site import LANGUAGES
from relocation.labels import Language
from tests.documents import ROOT

SCRIPTS = sorted((ROOT / "findings").glob("*.sh"))
PAGES: dict[Language, Path] = {"en": ROOT / "docs" / "findings.md", "zh": ROOT / "docs" / "findings.zh.md"}
PIN = re.compile(r"[\w-]+==\d[\w.]*")
NUMBER = re.compile(r"(?<![A-Za-z\d.,_])\d+(?:[.,]\d+)*(?:e-?\d+)?")
SEEN, DONE = "Seen with ", "What relocation does about it: "


def entries(lang: Language) -> dict[str, str]:
    """The text of each entry of a page, by the script at its end, in the order of the page."""
    parts = re.split(r"^##+ ", PAGES[lang].read_text("utf-8"), flags=re.MULTILINE)[1:]
    scripts = {part: re.findall(r"\(\.\./findings/(\w+\.sh)\)", part) for part in parts}
    return {name: part for part, names in scripts.items() for name in names}


def header(script: Path) -> str:
    """What a script says of itself above its first command."""
    lines = script.read_text("utf-8").splitlines()[1:]
    return " ".join(line.removeprefix("#").strip() for line in lines[: lines.index("set -euo pipefail")])


def installed(script: Path) -> set[str]:
    """What a script asks pip for."""
    asked = re.findall(r"\binstall ([^;\n]*)", script.read_text("utf-8"))
    words = {word for line in asked for word in shlex.split(line)}
    return {word for word in words if not word.startswith("-")} - {"$@"}


def by_name(script: Path) -> str:
    return script.name


@pytest.mark.parametrize("script", SCRIPTS, ids=by_name)
def test_a_finding_is_a_script_that_stops_at_a_fault_and_leaves_nothing(script: Path) -> None:
    text = script.read_text("utf-8")
    assert os.name == "nt" or os.access(script, os.X_OK)
    assert text.startswith("#!/usr/bin/env bash\n# ")
    assert "\nset -euo pipefail\n\nfolder=$(mktemp -d)\ntrap 'rm -rf \"$folder\"' EXIT\n" in text
    for program in re.findall(r"<<'PY'\n(.*?)^PY$", text, re.MULTILINE | re.DOTALL):
        ast.parse(program)


@pytest.mark.parametrize("script", SCRIPTS, ids=by_name)
def test_a_finding_pins_what_it_installs_and_was_seen_with_it(script: Path) -> None:
    packages = installed(script)
    assert packages
    assert [package for package in packages if not PIN.fullmatch(package)] == []
    for name, version in (package.split("==") for package in packages):
        named = re.findall(rf"(?<![\w-]){name} (\d[\w.]*\w)", header(script))
        assert set(named) <= {version}, name


@pytest.mark.parametrize("script", SCRIPTS, ids=by_name)
def test_a_finding_says_what_was_seen_and_what_is_done(script: Path) -> None:
    said, _, done = header(script).partition(DONE)
    assert SEEN in said
    named = re.findall(r"relocation/[\w/]+(?:\.\w+)?", done)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_has_one_entry(lang: Language) -> None:
    linked = re.findall(r"\(\.\./findings/(\w+\.sh)\)", PAGES[lang].read_text("utf-8"))
    assert sorted(linked) == [script.name for script in SCRIPTS]
    assert list(entries(lang)) == linked


def test_both_pages_have_the_same_order_and_the_same_numbers() -> None:
    english, chinese = (entries(lang) for lang in LANGUAGES)
    assert list(english) == list(chinese)
    for name, text in english.items():
        assert set(NUMBER.findall(text)) == set(NUMBER.findall(chinese[name])), name
        assert set(re.findall(r"`[^`]+`|\]\([^)]+\)", text)) == set(
            re.findall(r"`[^`]+`|\]\([^)]+\)", chinese[name])
        ), name


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("script", SCRIPTS, ids=by_name)
def test_an_entry_says_what_its_script_says(script: Path, lang: Language) -> None:
    entry = entries(lang)[script.name]
    assert set(PIN.findall(entry)) == installed(script)
    assert set(NUMBER.findall(header(script))) - set(NUMBER.findall(entry)) == set()
    files = re.findall(r"relocation/[\w/]+\.\w+", header(script))
    assert [file for file in files if f"(../{file})" not in entry] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tests_that_an_entry_names_stand_in_the_files_it_links(lang: Language) -> None:
    for name, entry in entries(lang).items():
        files = re.findall(r"\]\(\.\./(tests/[\w/]+\.py)\)", entry)
        text = "\n".join((ROOT / file).read_text("utf-8") for file in files)
        tests = re.findall(r"`(test_\w+)`", entry)
        assert tests, name
        assert [test for test in tests if f"def {test}(" not in text] == []
