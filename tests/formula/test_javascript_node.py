"""The engine of most browsers, V8, calculates what Python calculates; its own payments and logarithms included."""

from __future__ import annotations

import json
from pathlib import Path

import relocation as rl
from relocation.formula.targets.javascript import book_data, calculator_script
from relocation.model import book_inputs, book_of
from tests.formula.javascript_run import Python, by_line, differences, numbers, words
from tests.random_projects import random_project
from tests.spreadsheet_programs import by_node

RUNNER = Path(__file__).with_name("run_cases.js")


def test_every_line_in_node(tmp_path: Path) -> None:
    lujia = rl.load("lujia")
    projects = [lujia, lujia.counted_in("month"), rl.load("jinpo"), *map(random_project, range(20, 28))]
    cases = [(book_of(project), book_inputs(project)) for project in projects]
    told = [
        {
            "book": book_data(book),
            "inputs": words(book.input_vector(inputs)),
            "periods": book.periods,
            "groups": book.groups,
        }
        for book, inputs in cases
    ]
    script, given = tmp_path / "calculator.js", tmp_path / "cases.json"
    script.write_text(calculator_script(), encoding="utf-8")
    given.write_text(json.dumps(told), encoding="utf-8")
    lines = by_node(RUNNER, script, given).splitlines()
    for (book, inputs), line in zip(cases, lines, strict=True):
        values = by_line(book, numbers(line), book.periods, book.groups)
        assert differences(book, Python(book).values(inputs), values) == []
