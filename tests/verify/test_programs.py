"""Programs that are started for a task end with it, whatever happens, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

import relocation
from relocation import processes
from relocation.processes import installed, run
from relocation.verify import spreadsheets
from relocation.verify.crosscheck import verify
from tests.processes import started, wait_until
from tests.test_processes import gone, linux, wait_for_the_end

PYTHON = sys.executable
SLEEPS = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(3600)"
STARTS_ANOTHER = (
    f"import sys; from subprocess import run; run([sys.executable, '-c', {SLEEPS!r}, sys.argv[1]])"
)


def test_what_a_program_prints_and_how_it_ends() -> None:
    assert run([PYTHON, "-c", "print('12')"]).printed.strip() == "12"
    ended = run([PYTHON, "-c", "import sys; sys.exit('first\\nthe last word')"])
    assert (ended.well, ended.said) == (False, "the last word")


def test_a_program_that_is_not_there_is_told() -> None:
    assert not run(["/nowhere/program"]).well
    assert "/nowhere/program" in run(["/nowhere/program"]).said
    assert installed(("no-such-program-anywhere",)) is None


@linux
def test_patience_ends_a_program_with_all_that_it_started(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    ended = run([PYTHON, "-c", STARTS_ANOTHER, str(told)], patience=10)
    assert not ended.well
    assert ended.said == "timed out after 10 s"
    wait_for_the_end(int(told.read_text()))


@linux
def test_an_interruption_ends_it_too(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    script = (
        f"from relocation.processes import run; run([{PYTHON!r}, '-c', {STARTS_ANOTHER!r}, {str(told)!r}])"
    )
    with started([PYTHON, "-c", script]) as program:
        wait_until(lambda: told.is_file() and bool(told.read_text()), program)
        grandchild = int(told.read_text())
        assert not gone(grandchild)
        os.kill(program.pid, signal.SIGINT)
        wait_for_the_end(grandchild)


def stand_in(text: str, folder: Path) -> str:
    """A program that stands for one of a spreadsheet."""
    path = folder / "program"
    path.write_text(f"#!{PYTHON}\n{text}", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@linux
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import sys; sys.exit('no display')", "it did not give the workbook back: no display"),
        ("", "it did not give the workbook back"),
        ("import sys; len(sys.argv) > 2 and open(sys.argv[-1], 'w').write('no workbook')", "it broke off"),
    ],
    ids=["fails", "does nothing", "writes something else"],
)
def test_a_program_that_fails_is_told_and_leaves_nothing(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = stand_in(text, tmp_path)
    left = tmp_path / "temporary"
    left.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(left))
    monkeypatch.setattr(spreadsheets, "installed", lambda *_: name)
    check = verify(relocation.load("jinpo").appraise(), ["gnumeric"])
    [engine] = check.engines
    assert engine.answers is not None
    assert engine.answers.failed
    assert (
        engine.answers.cannot[0]
        .reason.en.replace(": ", " (", 1)
        .startswith(said.replace(": ", " (", 1).rstrip(")"))
    )
    assert check.holds
    assert list(left.iterdir()) == []


def test_the_patience_is_long_enough_for_a_first_start() -> None:
    assert processes.PATIENCE >= 60
