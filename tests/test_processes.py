"""Programs that tests start are waited for in minutes and never outlive their test; and no test takes the time."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from tests import processes
from tests.processes import finished, started, wait_until

FOLDER = Path(__file__).parent
# The tool of a maintainer, which runs a command of ours as he would.
STARTS_PROGRAMS = {"processes.py", "make_templates.py"}
STARTS = re.compile(
    r"\bsubprocess\.(?:run|call|check_\w+|getoutput)\b|\bPopen\b|\bos\.(?:system|popen|spawn\w+|fork)\b"
)
TIMES = re.compile(r"\b(?:perf_counter|process_time|thread_time|monotonic|timeit)(?:_ns)?\b|\btime\.time\b")

CHILD = "import os, time; print(os.getpid(), flush=True); time.sleep(3600)"
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {CHILD!r}]); "


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has asked for its end yet is a zombie, and has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] == "Z"
    except FileNotFoundError:
        return True


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs the process table of Linux")


@linux
@pytest.mark.parametrize("after", ["import time; time.sleep(3600)", "sys.exit()"], ids=["alive", "ended"])
def test_what_a_program_has_started_goes_with_it(after: str) -> None:
    with started([sys.executable, "-c", PARENT + after]) as program:
        grandchild = int(program.stdout.readline())
        assert not gone(grandchild)
    assert program.returncode is not None
    wait_for_the_end(grandchild)


def wait_for_the_end(pid: int) -> None:
    with started([sys.executable, "-c", "import time; time.sleep(3600)"]) as clock:
        wait_until(lambda: gone(pid), clock)


@linux
def test_it_goes_where_the_test_fails() -> None:
    with pytest.raises(ZeroDivisionError), started([sys.executable, "-c", CHILD]) as program:
        raise ZeroDivisionError
    assert program.returncode == -9


@pytest.mark.skipif(os.name != "posix", reason="processes killed by a signal")
def test_patience_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 0.5)
    assert finished([sys.executable, "-c", CHILD], check=False).returncode == -9


def test_a_program_that_ends_badly_is_a_failure() -> None:
    with pytest.raises(AssertionError, match="ended with 3: oh dear"):
        finished([sys.executable, "-c", "import sys; sys.stderr.write('oh dear'); sys.exit(3)"])


def test_nobody_waits_for_a_program_that_has_ended() -> None:
    with started([sys.executable, "-c", ""]) as program, pytest.raises(AssertionError, match="ended with 0"):
        wait_until(lambda: False, program)


def test_programs_are_started_in_one_place_and_time_is_taken_by_benchmarks() -> None:
    found = []
    for path in FOLDER.rglob("*.py"):
        text = path.read_text("utf-8")
        if path.name not in STARTS_PROGRAMS and path != Path(__file__) and STARTS.search(text):
            found.append(f"{path.relative_to(FOLDER)}: use tests.processes")
        if path != Path(__file__) and TIMES.search(text):
            found.append(f"{path.relative_to(FOLDER)}: times belong to benchmarks/")
    assert found == []
