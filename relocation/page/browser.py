"""A page as a PDF, printed by a browser that is there: Chromium, Chrome or Edge.

It runs without a window, with a profile of its own that is gone afterwards, and reaches no network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL

from relocation.caller import for_caller
from relocation.labels import Label, same

NAMED = "RELOCATION_BROWSER"
COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS = (
    ("PROGRAMFILES", r"Google\Chrome\Application\chrome.exe"),
    ("PROGRAMFILES(X86)", r"Google\Chrome\Application\chrome.exe"),
    ("LOCALAPPDATA", r"Google\Chrome\Application\chrome.exe"),
    ("PROGRAMFILES(X86)", r"Microsoft\Edge\Application\msedge.exe"),
    ("PROGRAMFILES", r"Microsoft\Edge\Application\msedge.exe"),
)
OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-quic",
    "--disable-sync",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
)
PATIENCE = 120  # seconds


def _missing() -> Label:
    page = _written_page()
    return Label(
        "no browser is there to print the page: install Chromium, Chrome or Edge, or name one in RELOCATION_BROWSER; "
        f"{page.en} writes the page, which any browser prints",
        "未找到可用于打印网页的浏览器：请安装 Chromium、Chrome 或 Edge，或用环境变量 RELOCATION_BROWSER 指定；"
        f"也可用 {page.zh} 生成网页后自行打印",
    )


def _failed() -> Label:
    page = _written_page()
    return Label(
        f"the browser printed nothing; {page.en} writes the page, which any browser prints",
        f"浏览器未能打印；可用 {page.zh} 生成网页后自行打印",
    )


def _written_page() -> Label:
    return for_caller(same("-o FILE.html"), same('to_html("report.html")'))


class CannotPrint(RuntimeError):
    """There is no PDF; `label` says why, and what to do."""

    def __init__(self, label: Label) -> None:
        super().__init__(label.en)
        self.label = label


def browser() -> str:
    """The program that prints. Raises CannotPrint where there is none."""
    named = os.environ.get(NAMED)
    if named:
        if (found := shutil.which(named)) is None:
            raise CannotPrint(Label(f"{NAMED}={named}: no such program", f"{NAMED}={named}：没有这个程序"))
        return found
    there = next(_there(), None)
    if there is None:
        raise CannotPrint(_missing())
    return there


def _there() -> Iterator[str]:
    yield from filter(None, map(shutil.which, COMMANDS))
    places = [Path(place) for place in MAC] if sys.platform == "darwin" else []
    places += [Path(os.environ[root], inside) for root, inside in WINDOWS if os.environ.get(root)]
    yield from (str(place) for place in places if place.is_file())


def pdf_of(page: str) -> bytes:
    """A page as a PDF. Raises CannotPrint."""
    program = browser()
    with tempfile.TemporaryDirectory(prefix="relocation-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "report.html", folder / "report.pdf"
        source.write_text(page, encoding="utf-8")
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0  # whom Chromium refuses its sandbox
        command = [
            program,
            *OPTIONS,
            *(["--no-sandbox"] if is_root else []),
            f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        said = _run(command)
        data = target.read_bytes() if target.is_file() else b""
    if not data.startswith(b"%PDF"):
        raise CannotPrint(_failed().in_brackets(Label(said, said)) if said else _failed())
    return data


def _run(command: Sequence[str]) -> str:
    """Runs the browser, and ends it with all that it started when patience does; what it said last."""
    ways = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    try:
        with subprocess.Popen(
            command, start_new_session=True, text=True, errors="replace", **ways
        ) as program:  # type: ignore[call-overload]
            try:
                _, said = program.communicate(timeout=PATIENCE)
            finally:
                _end(program)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)[:200]
    lines = str(said).strip().splitlines()
    return lines[-1][:200] if lines and program.returncode else ""


def _end(program: subprocess.Popen[str]) -> None:
    """A group outlives the program that opened it as long as anybody is left in it."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(program.pid, SIGKILL)
    else:
        program.kill()
