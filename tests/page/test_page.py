"""The page as a text: its size, its policy, its data, its figures beside those of `run`, and what its scripts may not contain."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections import Counter
from functools import cache
from typing import Any

import pytest

from relocation.appraisal import Appraisal
from relocation.javascript import Engine, script
from relocation.labels import LANGUAGES, Language
from relocation.page import page_text, scripts, words
from relocation.page.plan import PACKED, Pool, shortened
from relocation.page.scripts import page_script, page_style
from relocation.project.fields import closed_name
from relocation.project.template import template_project
from relocation.reports.run import run_record
from relocation.tables.numbers import cell_text
from tests.page.own_village import own_village
from tests.page.villages import HOSTILE, lujia

MOST_BYTES = 600_000
NAMES = re.compile(r"^(?:function\*? |const |let |class )(\w+)", re.MULTILINE)


@cache
def page(lang: Language = "en", hostile: bool = False) -> str:
    return page_text(appraisal(hostile), lang)


@cache
def appraisal(hostile: bool = False) -> Appraisal:
    return lujia(HOSTILE if hostile else None).appraise()


def part(text: str, pattern: str) -> str:
    found = re.search(pattern, text, re.DOTALL)
    assert found is not None, pattern
    return found[1]


def plan(text: str) -> Any:
    return json.loads(part(text, r'<script type="application/json" id="plan">(.*?)</script>'))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_of_lujia_is_small_and_always_the_same(lang: Language) -> None:
    assert len(page(lang).encode("utf-8")) <= MOST_BYTES
    assert page_text(lujia().appraise(), lang) == page(lang)


@pytest.mark.parametrize("hostile", [False, True])
def test_the_policy_lets_nothing_run_but_the_script_and_style_of_the_package(hostile: bool) -> None:
    text = page(hostile=hostile)
    policy = html.unescape(part(text, r'http-equiv="Content-Security-Policy" content="([^"]*)"'))
    hashes = {
        kind: "sha256-" + base64.b64encode(hashlib.sha256(inner.encode("utf-8")).digest()).decode()
        for kind, inner in (
            ("script", part(text, r"<script>(.*?)</script>")),
            ("style", part(text, r"<style>(.*?)</style>")),
        )
    }
    assert policy == (
        f"default-src 'none'; script-src '{hashes['script']}'; style-src '{hashes['style']}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert part(text, r"<script>(.*?)</script>") == page_script()
    assert part(text, r"<style>(.*?)</style>") == page_style()


def test_nothing_is_loaded_and_nothing_is_styled_or_run_in_place() -> None:
    text = page().replace(page_script(), "")
    assert re.findall(r"<(?:link|iframe|object|embed|img)\b", text) == []
    assert (
        re.findall(r"\s(?:on\w+|style|src)=", re.sub(r'id="plan">.*?</script>', "", text, flags=re.DOTALL))
        == []
    )
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")


def test_hostile_names_are_texts_everywhere() -> None:
    text = page(hostile=True)
    body = text[text.index("<body>") :]
    assert body.count("<script") == 2
    for markup in ("<img", "<svg onload", "<style>*", "alert(2)</script>"):
        assert markup not in body.replace(page_script(), ""), markup
    names = {html.unescape(value) for key, value in HOSTILE.items() if key.startswith("village")}
    title = html.unescape(part(text, r"<h1>(.*?)</h1>"))
    assert all(name in title for name in names)


def test_a_village_that_does_not_say_how_many_it_is_does_not_say_none() -> None:
    blank = page_text(template_project(None, {}).appraise(), "en")
    assert "Households: not stated, Persons: not stated" in part(blank, r"<header(.*?)</header>")
    assert "391 households, 917 persons" in part(page(), r"<header(.*?)</header>")


def test_the_data_ends_no_element_and_keeps_every_name() -> None:
    inner = part(page(hostile=True), r'id="plan">(.*?)</script>')
    assert not set("<>&\u2028\u2029") & set(inner)
    texts = json.loads(inner)["texts"]
    assert [closed_name(HOSTILE[f"village.name_{lang}"]) for lang in LANGUAGES] in texts


def test_names_of_scripts_are_said_once() -> None:
    """All of them are one script: what is said at the left margin of one file is known in every other."""
    files = (*scripts.CHARTS, *scripts.TOLD, *(f"page.{name}" for name in scripts.OWN))
    names = ["calculator", "ratesOfReturn", *(name for file in files for name in NAMES.findall(script(file)))]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert len(names) > 200


@pytest.mark.parametrize(
    "word",
    [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "eval(",
        "new Function",
        "document.write",
        "fetch(",
        "XMLHttpRequest",
        "import(",
    ],
)
def test_the_script_makes_no_code_and_no_markup_of_texts(word: str) -> None:
    assert word not in page_script()


def test_an_old_engine_reads_the_script() -> None:
    Engine(f"function page() {{\n{page_script()}\n}}")


def test_the_script_is_the_same_for_every_village() -> None:
    assert part(page(hostile=True), r"<script>(.*?)</script>") == part(page("zh"), r"<script>(.*?)</script>")


def cells(text: str) -> dict[tuple[int, int], str]:
    """The text of every figure by its line and its period, 0 of a single number."""
    found: dict[tuple[int, int], str] = {}
    pattern = r"<(?:td|th|b)[^>]* data-v=\"?(\d+),\d+(?:,(\d+)(?:,(\d+))?)?\"?[^>]*>([^<]*)((?:<td>[^<]*)*)"
    for line, period, count, first, rest in re.findall(pattern, text):
        texts = [first, *rest.split("<td>")[1:]]
        for place, shown in enumerate(texts[: int(count or 1)]):
            found.setdefault((int(line), int(period or 0) + (place if period else 0)), html.unescape(shown))
    return found


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_of_the_page_is_that_of_run(lang: Language, own: bool) -> None:
    """Fund balance, indicators, checks and every statement by year."""
    plan = own_village().appraise() if own else appraisal()
    shown, record = cells(page_text(plan, lang) if own else page(lang)), run_record(plan, lang)
    places = {key: place for place, key in enumerate(plan.book.lines)}
    scale = {"en": "million", "zh": "wan"}[lang]
    told = 0
    for line in record["fund_balance"]["lines"]:
        if (places[line["key"]], 0) in shown:
            assert shown[places[line["key"]], 0] == cell_text(line["amount"], "yuan", scale), line
            told += 1
    for table, rows in record["annual"].items():
        for row in rows["rows"]:
            place = places.get(f"annual.{table}.{row['key']}")
            for year, number in enumerate(row["years"], start=1):
                if (place, year) in shown and number is not None:
                    assert shown[place, year] == cell_text(number, row["unit"], scale), (
                        table,
                        row["key"],
                        year,
                    )
                    told += 1
    for key in ("revenue", "expenditure", "balance"):
        amount = record["fund_balance"][key]
        assert shown[places[f"fund_balance.{key}"], 0] == cell_text(amount, "yuan", scale)
    for key, value in record["indicators"].items():
        number = value["value"] if isinstance(value, dict) else value
        if isinstance(number, (int, float)):
            unit = plan.book.lines[key].unit
            assert shown[places[key], 0] == cell_text(number, unit, scale), key
            told += 1
    assert told > (900 if own else 1500)


def test_all_that_the_page_says_is_said_in_both_languages() -> None:
    labels = [*words.SAID.values(), *words.OPERATIONS.values()]
    for label in labels:
        assert label.en
        assert label.zh
        assert set(re.findall(r"\{\d\}", label.en)) == set(re.findall(r"\{\d\}", label.zh))


def test_a_pool_tells_each_text_once_and_in_steps() -> None:
    pool = Pool()
    packed = pool.packed({"a": ["Bank: Term", "银行：期限"], "b": [["Bank", "银行"], 3, ["x"]]})
    assert packed["b"][1:] == [3, ["x"]]
    assert packed["b"][0] == f"{PACKED}{pool.texts.index(['Bank', '银行'])}"
    steps = pool.texts[int(packed["a"].removeprefix(PACKED))]
    assert [pool.texts[int(step)] for step in steps] == [["Bank", "银行"], ["Term", "期限"]]


def test_keys_are_told_by_what_they_do_not_share() -> None:
    assert shortened(["loans.a.rate", "loans.a.term", "x"]) == [0, "loans.a.rate", 8, "term", 0, "x"]
