"""A page as a PDF, printed by a browser that is there: Chromium, Chrome or Edge.

It runs without a window, with a profile of its own that is gone afterwards, and reaches no network.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from relocation.caller import for_caller
from relocation.labels import Label, same
from relocation.processes import installed, run

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
    there = installed(COMMANDS, WINDOWS, MAC)
    if there is None:
        raise CannotPrint(_missing())
    return there


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
        said = run(command).said
        data = target.read_bytes() if target.is_file() else b""
    if not data.startswith(b"%PDF"):
        raise CannotPrint(_failed().in_brackets(Label(said, said)) if said else _failed())
    return data
