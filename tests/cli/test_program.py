"""The program as the shell runs it: closed pipes, a full disk, an interruption, a terminal, and how long it takes."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from relocation.cli.options import Lang, language_of

SCRIPT = "from relocation.cli import main; main()"
PROGRAM = [sys.executable, "-c", SCRIPT]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and signals of a Unix system")


def start(*arguments: str, **options: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "RELOCATION_LANG": "en", **options.pop("env", {})}  # type: ignore[dict-item]
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **options,
    )  # type: ignore[call-overload,no-any-return]


def test_a_reader_that_closes_the_pipe_is_no_error() -> None:
    program = start("run", "lujia", "-f", "csv", stdout=subprocess.PIPE)
    assert program.stdout is not None
    program.stdout.close()
    _, stderr = program.communicate()
    assert stderr == ""
    assert program.returncode == -signal.SIGPIPE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_ends_with_four() -> None:
    with open("/dev/full", "w") as full:
        program = start("run", "lujia", stdout=full)
        _, stderr = program.communicate()
    assert program.returncode == 4
    assert "Traceback" not in stderr
    assert "No space left" in stderr


def test_an_interruption_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    waiting = (
        "import pathlib, time, relocation.cases as c\n"
        f"c.open_case = lambda case, **_: (pathlib.Path({str(begun)!r}).touch(), time.sleep(60))\n" + SCRIPT
    )
    program = subprocess.Popen(
        [sys.executable, "-c", waiting, "run", "lujia"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not begun.exists():
        time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    stdout, stderr = program.communicate(timeout=20)
    assert (program.returncode, stdout, stderr) == (130, "", "")


def test_what_nobody_foresaw_is_one_line_and_ends_with_one() -> None:
    broken = "import relocation.cases as c\nc.open_case = lambda case, **_: 1 / 0\n" + SCRIPT
    run = subprocess.run(
        [sys.executable, "-c", broken, "run", "lujia"], capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr == "unexpected error / 意外错误: ZeroDivisionError: division by zero\n"


def seen_on_a_terminal(**surroundings: str) -> str:
    ours, theirs = pty.openpty()
    program = start("run", "lujia", stdout=theirs, env={"TERM": "xterm", "COLUMNS": "100", **surroundings})
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    program.communicate()
    os.close(ours)
    assert program.returncode == 0
    return b"".join(parts).decode()


def test_colour_is_for_terminals_and_for_those_who_want_it() -> None:
    assert "\x1b[" in seen_on_a_terminal()
    plain = seen_on_a_terminal(NO_COLOR="1")
    assert "\x1b" not in plain
    assert "Viable" in plain
    assert "\x1b" not in seen_on_a_terminal(TERM="dumb")


def test_help_loads_nothing_heavy() -> None:
    heavy = ("numpy", "pandas", "pydantic", "openpyxl", "rich", "scipy", "numba", "distributed")
    script = f"import sys; import relocation.cli; print([one for one in {heavy} if one in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout == "[]\n"


def seen_on_stderr(*arguments: str) -> tuple[str, str]:
    """What a terminal shows of the messages, and what goes into the pipe."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "RELOCATION_LANG": "en", "TERM": "xterm", "COLUMNS": "100"}
    program = subprocess.Popen(
        [*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=theirs, env=environment, encoding="utf-8"
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            parts.append(os.read(ours, 65536))
        except OSError:
            break
        if not parts[-1]:
            break
    stdout, _ = program.communicate()
    os.close(ours)
    assert program.returncode == 0
    return b"".join(parts).decode(), stdout


def test_a_long_simulation_shows_its_progress_on_a_terminal(tmp_path: Path) -> None:
    spec = tmp_path / "price.toml"
    spec.write_text(
        '[inputs."land_quota.price"]\ndistribution = "uniform"\nlow = 60000\nhigh = 90000\n', encoding="utf-8"
    )
    arguments = ("simulate", "lujia", "--spec", str(spec), "-n", "3e5", "-f", "json")
    shown, stdout = seen_on_stderr(*arguments)
    assert "scenarios" in shown
    assert "300000/300000" in shown
    assert json.loads(stdout)["n"] == 300_000


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        (["run", "--lang", "zh"], Lang.zh),
        (["run", "--lang=zh"], Lang.zh),
        (["run", "--lang", "zh", "--lang", "en"], Lang.en),
        (["run", "--lang", "fr"], Lang.en),
        (["run", "--lang"], Lang.en),
        ([], Lang.en),
    ],
)
def test_help_is_in_the_language_asked_for(
    arguments: list[str], lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELOCATION_LANG", "en")
    assert language_of(arguments) is lang
