"""-o FILE.html of compare, simulate, run --consolidate and households: pictures and tables in both languages, and no script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from relocation.labels import LANGUAGES, LARGE_SCALE, Language
from relocation.reading.toml_file import write
from relocation.tables.numbers import number_text
from tests.cli.running import relocation
from tests.small_village import finished_project

HOSTILE = "<b>坏&“x”</b><script>alert(1)</script>"
SPEC = """
[inputs."land_quota.price"]
distribution = "triangular"
low = 60_000
mode = 97_637
high = 120_000
[inputs."land_quota.delay"]
distribution = "discrete"
values = [0, 12, 24]
weights = [6, 3, 1]
[outputs]
names = ["balance", "cash.minimum"]
"""
COUNTY = """
[county]
name_en = "Tiny <b>County"
name_zh = "小县"
villages = ["a.toml", "b.toml"]
[loans.policy]
label_en = "Policy <loan>"
label_zh = "统贷"
principal = 1_000
rate = 0.1
term = 4
first_day = 2020-01-01
period = "year"
shares = {"a.toml" = 0.25, "b.toml" = 0.75}
"""


class Read(HTMLParser):
    """A page as a browser reads it: what stands in it for a language, and what it is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.policy = self.style = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        assert not [name for name in told if name.startswith("on") or name in {"style", "src", "xmlns"}]
        assert str(told.get("href", "#")).startswith("#")
        self.policy += str(told["content"]) if told.get("http-equiv") else ""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["style"] and not self.style:
            self.style = data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def compared(_: Path) -> tuple[Any, ...]:
    return (
        "compare",
        "lujia",
        "--scenario",
        f"{HOSTILE}: land_quota.price=*0.4",
        "--scenario",
        "dear: land_quota.price=*1.1",
    )


def simulated(folder: Path) -> tuple[Any, ...]:
    (folder / "spec.toml").write_text(SPEC, encoding="utf-8")
    return ("simulate", "lujia", "--spec", folder / "spec.toml", "-n", "500", "--seed", "3")


def consolidated(folder: Path) -> tuple[Any, ...]:
    for number, name in enumerate(("a", "b"), start=1):
        works = {"works": {"quantity": 1.0, "rate": 1_000_000.0 * number}}
        project = finished_project(construction=works).replace({"village.name_en": HOSTILE})
        (folder / f"{name}.toml").write_text(write(project), encoding="utf-8")
    (folder / "county.toml").write_text(COUNTY, encoding="utf-8")
    return ("run", folder / "county.toml", "--consolidate")


def surveyed(_: Path) -> tuple[Any, ...]:
    return ("households", "lujia", "--by", "option")


COMMANDS: dict[str, tuple[Callable[[Path], tuple[Any, ...]], int, Callable[[Any], list[float]]]] = {
    "compare": (compared, 2, lambda told: [case["fund_balance.balance"] for case in told["cases"].values()]),
    "simulate": (simulated, 5, lambda told: [told["outputs"]["fund_balance.balance"]["mean"]]),
    "county": (consolidated, 4, lambda told: [village["balance"] for village in told["villages"]]),
    "households": (
        surveyed,
        3,
        lambda told: [told["sums"][side] / 100 for side in ("received", "paid", "left")],
    ),
}


def page_of(command: tuple[Any, ...], file: Path, lang: str) -> str:
    outcome = relocation(*command, "-o", file, "--force", "--lang", lang)
    assert (outcome.code, file.name in outcome.stderr) == (0, True), outcome.stderr
    return file.read_text("utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_has_its_pictures_and_the_figures_of_the_object(
    name: str, lang: Language, tmp_path: Path
) -> None:
    make, pictures, figures = COMMANDS[name]
    command = make(tmp_path)
    page = page_of(command, tmp_path / "page.html", lang)
    read = Read(page)
    assert page.startswith(f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">')
    assert (read.tags.count("figure"), read.tags.count("figcaption") <= pictures) == (pictures, True)
    assert [page.count(f"<div class={kind}><svg") for kind in ("wide", "narrow")] == [2 * pictures] * 2
    assert not {"script", "link", "img", "iframe", "form", "base"} & set(read.tags)
    assert (
        len(re.findall("<b>", page)) == read.tags.count("b") == len(re.findall('<dl class="keys">', page)) * 4
    )
    digest = base64.b64encode(hashlib.sha256(read.style.encode()).digest()).decode()
    assert (
        read.policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    shown = relocation(*command, "-f", "json").record
    for value in figures(shown):
        for scale in LARGE_SCALE.values():
            assert number_text(value, "yuan", scale) in read.text, (value, scale)
    assert page_of(command, tmp_path / "page.html", lang) == page


def test_names_stand_as_they_are_written(tmp_path: Path) -> None:
    for make in (compared, consolidated):
        page = page_of(make(tmp_path), tmp_path / "page.html", "en")
        assert "<script" not in page
        assert HOSTILE in unescape(page)


def test_the_verdict_of_each_case_stands_first(tmp_path: Path) -> None:
    english = Read(page_of(compared(tmp_path), tmp_path / "page.html", "en")).text
    assert "2 of 3 cases are viable: lujia, dear." in english
    assert "3个方案中2个可行：lujia、dear。" in english
    assert english.index("2 of 3 cases") < english.index("Closing cash of each case")


def test_how_probable_it_is_to_fail_is_told_with_its_error(tmp_path: Path) -> None:
    command = simulated(tmp_path)
    read = Read(page_of(command, tmp_path / "page.html", "en"))
    worst = max(relocation(*command, "-f", "json").record["rules"], key=lambda rule: rule["share"])
    share = number_text(worst["share"], "share")
    error = number_text(1.959963984540054 * worst["standard_error"], "share")
    assert f"Cash runs out in {share} of the futures, ±{error} (95 % confidence)." in read.text


def test_a_simulation_of_an_unfinished_plan_says_so_first(tmp_path: Path) -> None:
    """That no rule fails in any future is no green light where something is not stated yet."""
    plan = Path(__file__).parents[1] / "rendered_files" / "unfinished.toml"
    (spec := tmp_path / "spec.toml").write_text(SPEC)
    page = page_of(
        ("simulate", plan, "--spec", spec, "-n", "50", "--seed", "1"), tmp_path / "page.html", "en"
    )
    assert "Unfinished, neither viable nor not" in page
    assert re.findall(r'class="verdict" data-state="(\w+)"', page) == ["warn"]


def test_the_least_villages_stand_first(tmp_path: Path) -> None:
    command = consolidated(tmp_path)
    read = Read(page_of(command, tmp_path / "page.html", "en"))
    villages = relocation(*command, "-f", "json").record["villages"]
    files = [village["file"] for village in sorted(villages, key=lambda village: village["balance"])]
    places = [read.text.index(f"({file})") for file in files]
    assert places == sorted(places)
    assert "not viable" in read.text or "Unfinished" in read.text or "Every village is viable." in read.text


def test_money_stands_on_the_scale_that_is_asked_for(tmp_path: Path) -> None:
    read = Read(page_of((*compared(tmp_path), "--unit", "yuan"), tmp_path / "page.html", "en"))
    assert number_text(49_483_000, "yuan", "yuan") in read.text
    assert number_text(49_483_000, "yuan", "wan") not in read.text


def test_a_page_of_households_holds_no_ids(tmp_path: Path) -> None:
    page = page_of(surveyed(tmp_path), tmp_path / "page.html", "zh")
    assert "SYN-0001" not in page
    assert "模拟户0001" not in page


def test_a_page_of_one_case_is_that_of_its_report(tmp_path: Path) -> None:
    for lang, told in (
        ("en", "relocation report CASE -o FILE.html"),
        ("zh", "relocation report 案例 -o FILE.html"),
    ):
        outcome = relocation("run", "lujia", "-o", tmp_path / "page.html", "--lang", lang)
        assert (outcome.code, told in outcome.stderr) == (2, True)
    assert not list(tmp_path.iterdir())


def test_many_cases_are_still_a_page(tmp_path: Path) -> None:
    rows = "".join(f"future {at},{60_000 + at}\n" for at in range(50))
    (tmp_path / "many.csv").write_text(f"name,land_quota.price\n{rows}", encoding="utf-8")
    command = ("compare", "lujia", "--scenarios", tmp_path / "many.csv")
    page = Read(page_of(command, tmp_path / "page.html", "en")).text
    assert "Cash runs out in 50 of 51 cases. The first 40 are shown." in page
