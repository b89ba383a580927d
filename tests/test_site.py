"""The site is built without network and without a warning; its links and anchors lead somewhere, and every page is reached."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

import relocation
from docs.build_site import LANGUAGES, documents, page_name
from docs.contents import CONTENTS
from docs.make import FOLDER
from docs.site_parts.chinese_search import PairsOfCharacters
from docs.site_parts.docstrings import restructured
from tests.documents import ROOT
from tests.processes import finished

LOADED = {"script": "src", "img": "src", "link": "href", "source": "src", "iframe": "src"}


class Page(HTMLParser):
    """What a page links to, what it loads, the anchors that it has, and how many equations."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.equations = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors.add(given.get("id") or "")
        self.equations += tag == "math" and given.get("display") == "block"
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        loaded = given.get(LOADED.get(tag, ""))
        if loaded and given.get("rel") not in ("index", "search", "next", "prev", "canonical"):
            self.loads.append(loaded)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    run = finished([sys.executable, "docs/build_site.py", target], cwd=ROOT, check=False)
    assert (run.returncode, run.stdout + run.stderr) == (0, "")
    return target


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {
        path: Page(path.read_text("utf-8"))
        for path in sorted(site.rglob("*.html"))
        if "_downloads" not in path.parts
    }


def targets(path: Path, page: Page) -> Iterator[tuple[Path, str]]:
    """The file and the anchor of each link to a part of the site."""
    for link in page.links:
        if not re.match(r"\w+:", link):
            name, _, anchor = unquote(link).partition("#")
            yield ((path.parent / name).resolve() if name else path), anchor


def test_links_and_anchors_lead_somewhere(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for target, anchor in targets(path, page):
            assert target.is_file(), f"{path.name}: {target}"
            assert not anchor or target not in pages or anchor in pages[target].anchors, (
                f"{path.name}: {target.name}#{anchor}"
            )


def test_every_document_is_a_page_and_is_reached_from_the_first(site: Path, pages: dict[Path, Page]) -> None:
    names = {page_name(document) for document in documents()}
    for lang in LANGUAGES:
        reached, ahead = set[Path](), [site / lang / "index.html"]
        while ahead:
            path = ahead.pop()
            if path not in reached and path in pages and path.parent == site / lang:
                reached.add(path)
                ahead.extend(target for target, _ in targets(path, pages[path]))
        assert {path.stem for path in reached} >= names


def test_every_document_has_its_place_in_the_contents() -> None:
    placed = [name for names in CONTENTS.values() for name in names]
    assert sorted(placed) == sorted({page_name(document) for document in documents()} - {"index"})


def test_a_page_loads_nothing_from_elsewhere(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for loaded in page.loads:
            name = unquote(loaded.partition("?")[0].partition("#")[0])
            assert name.startswith("data:") or (path.parent / name).is_file(), f"{path.name}: {loaded}"
    for style in {
        Path(path.parent, "_static", "site.css") for path in pages if (path.parent / "_static").is_dir()
    }:
        assert set(re.findall(r"url\(\"(.*?)\"\)", style.read_text("utf-8"))) == {"stix-two-math.woff2"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_equation_is_typeset(site: Path, pages: dict[Path, Page], lang: str) -> None:
    document = FOLDER / ("equations.md" if lang == "en" else "equations.zh.md")
    assert (
        pages[site / lang / "equations.html"].equations == document.read_text("utf-8").count("```math") > 80
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_public_name_is_documented(site: Path, pages: dict[Path, Page], lang: str) -> None:
    anchors = pages[site / lang / "api.html"].anchors
    named = set(relocation.__all__) - {"__version__", "distributions"}
    assert {f"relocation.{name}" for name in named} <= anchors
    assert {"relocation.Project.replace", "relocation.Appraisal.to_frame"} <= anchors


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_gallery_holds_real_files(pages: dict[Path, Page], site: Path, lang: str) -> None:
    linked = {
        target.name: target
        for target, _ in targets(site / lang / "gallery.html", pages[site / lang / "gallery.html"])
    }
    for ending, beginning in {"html": b"<!", "docx": b"PK", "xlsx": b"PK"}.items():
        assert linked[f"lujia-{lang}.{ending}"].read_bytes().startswith(beginning)


def test_chinese_is_found_by_pairs_of_characters(site: Path) -> None:
    assert PairsOfCharacters({}).split("资金平衡表 NPV") == ["资金", "金平", "平衡", "衡表", "NPV"]
    index = (site / "zh" / "searchindex.js").read_text("utf-8")
    assert r'"\u5e73\u8861"' in index
    assert "splitQuery" in (site / "zh" / "_static" / "language_data.js").read_text("utf-8")


def test_a_docstring_keeps_its_equations_and_its_names() -> None:
    said = "The sum of `x_t` * 2.\n\n    total = a * b\n\nA|B"
    assert restructured(said) == "The sum of ``x_t`` \\* 2.\n\n::\n\n    total = a * b\n\nA\\|B"
