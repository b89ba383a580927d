"""Draws the pictures of the READMEs: the first screen of the Inputs sheet of the Lujia workbook, in both languages.

    python docs/pictures.py

needs LibreOffice Calc (soffice) and poppler (pdftoppm), and a Chinese font such as WenQuanYi Micro Hei.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import relocation
from relocation.labels import Language

FOLDER = Path(__file__).resolve().parent / "images"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
INPUTS_PAGE = 2
RESOLUTION = 140  # dots per inch
LEFT, TOP, WIDTH, HEIGHT = 0.36, 0.5, 10.56, 4.19  # inches of an A4 page that lies on its side


def draw(lang: Language, folder: Path) -> None:
    """Workbook -> PDF as LibreOffice prints it -> the cut-out as PNG."""
    workbook = folder / f"lujia-{lang}.xlsx"
    relocation.load("lujia").appraise().to_excel(workbook, lang=lang)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, workbook]
    subprocess.run(convert, check=True, capture_output=True)
    cut = [
        item
        for flag, inches in (("-x", LEFT), ("-y", TOP), ("-W", WIDTH), ("-H", HEIGHT))
        for item in (flag, str(round(inches * RESOLUTION)))
    ]
    page = ["-f", str(INPUTS_PAGE), "-l", str(INPUTS_PAGE), "-r", str(RESOLUTION)]
    target = FOLDER / f"workbook-{lang}"
    subprocess.run(
        ["pdftoppm", *page, *cut, "-png", "-singlefile", workbook.with_suffix(".pdf"), target], check=True
    )


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        for lang in LANGUAGES:
            draw(lang, Path(name))
