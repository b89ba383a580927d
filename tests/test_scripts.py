"""The scripts of the package stand side by side in one page: no name is taken twice, and nothing is run that a page must not run."""

import re
from collections import Counter
from pathlib import Path

import pytest

from relocation.javascript import Engine

ROOT = Path(__file__).resolve().parents[1] / "relocation"
# The calculator is one function, in which its files are joined: nobody sees their names.
SCRIPTS = sorted(path for path in ROOT.rglob("*.js") if path.parent != ROOT / "formula" / "javascript")
TOGETHER = [path for path in SCRIPTS if path.parent != ROOT / "web"]  # whose pages have a script of their own
FORBIDDEN = ("eval(", "new Function", "innerHTML", "document.write", "insertAdjacentHTML")


def functions(text: str) -> list[str]:
    return re.findall(r"^(?:async )?function\*? (\w+)", text, re.MULTILINE)


def test_no_two_functions_have_the_same_name() -> None:
    names = Counter(name for path in TOGETHER for name in functions(path.read_text(encoding="utf-8")))
    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) > 50


def test_all_scripts_can_be_read_as_one() -> None:
    """A constant that is declared twice, or takes the name of a function, is an error of syntax."""
    whole = "\n".join(path.read_text(encoding="utf-8") for path in TOGETHER)
    Engine(f"function wholePage() {{\n{whole}\n}}")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_no_script_makes_code_or_markup_of_a_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [word for word in FORBIDDEN if word in text] == []
