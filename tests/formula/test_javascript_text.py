"""The script as a text: old browsers can read it, it makes no code of its own, and it is the same for every book."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
import quickjs

import relocation as rl
from relocation.formula.language.operations import OPERATIONS
from relocation.formula.language.reductions import REDUCTIONS
from relocation.formula.targets.javascript import book_data, calculator_script
from relocation.model import book_of
from tests.documents import ROOT
from tests.spreadsheet_programs import by_node

PARSER = Path(__file__).with_name("parse_scripts.js")
SCRIPTS = sorted((ROOT / "relocation").rglob("*.js"))
NEVER_SURE = r"\beval\b|\bFunction\(|\bimport\b|\brequire\b|innerHTML|document\.write|setTimeout\(\s*[\"']"


def test_old_browsers_can_read_every_script(tmp_path: Path) -> None:
    whole = tmp_path / "calculator.js"
    whole.write_text(calculator_script(), encoding="utf-8")
    assert by_node(PARSER, whole, *SCRIPTS) == ""


def test_a_later_language_is_noticed(tmp_path: Path) -> None:
    later = tmp_path / "later.js"
    later.write_text("let a = 1;\na ||= 2;\n", encoding="utf-8")
    assert "Unexpected token (2:" in by_node(PARSER, later)


def test_the_script_makes_no_code_and_fetches_nothing() -> None:
    assert re.findall(NEVER_SURE, calculator_script()) == []


def test_only_two_names_can_be_seen_from_outside() -> None:
    context = quickjs.Context()
    before = set(json.loads(context.eval("JSON.stringify(Object.getOwnPropertyNames(globalThis))")))
    context.eval(calculator_script())
    after = set(json.loads(context.eval("JSON.stringify(Object.getOwnPropertyNames(globalThis))")))
    assert after == before
    assert context.eval("typeof calculator + typeof ratesOfReturn") == "functionfunction"
    with pytest.raises(quickjs.JSException):
        context.eval("totalOf")


def test_the_script_is_the_same_for_every_book_and_the_data_are_small() -> None:
    before = hashlib.sha256(calculator_script().encode()).hexdigest()
    sizes = [
        len(json.dumps(book_data(book_of(rl.load(name))), separators=(",", ":")))
        for name in ("lujia", "jinpo")
    ]
    assert hashlib.sha256(calculator_script().encode()).hexdigest() == before
    assert max(sizes) < 45_000


def test_every_operation_has_a_text_in_javascript() -> None:
    """`round` is written in other operations before a target meets it."""
    assert [name for name, kind in OPERATIONS.items() if not kind.javascript] == ["round"]
    assert all(fold.javascript for fold in REDUCTIONS.values())
