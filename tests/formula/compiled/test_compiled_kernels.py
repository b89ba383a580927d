"""Kernels that are really compiled: the same numbers, and kept on the disk for the next process."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from relocation import calendar
from relocation.folders import VARIABLE
from relocation.formula.kernel import kernel_file, lane_operations, rate_search
from relocation.formula.kernel.numba_block import numba_kernel
from relocation.formula.kernel.schedule import Schedule, make_schedule
from relocation.formula.kernel.specialise import specialise
from relocation.formula.language.book import Book
from relocation.formula.language.expression import PERIOD, LineReference, irr, lowest, total, when
from relocation.formula.targets.block import compile_block
from relocation.formula.targets.numpy_block import numpy_kernel
from relocation.labels import Label
from tests.formula.interpreted import interpreted_kernel
from tests.formula.test_block_lanes import columns, schedule
from tests.processes import finished

pytest.importorskip("numba")


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kernels")


@pytest.fixture(autouse=True)
def environment(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(cache))


def test_what_a_kernel_carries_has_one_meaning() -> None:
    """The text of several modules stands in one file: a constant of one must not change a function of another."""
    carried = [vars(module) for module in (calendar, lane_operations, rate_search)]
    names = {name for module in carried for name in module if name.isupper()}
    for name in names:
        assert len({repr(module[name]) for module in carried if name in module}) == 1, name


def savings_book() -> Book:
    """A deposit each period, and what is taken out at the end."""
    name = Label("name", "名称")
    book = Book(8)
    deposit, rate = book.input("deposit", name, "yuan"), book.input("rate", name, "share")
    owed = LineReference("owed")
    book.line("owed", name, "yuan", owed.previous * (1 + rate) + deposit)
    flow = book.line("flow", name, "yuan", when(PERIOD < 8, -deposit, owed))
    book.line("sum", name, "yuan", total(flow))
    book.line("low", name, "yuan", lowest(flow))
    book.line("return", name, "share", irr(flow, book.line("guess", name, "share", rate * 1)))
    return book


def savings_schedule() -> Schedule:
    keys = ["sum", "low", "return"]
    return make_schedule(specialise(savings_book(), {"deposit": 1.0, "rate": 0.0}, ["deposit", "rate"], keys))


def savings(kernel: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    deposits, interest = np.arange(100.0, 200.0), np.linspace(0.001, 0.09, 100)
    return kernel(np.array([deposits, interest]))


def test_a_savings_plan_earns_its_interest() -> None:
    found = savings(numba_kernel(savings_schedule()))
    deposits, interest = np.arange(100.0, 200.0), np.linspace(0.001, 0.09, 100)
    grown = deposits * ((1 + interest) ** 8 - 1) / interest
    np.testing.assert_allclose(found[0], grown - 7 * deposits, rtol=1e-12)
    np.testing.assert_allclose(found[1], -deposits)
    assert np.isfinite(found[2]).all()


def test_a_whole_project_is_the_same_compiled() -> None:
    made, scenarios = schedule(), columns(70)
    found = numba_kernel(made)(scenarios)
    for kernel in (interpreted_kernel, numpy_kernel):
        np.testing.assert_allclose(found, kernel(made)(scenarios), rtol=1e-9, atol=1e-6)
    assert np.isfinite(found).mean() > 0.7
    odd = scenarios.copy()
    odd[0, 3], odd[1, 5] = np.nan, 1e300
    after, others = numba_kernel(made)(odd), np.delete(np.arange(70), [3, 5])
    np.testing.assert_array_equal(after[:, others], found[:, others])
    assert np.isnan(after[:, 3]).all()


PROGRAM = """
from tests.formula.compiled.test_compiled_kernels import savings, savings_schedule
from relocation.formula.kernel.numba_block import numba_kernel
print(savings(numba_kernel(savings_schedule())).tobytes().hex())
"""


def in_another_process(cache: Path) -> str:
    environment = {**os.environ, VARIABLE: str(cache)}
    done = finished([sys.executable, "-c", PROGRAM], cwd=Path(__file__).parents[3], env=environment)
    return str(done.stdout).strip()


def test_the_next_process_finds_it_on_the_disk(cache: Path) -> None:
    ours = savings(numba_kernel(savings_schedule())).tobytes().hex()
    before = {file: file.stat().st_mtime_ns for file in cache.rglob("*.nb*")}
    assert any(file.suffix == ".nbc" for file in before)
    assert in_another_process(cache) == ours
    assert {file: file.stat().st_mtime_ns for file in cache.rglob("*.nb*")} == before
    assert not list(cache.glob("*.part"))


def test_where_nothing_can_be_written_it_is_compiled_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_folder = tmp_path / "file"
    no_folder.write_text("a file, not a folder")
    monkeypatch.setenv(VARIABLE, str(no_folder))
    assert np.isfinite(savings(numba_kernel(savings_schedule()))).all()
    assert no_folder.read_text() == "a file, not a folder"


def test_a_file_that_is_not_what_its_name_says_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    texts: list[str] = []

    def noted(text: str, _: str) -> Callable[..., None]:
        texts.append(text)
        return lambda *_: None

    numba_kernel(savings_schedule(), noted)
    key = kernel_file.key_of(texts[0])
    (tmp_path / f"{key}.py").write_text("raise SystemExit('somebody else wrote this')")
    assert np.isfinite(savings(numba_kernel(savings_schedule()))).all()


def test_auto_takes_numba_where_it_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    book = savings_book()
    block = compile_block(book, {"deposit": 1.0, "rate": 0.0}, ["deposit"], ["sum"])
    assert [block.chosen(count) for count in (1, 16, 17, 10**7, 10**8)] == [
        "scalar", "scalar", "numpy", "numpy", "numba",
    ]  # fmt: skip
    monkeypatch.setattr("relocation.formula.targets.block.has_numba", lambda: False)
    assert block.chosen(10**8) == "numpy"


def test_a_kernel_that_does_not_compile_leaves_the_collector_as_it_was() -> None:
    assert gc.isenabled()
    with pytest.raises(NameError):
        kernel_file.compiled("def kernel():\n    pass\n\nno_such_name", "kernel")
    assert gc.isenabled()
    gc.disable()
    try:
        assert kernel_file.compiled("def kernel():\n    return 1", "kernel")() == 1
        assert not gc.isenabled()
    finally:
        gc.enable()
