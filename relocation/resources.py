"""Finds the folders that travel with the package: models/ and excel_templates/."""

from __future__ import annotations

from pathlib import Path


def data_dir(name: str) -> Path:
    """The shipped folder of an installed package, else the one in the checkout."""
    package = Path(__file__).resolve().parent
    packed = package / "_data" / name
    return packed if packed.is_dir() else package.parent / name
