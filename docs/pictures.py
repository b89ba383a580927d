"""Draws the pictures of the documents, in both languages: the Inputs sheet of the Lujia workbook, pages of its report in Word, its
page, and the pages that other commands write.

    python docs/pictures.py

needs LibreOffice Calc and Writer (soffice), Chromium, poppler (pdftoppm), the extra `word`, and a Chinese font such as WenQuanYi Micro Hei.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import relocation
from relocation.caller import asked_by
from relocation.labels import Language
from relocation.page.browser import browser
from relocation.web.answers import answer
from relocation.web.limits import Limits
from relocation.web.pages import start_page
from relocation.web.task import Task
from tests.planner import lujia_template, typed

FOLDER = Path(__file__).resolve().parent / "images"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
INPUTS_PAGE = 2
RESOLUTION = 140  # dots per inch
REPORT_PAGES = {"report": 1, "report-cash": 4}  # of the Word document, by the name of the picture
REPORT_RESOLUTION = 80
PAGE_SIZE = "1240,800"  # pixels
ROOT = FOLDER.parents[1]
COMMANDS = {  # by the name of the picture, with how much of the page is shown
    "compare": ("1240,1010", "compare", "lujia", "--scenarios", "examples/futures.csv"),
    "simulate": ("1240,1380", "simulate", "lujia", "--spec", "examples/uncertain.toml", "--seed", "1"),
    "county": ("1240,1160", "run", "thirty_villages", "--consolidate"),
    "households": ("1240,800", "households", "lujia", "--by", "option"),
    "account": ("1240,1150", "households", "lujia", "--statements"),
}
FAULTS = {"land_quota.price": "ninety", "loans.adbc.rate": 4.9, "timeline.periods": 15}
LEFT, TOP, WIDTH, HEIGHT = 0.36, 0.5, 10.56, 4.19  # inches of an A4 page that lies on its side


def printed(file: Path) -> Path:
    """The file as a PDF, as LibreOffice prints it."""
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", file.parent, file]
    subprocess.run(convert, check=True, capture_output=True)
    return file.with_suffix(".pdf")


def draw_report(lang: Language, folder: Path) -> None:
    """Word document -> PDF -> single pages as PNG."""
    document = folder / f"report-{lang}.docx"
    relocation.load("lujia").appraise().to_word(document, lang=lang)
    pdf = printed(document)
    for name, number in REPORT_PAGES.items():
        page = ["-f", str(number), "-l", str(number), "-r", str(REPORT_RESOLUTION)]
        target = FOLDER / f"{name}-{lang}"
        subprocess.run(["pdftoppm", *page, "-png", "-singlefile", pdf, target], check=True)


def draw_page(lang: Language, folder: Path) -> None:
    """The page as a browser shows it first."""
    page = folder / f"lujia-{lang}.html"
    relocation.load("lujia").appraise().to_html(page, lang=lang)
    photograph(page, FOLDER / f"page-{lang}.png", PAGE_SIZE)


def draw_pages_of_commands(lang: Language, folder: Path) -> None:
    """The pages that other commands write."""
    for name, (size, *arguments) in COMMANDS.items():
        page = folder / f"{name}-{lang}.html"
        run = [sys.executable, "-c", "from relocation.cli import main; main()", *arguments]
        subprocess.run([*run, "-o", page, "--lang", lang], check=True, capture_output=True, cwd=ROOT)
        photograph(page, FOLDER / f"{name}-page-{lang}.png", size)


def draw_web(lang: Language, folder: Path) -> None:
    """The first page of `relocation web`, and what it answers to a file with problems."""
    start = folder / f"web-{lang}.html"
    start.write_text(start_page(lang, Limits()), encoding="utf-8")
    photograph(start, FOLDER / f"web-{lang}.png", "1240,800")
    filled = folder / "filled.xlsx"
    filled.write_bytes(typed(lujia_template(lang), FAULTS))
    with asked_by("page"):
        answered = answer(Task("judge", lang, (filled.name,)), laid(folder / lang, filled))
    problems = folder / f"problems-{lang}.html"
    problems.write_bytes(answered.data)
    photograph(problems, FOLDER / f"web-problems-{lang}.png", "1240,620")


def laid(folder: Path, file: Path) -> Path:
    """A folder as a task has it, with one file."""
    (folder / "0").mkdir(parents=True)
    (folder / "0" / file.name).write_bytes(file.read_bytes())
    return folder


def photograph(page: Path, picture: Path, size: str) -> None:
    """A page as a browser shows it, so many pixels of it."""
    command = [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    shown = [f"--user-data-dir={page.parent / 'profile'}", f"--window-size={size}", f"--screenshot={picture}"]
    subprocess.run([*command, *shown, page.as_uri()], check=True, capture_output=True)


def draw_workbook(lang: Language, folder: Path) -> None:
    """Workbook -> PDF -> the cut-out as PNG."""
    workbook = folder / f"lujia-{lang}.xlsx"
    relocation.load("lujia").appraise().to_excel(workbook, lang=lang)
    pdf = printed(workbook)
    cut = [
        item
        for flag, inches in (("-x", LEFT), ("-y", TOP), ("-W", WIDTH), ("-H", HEIGHT))
        for item in (flag, str(round(inches * RESOLUTION)))
    ]
    page = ["-f", str(INPUTS_PAGE), "-l", str(INPUTS_PAGE), "-r", str(RESOLUTION)]
    target = FOLDER / f"workbook-{lang}"
    subprocess.run(["pdftoppm", *page, *cut, "-png", "-singlefile", pdf, target], check=True)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        for lang in LANGUAGES:
            draw_workbook(lang, Path(name))
            draw_report(lang, Path(name))
            draw_page(lang, Path(name))
            draw_pages_of_commands(lang, Path(name))
            draw_web(lang, Path(name))
