"""Every page of the guide can be reached from the first one, in its own language."""

from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.mark.parametrize("index", ["index.md", "index.zh.md"])
def test_the_guide_links_every_page(index: str) -> None:
    pages = {path.name for path in DOCS.glob("*.md") if not path.name.startswith("index")}
    chinese = {name for name in pages if name.endswith(".zh.md")}
    # A page with a Chinese twin is linked as that twin from the Chinese index.
    wanted = (
        pages
        if index == "index.md"
        else chinese | {n for n in pages - chinese if n.replace(".md", ".zh.md") not in chinese}
    )
    text = (DOCS / index).read_text(encoding="utf-8")
    assert {name for name in wanted if f"({name})" not in text} == set()
